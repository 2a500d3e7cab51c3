"""What a case file may hold: frozen models, one docstring a field.

The JSON Schema, the reference page and the error hints all come from here. Numbers are `Value`s: text with
central value, bounds, unit and citations. Unknown keys are refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from netback.case.value import Value, ValueProblem, parse_flag, parse_value
from netback.dates import parse_partial
from netback.units import known_units

__all__ = [
    "Arc",
    "CalendarEntry",
    "CaseFile",
    "ChainDriver",
    "Collection",
    "Contract",
    "Driver",
    "Effect",
    "Episode",
    "GameSettings",
    "Limit",
    "MarketPrice",
    "Network",
    "Node",
    "Party",
    "PoolSettings",
    "PressureDriver",
    "PriceDriver",
    "PriceStep",
    "ReferenceClassSettings",
    "Reported",
    "Resolution",
    "Restart",
    "Scenario",
    "Step",
    "Stream",
    "Term",
    "World",
]

World = Literal["standstill", "deal"]


def _problem(error: ValueProblem) -> PydanticCustomError:
    return PydanticCustomError(
        "value_problem",
        "{what}",
        {
            "what": error.what,
            "slug": error.slug,
            "fix": error.fix,
            "offset": error.offset,
            "width": error.width,
            "subpath": list(error.subpath),
        },
    )


def _fault(slug: str, what: str, fix: str, *subpath: str) -> PydanticCustomError:
    """A fault of a whole block; ``subpath`` leads to the key at fault."""
    return _problem(ValueProblem(slug, what, fix, 0, 0, subpath))


def _reader(dimension: str) -> Any:
    def read(raw: Any) -> Value:
        try:
            return parse_flag(raw) if dimension == "flag" else parse_value(raw, dimension)
        except ValueProblem as error:
            raise _problem(error) from None

    return read


def _quantity(dimension: str) -> Any:
    text = {
        "type": "string",
        "description": f"central (low..high) unit [statements] ~distribution; {dimension}",
    }
    if dimension == "flag":
        text = {"type": "string", "pattern": r"^\s*(yes|no)\s*(\[[^\[\]]*\])?\s*$"}
    elif dimension != "any":
        text["examples"] = [f"16 (14..20) {known_units(dimension)[0]} [statement_id]"]  # type: ignore[assignment]
    dated = {
        "type": "object",
        "patternProperties": {r"^\d{4}(-\d{2}){0,2}$": text},
        "additionalProperties": False,
    }
    noted = {
        "type": "object",
        "properties": {"value": {"anyOf": [text, dated]}, "note": {"type": "string"}},
        "required": ["value"],
        "additionalProperties": False,
    }
    return Annotated[
        Value,
        BeforeValidator(_reader(dimension)),
        WithJsonSchema({"anyOf": [text, dated, noted]}, mode="validation"),
    ]


if TYPE_CHECKING:
    FlowValue = Value
    VolumeValue = Value
    PriceValue = Value
    MoneyValue = Value
    MoneyRateValue = Value
    ShareValue = Value
    YearlyRateValue = Value
    MonthlyRateValue = Value
    MonthsValue = Value
    ExchangeValue = Value
    AnyValue = Value
    Flag = Value
else:
    FlowValue = _quantity("flow")
    VolumeValue = _quantity("volume")
    PriceValue = _quantity("price")
    MoneyValue = _quantity("money")
    MoneyRateValue = _quantity("money rate")
    ShareValue = _quantity("share")
    YearlyRateValue = _quantity("yearly rate")
    MonthlyRateValue = _quantity("monthly rate")
    MonthsValue = _quantity("time")
    ExchangeValue = _quantity("exchange")
    AnyValue = _quantity("any")
    Flag = _quantity("flag")


def _coordinates(raw: Any) -> tuple[float, float]:
    try:
        lat, lon = (float(part) for part in str(raw).split(","))
    except ValueError:
        raise PydanticCustomError(
            "value_problem",
            "{what}",
            {
                "what": f"{raw!r} is not a place",
                "slug": "case/bad-place",
                "fix": "latitude, longitude in degrees, as 37.09, 42.41",
                "offset": 0,
                "width": len(str(raw)),
                "subpath": [],
            },
        ) from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise PydanticCustomError(
            "value_problem",
            "{what}",
            {
                "what": f"{raw!r} lies outside the globe",
                "slug": "case/bad-place",
                "fix": "latitude -90..90, then longitude -180..180",
                "offset": 0,
                "width": len(str(raw)),
                "subpath": [],
            },
        )
    return lat, lon


def _date_text(raw: Any) -> str:
    text = str(raw)
    body = text.split("[")[0].strip()
    try:
        parse_partial(body)
    except ValueError as error:
        raise PydanticCustomError(
            "value_problem",
            "{what}",
            {
                "what": str(error),
                "slug": "case/bad-date",
                "fix": "2023-03-25 [statement_id]",
                "offset": 0,
                "width": max(1, len(body)),
                "subpath": [],
            },
        ) from None
    return text


Coordinates = Annotated[
    tuple[float, float],
    BeforeValidator(_coordinates),
    WithJsonSchema({"type": "string", "examples": ["37.09, 42.41"]}, mode="validation"),
]
DateText = Annotated[
    str,
    BeforeValidator(_date_text),
    WithJsonSchema({"type": "string", "examples": ["2023-03-25 [statement_id]"]}, mode="validation"),
]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class _Model(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        arbitrary_types_allowed=True,
        use_attribute_docstrings=True,
        populate_by_name=True,
    )


class Party(_Model):
    """Somebody who gains or loses, and may be able to stop a deal."""

    name: str
    """Name as readers know it."""
    kind: Literal["government", "region", "companies", "state", "mediator", "beneficiary", "other"] = "other"
    """What sort of party it is."""
    veto: Flag = Field(default="no", validate_default=True)
    """Whether no deal is possible without it; may be dated."""
    weight: ShareValue = Field(default="1", validate_default=True)
    """Bargaining weight, relative to the other veto holders; any positive number."""
    discount: YearlyRateValue = Field(default="10 %/year", validate_default=True)
    """Yearly discount rate."""
    signing_cost_share: ShareValue = Field(default="1", validate_default=True)
    """Its part of what signing costs at home, relative to the other veto holders; any number from 0."""
    wants: str = ""
    """What it is after, in one sentence."""
    aliases: tuple[str, ...] = ()
    """Other spellings found in reports."""
    note: str = ""


class MarketPrice(_Model):
    """What a barrel fetches at a market: times x benchmark - discount, or a fixed price, less with depth."""

    benchmark: str | None = None
    """A price driver; without it `fixed` is needed."""
    times: ShareValue = Field(default="1", validate_default=True)
    """Share of the benchmark."""
    discount: PriceValue = Field(default="0 USD/bbl", validate_default=True)
    """Taken off the benchmark, USD/bbl."""
    fixed: PriceValue | None = None
    """Price without a benchmark, USD/bbl."""
    steps: tuple[PriceStep, ...] = ()
    """Depth of the market: each step takes so much at so much less. Without steps the first price holds
    for all barrels."""

    @model_validator(mode="after")
    def _one_basis(self) -> MarketPrice:
        if (self.benchmark is None) == (self.fixed is None):
            what = "a market price needs either `benchmark` or `fixed`, not both and not neither"
            raise _fault("case/market-price", what, "benchmark: DRIVER, or fixed: 60 USD/bbl")
        return self


class PriceStep(_Model):
    """One step of a market's demand."""

    volume: FlowValue
    """Barrels the step takes, kb/d."""
    less: PriceValue = Field(default="0 USD/bbl", validate_default=True)
    """Below the market's first price, USD/bbl."""


