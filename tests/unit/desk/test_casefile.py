"""The folder of a case: what stays, what is cited, and what is said when it cannot be written."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from desk_samples import two_articles

from netback.case import read_case
from netback.case.load import SHIPPED
from netback.desk import Desk, accept, merge_proposals, refuse, split_proposal, sync
from netback.desk.database import reading
from netback.desk.store import names_in
from netback.errors import NetbackError
from netback.evidence import read_ledger


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "starter"
    shutil.copytree(SHIPPED / "starter", found)
    return found


def test_a_statement_names_the_outlets_behind_it(desk: Desk, folder: Path) -> None:
    ids = two_articles(desk)
    merge_proposals(desk, [ids["call_a"], ids["call_b"]], by="ann")
    made = accept(desk, ids["call_a"], case=read_case(folder), by="ann").statement
    assert made.note is not None
    assert "2 outlets (Northern Wire, The Daily), 2 origins (Northern Wire, The Daily)" in made.note


def test_what_is_merged_after_accepting_is_cited_too_and_no_more_once_it_is_split(
    desk: Desk, folder: Path
) -> None:
    ids = two_articles(desk)
    made = accept(desk, ids["call_a"], case=read_case(folder), by="ann").statement
    sync(desk, folder, by="ann")
    merge_proposals(desk, [ids["call_a"], ids["call_b"]], by="bob")
    assert sync(desk, folder, by="bob").replaced == (made.id,)
    note = read_ledger(folder).get(made.id).note or ""
    assert "attested by 2 outlets (Northern Wire, The Daily)" in note
    assert "also Northern Wire, 2025-02-12: “The mediator called the state on Tuesday” [with]" in note
    split_proposal(desk, ids["call_b"], by="bob")
    assert sync(desk, folder, by="bob").replaced == (made.id,)
    assert read_ledger(folder).get(made.id) == made


def test_own_words_of_a_note_stay_when_something_is_merged(desk: Desk, folder: Path) -> None:
    from netback.desk import Wording

    ids = two_articles(desk)
    wording = Wording(note="ours: see the archive")
    made = accept(desk, ids["call_a"], case=read_case(folder), by="ann", wording=wording).statement
    merge_proposals(desk, [ids["call_a"], ids["call_b"]], by="bob")
    sync(desk, folder, by="bob")
    assert (read_ledger(folder).get(made.id).note or "").startswith(
        "ours: see the archive; attested by 2 outlets"
    )


def test_a_withdrawn_statement_somebody_changed_by_hand_is_named_and_stays(desk: Desk, folder: Path) -> None:
    ids = two_articles(desk)
    made = accept(desk, ids["call_a"], case=read_case(folder), by="ann").statement
    sync(desk, folder, by="ann")
    file = folder / "statements.jsonl"
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    changed = [line | {"note": "by hand"} if line["id"] == made.id else line for line in lines]
    file.write_text("".join(json.dumps(line) + "\n" for line in changed))
    refuse(desk, ids["call_a"], by="ann", reason="an earlier call")
    for _ in range(2):
        found = sync(desk, folder, by="ann")
        assert (found.removed, found.kept) == ((), (made.id,))
    assert read_ledger(folder).get(made.id).note == "by hand"


def test_a_folder_that_cannot_be_written_to_is_said_with_what_waits_and_what_to_run(
    desk: Desk, folder: Path
) -> None:
    ids = two_articles(desk)
    made = accept(desk, ids["call_a"], case=read_case(folder), by="ann").statement
    lock = folder / ".netback-desk.lock"
    lock.mkdir()
    with pytest.raises(NetbackError, match="cannot be written to") as caught:
        sync(desk, folder, by="ann")
    assert made.id in str(caught.value)
    assert f"netback desk sync {folder}" in str(caught.value)
    lock.rmdir()
    assert sync(desk, folder, by="ann").added == (made.id,)


def test_comments_of_the_sources_stay_when_something_is_accepted(desk: Desk, folder: Path) -> None:
    file = folder / "sources.yaml"
    file.write_text("# our sources, kept by hand\n\n" + file.read_text())
    ids = two_articles(desk)
    accept(desk, ids["call_a"], case=read_case(folder), by="ann")
    sync(desk, folder, by="ann")
    assert file.read_text().startswith("# our sources, kept by hand\n\n")
    assert "\ndaily_20250212_" in file.read_text()


def test_bringing_a_folder_in_line_takes_up_its_names(desk: Desk, folder: Path) -> None:
    (folder / "aliases.yaml").write_text("- {id: dara, name: Dara Amin, kind: person, party: owner}\n")
    sync(desk, folder, by="ann")
    with reading(desk.engine) as session:
        assert names_in(session, {"starter"})["starter"].lifted("Dara Amin") == "owner"
