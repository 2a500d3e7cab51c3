"""Views and records of divided revenue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from netback.errors import UsageError, nearest
from netback.views.commands.common import Block, case_head, case_lines, party_name
from netback.views.tables import Heading, Table, kbd, month, musd, residual, signed, usd_bbl

if TYPE_CHECKING:
    from netback.money.revenue import Money

__all__ = ["explain_blocks", "explain_record", "money_blocks", "money_record"]


def _columns(money: Money) -> list[list[tuple[int, Any]]]:
    """(month, world) pairs that stand side by side in one table."""
    pairs = [(m, w) for w in money.worlds for m in money.months]
    if len(money.months) == 1:
        return [pairs]
    return [
        [(m, w) for m in money.months[i : i + 6]]
        for w in money.worlds
        for i in range(0, len(money.months), 6)
    ]


def _heads(money: Money, part: list[tuple[int, Any]]) -> tuple[str, str]:
    """Heads of the columns, and what they share for the title."""
    if len(money.months) == 1:
        return "|".join(f">{w}" for _, w in part), f", {month(part[0][0])}"
    return "|".join(f">{month(m)}" for m, _ in part), f", {part[0][1]}"


def _contract(money: Money, wanted: str | None) -> None:
    known = money.case.file.contracts
    if wanted is not None and wanted not in known:
        hint = nearest(wanted, known)
        raise UsageError(
            f"--contract {wanted!r}: {money.case.name} has no such contract; "
            + (f"did you mean {hint}?" if hint else f"it has {', '.join(known)}")
        )


def money_blocks(money: Money, contract: str | None = None) -> Iterator[Block]:
    """Money by party, stream and step, whether it adds up, and who gains without a contract."""
    case = money.case
    _contract(money, contract)
    yield from case_lines(case, "who earns what, m USD a month, nominal")
    if contract is None:
        for part in _columns(money):
            yield _party_table(money, part)
        for part in _columns(money):
            yield _stream_table(money, part)
    for world in money.worlds:
        yield from _step_tables(money, world, contract)
    if contract is None:
        rows = [
            (party_name(case, b.party), month(b.month), b.world, musd(b.musd), musd(b.rent_musd))
            for w in money.worlds
            for b in money.beneficiaries(w)
        ]
        yield Table.of(
            "Who gains without a contract", "party|month|world|>earns|>could extract", rows,
            "Could extract: what control of its routes would let it take at most.",
        )  # fmt: skip
    yield conservation(money)
    yield from (f"Assumed: {a}." for a in money.assumptions)


def _net(money: Money, m: int, w: Any) -> np.ndarray:
    return money.by_party(w)[money.months.index(m)]


def _party_table(money: Money, part: list[tuple[int, Any]]) -> Table:
    heads, title = _heads(money, part)
    worlds = [w for _, w in part]
    both = len(money.months) == 1 and worlds == ["standstill", "deal"]
    columns = [_net(money, m, w) for m, w in part]
    rows = []
    for i, party in enumerate(money.parties):
        row = [party_name(money.case, party), *(musd(c[i]) for c in columns)]
        rows.append([*row, signed(float(columns[1][i] - columns[0][i]), musd)] if both else row)
    return Table.of(f"Net cash by party, m USD{title}", f"party|{heads}" + ("|>change" if both else ""), rows)


def _stream_table(money: Money, part: list[tuple[int, Any]]) -> Table:
    heads, title = _heads(money, part)
    streams = money.case.file.streams
    if len(money.months) > 1:
        rows = [
            (s.name, *(musd(money.reported(n, m, w)) for m, w in part)) for n, s in streams.items()
        ]  # fmt: skip
        return Table.of(f"Gross of each stream, m USD{title}", f"stream|{heads}", rows)
    detail = []
    for m, w in part:
        pay = money.payments[m, w]
        for k, s in enumerate(streams.values()):
            barrels = float(pay.barrels_kbd[0, 0, k])
            price = usd_bbl(float(pay.price_usd_bbl[0, 0, k])) if barrels > 0 else "—"
            detail.append((s.name, w, kbd(barrels), price, musd(float(pay.gross[0, 0, k]))))
    return Table.of(f"Streams of barrels{title}", "stream|world|>kb/d|>USD/bbl|>m USD", detail)


def _step_tables(money: Money, world: Any, contract: str | None) -> Iterator[Block]:
    case, program = money.case, money.program(world)
    rows: list[tuple[str, ...]] = []
    months = money.months[:6]
    paid, left = money.by_step(world), money.left(world)
    for k, row in enumerate(program.contracts):
        if contract is not None and row.id != contract:
            continue
        rows.append((case.file.contracts[row.id].name,))
        for i in row.steps:
            step = program.steps[i]
            payer = "the stream" if step.payer < 0 else party_name(case, program.parties[step.payer])
            who = f"{payer} to {party_name(case, program.parties[step.payee])}"
            name = "  " + step.path.rpartition(".")[2].replace("_", " ")
            rows.append((name, who, *(musd(paid[t, i]) for t in range(len(months)))))
        if row.stream >= 0 and (program.parties[row.keeps] != "outside" or np.any(left[:, k])):
            who = f"kept by {party_name(case, program.parties[row.keeps])}"
            rows.append(("  what is left", who, *(musd(left[t, k]) for t in range(len(months)))))
    if contract is None:
        rows += _implicit_rows(money, world, len(months))
    if not rows:
        yield f"{contract} is not in force in the {world} world."
        return
    heads = "|".join(f">{month(m)}" for m in months)
    note = f"{len(money.months) - 6} more months: --json" if len(money.months) > 6 else ""
    yield Table.of(f"Payments by step, m USD, {world}", f"step|who pays whom|{heads}", rows, note)


def _implicit_rows(money: Money, world: Any, months: int) -> list[tuple[str, ...]]:
    """Lifting costs and tariffs, added up by who pays whom."""
    program, paid = money.program(world), money.by_step(world)
    sums: dict[tuple[str, str], np.ndarray] = {}
    for i, step in enumerate(program.steps):
        if step.contract < 0:
            what = "lifting costs" if step.kind == "lifting" else "tariffs and freight"
            who = f"{party_name(money.case, program.parties[step.payer])} to {party_name(money.case, program.parties[step.payee])}"
            sums[what, who] = sums.get((what, who), np.zeros(len(paid))) + paid[:, i]
    some = [(k, v) for k, v in sums.items() if np.any(v >= 0.05)]
    head: list[tuple[str, ...]] = [("Costs of the network",)] if some else []
    return head + [("  " + what, who, *(musd(v[t]) for t in range(months))) for (what, who), v in some]


def conservation(money: Money) -> str:
    """One line on whether the money adds up."""
    worst = split = 0.0
    for (_, world), pay in money.payments.items():
        worst = max(worst, float(np.abs(pay.net.sum(axis=-1)).max()))
        program = money.program(world)
        for k, row in enumerate(program.contracts):
            if row.stream < 0:
                continue
            inner = [i for i in row.steps if program.steps[i].payer < 0]
            gap = pay.gross[0, 0, row.stream] - pay.left[0, 0, k] - pay.paid[0, 0, inner].sum()
            split = max(split, abs(float(gap)))
    return (
        f"It adds up: net over all parties differs from 0 by {residual(worst)} m USD, what streams pay and leave from their "
        f"gross by {residual(split)} m USD."
    )


def money_record(money: Money, contract: str | None = None) -> dict[str, Any]:
    """What ``money --json`` prints."""
    _contract(money, contract)
    rows = list(money.records())
    if contract is not None:
        prefix = f"contracts.{contract}"
        rows = [r for r in rows if r["id"] == prefix or str(r["id"]).startswith(prefix + ".")]
    return case_head(money.case, "netback-money/1") | {
        "months": [month(m) for m in money.months],
        "worlds": list(money.worlds),
        "rows": rows,
        "by_party_musd": {
            w: {p: [float(v) for v in money.by_party(w)[:, i]] for i, p in enumerate(money.parties)}
            for w in money.worlds
        },
        "net_sum_musd": max(float(np.abs(p.net.sum(axis=-1)).max()) for p in money.payments.values()),
        "beneficiaries": [
            vars(b) | {"month": month(b.month)} for w in money.worlds for b in money.beneficiaries(w)
        ],
        "assumptions": list(money.assumptions),
    }


# --- every payment worked out -----------------------------------------------------------------------------------------


def _payments(money: Money, contract: str | None) -> Iterator[tuple[str, str, Any]]:
    """(world, path of the step, its explanation) of the first month."""
    from netback.views.explain import explain_step

    for world in money.worlds:
        program = money.program(world)
        for row in program.contracts:
            if contract is None or row.id == contract:
                for i in row.steps:
                    yield world, program.steps[i].path, explain_step(money, money.months[0], world, i)


def explain_record(money: Money, contract: str | None = None) -> dict[str, Any]:
    """What ``money --explain --json`` prints."""
    _contract(money, contract)
    return case_head(money.case, "netback-money-explain/1") | {
        "month": month(money.months[0]),
        "payments": [{"world": w, "step": p} | e.to_record() for w, p, e in _payments(money, contract)],
    }


def explain_blocks(money: Money, contract: str | None = None) -> Iterator[Block]:
    """Every payment as an equation, with the numbers in it and what they rest on."""
    _contract(money, contract)
    yield from case_lines(money.case, f"every payment worked out, {month(money.months[0])}")
    last = ""
    for world, _, tree in _payments(money, contract):
        if world != last:
            yield Heading(f"In the {world} world")
            last = world
        yield tree.to_text()
