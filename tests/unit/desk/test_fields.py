"""What a person may write into a proposal, and that nothing else gets in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from desk_samples import WITH, call, new_desk, two_articles

import netback.desk as nd
from netback.case import read_case
from netback.desk import Desk
from netback.desk.fields import MODES, corrected
from netback.errors import CaseError, Problem
from netback.reading.records import Proposal

PUBLISHED = "2025-02-12"


def _edit(changes: dict[str, Any], **fields: Any) -> tuple[Proposal | None, list[Problem]]:
    body = call(WITH, "with", **fields).model_dump(mode="json")
    return corrected(body, changes, key="p1", published_on=PUBLISHED, text=WITH)


@pytest.mark.parametrize(
    ("field", "value", "fix"),
    [
        ("date", "banana", "2025-03-19"),
        ("date", "2025-13-45", "2025-03-19"),
        ("date", "2025-02-30", "a day the calendar has"),
        ("date", "2025-05-01", "a day up to 2025-02-12"),
        ("date_precision", "month", "date=2025-03"),
        ("date_precision", "hour", "day, week, month"),
        ("date_precision", "unknown", "day, or no date"),
        ("type", "WARP", "AGREE, CONSULT"),
        ("type", "CONSULTS", "CONSULT"),
        ("kind", "claim", "event"),
        ("kind", "quantity", "event or claim"),
        ("channel", "carrier", "call, readout, meeting"),
        ("mode", "zz", "phone"),
        ("mode", "fone", "phone"),
        ("confidence", "2", "from 0 to 1"),
        ("confidence", "nan", "from 0 to 1"),
        ("confidence", "high", "from 0 to 1"),
        ("polarity", "7", "-1, 0, 1"),
        ("polarity", "up", "-1, 0, 1"),
        ("imminent", "perhaps", "true or false"),
        ("auxiliary", "maybe", "historical, future, hypothetical, negation"),
        ("predicted_date", "2025-03-01", "type=CLAIM"),
        ("attribution", "Reuters", 'as [{"who"'),
        ("attribution", '[{"who": "X", "kind": "paper"}]', "outlet, agency, named"),
        ("actors", ",".join("abcdefgh"[i % 8] + str(i) for i in range(51)), "at most 50"),
    ],
)
def test_what_a_field_cannot_hold_is_refused_with_what_to_write(field: str, value: str, fix: str) -> None:
    found, problems = _edit({field: value})
    assert found is None
    assert [p.slug for p in problems] == ["desk/bad-field"]
    assert problems[0].path.startswith(f"p1.{field}")
    assert fix in problems[0].fix


@pytest.mark.parametrize("value", ["tomorrow", "2025-02-30", "2024-12-31"])
def test_the_day_a_claim_predicts_exists_and_comes_after_it_was_said(value: str) -> None:
    given = {"kind": "claim", "type": "CLAIM", "mode": "forecast"}
    found, (problem,) = _edit({"predicted_date": value}, **given)
    assert found is None
    assert problem.path == "p1.predicted_date"
    found, problems = _edit({"predicted_date": "2025-03-01"}, **given)
    assert (found and found.predicted_date, problems) == ("2025-03-01", [])


def test_every_problem_is_said_at_once() -> None:
    _, problems = _edit({"date": "banana", "type": "WARP", "polarity": "7", "dat": "2025", "id": "x"})
    assert sorted(p.path for p in problems) == ["p1", "p1", "p1.date", "p1.polarity", "p1.type"]


def test_numbers_of_a_quantity_stand_in_the_text_and_have_a_unit() -> None:
    anchor = {"start": 0, "end": 3, "exact": "The"}
    good = {"value": 1.0, "unit": "bbl/day", "anchor": anchor}
    assert WITH.startswith("The")
    assert _edit({"quantities": [good]})[0] is not None
    for harm in (
        {"unit": "furlongs"}, {"low": 5.0, "high": 2.0}, {"value": float("inf")}, {"anchor": anchor | {"exact": "Tho"}},
        {"anchor": {"start": "x"}}, {"value": "many"},
    ):  # fmt: skip
        found, problems = _edit({"quantities": [good | harm]})
        assert found is None, harm
        assert problems[0].path.startswith("p1.quantities")


@pytest.mark.parametrize(
    ("date", "precision"), [("2025-02", "month"), ("2025", "year"), ("2025-02-11", "day"), ("", "unknown")]
)
def test_a_new_date_brings_its_precision_and_is_no_longer_found_by_a_weekday(
    date: str, precision: str
) -> None:
    found, problems = _edit({"date": date}, date="2025-02-10")
    assert problems == []
    assert found is not None
    assert (found.date, found.date_precision, found.date_by) == (date, precision, "none")


def test_a_date_written_again_stays_as_it_was_found() -> None:
    found, _ = _edit({"date": "2025-02-11"})
    assert found is not None
    assert (found.date_precision, found.date_by) == ("day", "weekday")


def test_a_week_and_what_is_planned_may_be_said() -> None:
    found, _ = _edit({"date": "2025-02-10", "date_precision": "week"})
    assert found is not None
    assert found.date_precision == "week"
    found, _ = _edit({"date": "2025-05-01", "auxiliary": "future"})
    assert found is not None


def test_a_new_type_brings_its_kind() -> None:
    found, _ = _edit({"type": "CLAIM", "mode": "forecast"})
    assert found is not None
    assert found.kind == "claim"


def test_text_as_typed_becomes_lists_numbers_and_records() -> None:
    found, _ = _edit(
        {"actors": "us, kurdistan ,", "polarity": "-1", "imminent": "true", "confidence": "0.9",
         "attribution": '[{"who": "Reuters", "kind": "agency"}]'}
    )  # fmt: skip
    assert found is not None
    assert (found.actors, found.polarity, found.imminent, found.confidence) == (
        ("us", "kurdistan"),
        -1,
        True,
        0.9,
    )
    assert found.attribution[0].who == "Reuters"


def test_every_mode_the_rules_find_may_be_written() -> None:
    from netback.reading.lexicon import entries

    assert {verb.mode for verbs in entries().values() for verb in verbs} <= set(MODES)


def test_nothing_is_kept_of_a_refused_edit(desk: Desk) -> None:
    key = two_articles(desk)["call_a"]
    with pytest.raises(CaseError, match="banana"):
        nd.edit(desk, key, {"date": "banana", "topics": "oil"}, by="ann")
    item = nd.get_item(desk, key)
    assert (item.version, item.proposal) == (1, item.original)


def test_no_statement_is_made_of_a_proposal_whose_date_is_none(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    text = "The mediator called the state on Tuesday."
    nd.add_document(desk, text, doc_id="a", publisher="P", published=PUBLISHED, by="ann")
    given = {
        "kind": "claim",
        "type": "CLAIM",
        "mode": "forecast",
        "predicted_date": "tomorrow",
        "channel": "carrier",
    }
    (key,) = nd.add_proposals(desk, "a", [call(text, "a", **given)], by="ann", case="starter")
    folder, _ = nd.case_folder("starter", tmp_path)
    with pytest.raises(CaseError) as refused:
        nd.accept(desk, key, case=read_case(folder), by="bob")
    assert [p.path for p in refused.value.problems] == [f"{key}.channel", f"{key}.predicted_date"]
    assert f"netback desk edit {key} --set predicted_date=" in str(refused.value)
    assert nd.get_item(desk, key).state == "open"
