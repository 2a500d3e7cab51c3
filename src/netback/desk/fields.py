"""What a person may write into the fields of a proposal: the record's own schema, dates that exist, fields that agree."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import math
import types
from collections.abc import Iterator, Mapping
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import ValidationError

from netback.dates import PartialDate, parse_partial
from netback.errors import Problem, nearest
from netback.reading.check import UNITS
from netback.reading.records import CHANNELS, EVENT_TYPES, Attribution, Proposal

__all__ = ["FIXED", "MODES", "corrected", "faults_of", "form_faults"]

FIXED = ("id", "doc_id", "anchor", "reader", "rule", "refused")
"""Fields no person changes: the words stay those of the text, the find that of its reader."""
MODES = (
    "", "absence", "access", "aerial", "allege", "arrest", "assist", "boycott", "ceasefire", "censor", "change", "convict",
    "curfew", "cyber", "deliver", "demo", "denial", "deport", "disapprove", "disarm", "discontinue", "drone", "expel",
    "explosive", "fact", "fire", "forecast", "hunger", "investigate", "legal", "martial-law", "meet", "meeting", "militia",
    "misinformation", "multilateral", "obstruct", "pay", "phone", "police", "praise", "promise", "ratify", "readiness",
    "relations", "release", "resign", "restrict", "resume", "riot", "seize", "sign", "start", "strike", "territory",
    "third-party", "troops", "violence", "visit", "waiver", "weapons", "withdraw", "withhold", "yield",
)  # fmt: skip
"""PLOVER's modes as far as reports on exports need them, and netback's own (deliver, pay, resume, absence, fact ...)."""
MOST = 50
"""Most names, links or quantities in one field."""
_LISTS = ("actors", "targets", "topics", "auxiliary")
_RECORDS = ("attribution", "quantities")
_FORMS = {"day": "2025-03-19", "week": "2025-03-17, its Monday", "month": "2025-03", "quarter": "2025-01, its first month",
          "year": "2025"}  # fmt: skip
_WRITTEN = {"day": "day", "week": "day", "month": "month", "quarter": "month", "year": "year"}
"""How a date of each precision is written."""
_DATE = "2025, 2025-03 or 2025-03-19, and a day the calendar has"
_Fault = tuple[str, str, str]
"""Field, what is wrong, what to write instead."""


def corrected(
    body: Mapping[str, Any], changes: Mapping[str, Any], *, key: str, published_on: str, text: str
) -> tuple[Proposal | None, list[Problem]]:
    """A proposal with fields changed; None and every problem there is where it would be none.

    A new date brings its precision with it, and is no longer found by a weekday or the like, unless those are given too. A
    new type brings its kind.

    Parameters
    ----------
    body : mapping
        The proposal as it stands, plain data.
    changes : mapping
        Values, or text as a person types it: lists with commas, numbers, `true`, JSON for attribution and quantities.
    key : str
        Id of the proposal, for the problems.
    published_on : str
        Day the document could be read.
    text : str
        Of the document.
    """
    problems = [
        _no_field(key, name) for name in changes if name not in Proposal.model_fields or name in FIXED
    ]
    given: dict[str, Any] = {}
    faults: list[_Fault] = []
    for name, value in changes.items():
        if name in Proposal.model_fields and name not in FIXED:
            try:
                given[name] = _value(name, value)
            except ValueError as error:
                faults.append((name, str(error), _allowed(name)))
    given = _agreeing(body, given)
    new = {**body, **given, "refused": ""}
    found = None
    try:
        found = Proposal.model_validate(new)
    except ValidationError as error:
        for e in error.errors():
            field = ".".join(map(str, e["loc"]))
            faults.append((field, f"{_short(e['input'])}: {e['msg']}", _allowed(*map(str, e["loc"]))))
    bad = {name.split(".")[0] for name, _, _ in faults}
    faults += [f for f in faults_of(new, published_on, text) if f[0] in given and f[0] not in bad]
    problems += [
        Problem("", 0, 0, f"{key}.{name}", "desk/bad-field", what, fix) for name, what, fix in faults
    ]
    return (None if problems else found), problems


def _no_field(key: str, name: str) -> Problem:
    editable = [f for f in Proposal.model_fields if f not in FIXED]
    if name in FIXED:
        what, fix = f"{name!r} is not changed by hand", "one of " + ", ".join(editable)
    else:
        what, fix = f"a proposal has no field {name!r}", nearest(name, editable) or ", ".join(editable)
    return Problem("", 0, 0, key, "desk/no-field", what, fix)


def _value(name: str, value: Any) -> Any:
    """A value as the record has it, of text as it is typed."""
    if not isinstance(value, str):
        return value
    if name in _LISTS:
        return [v.strip() for v in value.split(",") if v.strip()]
    if name in _RECORDS:
        try:
            return json.loads(value)
        except ValueError:
            raise ValueError(f"{_short(value)} is not JSON") from None
    value = value.strip()
    if name == "polarity":
        try:
            return int(value)
        except ValueError:
            raise ValueError(f"{value!r} is not 1, 0 or -1") from None
    return value


def _agreeing(body: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The changes, with what follows from them: precision and origin of a date, kind of a type."""
    found = dict(given)
    date = found.get("date")
    if isinstance(date, str) and date != body.get("date"):
        if "date_precision" not in found:
            with contextlib.suppress(ValueError):
                found["date_precision"] = parse_partial(date).precision if date else "unknown"
        found.setdefault("date_by", "none")
    type_ = found.get("type")
    if type_ in EVENT_TYPES and "kind" not in found and body.get("kind") != "quantity":
        found["kind"] = "claim" if type_ == "CLAIM" else "event"
    return found


