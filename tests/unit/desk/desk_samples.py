"""Articles of our own writing about an invented call, and proposals made from them by hand."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from netback.desk import Desk, add_document, add_proposals, open_desk
from netback.reading.records import Anchor, Attribution, Proposal

PUBLISHED = "2025-02-12"
WITHOUT = """Mediator telephones the state over the shut line

The mediator called the state on Tuesday and asked it to let the oil flow again, the region's office said.
No readout of the call has been published by the mediator.
"""
WITH = """The mediator's office on the call of 11 February

The mediator called the state on Tuesday 11 February. In a readout the mediator's office said that it had urged the state to
reopen the trunk line without delay. A deal is expected within two weeks, the region's spokesman said.
"""


def proposal(text: str, words: str, doc_id: str, **fields: Any) -> Proposal:
    """A proposal whose anchor is the first place at which the words stand in the text."""
    start = text.index(words)
    kind = fields.setdefault("kind", "event")
    key = hashlib.sha256(
        f"{doc_id} {start} {kind} {fields.get('type')} {fields.get('mode')}".encode()
    ).hexdigest()
    anchor = Anchor(
        start=start, end=start + len(words), exact=words, prefix=text[max(0, start - 32) : start],
        suffix=text[start + len(words) :][:32],
    )  # fmt: skip
    return Proposal(id=key[:20], doc_id=doc_id, anchor=anchor, reader="hand@1", **fields)


def link(who: str, kind: str = "named") -> Attribution:
    return Attribution(who=who, kind=kind)  # type: ignore[arg-type]


def call(text: str, doc_id: str, **fields: Any) -> Proposal:
    """The call as an article tells it."""
    words = "The mediator called the state on Tuesday"
    given = {
        "type": "CONSULT", "mode": "phone", "actors": ("mediator",), "targets": ("owner",), "channel": "call",
        "topics": ("exports",), "date": "2025-02-11", "date_precision": "day", "date_by": "weekday", "polarity": 1,
    }  # fmt: skip
    return proposal(text, words, doc_id, **given | fields)


def new_desk(folder: Path) -> Desk:
    return open_desk(f"sqlite:///{folder}/desk.db")


def two_articles(desk: Desk, case: str = "starter") -> dict[str, str]:
    """Both articles on the desk; ids of their proposals by name."""
    add_document(desk, WITHOUT, doc_id="without", publisher="The Daily", published=PUBLISHED, by="ann")
    add_document(desk, WITH, doc_id="with", publisher="Northern Wire", published=PUBLISHED, by="ann")
    first = add_proposals(
        desk, "without",
        [
            call(WITHOUT, "without", attribution=(link("the outlet", "outlet"), link("the region's office", "office"))),
            proposal(
                WITHOUT, "No readout of the call has been published by the mediator", "without", kind="claim", type="CLAIM",
                mode="absence", actors=("mediator",), channel="readout", date="2025-02-12", date_precision="day",
            ),
        ],
        by="ann", case=case,
    )  # fmt: skip
    second = add_proposals(
        desk, "with",
        [
            call(WITH, "with", attribution=(link("the outlet", "outlet"), link("the mediator's office", "office"))),
            proposal(
                WITH, "In a readout the mediator's office said that it had urged the state", "with", type="REQUEST",
                mode="change", actors=("mediator",), targets=("owner",), channel="readout", topics=("exports",),
                date="2025-02-11", date_precision="day", polarity=1, attribution=(link("the mediator's office", "office"),),
            ),
            proposal(
                WITH, "A deal is expected within two weeks, the region's spokesman said", "with", kind="claim", type="CLAIM",
                mode="forecast", imminent=True, predicted_date="2025-02-26", horizon="within two weeks",
                date="2025-02-12", date_precision="day", attribution=(link("the region's spokesman", "office"),),
            ),
        ],
        by="ann", case=case,
    )  # fmt: skip
    return dict(zip(("call_a", "absence", "call_b", "readout", "deal"), (*first, *second), strict=True))
