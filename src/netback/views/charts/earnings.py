"""Money by party."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict, Unpack

from netback.views.charts.frame import (
    AXIS,
    GRID,
    INK,
    INK2,
    PAPER,
    _chart,
    _check_finite,
    _empty,
    _row_name,
    _row_rooms,
)
from netback.views.svg import About, Chart, Format, Frame, Scale, _fmt, _fmt_signed, text_width, ticks, var

__all__ = ["Earning", "who_earns"]


class Earning(TypedDict):
    """One party's money in the two worlds."""

    party: str
    standstill: float
    """USD million a month; may be negative."""
    deal: float
    colour: NotRequired[str]


def who_earns(
    rows: Sequence[Earning], *, unit: str = "USD million a month", fmt: Format = _fmt, **about: Unpack[About]
) -> Chart:
    """What each party earns at a standstill and under a deal, with the difference.

    Parameters
    ----------
    rows : sequence of dict
        See `Earning`; drawn from the largest gain to the largest loss.
    unit : str
    fmt : callable
        Writes amounts.
    **about
        See `About`.

    Returns
    -------
    Chart
        Table: party, standstill, deal, difference.
    """
    _check_finite("money", [v for r in rows for v in (r["standstill"], r["deal"])])
    ranked = sorted(rows, key=lambda r: (-(r["deal"] - r["standstill"]), r["party"]))
    gainers = sum(1 for r in rows if r["deal"] > r["standstill"])
    title = f"{gainers} of {len(rows)} parties earn more under a deal" if rows else "No money to compare"
    if rows and (gain := ranked[0]["deal"] - ranked[0]["standstill"]) > 0:
        title += f"; {ranked[0]['party']} gains most ({_fmt_signed(gain)})"
    frame = Frame("earns", title, f"Money by party, {unit}", about)
    header = ("party", f"standstill ({unit})", f"deal ({unit})", f"difference ({unit})")
    table = [(r["party"], r["standstill"], r["deal"], r["deal"] - r["standstill"]) for r in ranked]
    if not rows:
        return _chart(frame, _empty(frame, "No parties."), "Empty chart.", unit, header, table)
    c = frame.canvas
    frame.legend([("dot", "standstill", "Standstill"), ("dot", "deal", "Deal")])
    values = [v for r in rows for v in (r["standstill"], r["deal"], 0.0)]
    names, right = _row_rooms(frame, [r["party"] for r in rows], 92)
    edge = max(text_width(fmt(v), frame.small) for v in values) + 14
    x = Scale(min(values), max(values), frame.left + names + edge, right - edge)
    if x.low == x.high:
        x = Scale(x.low - 1, x.high + 1, x.start, x.end)
    step = 50 if frame.narrow else 40
    top, bottom = frame.y + 16, frame.y + 16 + step * len(ranked)
    c.text(frame.right, top - 4, "Difference", fill=INK2, anchor="end")
    for tick in ticks(x.low, x.high, 3 if frame.narrow else 6):
        c.line(x(tick), top + 4, x(tick), bottom, AXIS if tick == 0 else GRID)
        c.text(x(tick), bottom + 16, fmt(tick), fill=INK2, anchor="middle")
    for k, r in enumerate(ranked):
        y = top + step * k + (34 if frame.narrow else 24)
        _row_name(frame, r["party"], y, names)
        a, b = r["standstill"], r["deal"]
        c.line(x(a), y, x(b), y, AXIS, stroke_width=2.4)
        c.circle(x(a), y, 6, var("standstill"), tip=f"{r['party']}, standstill: {fmt(a)}")
        c.circle(x(b), y, 6, var("deal"), tip=f"{r['party']}, deal: {fmt(b)}")
        low, high = sorted((a, b))
        if fmt(a) != fmt(b):
            c.text(
                x(low) - 10,
                y + 4.5,
                fmt(low),
                anchor="end",
                fill=var("standstill" if low == a else "deal"),
                halo=PAPER,
            )
        c.text(x(high) + 10, y + 4.5, fmt(high), fill=var("deal" if high == b else "standstill"), halo=PAPER)
        c.text(
            frame.right,
            y + 5,
            _fmt_signed(b - a),
            size=frame.base,
            anchor="end",
            bold=True,
            fill=var("warn") if b < a else INK,
        )
    desc = "; ".join(f"{r['party']} {fmt(r['standstill'])} to {fmt(r['deal'])}" for r in ranked)
    return _chart(frame, bottom + 22, desc, unit, header, table)
