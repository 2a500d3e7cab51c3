"""Names and texts for the reading tests; every event in them is invented."""

from __future__ import annotations

import datetime as dt

from netback.reading import read_document
from netback.reading.aliases import AliasTable
from netback.reading.document import Document, make_document
from netback.reading.records import Proposal

PUBLISHED = dt.date(2025, 4, 11)  # a Friday

NAMES = AliasTable.from_records(
    [
        {"id": "arvania", "name": "Arvania", "kind": "party", "spellings": ["Mardan"], "adjectives": ["Arvanian"]},
        {"id": "belmora", "name": "Belmora", "kind": "party", "spellings": ["Kestrel City"], "adjectives": ["Belmoran"]},
        {"id": "hill_region", "name": "Hill Region Government", "kind": "party", "spellings": ["Hill Region", "HRG"]},
        {"id": "us", "name": "United States", "kind": "party", "spellings": ["US", "Washington"]},
        {"id": "arvania_oil", "name": "Arvanian oil ministry", "kind": "office", "party": "arvania", "spellings": ["oil ministry"]},
        {"id": "tomas_reva", "name": "Tomas Reva", "kind": "person", "party": "arvania", "spellings": ["Reva"]},
        {"id": "ilse_korn", "name": "Ilse Korn", "kind": "person", "party": "arvania", "spellings": ["Korn"]},
        {
            "id": "arvania_pm",
            "name": "Arvanian prime minister",
            "kind": "office",
            "party": "arvania",
            "held": [
                {"who": "ilse_korn", "since": "2020-01-01", "until": "2024-06-30"},
                {"who": "tomas_reva", "since": "2024-07-01"},
            ],
        },
        {"id": "dara_osman", "name": "Dara Osman", "kind": "person", "party": "hill_region", "spellings": ["Osman", "@daraosman"]},
        {"id": "mark_ellery", "name": "Mark Ellery", "kind": "person", "party": "us", "spellings": ["Secretary Ellery", "Ellery"]},
        {"id": "northwell", "name": "Northwell Energy", "kind": "organisation", "spellings": ["Northwell"]},
        {"id": "tribunal", "name": "Geneva tribunal", "kind": "organisation"},
        {"id": "wirepress", "name": "Wirepress", "kind": "agency"},
        {"id": "line", "name": "Arvania-Belmora Pipeline", "kind": "place", "spellings": ["Port Salt", "ABP"]},
    ]
)  # fmt: skip


def document(text: str, doc_id: str = "made") -> Document:
    return make_document(text, doc_id=doc_id)


def read(text: str, published: dt.date | None = PUBLISHED) -> list[Proposal]:
    return read_document(document(text), NAMES, published)


def events(text: str, type_: str = "", published: dt.date | None = PUBLISHED) -> list[Proposal]:
    """Events and claims of a text, of one type if asked."""
    return [p for p in read(text, published) if p.kind != "quantity" and (not type_ or p.type == type_)]


def one(text: str, type_: str, published: dt.date | None = PUBLISHED) -> Proposal:
    found = events(text, type_, published)
    assert len(found) == 1, [(p.type, p.mode, p.actors, p.anchor.exact) for p in events(text, "", published)]
    return found[0]
