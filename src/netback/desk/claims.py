"""Who said that it was near, and what came of it."""

from __future__ import annotations

import datetime as dt
import json
import statistics
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from netback.dates import parse_date
from netback.desk import audit
from netback.desk.database import Entry, writing
from netback.desk.store import Desk, person_id, tidy_name
from netback.errors import UsageError, nearest
from netback.evidence import Claim, Ledger, Statement, statement_record

__all__ = [
    "HORIZONS",
    "VAGUE_DAYS",
    "TrackRecord",
    "claims_of",
    "due_on",
    "judge_claim",
    "share_by_horizon",
    "track_record",
]

VAGUE_DAYS = 30
"""Days a claim without a date is given before it is judged."""
HORIZONS = ((7, "up to a week"), (31, "up to a month"), (92, "up to a quarter"), (3660, "longer"))
VAGUE = "no date given"


@dataclass(frozen=True)
class TrackRecord:
    """What came of one speaker's claims, in one office.

    Parameters
    ----------
    speaker, office : str
    kept, late, failed, open : int
        Fulfilled in time; fulfilled after; not fulfilled; not known yet.
    median_late_days : float or None
        Of those that came late.
    statements : tuple of str
        Ids, by date.
    """

    speaker: str
    office: str
    kept: int
    late: int
    failed: int
    open: int
    median_late_days: float | None
    statements: tuple[str, ...]

    @property
    def judged(self) -> int:
        """How many have an outcome."""
        return self.kept + self.late + self.failed


def claims_of(ledger: Ledger, as_of: dt.date | str | None = None) -> list[tuple[Statement, Claim]]:
    """Statements that claim something is near, as they stood on a day; one event counts once.

    Parameters
    ----------
    ledger : Ledger
    as_of : date, optional
        Outcomes known later are open.
    """
    if as_of is not None:
        ledger = ledger.known_on(as_of)
    found = [(s, s.claim) for s in ledger.statements if s.claim is not None]
    ids = {s.id for s, _ in found}
    found = [(s, c) for s, c in found if s.same_as not in ids]
    return sorted(found, key=lambda pair: (_said_on(pair[0]), pair[0].id))


def _said_on(statement: Statement) -> dt.date:
    return statement.as_of_date.latest if statement.as_of_date else statement.published_on


def due_on(statement: Statement, claim: Claim) -> dt.date:
    """Last day on which it would be kept; of a vague one, `VAGUE_DAYS` on."""
    days = VAGUE_DAYS if claim.horizon_days is None else claim.horizon_days
    return _said_on(statement) + dt.timedelta(days=days)


def track_record(ledger: Ledger, as_of: dt.date | str | None = None) -> list[TrackRecord]:
    """Claims by speaker and office, those with most claims first."""
    by: dict[tuple[str, str], list[tuple[Statement, Claim]]] = {}
    for statement, claim in claims_of(ledger, as_of):
        by.setdefault((tidy_name(claim.speaker), tidy_name(claim.office or "")), []).append(
            (statement, claim)
        )
    found = []
    for group in by.values():
        last = group[-1][1]
        late = [c.late_days for _, c in group if c.outcome == "late" and c.late_days is not None]
        n = {o: sum(c.outcome == o for _, c in group) for o in ("kept", "late", "failed", "open")}
        found.append(
            TrackRecord(
                last.speaker, last.office or "", n["kept"], n["late"], n["failed"], n["open"],
                statistics.median(late) if late else None, tuple(s.id for s, _ in group),
            )
        )  # fmt: skip
    return sorted(found, key=lambda r: (-(r.judged + r.open), r.speaker.casefold(), r.office.casefold()))


@dataclass(frozen=True)
class Horizon:
    """Claims of one length of horizon."""

    horizon: str
    kept: int
    late: int
    failed: int
    open: int

    @property
    def share_kept(self) -> float | None:
        """Kept among the judged; None below one."""
        judged = self.kept + self.late + self.failed
        return self.kept / judged if judged else None


def share_by_horizon(claims: Iterable[tuple[Statement, Claim]]) -> list[Horizon]:
    """How many claims were kept, by how far ahead they looked. No forecast uses it: it is for reading only."""
    bins: dict[str, dict[str, int]] = {}
    for _, claim in claims:
        name = VAGUE
        if claim.horizon_days is not None:
            name = next(text for most, text in HORIZONS if claim.horizon_days <= most)
        bins.setdefault(name, {"kept": 0, "late": 0, "failed": 0, "open": 0})[claim.outcome] += 1
    order = [*(text for _, text in HORIZONS), VAGUE]
    return [Horizon(name, **bins[name]) for name in order if name in bins]


def judge_claim(
    desk: Desk,
    statement_id: str,
    outcome: str,
    *,
    known_on: dt.date | str,
    by: str,
    late_days: int | None = None,
) -> Statement:
    """Write down what came of a claim accepted on this desk; `sync` brings it to the case.

    Parameters
    ----------
    desk : Desk
    statement_id : str
    outcome : str
        kept, late, failed or open.
    known_on : date
        Day from which it could be known.
    by : str
    late_days : int, optional
        Of a late one: days after it was due.

    Raises
    ------
    UsageError
        No such claim on this desk (those that came with the case are edited in its statements.jsonl), or the outcome is
        none of these.
    """
    if outcome not in ("kept", "late", "failed", "open"):
        raise UsageError(f"{outcome!r} is no outcome; write kept, late, failed or open")
    if (outcome == "late") != (late_days is not None) or (
        late_days is not None and not 0 < late_days <= 3660
    ):
        raise UsageError("a late claim, and only that, has the days it was late by: --late-days 12")
    try:
        day = parse_date(known_on) if isinstance(known_on, str) else known_on
    except ValueError as error:
        raise UsageError(f"--known-on: {error}") from None
    with writing(desk.engine) as session:
        person_id(session, by)
        entry = session.execute(
            select(Entry).where(Entry.statement_id == statement_id, Entry.state != "withdrawn")
        ).scalars().first()  # fmt: skip
        statement = None if entry is None else Statement.model_validate_json(entry.statement)
        if entry is None or statement is None or statement.claim is None:
            known = [
                s for s, t in session.execute(select(Entry.statement_id, Entry.statement)) if '"claim"' in t
            ]
            close = nearest(statement_id, known)
            raise UsageError(
                f"no claim {statement_id!r} was accepted on this desk"
                + (f"; did you mean {close}?" if close else "; edit it in the case's statements.jsonl")
            )
        outcome_day = None if outcome == "open" else day
        if outcome_day is not None and outcome_day < statement.published_on:
            raise UsageError(f"the outcome cannot have been known before {statement.published_on}")
        changed = {
            **statement.claim.model_dump(),
            "outcome": outcome,
            "late_days": late_days,
            "outcome_known_on": outcome_day,
        }
        new = statement.model_copy(update={"claim": Claim.model_validate(changed)})
        entry.earlier = audit.plain([*json.loads(entry.earlier), entry.statement])
        entry.statement, entry.state = audit.plain(statement_record(new)), "pending"
        detail = {
            "outcome": outcome,
            "late_days": late_days,
            "known_on": str(day),
            "proposal": entry.proposal,
        }
        audit.append(session, by, "judge", statement_id, detail)
    return new
