"""Whether somebody else decided since one looked."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from netback.desk.database import Decision, Person, Row, reading
from netback.desk.store import Desk, get_row
from netback.errors import UsageError

__all__ = ["Stale", "last_decision", "seen_version"]

_DONE = {
    "accept": "accepted",
    "edit": "edited",
    "refuse": "refused",
    "merge": "merged",
    "split": "split off",
    "reread": "read again",
}


class Stale(UsageError):
    """Somebody else decided in the meantime; look at the proposal again."""


def last_decision(session: Session, row: Row) -> str:
    """Who decided last on a proposal, what and when."""
    query = select(Decision, Person.name).join(Person, Person.id == Decision.person)
    found = session.execute(
        query.where(Decision.proposal == row.id).order_by(Decision.version.desc()).limit(1)
    ).first()  # fmt: skip
    return (
        f"{_DONE.get(found[0].action, found[0].action)} by {found[1]} at {found[0].at}"
        if found
        else "changed"
    )


def seen_version(desk: Desk, key: str, by: str, states: Sequence[str]) -> int:
    """The version of a proposal to decide on, for one who names none: what is there, unless somebody else made it so.

    Parameters
    ----------
    desk : Desk
    key, by : str
    states : sequence of str
        Where the decision can be taken at all; elsewhere the decision itself says what is wrong.

    Raises
    ------
    Stale
        Somebody else decided on it last; the message says who, what and when.
    """
    with reading(desk.engine) as session:
        row = get_row(session, key)
        query = select(Person.name).join(Decision, Decision.person == Person.id)
        query = query.where(Decision.proposal == row.id).order_by(Decision.version.desc()).limit(1)
        last = session.execute(query).scalar()
        if row.state in states and last is not None and last != " ".join(by.split()):
            raise Stale(
                f"{row.id} is at version {row.version}: {last_decision(session, row)}. See it with `netback desk show {row.id}`; "
                f"to decide on what is there now, repeat with --version {row.version}"
            )
        return row.version
