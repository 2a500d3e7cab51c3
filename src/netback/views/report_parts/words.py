"""How the report writes numbers, dates and the names of a case's values."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence

from netback.case import Case
from netback.dates import month_start, parse_month, parse_partial
from netback.views import tables

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)

UNIT_WORDS = {
    "m USD/month": "million USD a month", "m USD": "million USD", "1": "", "1/month": "a month", "1/year": "a year",
}  # fmt: skip


def minus(text: str) -> str:
    """The same number with a true minus sign."""
    return text.replace("-", "−") if text[:1] == "-" or text[1:2] == "-" else text


def percent(share: float) -> str:
    """A share or probability as per cent."""
    return minus(tables.percent(float(share)))


def plain(value: float) -> str:
    """A number whose unit stands elsewhere."""
    value = float(value)
    return minus(
        tables.number(value)
        if value == round(value)
        else tables.musd(value)
        if abs(value) >= 1
        else f"{value:.2g}"
    )


def signed(value: float) -> str:
    """A change, with its sign."""
    return minus(tables.signed(float(value), lambda x: tables.musd(x)))


kbd: Callable[[float], str] = tables.kbd
price: Callable[[float], str] = tables.usd_bbl


def day(when: dt.date) -> str:
    """``15 April 2025``."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def month(number: int) -> str:
    """``April 2025``, from a month number."""
    start = month_start(number)
    return f"{MONTHS[start.month - 1]} {start.year}"


def partial(text: str) -> str:
    """``2023``, ``April 2023`` or ``4 April 2023``, as precise as it is known."""
    known = parse_partial(text)
    if known.precision == "day":
        return day(known.earliest)
    return month(parse_month(text)) if known.precision == "month" else str(known.year)


def share_of(low: float, high: float) -> str:
    """A band of probabilities, ``10–24%`` or ``<1% to 24%``."""
    a, b = percent(low), percent(high)
    if a == b:
        return a
    return f"{a} to {b}" if {a[0], b[0]} & {"<", ">"} else f"{a.removesuffix('%')}–{b}"


def amount(value: float, unit: str) -> str:
    """A number with its unit; shares as per cent."""
    if unit in ("m USD/month", "m USD"):
        return f"{minus(tables.musd(value))} {UNIT_WORDS[unit]}"
    if unit == "1":
        return percent(value)
    if unit in ("1/month", "1/year"):
        return f"{tables.quantity(value, unit, bare=True).split('%')[0]}% {UNIT_WORDS[unit]}"
    return minus(tables.quantity(value, unit))


def span(low: float, high: float, unit: str) -> str:
    """A range with its unit."""
    if low == high:
        return amount(low, unit)
    a, b = amount(low, unit), amount(high, unit)
    head, _, tail = a.partition(" ")
    return f"{head} to {b}" if tail and b.endswith(tail) else f"{a} to {b}"


