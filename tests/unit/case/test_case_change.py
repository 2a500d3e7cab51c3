"""What-ifs, scenarios, copies."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from netback.case import Case, apply_scenario, diff_cases, read_case, set_values, write_case, write_starter
from netback.errors import CaseError, UnknownAsOf, UsageError

TRUNK = "network.arcs.trunk.capacity"


@pytest.fixture(scope="module")
def case() -> Case:
    return read_case("starter")


def test_a_what_if_is_a_new_case_with_the_same_places(case: Case) -> None:
    other = set_values(case, {TRUNK: "0.2 mb/d"})
    assert other.number(TRUNK) == 200
    assert case.number(TRUNK) == 300
    assert diff_cases(case, other) == [TRUNK]
    assert other.line(TRUNK) == case.line(TRUNK) > 0
    assert other.hash != case.hash


def test_a_what_if_replaces_every_dated_entry(case: Case) -> None:
    path = "network.nodes.north.capacity"
    assert len(case.value(path).entries) > 1
    other = set_values(case, {path: "90 kb/d"})
    assert [e.begins for e in other.value(path).entries] == [None]


def test_flags_and_step_amounts_can_be_set(case: Case) -> None:
    changes = {"parties.transit.veto": "yes", "contracts.export_deal.steps.fee.amount": "20 USD/bbl"}
    other = set_values(case, changes)
    assert diff_cases(case, other) == sorted(changes)


def test_every_fault_of_a_what_if_is_raised_at_once(case: Case) -> None:
    with pytest.raises(CaseError) as caught:
        set_values(
            case,
            {
                "network.arcs.trunc.capacity": "1 kb/d",
                TRUNK: "1 USD/bbl",
                "network.arcs.trunk.tariff": "1 USD/bbl [nobody]",
                "nowhere": "1",
            },
        )
    assert [p.slug for p in caught.value.problems] == [
        "case/unknown-path",
        "case/wrong-unit",
        "case/unknown-statement",
        "case/unknown-path",
    ]
    assert caught.value.problems[0].fix == TRUNK


@pytest.mark.parametrize(
    ("path", "text", "slug"),
    [
        (TRUNK, "-1 kb/d", "case/out-of-range"),
        ("drivers.road.transition.open -> closed", "130 %/month", "case/transition-sum"),
        ("contracts.local_sales.steps.levy.amount", "130 %", "case/out-of-range"),
    ],
)
def test_numbers_out_of_range_are_refused(case: Case, path: str, text: str, slug: str) -> None:
    with pytest.raises(CaseError) as caught:
        set_values(case, {path: text})
    assert slug in [p.slug for p in caught.value.problems]


def test_scenarios_set_hold_and_multiply(case: Case) -> None:
    assert apply_scenario(case, "road_closed").held == {"road": "closed"}
    assert apply_scenario(case, "more_calls").held == {"push": "*2.0"}
    better = apply_scenario(case, "better_grant")
    assert better.number("contracts.grant_now.steps.grant.collection.probability") == 1
    both = apply_scenario(apply_scenario(case, "road_closed"), "more_calls")
    assert both.held == {"road": "closed", "push": "*2.0"}
    assert both.scenario == "road_closed+more_calls"
    assert case.held is None


def test_an_unknown_scenario_names_the_nearest(case: Case) -> None:
    with pytest.raises(UsageError, match="did you mean road_closed"):
        apply_scenario(case, "road_close")


def test_a_factor_that_rests_on_a_later_statement_is_not_used(tmp_path: Path) -> None:
    folder = write_starter("toy", tmp_path)
    text = (folder / "case.yaml").read_text("utf-8")
    text = text.replace("{push: 2 (1.5..2.5)}", '{push: "2 (1.5..2.5) [urging_december]"}')
    (folder / "case.yaml").write_text(text, "utf-8")
    assert apply_scenario(read_case(folder), "more_calls").held == {"push": "*2.0"}
    with pytest.raises(UnknownAsOf, match="published after 2024-06-30"):
        apply_scenario(read_case(folder, as_of="2024-06-30"), "more_calls")


def test_a_written_case_reads_back_the_same(case: Case, tmp_path: Path) -> None:
    folder = write_case(case, tmp_path / "copy")
    again = read_case(folder)
    assert again.hash == case.hash
    assert diff_cases(case, again) == []
    assert again.cited_share == case.cited_share
    assert [a.path for a in again.assumptions] == [a.path for a in case.assumptions]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["copy"]


def test_a_written_past_case_holds_nothing_published_later(case: Case, tmp_path: Path) -> None:
    folder = write_case(case.known_on("2024-06-30"), tmp_path / "past")
    text = "".join(p.read_text("utf-8") for p in folder.rglob("*") if p.is_file())
    for later in ("north_2024", "fee_offer", "election_called", "2024-07", "road_closed_july"):
        assert later not in text
    assert read_case(folder).hash == case.known_on("2024-06-30").hash


def test_a_folder_in_use_is_not_overwritten_unless_asked(case: Case, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="in use"):
        write_case(case, tmp_path / "mine", overwrite=True)
    write_case(case, tmp_path / "copy")
    with pytest.raises(UsageError, match="in use"):
        write_case(case, tmp_path / "copy")
    other = set_values(case, {TRUNK: "1 kb/d"})
    write_case(other, tmp_path / "copy", overwrite=True)
    assert read_case(tmp_path / "copy").hash == other.hash
    assert sorted(p.name for p in tmp_path.iterdir()) == ["copy", "mine"]


def test_a_case_with_held_drivers_is_not_written(case: Case, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="held"):
        write_case(apply_scenario(case, "road_closed"), tmp_path / "copy")
    assert not list(tmp_path.iterdir())


def test_a_failed_write_leaves_nothing(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("netback.case.change.write_ledger", fail)
    with pytest.raises(OSError, match="full"):
        write_case(case, tmp_path / "copy")
    assert not list(tmp_path.iterdir())


def test_a_reference_class_in_the_folder_is_copied(tmp_path: Path) -> None:
    folder = write_starter("toy", tmp_path)
    (folder / "halts.csv").write_text("id\n", "utf-8")
    (folder / "halts.yaml").write_text("title: x\n", "utf-8")
    with (folder / "case.yaml").open("a", encoding="utf-8") as file:
        file.write("reference_class: {data: halts.csv}\n")
    copy = write_case(read_case(folder), tmp_path / "copy")
    assert (copy / "halts.csv").is_file()
    assert (copy / "halts.yaml").is_file()
    shutil.rmtree(folder)
    assert read_case(copy).file.reference_class.data == "halts.csv"
