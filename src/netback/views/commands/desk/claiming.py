"""`netback desk claims`: who said that it was near, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from netback.views.commands.desk.options import URL, By, Db, Json, emit, opened, who_decides

__all__ = ["claims"]


def claims(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A folder with case.yaml, or a shipped case.")],
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="What was known on this day.")
    ] = None,
    judge: Annotated[
        str | None, typer.Option("--judge", metavar="STATEMENT", help="Write down what came of a claim.")
    ] = None,
    outcome: Annotated[
        str, typer.Option("--outcome", metavar="WHAT", help="kept, late, failed or open.")
    ] = "",
    known_on: Annotated[
        str, typer.Option("--known-on", metavar="DATE", help="Day from which the outcome was known.")
    ] = "",
    late_days: Annotated[int | None, typer.Option("--late-days", metavar="N")] = None,
    by: By = None,
    db: Db = URL,
    json: Json = False,
) -> None:
    """Who said that it was near, and what came of it, by speaker and by horizon."""
    from netback.case import read_case
    from netback.desk import case_folder, claims_of, judge_claim, track_record
    from netback.desk import sync as run
    from netback.desk.claims import due_on, share_by_horizon

    if judge is not None:
        with opened(db) as desk:
            folder, _ = case_folder(case)
            judge_claim(desk, judge, outcome, known_on=known_on, late_days=late_days, by=who_decides(by))
            run(desk, folder, by=who_decides(by))
    ledger = read_case(case, as_of=as_of).ledger
    records, found = track_record(ledger), claims_of(ledger)
    horizons = share_by_horizon(found)
    record = {
        "schema": "netback-desk-claims/1", "case": case, "claims": len(found),
        "speakers": [vars(r) for r in records], "horizons": [vars(h) | {"share_kept": h.share_kept} for h in horizons],
        "open": [{"statement": s.id, "speaker": c.speaker, "due_on": str(due_on(s, c)), "dated": c.horizon_days is not None}
                 for s, c in found if c.outcome == "open"],
    }  # fmt: skip

    def lines() -> Iterable[str]:
        yield f"{'speaker':<30} {'kept':>5} {'late':>5} {'failed':>7} {'open':>5}  office"
        for r in records:
            late = (
                f"  (late by {r.median_late_days:g} days, median)" if r.median_late_days is not None else ""
            )
            yield f"{r.speaker[:30]:<30} {r.kept:>5} {r.late:>5} {r.failed:>7} {r.open:>5}  {r.office}{late}"
        yield f"{'said to be due':<30} {'kept':>5} {'late':>5} {'failed':>7} {'open':>5}  share kept"
        for h in horizons:
            share = "none judged" if h.share_kept is None else f"{h.share_kept:.0%}"
            yield f"{h.horizon:<30} {h.kept:>5} {h.late:>5} {h.failed:>7} {h.open:>5}  {share}"

    emit(json, record, lines)
