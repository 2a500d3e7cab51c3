"""Events on a time axis, by lane."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal, NotRequired, TypedDict, Unpack

from netback.views.charts.frame import GRID, INK2, PAPER, _chart, _empty, _time_axis
from netback.views.svg import (
    About,
    Box,
    Cell,
    Chart,
    Frame,
    Scale,
    Swatch,
    _fmt_date,
    fit,
    text_box,
    text_width,
    var,
    wrap,
)

__all__ = ["Era", "Event", "timeline"]


class Event(TypedDict):
    """Something that happened, or was said to be about to."""

    date: date
    lane: str
    title: str
    end: NotRequired[date]
    """Last possible day, where only a month or a span is known."""
    display_date: NotRequired[str]
    """The date in words, such as "mid-September 2023"."""
    failed_claim: NotRequired[bool]
    """A claim that a deal was near, which it was not: drawn hollow."""
    source: NotRequired[str]


class Era(TypedDict):
    """A stretch of time behind the events."""

    start: date
    end: date | None
    """None runs to the end of the chart."""
    label: str
    kind: Literal["halt", "flow", "other"]


def timeline(
    events: Sequence[Event],
    eras: Sequence[Era] = (),
    lanes: Sequence[str] = (),
    *,
    until: date | None = None,
    **about: Unpack[About],
) -> Chart:
    """Dated events in lanes, numbered; the numbers are the first column of the table.

    Parameters
    ----------
    events : sequence of dict
        See `Event`; numbered by date.
    eras : sequence of dict
        See `Era`; shaded behind all lanes.
    lanes : sequence of str
        From top to bottom; lanes that only events name follow.
    until : date
        Right edge; `as_of` or the last event when absent.
    **about
        See `About`.

    Returns
    -------
    Chart
        Table: number, date, last possible date, lane, event, failed claim, source.
    """
    ordered = sorted(events, key=lambda e: (e["date"], e.get("end", e["date"]), e["lane"], e["title"]))
    failed = sum(1 for e in events if e.get("failed_claim"))
    title = f"{len(events)} events" + (
        f", {failed} of them claims of a deal that did not come" if failed else ""
    )
    frame = Frame("timeline", title, "Events by party; numbers refer to the list", about)
    header = ("number", "date", "until", "party", "event", "failed claim", "source")
    rows: list[tuple[Cell, ...]] = [
        (
            k,
            e.get("display_date", e["date"]),
            e.get("end"),
            e["lane"],
            e["title"],
            "yes" if e.get("failed_claim") else "no",
            e.get("source"),
        )
        for k, e in enumerate(ordered, 1)
    ]
    if not events and not eras:
        return _chart(frame, _empty(frame, "No events."), "Empty chart.", "date", header, rows)
    names = list(dict.fromkeys([*lanes, *(e["lane"] for e in ordered)]))
    starts = [e["date"] for e in ordered] + [e["start"] for e in eras]
    ends = [e.get("end", e["date"]) for e in ordered] + [e["end"] or e["start"] for e in eras]
    first, last = min(starts), max([*ends, until or about["as_of"]])
    pad = timedelta(days=max(2, (last - first).days // 60))
    first, last = first - pad, last + pad
    items: list[Swatch] = [
        ("pale", f"era-{kind}", words)
        for kind, words in (("halt", "Halted"), ("flow", "Flowing"))
        if any(e["kind"] == kind for e in eras)
    ]
    if failed:
        items.append(("ring", "ink-2", "Claim of an imminent deal that failed"))
    if any("end" in e for e in events):
        items.append(("span", "ink-2", "Exact day not known"))
    frame.legend(items)
    c = frame.canvas
    side = (
        0.0
        if frame.narrow
        else min(170.0, max((text_width(n, frame.base, True) for n in names), default=0.0) + 16)
    )
    x = Scale(first.toordinal(), last.toordinal(), frame.left + side, frame.right)
    era_top = frame.y + 6
    era_words, era_room = _era_places(eras, x, frame, era_top)
    top = era_top + era_room
    rows_of = [
        _stack_events([(k, e) for k, e in enumerate(ordered, 1) if e["lane"] == name], x) for name in names
    ]
    head = 20.0 if frame.narrow else 0.0
    heights = [head + 14 + 22 * max(1, 1 + max((r for r, *_ in stacked), default=0)) for stacked in rows_of]
    bottom = top + sum(heights)
    for era in eras:
        a, b = x(max(era["start"], first).toordinal()), x(min(era["end"] or last, last).toordinal())
        c.add(
            "rect",
            x=a,
            y=era_top,
            width=b - a,
            height=bottom - era_top,
            fill=var(f"era-{era['kind']}"),
            tip=era["label"],
        )
    for label, lx, ly in era_words:
        c.text(lx, ly, label, fill=INK2)
    axis_bottom = _time_axis(frame, x, first, last, bottom)
    y = top
    for k, (name, stacked, height) in enumerate(zip(names, rows_of, heights, strict=True)):
        c.line(frame.left, y, frame.right, y, GRID)
        if frame.narrow:
            c.text(
                frame.left,
                y + 16,
                fit(name, frame.inner, frame.base, True),
                size=frame.base,
                bold=True,
                fill=var(f"party-{k % 6 + 1}"),
            )
        else:
            lines = wrap(name, side - 12, frame.base, True, lines=2)
            c.lines(
                frame.left,
                y + height / 2 + 5 - (len(lines) - 1) * 8,
                lines,
                16,
                size=frame.base,
                bold=True,
                fill=var(f"party-{k % 6 + 1}"),
            )
        for row, number, event, a, b, at in stacked:
            _event_mark(frame, number, event, a, b, at, y + head + 18 + row * 22, var(f"party-{k % 6 + 1}"))
        y += height
    desc = "; ".join(f"{r[0]}. {r[4]}" for r in rows[:40])
    return _chart(frame, axis_bottom, desc, "date", header, rows)


def _era_places(
    eras: Sequence[Era], x: Scale, frame: Frame, top: float
) -> tuple[list[tuple[str, float, float]], float]:
    """Words of the eras with their places, on as many lines as they need; and the height of those lines."""
    taken: list[Box] = []
    found = []
    deepest = 0.0
    for era in sorted(eras, key=lambda e: e["start"]):
        a = x(era["start"].toordinal())
        room = x.end - max(a, x.start) - 10
        lines = wrap(era["label"], room if room > 80 else x.end - x.start - 10, frame.small, lines=2)
        width = max((text_width(line, frame.small) for line in lines), default=0.0)
        lx = min(max(a, x.start) + 5, x.end - 4 - width)
        for level in range(9):
            ly = top + 15 + level * 17
            boxes = [text_box(lx, ly + 16 * k, line, frame.small) for k, line in enumerate(lines)]
            if not any(box.meets(t, 4) for t in taken for box in boxes):
                taken += boxes
                found += [(line, lx, ly + 16 * k) for k, line in enumerate(lines)]
                deepest = max(deepest, 22.0 + level * 17 + 16 * (len(lines) - 1))
                break
    return found, deepest


_Stacked = tuple[int, int, Event, float, float, float]
"""Row within the lane, number, event, left and right end of its span, place of its marker."""


def _stack_events(events: Sequence[tuple[int, Event]], x: Scale) -> list[_Stacked]:
    """Rows within a lane such that no two markers touch."""
    ends: list[float] = []
    found: list[_Stacked] = []
    for number, event in events:
        a, b = x(event["date"].toordinal()), x(event.get("end", event["date"]).toordinal())
        half = _marker_half(number)
        at = min(max((a + b) / 2, x.start + half + 5), x.end - half - 5)
        wing = 5 if b > a else 0
        left, right = min(a, at - half - wing), max(b, at + half + wing)
        row = next((r for r, end in enumerate(ends) if left >= end + 2), len(ends))
        if row == len(ends):
            ends.append(right)
        else:
            ends[row] = right
        found.append((row, number, event, a, b, at))
    return found


def _marker_half(number: int) -> float:
    return max(9.0, text_width(str(number), 12, True) / 2 + 4)


def _event_mark(
    frame: Frame, number: int, event: Event, a: float, b: float, at: float, y: float, colour: str
) -> None:
    c, half = frame.canvas, _marker_half(number)
    tip = f"{number}. {event.get('display_date', _fmt_date(event['date']))}: {event['title']}"
    if b > a:
        left, right = min(a, at - half - 5), max(b, at + half + 5)
        c.rect(left, y - 4, right - left, 8, colour, rx=4, opacity=0.5)
    hollow = bool(event.get("failed_claim"))
    c.rect(
        at - half,
        y - 9,
        2 * half,
        18,
        PAPER if hollow else colour,
        rx=9,
        stroke=colour if hollow else None,
        stroke_width=1.8 if hollow else None,
        tip=tip,
    )
    c.text(at, y + 4.3, str(number), size=12, anchor="middle", bold=True, fill=colour if hollow else PAPER)
