"""New reports against what the case's ledger has already."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from desk_samples import call, proposal
from test_names import add, desk, events, kurdistan  # noqa: F401

from netback.case import read_case
from netback.desk import (
    Desk,
    accept,
    add_document,
    add_proposals,
    disputes,
    edit,
    get_item,
    list_items,
    open_desk,
    pressure_moves,
    refuse,
    rule_on,
    sync,
    verify_log,
    wording_of,
)
from netback.desk.against import matches
from netback.errors import UsageError
from netback.evidence import read_ledger

BRUCE = "State Department spokesperson Tammy Bruce urged Iraq on Wednesday, 19 March, to reach a deal with the oil companies.\n"
READOUT = """Readout of Secretary Rubio's Call with Kurdish Prime Minister Barzani

Secretary of State Marco Rubio spoke by phone with Kurdish Prime Minister Masrour Barzani on April 11, 2025 about exports.
"""
AGAIN = """Rubio telephones Barzani

Secretary of State Marco Rubio called Prime Minister Masrour Barzani on Friday, 11 April, about oil exports.
"""


def the(desk_: Desk, type_: str):
    (found,) = [i for i in list_items(desk_) if i.proposal.type == type_]
    return found


def ledger_disputes(desk_: Desk, state: str | None = "open"):
    return [d for d in disputes(desk_, state=state) if d.statement]


def test_another_day_than_the_ledgers_is_shown_until_a_person_decides(desk, kurdistan) -> None:  # noqa: F811
    add(desk, kurdistan, BRUCE, "Paper 1", "2025-03-21")
    (found,) = ledger_disputes(desk)
    assert (found.kind, found.statement, found.b.state) == ("date", "us_20250320_bruce_baghdad", "ledger")
    assert found.what == "Kurdistan Chronicle dates it 2025-03-20, Paper 1 2025-03-19"
    done = accept(desk, found.a.id, case=read_case(kurdistan), by="ann")
    assert found.what in done.contradictions
    assert any("contradicts the date of us_20250320_bruce_baghdad" in n for n in done.notes)
    assert ledger_disputes(desk)
    rule_on(desk, found.id, for_=found.statement, by="bob", reason="the transcript is of the 20th")
    assert ledger_disputes(desk) == []
    (ruled,) = ledger_disputes(desk, state=None)
    assert ruled.ruling == "us_20250320_bruce_baghdad, by bob: the transcript is of the 20th"
    verify_log(desk)


def test_what_the_ledger_has_is_pointed_to_and_presses_once(desk, kurdistan) -> None:  # noqa: F811
    add(desk, kurdistan, AGAIN, "Paper 1", "2025-04-12")
    item = the(desk, "CONSULT")
    wording = wording_of(item, read_case(kurdistan))
    assert wording.same_as == "us_20250411_rubio_barzani"
    assert wording.pressure == ()
    assert "already in the ledger: us_20250411_rubio_barzani (corroborates)" in wording.notes
    before = read_case(kurdistan, as_of="2025-04-20")
    done = accept(desk, item.id, case=before, by="ann")
    assert done.statement.same_as == "us_20250411_rubio_barzani"
    sync(desk, kurdistan, by="ann")
    assert not any(m.moved for m in pressure_moves(before, read_case(kurdistan, as_of="2025-04-20")))


def test_a_report_that_goes_back_to_the_ledgers_source_repeats_it(desk, kurdistan) -> None:  # noqa: F811
    add(desk, kurdistan, AGAIN, "Rudaw English", "2025-04-12")
    relations = {m.statement: m.what for m in matches(the(desk, "CONSULT"), read_case(kurdistan))}
    assert "repeats, and does not corroborate" in relations["ev_20250411_rubio_barzani"]


def test_what_became_known_after_the_as_of_day_counts_too(desk, kurdistan) -> None:  # noqa: F811
    add(desk, kurdistan, AGAIN, "Paper 1", "2025-04-12")
    early = read_case(kurdistan, as_of="2025-04-01")
    assert wording_of(the(desk, "CONSULT"), early).same_as == "us_20250411_rubio_barzani"


def test_a_readout_is_held_against_the_ledgers_word_that_there_is_none(desk, kurdistan) -> None:  # noqa: F811
    add(desk, kurdistan, READOUT, "US State Department", "2025-04-12")
    found = ledger_disputes(desk)
    assert [(d.kind, d.statement) for d in found] == [("absence", "seed_a_no_us_readout")]


def test_a_missing_readout_of_one_call_is_not_held_against_the_readout_of_another(desk, kurdistan) -> None:  # noqa: F811
    text = (
        "Rubio speaks with Iraqi premier over exports\n\nUS Secretary of State Marco Rubio called Iraqi Prime Minister Mohammed "
        "Shia al-Sudani on Thursday.\n\nThe State Department has not issued a readout of the call.\n"
    )
    add(desk, kurdistan, text, "Harbor Wire", "2025-04-12")
    assert ledger_disputes(desk) == []


def test_a_missing_readout_of_one_side_is_not_held_against_the_other_sides(desk, kurdistan) -> None:  # noqa: F811
    text = "The State Department has not issued a readout of the call of 11 April between Marco Rubio and Masrour Barzani.\n"
    add(desk, kurdistan, text, "Harbor Wire", "2025-04-12")
    assert "seed_a_krg_readout" not in {d.statement for d in ledger_disputes(desk)}
    assert {d.statement for d in ledger_disputes(desk)} == {"ev_20250411_rubio_barzani"}


def test_a_call_of_other_people_is_not_the_ledgers(desk, kurdistan) -> None:  # noqa: F811
    add(desk, kurdistan, AGAIN.replace("Marco Rubio", "Michael Waltz").replace("Secretary of State", "The adviser"), "Paper 1", "2025-04-12")  # fmt: skip
    assert [m for m in matches(the(desk, "CONSULT"), read_case(kurdistan)) if m.relation == "same"] == []


def test_a_contradiction_goes_when_an_edit_removes_its_ground(desk, kurdistan) -> None:  # noqa: F811
    add(desk, kurdistan, BRUCE, "Paper 1", "2025-03-21")
    (found,) = ledger_disputes(desk)
    edit(desk, found.a.id, {"date": "2025-03-20"}, by="ann")
    assert {d.statement for d in ledger_disputes(desk)} == {"ev_20250319_bruce_urges"}
    edit(desk, found.a.id, {"date": "2025-03-02"}, by="ann")
    assert ledger_disputes(desk) == []


def test_refusing_the_proposal_closes_what_it_contradicted(desk, kurdistan) -> None:  # noqa: F811
    add(desk, kurdistan, BRUCE, "Paper 1", "2025-03-21")
    refuse(desk, the(desk, "REQUEST").id, by="ann", reason="no")
    assert ledger_disputes(desk) == []


def test_a_ruling_for_what_is_no_part_of_it_is_refused(desk, kurdistan) -> None:  # noqa: F811
    add(desk, kurdistan, BRUCE, "Paper 1", "2025-03-21")
    add(desk, kurdistan, AGAIN, "Paper 2", "2025-04-12")
    (found,) = [d for d in ledger_disputes(desk) if d.kind == "date"]
    with pytest.raises(UsageError, match="us_20250320_bruce_baghdad or both"):
        rule_on(desk, found.id, for_=the(desk, "CONSULT").id, by="bob")


def quantity(text: str, words: str, doc_id: str, value: float, subject: str, **fields: object):
    made = proposal(text, words, doc_id, kind="quantity", **fields)
    from netback.reading.records import Quantity

    number = Quantity(value=value, unit="bbl/day", subject=subject, anchor=made.anchor)
    return made.model_copy(update={"quantities": (number,)})


def figures(desk_: Desk, folder: Path, value: float, **fields: object):
    text = f"The line carried {value:g} barrels a day."
    add_document(desk_, text, doc_id=f"q{value:g}", publisher="Paper 1", published="2025-10-01", by="ann")
    (key,) = add_proposals(
        desk_, f"q{value:g}", [quantity(text, "The line", f"q{value:g}", value, "itp_krg", **fields)], by="ann", case="kurdistan"
    )  # fmt: skip
    return matches(get_item(desk_, key), read_case(folder))


def test_a_figure_is_compared_with_the_ledgers_of_the_same_subject_and_time(desk, kurdistan) -> None:  # noqa: F811
    assert {m.relation for m in figures(desk, kurdistan, 185_000)} >= {"same"}
    found = [m for m in figures(desk, kurdistan, 20_000) if m.statement == "vol_restart_initial"]
    assert [m.relation for m in found] == ["figure"]
    assert "185 (180..190) kb/d" in found[0].what
    assert figures(desk, kurdistan, 3.0, date="2019", date_precision="year") == ()


def test_the_same_call_of_two_papers_presses_once_with_own_words_too(tmp_path: Path) -> None:
    import shutil
    from dataclasses import replace

    from netback.case.load import SHIPPED

    folder = tmp_path / "starter"
    shutil.copytree(SHIPPED / "starter", folder)
    texts = {
        "a": "The mediator called the state on Tuesday to ask.",
        "b": "Once more: The mediator called the state on Tuesday.",
    }
    with open_desk(f"sqlite:///{tmp_path}/d.db") as one, open_desk(f"sqlite:///{tmp_path}/e.db") as two:
        keys = {}
        for name, desk_ in (("a", one), ("b", one), ("b", two)):
            add_document(
                desk_, texts[name], doc_id=name, publisher=f"Paper {name}", published="2025-02-12", by="ann"
            )
            (keys[name],) = add_proposals(desk_, name, [call(texts[name], name)], by="ann", case="starter")
        scores = []
        for name, desk_ in (("a", one), ("b", one), ("b", two)):
            before = read_case(folder, as_of="2024-12-31")
            wording = replace(wording_of(get_item(desk_, keys[name]), before), note="a note")
            accept(desk_, keys[name], case=before, by="ann", wording=wording)
            sync(desk_, folder, by="ann")
            (move,) = [
                m for m in pressure_moves(before, read_case(folder, as_of="2025-03-01")) if m.score_after
            ]
            scores.append(round(move.score_after, 6))
    assert scores[0] == scores[1] == scores[2]
    pressing = [s for s in read_ledger(folder) if s.pressure and s.id.startswith("d2025")]
    assert len(pressing) == 1


def test_reprints_of_one_absence_are_one_contradiction_and_one_ruling_settles_them(tmp_path: Path) -> None:
    absence = (
        "Talks over the shut line go on\n\nThe mediator has not issued a readout of the call with the state on Tuesday. "
        "Officials of the region would not say what was discussed there, or when the two sides would speak again.\n"
    )
    readout = "The mediator's office on the call\n\nIn a readout the mediator said that it had called the state on Tuesday.\n"
    with open_desk(f"sqlite:///{tmp_path}/d.db") as found:
        for n in range(3):
            add_document(
                found,
                f"{absence}Edition {n}.\n",
                doc_id=f"a{n}",
                publisher=f"Paper {n}",
                published="2025-02-12",
                by="ann",
            )
            made = proposal(absence, "The mediator has not issued a readout", f"a{n}", kind="claim", type="CLAIM", mode="absence",
                            actors=("mediator",), channel="readout", date="2025-02-12", date_precision="day")  # fmt: skip
            add_proposals(found, f"a{n}", [made], by="ann", case="starter")
        add_document(found, readout, doc_id="r", publisher="Wire", published="2025-02-12", by="ann")
        told = proposal(readout, "it had called the state on Tuesday", "r", type="CONSULT", mode="phone", actors=("mediator",),
                        targets=("owner",), channel="call", date="2025-02-11", date_precision="day")  # fmt: skip
        add_proposals(found, "r", [told], by="ann", case="starter")
        (shown,) = disputes(found)
        assert len(shown.also) == 2
        rule_on(found, shown.id, for_="both", by="ann", reason="it came out later")
        assert disputes(found) == []
        (ruled,) = disputes(found, state="ruled")
        assert ruled.ruling == "both, by ann: it came out later"


@pytest.mark.parametrize(
    ("heading", "carries"),
    [
        ("Readout of the mediator's call with the state", True),
        ("The mediator calls the state", False),
        ("No readout of the mediator's call", False),
        ("The mediator has yet to issue a readout", False),
    ],
)
def test_a_heading_can_say_that_a_report_is_a_readout(tmp_path: Path, heading: str, carries: bool) -> None:
    absence = "Nothing was published: the mediator gave no readout of it."
    body = f"{heading}\n\nThe mediator called the state on Tuesday."
    with open_desk(f"sqlite:///{tmp_path}/d.db") as found:
        add_document(found, absence, doc_id="a", publisher="Paper", published="2025-02-12", by="ann")
        made = proposal(absence, "the mediator gave no readout of it", "a", kind="claim", type="CLAIM", mode="absence",
                        actors=("mediator",), channel="readout", date="2025-02-12", date_precision="day")  # fmt: skip
        add_proposals(found, "a", [made], by="ann", case="starter")
        add_document(found, body, doc_id="b", publisher="Wire", published="2025-02-12", by="ann")
        add_proposals(found, "b", [call(body, "b")], by="ann", case="starter")
        assert [d.kind for d in disputes(found)] == ["absence"] * carries


def test_undated_figures_of_one_week_contradict_and_of_two_years_are_not_one(tmp_path: Path) -> None:
    from netback.desk import groups

    with open_desk(f"sqlite:///{tmp_path}/d.db") as found:
        for name, day, value in (
            ("a", "2025-02-12", 400.0),
            ("b", "2025-02-13", 300.0),
            ("c", "2023-02-12", 400.0),
            ("d", "2025-02-14", 400.0),
        ):
            text = f"{name} {name} {name} {name} {name}. The state exported {value:g} barrels."
            add_document(found, text, doc_id=name, publisher=name, published=day, by="ann")
            add_proposals(
                found, name, [quantity(text, "The state", name, value, "Exports")], by="ann", case="starter"
            )
        pairs = {frozenset((d.a.document, d.b.document)) for d in disputes(found)}
        assert pairs == {frozenset("ab"), frozenset("bd")}
        assert sorted(sorted(i.document for i in g.items) for g in groups(list_items(found))) == [
            ["a", "d"],
            ["b"],
            ["c"],
        ]


def _desk(tmp_path: Path, kurdistan: Path, monkeypatch: pytest.MonkeyPatch):  # noqa: F811
    """The desk's commands in a folder of their own."""
    from typer import Typer
    from typer.testing import CliRunner

    from netback.views.commands import desk as commands

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NETBACK_DESK_BY", "ann")
    monkeypatch.setenv("NETBACK_DESK", f"sqlite:///{tmp_path}/commands.db")
    program = Typer()
    program.callback()(lambda: None)
    commands.register(program)

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(program, ["desk", *arguments])
        return done.stdout if done.exception is None else repr(done.exception)

    for number, (text, day) in enumerate(((BRUCE, "2025-03-21"), (AGAIN, "2025-04-12")), 1):
        (tmp_path / f"{number}.txt").write_text(text)
        run("add", f"{number}.txt", "--case", str(kurdistan), "--published", day, "--publisher", "Paper 1")
    return run


