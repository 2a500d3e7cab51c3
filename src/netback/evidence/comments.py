"""A sources.yaml written anew without losing what somebody wrote between its lines."""

from __future__ import annotations

import re
from collections.abc import Mapping

import yaml

__all__ = ["with_comments"]

_COMMENT = re.compile(r"(?:^|\s)#", re.MULTILINE)


def with_comments(old: str, wanted: Mapping[str, str], same: set[str]) -> str | None:
    """The text of a file of sources, its comments, blank lines and order kept.

    Parameters
    ----------
    old : str
        The file as it is.
    wanted : mapping of str to str
        Each source's lines as they would be written, by key, sorted.
    same : set of str
        Keys whose entry in the file says what is wanted already: it stays as it is written.

    Returns
    -------
    str or None
        None where the file holds no comment, or is not laid out one key a line from the first column.

    Examples
    --------
    >>> print(with_comments("# ours\\na:  # first\\n  publisher: A\\n", {"a": "", "b": "b:\\n  publisher: B\\n"}, {"a"}), end="")
    # ours
    a:  # first
      publisher: A
    b:
      publisher: B
    """
    if not _COMMENT.search(old):
        return None
    try:
        root = yaml.compose(old, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, RecursionError):
        return None
    if not isinstance(root, yaml.MappingNode) or not root.value:
        return None
    keys = [key for key, _ in root.value]
    if any(not isinstance(k, yaml.ScalarNode) or k.start_mark.column for k in keys):
        return None
    lines = re.split(r"(?<=\n)", old if old.endswith("\n") else old + "\n")
    starts = [_lead(lines, k.start_mark.line) for k in keys]
    starts[0] = _after_blank(lines, keys[0].start_mark.line)
    end = _lead(lines, len(lines))
    blocks: dict[str, str] = {}
    for key, start, stop in zip(keys, starts, [*starts[1:], end], strict=True):
        name, own = key.value, key.start_mark.line
        if name in wanted:
            lead, body = "".join(lines[start:own]), "".join(lines[own:stop])
            blocks[name] = lead + (body if name in same else wanted[name])
    order = list(blocks)
    in_order = order == sorted(order)
    for name in wanted:
        if name not in blocks:
            at = (
                next((i for i, known in enumerate(order) if known > name), len(order))
                if in_order
                else len(order)
            )
            order.insert(at, name)
    body = "".join(blocks.get(name, wanted[name]) for name in order)
    return "".join(lines[: starts[0]]) + body + "".join(lines[end:])


def _lead(lines: list[str], at: int) -> int:
    """First of the comments and blank lines right above a line."""
    while at > 0 and (not lines[at - 1].strip() or lines[at - 1].startswith("#")):
        at -= 1
    return at


def _after_blank(lines: list[str], at: int) -> int:
    """First of the comments right above a line, without a blank line between: what is above is the file's own."""
    start = at
    while start > 0 and lines[start - 1].startswith("#"):
        start -= 1
    return start if start > 0 and not lines[start - 1].strip() else at