def _allowed(name: str, *rest: str) -> str:
    """What a field takes, in words."""
    if name in ("date", "predicted_date"):
        return _DATE
    if name == "confidence":
        return "a number from 0 to 1"
    if name in ("imminent", "background"):
        return "true or false"
    if name == "type":
        return ", ".join(EVENT_TYPES)
    if name == "channel":
        return ", ".join(CHANNELS)
    if name in _RECORDS:
        kinds = ", ".join(get_args(Attribution.model_fields["kind"].annotation))
        if rest[-1:] == ("kind",):
            return kinds
        return (
            f'JSON, as [{{"who": "a name", "kind": "named"}}]; kinds are {kinds}'
            if name == "attribution"
            else "JSON, as `netback desk show ID --json` has it"
        )
    field = Proposal.model_fields.get(name)
    values = list(_literals(field.annotation)) if field is not None else []
    return ", ".join(str(v) for v in values) or "text"


def _literals(annotation: Any) -> Iterator[Any]:
    origin = get_origin(annotation)
    if origin is Literal:
        yield from get_args(annotation)
    elif origin in (tuple, list, Union, types.UnionType):
        for part in get_args(annotation):
            yield from _literals(part)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:59] + "…"


def faults_of(body: Mapping[str, Any], published_on: str, text: str) -> list[_Fault]:
    """What in a proposal no record may hold, though each field has a fitting form: field, fault and what to write.

    Examples
    --------
    >>> faults_of({"kind": "event", "type": "WARP"}, "2025-04-12", "")[0][:2]
    ('type', "'WARP' is no type of event")
    """
    return [*form_faults(body), *_order(body, published_on), *_kinds(body), *_numbers(body, text)]


def form_faults(body: Mapping[str, Any]) -> list[_Fault]:
    """Dates that are none, and words that are not of their list: nothing a statement could be made of."""
    return [*_dates(body), *_words(body)]


def _day(text: Any) -> Any:
    try:
        return parse_partial(text) if isinstance(text, str) and text else None
    except ValueError as error:
        return str(error)


def _dates(body: Mapping[str, Any]) -> Iterator[_Fault]:
    date, precision = _day(body.get("date")), str(body.get("date_precision", "unknown"))
    if isinstance(date, str):
        yield "date", date.split("; write")[0], _DATE
    elif date is None and precision != "unknown":
        yield (
            "date_precision",
            f"there is no date to be of the precision {precision!r}",
            "unknown, or a date too",
        )
    elif date is not None and precision == "unknown":
        yield "date_precision", f"the date {date} has a precision", f"{date.precision}, or no date"
    elif date is not None and _WRITTEN.get(precision, date.precision) != date.precision:
        yield (
            "date_precision",
            f"a date to the {precision} is not written {date}",
            f"date={_FORMS[precision]}",
        )
    due = _day(body.get("predicted_date"))
    if isinstance(due, str):
        yield "predicted_date", due.split("; write")[0], _DATE


