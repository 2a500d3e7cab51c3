"""One claim, one source, one date on which it could be known.

Statements are data a person can read and edit: one JSON object a line. The models below are frozen and refuse
keys they do not know.
"""

from __future__ import annotations

import builtins
import datetime as dt
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from netback.dates import PartialDate, parse_date, parse_partial
from netback.evidence.figure import Figure, FigureError, parse_figure

__all__ = [
    "Anchor",
    "Claim",
    "Kind",
    "Observation",
    "Pressure",
    "Review",
    "Source",
    "Statement",
    "statement_record",
]

Kind = Literal["quantity", "event", "contact", "claim", "position", "observation"]
"""What a statement is: a figure, something that happened, two parties in touch, a contested assertion, a stand
somebody takes, or the state of the world as seen on a day."""


def _refuse(slug: str, what: str, fix: str) -> PydanticCustomError:
    return PydanticCustomError("problem", "{what}", {"slug": slug, "what": what, "fix": fix})


def _clean(text: Any) -> Any:
    if isinstance(text, str):
        if "\x00" in text:
            raise _refuse("evidence/nul-byte", "the text holds a NUL character", "the text without it")
        if any("\ud800" <= c <= "\udfff" for c in text):
            raise _refuse(
                "evidence/not-utf8", "the text holds half of a surrogate pair", "valid Unicode text"
            )
    return text


def _day(value: Any) -> Any:
    if not isinstance(value, str):
        if type(value) is dt.date:
            return value
        raise _refuse(
            "evidence/bad-date", f"{value!r} is not a date", "a full date as text, such as 2023-03-25"
        )
    try:
        return parse_date(value)
    except ValueError as error:
        raise _refuse("evidence/bad-date", str(error), "a full date, such as 2023-03-25") from None


def _partial(value: Any) -> Any:
    if not isinstance(value, str):
        raise _refuse("evidence/bad-date", f"{value!r} is not a date", "2023, 2023-03 or 2023-03-25, as text")
    try:
        return str(parse_partial(value))
    except ValueError as error:
        raise _refuse("evidence/bad-date", str(error), "2023, 2023-03 or 2023-03-25") from None


_Strict = BeforeValidator(_clean)
Id = Annotated[
    str, _Strict, StringConstraints(strict=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]*$", max_length=120)
]
Word = Annotated[str, _Strict, StringConstraints(strict=True, min_length=1, max_length=500)]
Prose = Annotated[str, _Strict, StringConstraints(strict=True, min_length=1, max_length=100_000)]
Day = Annotated[dt.date, BeforeValidator(_day)]
Partial = Annotated[str, BeforeValidator(_partial)]
Words = Annotated[tuple[Word, ...], Field(max_length=100)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Model):
    """Where a statement comes from."""

    publisher: Word
    """Who put it before the public: the outlet carrying it, not the agency it copies."""
    title: Word | None = None
    """Title of the page, report or notice."""
    address: Annotated[str, _Strict, StringConstraints(strict=True, min_length=1, max_length=2000)] | None = (
        None
    )
    """Web address."""
    date: Partial | None = None
    """Date the page carries, as precise as it is known."""
    language: Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z]{2,3}$")] = "en"
    """Language of the page, ISO 639."""
    reliability: Literal["A", "B", "C", "D", "E"]
    """A first-hand: official text or filing. B established newsroom. C secondary copy or aggregator. D claim of an
    interested party, or a blog. E own estimate."""
    note: Prose | None = None
    """What a reader must know about it: stance, undated page, copy of what."""

    @property
    def first_hand(self) -> bool:
        """Whether it weighs as first-hand: reliability A or B."""
        return self.reliability in ("A", "B")


class Observation(_Model):
    """The level a driver was seen at on the statement's `as_of` date."""

    driver: Id
    """Name of a driver of the case."""
    level: Id
    """Name of one of its levels."""


class Pressure(_Model):
    """Who leans on whom by this contact or statement. Directed: one entry for each party pressed."""

    by: Id
    """Party that presses."""
    on: Id
    """Party that is pressed to move."""
    kind: Id
    """Channel: call, meeting, public_urging, letter, visit, sanction_threat, sanction, waiver, praise."""


