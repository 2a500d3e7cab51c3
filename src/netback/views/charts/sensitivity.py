"""Sensitivity: how far each input moves the answer."""

from collections.abc import Sequence
from typing import TypedDict, Unpack

from netback.views.charts.frame import INK, INK2, PAPER, _chart, _check_share, _empty, _row_name
from netback.views.svg import About, Chart, Frame, Scale, _fmt_percent, fit, text_width, var

__all__ = ["Swing", "tornado"]


class Swing(TypedDict):
    """What one input does to the probability."""

    name: str
    low: str
    """The input's low value, in words with its unit."""
    high: str
    p_low: float
    """Probability at the low value, 0..1."""
    p_high: float


def tornado(
    swings: Sequence[Swing],
    base: float,
    *,
    top: int = 12,
    what: str = "P(resumed by the horizon)",
    **about: Unpack[About],
) -> Chart:
    """How far each input alone moves a probability, largest first.

    Parameters
    ----------
    swings : sequence of dict
        See `Swing`.
    base : float
        Probability with every input at its central value.
    top : int
        How many to draw; the table has all.
    what : str
        The probability in words.
    **about
        See `About`.

    Returns
    -------
    Chart
        Table: input, low value, probability at low, high value, probability at high, swing.
    """
    _check_share("base", [base])
    _check_share("swings", [p for s in swings for p in (s["p_low"], s["p_high"])])
    ranked = sorted(swings, key=lambda s: (-abs(s["p_high"] - s["p_low"]), s["name"]))
    title = "No input was varied"
    if ranked:
        least, most = sorted((ranked[0]["p_low"], ranked[0]["p_high"]))
        title = f"{ranked[0]['name']} matters most: {_fmt_percent(least)} to {_fmt_percent(most)}"
    frame = Frame("tornado", title, f"{what} when one input takes its low or high value, %", about)
    header = ("input", "low value", "probability at low", "high value", "probability at high", "swing")
    table = [
        (s["name"], s["low"], s["p_low"], s["high"], s["p_high"], abs(s["p_high"] - s["p_low"]))
        for s in ranked
    ]
    if not ranked:
        return _chart(frame, _empty(frame, "No inputs."), "Empty chart.", "probability", header, table)
    c = frame.canvas
    frame.legend([("bar", "outside", "At the input's low value"), ("bar", "inside", "At its high value")])
    shown = ranked[:top]
    values = [base, *(p for s in shown for p in (s["p_low"], s["p_high"]))]
    room = 0.0 if frame.narrow else min(250.0, max(text_width(s["name"], frame.base) for s in shown) + 12)

    def label(value: str, p: float) -> str:
        return _fmt_percent(p) if frame.narrow else f"{fit(value, 120, frame.small)}: {_fmt_percent(p)}"

    edge = (
        max(
            text_width(label(v, p), frame.small)
            for s in shown
            for v, p in ((s["low"], s["p_low"]), (s["high"], s["p_high"]))
        )
        + 12
    )
    x = Scale(min(values), max(values), frame.left + room + edge, frame.right - edge)
    if x.low == x.high:
        x = Scale(x.low - 0.01, x.high + 0.01, x.start, x.end)
    step = 56 if frame.narrow else 32
    y0 = frame.y + 24
    bottom = y0 + step * len(shown)
    for k, s in enumerate(shown):
        y = y0 + step * k + (36 if frame.narrow else 17)
        if frame.narrow:
            high, low = fit(s["high"], 80, 12), fit(s["low"], 80, 12)
            at = frame.right - text_width(high, 12) - 12
            c.text(frame.right, y - 15, high, size=12, anchor="end", fill=var("inside"))
            c.text(at, y - 15, low, size=12, anchor="end", fill=var("outside"))
            c.text(
                frame.left,
                y - 15,
                fit(s["name"], at - text_width(low, 12) - frame.left - 12, frame.base, True),
                size=frame.base,
                bold=True,
                halo=PAPER,
            )
        else:
            _row_name(frame, s["name"], y, room)
        sides = [("low", s["low"], s["p_low"], "outside"), ("high", s["high"], s["p_high"], "inside")]
        for _, value, p, colour in sorted(sides, key=lambda t: -abs(t[2] - base)):
            left, right = sorted((x(p), x(base)))
            c.rect(
                left,
                y - 9,
                max(right - left, 0.8),
                18,
                var(colour),
                tip=f"{s['name']} {value}: {_fmt_percent(p)}",
            )
        lower, upper = sorted(sides, key=lambda t: t[2])
        c.text(min(x(lower[2]), x(base)) - 6, y + 4.5, label(lower[1], lower[2]), anchor="end", halo=PAPER)
        c.text(max(x(upper[2]), x(base)) + 6, y + 4.5, label(upper[1], upper[2]), halo=PAPER)
    c.line(x(base), y0 - 2, x(base), bottom, INK, stroke_width=1.6)
    words = f"Central case {_fmt_percent(base)}"
    half = text_width(words, frame.small, True) / 2
    c.text(
        min(max(x(base), frame.left + half), frame.right - half), y0 - 8, words, anchor="middle", bold=True
    )
    if len(ranked) > top:
        bottom += 16
        c.text(
            frame.left,
            bottom,
            f"{len(ranked) - top} more inputs, each moving it less, are in the table.",
            fill=INK2,
        )
    desc = f"Central {_fmt_percent(base)}. " + "; ".join(
        f"{s['name']} {_fmt_percent(s['p_low'])} to {_fmt_percent(s['p_high'])}" for s in shown
    )
    return _chart(frame, bottom + 4, desc, "probability", header, table)
