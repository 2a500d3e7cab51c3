"""Claims held against what a ledger says happened."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from desk_samples import call, new_desk, two_articles

import netback.desk as nd
from netback.case import read_case
from netback.case.load import SHIPPED
from netback.desk import Desk
from netback.desk.claims import claims_of, due_on, horizon_in_words, share_by_horizon
from netback.desk.scoring import LATE_DAYS, Score, awaited, late_days, score_claim, score_claims
from netback.errors import UsageError
from netback.evidence import Claim, Ledger, Source, Statement, read_ledger

SOURCE = Source(publisher="P", reliability="B")


def claim(text: str = "A deal is near.", **fields: Any) -> Statement:
    return Statement.model_validate(
        {"id": "said", "kind": "claim", "event": "claim_imminent", "text": text, "source": "p", "as_of": "2025-02-12",
         "published_on": "2025-02-12", "claim": {"speaker": "X", "horizon_days": 14}} | fields
    )  # fmt: skip


def event(name: str, text: str, as_of: str, **fields: Any) -> Statement:
    return Statement.model_validate(
        {"id": f"e{as_of}", "kind": "event", "event": name, "text": text, "source": "p", "as_of": as_of,
         "published_on": "2025-03-31"} | fields
    )  # fmt: skip


def deal(as_of: str, **fields: Any) -> Statement:
    return event("agreement", "Signed.", as_of, **fields)


def _score(said: Statement, *events: Statement, day: str = "2025-06-30") -> Score | None:
    return score_claims(Ledger((said, *events), {"p": SOURCE}), day).get(said.id)


@pytest.mark.parametrize(
    ("as_of", "outcome", "late"),
    [
        ("2025-02-20", "kept", None),
        ("2025-02-26", "kept", None),
        ("2025-02-27", "late", 1),
        ("2025-03-29", "late", LATE_DAYS),
        ("2025-03-30", "failed", None),
        ("2025-02-11", "failed", None),
        ("2025-03", "undecided", None),
        ("2025-02", "undecided", None),
    ],
)
def test_a_claim_is_kept_late_or_failed_by_the_day_of_the_event(
    as_of: str, outcome: str, late: int | None
) -> None:
    found = _score(claim(), deal(as_of))
    assert found is not None
    assert (found.outcome, found.late_days) == (outcome, late)
    assert found.event == ("" if outcome == "failed" else f"e{as_of}")


def test_nothing_is_proposed_before_it_is_due_or_known() -> None:
    assert _score(claim(), day="2025-02-26") is None
    overdue = _score(claim(), deal("2025-02-20"), day="2025-02-27")
    assert overdue is not None
    assert (overdue.outcome, overdue.event) == ("failed", "")  # the deal was published only on 31 March
    assert str(overdue.known_on) == "2025-02-27"
    judged = claim(claim={"speaker": "X", "outcome": "failed", "outcome_known_on": "2025-03-20"})
    assert _score(judged, deal("2025-02-20")) is None
    before = score_claims(Ledger((judged,), {"p": SOURCE}).known_on("2025-03-19"), "2025-03-19")
    assert before["said"].outcome == "failed"


def test_the_first_event_of_the_kind_settles_it() -> None:
    found = _score(claim(), deal("2025-03-20"), deal("2025-02-20"), event("ruling", "Won.", "2025-02-13"))
    assert found is not None
    assert found.event == "e2025-02-20"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("A deal to resume exports is near.", "deal"),
        ("Exports will resume within days.", "restart"),
        ("Flows restart once a deal is signed.", "restart"),
        ("The agreement will be signed on Sunday.", "deal"),
        ("Pumping will start this week.", "restart"),
        ("Exports expected soon.", "restart"),
        ("The inspection is done in a week.", ""),
    ],
)
def test_what_is_awaited_is_read_off_the_words(text: str, what: str) -> None:
    assert awaited(claim(text)) == what


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("Exports through the line resumed on Saturday.", True),
        ("The line was reopened.", True),
        ("Crude began to flow.", True),
        ("Exports stopped.", False),
        ("Exports did not resume.", False),
        ("Production resumed at the field.", False),
    ],
)
def test_only_flows_that_begin_again_are_a_restart(text: str, there: bool) -> None:
    found = _score(claim("Exports will resume."), event("flow_change", text, "2025-02-20"))
    assert found is not None
    assert (found.outcome == "kept") is there


def test_what_is_not_understood_is_left_to_a_person() -> None:
    found = _score(claim("The inspection is done in a week."), deal("2025-02-20"))
    assert found is not None
    assert found.outcome == "undecided"


@pytest.mark.parametrize(
    ("words", "days"),
    [("within days", 7), ("very soon", 14), ("soon", 30), ("in the near future", 30), ("vague", 30)],
)
def test_vague_words_have_the_default_days_of_the_reader_and_say_so(words: str, days: int) -> None:
    said = claim(claim={"speaker": "X", "horizon_text": words})
    assert said.claim is not None
    assert due_on(said, said.claim) == dt.date(2025, 2, 12) + dt.timedelta(days=days)
    assert f"{days} days by default" in horizon_in_words(said, said.claim)


def test_a_vague_claim_is_late_from_the_day_it_was_said() -> None:
    said = claim(claim={"speaker": "X", "horizon_text": "in the coming days"})
    found = _score(said, deal("2025-02-27"))
    assert found is not None
    assert (found.outcome, found.late_days) == ("late", 15)
    assert said.claim is not None
    assert late_days(said, said.claim, deal("2025-02-27")) == 15
    assert late_days(said, said.claim, deal("2025-02-14")) is None
    assert late_days(said, said.claim, deal("2025-03")) is None


def test_a_claim_dated_to_the_month_was_said_before_it_could_be_read() -> None:
    said = claim(as_of="2025-02")
    assert said.claim is not None
    assert due_on(said, said.claim) == dt.date(2025, 2, 26)


def test_the_rule_agrees_with_those_who_judged_the_shipped_claims() -> None:
    ledger = read_ledger(SHIPPED / "kurdistan")
    same, apart = 0, []
    for statement, judged in claims_of(ledger):
        blank = {"outcome": "open", "late_days": None, "outcome_known_on": None}
        found = score_claim(statement, judged.model_copy(update=blank), ledger, dt.date(2026, 8, 1))
        assert found is not None
        if found.outcome == judged.outcome:
            same += 1
        elif found.outcome != "undecided":
            apart.append(statement.id)
    assert same >= 17
    assert len(apart) <= 2  # two vague ones, which whoever judged them gave other days than the reader does


# --- judging ------------------------------------------------------------------------------------------------------


def _accepted_deal(desk: Desk, tmp_path: Path) -> tuple[Path, str]:
    ids = two_articles(desk)
    folder, _ = nd.case_folder("starter", tmp_path)
    done = nd.accept(desk, ids["deal"], case=read_case(folder), by="bob")
    nd.sync(desk, folder, by="bob")
    return folder, done.statement.id


def test_a_judgement_is_not_overwritten_unless_what_stands_there_is_named(desk: Desk, tmp_path: Path) -> None:
    folder, key = _accepted_deal(desk, tmp_path)
    nd.judge_claim(desk, key, "late", known_on="2025-03-20", late_days=22, by="ann")
    with pytest.raises(UsageError, match="judged late by 22 days already by ann at 20"):
        nd.judge_claim(desk, key, "kept", known_on="2025-02-20", by="bob")
    with pytest.raises(UsageError, match="--was late --reason WHY"):
        nd.judge_claim(desk, key, "kept", known_on="2025-02-20", by="bob", was="late")
    with pytest.raises(UsageError, match="judged late"):
        nd.judge_claim(desk, key, "kept", known_on="2025-02-20", by="bob", was="failed", reason="x")
    same = nd.judge_claim(desk, key, "late", known_on="2025-03-20", late_days=22, by="bob")
    assert same.note is not None
    assert "judged by ann" in same.note
    new = nd.judge_claim(
        desk, key, "kept", known_on="2025-02-20", by="bob", was="late", reason="it was signed"
    )
    assert new.note is not None
    assert new.note.count("outcome: ") == 1
    assert "judged by bob" in new.note
    assert nd.sync(desk, folder, by="bob").replaced == (key,)
    again = nd.judge_claim(desk, key, "open", known_on="2025-02-20", by="ann", was="kept", reason="unclear")
    assert again.claim == Claim(
        speaker="the region's spokesman", horizon_text="within two weeks", horizon_days=14
    )
    assert "outcome: " not in (again.note or "")
    with pytest.raises(UsageError, match="is open, not kept"):
        nd.judge_claim(desk, key, "failed", known_on="2025-02-27", by="ann", was="kept", reason="x")


def test_the_share_by_horizon_counts_what_is_judged(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    folder, key = _accepted_deal(desk, tmp_path)
    (row,) = share_by_horizon(claims_of(read_ledger(folder)))
    assert (row.open, row.share_kept) == (1, None)
    nd.judge_claim(desk, key, "kept", known_on="2025-02-20", settled_by="x", by="ann")
    nd.sync(desk, folder, by="ann")
    (row,) = share_by_horizon(claims_of(read_ledger(folder)))
    assert (row.horizon, row.kept, row.share_kept) == ("up to a month", 1, 1.0)


def test_an_accepted_event_settles_an_accepted_claim(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    folder, key = _accepted_deal(desk, tmp_path)
    assert score_claims(read_ledger(folder), "2025-02-20") == {}
    text = "The mediator called the state on Tuesday, and the deal was signed."
    nd.add_document(desk, text, doc_id="c", publisher="P", published="2025-03-04", by="ann")
    given = {"type": "AGREE", "mode": "sign", "channel": "signing", "date": "2025-03-03"}
    (signed,) = nd.add_proposals(desk, "c", [call(text, "c", **given)], by="ann", case="starter")
    done = nd.accept(desk, signed, case=read_case(folder), by="bob")
    nd.sync(desk, folder, by="bob")
    found = score_claims(read_ledger(folder), "2025-04-01")[key]
    assert (found.outcome, found.late_days, found.event) == ("late", 5, done.statement.id)
    assert str(found.known_on) == "2025-03-04"
