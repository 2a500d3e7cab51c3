"""The corpus is sound, and the scorer says what it should about readers whose quality is known."""

from __future__ import annotations

import copy
import json
import random
import re
from collections import Counter, defaultdict
from datetime import date
from itertools import combinations

import pytest
import score as scoring

from netback.reading.records import CHANNELS, EVENT_TYPES

DOCS = {half: scoring.load(half) for half in scoring.HALVES}
ALL = [doc for docs in DOCS.values() for doc in docs]
UNITS = {"bbl", "bbl/day", "bbl/month", "USD", "USD/bbl", "USD/month", "IQD", "percent"}
STYLES = {
    "wire", "ministry readout", "company filing", "regional press", "opinion", "social post article", "parliamentary note",
    "transcript", "newsletter", "Q&A",
}  # fmt: skip
KINDS = {"agency", "outlet", "named", "office", "anonymous", "document"}


def gold(doc):
    return copy.deepcopy(doc.records)


# --- the texts and labels --------------------------------------------------------------------------------------------


def test_size_and_mix():
    assert len(ALL) >= 208
    # The test half is two sets (README.md): the first matches 36 documents of tuning, the second came later.
    assert len(DOCS["test"]) >= 50
    assert len(DOCS["tuning"]) >= 2 * len(DOCS["test"])
    assert len({doc.doc_id for doc in ALL}) == len(ALL)
    assert sum(not doc.events for doc in ALL) >= 12
    for half, docs in DOCS.items():
        events, quantities = sum(len(doc.events) for doc in docs), sum(len(doc.quantities) for doc in docs)
        assert sum(not doc.events for doc in docs) >= (1 if half == "fresh" else 3), half
        assert 4 <= events / len(docs) <= 8.5, half
        assert 2 <= quantities / len(docs) <= 4, half
        styles = Counter(doc.style for doc in docs)
        assert set(styles) >= (STYLES - {"Q&A"} if half == "fresh" else STYLES), half
        assert min(styles.values()) >= (1 if half == "fresh" else 4), half
        print(f"\n{half}: {len(docs)} documents, {events} events, {quantities} quantities")
        for name, seen in (
            ("types", Counter(event["type"] for doc in docs for event in doc.events)),
            ("styles", Counter(doc.style for doc in docs)),
            ("disputes", Counter(doc.dispute for doc in docs)),
            ("units", Counter(one["unit"] for doc in docs for one in doc.quantities)),
        ):
            print(f"  {name}: " + ", ".join(f"{key} {count}" for key, count in seen.most_common()))


def test_files():
    for half in scoring.HALVES:
        files = [path for path in (scoring.HERE / half).iterdir() if path.is_file()]
        assert {path.suffix for path in files} == {".txt", ".json"}, half
        slugs = {doc.doc_id for doc in DOCS[half]}
        for suffix in (".txt", ".json"):
            assert {path.stem for path in files if path.suffix == suffix} == slugs, (half, suffix)


def test_readme_lists_the_second_set():
    readme = (scoring.HERE / "README.md").read_text(encoding="utf-8")
    (listed,) = re.findall(r"^Second set: (.*?)\.$", readme, re.DOTALL | re.MULTILINE)
    second = re.findall(r"`([^`]+)`", listed)
    assert len(second) == len(set(second)) == 14
    assert set(second) < {doc.doc_id for doc in DOCS["test"]}


