"""Claims that a deal or a restart is near, held against what a case's ledger says happened: a proposal a person confirms."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from netback.dates import parse_date
from netback.desk.claims import claims_of, due_on, said_on
from netback.evidence import Claim, Ledger, Statement

__all__ = ["LATE_DAYS", "Score", "awaited", "score_claim", "score_claims", "settles"]

LATE_DAYS = 31
"""What comes up to this many days after it was due came late; what comes later was not what was claimed, which failed."""

_DEAL = r"(?:deals?|agreements?|accords?|understandings?|settlements?|solutions?|resolution|resolved|compromise|memorand(?:um|a)|protocols?|pacts?)"
_AGAIN = r"(?:resum\w*|restart\w*|re-?open\w*|reactivat\w*)"
_OIL = r"(?:exports?|flows?|oil|crude|pumping|deliver\w+|operations?|pipelines?|lines?|shipments?|loadings?|tankers?|barrels?|station)"
_BEGIN = r"(?:start|begin|beg[au]n|commenc)\w*"
_HOPED = rf"\b{_OIL}\b[^.;]{{0,20}}\b(?:expected|hoped|possible|imminent|near|soon)\b"
_START = rf"(?:\b{_AGAIN}\b|\b{_BEGIN}\b[^.;]{{0,40}}\b{_OIL}\b|\b{_OIL}\b[^.;]{{0,40}}\b{_BEGIN}\b)"
_RESTART = re.compile(_START, re.IGNORECASE)
_AGREED = re.compile(rf"\b{_DEAL}\b|\bsign(?:s|ed|ing|ature)?\b", re.IGNORECASE)
_DEAL_ON = re.compile(
    rf"\b{_DEAL}\b[^.;]{{0,20}}?\b(?:to|on|for|over|about|that|which)\b[^.;]{{0,40}}?\b{_AGAIN}\b",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    rf"\b(?:after|once|under|following|if|when|until|part of|because of)\b[^,.;]{{0,60}}?\b{_DEAL}\b[^,.;]*",
    re.IGNORECASE,
)
_STOP = re.compile(r"\b(?:stop|halt|shut|suspend|paus|delay|cut|blow|fail)\w*|\bnot\b|\bno\b", re.IGNORECASE)
_MOVES = re.compile(rf"\b{_OIL}\b", re.IGNORECASE)


@dataclass(frozen=True)
class Score:
    """What seems to have come of an open claim; nothing of it is written until a person confirms it.

    Parameters
    ----------
    statement : str
        Id of the claim.
    outcome : str
        kept, late or failed; "undecided" where what happened, or what was awaited, is too vague to tell.
    late_days : int or None
        Of a late one: days after it was due; of a vague one, after it was said.
    known_on : date
        Day from which it could be known.
    event : str
        Id of the statement that settles it; "" where nothing happened in time.
    why : str
        In words.
    """

    statement: str
    outcome: str
    late_days: int | None
    known_on: dt.date
    event: str
    why: str


def awaited(statement: Statement) -> str:
    """What a claim says is near: "deal", "restart", "deal or restart", or "" for something else.

    Examples
    --------
    >>> from netback.evidence import Statement
    >>> said = {"id": "a", "kind": "claim", "source": "x", "published_on": "2025-02-12"}
    >>> [awaited(Statement(**said, text=t)) for t in ("A deal to resume exports is near.", "Flows resume once a deal is signed.")]
    ['deal', 'restart']
    """
    text = _words(statement)
    if _DEAL_ON.search(text):
        return "deal"
    rest = _GIVEN.sub(" ", text)
    restart, deal = bool(_RESTART.search(rest)), bool(_AGREED.search(rest))
    restart = restart or (not deal and bool(re.search(_HOPED, rest, re.IGNORECASE)))
    return " or ".join(name for name, there in (("deal", deal), ("restart", restart)) if there)


def _words(statement: Statement) -> str:
    return " ".join(filter(None, [statement.quote, statement.text]))


def settles(statement: Statement, what: str) -> bool:
    """Whether a statement tells of a thing awaited that has happened."""
    if statement.kind != "event" or statement.as_of_date is None:
        return False
    if statement.event == "agreement":
        return "deal" in what
    if "restart" not in what or statement.event not in ("flow_change", "restart", "resumption"):
        return False
    text = _words(statement)
    return bool(_RESTART.search(text) and _MOVES.search(text)) and not _STOP.search(text)


def score_claim(statement: Statement, claim: Claim, ledger: Ledger, day: dt.date) -> Score | None:
    """What seems to have come of a claim by a day; None while it may still be kept.

    It is held against the first event of its kind that the ledger dates to the day it was said or later. Which event that
    is, a person must see: two deals of different parties look alike here.
    """
    what, said, due = awaited(statement), said_on(statement), due_on(statement, claim)
    known = [s for s in ledger.statements if s.published_on <= day and s.id != statement.id]
    events = [s for s in known if what and s.as_of_date and s.as_of_date.latest >= said and settles(s, what)]
    first = min(
        events,
        key=lambda s: (s.as_of_date.earliest if s.as_of_date else day, s.published_on, s.id),
        default=None,
    )
    if first is not None and first.as_of_date is not None:
        begins, ends = first.as_of_date.earliest, first.as_of_date.latest
        known_on = max(first.published_on, statement.published_on)
        if ends <= due and begins >= said:
            return Score(
                statement.id, "kept", None, known_on, first.id, f"{first.event} on {first.as_of}, due {due}"
            )
        if begins <= due + dt.timedelta(days=LATE_DAYS):
            if begins != ends:
                why = f"{first.event} of {first.as_of}, due {due}: the date is too vague to tell"
                return Score(statement.id, "undecided", None, known_on, first.id, why)
            late = (begins - (said if claim.horizon_days is None else due)).days
            return Score(
                statement.id, "late", late, known_on, first.id, f"{first.event} on {first.as_of}, due {due}"
            )
    if day <= due:
        return None
    over = max(due + dt.timedelta(days=1), statement.published_on)
    if not what:
        why = f"due {due}; what it waits for was not understood"
        return Score(statement.id, "undecided", None, over, "", why)
    return Score(statement.id, "failed", None, over, "", f"no {what} is known by {due}")


def score_claims(ledger: Ledger, day: dt.date | str) -> dict[str, Score]:
    """A score for each open claim that has come true or is overdue on a day, by id of the statement."""
    on = parse_date(day) if isinstance(day, str) else day
    found = {}
    for statement, claim in claims_of(ledger, on):
        score = score_claim(statement, claim, ledger, on) if claim.outcome == "open" else None
        if score is not None:
            found[statement.id] = score
    return found


def late_days(statement: Statement, claim: Claim, event: Statement) -> int | None:
    """Days by which an event came late; None where its date is too vague, or it was in time."""
    found = event.as_of_date
    if found is None or found.earliest != found.latest or found.earliest <= due_on(statement, claim):
        return None
    return (
        found.earliest - (said_on(statement) if claim.horizon_days is None else due_on(statement, claim))
    ).days
