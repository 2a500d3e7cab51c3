"""Probability by quarter."""

from collections.abc import Sequence
from typing import Unpack

from netback.views.charts.frame import AXIS, INK2, _chart, _check_share
from netback.views.svg import About, Chart, Frame, Scale, _fmt_percent, fit, percents, text_width, var, wrap

__all__ = ["date_bins"]


def date_bins(
    labels: Sequence[str],
    probabilities: Sequence[float],
    not_by_horizon: float,
    *,
    event: str = "resume",
    **about: Unpack[About],
) -> Chart:
    """Probability of each period, and of none of them.

    Parameters
    ----------
    labels : sequence of str
        Periods in order, such as "Q4 2025".
    probabilities : sequence of float
        One per period, 0..1.
    not_by_horizon : float
        What remains. All together must be 1, within 1e-6.
    event : str
        Verb for the words of the chart.
    **about
        See `About`.

    Returns
    -------
    Chart
        Table: period, probability, cumulative. Printed percentages add up to 100.
    """
    shares = [*probabilities, not_by_horizon]
    _check_share("probabilities", shares)
    if len(labels) != len(probabilities) or abs(sum(shares) - 1) > 1e-6:
        raise ValueError(
            f"{len(labels)} labels, {len(probabilities)} probabilities, sum with the remainder {sum(shares)}; it must be 1"
        )
    names = [*labels, "Not by then" if labels else "Not in sight"]
    likely = max(range(len(shares)), key=lambda k: shares[k])
    title = f"Most likely: {'not within the horizon' if likely == len(labels) else names[likely]} ({_fmt_percent(shares[likely])})"
    frame = Frame(
        "bins", title, f"When exports {event}: probability of each period, %; all bars add up to 100", about
    )
    c = frame.canvas
    printed = [f"{p}%" if p or s == 0 else "<1%" for p, s in zip(percents(shares), shares, strict=True)]
    colours = [var("deal")] * len(labels) + [var("unaccounted")]
    peak = max(shares)
    if frame.narrow or len(shares) > 12:
        label_room = min(120.0, max(text_width(n, frame.small) for n in names) + 10)
        x = Scale(0, peak, frame.left + label_room, frame.right - 44)
        step = 28 if frame.narrow else 24
        y = frame.y + 6
        for k, (name, share, words) in enumerate(zip(names, shares, printed, strict=True)):
            if k == len(labels):
                y += 10
            c.text(x.start - 8, y + 15, fit(name, label_room - 8, frame.small), anchor="end")
            c.rect(x.start, y + 2, max(x(share) - x.start, 0.8), step - 8, colours[k])
            c.text(x(share) + 6, y + 15, words, bold=True)
            y += step
        c.line(x.start, frame.y, x.start, y, AXIS)
        bottom = y
    else:
        top, bottom = frame.y + 26, frame.y + 300
        h = Scale(0, peak, bottom, top)
        slot = (frame.inner - 24) / len(shares)
        bar = min(slot * 0.72, 110)
        for k, (name, share, words) in enumerate(zip(names, shares, printed, strict=True)):
            middle = frame.left + slot * (k + 0.5) + (24 if k == len(labels) else 0)
            c.rect(
                middle - bar / 2,
                h(share),
                bar,
                max(bottom - h(share), 0.8),
                colours[k],
                tip=f"{name}: {words}",
            )
            c.text(middle, h(share) - 7, words, size=frame.base + 2, anchor="middle", bold=True)
            c.lines(
                middle,
                bottom + 18,
                wrap(name, slot - 4, frame.small, lines=2),
                15,
                anchor="middle",
                fill=INK2,
            )
        c.line(frame.left, bottom, frame.right, bottom, AXIS)
        bottom += 36
    total, rows = 0.0, []
    for name, share in zip(labels, probabilities, strict=True):
        total += share
        rows.append((name, share, total))
    rows.append((names[-1], not_by_horizon, total + not_by_horizon))
    desc = "; ".join(f"{n} {p}" for n, p in zip(names, printed, strict=True))
    return _chart(frame, bottom, desc, "probability", ("period", "probability", "cumulative"), rows)
