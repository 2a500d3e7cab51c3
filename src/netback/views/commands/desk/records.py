"""`netback desk forecasts` and `log`: what was issued, and everything that was done."""

from __future__ import annotations

import json as json_module
from pathlib import Path
from typing import Annotated

import typer

from netback.errors import UsageError
from netback.views.commands.desk.options import MOST_BYTES, URL, By, Db, Json, emit, opened, who_decides

__all__ = ["forecasts", "log"]


def forecasts(
    case: Annotated[str | None, typer.Option("--case", metavar="NAME", help="Only of this case.")] = None,
    issue: Annotated[
        str | None,
        typer.Option("--issue", metavar="FILE", help="Keep the output of `netback forecast --json`."),
    ] = None,
    outcome: Annotated[
        str, typer.Option("--outcome", metavar="ID=RESULT", help="resumed, not_resumed or void.")
    ] = "",
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="Day it was resolved.")] = "",
    evidence: Annotated[str, typer.Option("--evidence", metavar="TEXT", help="What shows it.")] = "",
    by: By = None,
    db: Db = URL,
    json: Json = False,
) -> None:
    """Forecasts the desk issued, and what came of them.

    \b
      netback desk forecasts --issue forecast.json
      netback desk forecasts --outcome 3f2a91=resumed --on 2025-09-27
    """
    from netback.desk import issue_forecast, issued_forecasts, record_outcome

    with opened(db) as desk:
        if issue is not None:
            if Path(issue).stat().st_size > MOST_BYTES:
                raise UsageError(
                    f"{issue} is too large for a forecast; give the output of `netback forecast --json`"
                )
            try:
                record = json_module.loads(Path(issue).read_text(encoding="utf-8"))
            except ValueError:
                raise UsageError(
                    f"{issue} is not JSON; give the output of `netback forecast --json`"
                ) from None
            if not isinstance(record, dict):
                raise UsageError(f"{issue} is no forecast; give the output of `netback forecast --json`")
            issue_forecast(desk, record, by=who_decides(by))
        if outcome:
            key, _, result = outcome.partition("=")
            full = [f for f in issued_forecasts(desk) if f.id.startswith(key)] if len(key) >= 4 else []
            if len(full) != 1:
                raise UsageError(
                    f"{len(full)} forecasts begin with {key!r}; write one of `netback desk forecasts`=resumed"
                )
            record_outcome(
                desk,
                full[0].id,
                result,
                resolved_on=on,
                evidence=evidence,
                by=who_decides(by),
                version=full[0].version,
            )
        found = issued_forecasts(desk, case=case)
    rows = [
        {"id": f.id, "case": f.record["case"], "as_of": f.record["as_of"], "case_hash": f.record["case_hash"],
         "result": f.result, "resolved_on": f.resolved_on, "evidence": f.evidence, "version": f.version}
        for f in found
    ]  # fmt: skip
    emit(json, {"schema": "netback-desk-forecasts/1", "forecasts": rows},
          [f"{r['id'][:12]} {r['case']} as of {r['as_of']}: {r['result'] or 'open'} {r['resolved_on']}" for r in rows]
          or ["no forecast was issued here"])  # fmt: skip


def log(
    last: Annotated[int, typer.Option("--last", min=1, max=100_000, metavar="N", help="Lines shown.")] = 20,
    head: Annotated[
        str, typer.Option("--head", metavar="HASH", help="A hash noted earlier that the log must still hold.")
    ] = "",
    verify: Annotated[
        bool,
        typer.Option(
            "--verify", help="Hold the kept texts against the log too, and the quotes against them."
        ),
    ] = False,
    db: Db = URL,
    json: Json = False,
) -> None:
    """The log of everything done, and whether its chain of hashes holds.

    The chain covers what was done, not the texts kept; --verify looks at those as well.

    \b
      netback desk log --verify
    """
    from netback.desk import read_log, verify_log
    from netback.desk.audit import verify_texts

    with opened(db) as desk:
        checked, rows = verify_log(desk, head=head), read_log(desk, last=last)
        texts = verify_texts(desk) if verify else None
    record = {"schema": "netback-desk-log/1", "lines": checked.lines, "head": checked.head, "holds": True,
              "texts": vars(texts) if texts else None, "last": [vars(r) for r in rows]}  # fmt: skip
    said = "the kept texts were not looked at (--verify does)"
    if texts is not None:
        said = f"{texts.documents} document{_s(texts.documents)} and {texts.quotes} quote{_s(texts.quotes)} are as they were"
        if texts.loose:
            said += f"; of {len(texts.loose)} the log has the hash of the original only, not of the text taken from it"
    emit(json, record, [
        *(f"{r.seq:>6} {r.at} {r.person}: {r.action} {r.subject}" for r in rows),
        f"{checked.lines} lines, the chain holds; head {checked.head}", said,
    ])  # fmt: skip


def _s(n: int) -> str:
    return "" if n == 1 else "s"