class Node(_Model):
    """A place in the network."""

    name: str
    kind: Literal[
        "field",
        "hub",
        "storage",
        "refinery",
        "border",
        "port",
        "market",
        "gathering",
        "metering",
        "pump_station",
    ]
    at: Coordinates | None = None
    """Latitude, longitude."""
    place: Literal["exact", "approximate", "guessed", "symbolic"] = "approximate"
    """How well the place is known."""
    country: str = ""
    controlled_by: str | None = None
    """Party that can shut it."""
    capacity: FlowValue | None = None
    """Field: available production. Others: throughput. kb/d; without it a node limits nothing."""
    lifting_cost: PriceValue | None = None
    """Cash cost of one more barrel, USD/bbl; fields only."""
    cost_paid_by: str | None = None
    """Party that pays the lifting cost; fields only."""
    price: MarketPrice | None = None
    """Markets only."""
    open: dict[World, Flag] = {}
    """Whether it works in each world; without an entry: yes."""
    group: str = ""
    """Part of the system it belongs to, for charts, such as `disputed` or `south`."""
    cites: tuple[str, ...] = ()
    note: str = ""


class Arc(_Model):
    """A way for barrels from one node to another."""

    name: str = ""
    from_: str = Field(alias="from")
    """Node where it starts."""
    to: str
    """Node where it ends."""
    mode: Literal["pipeline", "truck", "ship", "rail", "process"]
    capacity: FlowValue
    """Available capacity, kb/d."""
    tariff: PriceValue = Field(default="0 USD/bbl", validate_default=True)
    """Cost of moving a barrel along it, USD/bbl."""
    tariff_to: str | None = None
    """Party that earns the tariff; without it the tariff is a cost paid to outsiders."""
    tariff_by: str | None = None
    """Party that pays the tariff; without it whoever holds the barrels, the `outside`."""
    loss: ShareValue = Field(default="0", validate_default=True)
    """Share of the barrels lost on the way."""
    controlled_by: str | None = None
    """Party that can shut it."""
    open: dict[World, Flag] = {}
    """Whether it is open in each world; without an entry: yes."""
    outlet: str = ""
    """Kind of outlet it is, for charts and totals: `pipeline`, `truck`, `local`, `handover`."""
    via: tuple[Coordinates, ...] = ()
    """Points of a sketched line between the ends."""
    line: Literal["surveyed", "sketched", "straight"] = "straight"
    """How well its line on the map is known."""
    cites: tuple[str, ...] = ()
    note: str = ""