@pytest.mark.parametrize("doc", ALL, ids=lambda doc: doc.doc_id)
def test_document(doc):
    meta = json.loads((scoring.HERE / doc.half / f"{doc.doc_id}.json").read_text(encoding="utf-8"))
    assert meta["invented"] is True
    assert "invented" not in doc.text.casefold()
    assert 80 <= len(doc.text.split()) <= 350
    assert doc.style in STYLES
    assert date.fromisoformat(doc.published)
    ids = {alias["id"] for alias in doc.aliases}
    assert len(ids) == len(doc.aliases)
    assert not doc.issuer or doc.issuer in ids
    for alias in doc.aliases:
        assert alias["kind"] in {"person", "office", "state", "company", "organisation", "place"}
        assert alias.get("principal", doc.aliases[0]["id"]) in ids
        assert alias["names"]
    places = {alias["id"] for alias in doc.aliases if alias["kind"] == "place"}
    for record in doc.records:
        assert record["doc_id"] == doc.doc_id
        for anchor in (record["anchor"], *record.get("also", ())):
            assert doc.text[anchor["start"] : anchor["end"]] == anchor["exact"] != ""
    for event in doc.events:
        where = (doc.doc_id, event["anchor"]["exact"])
        assert event["type"] in EVENT_TYPES, where
        assert event["channel"] in CHANNELS, where
        assert event["polarity"] in (-1, 0, 1), where
        assert set(event.get("accept_types", ())) <= set(EVENT_TYPES) - {event["type"]}, where
        assert set(event.get("auxiliary", ())) <= {"historical", "future", "hypothetical", "negation"}, where
        assert not places & {*event["actor"], *event["target"]}, where
        assert {link["kind"] for link in event["attribution"]} <= KINDS, where
        assert event["type"] == "CLAIM" or not event["is_claim_imminent"], where
        assert (
            event["type"] != "CLAIM" or (event["actor"] and not event["target"]) or event["mode"] == "absence"
        ), where
        assert event.get("absence", False) == (event["mode"] == "absence"), where
        for name in (*event["actor"], *event["target"]):
            assert name in ids or name.casefold() in doc.text.casefold(), where
        for day in filter(None, (event["date"], event.get("predicted_date", ""))):
            assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", day), where
            assert date.fromisoformat(day + "-01-01"[len(day) - 4 :] if len(day) < 10 else day)
        if event["date"] and "future" not in event.get("auxiliary", ()):
            assert event["date"] <= doc.published, where
        if event.get("background"):
            assert event["date"][:10] < doc.published, where
    for one in doc.quantities:
        assert one["unit"] in UNITS
        assert one["sentence"] in doc.text
        assert one["anchor"]["exact"] in one["sentence"]
        assert one.get("low", one["value"]) <= one["value"] <= one.get("high", one["value"])


def test_page_gives_the_counts():
    page = (scoring.HERE.parents[1] / "docs" / "explanation" / "reading-corpus.md").read_text(
        encoding="utf-8"
    )
    events, quantities = (
        sum(len(part) for part in parts) for parts in ([d.events for d in ALL], [d.quantities for d in ALL])
    )
    assert f"{len(ALL)} documents, {events} events and {quantities} quantities" in " ".join(page.split())
    for part in ("events", "quantities"):
        counts = [sum(len(getattr(doc, part)) for doc in DOCS[half]) for half in scoring.HALVES]
        assert "| ".join([f"| {part} ", *(f"{count} " for count in counts), ""]).rstrip() in page


def test_halves_share_no_text():
    def shingles(doc):
        words = re.findall(r"\w+", doc.text.casefold())
        return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}

    # Only pairs with a shingle in common are compared: all others overlap by nothing.
    sets = {doc.doc_id: shingles(doc) for doc in ALL}
    holders = defaultdict(list)
    for name, shingled in sets.items():
        for shingle in shingled:
            holders[shingle].append(name)
    common = Counter(pair for names in holders.values() for pair in combinations(sorted(names), 2))
    for (left, right), count in common.items():
        assert count / len(sets[left] | sets[right]) < 0.1, (left, right)


def test_hard_cases_are_there():
    events = [event for doc in ALL for event in doc.events]
    for wanted, least in {
        "negation": sum("negation" in event.get("auxiliary", ()) for event in events),
        "future": sum("future" in event.get("auxiliary", ()) for event in events),
        "background": sum(event.get("background", False) for event in events),
        "absence": sum(event.get("absence", False) for event in events),
        "imminent": sum(event["is_claim_imminent"] for event in events),
        "no agent": sum(not event["actor"] for event in events),
        "second hand": sum(len(event["attribution"]) > 1 for event in events),
        "undated": sum(not event["date"] for event in events),
    }.items():
        assert least >= 8, wanted


# --- the scorer ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("half", scoring.HALVES)
def test_perfect_reader(half):
    report = scoring.score(DOCS[half], gold)
    for name in ("strict", "lenient", "quantities", "imminence"):
        assert report[name]["f1"] == 1.0, name
    assert set(report["failures"].values()) == {0}
    assert report["attribution"]["speaker"] == report["attribution"]["links"] == 1.0
    assert (
        report["channel"]["all"]
        == report["polarity"]
        == report["background"]["accuracy"]
        == report["anchors"]
        == 1.0
    )
    assert report["auxiliary"] == 1.0
    assert report["absence"]["right"] == report["absence"]["n"]
    assert report["interval"]["strict"] == (1.0, 1.0)
    assert not report["failures_in_words"]


