"""Who said that it was near, and what came of it."""

from __future__ import annotations

import datetime as dt
import json
import statistics
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from netback.dates import parse_date
from netback.desk import audit
from netback.desk.database import Audit, Entry, writing
from netback.desk.store import Desk, person_id, tidy_name
from netback.errors import UsageError, nearest
from netback.evidence import Claim, Ledger, Statement, statement_record

__all__ = [
    "HORIZONS",
    "OUTCOMES",
    "VAGUE_DAYS",
    "TrackRecord",
    "claims_of",
    "due_on",
    "horizon_in_words",
    "judge_claim",
    "said_on",
    "share_by_horizon",
    "track_record",
]

VAGUE_DAYS = 30
"""Days a claim is given that says no day and no word such as "soon" either, before it is judged."""
OUTCOMES = ("kept", "late", "failed", "open")
"""What can come of a claim."""
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
    return sorted(found, key=lambda pair: (said_on(pair[0]), pair[0].id))


def said_on(statement: Statement) -> dt.date:
    """Day on which a claim was made; the last it can be, which is before it could be read."""
    return (
        min(statement.as_of_date.latest, statement.published_on)
        if statement.as_of_date
        else statement.published_on
    )


def due_on(statement: Statement, claim: Claim) -> dt.date:
    """Last day on which it would be kept: see `horizon_in_words` for where it comes from."""
    return _due(statement, claim)[0]


def horizon_in_words(statement: Statement, claim: Claim) -> str:
    """How far ahead a claim looks, and whether that is its own word or a default."""
    return _due(statement, claim)[1]


def _due(statement: Statement, claim: Claim) -> tuple[dt.date, str]:
    """The day, and how it was found. Vague words have the default days of the reader, one list for both."""
    said, words = said_on(statement), claim.horizon_text or ""
    if claim.horizon_days is not None:
        days = claim.horizon_days
        return said + dt.timedelta(days=days), f"“{words}”" if words else _days(days)
    from netback.reading.dates_in_text import imminent_horizon

    vague = imminent_horizon(words, said) if words else None
    if vague is not None:
        return vague[0], f"“{words}”: {_days((vague[0] - said).days)} by default"
    shown = f"“{words}”" if words and words != "vague" else "no date given"
    return said + dt.timedelta(days=VAGUE_DAYS), f"{shown}: {_days(VAGUE_DAYS)} by default"


def _days(n: int) -> str:
    return f"{n} day{'' if n == 1 else 's'}"


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
    settled_by: str = "",
    was: str = "open",
    reason: str = "",
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
        Of a late one: days after it was due; of a vague one, after it was said.
    settled_by : str
        Id of the statement that shows it.
    was : str
        The outcome it has. One that was judged is judged again only by who names what stands there, and says why.
    reason : str

    Raises
    ------
    UsageError
        No such claim on this desk (those that came with the case are edited in its statements.jsonl), the outcome is
        none of these, or it was judged already.
    """
    if outcome not in OUTCOMES:
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
        entry, statement, claim = _entry(session, statement_id)
        outcome_day = None if outcome == "open" else day
        if outcome_day is not None and outcome_day < statement.published_on:
            raise UsageError(f"the outcome cannot have been known before {statement.published_on}")
        if (claim.outcome, claim.late_days, claim.outcome_known_on) == (outcome, late_days, outcome_day):
            return statement
        _check_was(session, statement_id, claim, was, reason)
        changed = {
            **claim.model_dump(), "outcome": outcome, "late_days": late_days, "outcome_known_on": outcome_day,
        }  # fmt: skip
        said = f"settled by {settled_by}, judged by {by}" if settled_by else f"judged by {by}"
        note = _noted(statement.note, "" if outcome == "open" else said)
        new = statement.model_copy(update={"claim": Claim.model_validate(changed), "note": note or None})
        entry.earlier = audit.plain([*json.loads(entry.earlier), entry.statement])
        entry.statement, entry.state = audit.plain(statement_record(new)), "pending"
        detail = {
            "outcome": outcome, "was": claim.outcome, "late_days": late_days, "known_on": str(day), "settled_by": settled_by,
            "reason": reason[:2000], "proposal": entry.proposal,
        }  # fmt: skip
        audit.append(session, by, "judge", statement_id, detail)
    return new


def _entry(session: Session, statement_id: str) -> tuple[Entry, Statement, Claim]:
    """The claim of a statement accepted here."""
    entry = session.execute(
        select(Entry).where(Entry.statement_id == statement_id, Entry.state != "withdrawn")
    ).scalars().first()  # fmt: skip
    statement = None if entry is None else Statement.model_validate_json(entry.statement)
    if entry is not None and statement is not None and statement.claim is not None:
        return entry, statement, statement.claim
    known = [s for s, t in session.execute(select(Entry.statement_id, Entry.statement)) if '"claim"' in t]
    close = nearest(statement_id, known)
    raise UsageError(
        f"no claim {statement_id!r} was accepted on this desk"
        + (f"; did you mean {close}?" if close else "; edit it in the case's statements.jsonl")
    )


def _check_was(session: Session, statement_id: str, claim: Claim, was: str, reason: str) -> None:
    """Refuse to judge over a judgement that was not named."""
    if claim.outcome == was and (was == "open" or reason.strip()):
        return
    if claim.outcome == "open":
        raise UsageError(f"{statement_id} is open, not {was}; leave --was out")
    query = (
        select(Audit).where(Audit.action == "judge", Audit.subject == statement_id).order_by(Audit.seq.desc())
    )
    last = session.execute(query.limit(1)).scalar()
    who = f" by {last.person} at {last.at}" if last is not None else " in the case's own ledger"
    late = f" by {_days(claim.late_days)}" if claim.late_days is not None else ""
    raise UsageError(
        f"{statement_id} was judged {claim.outcome}{late} already{who}; to overrule that: --was {claim.outcome} --reason WHY"
    )


def _noted(note: str | None, said: str) -> str:
    """A statement's note with how its outcome was found, in place of an earlier such remark."""
    kept = [part for part in (note or "").split("; ") if part and not part.startswith("outcome: ")]
    return "; ".join([*kept, f"outcome: {said}"] if said else kept)