class Limit(_Model):
    """A limit shared by several fields or arcs, such as a production quota."""

    name: str
    cap: FlowValue
    """kb/d; the sum over `over` stays at or below it."""
    over: tuple[str, ...]
    """Fields (production) and arcs (flow) it sums."""
    holder: str | None = None
    """Party that keeps the limit. Barrels of fields it does not control count first and lower what its own
    fields may lift."""
    cites: tuple[str, ...] = ()
    note: str = ""


class Network(_Model):
    """Who can move what."""

    nodes: dict[Slug, Node]
    arcs: dict[Slug, Arc]
    limits: dict[Slug, Limit] = {}


class Collection(_Model):
    """How surely and how late a step is paid."""

    probability: ShareValue = Field(default="1", validate_default=True)
    """Probability that it is paid."""
    delay: MonthsValue = Field(default="0 months", validate_default=True)
    """How long after delivery it is paid, months."""
    owed: ShareValue = Field(default="0 %", validate_default=True)
    """Share of what is not paid that whoever should have paid still reckons as spent: a debt, not a gain."""


class Stream(_Model):
    """Barrels that contracts divide, and what they fetch."""

    name: str
    over: tuple[str, ...]
    """Arcs, markets or fields; the flow on them is added up."""
    market: str | None = None
    """Market whose average price the barrels fetch."""
    node: str | None = None
    """Node whose local price (dual of the flow programme) they fetch."""
    price: PriceValue | None = None
    """A stated price, USD/bbl."""

    @model_validator(mode="after")
    def _one_price(self) -> Stream:
        if sum(x is not None for x in (self.market, self.node, self.price)) != 1:
            what = "a stream needs exactly one of `market`, `node`, `price`"
            raise _fault("case/stream-price", what, "market: MARKET, node: NODE or price: 60 USD/bbl")
        return self


StepKind = Literal[
    "fee", "tariff", "royalty", "cost_recovery", "profit_share", "in_kind", "purchase", "transfer", "budget_share",
    "capacity_payment", "arrears", "cost",
]  # fmt: skip

_STEP_DIMENSION: dict[str, tuple[str, ...]] = {
    "fee": ("price",),
    "tariff": ("price",),
    "royalty": ("share",),
    "cost_recovery": ("price",),
    "profit_share": ("share",),
    "in_kind": ("flow", "share"),
    "purchase": ("share",),
    "transfer": ("money rate",),
    "budget_share": ("share",),
    "capacity_payment": ("money rate",),
    "arrears": ("money rate",),
    "cost": ("price",),
}


