"""The report in a real browser, offline: both themes and widths, without requests, and without scripts."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from netback.case import read_case
from netback.case.starter import write_starter
from netback.forecast.simulate import make_forecast
from netback.views.report import write_report
from netback.views.report_parts import words
from netback.views.theme import contrast

playwright = pytest.importorskip("playwright.sync_api")

CHROMIUM = os.environ.get("NETBACK_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no Chromium; set NETBACK_CHROMIUM"),
]

# Colours of words and of what is behind them, for every element with words of its own outside the drawings.
COLOURS = """() => {
  const hex = c => { const m = c.match(/[\\d.]+/g).map(Number); return m.length > 3 && m[3] === 0 ? null
    : '#' + m.slice(0, 3).map(v => Math.round(v).toString(16).padStart(2, '0')).join(''); };
  const found = new Map();
  for (const e of document.querySelectorAll('body *:not(svg *):not(script)')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
    if (!e.getClientRects().length) continue;
    let back = null;
    for (let b = e; b && !back; b = b.parentElement) back = hex(getComputedStyle(b).backgroundColor);
    found.set(hex(getComputedStyle(e).color) + (back || '#ffffff'), e.tagName + ' ' + e.textContent.trim().slice(0, 40));
  }
  return [...found];
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One headless Chromium for all tests here."""
    with playwright.sync_playwright() as p:
        running = p.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path]:
    """A small forecast of the starter case, and its report."""
    folder = tmp_path_factory.mktemp("report")
    forecast = make_forecast(read_case(write_starter("toy", folder)), draws=32)
    return forecast, write_report(forecast, folder / "report.html")


def _open(browser: Any, path: Path, **options: Any) -> tuple[Any, list[str]]:
    """The page in a fresh offline context, with everything it complained of or asked for."""
    context = browser.new_context(offline=True, **options)
    page, heard = context.new_page(), []
    page.on("console", lambda m: heard.append(m.text))
    page.on("pageerror", lambda e: heard.append(str(e)))
    page.on("request", lambda r: heard.append(r.url) if not r.url.startswith("file:") else None)
    page.goto(path.as_uri())
    return page, heard


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_page_is_quiet_and_fits(browser: Any, made: tuple[Any, Path], scheme: str, width: int) -> None:
    page, heard = _open(browser, made[1], color_scheme=scheme, viewport={"width": width, "height": 900})
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert heard == []
    shown = page.evaluate(
        "[...document.querySelectorAll('.nb-figure')].map(f => [...f.children].filter(s => getComputedStyle(s).display !== 'none').length)"
    )
    assert shown
    assert set(shown) == {1}
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(browser: Any, made: tuple[Any, Path], scheme: str) -> None:
    page, _ = _open(browser, made[1], color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    weak = [
        f"{where}: {pair[:7]} on {pair[7:]}"
        for pair, where in page.evaluate(COLOURS)
        if contrast(pair[:7], pair[7:]) < 4.5
    ]
    assert weak == []
    page.context.close()


def test_it_reads_without_scripts(browser: Any, made: tuple[Any, Path]) -> None:
    page, heard = _open(browser, made[1], java_script_enabled=False)
    assert page.locator("h1").inner_text().startswith("Exports resumed by")
    assert page.locator("svg.nb-curve.nb-wide").is_visible()
    assert not page.locator("#theme").is_visible()
    page.locator("#fig-curve summary").first.click()
    assert page.locator("#fig-curve table").is_visible()
    assert heard == []
    page.context.close()


def test_the_table_says_what_the_curve_shows(browser: Any, made: tuple[Any, Path]) -> None:
    forecast, path = made
    page, _ = _open(browser, path)
    rows = page.evaluate(
        "[...document.querySelectorAll('#fig-curve tbody tr')].map(r => [...r.children].map(c => c.textContent))"
    )
    assert len(rows) == len(forecast.dates)
    for k, row in enumerate(rows):
        expected = [
            forecast.inside[k],
            forecast.outside[k],
            forecast.pooled[k],
            forecast.low[k],
            forecast.high[k],
        ]
        assert row == [words.day(forecast.dates[k]), *(words.percent(float(v)) for v in expected)]
    page.context.close()


def test_the_button_changes_the_theme(browser: Any, made: tuple[Any, Path]) -> None:
    page, heard = _open(browser, made[1], color_scheme="light")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Dark page").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
    page.get_by_role("button", name="Light page").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == before
    assert heard == []
    page.context.close()


def test_a_number_leads_to_its_source_by_keyboard(browser: Any, made: tuple[Any, Path]) -> None:
    page, _ = _open(browser, made[1])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("#answer sup a").first.focus()
    page.keyboard.press("Enter")
    target = page.evaluate("location.hash")
    assert target.startswith("#s")
    assert page.locator(target).is_visible()
    page.context.close()


def test_print_is_on_white_paper(browser: Any, made: tuple[Any, Path]) -> None:
    page, _ = _open(browser, made[1], color_scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator("nav.contents").is_visible()
    page.context.close()
