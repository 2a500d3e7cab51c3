"""Faults of a case file in plain words: what pydantic found, with line, column and what to write instead."""

from __future__ import annotations

import re
import types
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError, WithJsonSchema
from pydantic.fields import FieldInfo

from netback.case.schema import CaseFile
from netback.case.text import YamlText, spell_path
from netback.case.value import Value
from netback.errors import Problem, nearest

__all__ = ["explain", "field_keys"]


def field_keys(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """Fields of a model by the key used in a file."""
    return {info.alias or name: info for name, info in model.model_fields.items()}


def explain(error: ValidationError, text: YamlText) -> list[Problem]:
    """Every fault of a validation as a `Problem`.

    Parameters
    ----------
    error : ValidationError
        Of `CaseFile`.
    text : YamlText
        The file it was made from.

    Returns
    -------
    list of Problem
        In no order.
    """
    return [_explain_one(dict(item), text) for item in error.errors(include_url=False)]


def _bare(annotation: Any) -> Any:
    """An annotation without Annotated and without `| None`."""
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation = get_args(annotation)[0]
        elif origin in (Union, types.UnionType) and type(None) in get_args(annotation):
            rest = [a for a in get_args(annotation) if a is not type(None)]
            annotation = rest[0] if len(rest) == 1 else Union[tuple(rest)]  # noqa: UP007
        else:
            return annotation


def _locate(loc: tuple[int | str, ...]) -> tuple[tuple[int | str, ...], Any, FieldInfo | None, bool]:
    """The place a pydantic location means.

    Returns
    -------
    (keys of the file, annotation there, its field if any, whether the key itself is at fault)
    """
    annotation: Any = CaseFile
    info: FieldInfo | None = None
    keys: list[int | str] = []
    on_key = False
    for part in loc:
        bare = _bare(annotation)
        origin = get_origin(bare)
        if part == "[key]":
            on_key = True
            annotation = get_args(bare)[0] if origin is dict else annotation
        elif origin in (Union, types.UnionType):
            annotation = next((m for m in get_args(bare) if part in _tags(m)), annotation)
        elif isinstance(bare, type) and issubclass(bare, BaseModel):
            keys.append(part)
            info = field_keys(bare).get(str(part)) or bare.model_fields.get(str(part))
            if info is None:
                return tuple(keys), bare, None, True
            annotation = info.annotation
        else:
            keys.append(part)
            arguments = get_args(bare)
            annotation = arguments[1] if origin is dict else arguments[0] if arguments else Any
            info = None
    return tuple(keys), annotation, info, on_key


def _tags(model: Any) -> tuple[Any, ...]:
    kind = (
        model.model_fields.get("kind") if isinstance(model, type) and issubclass(model, BaseModel) else None
    )
    return get_args(_bare(kind.annotation)) if kind is not None else ()


def _explain_one(item: dict[str, Any], text: YamlText) -> Problem:
    loc, kind, ctx, given = item["loc"], item["type"], item.get("ctx") or {}, item.get("input")
    keys, annotation, info, on_key = _locate(loc)
    path = spell_path(text.data, keys)
    last = str(keys[-1]) if keys else ""

    def problem(slug: str, what: str, fix: str, **more: Any) -> Problem:
        return text.problem(path, slug, what, fix, **({"key": on_key} | more))

    if kind == "value_problem" and (given is not None or info is None):
        return _value_problem(path, ctx, given, text)
    if kind == "missing":
        return problem("case/missing-key", f"`{last}` is missing{_meaning(info)}", _example(last, info))
    if kind == "extra_forbidden":
        known = field_keys(annotation) if isinstance(annotation, type) else {}
        hint = nearest(last, known)
        at = "the file" if len(keys) == 1 else f"`{spell_path(text.data, keys[:-1])}`"
        return problem(
            "case/unknown-key",
            f"`{last}` is not a key of {at}",
            hint or f"one of {', '.join(known)}" if known else "no such key",
            key=True,
        )
    if kind in ("literal_error", "union_tag_invalid", "union_tag_not_found"):
        return _choice(path, kind, ctx, given, on_key, last, text)
    if given is None:
        what = f"nothing is written after `{last}:`" if last else "the file is empty"
        fix = _example(last, info) if info is not None else "a value, or no such line"
        if info is not None and not info.is_required():
            fix += ", or no such line"
        return problem("case/nothing-written", what, fix)
    if kind == "string_pattern_mismatch":
        return problem("case/bad-name", f"{given!r} cannot be a name", _slugged(str(given)))
    if kind == "string_type":
        fix = "quotes around it, or one line of text"
        return problem("case/not-text", f"{_what_is(given)} stands where a text belongs", fix)
    if kind in ("model_type", "dict_type", "model_attributes_type", "mapping_type"):
        fix = "keys with values below it, each two spaces deeper"
        return problem("case/not-a-mapping", f"{_what_is(given)} stands where keys with values belong", fix)
    if kind in ("tuple_type", "list_type"):
        fix = f"{last}: [{given}]" if isinstance(given, str) else "[one, two]"
        return problem("case/not-a-list", f"{_what_is(given)} stands where a list belongs", fix)
    if kind in ("too_short", "too_long"):
        bound = ctx.get("min_length") if kind == "too_short" else ctx.get("max_length")
        word = "at least" if kind == "too_short" else "at most"
        return problem(
            "case/list-length",
            f"the list has {ctx.get('actual_length')} items",
            f"{word} {bound} items",
            key=True,
        )
    if kind.startswith("int_"):
        return problem(
            "case/not-a-whole-number", f"{given!r} is not a whole number", "a whole number, such as 7"
        )
    if kind.startswith("bool_"):
        return problem("case/not-true-or-false", f"{given!r} is neither true nor false", "true or false")
    if kind in ("greater_than_equal", "less_than_equal", "greater_than", "less_than"):
        bound = next((ctx[k] for k in ("ge", "le", "gt", "lt") if k in ctx), "")
        word = "at least" if kind.startswith("greater") else "at most"
        return problem("case/out-of-range", f"{given} is out of range", f"{word} {bound}")
    return problem("case/does-not-fit", str(item["msg"]).removeprefix("Value error, "), "")


def _value_problem(path: str, ctx: Mapping[str, Any], given: Any, text: YamlText) -> Problem:
    slug, what, fix = ctx["slug"], ctx["what"], ctx["fix"]
    if isinstance(given, list):
        return text.problem(path, "case/not-a-value", "a list stands where one value belongs", fix)
    for name in ctx.get("subpath") or []:
        path = f"{path}.value.{name}" if f"{path}.value.{name}" in text.places else f"{path}.{name}"
    if not ctx.get("subpath") and f"{path}.value" in text.widths:
        path = f"{path}.value"
    on_key = slug in ("case/bad-month", "case/unknown-key")
    offset = ctx["offset"] if ctx["width"] else None
    return text.problem(path, slug, what, fix, key=on_key, offset=offset, width=ctx["width"])


def _choice(
    path: str, kind: str, ctx: Mapping[str, Any], given: Any, on_key: bool, last: str, text: YamlText
) -> Problem:
    if kind == "literal_error":
        choices = re.findall(r"'([^']*)'", str(ctx.get("expected", "")))
    else:
        choices = re.findall(r"'([^']*)'", str(ctx.get("expected_tags", ""))) or [
            "price",
            "chain",
            "pressure",
        ]
        if isinstance(given, Mapping):
            if "kind" not in given:
                fix = f"kind: {' or '.join(choices)}"
                return text.problem(f"{path}.kind", "case/missing-key", "`kind` is missing", fix)
            given, path, last = given["kind"], f"{path}.kind", "kind"
    if given is None and not on_key:
        return text.problem(
            path, "case/nothing-written", f"nothing is written after `{last}:`", " or ".join(choices)
        )
    if not isinstance(given, str):
        return text.problem(
            path, "case/not-text", f"{_what_is(given)} stands where one word belongs", " or ".join(choices)
        )
    hint = nearest(given, choices)
    listed = ", ".join(choices[:-1]) + f" or {choices[-1]}" if len(choices) > 1 else choices[0]
    fix = f"{hint}  (can be {listed})" if hint and len(choices) > 1 else listed
    return text.problem(
        path, "case/unknown-choice", f"{given!r} is not one of the words that can stand here", fix, key=on_key
    )


def _what_is(given: Any) -> str:
    if isinstance(given, Mapping):
        return "a mapping"
    if isinstance(given, list | tuple):
        return "a list"
    return f"the text {str(given)[:40]!r}"


def _slugged(name: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    words = re.sub(r"^[^a-z]+", "", words)
    return f"{words or 'name'}  (small letters, digits and _, beginning with a letter)"


def _meaning(info: FieldInfo | None) -> str:
    return f": {' '.join(info.description.split())}" if info is not None and info.description else ""


def _example(key: str, info: FieldInfo | None) -> str:
    if info is None:
        return f"{key}: ..."
    return f"{key}: {_sample(info.annotation, tuple(info.metadata))}"


def _sample(annotation: Any, metadata: tuple[Any, ...] = ()) -> str:
    for part in (*metadata, *_metadata(annotation)):
        if isinstance(part, WithJsonSchema) and isinstance(part.json_schema, dict):
            schema = part.json_schema
            schema = schema.get("anyOf", [schema])[0]
            return str(schema["examples"][0]) if "examples" in schema else "yes [statement_id]"
    bare = _bare(annotation)
    origin = get_origin(bare)
    if origin is Literal:
        return " or ".join(str(a) for a in get_args(bare))
    if origin is tuple:
        return "[one, two]"
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        wanted = [k for k, i in field_keys(bare).items() if i.is_required()]
        return "with the keys " + ", ".join(wanted)
    if origin is dict:
        return "with one name per line below it"
    return "16 USD/bbl" if bare is Value else "text" if bare is str else "..."


def _metadata(annotation: Any) -> tuple[Any, ...]:
    if get_origin(annotation) is Annotated:
        return get_args(annotation)[1:]
    if get_origin(annotation) in (Union, types.UnionType):
        return tuple(m for a in get_args(annotation) for m in _metadata(a))
    return ()
