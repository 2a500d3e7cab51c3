"""One table of names for `read` and the desk: persons and offices stand for their party, and keep their own name."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from netback.case import read_case
from netback.case.load import SHIPPED
from netback.desk import (
    Desk,
    accept,
    attested,
    disputes,
    groups,
    list_items,
    open_desk,
    pressure_moves,
    sync,
)
from netback.desk.corroborate import origins_by_document
from netback.desk.names import NOBODY, Names, alias_table, alias_table_of, names_from, names_of
from netback.desk.reader import read_reports
from netback.errors import UsageError
from netback.evidence import read_ledger

CALL_A = """Rubio speaks with Iraqi premier over exports

US Secretary of State Marco Rubio called Iraqi Prime Minister Mohammed Shia al-Sudani on Thursday about oil exports, two
officials familiar with the call told Harbor Wire.
"""
CALL_B = """Call between Washington and Baghdad

Secretary Rubio spoke by phone with Iraq's prime minister on April 10, 2025 about oil exports, the State Department said.
"""
BARZANI_A = """Rubio telephones Erbil

Secretary of State Marco Rubio called Kurdish Prime Minister Masrour Barzani on Tuesday, 6 May, about oil exports.
"""
BARZANI_B = """Call on exports

On Tuesday, 6 May, Rubio and Masrour Barzani spoke by phone and discussed the resumption of oil exports.
"""
REUTERS = (
    "Iraq halted exports through the pipeline on Thursday, two sources told Reuters.\n",
    "According to Reuters, Iraq halted exports through the pipeline on Thursday.\n\nThe markets were calm all day.\n",
    "Crude stops again\n\nIraq halted exports on Thursday, Reuters reported. Nothing else is known of it.\n",
)


@pytest.fixture
def kurdistan(tmp_path: Path) -> Path:
    """A copy of the shipped case that may be written to."""
    folder = tmp_path / "kurdistan"
    shutil.copytree(SHIPPED / "kurdistan", folder)
    return folder


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(f"sqlite:///{tmp_path}/desk.db")


def add(desk: Desk, folder: Path, text: str, publisher: str, published: str, name: str = ""):
    file = folder.parent / f"{name or publisher.lower().replace(' ', '_')}.txt"
    file.write_text(text)
    case = read_case(folder)
    return read_reports(desk, file, by="ann", case=case, published=published, publisher=publisher)[0]


def events(desk: Desk, type_: str):
    found = [g for g in groups(list_items(desk)) if g.lead.proposal.type == type_]
    assert found, [i.proposal for i in list_items(desk)]
    return found


def test_the_desk_and_read_have_one_table() -> None:
    assert alias_table(read_case("kurdistan")).aliases == alias_table_of("kurdistan").aliases
    assert alias_table(read_case("starter")).aliases == alias_table_of("starter").aliases
    assert alias_table(None).aliases == []


def test_parties_without_aliases_are_found_within_a_sentence() -> None:
    table = alias_table_of("starter")
    assert [m.id for m in table.find("It asked the state and the mediator.")] == ["owner", "mediator"]


def test_persons_offices_and_organisations_are_lifted_and_keep_their_name() -> None:
    names = names_of(read_case("kurdistan"))
    given = ("rubio", "State Department", "SOMO", "baghdad", "Erbil", "US Secretary of State")
    assert [names.lifted(n) for n in given] == ["us", "us", "iraq", "iraq", "krg", "us"]
    assert names.party("Reuters") == names.party("Norway") == ""
    assert names.lifted("Norway") == "norway"


def test_an_office_is_whoever_held_it_on_the_day() -> None:
    names = names_of(read_case("kurdistan"))
    days = [dt.date(2024, 6, 1), dt.date(2025, 4, 10)]
    assert [names.who("US Secretary of State", d) for d in days] == ["blinken", "rubio"]
    assert names.shown("rubio", days[1]) == "US Secretary of State Marco Rubio"
    assert names.shown("rubio", days[0]) == "Marco Rubio"
    assert names.office("bruce", dt.date(2025, 3, 19)) == "State Department spokesperson"


def test_names_come_back_from_their_text() -> None:
    names = names_of(read_case("kurdistan"))
    assert names_from(names.text).table.aliases == names.table.aliases
    assert names_from("") is NOBODY


def test_names_of_a_ledger_are_found_in_their_own_wording() -> None:
    names = names_of(read_case("kurdistan"))
    day = dt.date(2025, 3, 20)
    assert names.mentioned("State Department (Tammy Bruce)", day) == ("state_department", "bruce")
    assert [names.lifted(n) for n in names.mentioned("Baghdad / KRG / IOCs")] == ["iraq", "krg", "iocs"]
    assert names.mentioned("Reuters sources") == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: 1", "not a list of aliases"),
        ("- [1]", "not a list of aliases"),
        ("- {id: a, name: A, kind: party}\n- {id: a, name: B, kind: party}", "one id twice"),
        ("- {id: a, name: A, kind: party, spellings: Abc}", "spellings is not a list"),
        ("- {id: a, name: A, kind: ghost}", "unknown kind"),
        ("- {id: a, name: [", "cannot be read"),
    ],
)
def test_an_alias_file_that_is_none_is_refused(kurdistan, text, words) -> None:
    (kurdistan / "aliases.yaml").write_text(text)
    with pytest.raises(UsageError, match=words):
        alias_table_of(kurdistan)
    with pytest.raises(UsageError, match=words):
        alias_table(read_case(kurdistan))


def test_an_alias_file_of_comments_only_adds_nothing(kurdistan) -> None:
    (kurdistan / "aliases.yaml").write_text("# nothing yet\n")
    assert {"us", "iraq"} <= {a.id for a in alias_table_of(kurdistan).aliases}


def test_a_call_told_by_two_outlets_is_one_event(desk, kurdistan) -> None:
    add(desk, kurdistan, BARZANI_A, "Harbor Wire", "2025-05-07")
    add(desk, kurdistan, BARZANI_B, "Paper 2", "2025-05-07")
    (call,) = events(desk, "CONSULT")
    assert len(call.items) == 2
    assert call.lead.parties == {"us", "krg"}
    assert {person for _, _, person in call.lead.people} == {"rubio", "masrour_barzani"}


def test_calls_of_two_persons_of_one_party_are_two_events(desk, kurdistan) -> None:
    add(desk, kurdistan, BARZANI_A, "Harbor Wire", "2025-05-07")
    add(desk, kurdistan, BARZANI_B.replace("Masrour", "Nechirvan"), "Paper 2", "2025-05-07")
    assert len(events(desk, "CONSULT")) == 2


def test_three_papers_citing_one_agency_are_one_origin(desk, kurdistan) -> None:
    for number, text in enumerate(REUTERS, 1):
        add(desk, kurdistan, text, f"Paper {number}", "2025-04-11")
    (halt,) = events(desk, "SANCTION")
    found = attested(halt.items, origins_by_document(desk))
    assert (len(found.outlets), found.origins) == (3, ("Reuters",))


def test_an_outlet_citing_itself_adds_neither_origin_nor_speaker(desk, kurdistan) -> None:
    add(desk, kurdistan, "Rudaw has learned that Iraq halted exports on Thursday, Rudaw reported.\n", "Rudaw English", "2025-04-11")  # fmt: skip
    (halt,) = events(desk, "SANCTION")
    found = attested(halt.items)
    assert (found.origins, found.speakers) == (("Rudaw English",), ())


def test_two_days_for_one_statement_of_a_spokesperson_are_shown(desk, kurdistan) -> None:
    add(desk, kurdistan, "State Department spokesperson Tammy Bruce urged Iraq on Wednesday, 19 March, to reach a deal with the oil companies.\n", "Paper 1", "2025-03-21")  # fmt: skip
    add(desk, kurdistan, "On Thursday, US State Department spokeswoman Tammy Bruce urged Baghdad to reach an agreement with the companies.\n", "Paper 2", "2025-03-21")  # fmt: skip
    between = [d for d in disputes(desk) if d.kind == "date" and d.b.state == "open"]
    assert [d.what for d in between] == ["Paper 1 dates it 2025-03-19, Paper 2 2025-03-20"]


def test_an_absence_of_one_office_is_held_against_the_readout_of_a_persons_call(desk, kurdistan) -> None:
    add(desk, kurdistan, "The State Department has not issued a readout of the call on Thursday between Secretary of State Marco Rubio and Iraqi Prime Minister Mohammed Shia al-Sudani.\n", "Paper 1", "2025-04-12")  # fmt: skip
    add(desk, kurdistan, "Secretary Rubio spoke with Iraqi Prime Minister Mohammed Shia al-Sudani on Thursday, according to a readout issued by the State Department.\n", "Paper 2", "2025-04-12")  # fmt: skip
    assert [d.kind for d in disputes(desk)] == ["absence"]


def test_accepting_a_call_of_persons_moves_the_pressure_of_their_parties(desk, kurdistan) -> None:
    add(desk, kurdistan, CALL_A, "Harbor Wire", "2025-04-12")
    (call,) = events(desk, "CONSULT")
    before = read_case(kurdistan, as_of="2025-04-20")
    done = accept(desk, call.lead.id, case=before, by="ann")
    assert [(p.by, p.on, p.kind) for p in done.statement.pressure] == [("us", "baghdad", "call")]
    sync(desk, kurdistan, by="ann")
    moves = {m.driver: m for m in pressure_moves(before, read_case(kurdistan, as_of="2025-04-20"))}
    assert moves["us_on_baghdad"].score_after > moves["us_on_baghdad"].score_before
    assert done.statement.id in moves["us_on_baghdad"].statements
    assert not moves["us_on_erbil"].moved


def test_a_statement_names_people_as_the_ledger_does(desk, kurdistan) -> None:
    add(desk, kurdistan, CALL_A, "Harbor Wire", "2025-04-12")
    (call,) = events(desk, "CONSULT")
    made = accept(desk, call.lead.id, case=read_case(kurdistan), by="ann").statement
    assert made.actor == "US Secretary of State Marco Rubio"
    assert made.target == "Iraqi Prime Minister Mohammed Shia al-Sudani"


def test_a_claim_is_the_persons_with_the_office_held_that_day(desk, kurdistan) -> None:
    text = '"Exports will resume within two weeks," Iraqi oil minister Hayan Abdul-Ghani said on Thursday.\n'
    add(desk, kurdistan, text, "Harbor Wire", "2025-04-12")
    (claim,) = [i for i in list_items(desk) if i.proposal.kind == "claim"]
    made = accept(desk, claim.id, case=read_case(kurdistan), by="ann").statement
    known = {s.claim.speaker for s in read_ledger(kurdistan) if s.claim and "abdulghani" in s.id}
    assert made.claim is not None
    assert {made.claim.speaker} == known
    assert made.claim.office == "Iraqi oil minister"


def test_names_looked_up_without_a_case_stay_as_written() -> None:
    names = Names()
    assert (names.shown("Dara Amin"), names.lifted("The State"), names.party("x")) == (
        "Dara Amin",
        "state",
        "",
    )


def test_reading_a_report_uses_the_desks_table_and_loads_no_database(tmp_path: Path) -> None:
    from netback.views.commands import reading

    assert reading.alias_table_of is alias_table_of
    (tmp_path / "a.txt").write_text("The mediator called the state on Tuesday.\n")
    code = (
        "import sys; sys.argv = ['netback', 'read', 'a.txt', '--case', 'starter']\n"
        "from netback.views.cli import app\n"
        "try:\n app()\nexcept SystemExit:\n pass\n"
        "print('loaded', 'sqlalchemy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)  # fmt: skip
    assert done.stdout.endswith("loaded False\n")
