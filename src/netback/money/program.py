"""Contracts as a programme over slots: the only place of the money stage that reads the case."""

from __future__ import annotations

from dataclasses import dataclass

from netback.case.case import ONE, ZERO, Case
from netback.case.schema import Contract, Step, World
from netback.errors import CaseError, Problem, nearest

__all__ = ["OUTSIDE", "ContractRow", "StepRow", "StreamRow", "Waterfall", "compile_waterfall"]

OUTSIDE = "outside"
"""Everyone who is not a party: buyers, suppliers, traders. Last on every party axis."""

_OF_STREAM = ("fee", "tariff", "royalty", "cost_recovery", "profit_share", "in_kind", "purchase", "cost")
"""Kinds that need a stream of barrels."""


@dataclass(frozen=True)
class StreamRow:
    """A stream of barrels.

    Parameters
    ----------
    id : str
    over : tuple of str
        Arcs, markets or fields whose barrels are added up.
    market, node : str
        Where its price is formed; "" for the others.
    price : int
        Slot of a stated price; -1 without.
    """

    id: str
    over: tuple[str, ...]
    market: str
    node: str
    price: int


@dataclass(frozen=True)
class StepRow:
    """One payment: a step of a contract, or the lifting cost of a field, or the tariff of an arc.

    Parameters
    ----------
    path : str
        Where it stands in the case: ``contracts.psc.steps.royalty``, ``network.arcs.trunk.tariff``.
    contract : int
        Index into `Waterfall.contracts`; -1 for lifting costs and arc tariffs.
    kind : str
        As in `netback.case.schema.Step`, or ``lifting`` or ``arc``.
    payer : int
        Party; -1: the stream pays.
    payee : int
        Party.
    amount, cap, of, balance, probability, delay, owed : int
        Slots; -1 where the step has none.
    in_share : bool
        For ``in_kind``: the amount is a share of the barrels, not kb/d.
    node : str
        For ``purchase``: where the local price is formed. For ``lifting`` and ``arc``: the field or arc.
    discount : int
        Slot of the payee's yearly discount rate; the zero slot for `OUTSIDE`.
    """

    path: str
    contract: int
    kind: str
    payer: int
    payee: int
    amount: int
    cap: int
    of: int
    balance: int
    probability: int
    delay: int
    owed: int
    in_share: bool
    node: str
    discount: int


@dataclass(frozen=True)
class ContractRow:
    """One contract.

    Parameters
    ----------
    id : str
    stream : int
        Index into `Waterfall.streams`; -1 when all steps come out of pockets.
    keeps : int
        Party that keeps what is left.
    steps : tuple of int
        Indices into `Waterfall.steps`, in order.
    """

    id: str
    stream: int
    keeps: int
    steps: tuple[int, ...]


@dataclass(frozen=True)
class Waterfall:
    """The programme of one world and month.

    Parameters
    ----------
    month : int
    world : str
    parties : tuple of str
        Parties of the case in its order, then `OUTSIDE`.
    streams : tuple of StreamRow
        All streams of the case, in its order.
    contracts : tuple of ContractRow
        Those in force in the world.
    steps : tuple of StepRow
        Steps of the contracts, then lifting costs and arc tariffs.
    horizon : int
        Slot of the horizon over which arrears are levelled, months.
    """

    month: int
    world: str
    parties: tuple[str, ...]
    streams: tuple[StreamRow, ...]
    contracts: tuple[ContractRow, ...]
    steps: tuple[StepRow, ...]
    horizon: int

    def step(self, path: str) -> int:
        """Index of a step by its path.

        Raises
        ------
        KeyError
            The world has no such step; the message has the nearest.
        """
        paths = [row.path for row in self.steps]
        if path not in paths:
            hint = nearest(path, paths)
            raise KeyError(f"{path} pays nothing here" + (f"; did you mean {hint}?" if hint else ""))
        return paths.index(path)


class _Compiler:
    """Looks names up, and gathers what is wrong."""

    def __init__(self, case: Case, month: int) -> None:
        self.case, self.month = case, month
        self.parties = (*case.file.parties, OUTSIDE)
        self.problems: list[Problem] = []

    def problem(self, path: str, slug: str, what: str, fix: str) -> None:
        line, column = (self.case.places or {}).get(path, (0, 0))
        self.problems.append(Problem("case.yaml", line, column, path, f"money/{slug}", what, fix))

    def party(self, name: str | None, path: str) -> int:
        if name is None:
            return len(self.parties) - 1
        if name in self.parties:
            return self.parties.index(name)
        hint = nearest(name, self.parties) or " or ".join(self.parties)
        self.problem(path, "unknown-party", f"{name!r} is not a party of this case", hint)
        return len(self.parties) - 1

    def slot(self, path: str, given: bool = True) -> int:
        return self.case.slots.at(path, self.month) if given else -1

    def discount(self, party: int) -> int:
        name = self.parties[party]
        return ZERO if name == OUTSIDE else self.slot(f"parties.{name}.discount")


