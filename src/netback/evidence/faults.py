"""Turns what pydantic found wrong in one record into problems a person can mend."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from netback.errors import Problem, nearest
from netback.evidence.statement import Anchor, Claim, Observation, Pressure, Review

__all__ = ["Place", "explain"]

Place = Callable[[str], tuple[int, int, str, int]]
"""Key path -> (line, column, text of the line, width to underline)."""

_NESTED: Mapping[str, type[BaseModel]] = {
    "observes": Observation,
    "pressure": Pressure,
    "claim": Claim,
    "review": Review,
    "anchor": Anchor,
}
_PLAIN = {
    "missing": ("evidence/missing-field", "the key {key} is missing"),
    "string_too_long": ("evidence/too-long", "the text of {key} is too long"),
    "string_too_short": ("evidence/empty", "{key} is empty"),
    "too_long": ("evidence/too-long", "the list {key} is too long"),
}


def explain(
    error: ValidationError, model: type[BaseModel], file: str, name: str, place: Place
) -> list[Problem]:
    """Every fault of one record.

    Parameters
    ----------
    error : ValidationError
        From validating a record of ``model``.
    model : type
        `Statement` or `Source`.
    file, name : str
        File as shown, and the id of the record ("" when it has none).
    place : callable
        Where a key stands in the file.

    Returns
    -------
    list of Problem
    """
    return [_explain_one(dict(item), model, file, name, place) for item in error.errors(include_url=False)]


def _explain_one(item: dict[str, Any], model: type[BaseModel], file: str, name: str, place: Place) -> Problem:
    keys = [str(part) for part in item["loc"] if not isinstance(part, int)]
    key = keys[-1] if keys else ""
    path = ".".join([name, *keys] if name else keys)
    kind, ctx = str(item["type"]), item.get("ctx", {})
    owner = _NESTED.get(keys[0], model) if len(keys) > 1 else model
    line, column, text, width = place(".".join(keys))
    if kind == "problem":
        slug, what, fix = ctx["slug"], ctx["what"], ctx["fix"]
    elif kind == "extra_forbidden":
        slug, what = "evidence/unknown-key", f"{key!r} is not a key of a {owner.__name__.lower()}"
        close = nearest(key, owner.model_fields)
        fix = close or "one of " + ", ".join(owner.model_fields)
    elif kind in _PLAIN:
        slug, what = _PLAIN[kind][0], _PLAIN[kind][1].format(key=key)
        fix = _meaning(owner, key)
    else:
        slug, what = "evidence/bad-field", f"{key}: {str(item['msg'])[0].lower()}{str(item['msg'])[1:]}"
        fix = _choices(ctx) or _meaning(owner, key)
    return Problem(file, line, column, path, slug, what, fix, text, width)


def _choices(ctx: Mapping[str, Any]) -> str:
    return str(ctx["expected"]) if "expected" in ctx else ""


def _meaning(owner: type[BaseModel], key: str) -> str:
    """What a key wants, from the line under its field."""
    examples = {
        "published_on": "2023-03-25",
        "source": "a key of sources.yaml",
        "kind": "quantity",
        "text": "own words",
    }
    return f'"{key}": {examples[key]}' if key in examples else f'"{key}"' if key in owner.model_fields else ""
