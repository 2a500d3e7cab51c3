"""The report: every section is there, every link leads somewhere, nothing a case says becomes markup."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from netback.case import Case, read_case
from netback.case.starter import write_starter
from netback.forecast.simulate import Forecast, make_forecast
from netback.views.report import CONTENTS, POLICY, report_html, write_report
from netback.views.report_parts import events, timing, words
from netback.views.report_parts.facts import Facts
from netback.views.report_parts.html import Html, fill, link, safe, tag, web_address
from netback.views.report_parts.picture import picture, write_picture

HOSTILE = "</title><script>alert(1)</script>\"' onload=x\u2028&lt;"
VOID = {"meta", "link", "br", "img", "hr", "input", "col"}


class Read(HTMLParser):
    """Elements, ids, links, text, and whether every element is closed."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.links: list[str] = []
        self.names: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.headings: list[int] = []
        self.text: list[str] = []
        self.faults: list[str] = []
        self._open: list[str] = []
        self._quiet = 0
        self.feed(text)
        self.close()
        self.faults += self._open

    def handle_starttag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.names[name] += 1
        self.attributes |= set(found)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if name == "a" and found.get("href"):
            self.links.append(str(found["href"]))
        if re.fullmatch(r"h[1-6]", name):
            self.headings.append(int(name[1]))
        if name in ("script", "style"):
            self._quiet += 1
        if name not in VOID:
            self._open.append(name)

    def handle_startendtag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(name, attrs)
        if name not in VOID:
            self._open.pop()

    def handle_endtag(self, name: str) -> None:
        if name in ("script", "style"):
            self._quiet -= 1
        if not self._open or self._open.pop() != name:
            self.faults.append(f"</{name}>")

    def handle_data(self, data: str) -> None:
        if not self._quiet:
            self.text.append(data)


@pytest.fixture(scope="module")
def forecast(tmp_path_factory: pytest.TempPathFactory) -> Forecast:
    """A small forecast of the starter case."""
    return make_forecast(read_case(write_starter("toy", tmp_path_factory.mktemp("toy"))), draws=32)


@pytest.fixture(scope="module")
def html(forecast: Forecast) -> str:
    return report_html(forecast)


