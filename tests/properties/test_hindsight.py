"""Hindsight cannot leak: what was published later changes nothing, and what was known then does.

Three ways to one forecast: the whole folder seen from a past day; a folder from which everything later was deleted on
disk; and a folder written from the case as known on that day.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netback.case import read_case, write_case
from netback.case.load import SHIPPED
from netback.forecast import make_forecast

DAY = dt.date(2025, 4, 15)


def forecast_bytes(case, **options):
    options = {"draws": 32, "seed": 5, "horizon": 36, **options}
    return json.dumps(make_forecast(case, **options).to_record(), sort_keys=True).encode()


def copy_of(name: str, folder: Path) -> Path:
    """A shipped case as files, with its reference class beside it."""
    home = folder / name
    shutil.copytree(SHIPPED / name, home)
    text = (home / "case.yaml").read_text("utf-8")
    if "data: stoppages\n" in text:
        (home / "case.yaml").write_text(
            text.replace("data: stoppages\n", "data: stoppages.csv\n"), encoding="utf-8"
        )
    for part in ("stoppages.csv", "stoppages.yaml"):
        data = (files("netback.game") / "reference_classes" / part).read_bytes()
        (home / part).write_bytes(data)
    return home


def delete_later(home: Path, day: dt.date) -> dict[str, int]:
    """Delete on disk what could not be known on a day; case.yaml stays. Returns how much went."""
    gone = {}
    statements = (home / "statements.jsonl").read_text("utf-8").splitlines()
    kept = [s for s in statements if dt.date.fromisoformat(json.loads(s)["published_on"]) <= day]
    gone["statements"] = len(statements) - len(kept)
    (home / "statements.jsonl").write_text("".join(f"{s}\n" for s in kept), encoding="utf-8")
    gone["series rows"] = 0
    for path in (home / "series").glob("*.csv"):
        head, *rows = path.read_text("utf-8").splitlines()
        known = [r for r in rows if dt.date.fromisoformat(r.split(",")[3]) <= day]
        gone["series rows"] += len(rows) - len(known)
        path.write_text("".join(f"{r}\n" for r in [head, *known]), encoding="utf-8")
    with (home / "stoppages.csv").open(newline="", encoding="utf-8") as handle:
        reader = csv.DictReader(handle)
        columns, rows = list(reader.fieldnames or ()), list(reader)
    gone["stoppages"] = gone["ends"] = 0
    found = []
    for row in rows:
        if dt.date.fromisoformat(row["start_date"]) >= day:
            gone["stoppages"] += 1
            continue
        if row["end_date"] and dt.date.fromisoformat(row["end_date"]) > day:
            gone["ends"] += 1
            row |= {"end_date": "", "censored_at": str(day), "ended": "0", "how_ended": ""}
        found.append(row)
    with (home / "stoppages.csv").open("w", newline="", encoding="utf-8") as handle:
        writer = csv.DictWriter(handle, columns)
        writer.writeheader()
        writer.writerows(found)
    return gone


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return copy_of("kurdistan", tmp_path_factory.mktemp("whole"))


@pytest.fixture(scope="module")
def known(whole):
    return read_case(whole, as_of=DAY)


@pytest.fixture(scope="module")
def then(known):
    return forecast_bytes(known)


def test_a_past_forecast_is_the_same_when_everything_later_is_deleted_on_disk(whole, then, tmp_path):
    home = tmp_path / "kurdistan"
    shutil.copytree(whole, home)
    gone = delete_later(home, DAY)
    assert gone["statements"] > 100  # else the test would prove little
    assert gone["series rows"] > 10
    assert gone["ends"] + gone["stoppages"] > 0
    assert (home / "case.yaml").read_bytes() == (whole / "case.yaml").read_bytes()
    assert forecast_bytes(read_case(home, as_of=DAY)) == then


def test_a_past_forecast_is_the_same_from_the_case_written_as_known_then(known, then, tmp_path):
    home = write_case(known, tmp_path / "kurdistan")
    back = read_case(home)
    assert back.as_of == DAY
    assert back.hash == known.hash
    assert forecast_bytes(back) == then


@pytest.mark.slow
def test_a_scenario_of_the_past_is_the_same_when_everything_later_is_deleted(whole, known, tmp_path):
    home = tmp_path / "kurdistan"
    shutil.copytree(whole, home)
    delete_later(home, DAY)
    back = read_case(home, as_of=DAY)
    for scenario in ("us_pressure_doubled", "surety_granted"):
        assert forecast_bytes(back, scenario=scenario) == forecast_bytes(known, scenario=scenario)


def test_going_back_in_two_steps_is_going_back_at_once(whole, then):
    assert forecast_bytes(read_case(whole, as_of="2025-08-31").known_on(DAY)) == then


# ------------------------------------------------------------------ the test can fail


def test_a_forecast_of_a_later_day_differs(whole, then):
    assert forecast_bytes(read_case(whole, as_of="2025-07-15")) != then


@pytest.mark.parametrize(("published", "matters"), [("2025-04-14", True), ("2025-04-16", False)])
def test_a_planted_observation_counts_from_the_day_it_was_published(
    whole, then, tmp_path, published, matters
):
    home = tmp_path / "kurdistan"
    shutil.copytree(whole, home)
    lines = (home / "statements.jsonl").read_text("utf-8").splitlines()
    source = json.loads(lines[0])["source"]
    planted = {
        "id": "planted_shut", "kind": "observation", "text": "Trucks no longer pass.", "source": source,
        "as_of": "2025-04-12", "published_on": published, "published_basis": "stated",
        "observes": {"driver": "iran_route", "level": "shut"},
    }  # fmt: skip
    (home / "statements.jsonl").write_text("\n".join([*lines, json.dumps(planted)]) + "\n", encoding="utf-8")
    assert (forecast_bytes(read_case(home, as_of=DAY)) != then) is matters


def test_an_end_in_the_reference_class_counts_from_its_day(whole, then, tmp_path):
    home = tmp_path / "kurdistan"
    shutil.copytree(whole, home)
    text = (home / "stoppages.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    row = next(r for r in rows if r["end_date"] and "2023" < r["end_date"] < str(DAY))
    late = text.replace(row["end_date"], "2025-04-16")
    (home / "stoppages.csv").write_text(late, encoding="utf-8")
    moved = forecast_bytes(read_case(home, as_of=DAY))
    assert moved != then
    (home / "stoppages.csv").write_text(text.replace(row["end_date"], "2025-09-01"), encoding="utf-8")
    assert forecast_bytes(read_case(home, as_of=DAY)) == moved


# ------------------------------------------------------------------ on any day


@given(st.dates(dt.date(2024, 1, 20), dt.date(2025, 1, 31)))
@settings(max_examples=25)
def test_on_any_day_the_starter_is_the_same_with_and_without_what_came_later(tmp_path_factory, day):
    folder = tmp_path_factory.mktemp("starter")
    home = copy_of("starter", folder)
    case = read_case(home, as_of=day)
    delete_later(home, day)
    assert read_case(home, as_of=day).hash == case.hash
    assert read_case(write_case(case, folder / "written")).hash == case.hash
    assert case.known_on(day).hash == case.hash


@given(st.lists(st.dates(dt.date(2022, 12, 1), dt.date(2025, 1, 31)), min_size=2, max_size=3))
@settings(max_examples=25)
def test_only_the_earliest_day_of_a_way_back_counts(days):
    case = read_case("starter", as_of=dt.date(2025, 1, 31))
    early = min(days)
    by_steps = case
    for day in sorted(days, reverse=True):
        by_steps = by_steps.known_on(day)
    assert by_steps.hash == case.known_on(early).hash
