"""The forecast: its equation, what it was conditioned on, its outside view, and the inputs that move it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from netback.views.explain_parts.evidence import statement_node, value_below, value_node
from netback.views.explain_parts.network import driver_node
from netback.views.explain_parts.tree import Explanation, Make, Node, Walk, made
from netback.views.tables import between, count, date, days, listed, number, percent, points

if TYPE_CHECKING:
    from netback.forecast import Forecast

__all__ = ["forecast_node"]

_EQUATION = (
    "chance that a month closes a deal: q = rounds / (1 + exp(-surplus / noise)), where the surplus is what all veto holders "
    "gain by signing now over waiting, less what signing costs them at home\n"
    "inside: P(resumed by t) follows from q month by month and the lag from signature to flow, averaged over the draws, each "
    "weighted by how well it fits the deadlock and what was reported\n"
    "outside: how long past stoppages that lasted as long went on\n"
    "pooled: the two monthly hazards averaged in log-odds"
)


def forecast_node(walk: Walk) -> Explanation:
    """P(resumed by a month), with everything it rests on."""
    case, f = walk.case, walk.forecast
    ahead = walk.month - case.month
    text, facts = "", []
    if f is not None:
        k = min(ahead if ahead > 0 else 12, len(f.dates) - 1)
        text = f"{percent(float(f.pooled[k]))} by {date(f.dates[k])} ({between(float(f.low[k]), float(f.high[k]), percent)})"
        facts = [
            ("inside", percent(float(f.inside[k]))),
            ("outside", percent(float(f.outside[k]))),
            ("draws", f"{f.draws}, seed {f.seed}; effective sample size {number(f.effective_sample_size)}; Monte Carlo error {percent(f.monte_carlo_error, 1)}"),
        ]  # fmt: skip
        facts += [("note", notice) for notice in f.notices]
    else:
        facts = [
            (
                "",
                "no draws were asked for: no number; --draws 200 gives one, and ranks the inputs by what they move",
            )
        ]
    if case.file.resolution:
        facts.insert(0, ("resumed means", case.file.resolution.criterion))
    groups: list[tuple[str, Make]] = [
        ("", _conditioned), ("", _outside), ("", _scales), ("", _drivers),
    ]  # fmt: skip
    if f is not None:
        groups.insert(0, ("", made(_ranked, f)))
    number_ = float(f.pooled[min(ahead if ahead > 0 else 12, len(f.dates) - 1)]) if f is not None else None
    node = Node(
        "forecast", "forecast", "P(resumed)", text, number_, unit="1", equation=_EQUATION, facts=tuple(facts)
    )
    return Explanation(node, walk.below("forecast", groups))


def _group(
    walk: Walk, title: str, facts: list[tuple[str, str]], children: list[tuple[str, Make]]
) -> Explanation:
    node = Node("group", "", title, facts=tuple(f for f in facts if f[1]))
    return Explanation(node, walk.below("", children))


def _ranked(walk: Walk, f: Forecast) -> Explanation:
    """Inputs by how far they move the inside view."""
    found: list[tuple[str, Make]] = []
    year = min(12, len(f.dates) - 1)
    for s in f.sensitivities(8):
        path = s.path.partition("@")[0]

        moved = f"{percent(s.p_low)} in its lower half, {percent(s.p_high)} in its upper half: {points(s.p_high - s.p_low)} points"
        found.append((path, made(_moving, path, f"inside view by {date(f.dates[year])}", moved)))
    title = "Inputs that move it most" if found else "No input moves it beyond the noise of the draws"
    return _group(walk, title, [], found)


def _moving(walk: Walk, path: str, label: str, moved: str) -> Explanation:
    inner = value_node(walk, path)
    return Explanation(replace(inner.node, facts=((label, moved), *inner.node.facts)), inner.children)


def _conditioned(walk: Walk) -> Explanation:
    """What has happened, which every draw is weighed by."""
    from netback.case.case import date_and_cites
    from netback.forecast.condition import fitted_figures
    from netback.forecast.ensemble import make_plan

    case = walk.case
    _, episode = case.episode()
    start, cites = date_and_cites(episode.started)
    fitted = tuple(fitted_figures(case))
    past = make_plan(case, case).past
    facts = [
        ("deadlock", f"{episode.title}, since {start}: {days((case.as_of - start.earliest).days)}; no deal in {count(len(past), 'month')}"),
        ("reported", listed([case.file.reported[r].title for r in fitted], 12) if fitted else "no reported figure falls into the halt"),
        ("outside conditions", "the moves of every chain seen since then"),
    ]  # fmt: skip
    children = [value_below(f"reported.{r}.reported") for r in fitted]
    children += [(i, made(statement_node, i)) for i in cites if i in case.ledger]
    return _group(walk, "Conditioned on what has happened", facts, children)


def _outside(walk: Walk) -> Explanation:
    """The reference class."""
    from netback.forecast.simulate import reference_class_of

    settings = walk.case.file.reference_class
    cls = walk.forecast.reference_class if walk.forecast is not None else reference_class_of(walk.case)
    ended = int(np.sum(cls.ended)) if len(cls) else 0
    facts = [
        ("class", f"{cls.title}: {count(len(cls), 'row')}, {ended} ended"),
        ("counts", cls.population),
        ("starts", cls.start_rule),
        ("fit", settings.model),
        ("only", ", ".join(f"{k} = {v}" for k, v in settings.where.items())),
        ("why", settings.reason),
        ("known biases", "; ".join(cls.notes)),
    ]
    return _group(walk, "Outside view: past stoppages", facts, [value_below("pool.weight")])


def _scales(walk: Walk) -> Explanation:
    """The game's unobserved scales, and the way from signature to flow."""
    paths = [f"game.{x}" for x in ("signing_cost", "noise", "rounds")] + [
        f"restart.{x}" for x in ("lag", "ramp", "relapse")
    ]
    paths += [
        f"parties.{p}.{x}"
        for p in walk.case.file.parties
        for x in ("discount", "weight", "signing_cost_share")
    ]
    known = [p for p in paths if p in walk.case.values and (p.startswith("game.") or walk.place(p))]
    return _group(
        walk, "Inside view: scales of the game, parties, restart", [], [value_below(p) for p in known]
    )


def _drivers(walk: Walk) -> Explanation:
    """Outside conditions on the as-of date."""
    names = list(walk.case.file.drivers)
    return _group(
        walk, "Outside conditions now", [], [(f"drivers.{n}", made(driver_node, n)) for n in names]
    )  # fmt: skip