def test_the_commands_name_statements_of_the_ledger_in_full(
    tmp_path: Path, kurdistan: Path, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    run = _desk(tmp_path, kurdistan, monkeypatch)
    listed = run("list", "--case", str(kurdistan))
    assert listed.count("already in the ledger: us_20250411_rubio_barzani, ev_20250411_rubio_barzani") == 1
    assert "\n  us_20250320_bruce_baghdad (ledger) " in listed
    known = json.loads(run("list", "--json"))  # of a case that is not named, the desk knows the folder
    (against,) = [c for c in known["contradictions"] if c["ledger"]]
    (key,) = [
        e["lead"]["id"] for e in known["events"]
        if any("us_20250411_rubio_barzani" in line for line in e["in_ledger"])
    ]  # fmt: skip
    shown = run("show", key, "--case", str(kurdistan))
    assert shown.count("already in the ledger: us_20250411_rubio_barzani") == 1
    number = str(against["number"])
    wrong = run("merge", "--rule", number, "--for", "us_20250320")
    assert f"us_20250320 is not part of contradiction {number}; name {against['a']['id']}, us_20250320_bruce_baghdad" in wrong  # fmt: skip
    accepted = run("accept", against["a"]["id"], "--case", str(kurdistan), "--as-of", "2025-03-31")
    assert "no pressure moves as known on 2025-03-31: us_on_baghdad stays high" in accepted
    assert accepted.count(against["what"]) == 1
    assert "is decided" in run("merge", "--rule", number, "--for", "us_20250320_bruce_baghdad")


def test_a_reprint_of_what_was_accepted_does_not_corroborate_it(desk, kurdistan) -> None:  # noqa: F811
    add(desk, kurdistan, BRUCE, "Paper 1", "2025-03-21")
    done = accept(desk, the(desk, "REQUEST").id, case=read_case(kurdistan), by="ann")
    sync(desk, kurdistan, by="ann")
    add(desk, kurdistan, BRUCE, "Paper 2", "2025-03-22")
    (copy,) = [i for i in list_items(desk) if i.reprint_of]
    known = {m.statement: m.what for m in matches(copy, read_case(kurdistan)) if m.relation == "same"}
    assert known[done.statement.id] == "Paper 2 reprints Paper 1: it repeats, and does not corroborate"
    assert known["ev_20250319_bruce_urges"] == "corroborates"
