"""YAML text to plain data, every scalar kept as text, with the line and column of every key and value.

No type is guessed: ``country: NO`` stays "NO" and ``as_of: 2023-03-25`` stays text. Nothing written stays None.
What a case has no use for is refused with its place: repeated keys, anchors and aliases, tags, several documents.
The file is read as a stream of events, so neither depth nor size can exhaust memory before a limit speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from netback.errors import CaseError, Problem

__all__ = ["MAX_BYTES", "MAX_DEPTH", "YamlText", "read_yaml", "spell_path", "syntax_problem"]

MAX_BYTES = 5_000_000
"""Largest case file read, bytes."""

MAX_DEPTH = 40
"""Deepest nesting read."""

_MAX_PREFIXES = 4  # spellings kept of a path through lists: by index and by id
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NULLS = ("", "~", "null", "Null", "NULL")
_LOADERS: tuple[Any, ...] = tuple(
    loader for loader in (getattr(yaml, "CSafeLoader", None), yaml.SafeLoader) if loader is not None
)


@dataclass(frozen=True)
class YamlText:
    """A YAML file as plain data, and where each part of it stands.

    Parameters
    ----------
    file : str
        Path as the user wrote it.
    data : dict, list, str or None
        Every scalar is text; what is empty is None.
    places : mapping of str to (line, column)
        1-based. A scalar's path gives its value, a mapping's or list's path its key. List items go by index and
        by their ``id``.
    keys : mapping of str to (line, column)
        Where the key of each path stands.
    widths : mapping of str to int
        Characters a scalar takes in its line.
    shifts : mapping of str to int
        Column of a scalar's first character, less the column of its place: 1 after a quote; -1 where the text
        is folded over lines, so that no column inside it can be told.
    lines : tuple of str
        The file, for the line shown with a problem.
    """

    file: str
    data: Any
    places: dict[str, tuple[int, int]]
    keys: dict[str, tuple[int, int]]
    widths: dict[str, int]
    shifts: dict[str, int]
    lines: tuple[str, ...]

    def problem(
        self,
        path: str,
        slug: str,
        what: str,
        fix: str = "",
        *,
        key: bool = False,
        offset: int | None = None,
        width: int = 1,
        severity: str = "error",
    ) -> Problem:
        """A problem at a path, or at the nearest part above it that was written.

        Parameters
        ----------
        path : str
        slug, what, fix, severity : str
            As in `netback.errors.Problem`.
        key : bool
            Point to the key, not to the value.
        offset : int or None
            Where in the value's text the fault starts; None underlines all of it.
        width : int
            How long the fault is, with `offset`.
        """
        at = path
        while at and at not in self.places:
            at = at.rpartition(".")[0]
        table = self.keys if key and at in self.keys else self.places
        line, column = table.get(at, (1, 1))
        if at != path or table is self.keys or at not in self.widths:
            width = _word_width(self._line(line), column)
        elif offset is None:
            width = self.widths[at]
        elif self.shifts.get(at, -1) >= 0:
            column += offset + self.shifts[at]
        else:
            width = self.widths[at]
        return Problem(
            self.file,
            line,
            column,
            path,
            slug,
            what,
            fix,
            self._line(line),
            max(1, width),
            severity,
        )

    def _line(self, line: int) -> str:
        return self.lines[line - 1] if 0 < line <= len(self.lines) else ""


def _word_width(line: str, column: int) -> int:
    match = re.match(r"[^\s:,\]}]+", line[column - 1 :])
    return match.end() if match else 1


def spell_path(data: Any, parts: tuple[str | int, ...]) -> str:
    """A path as text, list items by their ``id`` where they have one.

    Examples
    --------
    >>> spell_path({"steps": [{"id": "fee", "amount": "1"}]}, ("steps", 0, "amount"))
    'steps.fee.amount'
    """
    out: list[str] = []
    for part in parts:
        name = str(part)
        if isinstance(data, list) and isinstance(part, int) and 0 <= part < len(data):
            data = data[part]
            name = _item_id(data, part)
        elif isinstance(data, dict):
            data = data.get(part)
        else:
            data = None
        out.append(name)
    return ".".join(out)


def _item_id(item: Any, index: int) -> str:
    if isinstance(item, dict) and isinstance(item.get("id"), str) and item["id"]:
        return str(item["id"])
    return str(index)


@dataclass
class _Node:
    kind: str  # "map", "list", "scalar"
    line: int
    column: int
    text: str | None = None
    width: int = 1
    shift: int = 0
    items: list[tuple[_Node | None, _Node]] = field(default_factory=list)  # (key, value)
    key: _Node | None = None  # key waiting for its value


def _decode(raw: bytes, file: str) -> str:
    if len(raw) > MAX_BYTES:
        raise CaseError(
            [
                Problem(
                    file,
                    0,
                    0,
                    "",
                    "case/too-large",
                    f"the file has {len(raw) / 1e6:.1f} MB; a case file has at most {MAX_BYTES // 1_000_000} MB",
                    "long series in series/NAME.csv, statements in statements.jsonl",
                )
            ]
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        start = before.rfind(b"\n") + 1
        column = len(before[start:].decode("utf-8", "replace")) + 1
        shown = raw[start:].split(b"\n")[0].decode("utf-8", "replace").rstrip("\r")
        raise CaseError(
            [
                Problem(
                    file,
                    line,
                    column,
                    "",
                    "case/not-utf8",
                    f"byte {error.start + 1} of the file (0x{raw[error.start]:02x}) is not UTF-8",
                    "the file saved again with encoding UTF-8",
                    shown,
                )
            ]
        ) from None
    bad = _CONTROL.search(text)
    if bad:
        lines = text[: bad.start()].splitlines() or [""]
        if text[: bad.start()].endswith(("\n", "\r")):
            lines.append("")
        raise CaseError(
            [
                Problem(
                    file,
                    len(lines),
                    len(lines[-1]) + 1,
                    "",
                    "case/control-character",
                    f"the character U+{ord(bad[0]):04X} cannot be seen and has no place in a case file",
                    "the line without it",
                )
            ]
        )
    return text


def _with_lines(problems: list[Problem], lines: tuple[str, ...]) -> list[Problem]:
    from dataclasses import replace

    return [
        p
        if p.source_line or not 0 < p.line <= len(lines)
        else replace(p, source_line=lines[p.line - 1], width=_word_width(lines[p.line - 1], p.column))
        for p in problems
    ]


def read_yaml(raw: bytes, file: str) -> tuple[YamlText, list[Problem]]:
    """Read a YAML file.

    Parameters
    ----------
    raw : bytes
        The file.
    file : str
        Its name, for the problems.

    Returns
    -------
    (YamlText, list of Problem)
        The problems are those after which the rest can still be checked: repeated keys, of which the first is kept.

    Raises
    ------
    CaseError
        Not UTF-8, not YAML, too large, too deep; or it has anchors, aliases, tags or several documents.
    """
    text = _decode(raw, file)
    lines = tuple(text.splitlines())
    root, fatal = _compose(text, file, lines)
    if fatal:
        raise CaseError(_with_lines(fatal, lines))
    repeated: list[Problem] = []
    places: dict[str, tuple[int, int]] = {}
    keys: dict[str, tuple[int, int]] = {}
    widths: dict[str, int] = {}
    shifts: dict[str, int] = {}

    def enter(node: _Node, prefixes: list[str], key: _Node | None) -> Any:
        at = key if key is not None and node.kind != "scalar" else node
        for path in prefixes:
            places[path] = (at.line, at.column)
            if key is not None:
                keys[path] = (key.line, key.column)
            if node.kind == "scalar":
                widths[path], shifts[path] = node.width, node.shift
        if node.kind == "scalar":
            return node.text
        if node.kind == "list":
            return [
                enter(item, _spellings(prefixes, str(i), _node_id(item)), None)
                for i, (_, item) in enumerate(node.items)
            ]
        found: dict[str, Any] = {}
        first: dict[str, int] = {}
        for name, item in node.items:
            assert name is not None  # a mapping's items have keys
            word = name.text or ""
            if not word:
                what, fix = "a key is empty", "a word, then a colon"
                repeated.append(Problem(file, name.line, name.column, prefixes[0], "case/odd-key", what, fix))
                continue
            if word in found:
                path = f"{prefixes[0]}.{word}" if prefixes[0] else word
                repeated.append(
                    Problem(
                        file,
                        name.line,
                        name.column,
                        path,
                        "case/repeated-key",
                        f"{word!r} is written twice, on lines {first[word]} and {name.line}",
                        "one of the two; YAML readers silently keep the last",
                    )
                )
                continue
            first[word] = name.line
            found[word] = enter(item, _spellings(prefixes, word), name)
        return found

    data = enter(root, [""], None) if root is not None else None
    return YamlText(file, data, places, keys, widths, shifts, lines), _with_lines(repeated, lines)


def _spellings(prefixes: list[str], *names: str) -> list[str]:
    out: list[str] = []
    for prefix in prefixes:
        for name in reversed(names):
            path = f"{prefix}.{name}" if prefix else name
            if name and path not in out:
                out.append(path)
    return out[:_MAX_PREFIXES]


def _node_id(node: _Node) -> str:
    for key, item in node.items:
        if node.kind == "map" and key is not None and key.text == "id" and item.kind == "scalar":
            return item.text or ""
    return ""


def _compose(text: str, file: str, lines: tuple[str, ...]) -> tuple[_Node | None, list[Problem]]:
    """Tree of the document; the fast parser first, the one with the clearer messages if that fails."""
    for loader in _LOADERS[:-1]:
        try:
            return _build(yaml.parse(text, Loader=loader), file)
        except yaml.YAMLError:
            continue
    try:
        return _build(yaml.parse(text, Loader=_LOADERS[-1]), file)
    except yaml.YAMLError as error:
        return None, [syntax_problem(error, file, lines)]


def _build(events: Iterator[Any], file: str) -> tuple[_Node | None, list[Problem]]:
    root: _Node | None = None
    stack: list[_Node] = []
    fatal: list[Problem] = []
    documents = 0

    def refuse(mark: Any, slug: str, what: str, fix: str) -> None:
        if len(fatal) < 100 and (slug, what) not in {(p.slug, p.what) for p in fatal}:
            fatal.append(Problem(file, mark.line + 1, mark.column + 1, "", slug, what, fix))

    def attach(node: _Node) -> None:
        nonlocal root
        if not stack:
            root = node
            return
        top = stack[-1]
        if top.kind == "list":
            top.items.append((None, node))
        elif top.key is None:
            top.key = node
        else:
            top.items.append((top.key, node))
            top.key = None

    for event in events:
        mark = event.start_mark
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                refuse(mark, "case/several-documents", "a second YAML document begins here",
                       "one document a file; remove the line `---`")  # fmt: skip
                break
            continue
        if isinstance(event, yaml.AliasEvent):
            refuse(mark, "case/alias", f"`*{event.anchor}` repeats another part of the file",
                   "the values themselves: what is copied by alias cannot be cited or changed on its own")  # fmt: skip
            attach(_Node("scalar", mark.line + 1, mark.column + 1))
            continue
        if isinstance(event, yaml.NodeEvent):
            _refuse_marks(event, refuse)
        opening = isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent)
        if opening or isinstance(event, yaml.ScalarEvent):
            if opening and stack and stack[-1].kind == "map" and stack[-1].key is None:
                refuse(
                    mark, "case/odd-key", "a key cannot be a list or a mapping itself", "a word, then a colon"
                )
                break
            node = _node(event, opening)
            attach(node)
            if opening:
                stack.append(node)
                if len(stack) > MAX_DEPTH:
                    refuse(mark, "case/too-deep", f"the file is nested deeper than {MAX_DEPTH} levels",
                           "a flatter file; no case needs more than ten levels")  # fmt: skip
                    break
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            stack.pop()
    return root, fatal


def _refuse_marks(event: Any, refuse: Any) -> None:
    if event.anchor is not None:
        refuse(event.start_mark, "case/alias", f"`&{event.anchor}` names a part of the file to repeat it elsewhere",
               "the values themselves, without & and *")  # fmt: skip
    if getattr(event, "tag", None) is not None:
        refuse(event.start_mark, "case/tag", f"the tag `{event.tag}` asks for another type",
               "the value alone; netback reads every value as text")  # fmt: skip


def _node(event: Any, opening: bool) -> _Node:
    line, column = event.start_mark.line + 1, event.start_mark.column + 1
    if opening:
        return _Node("map" if isinstance(event, yaml.MappingStartEvent) else "list", line, column)
    one_line = event.start_mark.line == event.end_mark.line
    width = event.end_mark.column - event.start_mark.column if one_line else 1
    plain = event.style is None or event.style == ""
    shift = 0 if plain and one_line else 1 if one_line and event.style in ("'", '"') else -1
    value = None if plain and event.value in _NULLS else event.value
    return _Node("scalar", line, column, value, max(1, width), shift)


def syntax_problem(error: yaml.YAMLError, file: str, lines: tuple[str, ...]) -> Problem:
    """A YAML fault in plain words, with the usual cure."""
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    for number, text in enumerate(lines[:line], 1):
        indent = text[: len(text) - len(text.lstrip())]
        if "\t" in indent and text.strip():
            return Problem(file, number, indent.index("\t") + 1, "", "case/tab",
                           "a tab stands where YAML wants spaces", "two spaces for each level, no tab",
                           text)  # fmt: skip
    shown = lines[line - 1] if 0 < line <= len(lines) else ""
    said = str(getattr(error, "problem", "") or "")
    if "'\\t'" in said:
        return Problem(file, line, column, "", "case/tab", "a tab stands where YAML wants spaces",
                       "spaces instead of the tab", shown)  # fmt: skip
    what, fix = _advice(said)
    context_mark = getattr(error, "context_mark", None)
    if (
        context_mark is not None
        and "end of stream" in said
        and "quoted scalar" in str(getattr(error, "context", ""))
    ):
        line, column = context_mark.line + 1, context_mark.column + 1
        shown = lines[line - 1] if 0 < line <= len(lines) else ""
    if "'}'" in said and shown[column - 1 : column] == "[":
        what = "inside { } a text with brackets needs quotes"
        fix = '{amount: "16 USD/bbl [statement_id]"}'
    if context_mark is not None and context_mark.line + 1 != line:
        what += f" (in what begins on line {context_mark.line + 1})"
    return Problem(file, line, column, "", "case/not-yaml", what, fix, shown, _word_width(shown, column))


_ADVICE = (
    ("mapping values are not allowed", "a second colon in one line, or a line indented too far",
     "quotes around a text that has a colon: \"text: more\"; or fewer spaces before this line"),
    ("could not find expected ':'", "this line has no colon after its key", "key: value"),
    ("expected <block end>", "this line is indented otherwise than those beside it",
     "the same number of spaces for keys of one level"),
    ("did not find expected <document start>", "this line does not belong to what stands above it",
     "the same number of spaces for keys of one level"),
    ("expected '<document start>'", "this line does not belong to what stands above it",
     "the same number of spaces for keys of one level"),
    ("found unexpected end of stream", "a quote is opened and never closed", "a closing quote"),
    ("expected ',' or ']'", "a list opened with [ is not closed here", "[one, two]"),
    ("expected ',' or '}'", "a mapping opened with { is not closed here", "{key: value, key: value}"),
    ("found character", "this character cannot begin a value", "quotes around the text"),
    ("found unknown escape", "a backslash in double quotes begins a special character", "single quotes around the text"),
    ("block sequence entries are not allowed", "a list item stands where none can", "the dash on a line of its own"),
    ("expected alphabetic or numeric", "& and * have a special meaning at the start of a value", "quotes around the text"),
)  # fmt: skip


def _advice(said: str) -> tuple[str, str]:
    for part, what, fix in _ADVICE:
        if part in said:
            return what, fix
    return f"this is not YAML: {said or 'it cannot be read'}", "key: value, two spaces deeper for each level"