class Claim(_Model):
    """A claim that something is near, and what became of it."""

    speaker: Word
    """Who said it."""
    office: Word | None = None
    """In which office."""
    horizon_days: Annotated[int, Field(strict=True, ge=0, le=3660)] | None = None
    """Days until the event on a literal reading; absent when the wording is vague."""
    horizon_text: Word | None = None
    """The horizon in words."""
    outcome: Literal["open", "kept", "late", "failed"] = "open"
    """kept within the horizon; late, soon after it; failed; open, not known yet."""
    late_days: Annotated[int, Field(strict=True, ge=0, le=3660)] | None = None
    """Days between the end of the horizon (the day of the claim when it is vague) and the event."""
    outcome_known_on: Day | None = None
    """Day from which the outcome could be known."""

    @model_validator(mode="after")
    def _outcome_has_a_day(self) -> Claim:
        if self.outcome != "open" and self.outcome_known_on is None:
            raise _refuse(
                "evidence/outcome-undated",
                f"the outcome {self.outcome!r} has no day from which it was known",
                "outcome_known_on, so that a past forecast does not see the outcome",
            )
        return self

    def known_on(self, day: dt.date) -> Claim:
        """The claim as it stood on a day: an outcome known only later is open."""
        if self.outcome_known_on is None or self.outcome_known_on <= day:
            return self
        return self.model_copy(update={"outcome": "open", "late_days": None, "outcome_known_on": None})


class Review(_Model):
    """Who accepted the statement."""

    by: Word
    """Name of the reviewer or group."""
    on: Day
    """Day of the decision."""


class Anchor(_Model):
    """Place of a quote in a stored document (W3C TextQuote and TextPosition selectors)."""

    document: Id
    """Hash of the document's text."""
    start: Annotated[int, Field(strict=True, ge=0)]
    """First character, counted from 0."""
    end: Annotated[int, Field(strict=True, ge=0)]
    """Character after the last."""
    prefix: Annotated[str, _Strict, StringConstraints(strict=True, max_length=500)] = ""
    """Text just before."""
    suffix: Annotated[str, _Strict, StringConstraints(strict=True, max_length=500)] = ""
    """Text just after."""


def _as_tuple(value: Any) -> Any:
    return (value,) if isinstance(value, dict | Pressure) else value


