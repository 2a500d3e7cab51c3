"""Dates in running text, resolved against the day the text was published.

A weekday is the latest such day that is not after publication; the weekday of the publication day itself means that day.
A month without a year is the latest one that has begun. What is only a deadline ("by the end of May"), a horizon
("within 48 hours") or a period ("for May", "the May programme") is told apart from the day something happened.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from netback.dates import PartialDate, parse_partial
from netback.reading.sentences import fold

__all__ = ["DateSpan", "Precision", "Role", "counted_dates", "find_dates", "imminent_horizon"]

Precision = Literal["day", "week", "month", "quarter", "year", "unknown"]
Role = Literal["event", "deadline", "period", "since"]


@dataclass(frozen=True)
class DateSpan:
    """A date found in a text.

    Parameters
    ----------
    start, end : int
        Offsets.
    date : str
        YYYY, YYYY-MM or YYYY-MM-DD; "" when the words fix none.
    precision : str
    by : str
        explicit, weekday or relative.
    role : str
        event; deadline: by when; period: what a figure is for; since: begin of a state.
    first, last : datetime.date or None
        Days it can mean.
    """

    start: int
    end: int
    date: str
    precision: Precision
    by: Literal["explicit", "weekday", "relative"]
    role: Role
    first: dt.date | None = None
    last: dt.date | None = None


_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_SHORT = {name[:3]: n for name, n in _MONTHS.items()} | {"sept": 9}
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
_WEEKDAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
_WEEKDAY = "|".join(calendar.day_name)
_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "couple": 2, "few": 3, "several": 3,
}  # fmt: skip
_N = r"(?:\d{1,3}|an?\s+(?:couple\s+of|few)|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several)"
_ORD = r"(?:first|second|third|fourth|1st|2nd|3rd|4th)"

_DAY = re.compile(
    rf"\b(?:(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})"
    rf"|(?:(?:{_WEEKDAY}),?\s+)?(?:the\s+)?(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m1>{_MONTH})\.?(?!\w)(?:,?\s+(?P<y1>\d{{4}})\b)?"
    rf"|(?:(?:{_WEEKDAY}),?\s+)?(?P<m2>{_MONTH})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,\d{{3}}|\s*(?:percent|per cent|%|barrels|million))(?:,?\s+(?P<y2>\d{{4}})\b)?"
    rf"|(?P<d3>\d{{1,2}})[./](?P<m3>\d{{1,2}})[./](?P<y3>\d{{4}})\b)"
)
_MONTH_RE = re.compile(
    rf"\b(?:(?P<part>early|late|mid|mid-|the end of|the start of|the beginning of|end of|beginning of|start of)[\s-]+)?"
    rf"(?P<last>last\s+|this\s+|next\s+)?(?P<m>{_MONTH})\.?(?!\w)(?:\s+(?:of\s+)?(?P<y>\d{{4}})\b(?!\s*(?:barrels|bpd))|\s+(?P<ly>last year|this year|next year))?"
)
_WEEKDAY_RE = re.compile(
    rf"\b(?P<which>last|next|this|this coming|coming|this past|past)?\s*(?P<w>{_WEEKDAY})(?:'s)?\b(?P<week>\s+(?:of\s+)?last\s+week)?(?:\s+(?:morning|afternoon|evening|night))?",
    re.I,
)
_QUARTER = re.compile(
    rf"\b(?:the\s+)?(?:Q(?P<q>[1-4])|(?P<o>{_ORD})[\s-]quarter)(?:\s+of|,)?(?:\s+(?P<y>\d{{4}}|last year|this year))?|\b(?P<h>first|second)\s+half\s+of\s+(?P<hy>\d{{4}})",
    re.I,
)
_YEAR = re.compile(
    r"\b(?:in|since|of|during|by|until|from|throughout|for|early|late|mid|end of|before|after|year|between|back in|and)[\s-]+(?P<y>(?:19|20)\d{2})\b(?![-/]\d)(?!,\d|\s*(?:barrels|bpd|b/d|dollars))",
    re.I,
)
_RELATIVE = re.compile(
    rf"\b(?P<ago>{_N})\s+(?P<unit>day|week|month|year)s?\s+(?:ago|earlier)\b"
    r"|\b(?P<word>yesterday|today|tonight|tomorrow|this morning|this evening|this afternoon|last night|overnight|the day before yesterday)\b"
    r"|\b(?P<rel>(?:earlier\s+|later\s+)?(?:this|last|next|the\s+previous|the\s+past|the\s+coming|the\s+same|past|previous|coming))\s+(?P<span>week(?:end)?|month|year|quarter)\b"
    r"|\b(?P<at>at|over)\s+the\s+weekend\b",
    re.I,
)
_AHEAD = re.compile(
    rf"\b(?:with)?in\s+(?:the\s+next\s+|the\s+coming\s+|less\s+than\s+|about\s+|around\s+)?(?P<n>{_N})(?:\s+(?:to|or)\s+(?P<n2>{_N}))?\s+(?P<unit>hour|day|week|month|year)s?\b(?!\s+(?:ago|earlier))"
    rf"|\b(?:the\s+)?next\s+(?P<n3>{_N}|few)\s+(?P<unit3>hour|day|week|month|year)s\b",
    re.I,
)
_ENDOF = re.compile(
    r"\b(?:by|before|until|at|towards?)\s+(?:the\s+)?(?P<half>end|close|middle|mid)(?:\s+of)?[\s-]+(?:(?P<which>this|the|next|of the)\s+)?(?P<span>week|month|year|quarter)\b|\bby\s+year[\s-]end\b",
    re.I,
)
_VAGUE_DAYS = (
    (re.compile(r"\b(?:within|in|in the (?:coming|next)|in a matter of)\s+hours\b|\bcoming hours\b|\bnext few hours\b", re.I), 1),
    (re.compile(r"\bimmediately\b|\bat any moment\b|\bnow or tomorrow\b", re.I), 2),
    (re.compile(r"\b(?:in|within|over)\s+(?:the\s+)?(?:coming|next(?:\s+few)?|a few|a matter of|few)?\s*days\b|\bcoming days\b|\bdays away\b|\ba matter of days\b", re.I), 7),
    (re.compile(r"\b(?:in|within|over)\s+(?:the\s+)?(?:coming|next(?:\s+few)?|a few|few)?\s*weeks\b|\bcoming weeks\b|\bweeks away\b|\ba matter of weeks\b", re.I), 30),
    (re.compile(r"\bvery soon\b|\bshortly\b|\bimminent(?:ly)?\b|\bvery close\b|\bon the verge of\b|\bbrink of\b", re.I), 14),
    (re.compile(r"\bsoon\b|\bnear(?:ly)? (?:complete|final|agreement|a deal)\b|\bclose to\b|\bat hand\b|\bwithin reach\b|\bfinal stages?\b|\bfinal touches\b|\bin the near future\b", re.I), 30),
)  # fmt: skip

_DEADLINE = re.compile(
    r"\b(?:by|before|until|till|no later than|not later than|deadline of|deadline is|due on|due in|target of|starting|beginning|effective|as of|as from|from)\s+(?:the\s+(?:end|start|beginning|middle)\s+of\s+|late\s+|early\s+|mid-?\s*)?$",
    re.I,
)
_PERIOD = re.compile(
    r"\b(?:for|covering|of|to cover|during)\s+(?:the\s+month\s+of\s+|the\s+|(?:all|most)\s+of\s+)?$", re.I
)
_SINCE = re.compile(r"\b(?:since|ever since)\s+(?:about\s+|around\s+|early\s+|late\s+|the\s+)?$", re.I)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _month_number(word: str) -> int:
    return (
        _MONTHS.get(word.lower())
        or _SHORT[word.lower()[:4] if word.lower().startswith("sept") else word.lower()[:3]]
    )


def _count(word: str) -> int:
    word = word.lower().strip()
    if word.isdigit():
        return int(word)
    return _WORDS.get(word.split()[1] if word.startswith(("a ", "an ")) else word, 3)


def _add_months(day: dt.date, months: int) -> dt.date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _span_of(date: str) -> tuple[dt.date, dt.date]:
    partial = parse_partial(date)
    return partial.earliest, partial.latest


def _text(day: dt.date, precision: Precision) -> str:
    if precision in ("day", "week"):
        return str(day)
    if precision in ("month", "quarter"):
        return str(PartialDate(day.year, day.month))
    return f"{day.year:04d}"


def _role(plain: str, start: int, kind: str, day: dt.date | None, published: dt.date) -> Role:
    before = plain[max(0, start - 40) : start]
    if _SINCE.search(before):
        return "since"
    if re.search(r"\bfrom\s+$", before, re.I) and day is not None and day < published:
        return "event"
    if _DEADLINE.search(before):
        return "deadline"
    if kind in ("month", "quarter", "year") and _PERIOD.search(before):
        return "period"
    return "event"


def find_dates(text: str, published: dt.date) -> list[DateSpan]:
    """Dates in a text, from left to right, without overlaps.

    Parameters
    ----------
    text : str
    published : datetime.date
        Day the text was published.

    Examples
    --------
    >>> [d.date for d in find_dates("They met on Friday.", dt.date(2025, 4, 11))]
    ['2025-04-11']
    >>> [d.date for d in find_dates("It stopped in March 2023.", dt.date(2025, 4, 11))]
    ['2023-03']
    """
    plain = fold(text)
    out: list[DateSpan] = []
    for finder in (_days, _ends, _aheads, _quarters, _months, _weekdays, _relatives, _years):
        for span in finder(plain, published):
            if not any(a.start < span.end and span.start < a.end for a in out):
                out.append(span)
    out.sort(key=lambda s: s.start)
    later = [s for s in _laters(plain, out) if not any(a.start < s.end and s.start < a.end for a in out)]
    return sorted([*out, *later], key=lambda s: s.start) if later else out


_LATER = re.compile(
    r"\b(?:(?P<n>a|one|two|three|four|five|six|\d{1,2})\s+(?P<unit>day|week)s?\s+later|the\s+(?:next|following)\s+day"
    r"|(?P<back>a|one|two|three|four|five)\s+days?\s+after|(?:the|that)\s+(?P<same>same|very)\s+(?:day|evening|morning|afternoon|night))\b",
    re.I,
)


def _laters(plain: str, found: list[DateSpan]) -> list[DateSpan]:
    """Days counted from the last day told before them: "a week later", "the next day", "the same evening"."""
    out: list[DateSpan] = []
    for m in _LATER.finditer(plain):
        told = [s for s in (*found, *out) if s.end <= m.start() and s.role == "event" and len(s.date) == 10]
        if not told:
            continue
        base = max(told, key=lambda s: s.start)
        days = 0 if m.group("same") else 1
        if m.group("back"):
            days = -(_count(m.group("back")) if m.group("back").lower() != "a" else 1)
        if m.group("n"):
            days = _count(m.group("n")) if m.group("n").lower() != "a" else 1
            days *= 7 if m.group("unit").lower() == "week" else 1
        day = dt.date.fromisoformat(base.date) + dt.timedelta(days=days)
        out.append(DateSpan(m.start(), m.end(), str(day), "day", "relative", "event", day, day))
    return out


def counted_dates(text: str, published: dt.date) -> list[DateSpan]:
    """Only the days that are counted from another day of the text.

    Examples
    --------
    >>> [d.date for d in counted_dates("It shut on 6 June 2024 and opened a week later.", dt.date(2024, 7, 1))]
    ['2024-06-13']
    """
    plain = fold(text)
    if _LATER.search(plain) is None:
        return []
    return [d for d in find_dates(text, published) if _LATER.fullmatch(plain[d.start : d.end])]


def _days(plain: str, published: dt.date) -> list[DateSpan]:
    out: list[DateSpan] = []
    for m in _DAY.finditer(plain):
        got = m.groupdict()
        day: dt.date | None
        if got["iso"]:
            try:
                day = dt.date.fromisoformat(got["iso"])
            except ValueError:
                day = None
        elif got["y3"]:
            day = _day(int(got["y3"]), int(got["m3"]), int(got["d3"]))
        else:
            month = _month_number(got["m1"] or got["m2"])
            number = int(got["d1"] or got["d2"])
            year = got["y1"] or got["y2"]
            day = (
                _day(int(year), month, number)
                if year
                else _nearest(published, month, number, plain, m.start())
            )
        if day is not None:
            role = _role(plain, m.start(), "day", day, published)
            out.append(DateSpan(m.start(), m.end(), str(day), "day", "explicit", role, day, day))
    return out


def _nearest(published: dt.date, month: int, number: int, plain: str, start: int) -> dt.date | None:
    """A day without a year: the latest not more than a week ahead; after words of the future, the next one."""
    ahead = bool(
        re.search(
            r"\b(?:by|until|before|will|on or before|deadline|scheduled|due|expected|next)\b",
            plain[max(0, start - 60) : start],
            re.I,
        )
    )
    slack = dt.timedelta(days=150 if ahead else 7)
    days = [
        d for y in (published.year + 1, published.year, published.year - 1) if (d := _day(y, month, number))
    ]
    return next((d for d in days if d <= published + slack), None)


def _ends(plain: str, published: dt.date) -> list[DateSpan]:
    out: list[DateSpan] = []
    for m in _ENDOF.finditer(plain):
        span = (m.group("span") or "year").lower()
        middle = (m.group("half") or "").lower() in ("middle", "mid")
        base = published
        if (m.group("which") or "").lower() == "next":
            base = {"week": published + dt.timedelta(7), "month": _add_months(published, 1)}.get(
                span, _add_months(published, 12)
            )
        if span == "week":
            last = base + dt.timedelta(days=(5 if base.weekday() == 6 else 6 - base.weekday()))
        elif span == "month":
            last = dt.date(
                base.year, base.month, 15 if middle else calendar.monthrange(base.year, base.month)[1]
            )
        elif span == "quarter":
            month = (base.month - 1) // 3 * 3 + 3
            last = dt.date(base.year, month, calendar.monthrange(base.year, month)[1])
        else:
            last = dt.date(base.year, 6, 30) if middle else dt.date(base.year, 12, 31)
        out.append(DateSpan(m.start(), m.end(), str(last), "day", "relative", "deadline", published, last))
    return out


def _aheads(plain: str, published: dt.date) -> list[DateSpan]:
    out: list[DateSpan] = []
    for m in _AHEAD.finditer(plain):
        if m.group(0).lower().startswith("in ") and re.match(r"\s+(?:since|of|after)\b", plain[m.end() :]):
            continue
        number = _count(m.group("n2") or m.group("n") or m.group("n3"))
        unit = (m.group("unit") or m.group("unit3")).lower()
        last = {
            "hour": published + dt.timedelta(days=max(1, -(-number // 24))),
            "day": published + dt.timedelta(days=number),
            "week": published + dt.timedelta(weeks=number),
            "month": _add_months(published, min(number, 1200)),
        }.get(unit) or _add_months(published, min(12 * number, 1200))
        out.append(DateSpan(m.start(), m.end(), str(last), "day", "relative", "deadline", published, last))
    return out


def _year_word(word: str | None, published: dt.date) -> int | None:
    if not word:
        return None
    if word.isdigit():
        return int(word)
    return published.year + {"last year": -1, "this year": 0, "next year": 1}[" ".join(word.lower().split())]


def _quarters(plain: str, published: dt.date) -> list[DateSpan]:
    out: list[DateSpan] = []
    for m in _QUARTER.finditer(plain):
        if m.group("h"):
            year, month = int(m.group("hy")), 1 if m.group("h").lower() == "first" else 7
            first, last = dt.date(year, month, 1), dt.date(year, month + 5, 31 if month == 7 else 30)
        else:
            word = (m.group("o") or "").lower()
            quarter = int(
                m.group("q") or {"first": 1, "second": 2, "third": 3, "fourth": 4}.get(word) or word[:1]
            )
            year = _year_word(m.group("y"), published) or published.year
            month = 3 * quarter - 2
            if not m.group("y") and dt.date(year, month, 1) > published:
                year -= 1
            first = dt.date(year, month, 1)
            last = _add_months(first, 3) - dt.timedelta(days=1)
        role = _role(plain, m.start(), "quarter", first, published)
        out.append(
            DateSpan(m.start(), m.end(), _text(first, "quarter"), "quarter", "explicit", role, first, last)
        )
    return out


def _months(plain: str, published: dt.date) -> list[DateSpan]:
    out: list[DateSpan] = []
    for m in _MONTH_RE.finditer(plain):
        word = m.group("m")
        if word in ("May", "Mar", "Jan", "March", "Dec") and not _is_month(plain, m):
            continue
        month = _month_number(word)
        year = _year_word(m.group("y") or m.group("ly"), published)
        role = _role(plain, m.start(), "month", None, published)
        if year is None:
            year = published.year
            which = (m.group("last") or "").strip().lower()
            if which == "next":
                year += month <= published.month
            elif which == "last":
                year -= month >= published.month
            elif role == "deadline" or re.search(
                r"\b(?:will|would|may|might|could|expected|plan\w*|to (?:start|begin|resume|restart))\b[^.]*$",
                plain[: m.start()],
            ):
                year += month < published.month - 6
            elif month > published.month:
                year -= 1
        if not 1 <= year <= 9999:
            continue
        date = _text(dt.date(year, month, 1), "month")
        first, last = _span_of(date)
        out.append(DateSpan(m.start(), m.end(), date, "month", "explicit", role, first, last))
    return out


def _is_month(plain: str, match: re.Match[str]) -> bool:
    if match.group("y") or match.group("ly") or match.group("last") or match.group("part"):
        return True
    before = plain[max(0, match.start() - 24) : match.start()]
    after = plain[match.end() : match.end() + 12]
    if re.search(
        r"\b(?:in|since|by|until|from|for|of|during|before|after|between|and|to|late|early|mid|the|every|each)[\s-]+$",
        before,
        re.I,
    ):
        return not (match.group("m") == "May" and re.match(r"\s+(?:be|have|not)\b", after))
    return match.group("m") in ("March", "May") and bool(
        re.match(r"'s|\s+(?:deadline|deliveries|exports|agreement|deal|award|ruling)", after)
    )


def _weekdays(plain: str, published: dt.date) -> list[DateSpan]:
    out: list[DateSpan] = []
    for m in _WEEKDAY_RE.finditer(plain):
        which = (m.group("which") or "").lower()
        target = _WEEKDAYS[m.group("w").lower()]
        back = (published.weekday() - target) % 7
        start = m.start() + (len(m.group(0)) - len(m.group(0).lstrip()))
        before = plain[max(0, start - 50) : start]
        coming = which in ("next", "this coming", "coming")
        will = re.search(
            r"\b(?:will|would|to be held|scheduled|due|expected|set|plans?)\b[^.;]*$|\b(?:by|until|before)\s+(?:\w+\s+)?$",
            before,
            re.I,
        )
        day = published - dt.timedelta(days=back)
        if m.group("week"):
            monday = published - dt.timedelta(days=published.weekday() + 7)
            day = monday + dt.timedelta(days=target)
        elif coming or (will and back):
            day = published + dt.timedelta(days=(target - published.weekday()) % 7 or 7)
        elif which in ("last", "this past", "past") and back == 0:
            day = published - dt.timedelta(days=7)
        role = _role(plain, start, "day", day, published)
        out.append(DateSpan(start, m.end(), str(day), "day", "weekday", role, day, day))
    return out


def _relatives(plain: str, published: dt.date) -> list[DateSpan]:
    out: list[DateSpan] = []
    for m in _RELATIVE.finditer(plain):
        found = _relative(m, published)
        if found is None:
            continue
        day, precision, first, last = found
        role = _role(plain, m.start(), "day" if precision == "day" else precision, day, published)
        out.append(
            DateSpan(m.start(), m.end(), _text(day, precision), precision, "relative", role, first, last)
        )
    return out


def _relative(m: re.Match[str], published: dt.date) -> tuple[dt.date, Precision, dt.date, dt.date] | None:
    one = dt.timedelta(days=1)
    if m.group("word"):
        word = " ".join(m.group("word").lower().split())
        shift = {
            "yesterday": -1,
            "last night": -1,
            "overnight": 0,
            "tomorrow": 1,
            "the day before yesterday": -2,
        }.get(word, 0)
        day = published + shift * one
        return day, "day", day, day
    if m.group("at"):
        saturday = published - dt.timedelta(days=(published.weekday() - 5) % 7)
        return saturday, "week", saturday, saturday + one
    if m.group("ago"):
        number, unit = _count(m.group("ago")), m.group("unit").lower()
        if unit in ("day", "week"):
            day = published - dt.timedelta(days=number * (7 if unit == "week" else 1))
            return day, "day" if unit == "day" else "week", day, day
        day = _add_months(published, -number * (12 if unit == "year" else 1))
        first, last = _span_of(_text(day, "month" if unit == "month" else "year"))
        return first, "month" if unit == "month" else "year", first, last
    rel = " ".join(m.group("rel").lower().split())
    step = (
        -1
        if ("last" in rel or "previous" in rel or rel.endswith("past"))
        else 1
        if ("next" in rel or "coming" in rel)
        else 0
    )
    span = m.group("span").lower()
    if "same" in rel:
        return None
    if span == "week":
        monday = published - dt.timedelta(days=published.weekday()) + dt.timedelta(weeks=step)
        return monday, "week", monday, monday + 6 * one
    if span == "weekend":
        saturday = (
            published - dt.timedelta(days=(published.weekday() - 5) % 7) + dt.timedelta(weeks=max(step, 0))
        )
        return saturday, "week", saturday, saturday + one
    if span == "month":
        day = _add_months(published.replace(day=1), step)
        first, last = _span_of(_text(day, "month"))
        return first, "month", first, last
    if span == "quarter":
        day = _add_months(dt.date(published.year, (published.month - 1) // 3 * 3 + 1, 1), 3 * step)
        return day, "quarter", day, _add_months(day, 3) - one
    first = dt.date(published.year + step, 1, 1)
    return first, "year", first, dt.date(first.year, 12, 31)


def _years(plain: str, published: dt.date) -> list[DateSpan]:
    out: list[DateSpan] = []
    for m in _YEAR.finditer(plain):
        year = int(m.group("y"))
        start = m.start("y")
        role = _role(plain, start, "year", dt.date(year, 1, 1), published)
        if role == "period" and re.search(r"\b(?:during)\s+$", plain[max(0, start - 10) : start], re.I):
            role = "event"
        out.append(
            DateSpan(
                start,
                m.end("y"),
                str(year),
                "year",
                "explicit",
                role,
                dt.date(year, 1, 1),
                dt.date(year, 12, 31),
            )
        )
    return out


def imminent_horizon(text: str, published: dt.date) -> tuple[dt.date, str] | None:
    """Last day and words of a vague horizon such as "soon" or "in the coming days"; None when there is none.

    Defaults: hours 1 day, now 2, days 7, very soon 14, soon 30, weeks 30.

    Examples
    --------
    >>> imminent_horizon("Exports will resume soon.", dt.date(2025, 4, 1))
    (datetime.date(2025, 5, 1), 'soon')
    """
    plain = fold(text)
    for pattern, days in _VAGUE_DAYS:
        found = pattern.search(plain)
        if found:
            return published + dt.timedelta(days=days), text[found.start() : found.end()]
    return None
