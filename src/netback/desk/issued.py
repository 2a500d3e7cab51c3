"""Forecasts a team put its name to, and what came of them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from netback.dates import parse_date
from netback.desk import audit
from netback.desk.database import ForecastIssued, Outcome, reading, writing
from netback.desk.decide import Stale
from netback.desk.store import Desk, person_id
from netback.errors import UsageError, nearest

__all__ = ["Issued", "issue_forecast", "issued_forecasts", "record_outcome"]

MAX_RECORD = 5_000_000
_NEEDS = ("case", "case_hash", "as_of")


@dataclass(frozen=True)
class Issued:
    """A forecast as it was issued, with its outcome if there is one.

    Parameters
    ----------
    id : str
        Hash of the record.
    record : mapping
        What ``netback forecast --json`` printed.
    result : str
        "" until somebody records it; then resumed, not_resumed or void.
    resolved_on, evidence : str
    version : int
        Of the outcome; 0 when there is none.
    """

    id: str
    record: Mapping[str, Any]
    result: str
    resolved_on: str
    evidence: str
    version: int


def issue_forecast(desk: Desk, record: Mapping[str, Any], *, by: str) -> str:
    """Keep a forecast as issued: the record of ``netback forecast --json``; the same record is kept once.

    Raises
    ------
    UsageError
        It does not say which case, which day and which state of the case it is of, or holds what is no number.
    """
    missing = [k for k in _NEEDS if not isinstance(record.get(k), str) or not record[k]]
    if missing:
        raise UsageError(
            f"the forecast does not say its {', '.join(missing)}; give the output of `netback forecast --json`"
        )
    try:
        text = audit.plain(dict(record))
        day = str(parse_date(record["as_of"]))
    except (TypeError, ValueError) as error:
        raise UsageError(
            f"the forecast cannot be kept: {error}; give the output of `netback forecast --json`"
        ) from None
    if len(text) > MAX_RECORD or len(record["case"]) > 200 or len(record["case_hash"]) > 64:
        raise UsageError("the forecast is too large to be one; give the output of `netback forecast --json`")
    key = hashlib.sha256(text.encode()).hexdigest()
    with writing(desk.engine) as session:
        person_id(session, by)
        if session.get(ForecastIssued, key) is None:
            session.add(
                ForecastIssued(
                    id=key, case=record["case"], case_hash=record["case_hash"], as_of=day, record=text
                )
            )
            session.flush()
            audit.append(session, by, "issue", key, {"case": record["case"], "as_of": day})
    return key


def issued_forecasts(desk: Desk, *, case: str | None = None) -> list[Issued]:
    """Forecasts issued, by case and day."""
    with reading(desk.engine) as session:
        query = select(ForecastIssued, Outcome).outerjoin(Outcome, Outcome.forecast == ForecastIssued.id)
        if case is not None:
            query = query.where(ForecastIssued.case == case)
        rows = session.execute(
            query.order_by(ForecastIssued.case, ForecastIssued.as_of, ForecastIssued.id)
        ).all()
    return [
        Issued(
            f.id,
            json.loads(f.record),
            *((o.result, o.resolved_on, o.evidence, o.version) if o else ("", "", "", 0)),
        )
        for f, o in rows
    ]


def record_outcome(
    desk: Desk,
    forecast: str,
    result: str,
    *,
    resolved_on: dt.date | str = "",
    evidence: str = "",
    by: str,
    version: int,
) -> int:
    """Write down what came of a forecast, over the version one has seen (0: none yet).

    Returns
    -------
    int
        The new version.

    Raises
    ------
    Stale
        Somebody recorded another outcome meanwhile.
    UsageError
        No such forecast, or no such result.
    """
    if result not in ("resumed", "not_resumed", "void"):
        raise UsageError(f"{result!r} is no outcome; write resumed, not_resumed or void")
    try:
        day = str(parse_date(resolved_on) if isinstance(resolved_on, str) and resolved_on else resolved_on)
    except ValueError as error:
        raise UsageError(str(error)) from None
    with writing(desk.engine) as session:
        person_id(session, by)
        if session.get(ForecastIssued, forecast) is None:
            known = session.execute(select(ForecastIssued.id).limit(1000)).scalars().all()
            raise UsageError(
                f"no forecast {forecast[:64]!r} was issued here; {nearest(forecast, known) or 'see issued'}"
            )
        there = session.get(Outcome, forecast)
        if (there.version if there else 0) != version:
            raise Stale(f"the outcome of {forecast[:12]} was recorded meanwhile; look again, then repeat")
        if there is None:
            session.add(
                Outcome(
                    forecast=forecast, result=result, resolved_on=day, evidence=evidence[:5000], version=1
                )
            )
        else:
            there.result, there.resolved_on, there.evidence = result, day, evidence[:5000]
            there.version = version + 1
        detail = {"result": result, "resolved_on": day, "evidence": evidence[:5000], "version": version + 1}
        audit.append(session, by, "outcome", forecast, detail)
    return version + 1
