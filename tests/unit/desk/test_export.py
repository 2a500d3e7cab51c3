"""Exports: each format of what was accepted, and that nothing in a report acts on who opens them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from desk_samples import call, new_desk, two_articles

import netback.desk as nd
from netback.case import read_case
from netback.desk.export import FORMATS, Material, material_of
from netback.errors import UsageError
from netback.evidence import Claim

NASTY = '=HYPERLINK("http://x","y")\r\nEND:VEVENT\r\n<script>alert(1)</script> [a](javascript:alert) | # `x`\u202e'


@pytest.fixture
def material(tmp_path: Path) -> Material:
    desk = new_desk(tmp_path)
    ids = two_articles(desk)
    folder, _ = nd.case_folder("starter", tmp_path)
    case = read_case(folder)
    for name in ("call_b", "readout", "deal"):
        nd.accept(desk, ids[name], case=case, by="bob")
    text = "The mediator called the state on Tuesday."
    nd.add_document(
        desk, text, doc_id="nasty", publisher="=cmd|' /C calc'!A0", published="2025-02-12", by="=eve", title=NASTY.replace("\r\n", " "),
        address="javascript:alert(1)",
    )  # fmt: skip
    odd = call(text, "nasty", actors=(NASTY, "mediator"), date="2025-02-20")
    (key,) = nd.add_proposals(desk, "nasty", [odd], by="ann", case="starter")
    nd.accept(desk, key, case=case, by="=eve")
    return material_of(desk, "starter")


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_is_the_same_each_time_and_names_no_odd_format(material: Material, name: str) -> None:
    assert nd.export_desk(material, name) == nd.export_desk(material, name)
    with pytest.raises(UsageError, match="no format"):
        nd.export_desk(material, name + "x")


def test_statements_are_those_of_a_case(material: Material) -> None:
    lines = [json.loads(line) for line in nd.export_desk(material, "statements").splitlines()]
    assert [s["id"] for s in lines] == sorted(s.id for s in material.statements)


def test_no_cell_begins_a_formula_and_each_row_is_one(material: Material) -> None:
    rows = list(csv.reader(io.StringIO(nd.export_desk(material, "csv"))))
    assert len(rows) == 5
    assert not [c for row in rows for c in row if c.startswith(("=", "+", "-", "@", "|"))]
    assert not [c for row in rows for c in row if "\n" in c or "\r" in c]


def test_a_calendar_holds_as_many_entries_as_there_are_and_no_long_line(material: Material) -> None:
    text = nd.export_desk(material, "ical")
    lines = text.split("\r\n")
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 4
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "\n" not in text.replace("\r\n", "")
    assert "javascript:" not in text.split("SUMMARY")[0]
    assert not [line for line in lines if line.startswith("URL:java")]


def test_a_timeline_has_no_markup_of_others(material: Material) -> None:
    text = nd.export_desk(material, "timeline")
    assert "<script" not in text
    assert "](javascript" not in text
    assert "\u202e" not in text
    assert text.count("\n- **") == 4


def test_followthemoney_events_name_those_involved_and_their_document(material: Material) -> None:
    found = [json.loads(line) for line in nd.export_desk(material, "ftm").splitlines()]
    ids = {e["id"] for e in found}
    events = [e for e in found if e["schema"] == "Event"]
    assert len(events) == 4
    for event in events:
        assert set(event["properties"]["proof"]) <= ids
        assert set(event["properties"].get("involved", [])) <= ids


def test_prov_relations_name_things_that_are_there(material: Material) -> None:
    doc = json.loads(nd.export_desk(material, "prov"))
    known = {*doc["entity"], *doc["activity"], *doc["agent"]}
    used = {
        v
        for what in ("wasDerivedFrom", "wasAttributedTo", "used", "wasGeneratedBy", "wasAssociatedWith")
        for relation in doc[what].values()
        for k, v in relation.items()
        if isinstance(v, str)
    }
    assert used <= known


def test_judged_claims_become_reviews_and_open_ones_do_not(material: Material) -> None:
    assert nd.export_desk(material, "claimreview") == ""
    judged = tuple(
        s.model_copy(
            update={"claim": Claim(speaker="X", outcome="late", late_days=3, outcome_known_on="2025-03-01")}
        )  # type: ignore[arg-type]
        if s.claim
        else s
        for s in material.statements
    )
    (line,) = nd.export_desk(
        Material(material.case, material.title, judged, material.sources, material.origins), "claimreview"
    ).splitlines()
    found = json.loads(line)
    assert found["reviewRating"]["alternateName"] == "Fulfilled late, by 3 days"


def test_outside_readers_take_the_exports(material: Material) -> None:
    prov = pytest.importorskip("prov.model")
    prov.ProvDocument.deserialize(content=nd.export_desk(material, "prov"), format="json")


def test_a_calendar_program_takes_the_calendar(material: Material) -> None:
    icalendar = pytest.importorskip("icalendar")
    found = icalendar.Calendar.from_ical(nd.export_desk(material, "ical"))
    assert len(found.walk("VEVENT")) == 4


def test_followthemoney_takes_the_entities(material: Material) -> None:
    ftm = pytest.importorskip("followthemoney")
    for line in nd.export_desk(material, "ftm").splitlines():
        entity = ftm.model.get_proxy(json.loads(line))
        assert entity.caption
        given = json.loads(line)["properties"]
        assert set(given) <= set(entity.schema.properties)
