"""Exports: each format of what was accepted, and that nothing in a report acts on who opens them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path

import pytest
from desk_samples import WITH, call, new_desk, two_articles

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
        if k.startswith("prov:") and isinstance(v, str)
    }
    assert used <= known


def test_prov_says_where_the_words_stand_and_what_read_them(material: Material, tmp_path: Path) -> None:
    doc = json.loads(nd.export_desk(material, "prov"))
    quoted = [r for r in doc["wasDerivedFrom"].values() if r["prov:type"]["$"] == "prov:Quotation"]
    assert len(quoted) == len(material.statements)
    texts = {
        hashlib.sha256(t.encode()).hexdigest(): t for t in (WITH, "The mediator called the state on Tuesday.")
    }
    for relation in quoted:
        source = doc["entity"][relation["prov:usedEntity"]]
        text = texts[source["netback:textSha256"]]
        assert text[relation["oa:start"] : relation["oa:end"]] == relation["oa:exact"]
        assert text[: relation["oa:start"]].endswith(relation.get("oa:prefix", ""))
        assert len(source["netback:originalSha256"]) == 64
    runs = [a for a in doc["activity"].values() if "netback:reader" in a]
    assert {a["netback:reader"] for a in runs} == {"hand@1"}
    assert all("netback:promptSha256" not in a for a in runs)


def test_prov_and_ftm_say_how_a_date_was_known_and_what_was_guessed(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    nd.add_document(
        desk, WITH, doc_id="with", publisher="P", published="2025-02-12", by="ann", published_basis="inferred",
        retrieved="2025-03-01", warnings=["published 2025-02-12: worked out (file name)"],
    )  # fmt: skip
    (key,) = nd.add_proposals(desk, "with", [call(WITH, "with")], by="ann", case="starter")
    nd.accept(desk, key, case=read_case(nd.case_folder("starter", tmp_path)[0]), by="bob")
    material = material_of(desk, "starter")
    (source,) = [
        e for e in json.loads(nd.export_desk(material, "prov"))["entity"].values() if "netback:document" in e
    ]
    assert source["netback:publishedBasis"] == "inferred"
    assert source["netback:retrievedOn"] == "2025-03-01"
    assert source["netback:warning"] == ["published 2025-02-12: worked out (file name)"]
    entities = [json.loads(line) for line in nd.export_desk(material, "ftm").splitlines()]
    (document,) = [e for e in entities if e["schema"] == "Document"]
    assert document["properties"]["retrievedAt"] == ["2025-03-01"]


def test_prov_has_the_hashes_of_a_models_run_and_the_rule(tmp_path: Path) -> None:
    from netback.desk.given import note_model
    from netback.reading.model import ModelReading

    desk = new_desk(tmp_path)
    ids = two_articles(desk)
    made = call(WITH, "with", date="2025-02-10").model_copy(
        update={"id": "m1", "reader": "llm:fake", "rule": "ab12"}
    )
    nd.add_proposals(desk, "with", [made], by="ann", case="starter")
    note_model(desk, "with", ModelReading(model="fake", prompt_sha256="c" * 64, raw_reply="{}"), by="ann")
    folder, _ = nd.case_folder("starter", tmp_path)
    for key in ("m1", ids["call_b"]):
        nd.accept(desk, key, case=read_case(folder), by="bob")
    doc = json.loads(nd.export_desk(material_of(desk, "starter"), "prov"))
    runs = {a["netback:reader"]: a for a in doc["activity"].values() if "netback:reader" in a}
    assert runs["llm:fake"]["netback:promptSha256"] == "c" * 64
    assert runs["llm:fake"]["netback:replySha256"] == hashlib.sha256(b"{}").hexdigest()
    assert "netback:promptSha256" not in runs["hand@1"]
    assert "ab12" in [r.get("netback:rule") for r in doc["wasGeneratedBy"].values()]


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
    assert found["author"] == {"@type": "Person", "name": "bob"}


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
