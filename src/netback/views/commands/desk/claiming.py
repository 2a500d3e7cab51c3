"""`netback desk claims`: who said that it was near, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from netback.errors import UsageError, nearest
from netback.views.commands.desk.options import (
    URL,
    By,
    Db,
    Json,
    Reason,
    case_file,
    emit,
    opened,
    who_decides,
)

if TYPE_CHECKING:
    from netback.desk.claims import Horizon, TrackRecord
    from netback.desk.scoring import Score
    from netback.evidence import Claim, Ledger, Statement

__all__ = ["claims"]


def claims(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A folder with case.yaml, or a shipped case.")],
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="What was known on this day. [default: today]"),
    ] = None,
    confirm: Annotated[
        list[str] | None,
        typer.Option(
            "--confirm", metavar="STATEMENT", help="Write down what is proposed for a claim. Repeatable."
        ),
    ] = None,
    judge: Annotated[
        str | None,
        typer.Option("--judge", metavar="STATEMENT", help="Write down what came of a claim yourself."),
    ] = None,
    outcome: Annotated[
        str, typer.Option("--outcome", metavar="WHAT", help="With --judge: kept, late, failed or open.")
    ] = "",
    event: Annotated[
        str, typer.Option("--event", metavar="STATEMENT", help="With --judge: the statement that settles it.")
    ] = "",
    known_on: Annotated[
        str,
        typer.Option(
            "--known-on", metavar="DATE", help="Day from which it was known. [default: that of --event]"
        ),
    ] = "",
    late_days: Annotated[
        int | None, typer.Option("--late-days", metavar="N", help="Days too late. [default: by --event]")
    ] = None,
    was: Annotated[
        str, typer.Option("--was", metavar="WHAT", help="The judgement there is, to overrule it.")
    ] = "open",
    reason: Reason = "",
    by: By = None,
    db: Db = URL,
    json: Json = False,
) -> None:
    """Who said that it was near, and what came of it, by speaker and by horizon.

    Open claims are held against the events of the case; what is proposed counts for nothing until a person confirms it.

    \b
      netback desk claims north --as-of 2025-04-01
      netback desk claims north --confirm d20250212_claim_owner_1f2e3d4c
    """
    from netback.evidence import read_ledger

    day = _day(as_of)
    done: list[str] = []
    if judge is not None:
        given = {
            "outcome": outcome,
            "event": event,
            "known_on": known_on,
            "late_days": late_days,
            "was": was,
            "reason": reason,
        }
        done = _judge(case, judge, given, by, db)
    elif confirm:
        done = _confirm(case, confirm, day, by, db)
    elif outcome or event or known_on or late_days is not None:
        raise UsageError("say which claim the outcome is of: --judge STATEMENT")
    _show(case, read_ledger(case_file(case).parent), day, done, json)


def _day(as_of: str | None) -> dt.date:
    from netback.dates import parse_partial

    if as_of is None:
        return dt.datetime.now(dt.UTC).date()
    try:
        return parse_partial(as_of).latest
    except ValueError as error:
        raise UsageError(f"--as-of: {error}") from None


# --- judging ------------------------------------------------------------------------------------------------------


def _one(ledger: Ledger, key: str, *, claim: bool) -> Statement:
    """A statement by its id or a beginning that no other has."""
    known = [s for s in ledger.statements if not claim or s.claim is not None]
    found = [s for s in known if s.id == key] or [s for s in known if len(key) >= 4 and s.id.startswith(key)]
    if len(found) == 1:
        return found[0]
    what = "claim" if claim else "statement"
    if found:
        raise UsageError(f"{len(found)} {what}s begin with {key!r}: {', '.join(s.id for s in found[:5])}")
    close = nearest(key, [s.id for s in known])
    raise UsageError(f"the case has no {what} {key!r}" + (f"; did you mean {close}?" if close else ""))


def _judge(case: str, key: str, given: dict[str, Any], by: str | None, db: str) -> list[str]:
    """Judge a claim as a person says; what an event settles is worked out from it."""
    from netback.desk import case_folder, judge_claim, sync
    from netback.desk.claims import due_on
    from netback.desk.scoring import late_days
    from netback.evidence import read_ledger

    with opened(db) as desk:
        folder, _ = case_folder(case)
        ledger = read_ledger(folder)
        statement = _one(ledger, key, claim=True)
        assert statement.claim is not None
        outcome, known_on, late = given["outcome"], given["known_on"], given["late_days"]
        event = _one(ledger, given["event"], claim=False) if given["event"] else None
        if event is not None:
            known_on = known_on or str(max(event.published_on, statement.published_on))
            days = late_days(statement, statement.claim, event)
            if not outcome and (days is not None or event.as_of_date is None):
                outcome = "late"
            if (
                not outcome
                and event.as_of_date
                and event.as_of_date.latest <= due_on(statement, statement.claim)
            ):
                outcome = "kept"
            late = days if outcome == "late" and late is None else late
        if not outcome:
            raise UsageError(
                "say what came of it: --outcome kept, late, failed or open; or --event STATEMENT"
            )
        if outcome != "open" and not known_on:
            raise UsageError("say from which day it was known: --known-on 2025-03-20; or --event STATEMENT")
        new = judge_claim(
            desk, statement.id, outcome, known_on=known_on or str(statement.published_on), late_days=late,
            settled_by=event.id if event else "", was=given["was"], reason=given["reason"], by=who_decides(by),
        )  # fmt: skip
        sync(desk, folder, by=who_decides(by))
    assert new.claim is not None
    return [_judged(new.id, new.claim, event.id if event else "")]


def _judged(key: str, claim: Claim, event: str) -> str:
    late = f" by {_days(claim.late_days)}" if claim.late_days is not None else ""
    known = f", known on {claim.outcome_known_on}" if claim.outcome_known_on else ""
    return f"{key} is judged {claim.outcome}{late}{known}" + (f", settled by {event}" if event else "")


def _confirm(case: str, keys: Sequence[str], day: dt.date, by: str | None, db: str) -> list[str]:
    """Write down what is proposed for claims, all of them or none."""
    from netback.desk import case_folder, judge_claim, sync
    from netback.desk.scoring import score_claims
    from netback.evidence import read_ledger

    done = []
    with opened(db) as desk:
        folder, _ = case_folder(case)
        ledger = read_ledger(folder)
        scores = score_claims(ledger, day)
        chosen = [_proposed(_one(ledger, key, claim=True), scores) for key in keys]
        for score in chosen:
            new = judge_claim(
                desk, score.statement, score.outcome, known_on=score.known_on, late_days=score.late_days,
                settled_by=score.event, by=who_decides(by),
            )  # fmt: skip
            assert new.claim is not None
            done.append(_judged(new.id, new.claim, score.event))
        sync(desk, folder, by=who_decides(by))
    return done


def _proposed(statement: Statement, scores: dict[str, Score]) -> Score:
    from netback.desk.claims import due_on

    assert statement.claim is not None
    score, claim = scores.get(statement.id), statement.claim
    if score is None:
        why = (
            f"judged {claim.outcome}" if claim.outcome != "open" else f"open until {due_on(statement, claim)}"
        )
        raise UsageError(f"nothing is proposed for {statement.id}: it is {why}")
    if score.outcome == "undecided":
        raise UsageError(
            f"{statement.id} must be judged by hand ({score.why}): --judge {statement.id} --outcome WHAT"
        )
    return score


# --- the table ----------------------------------------------------------------------------------------------------


def _show(case: str, whole: Ledger, day: dt.date, done: list[str], json: bool) -> None:
    from netback.desk import claims_of, track_record
    from netback.desk.claims import due_on, share_by_horizon
    from netback.desk.scoring import score_claims

    ledger = whole.known_on(day)
    found, records = claims_of(ledger), track_record(ledger)
    horizons, scores = share_by_horizon(found), score_claims(ledger, day)
    rows = [_row(s, c, scores.get(s.id), day) for s, c in found]
    hidden = len(claims_of(whole)) - len(found)
    record = {
        "schema": "netback-desk-claims/1", "case": case, "as_of": str(day), "claims": len(found), "judged": done,
        "published_later": hidden, "speakers": [vars(r) for r in records],
        "horizons": [vars(h) | {"share_kept": h.share_kept} for h in horizons], "rows": rows,
        "open": [{"statement": s.id, "speaker": c.speaker, "due_on": str(due_on(s, c)), "dated": c.horizon_days is not None}
                 for s, c in found if c.outcome == "open"],
    }  # fmt: skip
    emit(json, record, lambda: _lines(case, day, done, rows, records, horizons, hidden))


def _row(statement: Statement, claim: Claim, score: Score | None, day: dt.date) -> dict[str, Any]:
    from netback.desk.claims import due_on, horizon_in_words, said_on

    due = due_on(statement, claim)
    return {
        "statement": statement.id, "speaker": claim.speaker, "office": claim.office, "said_on": str(said_on(statement)),
        "due_on": str(due), "dated": claim.horizon_days is not None,
        "horizon": horizon_in_words(statement, claim), "outcome": claim.outcome,
        "late_days": claim.late_days, "overdue": claim.outcome == "open" and day > due,
        "words": statement.quote or statement.text,
        "proposed": None if score is None else {k: v for k, v in vars(score).items() if k != "statement"},
    }  # fmt: skip


def _lines(
    case: str, day: dt.date, done: list[str], rows: list[dict[str, Any]], records: list[TrackRecord],
    horizons: list[Horizon], hidden: int,
) -> Iterable[str]:  # fmt: skip
    yield from done
    yield f"claims that something is near, as known on {day}"
    if hidden:
        yield f"  published later, not shown: {hidden}; --as-of DATE shows another day"
    if not rows:
        yield "  none; accept one that `netback desk list` marks as claim/forecast"
        return
    for row in rows:
        yield from _row_lines(case, row)
    yield ""
    yield f"{'speaker':<34} {'kept':>5} {'late':>5} {'failed':>7} {'open':>5}  office"
    for r in records:
        late = f"  (late by {_days(r.median_late_days)}, median)" if r.median_late_days is not None else ""
        yield f"{r.speaker[:34]:<34} {r.kept:>5} {r.late:>5} {r.failed:>7} {r.open:>5}  {r.office}{late}"
    yield ""
    yield f"{'said to be due':<34} {'kept':>5} {'late':>5} {'failed':>7} {'open':>5}  share kept"
    for h in horizons:
        share = (
            "none judged" if h.share_kept is None else f"{h.share_kept:.0%} of {h.kept + h.late + h.failed}"
        )
        yield f"{h.horizon:<34} {h.kept:>5} {h.late:>5} {h.failed:>7} {h.open:>5}  {share}"


def _row_lines(case: str, row: dict[str, Any]) -> Iterable[str]:
    state = (
        "overdue: failed unless judged" if row["overdue"] else row["outcome"] + _late(row, row["late_days"])
    )
    yield f"{row['statement']}  {state}"
    yield f"  {row['speaker']}, {row['said_on']}, due {row['due_on']} ({row['horizon']})"
    score = row["proposed"]
    if row["outcome"] != "open":
        return
    words = " ".join(row["words"].split())
    yield f"  “{words if len(words) <= 110 else words[:109] + '…'}”"
    if score is None:
        return
    late = _late(row, score["late_days"])
    by = f", settled by {score['event']}" if score["event"] else ""
    yield f"  proposed: {score['outcome']}{late}{by} ({score['why']})"
    if score["outcome"] == "undecided":
        yield f"  judge it: netback desk claims {case} --judge {row['statement']} --outcome WHAT --known-on DATE"
    else:
        yield f"  confirm it: netback desk claims {case} --confirm {row['statement']}"


def _late(row: dict[str, Any], days: int | None) -> str:
    """How late, and since when: a vague claim has no day of its own to be late by."""
    if days is None:
        return ""
    return f" by {_days(days)}" if row["dated"] else f", {_days(days)} after it was said"


def _days(n: float) -> str:
    return f"{n:g} day{'' if n == 1 else 's'}"