def listed(items: Sequence[str]) -> str:
    """``a, b and c``."""
    words = list(items)
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def counted(number: int, one: str, many: str | None = None) -> str:
    """``1 event``, ``2 events``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


_LEAF = {
    "capacity": "capacity", "lifting_cost": "lifting cost", "tariff": "tariff", "loss": "loss", "cap": "limit",
    "half_life": "half-life", "mean": "long-run mean", "volatility": "volatility", "discount": "discount",
    "weight": "bargaining weight", "signing_cost_share": "share of the signing cost", "times": "share of the benchmark",
    "probability": "chance of being paid", "delay": "delay of payment", "amount": "amount", "of": "base",
    "balance": "debt", "volume": "volume", "less": "price step", "price": "price", "fixed": "fixed price",
}  # fmt: skip
_WHOLE = {
    "game.signing_cost": "Cost of signing at home (κ)", "game.noise": "Noise of the decision (θ)",
    "game.rounds": "Chance that a month holds a round (λ)", "game.horizon": "How far the game looks",
    "restart.lag": "Agreement to first oil", "restart.ramp": "First oil to full rate",
    "restart.relapse": "Chance that a restarted flow stops again", "pool.weight": "Weight of the model in the pool",
    "exchange_rate": "Exchange rate", "resolution.threshold": "Flow that counts as resumed",
}  # fmt: skip


def value_name(case: Case, path: str) -> str:
    """What a value of the case is, in words; `path` may end in ``@2022-01``."""
    path, _, begins = path.partition("@")
    tail = f", from {month(parse_month(begins))}" if begins else ""
    return _value_name(case, path) + tail


def _value_name(case: Case, path: str) -> str:
    if path in _WHOLE:
        return _WHOLE[path]
    file, parts = case.file, path.split(".")
    leaf = _LEAF.get(parts[-1], parts[-1].replace("_", " "))
    if parts[0] == "network" and len(parts) > 3:
        if parts[1] == "nodes":
            name = file.network.nodes[parts[2]].name
            if "steps" in parts:
                return f"{name}: {leaf} of demand step {int(parts[parts.index('steps') + 1]) + 1}"
            return f"{name}: {'price ' if parts[3] == 'price' else ''}{leaf}"
        if parts[1] == "arcs":
            arc, nodes = file.network.arcs[parts[2]], file.network.nodes
            return f"{arc.name or f'{nodes[arc.from_].name} to {nodes[arc.to].name}'}: {leaf}"
        return f"{file.network.limits[parts[2]].name}: {leaf}"
    if parts[0] == "parties":
        return f"{file.parties[parts[1]].name}: {'discount rate' if parts[2] == 'discount' else leaf}"
    if parts[0] == "contracts":
        step = parts[3].replace("_", " ") if len(parts) > 3 else ""
        return f"{file.contracts[parts[1]].name}: {step}{'' if parts[-1] == 'amount' else f', {leaf}'}"
    if parts[0] == "streams":
        return f"{file.streams[parts[1]].name}: {leaf}"
    if parts[0] == "terms":
        return f"{file.terms[parts[1]].name}: legal range"
    if parts[0] == "calendar":
        entry = file.calendar[parts[1]]
        return f"{entry.name}: effect on {effect_target(case, entry.effects[int(parts[3])].on)}"
    if parts[0] == "reported":
        return f"{file.reported[parts[1]].title}: reported"
    if parts[0] == "drivers":
        return f"{file.drivers[parts[1]].name}: {_driver_leaf(case, parts)}"
    return " ".join(parts).replace("_", " ")


def effect_target(case: Case, on: Sequence[str]) -> str:
    """What an effect changes, in words."""
    parts, file = on[0].split("."), case.file
    rest = f" and {len(on) - 1} more" if len(on) > 1 else ""
    if parts[0] == "rounds":
        return "the chance of a round"
    if parts[0] == "parties":
        what = {"signing_cost": "signing cost", "standstill": "gain from waiting", "deal": "gain from a deal"}
        return f"{what.get(parts[2], parts[2])} of {file.parties[parts[1]].name}{rest}"
    if parts[1] == "nodes":
        return f"{file.network.nodes[parts[2]].name}{rest}"
    if parts[1] == "arcs":
        return f"{_value_name(case, f'network.arcs.{parts[2]}.capacity').removesuffix(': capacity')}{rest}"
    return f"{file.network.limits[parts[2]].name}{rest}"


def brief(name: str, most: int = 24) -> str:
    """A name short enough for a map: “Buyers of trucked crude in X” is “Buyers in X”."""
    if len(name) > most:
        name = re.sub(r" of .+(?= in )", "", name)
    for cut in (" (", " and ", ","):
        if len(name) > most and name.find(cut) > 3:
            name = name[: name.find(cut)]
    return name


def _driver_leaf(case: Case, parts: list[str]) -> str:
    if parts[2] == "transition":
        return parts[3].replace("->", "→").replace("_", " ")
    if parts[2] == "effects":
        effect = case.file.drivers[parts[1]].effects[int(parts[3])]
        return f"effect of “{(effect.level or '').replace('_', ' ')}” on {effect_target(case, effect.on)}"
    if parts[2] == "weights":
        return f"weight of a {parts[3].replace('_', ' ')}"
    if parts[2] == "thresholds":
        return f"threshold {int(parts[3]) + 1}"
    return _LEAF.get(parts[2], parts[2].replace("_", " "))
