"""The charts in a real browser: nothing clipped, nothing overlapping, nothing fetched, in both themes and widths."""

import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

playwright = pytest.importorskip("playwright.sync_api")

_spec = importlib.util.spec_from_file_location("netback_gallery", Path(__file__).with_name("gallery.py"))
assert _spec is not None
assert _spec.loader is not None
gallery = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(gallery)

CHROMIUM = os.environ.get("NETBACK_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no Chromium; set NETBACK_CHROMIUM"),
]

# Boxes of the visible words: what leaves its chart, and what meets another by more than 2 x 4 px.
FIND_FAULTS = """() => {
  const faults = [];
  for (const svg of document.querySelectorAll('svg.nb-chart')) {
    if (getComputedStyle(svg).display === 'none') continue;
    const view = svg.viewBox.baseVal;
    const texts = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBBox()]);
    texts.forEach(([words, a], i) => {
      if (a.x < -0.5 || a.y < -0.5 || a.x + a.width > view.width + 0.5 || a.y + a.height > view.height + 0.5)
        faults.push(`${svg.className.baseVal}: "${words}" leaves the chart`);
      for (const [other, b] of texts.slice(0, i)) {
        const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
        const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
        if (across > 2 && down > 4) faults.push(`${svg.className.baseVal}: "${words}" meets "${other}"`);
      }
    });
  }
  return faults;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One headless Chromium for all tests here."""
    with playwright.sync_playwright() as p:
        running = p.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The gallery, with a policy that forbids every request."""
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    html = gallery.page().replace(
        "<title>", f'<meta http-equiv="Content-Security-Policy" content="{policy}"><title>', 1
    )
    path = tmp_path_factory.mktemp("gallery") / "charts.html"
    path.write_text(html, encoding="utf-8")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 390])
def test_the_gallery_is_clean(browser: Any, page_file: Path, width: int, scheme: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda m: said.append(m.text))
    page.on("pageerror", lambda e: said.append(str(e)))
    page.on("request", lambda r: asked.append(r.url))
    page.goto(page_file.as_uri())
    assert page.evaluate(FIND_FAULTS) == []
    assert said == []
    assert asked == [page_file.as_uri()]
    shown = page.eval_on_selector_all(
        "svg.nb-chart",
        "all => all.filter(s => s.getBoundingClientRect().width > 0).map(s => s.className.baseVal)",
    )
    assert len(shown) == len(gallery.ALL)
    assert all(("nb-wide" if width == 1200 else "nb-narrow") in names for names in shown)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    paper = page.eval_on_selector("svg.nb-chart rect", "r => getComputedStyle(r).fill")
    assert paper == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(20, 23, 27)")
    page.close()


@pytest.mark.parametrize("width", [360, 640, 879, 900])
def test_words_stay_large_enough_to_read(browser: Any, page_file: Path, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(page_file.as_uri())
    smallest = page.eval_on_selector_all(
        "svg.nb-chart text",
        "all => Math.min(...all.filter(t => t.getBoundingClientRect().width > 0).map(t => {"
        " const s = t.ownerSVGElement; return parseFloat(getComputedStyle(t).fontSize) * s.clientWidth / s.viewBox.baseVal.width }))",
    )
    assert smallest >= 11
    page.close()


def test_a_named_theme_wins_over_the_system(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "dark.html"
    path.write_text(gallery.page("dark"), encoding="utf-8")
    page = browser.new_page(color_scheme="light")
    page.goto(path.as_uri())
    assert page.eval_on_selector("svg.nb-chart rect", "r => getComputedStyle(r).fill") == "rgb(20, 23, 27)"
    page.emulate_media(media="print")
    assert page.eval_on_selector("svg.nb-chart rect", "r => getComputedStyle(r).fill") == "rgb(255, 255, 255)"
    page.close()


def test_paper_is_light_even_on_a_dark_system(browser: Any, page_file: Path) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto(page_file.as_uri())
    page.emulate_media(media="print", color_scheme="dark")
    assert page.eval_on_selector("svg.nb-chart rect", "r => getComputedStyle(r).fill") == "rgb(255, 255, 255)"
    page.close()


def test_measured_words_are_as_wide_as_drawn_ones(browser: Any, page_file: Path) -> None:
    """The layout trusts `svg.text_width`: it may exceed what the browser draws, and hardly ever fall short."""
    from netback.views.svg import text_width

    page = browser.new_page(viewport={"width": 1200, "height": 900})
    page.goto(page_file.as_uri())
    drawn = page.eval_on_selector_all(
        "svg.nb-wide text",
        "all => all.filter(t => !t.closest('[letter-spacing]')).map(t => [t.textContent, parseFloat(getComputedStyle(t).fontSize),"
        " getComputedStyle(t).fontWeight === '700', t.getBBox().width])",
    )
    page.close()
    short = [
        (words, width, text_width(words, size, bold))
        for words, size, bold, width in drawn
        if width > text_width(words, size, bold) * 1.03 + 1.5
    ]
    assert short == []


def test_every_chart_has_a_name_for_screen_readers(browser: Any, page_file: Path) -> None:
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    page.goto(page_file.as_uri())
    assert page.get_by_role("img").count() == len(gallery.ALL)
    assert page.get_by_role("img", name="Producing companies would refuse").count() == 1
    page.close()