class Step(_Model):
    """One step of a waterfall.

    Steps of a stream, in order, each out of what the steps before left: `fee` and `tariff` (USD/bbl x barrels),
    `royalty` (share of gross), `cost_recovery` (USD/bbl x barrels, at most `cap` of what is left),
    `profit_share` (share of what is left), `in_kind` (barrels, kb/d or a share of them, at the stream's price),
    `purchase` (share of barrels bought at the local price of `node`).
    Steps out of the payer's pocket: `transfer`, `capacity_payment` and `arrears` (m USD/month), `budget_share`
    (share of `of`), `cost` (USD/bbl x barrels).
    """

    id: Slug
    kind: StepKind
    payee: str
    """Party paid; `outside` for suppliers, traders and everyone else."""
    payer: str | None = None
    """Party that pays out of its pocket; without it the stream pays."""
    amount: AnyValue
    """Its unit depends on the kind."""
    cap: ShareValue | None = None
    """Cost recovery only: most that may be recovered, as a share of what is left."""
    of: MoneyRateValue | None = None
    """Budget share only: the sum shared, m USD/month."""
    node: str | None = None
    """Purchase only: node whose local price is paid."""
    balance: MoneyValue | None = None
    """Arrears only: debt when the deal begins, m USD."""
    collection: Collection = Field(default_factory=lambda: Collection())
    cites: tuple[str, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _fits(self) -> Step:
        expected = _STEP_DIMENSION[self.kind]
        if self.amount.dimension not in expected:
            units = " or ".join(known_units(d)[0] for d in expected)
            what = (
                f"the amount of a {self.kind} is a {' or a '.join(expected)}, not a {self.amount.dimension}"
            )
            raise _fault("case/wrong-unit", what, f"a number in {units}", "amount")
        needs = {
            "budget_share": ("of", self.of),
            "purchase": ("node", self.node),
            "arrears": ("balance", self.balance),
        }
        if self.kind in needs and needs[self.kind][1] is None:
            example = {
                "budget_share": "of: 900 m USD/month",
                "purchase": "node: NODE",
                "arrears": "balance: 500 m USD",
            }
            key = needs[self.kind][0]
            raise _fault("case/step-needs", f"a {self.kind} needs `{key}`", example[self.kind], str(key))
        if (
            self.kind in ("transfer", "capacity_payment", "arrears", "budget_share", "cost")
            and self.payer is None
        ):
            what = f"a {self.kind} comes out of a pocket; say whose"
            raise _fault("case/step-needs", what, "payer: PARTY", "payer")
        return self


class Contract(_Model):
    """Who is paid what, in which worlds."""

    name: str
    worlds: tuple[World, ...] = ("standstill", "deal")
    stream: str | None = None
    """Stream it divides; without it all steps come out of pockets."""
    keeps: str = "outside"
    """Party that keeps what the steps leave."""
    steps: tuple[Step, ...]
    cites: tuple[str, ...] = ()
    note: str = ""


class Term(_Model):
    """A negotiable number."""

    name: str
    sets: tuple[str, ...]
    """Paths of the values it replaces, all below `contracts`."""
    range: AnyValue
    """Central value: the reference terms; bounds: the legal range."""
    note: str = ""


class Effect(_Model):
    """What a driver's level (or a calendar entry) changes."""

    level: str | None = None
    """Level at which it holds; not used in the calendar."""
    on: tuple[str, ...]
    """`network.nodes.X`, `network.arcs.X` (capacity), `network.limits.X` (cap), `parties.X.signing_cost`,
    `parties.X.standstill`, `parties.X.deal` (payoff), or `rounds`."""
    times: ShareValue | None = None
    """Factor; for capacities, caps, signing cost and rounds."""
    plus: MoneyRateValue | None = None
    """m USD/month added; for payoffs."""
    note: str = ""

    @model_validator(mode="after")
    def _one(self) -> Effect:
        if (self.times is None) == (self.plus is None):
            what = "an effect needs either `times` or `plus`, not both and not neither"
            raise _fault("case/effect-kind", what, "times: 50 %, or plus: 10 m USD/month")
        for target in self.on:
            payoff = target.endswith((".standstill", ".deal"))
            if payoff and self.plus is None:
                raise _fault("case/effect-kind", f"an effect on {target} adds money", "plus: 10 m USD/month")
            if not payoff and self.times is None:
                raise _fault("case/effect-kind", f"an effect on {target} is a factor", "times: 50 %")
        return self


class PriceDriver(_Model):
    """A benchmark price: log mean-reverting, discretised by Rouwenhorst's method."""

    kind: Literal["price"]
    name: str
    series: str
    """Name of the series in `series/`."""
    nodes: int = Field(default=7, ge=3, le=11)
    """Levels; odd."""
    mean: PriceValue
    """Price it reverts to, USD/bbl."""
    half_life: MonthsValue
    """Time in which half a deviation is gone, months."""
    volatility: ShareValue
    """Standard deviation of the monthly change of the log price."""
    effects: tuple[Effect, ...] = ()


class ChainDriver(_Model):
    """A condition with named levels that moves as a Markov chain, month by month."""

    kind: Literal["chain"]
    name: str
    levels: tuple[Slug, ...] = Field(min_length=2, max_length=7)
    transition: dict[str, MonthlyRateValue]
    """`a -> b`: probability per month; what is not listed is 0, the rest stays."""
    start: str
    """Level before anything was observed."""
    effects: tuple[Effect, ...] = ()


class PressureDriver(_Model):
    """Pressure of a third party on one party, read off dated contacts; directed."""

    kind: Literal["pressure"]
    name: str
    by: str
    on: str
    """Value of `pressure.on` in the statements."""
    levels: tuple[Slug, ...] = Field(min_length=2, max_length=5)
    """From least to most."""
    same_as: str | None = None
    """Pressure driver whose weights, half-life, thresholds and transition hold here too."""
    weights: dict[str, ShareValue] = {}
    """Weight of a contact by its kind."""
    half_life: MonthsValue | None = None
    """Time in which half of a contact's weight is gone, months."""
    thresholds: tuple[ShareValue, ...] = ()
    """Score from which each level but the first begins."""
    transition: dict[str, MonthlyRateValue] = {}
    """As for a chain."""
    effects: tuple[Effect, ...] = ()

    @model_validator(mode="after")
    def _rules(self) -> PressureDriver:
        own = {
            "weights": bool(self.weights),
            "half_life": self.half_life is not None,
            "thresholds": bool(self.thresholds),
            "transition": bool(self.transition),
        }
        if self.same_as is not None:
            if any(own.values()):
                extra = next(k for k, there in own.items() if there)
                what = f"`same_as` already takes the {extra} of {self.same_as}"
                raise _fault("case/pressure-rules", what, f"no `{extra}` beside `same_as`", extra)
            return self
        missing = [k for k, there in own.items() if not there]
        if missing:
            what = f"a pressure driver needs `{missing[0]}`"
            raise _fault("case/pressure-rules", what, f"`{missing[0]}: ...`, or `same_as: OTHER_DRIVER`")
        if len(self.thresholds) != len(self.levels) - 1:
            what = f"{len(self.levels)} levels need {len(self.levels) - 1} thresholds, not {len(self.thresholds)}"
            fix = "one threshold for each level but the first"
            raise _fault("case/threshold-count", what, fix, "thresholds")
        return self


Driver = Annotated[PriceDriver | ChainDriver | PressureDriver, Field(discriminator="kind")]


class CalendarEntry(_Model):
    """A dated fact that changes costs or chances while it holds: an election, a treaty's end."""

    name: str
    kind: Literal["law", "treaty", "election", "cabinet", "court", "other"] = "other"
    begins: DateText
    """First day it matters, with the statement that announced it."""
    ends: DateText | None = None
    """Last day it matters; without it: for good."""
    effects: tuple[Effect, ...] = ()
    cites: tuple[str, ...] = ()
    note: str = ""


class Episode(_Model):
    """One stoppage."""

    title: str
    started: DateText
    """First day without the flow, with its statement."""
    ended: DateText | None = None
    """First day on which `resolution` held, with its statement; unknown while it lasts."""
    cause: str = ""
    note: str = ""


class Resolution(_Model):
    """What "resumed" means, so that a forecast can be scored without argument."""

    criterion: str
    """The rule in one sentence."""
    threshold: FlowValue
    """kb/d at `measured_at`."""
    days: str
    """Such as `7 of 10`."""
    measured_at: str
    """Arc or node."""
    deadline: DateText
    """Last day the question is open."""
    timezone: str
    sources: tuple[str, ...]
    """Best first."""
    disagreement: str
    """What is done when they differ."""
    rounding: str = "none"


class Restart(_Model):
    """From signature to flow."""

    lag: MonthsValue
    """Agreement to first oil, months."""
    ramp: MonthsValue = Field(default="1 months", validate_default=True)
    """First oil to full rate, months."""
    relapse: MonthlyRateValue = Field(default="0 %/month", validate_default=True)
    """Chance per month that a restarted flow stops again."""


class GameSettings(_Model):
    """The unobserved scales of the bargaining game, without units."""

    horizon: MonthsValue = Field(default="60 months", validate_default=True)
    signing_cost: ShareValue = Field(default="0.45 (0.018..11) ~lognormal", validate_default=True)
    """kappa: signing costs this many times what the deal is worth when nobody can wait."""
    noise: ShareValue = Field(default="3 (0.3..30) ~loguniform", validate_default=True)
    """theta: noise of the decision, in units of the joint gain of one month."""
    rounds: MonthlyRateValue = Field(default="0.2 (0.05..0.8) 1/month ~loguniform", validate_default=True)
    """lambda: chance that a month holds a round that could close."""
    reference: dict[str, str] = {}
    """Level of each driver in the reference state; without an entry the first."""


class ReferenceClassSettings(_Model):
    """Which past stoppages the outside view counts."""

    data: str = "stoppages"
    """Shipped data set, or a CSV file in the case's folder."""
    where: dict[str, str] = {}
    """Column: value; rows that match all are counted."""
    model: Literal["weibull", "lognormal"] = "weibull"
    reason: str = ""
    """Why this class."""


class PoolSettings(_Model):
    """How inside and outside view are pooled, in log-odds of the monthly hazard."""

    weight: ShareValue = Field(default="0.5", validate_default=True)
    """Weight of the inside view, 0..1."""
    reason: str = ""


class Scenario(_Model):
    """A what-if."""

    title: str
    set: dict[str, str] = {}
    """Path of a value: its new text."""
    hold: dict[str, str] = {}
    """Driver: level (or price) it is held at from the as-of month on."""
    pressure_times: dict[str, ShareValue] = {}
    """Pressure driver: factor on its score; the level that follows is held."""
    note: str = ""


class Reported(_Model):
    """A reported figure the model is compared with."""

    title: str
    months: tuple[str, str]
    """First and last month."""
    flow: tuple[str, ...] = ()
    """Arcs, fields or markets whose flow is added up, kb/d."""
    price_at: str | None = None
    """Node whose local price is meant, USD/bbl."""
    revenue_of: str | None = None
    """Stream whose gross is meant, m USD/month."""
    statement: str
    """Statement with the reported figure."""
    reported: AnyValue
    """The figure, with the statements that give its bounds."""
    why: str = ""
    """Where the model misses: why."""

    @model_validator(mode="after")
    def _one(self) -> Reported:
        if sum([bool(self.flow), self.price_at is not None, self.revenue_of is not None]) != 1:
            what = "a reported figure needs exactly one of `flow`, `price_at`, `revenue_of`"
            raise _fault("case/reported-what", what, "flow: [ARC], price_at: NODE or revenue_of: STREAM")
        return self


class CaseFile(_Model):
    """A case file."""

    schema_: Literal["netback-case/1"] = Field(alias="schema")
    name: Slug
    title: str
    summary: str
    illustrative: bool = False
    """True: the data are invented; every view says so."""
    offline: bool | None = None
    """True: no report read for the case is sent to a language model."""
    as_of: DateText
    """Date the case stands at when no other is asked for."""
    assumptions_made_on: DateText
    """When the values without citation were last thought through."""
    benchmark: str
    """Price driver used for money in real terms and for charts."""
    exchange_rate: ExchangeValue | None = None
    """Dinars (or other) per dollar, for the notes; values are in USD."""
    parties: dict[Slug, Party]
    network: Network
    streams: dict[Slug, Stream]
    contracts: dict[Slug, Contract]
    terms: dict[Slug, Term] = {}
    drivers: dict[Slug, Driver]
    calendar: dict[Slug, CalendarEntry] = {}
    episodes: dict[Slug, Episode]
    resolution: Resolution | None = None
    restart: Restart
    game: GameSettings = Field(default_factory=lambda: GameSettings())
    reference_class: ReferenceClassSettings = Field(default_factory=lambda: ReferenceClassSettings())
    pool: PoolSettings = Field(default_factory=lambda: PoolSettings())
    scenarios: dict[Slug, Scenario] = {}
    reported: dict[Slug, Reported] = {}
    map_note: str = ""
    """What the map's borders and lines are."""


MarketPrice.model_rebuild()
