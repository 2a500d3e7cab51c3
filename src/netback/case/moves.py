"""Checks on what moves: drivers and their effects, the calendar, episodes, scenarios, and what was observed."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Mapping
from typing import Any

from netback.case.links import Links
from netback.case.schema import ChainDriver, Effect, PressureDriver
from netback.case.value import Value, ValueProblem, parse_flag, parse_value
from netback.errors import Problem, nearest

__all__ = ["MOVES", "check_transitions", "split_transition"]

_ARROW = re.compile(r"^\s*(\S+)\s*->\s*(\S+)\s*$")
_TARGET = re.compile(
    r"^(?:network\.(?P<part>nodes|arcs|limits)\.(?P<name>[^.]+)"
    r"|parties\.(?P<party>[^.]+)\.(?P<what>signing_cost|standstill|deal)"
    r"|(?P<rounds>rounds))$"
)
_TARGETS = (
    "network.nodes.X, network.arcs.X, network.limits.X, parties.X.signing_cost, parties.X.standstill, "
    "parties.X.deal or rounds"
)
_DAYS = re.compile(r"^\s*(\d+)\s+of\s+(\d+)\s*$")


def split_transition(key: str) -> tuple[str, str] | None:
    """Levels of a transition key.

    Examples
    --------
    >>> split_transition("open -> shut")
    ('open', 'shut')
    """
    match = _ARROW.match(key)
    return (match[1], match[2]) if match else None


def _drivers(links: Links) -> None:
    for name, driver in links.file.drivers.items():
        path = f"drivers.{name}"
        if driver.kind == "price":
            if driver.nodes % 2 == 0:
                links.add(
                    f"{path}.nodes",
                    "case/out-of-range",
                    f"{driver.nodes} is even",
                    "an odd number from 3 to 11",
                )
            for i, effect in enumerate(driver.effects):
                if effect.level is not None:
                    links.add(f"{path}.effects.{i}.level", "case/price-has-no-levels",
                              "a price driver has no named levels", "no `level`; the price acts through markets", key=True)  # fmt: skip
                _effect(links, f"{path}.effects.{i}", effect)
            continue
        _levels(links, path, driver)
        for i, effect in enumerate(driver.effects):
            at = f"{path}.effects.{i}"
            if effect.level is None:
                links.add(f"{at}.level", "case/missing-key", "`level` is missing: Level at which the effect holds",
                          f"level: {' or '.join(driver.levels)}")  # fmt: skip
            links.must_be(
                f"{at}.level", "case/unknown-level", effect.level, driver.levels, f"a level of {name}"
            )
            _effect(links, at, effect)
    for name, entry in links.file.calendar.items():
        for i, effect in enumerate(entry.effects):
            if effect.level is not None:
                links.add(f"calendar.{name}.effects.{i}.level", "case/unknown-level", "a calendar entry has no levels",
                          "no `level`: the effect holds from `begins` to `ends`", key=True)  # fmt: skip
            _effect(links, f"calendar.{name}.effects.{i}", effect)


def check_transitions(links: Links) -> None:
    """Check the moves of every driver with levels."""
    for name, driver in links.file.drivers.items():
        if driver.kind != "price":
            _transition(links, f"drivers.{name}", driver)


def _levels(links: Links, path: str, driver: ChainDriver | PressureDriver) -> None:
    for i, level in enumerate(driver.levels):
        if driver.levels.index(level) < i:
            links.add(
                f"{path}.levels.{i}",
                "case/repeated-id",
                f"the level {level!r} is listed twice",
                "each level once",
            )
    if driver.kind == "chain":
        links.must_be(
            f"{path}.start", "case/unknown-level", driver.start, driver.levels, "a level of this driver"
        )
        return
    if driver.same_as is not None:
        others = [n for n, d in links.file.drivers.items() if d.kind == "pressure" and d.same_as is None]
        links.must_be(
            f"{path}.same_as",
            "case/unknown-driver",
            driver.same_as,
            others,
            "a pressure driver with rules of its own",
        )
        rules = links.file.drivers.get(driver.same_as)
        if rules is not None and rules.kind == "pressure" and rules.levels != driver.levels:
            links.add(
                f"{path}.levels",
                "case/unknown-level",
                f"the levels differ from those of {driver.same_as}",
                ", ".join(rules.levels),
            )
    last: float | None = None
    for i, threshold in enumerate(driver.thresholds):
        number = threshold.entries[0].central if threshold.entries else 0.0
        if last is not None and number <= last:
            links.add(f"{path}.thresholds.{i}", "case/threshold-order", "the thresholds do not rise",
                      "from least to most, like the levels")  # fmt: skip
        last = number


def _transition(links: Links, path: str, driver: ChainDriver | PressureDriver) -> None:
    leaving: dict[str, list[tuple[str, Value]]] = {}
    ways: dict[tuple[str, str], str] = {}
    for key, value in driver.transition.items():
        at = f"{path}.transition.{key}"
        pair = split_transition(key)
        if pair is None:
            links.add(at, "case/bad-transition", f"{key!r} is not a move between two levels",
                      f"{driver.levels[0]} -> {driver.levels[1]}", key=True)  # fmt: skip
            continue
        good = [
            links.must_be(at, "case/unknown-level", level, driver.levels, "a level of this driver", key=True)
            for level in pair
        ]
        if pair[0] == pair[1]:
            links.add(at, "case/bad-transition", f"{key!r} leads nowhere; what is not listed stays by itself",
                      "a move between two different levels", key=True)  # fmt: skip
        elif all(good):
            if pair in ways:
                links.add(
                    at,
                    "case/repeated-key",
                    f"{key!r} is the same move as {ways[pair]!r}",
                    "one of the two",
                    key=True,
                )
            ways.setdefault(pair, key)
            leaving.setdefault(pair[0], []).append((at, value))
    for level, moves in leaving.items():
        months = {e.begins for _, v in moves for e in v.entries}
        for month in sorted(months, key=lambda m: -1 if m is None else m):
            found = [v.in_force(-1 if month is None else month) for _, v in moves]
            total = sum(e.high for e in found if e is not None)
            if total > 1 + 1e-9:
                links.add(moves[-1][0], "case/transition-sum",
                          f"the chances of leaving {level!r} add up to {total:.4g} at their upper bounds",
                          "chances that add up to 1 or less; the rest stays")  # fmt: skip
                break


def _effect(links: Links, path: str, effect: Effect) -> None:
    if not effect.on:
        links.add(f"{path}.on", "case/list-length", "the list is empty", f"at least one of {_TARGETS}")
    for i, target in enumerate(effect.on):
        at = f"{path}.on.{i}"
        match = _TARGET.match(target)
        if not match:
            known = [
                *(f"network.{part}.{n}" for part in ("nodes", "arcs", "limits") for n in getattr(links.file.network, part)),
                *(f"parties.{p}.{w}" for p in links.file.parties for w in ("signing_cost", "standstill", "deal")),
                "rounds",
            ]  # fmt: skip
            links.add(at, "case/effect-target", f"{target!r} is not something an effect can change",
                      nearest(target, known) or _TARGETS)  # fmt: skip
        elif match["part"]:
            table: Mapping[str, Any] = getattr(links.file.network, match["part"])
            nouns = {
                "nodes": "a node of the network",
                "arcs": "an arc of the network",
                "limits": "a limit of the network",
            }
            slugs = {"nodes": "case/unknown-node", "arcs": "case/unknown-arc", "limits": "case/unknown-limit"}
            found = links.must_be(at, slugs[match["part"]], match["name"], table, nouns[match["part"]])
            if found and match["part"] == "nodes" and table[match["name"]].capacity is None:
                links.add(at, "case/effect-target", f"the node {match['name']!r} has no capacity that could change",
                          f"a `capacity` at network.nodes.{match['name']}, or an effect on an arc")  # fmt: skip
        elif match["party"]:
            links.must_be(
                at, "case/unknown-party", match["party"], links.file.parties, "a party of this case"
            )


def _game(links: Links) -> None:
    for name, level in links.file.game.reference.items():
        path = f"game.reference.{name}"
        if links.must_be(
            path, "case/unknown-driver", name, links.file.drivers, "a driver of this case", key=True
        ):
            _at_level(links, path, name, level)


def _at_level(links: Links, path: str, name: str, level: str) -> None:
    """Check a level, or the price a price driver stands at."""
    driver = links.file.drivers[name]
    if driver.kind != "price":
        links.must_be(path, "case/unknown-level", level, driver.levels, f"a level of {name}")
        return
    try:
        parse_value(level, "price")
    except ValueProblem as problem:
        links.value_problem(path, problem)


def _scenarios(links: Links) -> None:
    for name, scenario in links.file.scenarios.items():
        for target, text in scenario.set.items():
            path = f"scenarios.{name}.set.{target}"
            if links.must_be(
                path, "case/unknown-path", target, links.values, "a value of this case", key=True
            ):
                dimension = links.values[target].dimension
                try:
                    _ = parse_flag(text) if dimension == "flag" else parse_value(text, dimension)
                except ValueProblem as problem:
                    links.value_problem(path, problem)
        for driver, level in scenario.hold.items():
            path = f"scenarios.{name}.hold.{driver}"
            if links.must_be(
                path, "case/unknown-driver", driver, links.file.drivers, "a driver of this case", key=True
            ):
                _at_level(links, path, driver, level)
        pressures = [d for d, item in links.file.drivers.items() if item.kind == "pressure"]
        for driver in scenario.pressure_times:
            path = f"scenarios.{name}.pressure_times.{driver}"
            links.must_be(
                path, "case/unknown-driver", driver, pressures, "a pressure driver of this case", key=True
            )
            if driver in scenario.hold:
                links.add(
                    path, "case/held-twice", f"{driver!r} is also held at a level", "one of the two", key=True
                )


def _episodes(links: Links) -> None:
    spans = []
    for name, episode in links.file.episodes.items():
        start = links.date(f"episodes.{name}.started", episode.started)
        end = links.date(f"episodes.{name}.ended", episode.ended) if episode.ended else None
        if start and end and end.latest <= start.earliest:
            links.add(f"episodes.{name}.ended", "case/date-order", f"it ends on {end}, not after its start on {start}",
                      "a later date")  # fmt: skip
        elif start:
            spans.append((start, end, name, bool(episode.ended)))
    spans.sort(key=lambda span: (span[0].earliest, span[2]))
    for (start, end, name, ended), (later, _, other, _) in itertools.pairwise(spans):
        if ended and end is None:
            continue
        if end is None or end.earliest > later.earliest:
            what = f"it begins on {later}, before {name!r}, begun on {start}, has ended"
            links.add(
                f"episodes.{other}.started",
                "case/episodes-overlap",
                what,
                f"an `ended` date in {name}, or a later start",
            )
    if not links.file.episodes:
        what = "no stoppage is known, so that nothing can be forecast"
        links.warn("episodes", "case/no-episode", what, "one episode with title and started", key=True)
    for name, entry in links.file.calendar.items():
        start = links.date(f"calendar.{name}.begins", entry.begins)
        end = links.date(f"calendar.{name}.ends", entry.ends) if entry.ends else None
        if start and end and end.latest < start.earliest:
            links.add(
                f"calendar.{name}.ends",
                "case/date-order",
                f"it ends on {end}, before it begins on {start}",
                "a later date",
            )
    _late(links, min((span[0].earliest for span in spans), default=None))


def _late(links: Links, first: Any) -> None:
    if first is None:
        return
    month = first.year * 12 + first.month - 1
    for path, value in links.values.items():
        begins = [e.begins for e in value.entries]
        if begins and None not in begins and min(b for b in begins if b is not None) > month:
            what = f"the first entry begins after the first stoppage, on {first}, so that nothing holds before it"
            links.warn(path, "case/late-value", what, "an earlier entry")


def _resolution(links: Links) -> None:
    rule = links.file.resolution
    if rule is None:
        return
    places = [*links.file.network.arcs, *links.nodes]
    links.must_be(
        "resolution.measured_at",
        "case/unknown-member",
        rule.measured_at,
        places,
        "an arc or node of the network",
    )
    links.date("resolution.deadline", rule.deadline)
    days = _DAYS.match(rule.days)
    if not days or not 1 <= int(days[1]) <= int(days[2]):
        links.add(
            "resolution.days", "case/bad-days", f"{rule.days!r} does not say how many days count", "7 of 10"
        )
    import zoneinfo

    known = zoneinfo.available_timezones()
    if known and rule.timezone not in known:
        links.must_be(
            "resolution.timezone", "case/unknown-timezone", rule.timezone, sorted(known), "a time zone"
        )


def _observed(links: Links) -> None:
    """Statements that observe a driver, and the contacts pressure is read from."""
    if links.ledger is None:
        return
    drivers = links.file.drivers
    weighed: dict[tuple[str, str], set[str]] = {}
    for driver in drivers.values():
        if driver.kind == "pressure":
            rules = drivers.get(driver.same_as) if driver.same_as else driver
            weights = rules.weights if rules is not None and rules.kind == "pressure" else {}
            weighed.setdefault((driver.by, driver.on), set()).update(weights)
    pressed: set[tuple[str, str]] = set()
    report = _StatementReport(links)
    for statement in links.ledger.statements:
        seen = statement.observes
        if seen is not None and seen.driver not in drivers:
            fix = nearest(seen.driver, drivers) or f"one of {', '.join(drivers)}"
            what = f"{seen.driver!r} is not a driver of this case"
            report.add(statement.id, "observes.driver", "case/unknown-driver", seen.driver, what, fix)
        elif seen is not None:
            found = drivers[seen.driver]
            if found.kind != "price" and seen.level not in found.levels:
                fix = nearest(seen.level, found.levels) or " or ".join(found.levels)
                what = f"{seen.level!r} is not a level of {seen.driver}"
                report.add(statement.id, "observes.level", "case/unknown-level", seen.level, what, fix)
        for push in statement.pressure:
            pressed.add((push.by, push.on))
            kinds = weighed.get((push.by, push.on))
            if kinds is not None and push.kind not in kinds:
                fix = nearest(push.kind, kinds) or f"a weight for {push.kind} in the driver"
                what = f"no driver gives {push.kind!r} a weight, so this pressure counts for nothing"
                report.add(
                    statement.id, "pressure.kind", "case/no-weight", push.kind, what, fix, severity="warning"
                )
    for name, driver in drivers.items():
        if driver.kind == "pressure" and (driver.by, driver.on) not in pressed:
            what = f"no statement records pressure by {driver.by!r} on {driver.on!r}; it stays at {driver.levels[0]!r}"
            links.warn(
                f"drivers.{name}.on", "case/no-contacts", what, "a contact statement with that pressure"
            )


class _StatementReport:
    """Problems in statements.jsonl; its lines are read when the first is found."""

    def __init__(self, links: Links) -> None:
        self.links = links
        self.places: dict[str, tuple[int, str]] | None = None

    def add(
        self, identity: str, key: str, slug: str, word: str, what: str, fix: str, severity: str = "error"
    ) -> None:
        if self.places is None:
            self.places = _statement_lines(self.links)
        line, shown = self.places.get(identity, (0, ""))
        start = max(shown.find(f'"{key.split(".")[0]}"'), 0)
        column = shown.find(f'"{word}"', start) + 2 if f'"{word}"' in shown[start:] else 1
        self.links.problems.append(
            Problem(
                f"{self.links.prefix}statements.jsonl",
                line,
                column,
                f"{identity}.{key}",
                slug,
                what,
                fix,
                shown,
                len(word),
                severity,
            )
        )


def _statement_lines(links: Links) -> dict[str, tuple[int, str]]:
    """Line and text of each statement by its id."""
    found: dict[str, tuple[int, str]] = {}
    path = links.folder / "statements.jsonl"
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        try:
            item = json.loads(line)
        except ValueError:
            continue
        if isinstance(item, dict) and "id" in item:
            found.setdefault(str(item["id"]), (number, line.rstrip("\r")))
    return found


MOVES = (_drivers, check_transitions, _game, _scenarios, _episodes, _resolution, _observed)
"""Every check of this module."""