def test_silent_reader():
    report = scoring.score(ALL, lambda doc: [])
    assert report["strict"]["f1"] == report["lenient"]["f1"] == report["quantities"]["f1"] == 0.0
    assert report["strict"]["precision"] is None
    assert report["failures"]["missed"] == sum(len(doc.events) for doc in ALL)
    assert report["anchors"] is None


def test_every_record_twice():
    report = scoring.score(ALL, lambda doc: gold(doc) + gold(doc))
    for name in ("strict", "lenient", "quantities"):
        assert report[name]["recall"] == 1.0
        assert report[name]["precision"] == pytest.approx(0.5)
    assert report["failures"]["spurious"] == sum(len(doc.events) for doc in ALL)


def test_order_does_not_matter():
    rng = random.Random(3)
    report = scoring.score(ALL, lambda doc: rng.sample(gold(doc), len(doc.records)))
    assert report["strict"]["f1"] == report["quantities"]["f1"] == 1.0


def test_records_of_another_document():
    shifted = dict(zip((doc.doc_id for doc in ALL), ALL[1:] + ALL[:1], strict=True))
    report = scoring.score(ALL, lambda doc: gold(shifted[doc.doc_id]))
    assert report["strict"]["f1"] < 0.02
    assert report["anchors"] < 0.02


def test_headline_is_a_repeat_not_an_error():
    doc = next(doc for doc in ALL if any(event.get("also") for event in doc.events))
    event = next(event for event in gold(doc) if event.get("also"))
    again = dict(copy.deepcopy(event), anchor=event["also"][0])
    report = scoring.score([doc], lambda _: [*gold(doc), again])
    assert (report["strict"]["f1"], report["repeats"]) == (1.0, 1)
    only = scoring.score([doc], lambda _: [again])
    assert only["strict"]["precision"] == 1.0
    thrice = scoring.score([doc], lambda _: [*gold(doc), again, again])
    assert thrice["failures"]["spurious"] == 1


def changed(change):
    """A reader that is right except for one directed, dated event of the tuning half."""
    doc, which = next(
        (doc, k)
        for doc in DOCS["tuning"]
        for k, event in enumerate(doc.records)
        if event["kind"] == "event"
        and event["type"] == "REQUEST"
        and event["actor"]
        and event["target"]
        and len(event["date"]) == 10
    )
    records = gold(doc)
    change(records[which])
    return scoring.score([doc], lambda _: records)


@pytest.mark.parametrize(
    ("change", "cause", "lenient"),
    [
        (lambda event: event.update(type="ACCUSE"), "type", False),
        (lambda event: event.update(actor=event["target"], target=event["actor"]), "direction", False),
        (lambda event: event.update(actor=event["target"], target=[]), "actor/target", False),
        (lambda event: event.update(actor=["nobody known"]), "actor/target", False),
        (lambda event: event.update(date="1999-01-01"), "date", False),
        (lambda event: event.update(date=""), "date", True),
        (lambda event: event.update(date=event["date"][:8] + "28"), "date", True),
        (lambda event: event.update(date=event["date"][:7]), "", True),
    ],
)
def test_causes(change, cause, lenient):
    report = changed(change)
    assert {key: count for key, count in report["failures"].items() if count} == ({cause: 1} if cause else {})
    assert (report["lenient"]["f1"] == 1.0) == lenient


def test_wrong_place_is_missed_and_spurious():
    report = changed(lambda event: event.update(anchor={"start": 0, "end": 1, "exact": "x"}))
    assert report["failures"]["missed"] == report["failures"]["spurious"] == 1
    assert report["anchors"] < 1.0


def test_principal_counts_leniently():
    doc = next(doc for doc in ALL if doc.doc_id == "no-readout-yet")
    records = gold(doc)
    call = next(one for one in records if one.get("type") == "REQUEST" and one["actor"] == ["us_sec"])
    call["actor"], call["target"] = ["Washington"], ["Kurdistan Regional Government"]
    report = scoring.score([doc], lambda _: records)
    assert report["failures"]["actor/target"] == 1
    assert report["lenient"]["f1"] == 1.0