def _words(body: Mapping[str, Any]) -> Iterator[_Fault]:
    type_, channel = str(body.get("type", "")), str(body.get("channel", "none"))
    if body.get("kind") != "quantity" and type_ not in EVENT_TYPES:
        yield (
            "type",
            f"{type_!r} is no type of event",
            nearest(type_.upper(), EVENT_TYPES) or _allowed("type"),
        )
    if channel not in CHANNELS:
        yield "channel", f"{channel!r} is no channel", nearest(channel, CHANNELS) or _allowed("channel")


def _order(body: Mapping[str, Any], published_on: str) -> Iterator[_Fault]:
    said = dt.date.fromisoformat(published_on)
    date, due = _day(body.get("date")), _day(body.get("predicted_date"))
    planned = set(map(str, body.get("auxiliary") or ())) & {"future", "hypothetical"}
    if isinstance(date, PartialDate):
        if body.get("kind") == "event" and not planned and date.earliest > said + dt.timedelta(days=1):
            fix = f"a day up to {published_on}; for what is only planned, auxiliary=future too"
            yield "date", f"{date} lies after {published_on}, when the report could be read", fix
        if body.get("date_precision") == "day":
            said = min(said, date.earliest)
    if isinstance(due, PartialDate):
        if body.get("kind") != "claim":
            what = "only a claim says by when something is to happen"
            yield "predicted_date", what, "type=CLAIM too, or no predicted_date"
        elif due.latest < said:
            yield "predicted_date", f"{due} lies before the day it was said", f"{said} or later"


def _kinds(body: Mapping[str, Any]) -> Iterator[_Fault]:
    kind, type_, mode = body.get("kind"), body.get("type", ""), str(body.get("mode", ""))
    if kind == "quantity" and type_:
        yield "type", "a quantity has no type", "type= with nothing behind it"
    elif kind != "quantity" and type_ in EVENT_TYPES and (kind == "claim") != (type_ == "CLAIM"):
        yield "kind", f"{type_} is not of the kind {kind!r}", "claim" if type_ == "CLAIM" else "event"
    if kind == "quantity" and not body.get("quantities"):
        yield "kind", "it holds no number", "event or claim"
    if mode not in MODES:
        yield "mode", f"{mode!r} is no mode", nearest(mode, MODES) or ", ".join(MODES[1:])
    for name in (*_LISTS, *_RECORDS):
        if len(body.get(name) or ()) > MOST:
            yield name, f"{len(body[name])} entries", f"at most {MOST}"


def _numbers(body: Mapping[str, Any], text: str) -> Iterator[_Fault]:
    try:
        sure = float(body.get("confidence", 0.5))
    except (TypeError, ValueError):
        sure = 0.5  # not a number at all: the schema says so
    if not 0 <= sure <= 1:
        yield "confidence", f"{body['confidence']} is not between 0 and 1", _allowed("confidence")
    for q in body.get("quantities") or ():
        if not isinstance(q, Mapping):
            continue
        if q.get("unit") not in UNITS:
            given = str(q.get("unit"))
            yield "quantities", f"{given!r} is no unit", nearest(given, UNITS) or ", ".join(UNITS)
        numbers = [float(q[k]) for k in ("low", "value", "high") if isinstance(q.get(k), int | float)]
        if not all(math.isfinite(x) for x in numbers) or numbers != sorted(numbers):
            yield "quantities", f"low, value and high are {numbers}", "finite numbers, ascending"
        anchor = q.get("anchor")
        if isinstance(anchor, Mapping) and isinstance(anchor.get("start"), int):
            start, end, exact = anchor["start"], anchor.get("end"), anchor.get("exact")
            if start < 0 or not exact or text[start:end] != exact:
                yield (
                    "quantities",
                    f"{_short(exact)} does not stand at {start} of the text",
                    "words and place as the text has them",
                )
