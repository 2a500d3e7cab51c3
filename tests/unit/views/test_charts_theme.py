"""The colours: enough contrast, and told apart without full colour vision."""

from itertools import combinations

import numpy as np
import pytest

from netback.views import theme
from netback.views.theme import DARK, LIGHT, contrast

THEMES = {"light": LIGHT, "dark": DARK}

# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
VISION = {
    "full": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
# Ottosson's OKLab, in which a step of 0.02 is just visible.
TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)

GROUPS = [
    tuple(f"party-{k}" for k in range(1, 7)),
    ("kind-pipeline", "kind-truck", "kind-ship", "kind-local", "kind-other", "unaccounted"),
    ("inside", "outside", "pooled"),
    ("standstill", "deal"),
    ("deal", "warn"),
]


def _seen(colour: str, vision: str) -> np.ndarray:
    light = np.clip(VISION[vision] @ np.array(theme.linear_rgb(colour)), 0, 1)
    return TO_LAB @ np.cbrt(TO_LMS @ light)


def test_contrast_matches_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", THEMES)
def test_words_are_readable_on_paper(name: str) -> None:
    values = THEMES[name]
    poor = {
        k: contrast(values[k], values["paper"])
        for k in theme.TEXT_ON_PAPER
        if contrast(values[k], values["paper"]) < 4.5
    }
    assert not poor


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("ground", ["era-halt", "era-flow", "era-other", "land", "land-focus", "sea", "band"])
def test_words_are_readable_on_shaded_ground(name: str, ground: str) -> None:
    values = THEMES[name]
    words = ["ink", "ink-2"] + ([f"party-{k}" for k in range(1, 7)] if ground.startswith("era") else [])
    assert all(contrast(values[k], values[ground]) >= 4.5 for k in words)


@pytest.mark.parametrize("name", THEMES)
def test_marks_stand_out(name: str) -> None:
    values = THEMES[name]
    on_map = ["kind-pipeline", "kind-truck", "kind-ship", "axis", "accent", "warn"]
    assert all(
        contrast(values[k], values["paper"]) >= 3
        for k in (*theme.MARKS_ON_PAPER, *(k for k in values if k.startswith("kind-")))
    )
    assert all(contrast(values[k], values[g]) >= 3 for k in on_map for g in ("land", "land-focus", "sea"))


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("group", GROUPS, ids="-".join)
def test_colours_are_told_apart_with_any_colour_vision(
    name: str, vision: str, group: tuple[str, ...]
) -> None:
    values = THEMES[name]
    near = [
        (a, b)
        for a, b in combinations(group, 2)
        if np.linalg.norm(_seen(values[a], vision) - _seen(values[b], vision)) < 0.07
    ]
    assert not near


def test_both_themes_name_the_same_colours() -> None:
    assert list(LIGHT) == list(DARK)


def test_the_style_sheet_loads_nothing() -> None:
    css = theme.stylesheet()
    assert "url(" not in css
    assert "@import" not in css
    assert "<" not in css
    assert css.count("{") == css.count("}")


def test_resolving_puts_values_for_names() -> None:
    assert theme.resolve('<rect fill="var(--nb-ink)"/>', "dark") == f'<rect fill="{DARK["ink"]}"/>'
    with pytest.raises(KeyError):
        theme.resolve("var(--nb-nothing)")