def compile_waterfall(case: Case, month: int, world: World) -> Waterfall:
    """The contracts of one world and month as a programme over the case's slots.

    Parameters
    ----------
    case : Case
    month : int
        Month number; dated values in force then are used.
    world : {"standstill", "deal"}

    Returns
    -------
    Waterfall

    Raises
    ------
    CaseError
        A party is not known, a step counts barrels but its contract has no stream, or two contracts divide one
        stream in one world. All such problems at once.
    UnknownAsOf
        A number has no value in that month.

    Notes
    -----
    A contract without steps paid by the stream and that leaves everything to `OUTSIDE` only counts the stream's
    barrels and divides nothing, so any number of those may share a stream with the one that divides it.
    """
    build = _Compiler(case, month)
    streams = tuple(
        StreamRow(
            name,
            s.over,
            s.market or "",
            s.node or "",
            build.slot(f"streams.{name}.price", s.price is not None),
        )
        for name, s in case.file.streams.items()
    )
    steps: list[StepRow] = []
    contracts: list[ContractRow] = []
    divided: dict[str, str] = {}
    names = list(case.file.streams)
    for name, contract in case.file.contracts.items():
        if world not in contract.worlds:
            continue
        _check(build, name, contract, divided)
        first = len(steps)
        steps += [_step(build, name, len(contracts), step) for step in contract.steps]
        stream = names.index(contract.stream) if contract.stream in names else -1
        keeps = build.party(contract.keeps, f"contracts.{name}.keeps")
        contracts.append(ContractRow(name, stream, keeps, tuple(range(first, len(steps)))))
    steps += _implicit(build)
    if build.problems:
        raise CaseError(build.problems)
    return Waterfall(
        month, world, build.parties, streams, tuple(contracts), tuple(steps), build.slot("game.horizon")
    )


def _check(build: _Compiler, name: str, contract: Contract, divided: dict[str, str]) -> None:
    path = f"contracts.{name}"
    if contract.stream is not None and contract.stream not in build.case.file.streams:
        known = build.case.file.streams
        build.problem(
            f"{path}.stream",
            "unknown-stream",
            f"{contract.stream!r} is not a stream of this case",
            nearest(contract.stream, known) or " or ".join(known),
        )
    for step in contract.steps:
        if contract.stream is None and (step.kind in _OF_STREAM or step.payer is None):
            build.problem(
                f"{path}.steps.{step.id}",
                "no-stream",
                f"a {step.kind} counts or takes from barrels, but contract {name!r} has no stream",
                f"stream: {next(iter(build.case.file.streams), 'exports')}",
            )
    divides = contract.keeps != OUTSIDE or any(step.payer is None for step in contract.steps)
    if contract.stream is not None and divides:
        other = divided.setdefault(contract.stream, name)
        if other != name:
            build.problem(
                f"{path}.stream",
                "divided-twice",
                f"stream {contract.stream!r} is already divided by contract {other!r} in this world",
                "one contract that holds the steps of both, or a stream of its own barrels for each",
            )


def _step(build: _Compiler, contract: str, index: int, step: Step) -> StepRow:
    path = f"contracts.{contract}.steps.{step.id}"
    payee = build.party(step.payee, f"{path}.payee")
    return StepRow(
        path=path,
        contract=index,
        kind=step.kind,
        payer=-1 if step.payer is None else build.party(step.payer, f"{path}.payer"),
        payee=payee,
        amount=build.slot(f"{path}.amount"),
        cap=build.slot(f"{path}.cap", step.cap is not None),
        of=build.slot(f"{path}.of", step.of is not None),
        balance=build.slot(f"{path}.balance", step.balance is not None),
        probability=build.slot(f"{path}.collection.probability"),
        delay=build.slot(f"{path}.collection.delay"),
        owed=build.slot(f"{path}.collection.owed"),
        in_share=step.amount.dimension == "share",
        node=step.node or "",
        discount=build.discount(payee),
    )


def _implicit(build: _Compiler) -> list[StepRow]:
    """Lifting costs and arc tariffs that move money between two different parties."""
    rows = []
    for name, node in build.case.file.network.nodes.items():
        payer = build.party(node.cost_paid_by, f"network.nodes.{name}.cost_paid_by")
        if node.kind == "field" and node.lifting_cost is not None:
            rows.append((f"network.nodes.{name}.lifting_cost", "lifting", payer, build.party(None, ""), name))
    for name, arc in build.case.file.network.arcs.items():
        payer = build.party(arc.tariff_by, f"network.arcs.{name}.tariff_by")
        payee = build.party(arc.tariff_to, f"network.arcs.{name}.tariff_to")
        rows.append((f"network.arcs.{name}.tariff", "arc", payer, payee, name))
    return [
        StepRow(
            path, -1, kind, payer, payee, build.slot(path), -1, -1, -1, ONE, ZERO, ZERO, False, name, ZERO
        )
        for path, kind, payer, payee, name in rows
        if payer != payee
    ]