@pytest.fixture(scope="module")
def page(html: str) -> Read:
    return Read(html)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The report of a case whose every name and text tries to get out."""
    folder = write_starter("toy", tmp_path_factory.mktemp("hostile"))
    told = yaml.load((folder / "case.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    _spoil(told)
    told["name"] = "toy"
    (folder / "case.yaml").write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    sources = yaml.load((folder / "sources.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    base = sources["starter_notes"]
    base |= {"publisher": HOSTILE, "title": HOSTILE, "address": "javascript:alert(1)"}
    sources["web"] = {**base, "address": 'https://example.org/a?b="><script>', "reliability": "B"}
    (folder / "sources.yaml").write_text(yaml.safe_dump(sources, allow_unicode=True), encoding="utf-8")
    lines = []
    for k, line in enumerate((folder / "statements.jsonl").read_text(encoding="utf-8").splitlines()):
        record = json.loads(line)
        record["text"] = HOSTILE + record["text"]
        record["actor"] = HOSTILE
        record["source"] = "web" if k % 2 else "starter_notes"
        lines.append(json.dumps(record))
    (folder / "statements.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return report_html(make_forecast(read_case(folder), draws=16))


def _spoil(node: Any) -> None:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in (
                "name",
                "title",
                "wants",
                "note",
                "criterion",
                "disagreement",
                "map_note",
                "summary",
            ) and isinstance(value, str):
                node[key] = HOSTILE + value
            else:
                _spoil(value)
    elif isinstance(node, list):
        for item in node:
            _spoil(item)


def test_every_section_is_there_in_order(page: Read) -> None:
    assert [i for i in page.ids if i in dict(CONTENTS)] == [anchor for anchor, _ in CONTENTS]


def test_the_page_is_well_formed_and_has_no_id_twice(page: Read) -> None:
    assert page.faults == []
    assert [i for i, n in Counter(page.ids).items() if n > 1] == []


def test_every_link_inside_the_page_leads_somewhere(page: Read) -> None:
    inside = {h[1:] for h in page.links if h.startswith("#")}
    assert inside - set(page.ids) == set()
    assert "assumptions" in inside
    assert any(re.fullmatch(r"s\d+", i) for i in inside)
    assert any(re.fullmatch(r"a\d+", i) for i in inside)


def test_headings_begin_at_one_and_skip_no_level(page: Read) -> None:
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    assert all(b - a <= 1 for a, b in zip(page.headings, page.headings[1:], strict=False))


def test_the_page_has_language_title_landmarks_and_policy(html: str, page: Read) -> None:
    assert html.startswith('<!doctype html>\n<html lang="en">')
    assert safe(POLICY) in html
    for name in ("title", "main", "header", "footer", "nav"):
        assert page.names[name] >= 1
    assert 'class="skip"' in html


def test_nothing_is_fetched(html: str, page: Read) -> None:
    assert page.names["link"] == page.names["img"] == page.names["iframe"] == 0
    assert not re.search(r"url\((?!#)", html)  # a drawing may name its own clip path
    assert "@import" not in html
    assert not re.search(r"\ssrc=", html)


def test_the_headline_is_the_forecast(forecast: Forecast, page: Read) -> None:
    text = "".join(page.text)
    for k in (3, 6, 12, 24):
        assert words.percent(float(forecast.pooled[k])) in text
        assert words.day(forecast.dates[k]) in text
    assert "ILLUSTRATIVE" in text
    assert forecast.case.hash in text


def test_every_assumption_is_listed(forecast: Forecast, page: Read) -> None:
    listed = [i for i in page.ids if re.fullmatch(r"a\d+", i)]
    assert len(listed) == len(forecast.case.assumptions)


def test_every_statement_behind_a_value_is_listed(forecast: Forecast, html: str) -> None:
    case = forecast.case
    for value in case.values.values():
        entry = value.in_force(case.month)
        for key in entry.cites if entry else ():
            said = case.ledger.get(key)
            assert safe(said.text or said.quote or "") in html


def test_tables_hold_the_numbers_of_their_charts(forecast: Forecast, html: str) -> None:
    chart = timing.curve(Facts.of(forecast, None, None, None))
    for row in chart.table[1]:
        for cell in row[1:]:
            assert isinstance(cell, float)
            assert f">{safe(words.percent(cell))}<" in html


def test_the_same_forecast_gives_the_same_bytes(forecast: Forecast, html: str, tmp_path: Path) -> None:
    path = write_report(forecast, tmp_path / "page.html")
    assert path.read_bytes() == html.encode()
    assert [p.name for p in tmp_path.iterdir()] == ["page.html"]
    assert path.stat().st_size < 1_000_000


def test_a_report_that_fails_leaves_the_old_one(
    forecast: Forecast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "page.html"
    path.write_text("old", encoding="utf-8")

    def fail(*_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr("netback.views.report.os.replace", fail)
    with pytest.raises(OSError, match="no room"):
        write_report(forecast, path)
    assert [p.read_text(encoding="utf-8") for p in tmp_path.iterdir()] == ["old"]


def test_what_a_case_says_never_becomes_markup(hostile: str) -> None:
    page = Read(hostile)
    assert page.faults == []
    assert page.names["script"] == 1
    assert page.names["title"] > 1  # the page's, and those of the drawings
    assert not {a for a in page.attributes if a.startswith("on")}
    assert "\u2028" not in hostile
    assert hostile.count("<script>alert(1)") == 0
    assert "&lt;script&gt;alert(1)" in hostile
    assert [i for i, n in Counter(page.ids).items() if n > 1] == []


def test_only_web_addresses_become_links(hostile: str) -> None:
    outside = [h for h in Read(hostile).links if not h.startswith("#")]
    assert all(h.startswith(("https://", "http://")) for h in outside)
    assert any("example.org" in h for h in outside)
    assert "javascript:alert(1)" in "".join(Read(hostile).text)


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("https://example.org/a", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("JAVASCRIPT:alert(1)", False),
        (" https://example.org", False),
        ("https://", False),
        ("https://[", False),
        ("data:text/html,x", False),
        ("java\nscript:alert(1)", False),
        ("//example.org", False),
        ("", False),
    ],
)
def test_web_address(address: str, good: bool) -> None:
    assert web_address(address) is good
    assert ("href" in link(address, "words")) is good


def test_strings_are_escaped_and_markup_is_not() -> None:
    assert tag("p", "<b>", Html("<i>x</i>"), title='"') == '<p title="&quot;">&lt;b&gt;<i>x</i></p>'
    assert fill("{a} & {b}", a="<", b=Html("<i></i>")) == "&lt; & <i></i>"
    assert fill("{a}", a="{b}") == "{b}"
    assert safe("a\u2028b\u2029c") == "a b c"


def test_bins_add_up_to_one(forecast: Forecast) -> None:
    labels, shares, rest = timing.quarters(Facts.of(forecast, None, None, None))
    assert len(labels) == len(set(labels)) == len(shares)
    assert sum(shares) + rest == pytest.approx(1.0)
    assert rest == pytest.approx(1 - float(forecast.pooled[-1]))


def test_a_band_reads_as_a_range() -> None:
    assert words.share_of(0.1, 0.24) == "10–24%"
    assert words.share_of(0.001, 0.24) == "<1% to 24%"
    assert words.share_of(0.2, 0.2) == "20%"


def test_long_names_get_short_on_the_map() -> None:
    assert words.brief("Buyers of trucked crude in Türkiye") == "Buyers in Türkiye"
    assert words.brief("Bandar Imam Khomeini and Bandar Abbas") == "Bandar Imam Khomeini"
    assert words.brief("Tawke and Peshkabir") == "Tawke and Peshkabir"


@pytest.fixture(scope="module")
def kurdistan() -> Case:
    return read_case("kurdistan", as_of="2025-04-15")


def test_every_value_of_the_shipped_case_has_a_name(kurdistan: Case) -> None:
    names = [words.value_name(kurdistan, path) for path in kurdistan.values]
    assert all(n.strip() and "." not in n.split(":")[0][-4:] for n in names)
    assert not [n for n in names if n.startswith(("network", "contracts", "drivers", "parties "))]


def test_events_find_the_party_that_acts(kurdistan: Case) -> None:
    lane = {s.id: events.lane_of(kurdistan, s) for s in kurdistan.ledger.statements}
    names = {k: p.name for k, p in kurdistan.file.parties.items()}
    assert lane["ev_20230329_tawke_shutdown"] == names["iocs"]
    assert lane["ev_20230625_handover_85"] == names["krg"]
    assert lane["us_20250221_administration_baghdad"] == names["us"]


def test_the_timeline_holds_at_most_forty_and_every_claim_first(forecast: Forecast, kurdistan: Case) -> None:
    _, episode = kurdistan.episode()
    facts = Facts.of(replace(forecast, case=kurdistan, episode=next(k for k, e in kurdistan.file.episodes.items() if e is episode)),
                     *_nothing(forecast))  # fmt: skip
    some = events.chosen(facts)
    assert len(some) <= events.MOST
    assert {s.id for s in some} >= {"ev_20230404_temporary_deal", "ev_20230404_ghafuri_today"}
    assert not [s.id for s in some if s.published_on > kurdistan.as_of]


def _nothing(forecast: Forecast) -> tuple[Any, Any, Any]:
    facts = Facts.of(forecast, None, None, None)
    return facts.flows, facts.money, facts.bargain


def test_the_picture_is_one_drawing_in_two_colours(forecast: Forecast, tmp_path: Path) -> None:
    light, dark = write_picture(forecast, tmp_path)
    assert light.stat().st_size < 300_000
    assert "var(--" not in light.read_text(encoding="utf-8")
    assert light.read_text(encoding="utf-8") != dark.read_text(encoding="utf-8")
    assert picture(forecast) == picture(forecast)
    ids = re.findall(r' id="([^"]+)"', picture(forecast))
    assert len(ids) == len(set(ids))