def test_sides_of_a_meeting_may_be_written_as_actor_and_target():
    def split(doc):
        records = gold(doc)
        for one in records:
            if one.get("type") in {"CONSULT", "AGREE"} and len(one["actor"]) > 1:
                one["actor"], one["target"] = one["actor"][:1], one["actor"][1:]
        return records

    assert scoring.score(ALL, split)["strict"]["f1"] == 1.0


def test_names_in_place_of_ids():
    def spelled(doc):
        records = gold(doc)
        name = {alias["id"]: alias["names"][0] for alias in doc.aliases}
        for one in records:
            if one["kind"] == "event":
                one["actor"] = [name.get(who, f"the {who}") for who in one["actor"]]
                one["target"] = [name.get(who, who) for who in one["target"]]
        return records

    assert scoring.score(ALL, spelled)["strict"]["f1"] == 1.0


def test_attributes():
    def flat(doc):
        return [
            dict(one, attribution=[{"who": "the outlet", "kind": "own voice"}], channel="none", polarity=0, background=False,
                 is_claim_imminent=False)
            if one["kind"] == "event" else one
            for one in gold(doc)
        ]  # fmt: skip

    report = scoring.score(ALL, flat)
    events = [event for doc in ALL for event in doc.events]
    assert report["strict"]["f1"] == 1.0
    assert report["attribution"]["speaker"] == pytest.approx(
        sum(not event["attribution"] for event in events) / len(events)
    )
    assert (
        report["attribution"]["links"] == report["channel"]["told"] == report["background"]["recall"] == 0.0
    )
    assert report["polarity"] == pytest.approx(sum(event["polarity"] == 0 for event in events) / len(events))
    assert report["imminence"]["recall"] == 0.0


@pytest.mark.parametrize(
    ("found", "right"),
    [
        ({"value": 301_000, "unit": "bbl/day"}, True),
        ({"value": 302_000, "unit": "bbl/day"}, False),
        ({"value": 300_000, "unit": "bbl"}, False),
        ({"value": 0, "low": 250_000, "high": 350_000, "unit": "bbl/day"}, True),
        ({"value": 7, "unit": "USD"}, True),
    ],
)
def test_quantity(found, right):
    truth = {
        "value": 300_000,
        "low": 250_000,
        "high": 350_000,
        "unit": "bbl/day",
        "accept": [{"value": 7, "unit": "USD"}],
    }
    assert scoring.same_quantity(truth, found) == right


def test_proposals_become_records():
    from netback.reading.records import Anchor, Proposal, Quantity

    anchor = Anchor(start=0, end=2, exact="Up")
    number = Quantity(value=1, unit="bbl", anchor=anchor)
    common = {"id": "1", "doc_id": "d", "anchor": anchor, "reader": "r@1"}
    event = Proposal(kind="claim", type="CLAIM", actors=("a",), imminent=True, quantities=(number,), **common)
    first, second = scoring.as_records(event)
    assert (first["kind"], first["actor"], first["is_claim_imminent"]) == ("event", ["a"], True)
    assert (second["kind"], second["value"]) == ("quantity", 1)
    (alone,) = scoring.as_records(Proposal(kind="quantity", quantities=(number,), **common))
    assert (alone["kind"], alone["unit"]) == ("quantity", "bbl")
    assert scoring.as_records(Proposal(kind="event", refused="no such words", **common)) == []


def test_command(tmp_path, capsys):
    path = tmp_path / "found.jsonl"
    path.write_text(
        "".join(json.dumps(record) + "\n" for doc in DOCS["test"] for record in doc.records), encoding="utf-8"
    )
    assert scoring.main(["test", "--predictions", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["strict"]["f1"] == 1.0
    assert scoring.main(["test", "--predictions", str(path)]) == 0
    assert "F1 1.000" in capsys.readouterr().out
    assert scoring.main(["test", "--failures"]) == 2
    assert scoring.main(["tuning", "--predictions", str(path), "--failures"]) == 0
    assert "missed" in capsys.readouterr().out


def test_command_without_a_reader(monkeypatch, capsys):
    def none(doc):
        raise scoring.NoReader("netback.reading has no reader yet")

    monkeypatch.setattr(scoring, "predictions", none)
    assert scoring.main([]) == 2
    assert "no reader yet" in capsys.readouterr().err
