"""Reference classes and the rates they give."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import random
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from netback.errors import CaseError, NotConverged, SolverError, UsageError
from netback.game.base_rates import (
    ReferenceClass,
    base_rate,
    conditional_survival,
    counted_rate,
    fit,
    how_choice_matters,
    kaplan_meier,
    read_reference_class,
)

RULES = "title: T\npopulation: halts\nstart_rule: first day\n"


@pytest.fixture(scope="module")
def stoppages() -> ReferenceClass:
    return read_reference_class("stoppages")


def shipped_text() -> str:
    return (files("netback.game") / "reference_classes" / "stoppages.csv").read_text(encoding="utf-8")


def written(tmp_path: Path, text: str, rules: str = RULES) -> Path:
    path = tmp_path / "halts.csv"
    path.write_text(text, encoding="utf-8")
    if rules:
        path.with_suffix(".yaml").write_text(rules, encoding="utf-8")
    return path


def made_up(tmp_path: Path, lengths: list[tuple[int, bool]], rules: str = RULES) -> ReferenceClass:
    lines = ["id,exporter,start_date,end_date,censored_at"]
    start = dt.date(2000, 1, 1)
    for k, (days, ended) in enumerate(lengths):
        last = (start + dt.timedelta(days=days)).isoformat()
        lines.append(f"r{k},Country {k % 4},{start},{last if ended else ''},{'' if ended else last}")
    return read_reference_class(written(tmp_path, "\n".join(lines) + "\n", rules))


def test_shipped_rows_are_all_training_rows(stoppages: ReferenceClass) -> None:
    assert len(stoppages) == 63
    assert all(hashlib.sha256(row.id.encode()).hexdigest()[-1] < "b" for row in stoppages.rows)


def test_the_case_that_is_asked_about_is_not_among_its_own_base_rate(stoppages: ReferenceClass) -> None:
    assert "itp_krg_2023" not in {row.id for row in stoppages.rows}


def test_every_shipped_row_has_a_source_and_every_column_is_described(stoppages: ReferenceClass) -> None:
    import yaml

    assert all(row.fields["source_title_or_url"] and row.fields["source_publisher"] for row in stoppages.rows)
    folder = files("netback.game") / "reference_classes"
    rules = yaml.safe_load((folder / "stoppages.yaml").read_text(encoding="utf-8"))
    assert list(rules["columns"]) == list(stoppages.rows[0].fields)
    assert stoppages.population
    assert stoppages.start_rule


def test_country_is_the_exporter_without_its_qualifier(stoppages: ReferenceClass) -> None:
    by_id = {row.id: row.country for row in stoppages.rows}
    assert by_id["krg_halt_2009"] == "Iraq"
    assert by_id["wafra_2015"] == "Kuwait"


# ------------------------------------------------------------------ known_on


@pytest.mark.parametrize("date", ["2010-06-30", "2011-01-01", "2016-03-31", "2024-12-31"])
def test_known_on_shows_nothing_later(stoppages: ReferenceClass, date: str) -> None:
    day = dt.date.fromisoformat(date)
    for row in stoppages.known_on(date).rows:
        assert row.start < day
        assert (row.end or row.censored_at) <= day  # type: ignore[operator]


@pytest.mark.parametrize("date", ["2010-06-30", "2011-01-01", "2016-03-31", "2024-12-31"])
def test_deleting_what_came_later_changes_nothing(
    stoppages: ReferenceClass, tmp_path: Path, date: str
) -> None:
    rows = list(csv.DictReader(io.StringIO(shipped_text())))
    kept = [row for row in rows if row["start_date"] < date]
    for row in kept:
        if row["end_date"] > date:
            row.update(end_date="", censored_at="2026-11-01", ended="0")
    random.Random(3).shuffle(kept)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(kept)
    then = read_reference_class(written(tmp_path, out.getvalue())).known_on(date)
    now = stoppages.known_on(date)
    facts = {row.id: (row.start, row.end, row.censored_at) for row in now.rows}
    assert {row.id: (row.start, row.end, row.censored_at) for row in then.rows} == facts
    assert kaplan_meier(then).survival == pytest.approx(kaplan_meier(now).survival)
    ours, theirs = base_rate(now, 400, 12), base_rate(then, 400, 12)
    assert theirs.hazard == pytest.approx(ours.hazard, rel=1e-12)
    assert theirs.low == pytest.approx(ours.low, rel=1e-9)


def test_an_open_row_is_not_followed_beyond_the_last_page_seen(stoppages: ReferenceClass) -> None:
    row = {r.id: r for r in stoppages.known_on("2020-01-01").rows}["ventspils_2003"]
    assert row.censored_at == dt.date(2006, 8, 9)


def test_how_it_ended_is_forgotten_too(stoppages: ReferenceClass) -> None:
    row = {r.id: r for r in stoppages.known_on("2020-01-01").rows}["syria_2011"]
    assert (row.fields["end_date"], row.fields["ended"], row.fields["how_ended"]) == ("", "0", "")


def test_known_on_twice_is_known_on_the_earlier(stoppages: ReferenceClass) -> None:
    twice = stoppages.known_on("2020-01-01").known_on("2012-01-01")
    assert [(r.id, r.days) for r in twice.rows] == [
        (r.id, r.days) for r in stoppages.known_on("2012-01-01").rows
    ]


# ------------------------------------------------------------------ where


def test_where_takes_text_numbers_and_lists(stoppages: ReferenceClass) -> None:
    assert len(stoppages.where(federal_subnational_dispute=1)) == 15
    assert len(stoppages.where(federal_subnational_dispute="1")) == 15
    both = stoppages.where(cause=["war", "sabotage"], min_days=30)
    assert {row.fields["cause"] for row in both.rows} == {"war", "sabotage"}
    assert all(row.days >= 30 for row in both.rows)
    assert "cause" in both.notes[-1]


def test_where_names_the_nearest_column_and_the_values_there_are(stoppages: ReferenceClass) -> None:
    with pytest.raises(UsageError, match="did you mean 'cause'"):
        stoppages.where(causes="war")
    with pytest.raises(UsageError, match="there are: blockade"):
        stoppages.where(cause="weather")


# ------------------------------------------------------------------ refusals


def test_a_thin_class_gives_no_rate(stoppages: ReferenceClass) -> None:
    legal = stoppages.where(cause="legal")
    with pytest.raises(SolverError, match="2 rows and 1 ends"):
        base_rate(legal, 100, 12)
    with pytest.raises(SolverError):
        fit(legal)
    assert kaplan_meier(legal).at_risk.size == 1


def test_a_class_without_a_written_rule_gives_no_rate(tmp_path: Path) -> None:
    cls = made_up(tmp_path, [(10 * k, True) for k in range(1, 12)], rules="")
    with pytest.raises(SolverError, match="written down before it is counted"):
        base_rate(cls, 10, 6)


def test_lengths_that_are_all_alike_cannot_be_fitted(tmp_path: Path) -> None:
    cls = made_up(tmp_path, [(50, True)] * 10)
    for model in ("weibull", "lognormal"):
        with pytest.raises(NotConverged, match="alike"):
            fit(cls, model)


def test_kaplan_meier_refuses_to_speak_beyond_the_longest_row(tmp_path: Path) -> None:
    cls = made_up(tmp_path, [(10 * k, True) for k in range(1, 12)] + [(300, False)])
    km = kaplan_meier(cls)
    assert np.isnan(km.survival_at(301))
    with pytest.raises(SolverError, match="longest row was followed for 300"):
        conditional_survival(km, 100, 12)


def test_an_empty_class_has_no_curve(stoppages: ReferenceClass) -> None:
    with pytest.raises(SolverError, match="no row"):
        kaplan_meier(stoppages.known_on("1950-01-01"))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda c: fit(c, "weibul"), "did you mean 'weibull'"),
        (lambda c: base_rate(c, -1, 12), "0 or more"),
        (lambda c: base_rate(c, 10, 0), "1 or more"),
        (lambda c: base_rate(c, 10, 12, level=1.0), "between 0 and 1"),
        (lambda c: how_choice_matters(c, 10, ()), "horizons"),
    ],
)
def test_wrong_use_is_named(stoppages: ReferenceClass, call: object, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        call(stoppages)  # type: ignore[operator]


def test_every_bad_row_is_reported_at_once(tmp_path: Path) -> None:
    text = (
        "id,exporter,start_date,end_date,censored_at,ended\n"
        "a,X,2001-02-30,2001-03-01,,1\n"
        "b,X,2001-02-03,,,0\n"
        "c,X,2001-02-03,2001-02-01,,1\n"
        "d,X,2001-02-03,2001-03-01,,0\n"
        "e,X,,2001-03-01,,1\n"
        "f,X,2001-02-03,2001-03-01\n"
        "g,X,2001-02-03,2001-03-01,,1\n"
        "g,X,2001-02-03,2001-03-01,,1\n"
    )
    with pytest.raises(CaseError) as caught:
        read_reference_class(written(tmp_path, text))
    assert [(p.line, p.slug) for p in caught.value.problems] == [
        (2, "class/bad-date"),
        (3, "class/end-or-censored"),
        (4, "class/ends-before-start"),
        (5, "class/ended-disagrees"),
        (6, "class/no-start"),
        (7, "class/ragged-row"),
        (9, "class/repeated-id"),
    ]


def test_missing_columns_and_unknown_classes_are_named(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="no column exporter"):
        read_reference_class(written(tmp_path, "id,start_date,end_date,censored_at\n"))
    with pytest.raises(UsageError, match="shipped: stoppages"):
        read_reference_class("outages")
    with pytest.raises(UsageError, match="no file"):
        read_reference_class(tmp_path / "none.csv")


# ------------------------------------------------------------------ rates


def test_base_rate_agrees_with_itself(stoppages: ReferenceClass) -> None:
    rate = base_rate(stoppages, 730.5, 24)
    assert np.cumprod(1.0 - rate.hazard) == pytest.approx(rate.survival, rel=1e-12)
    assert (rate.low < rate.hazard).all()
    assert (rate.hazard < rate.high).all()
    assert rate.draws.shape == (400, 24)
    assert (rate.n, rate.n_events, rate.n_at_risk, rate.n_clusters) == (63, 49, 20, 20)


def test_same_seed_same_bytes_other_seed_near(stoppages: ReferenceClass) -> None:
    one, two = base_rate(stoppages, 200, 6), base_rate(stoppages, 200, 6)
    assert one.draws.tobytes() == two.draws.tobytes()
    other = base_rate(stoppages, 200, 6, seed=2)
    assert other.low == pytest.approx(one.low, rel=0.2)
    assert other.low.tobytes() != one.low.tobytes()


def test_resampling_countries_is_wider_than_resampling_rows(stoppages: ReferenceClass) -> None:
    from dataclasses import replace

    apart = replace(stoppages, rows=tuple(replace(r, country=r.id) for r in stoppages.rows))
    countries, rows = base_rate(stoppages, 730.5, 12), base_rate(apart, 730.5, 12)
    assert countries.high[0] - countries.low[0] > rows.high[0] - rows.low[0]


def test_extrapolation_is_said(stoppages: ReferenceClass) -> None:
    rate = base_rate(stoppages.where(federal_subnational_dispute=1), 730.5, 12)
    assert any("extrapolation" in note for note in rate.notes)


def test_how_choice_matters_lists_refusals_with_their_reason(stoppages: ReferenceClass) -> None:
    table = {c.name: c for c in how_choice_matters(stoppages, 730.5)}
    assert "2 rows" in table["cause = legal"].refused
    assert table["cause = legal"].p_end == ()
    everyone = table["all"]
    assert everyone.low[1] < everyone.p_end[1] < everyone.high[1]
    assert table["federal_subnational_dispute = 1"].p_end[1] > everyone.high[1]


def test_a_count_with_nothing_to_count_is_not_a_number(stoppages: ReferenceClass) -> None:
    none = counted_rate(stoppages, 20000, 12)
    assert (none.n_countable, none.low, none.high) == (0, 0.0, 1.0)
    assert np.isnan(none.rate)
