"""A folder to a case."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from pathlib import Path

import pytest

from netback.case import check_case, read_case, shipped_cases, write_starter
from netback.case.load import SHIPPED, load_parts
from netback.errors import CaseError, UsageError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_starter("toy", tmp_path)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def slugs(folder: Path) -> list[str]:
    return [p.slug for p in check_case(folder).problems]


def test_a_case_is_found_by_folder_file_and_name(folder: Path) -> None:
    assert read_case(folder).name == "toy"
    assert read_case(folder / "case.yaml").hash == read_case(str(folder)).hash
    assert read_case("starter").name == "starter"
    assert "starter" in shipped_cases()


@pytest.mark.parametrize("name", shipped_cases())
def test_shipped_cases_have_no_problems(name: str) -> None:
    assert check_case(name).problems == ()


def test_a_folder_on_disk_goes_before_a_shipped_case(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.move(folder, folder.parent / "starter")
    monkeypatch.chdir(folder.parent)
    assert read_case("starter").name == "toy"


def test_no_such_case_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="write: starter"):
        read_case("startr")
    with pytest.raises(CaseError, match=r"has no case\.yaml"):
        read_case(tmp_path)


def test_problems_name_files_as_the_user_wrote_them(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    edit(folder / "case.yaml", "keeps: region", "keeps: regoin")
    edit(folder / "statements.jsonl", '"level": "closed"', '"level": "shut"')
    edit(folder / "series" / "benchmark.csv", "80.0", "x")
    files = {p.file for p in check_case("toy").problems}
    assert files == {"toy/case.yaml", "toy/statements.jsonl", "toy/series/benchmark.csv"}
    assert {p.file for p in check_case("toy/case.yaml").problems} == files


def test_as_of_cuts_the_case_and_the_default_is_the_files_own(folder: Path) -> None:
    assert read_case(folder).as_of == dt.date(2024, 12, 31)
    early = read_case(folder, as_of="2024-03-31")
    assert early.as_of == dt.date(2024, 3, 31)
    assert early.hash == read_case(folder).known_on("2024-03-31").hash
    assert "fee_offer" not in early.ledger
    assert read_case(folder, as_of="2024-03").as_of == dt.date(2024, 3, 31)
    with pytest.raises(UsageError, match="not a date"):
        read_case(folder, as_of="soon")


def test_a_statement_that_is_missing_stops_a_case_but_not_a_past_one(folder: Path) -> None:
    lines = (folder / "statements.jsonl").read_text("utf-8").splitlines(keepends=True)
    (folder / "statements.jsonl").write_text("".join(x for x in lines if '"north_2024"' not in x), "utf-8")
    assert slugs(folder) == ["case/unknown-statement"]
    case = read_case(folder, as_of="2024-12-31")
    assert case.number("network.nodes.north.capacity") == 130
    assert [w.slug for w in check_case(folder, as_of="2024-12-31").warnings] == ["case/unknown-statement"]


def test_a_broken_statements_file_does_not_hide_the_rest(folder: Path) -> None:
    (folder / "statements.jsonl").write_text("{", "utf-8")
    edit(folder / "case.yaml", "keeps: region", "keeps: regoin")
    assert slugs(folder) == ["case/unknown-party", "evidence/bad-json"]


def test_a_link_out_of_the_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    series = folder / "series" / "benchmark.csv"
    shutil.move(series, outside)
    os.symlink(outside, series)
    assert "case/outside-folder" in slugs(folder)


def test_statements_may_not_be_a_link_out_of_the_folder(folder: Path, tmp_path: Path) -> None:
    shutil.move(folder / "statements.jsonl", tmp_path / "s.jsonl")
    os.symlink(tmp_path / "s.jsonl", folder / "statements.jsonl")
    assert slugs(folder) == ["case/outside-folder"]


def test_a_case_without_statements_is_legal(folder: Path) -> None:
    ids = [s.id for s in read_case(folder).ledger.statements]
    text = (folder / "case.yaml").read_text("utf-8").split("# --- Reported")[0]
    (folder / "case.yaml").write_text(re.sub(rf" \[({'|'.join(ids)})\]", "", text), "utf-8")
    for name in ("statements.jsonl", "sources.yaml"):
        (folder / name).unlink()
    (folder / "series" / "benchmark.csv").write_text("month,value,unit,published_on,source\n", "utf-8")
    found = check_case(folder)
    assert found.problems == ()
    assert found.cited[0] == 0
    assert {w.slug for w in found.warnings} == {"case/no-contacts", "case/series-empty"}


def test_a_node_nothing_reaches_is_a_warning(folder: Path) -> None:
    edit(folder / "case.yaml", "    hub:\n      name: Gathering hub\n",
         "    lost: {name: Lost field, kind: field, capacity: 1 kb/d, lifting_cost: 1 USD/bbl, cost_paid_by: region}\n"
         "    idle: {name: Idle port, kind: port}\n    hub:\n      name: Gathering hub\n")  # fmt: skip
    found = check_case(folder)
    assert found.ok
    assert [(w.slug, w.path) for w in found.warnings] == [
        ("case/stranded-field", "network.nodes.lost"),
        ("case/unreachable-node", "network.nodes.idle"),
    ]


def test_pressure_of_a_kind_without_weight_is_a_warning(folder: Path) -> None:
    edit(folder / "statements.jsonl", '"kind": "public_urging"', '"kind": "sanction"')
    found = check_case(folder)
    assert [w.slug for w in found.warnings] == ["case/no-weight"]
    assert found.warnings[0].line == 13


def test_a_value_that_begins_after_the_stoppage_is_a_warning(folder: Path) -> None:
    edit(folder / "case.yaml", "      capacity: 80 (70..90) kb/d\n", "      capacity: {2024-06: 80 kb/d}\n")
    assert [w.slug for w in check_case(folder).warnings] == ["case/late-value"]


@pytest.mark.parametrize(
    ("old", "new", "slug", "path"),
    [
        ("timezone: UTC", "timezone: Bagdad", "case/unknown-timezone", "resolution.timezone"),
        ("days: 7 of 10", "days: 11 of 10", "case/bad-days", "resolution.days"),
        ("measured_at: trunk", "measured_at: trunck", "case/unknown-member", "resolution.measured_at"),
        ("ends: 2025-05-31", "ends: 2025-02-01", "case/date-order", "calendar.election.ends"),
        ("deadline: 2026-12-31", "deadline: 2026-12-31 [a b] c", "case/bad-date", "resolution.deadline"),
        ("thresholds: [1]", "thresholds: [1, 2]", "case/threshold-count", "drivers.push.thresholds"),
        ("levels: [low, high]", "levels: [low, high, low]", "case/threshold-count", "drivers.push.thresholds"),
        ("nodes: 5", "nodes: 4", "case/out-of-range", "drivers.benchmark.nodes"),
        ("nodes: 5", "nodes: 13", "case/out-of-range", "drivers.benchmark.nodes"),
        ("nodes: 5", "nodes: five", "case/not-a-whole-number", "drivers.benchmark.nodes"),
        ("illustrative: true ", "illustrative: maybe ", "case/not-true-or-false", "illustrative"),
        ("levels: [open, closed]", "levels: [open]", "case/list-length", "drivers.road.levels"),
        ("at: 36.5, 43.0 ", "at: 96.5, 43.0 ", "case/bad-place", "network.nodes.north.at"),
        ("at: 36.5, 43.0 ", "at: north ", "case/bad-place", "network.nodes.north.at"),
        ("over: [trunk]", "over: [trunk, trunk]", "case/repeated-member", "streams.exported.over.1"),
        ("over: [trunk]", "over: [hub]", "case/unknown-member", "streams.exported.over.0"),
        ("over: [trunk], market: world", "over: [trunk], market: port", "case/unknown-market", "streams.exported.market"),
        ("over: [trunk], market: world", "over: [trunk]", "case/stream-price", "streams.exported"),
        ("    stream: trucked\n", "", "case/no-stream", "contracts.local_sales.steps.levy.kind"),
        ("    stream: trucked\n", "    stream: truckd\n", "case/unknown-stream", "contracts.local_sales.stream"),
        ("months: [2024-09, 2024-11]", "months: [2024-11, 2024-09]", "case/month-order", "reported.trucks_autumn.months.1"),
        ("reported: 105 (80..130) kb/d [trucks_2024]", "reported: 60 USD/bbl", "case/wrong-unit", "reported.trucks_autumn.reported"),
        ("    flow: [trucks]\n", "", "case/reported-what", "reported.trucks_autumn"),
        ("    statement: trucks_2024", "    statement: truck_2024", "case/unknown-statement", "reported.trucks_autumn.statement"),
        ("on: [rounds]", "on: [round]", "case/effect-target", "calendar.election.effects.0.on.0"),
        ("- {on: [rounds]", "- {level: open, on: [rounds]", "case/unknown-level", "calendar.election.effects.0.level"),
        ("- {level: closed, on", "- {on", "case/missing-key", "drivers.road.effects.0.level"),
        ("on: [network.arcs.trucks]", "on: [network.nodes.hub]", "case/effect-target", "drivers.road.effects.0.on.0"),
        ("on: [network.arcs.trucks]", "on: [network.arcs.truck]", "case/unknown-arc", "drivers.road.effects.0.on.0"),
        ("on: [network.arcs.trucks]", "on: [network.limits.quota]", "case/unknown-limit", "drivers.road.effects.0.on.0"),
        ("pressure_times: {push:", "pressure_times: {road:", "case/unknown-driver", "scenarios.more_calls.pressure_times.road"),
        ("    pressure_times: {push: 2 (1.5..2.5)}", "    pressure_times: {push: 2}\n    hold: {push: high}",
         "case/held-twice", "scenarios.more_calls.pressure_times.push"),
        ("hold: {road: closed}", "hold: {benchmark: 60}", "case/missing-unit", "scenarios.road_closed.hold.benchmark"),
        ("    kind: chain ", "    kind: [chain] ", "case/not-text", "drivers.road.kind"),
        ("    kind: chain ", "    cind: chain ", "case/missing-key", "drivers.road.kind"),
        ("restart:\n", "game: {reference: {road: shut}}\nrestart:\n", "case/unknown-level", "game.reference.road"),
        ("restart:\n", "reference_class: {data: stopages}\nrestart:\n", "case/unknown-data", "reference_class.data"),
        ("benchmark: benchmark            #", "benchmark: bench  #", "case/unknown-benchmark", "benchmark"),
        ("capacity: 300 (250..320) kb/d", "capacity: {value: 300 kb/d, nope: x}", "case/unknown-key", "network.arcs.trunk.capacity.nope"),
        ("capacity: 300 (250..320) kb/d", "capacity: unknown kb", "case/wrong-unit", "network.arcs.trunk.capacity"),
        ("      open -> closed: 4 (1..8) %/month", "      open -> open: 4 %/month", "case/bad-transition", "drivers.road.transition.open -> open"),
        ("schema: netback-case/1", "schema: netback-case/2", "case/unknown-choice", "schema"),
        ("started: 2024-01-20 [halt]", "started: 1024-01-20", "case/bad-date", "episodes.halt_2024.started"),
    ],
)  # fmt: skip
def test_faults_a_starter_can_get(folder: Path, old: str, new: str, slug: str, path: str) -> None:
    edit(folder / "case.yaml", old, new)
    found = check_case(folder).problems
    assert (slug, path) in [(p.slug, p.path) for p in found]
    for p in found:
        assert p.line > 0
        assert p.fix


def test_a_value_nobody_knows_is_legal_and_listed(folder: Path) -> None:
    edit(folder / "case.yaml", "capacity: 300 (250..320) kb/d", "capacity: unknown kb/d")
    found = check_case(folder)
    assert found.ok
    assert found.unknown == ("network.arcs.trunk.capacity",)


def test_every_shipped_case_travels_with_its_evidence() -> None:
    for name in shipped_cases():
        assert (SHIPPED / name / "statements.jsonl").is_file()
        assert (SHIPPED / name / "sources.yaml").is_file()
        assert load_parts(name).ledger is not None
