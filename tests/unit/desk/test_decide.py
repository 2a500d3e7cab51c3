"""Decisions, merging, contradictions, and what they do to a case."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_samples import call, link, new_desk, proposal, two_articles

import netback.desk as nd
from netback.case import read_case
from netback.desk import Desk, Stale
from netback.errors import CaseError, UsageError
from netback.evidence import Pressure, read_ledger

DAY = "2025-02-28"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return nd.case_folder("starter", tmp_path)[0]


def test_accepting_writes_the_statement_with_its_words_source_and_pressure(desk: Desk, folder: Path) -> None:
    ids = two_articles(desk)
    before = read_case(folder, as_of=DAY)
    done = nd.accept(desk, ids["call_b"], case=before, by="bob", version=1)
    assert nd.sync(desk, folder, by="bob").added == (done.statement.id,)
    after = read_case(folder, as_of=DAY)
    written = after.ledger.get(done.statement.id)
    assert written == done.statement
    assert written.quote == "The mediator called the state on Tuesday"
    assert written.pressure == (Pressure(by="mediator", on="owner", kind="call"),)
    assert written.review is not None
    assert written.review.by == "bob"
    assert after.ledger.source_of(written).publisher == "Northern Wire"
    (move,) = nd.pressure_moves(before, after)
    assert (move.level_before, move.level_after) == ("low", "high")
    assert move.score_after == pytest.approx(move.score_before + 1)
    assert written.id in move.statements
    assert before.hash != after.hash


def test_nothing_of_it_is_known_before_it_was_published(tmp_path: Path, folder: Path) -> None:
    desk = new_desk(tmp_path)
    ids = two_articles(desk)
    nd.accept(desk, ids["call_b"], case=read_case(folder), by="bob")
    nd.sync(desk, folder, by="bob")
    assert all(not s.id.startswith("d2025") for s in read_case(folder, as_of="2025-02-11").ledger)


def test_the_shipped_case_is_copied_never_written(tmp_path: Path) -> None:
    from netback.case.load import SHIPPED

    bytes_before = (SHIPPED / "starter" / "statements.jsonl").read_bytes()
    made, fresh = nd.case_folder("starter", tmp_path)
    assert (made, fresh) == (tmp_path / "starter", True)
    assert nd.case_folder("starter", tmp_path) == (made, False)
    assert nd.case_folder(SHIPPED / "starter", tmp_path) == (made, False)
    assert (SHIPPED / "starter" / "statements.jsonl").read_bytes() == bytes_before


def test_of_two_who_decide_on_one_version_the_second_is_told(desk: Desk, folder: Path) -> None:
    ids = two_articles(desk)
    case = read_case(folder)
    nd.edit(desk, ids["call_a"], {"topics": ["oil"]}, by="ann", version=1)
    with pytest.raises(Stale, match="version 2, not 1"):
        nd.edit(desk, ids["call_a"], {"topics": ["gas"]}, by="bob", version=1)
    nd.accept(desk, ids["call_a"], case=case, by="bob", version=2)
    with pytest.raises(UsageError, match="accepted already"):
        nd.accept(desk, ids["call_a"], case=case, by="ann")
    assert nd.get_item(desk, ids["call_a"]).proposal.topics == ("oil",)
    assert [(d.version, d.action, d.by) for d in nd.history(desk, ids["call_a"])] == [
        (2, "edit", "ann"),
        (3, "accept", "bob"),
    ]


def test_refusing_what_was_accepted_takes_the_statement_out_again_and_editing_opens_it(
    desk: Desk, folder: Path
) -> None:
    ids = two_articles(desk)
    start = (folder / "statements.jsonl").read_bytes()
    done = nd.accept(desk, ids["deal"], case=read_case(folder), by="bob")
    nd.sync(desk, folder, by="bob")
    assert nd.refuse(desk, ids["deal"], by="ann", reason="no such claim") == done.statement.id
    assert nd.sync(desk, folder, by="ann").removed == (done.statement.id,)
    assert (folder / "statements.jsonl").read_bytes() == start
    nd.edit(desk, ids["deal"], {"imminent": True}, by="ann")
    nd.accept(desk, ids["deal"], case=read_case(folder), by="ann")
    assert nd.sync(desk, folder, by="ann").added == (done.statement.id,)


def test_what_was_changed_by_hand_in_the_file_stays(tmp_path: Path, folder: Path) -> None:
    desk = new_desk(tmp_path)
    ids = two_articles(desk)
    done = nd.accept(desk, ids["deal"], case=read_case(folder), by="bob")
    nd.sync(desk, folder, by="bob")
    path = folder / "statements.jsonl"
    path.write_text(path.read_text().replace("within two weeks", "within 2 weeks"))
    found = nd.sync(desk, folder, by="bob")
    assert (found.kept, found.added) == ((done.statement.id,), ())
    assert "within 2 weeks" in path.read_text()


def test_a_crash_between_database_and_file_is_mended_by_the_next_sync(tmp_path: Path, folder: Path) -> None:
    desk = new_desk(tmp_path)
    ids = two_articles(desk)
    done = nd.accept(desk, ids["deal"], case=read_case(folder), by="bob")  # and the process died here
    (folder / ".statements.jsonl.half").write_text("{")
    assert nd.sync(desk, folder, by="ann").added == (done.statement.id,)
    assert nd.sync(desk, folder, by="ann").added == ()
    assert [s.id for s in read_ledger(folder)].count(done.statement.id) == 1


def test_a_ledger_that_leads_out_of_its_folder_is_refused(tmp_path: Path, folder: Path) -> None:
    desk = new_desk(tmp_path)
    (tmp_path / "outside.jsonl").write_text("")
    (folder / "statements.jsonl").unlink()
    (folder / "statements.jsonl").symlink_to(tmp_path / "outside.jsonl")
    with pytest.raises(UsageError, match="leads out of the folder"):
        nd.sync(desk, folder, by="ann")


def test_one_event_of_two_outlets_is_found_merged_counted_and_split(desk: Desk, folder: Path) -> None:
    ids = two_articles(desk)
    group = next(g for g in nd.groups(nd.list_items(desk)) if len(g.items) > 1)
    assert {i.id for i in group.items} == {ids["call_a"], ids["call_b"]}
    assert not group.merged
    assert str(nd.attested(group.items)) == "2 outlets, 2 origins, 2 speakers"
    nd.merge_proposals(desk, [ids["call_b"], ids["call_a"]], by="ann")
    assert nd.group_of(desk, ids["call_a"]).lead.id == ids["call_b"]
    with pytest.raises(UsageError, match="merged already"):
        nd.accept(desk, ids["call_a"], case=read_case(folder), by="bob")
    nd.split_proposal(desk, ids["call_a"], by="ann")
    assert nd.get_item(desk, ids["call_a"]).state == "open"


def test_the_same_contact_presses_once(tmp_path: Path, folder: Path) -> None:
    desk = new_desk(tmp_path)
    ids = two_articles(desk)
    first = nd.accept(desk, ids["call_b"], case=read_case(folder), by="bob")
    for name in ("call_a", "readout"):
        again = nd.accept(desk, ids[name], case=read_case(folder), by="bob")
        assert again.statement.pressure == ()
        assert again.statement.same_as == first.statement.id
        assert "not counted twice" in again.notes[0]


def test_an_outlet_that_cites_itself_and_one_agency_in_five_outlets_are_one_origin(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    texts = {
        f"o{i}": f"Paper {i} of the week. The mediator called the state on Tuesday, as {i} said."
        for i in range(5)
    }
    for name, text in texts.items():
        nd.add_document(desk, text, doc_id=name, publisher=f"Paper {name}", published="2025-02-12", by="ann")
        chain = (link("the outlet", "outlet"), link("Big Agency", "agency"), link("officials", "anonymous"))
        nd.add_proposals(desk, name, [call(text, name, attribution=chain)], by="ann", case="starter")
    items = nd.list_items(desk)
    assert str(nd.attested(items)) == "5 outlets, 1 origin, 1 speaker"
    nd.add_document(
        desk,
        texts["o0"] + " More of it.",
        doc_id="self",
        publisher="Big Agency",
        published="2025-02-13",
        by="ann",
    )
    chain = (link("the outlet", "outlet"), link("Big Agency", "agency"))
    own = call(texts["o0"], "self", attribution=chain)
    nd.add_proposals(desk, "self", [own], by="ann", case="starter")
    assert str(nd.attested(nd.list_items(desk))) == "6 outlets, 1 origin, 1 speaker"


def test_a_readout_said_to_be_missing_stands_beside_the_one_that_carries_it_until_ruled(
    desk: Desk, folder: Path
) -> None:
    ids = two_articles(desk)
    (found,) = nd.disputes(desk, case="starter")
    assert found.kind == "absence"
    assert {found.a.id, found.b.id} == {ids["absence"], ids["readout"]}
    done = nd.accept(desk, ids["readout"], case=read_case(folder), by="bob")
    assert done.contradictions == (found.what,)
    assert [d.id for d in nd.disputes(desk)] == [found.id]
    with pytest.raises(UsageError, match="not part of contradiction"):
        nd.rule_on(desk, found.id, for_=ids["deal"], by="ann")
    nd.rule_on(desk, found.id, for_=ids["readout"], by="ann", reason="it is online", version=found.version)
    assert nd.disputes(desk) == []
    assert "it is online" in nd.disputes(desk, state="ruled")[0].ruling
    with pytest.raises(UsageError, match="ruled on already"):
        nd.rule_on(desk, found.id, for_="both", by="bob")


def test_the_19th_or_the_20th_is_a_contradiction_that_an_edit_settles(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ids = {}
    for name, day in (("a", "2025-03-19"), ("b", "2025-03-20")):
        text = f"{name}: The mediator called the state on Tuesday."
        nd.add_document(desk, text, doc_id=name, publisher=f"Paper {name}", published="2025-03-21", by="ann")
        ids[name] = nd.add_proposals(desk, name, [call(text, name, date=day)], by="ann", case="starter")[0]
    (found,) = nd.disputes(desk)
    assert (found.kind, found.what) == ("date", "Paper a dates it 2025-03-19, Paper b 2025-03-20")
    nd.edit(desk, ids["b"], {"date": "2025-03-19"}, by="ann")
    assert nd.disputes(desk) == []
    assert any(len(g.items) == 2 for g in nd.groups(nd.list_items(desk)))


def test_background_without_a_date_is_not_dated_to_the_report(tmp_path: Path, folder: Path) -> None:
    desk = new_desk(tmp_path)
    text = "The mediator called the state on Tuesday."
    nd.add_document(desk, text, doc_id="a", publisher="P", published="2025-02-12", by="ann")
    (key,) = nd.add_proposals(
        desk,
        "a",
        [call(text, "a", date="", date_precision="unknown", background=True)],
        by="ann",
        case="starter",
    )
    with pytest.raises(CaseError, match="it would be dated to the report"):
        nd.accept(desk, key, case=read_case(folder), by="bob")
    assert nd.get_item(desk, key).state == "open"


def test_what_is_planned_or_denied_is_a_claim_and_presses_nobody(tmp_path: Path, folder: Path) -> None:
    desk = new_desk(tmp_path)
    text = "The mediator called the state on Tuesday."
    nd.add_document(desk, text, doc_id="a", publisher="P", published="2025-02-12", by="ann")
    (key,) = nd.add_proposals(desk, "a", [call(text, "a", auxiliary=("future",))], by="ann", case="starter")
    found = nd.accept(desk, key, case=read_case(folder), by="bob").statement
    assert (found.kind, found.event, found.pressure) == ("claim", "planned_call", ())


def test_a_claim_is_judged_and_the_track_record_shows_it(desk: Desk, folder: Path) -> None:
    ids = two_articles(desk)
    done = nd.accept(desk, ids["deal"], case=read_case(folder), by="bob")
    nd.sync(desk, folder, by="bob")
    (open_,) = nd.track_record(read_ledger(folder))
    assert (open_.speaker, open_.open, open_.judged) == ("the region's spokesman", 1, 0)
    nd.judge_claim(desk, done.statement.id, "late", known_on="2025-03-20", late_days=22, by="ann")
    assert nd.sync(desk, folder, by="ann").replaced == (done.statement.id,)
    (found,) = nd.track_record(read_ledger(folder))
    assert (found.late, found.open, found.median_late_days) == (1, 0, 22)
    (then,) = nd.track_record(read_ledger(folder), "2025-03-01")
    assert then.open == 1
    with pytest.raises(UsageError, match="no outcome"):
        nd.judge_claim(desk, done.statement.id, "maybe", known_on="2025-03-20", by="ann")


def test_the_track_record_begins_with_the_claims_of_the_case() -> None:
    case = read_case("kurdistan")
    records = nd.track_record(case.ledger)
    assert sum(r.judged + r.open for r in records) == len(nd.claims_of(case.ledger)) >= 15
    assert records[0].speaker == "Hayan Abdulghani"


def test_forecasts_are_kept_once_and_outcomes_only_over_what_one_has_seen(desk: Desk) -> None:
    record = {
        "case": "starter",
        "case_hash": "abc",
        "as_of": DAY,
        "p_resumed_by": {"2025-12-31": {"pooled": 0.4}},
    }
    key = nd.issue_forecast(desk, record, by="ann")
    assert nd.issue_forecast(desk, record, by="bob") == key
    assert nd.record_outcome(desk, key, "resumed", resolved_on="2025-09-27", by="ann", version=0) == 1
    with pytest.raises(Stale):
        nd.record_outcome(desk, key, "void", by="bob", version=0)
    (found,) = nd.issued_forecasts(desk, case="starter")
    assert (found.result, found.record["p_resumed_by"]["2025-12-31"]["pooled"]) == ("resumed", 0.4)
    with pytest.raises(UsageError, match="does not say its case"):
        nd.issue_forecast(desk, {"as_of": DAY}, by="ann")


def test_a_quantity_becomes_a_figure_of_the_case(tmp_path: Path, folder: Path) -> None:
    from netback.reading.records import Quantity

    desk = new_desk(tmp_path)
    text = "Trucks carry about 105,000 barrels a day."
    made = proposal(
        text, "105,000 barrels a day", "a", kind="quantity", date="2025-02", date_precision="month"
    )
    made = made.model_copy(
        update={
            "quantities": (
                Quantity(
                    value=105000,
                    low=100000,
                    high=110000,
                    unit="bbl/day",
                    subject="trucks",
                    anchor=made.anchor,
                ),
            )
        }
    )
    nd.add_document(desk, text, doc_id="a", publisher="P", published="2025-02-12", by="ann")
    (key,) = nd.add_proposals(desk, "a", [made], by="ann", case="starter")
    found = nd.accept(desk, key, case=read_case(folder), by="bob").statement
    assert (found.value, found.subject, found.property) == ("105000 (100000..110000) b/d", "trucks", "flow")


def test_a_field_that_is_none_or_fixed_is_not_edited(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    ids = two_articles(desk)
    with pytest.raises(CaseError, match="no field 'dat'"):
        nd.edit(desk, ids["deal"], {"dat": "2025"}, by="ann")
    with pytest.raises(CaseError, match="not changed by hand"):
        nd.edit(desk, ids["deal"], {"id": "x"}, by="ann")
    with pytest.raises(CaseError, match="desk/bad-field"):
        nd.edit(desk, ids["deal"], {"polarity": 7}, by="ann")