class Statement(_Model):
    """One thing said or measured, with its source and the date from which it could be known."""

    id: Id
    """Slug, or hash of its content."""
    kind: Kind
    """What it is."""
    subject: Id | None = None
    """What the figure is about. Statements that share subject and property can disagree."""
    property: Id | None = None
    """Which property of the subject."""
    value: Annotated[str, _Strict, StringConstraints(strict=True, min_length=1, max_length=200)] | None = None
    """Figure with unit, such as ``450 (445..475) kb/d``, ``>=200 kb/d``, ``50..150 kb/d``."""
    event: Id | None = None
    """Type of event: ruling, agreement, attack, negotiation_round, claim_imminent, call ..."""
    actor: Word | None = None
    """Who acts or speaks."""
    target: Word | None = None
    """Whom it is aimed at."""
    channel: Word | None = None
    """call, meeting, letter, statement, post, readout, visit, sanction ..."""
    topics: Words = ()
    """What it is about."""
    text: Prose | None = None
    """The statement in own words."""
    quote: Prose | None = None
    """Word for word, with `anchor`."""
    anchor: Anchor | None = None
    """Where the quote stands in its document."""
    source: Id
    """Key of the source."""
    attribution: Words = ()
    """Chain from the outlet that carries it to the origin: outlet, agency, officials."""
    as_of: Partial | None = None
    """When it was true, as precise as it is known; for a claim, when it was made."""
    until: Partial | None = None
    """Last day it was true, if it says so; without it a quantity dated to the day holds until another replaces it."""
    published_on: Day
    """Day from which it could be known. Backtests go by this date."""
    published_basis: Literal["stated", "inferred"] = "stated"
    """Whether the page carries the date, or it was worked out."""
    retrieved_on: Day | None = None
    """Day the page was read."""
    observes: Observation | None = None
    """Level of an outside condition it shows."""
    pressure: Annotated[tuple[Pressure, ...], BeforeValidator(_as_tuple), Field(max_length=20)] = ()
    """Pressure it puts on parties."""
    claim: Claim | None = None
    """For a claim that something is near."""
    same_as: Id | None = None
    """Another statement of the same event; the two are not counted twice."""
    note: Prose | None = None
    """Caveats."""
    review: Review | None = None
    """Who accepted it."""

    @model_validator(mode="after")
    def _consistent(self) -> Statement:
        if self.text is None and self.quote is None:
            raise _refuse(
                "evidence/missing-field", "the statement has neither text nor quote", "text, in own words"
            )
        if self.value is not None:
            try:
                parse_figure(self.value)
            except FigureError as error:
                raise _refuse(error.slug, error.what, error.fix) from None
        if (
            self.as_of
            and self.until
            and parse_partial(self.until).latest < parse_partial(self.as_of).earliest
        ):
            raise _refuse(
                "evidence/bad-date", f"until {self.until} is before as_of {self.as_of}", "a later until"
            )
        return self

    @cached_property
    def figure(self) -> Figure | None:
        """The value, parsed; None when the statement has none."""
        return None if self.value is None else parse_figure(self.value)

    @builtins.property
    def low(self) -> float | None:
        """Least value thought possible, in the unit as written."""
        return None if self.figure is None else self.figure.low

    @builtins.property
    def central(self) -> float | None:
        """Central value, in the unit as written."""
        return None if self.figure is None else self.figure.central

    @builtins.property
    def high(self) -> float | None:
        """Greatest value thought possible, in the unit as written."""
        return None if self.figure is None else self.figure.high

    @builtins.property
    def unit(self) -> str | None:
        """Unit as written."""
        return None if self.figure is None else self.figure.unit.text

    @builtins.property
    def as_of_date(self) -> PartialDate | None:
        """`as_of`, parsed."""
        return None if self.as_of is None else parse_partial(self.as_of)

    @builtins.property
    def until_date(self) -> PartialDate | None:
        """`until`, parsed."""
        return None if self.until is None else parse_partial(self.until)

    @builtins.property
    def own_work(self) -> bool:
        """Whether the figure was worked out by whoever wrote the statement, from figures of the source."""
        return bool(self.attribution) and self.attribution[0].startswith("own ")

    def window(self) -> tuple[dt.date, dt.date]:
        """First and last day it speaks of.

        Returns
        -------
        (date, date)
            A quantity with a full `as_of` and no `until` holds until another replaces it (last day 9999-12-31);
            with a month or year it holds for that month or year. Everything else without `until` is of its day.
            Without `as_of` it begins on the day it was published.
        """
        begins = self.as_of_date or PartialDate(
            self.published_on.year, self.published_on.month, self.published_on.day
        )
        if self.until_date is not None:
            return begins.earliest, self.until_date.latest
        lasting = self.kind == "quantity" and begins.precision == "day"
        return begins.earliest, dt.date.max if lasting else begins.latest

    def holds_on(self, day: dt.date) -> bool:
        """Whether it speaks of a day."""
        first, last = self.window()
        return first <= day <= last


def statement_record(statement: Statement) -> dict[str, Any]:
    """A statement as plain data in the fixed order of keys; absent keys are left out.

    Examples
    --------
    >>> s = Statement(id="a", kind="quantity", text="A.", source="x", published_on=dt.date(2024, 1, 2))
    >>> statement_record(s)["published_on"]
    '2024-01-02'
    """
    found = statement.model_dump(mode="json", exclude_none=True)
    record = {key: value for key, value in found.items() if value not in ((), [], "")}
    if isinstance(record.get("pressure"), list) and len(record["pressure"]) == 1:
        record["pressure"] = record["pressure"][0]
    return record
