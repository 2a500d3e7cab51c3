"""Who corroborates whom, and who merely repeats.

An event is as well attested as it has originating sources and speakers. Outlets that carry one agency's text are one
origin; a source that cites itself is one origin; a reprint is its original's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from netback.desk.contradict import Dispute, disputes, drop_stale, note_contradictions, rule_on
from netback.desk.database import Document, reading
from netback.desk.store import Desk, Item
from netback.desk.text import tidy_name

__all__ = [
    "Attested",
    "Dispute",
    "attested",
    "disputes",
    "drop_stale",
    "in_words",
    "note_contradictions",
    "origin_of",
    "rule_on",
    "speaker_of",
]

_SPEAKERS = ("named", "office", "anonymous", "document")


@dataclass(frozen=True)
class Attested:
    """How well an event is attested.

    Parameters
    ----------
    outlets, origins, speakers : tuple of str
        Names, sorted. Outlets count for nothing by themselves.
    """

    outlets: tuple[str, ...]
    origins: tuple[str, ...]
    speakers: tuple[str, ...]

    def __str__(self) -> str:
        def some(n: int, what: str) -> str:
            return f"{n} {what}{'' if n == 1 else 's'}"

        return ", ".join(
            (some(len(self.outlets), "outlet"), some(len(self.origins), "origin"), some(len(self.speakers), "speaker"))
        )  # fmt: skip


def origin_of(item: Item, publishers: dict[str, str] | None = None) -> str:
    """Whose report it is: the innermost agency, outlet or document of the chain, else the outlet that carries it.

    Parameters
    ----------
    item : Item
    publishers : mapping of str to str, optional
        Publisher or origin of documents by id, to find whose a reprint is.
    """
    names = item.names
    own = names.outlet(item.publisher)
    for link in reversed(item.proposal.attribution):
        if link.kind not in ("agency", "outlet") or tidy_name(link.who) in ("", "outlet"):
            continue
        if names.outlet(link.who) != own:
            return names.name(link.who)
        if link.kind == "agency":
            return item.publisher
    if item.origin:
        return names.name(item.origin)
    if item.reprint_of and publishers and item.reprint_of in publishers:
        return publishers[item.reprint_of]
    return item.publisher


def speaker_of(item: Item) -> str:
    """Who is said to have said it; "" where the outlet speaks for itself."""
    for link in reversed(item.proposal.attribution):
        if link.kind in _SPEAKERS and tidy_name(link.who):
            return item.names.name(link.who)
    return ""


def attested(items: Iterable[Item], publishers: dict[str, str] | None = None) -> Attested:
    """Outlets, origins and speakers of proposals that tell of one event.

    Unnamed speakers count once for each origin: two reports of "officials" from one agency are the same officials.
    """
    items = list(items)
    known = dict(publishers or {}) | {i.document: origin_of(i) for i in items if not i.reprint_of}
    outlets: dict[str, str] = {}
    origins: dict[str, str] = {}
    speakers: dict[str, str] = {}
    for item in items:
        names, origin, speaker = item.names, origin_of(item, known), speaker_of(item)
        outlets.setdefault(names.outlet(item.publisher), item.publisher)
        origins.setdefault(names.outlet(origin), origin)
        if speaker:
            unnamed = any(
                link.kind == "anonymous" and link.who == speaker for link in item.proposal.attribution
            )
            key = f"{names.outlet(origin)}|unnamed" if unnamed else names.who(speaker, item.day)
            speakers.setdefault(key, f"{speaker} ({origin})" if unnamed else speaker)
    return Attested(*(tuple(sorted(d.values(), key=str.casefold)) for d in (outlets, origins, speakers)))


def in_words(found: Attested) -> str:
    """Counts with the names behind them, for a statement's note."""
    parts = []
    for names, what in ((found.outlets, "outlet"), (found.origins, "origin"), (found.speakers, "speaker")):
        listed = ", ".join(names[:10]) + (f" and {len(names) - 10} more" if len(names) > 10 else "")
        parts.append(
            f"{len(names)} {what}{'' if len(names) == 1 else 's'}" + (f" ({listed})" if names else "")
        )
    return ", ".join(parts)


def origins_by_document(desk: Desk) -> dict[str, str]:
    """Publisher, or origin where one is known, of every document."""
    with reading(desk.engine) as session:
        return known_origins(session)


def known_origins(session: Session) -> dict[str, str]:
    """The same, in a session."""
    rows = session.execute(select(Document.id, Document.origin, Document.publisher))
    return {name: origin or publisher for name, origin, publisher in rows}
