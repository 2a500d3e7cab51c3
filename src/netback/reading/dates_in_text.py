"""Dates in running text, resolved against the day the text was published.

A weekday is the latest such day that is not after publication; the weekday of the publication day itself means that day.
A month without a year is the latest one that has begun. Where the clause speaks of what is to come ("will meet on Sunday",
"the accord runs out on Wednesday"), it is the next one. A season stands for its year. What is only a deadline ("by the end of May"), a horizon
("within 48 hours") or a period ("for May", "the May programme") is told apart from the day something happened.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from netback.dates import PartialDate, parse_partial
from netback.reading.sentences import fold, split_sentences

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
    "eleven": 11, "twelve": 12, "couple": 2, "few": 3, "several": 3, "some": 3, "fifteen": 15, "twenty": 20, "thirty": 30, "sixty": 60,
    "ninety": 90,
}  # fmt: skip
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18,
    "nineteenth": 19, "twentieth": 20, "twenty-first": 21, "twenty-second": 22, "twenty-third": 23, "twenty-fourth": 24, "twenty-fifth": 25,
    "twenty-sixth": 26, "twenty-seventh": 27, "twenty-eighth": 28, "twenty-ninth": 29, "thirtieth": 30, "thirty-first": 31,
}  # fmt: skip
_ORDINAL = "|".join(sorted(_ORDINALS, key=len, reverse=True))
_N = r"(?:\d{1,3}|an?\s+(?:couple\s+of|few)|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|some|several|a\s+number\s+of)"
_ORD = r"(?:first|second|third|fourth|1st|2nd|3rd|4th)"
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_PART = (
    r"(?:early(?:\s+in)?|late(?:\s+in)?|mid|(?:at\s+)?(?:the\s+)?(?:very\s+)?(?:end|start|beginning|middle|turn|close|course|first\s+half|second\s+half|"
    r"(?:first|second|third|fourth|last|final|opening)\s+(?:week|days|weekend)|first\s+few\s+days|early\s+days|closing\s+days)\s+of)"
)

_DAY = re.compile(
    rf"\b(?:(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})"
    rf"|(?:(?:{_WEEKDAY}),?\s+)?(?:the\s+)?(?:(?P<d0>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*[-/]\s*|\s+(?:to|and|or|until)\s+))?(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m1>{_MONTH})\.?(?!\w)(?:,?\s+(?P<y1>\d{{4}})\b)?"
    rf"|(?:(?:{_WEEKDAY}),?\s+)?the\s+(?P<o1>{_ORDINAL})\s+(?:day\s+)?of\s+(?P<m4>{_MONTH})(?!\w)(?:,?\s+(?P<y4>\d{{4}})\b)?"
    rf"|(?:(?:{_WEEKDAY}),?\s+)?(?P<m2>{_MONTH})\.?\s+(?:the\s+)?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,\d{{3}}|\s*(?:percent|per cent|%|barrels|million|bpd|b/d))(?:\s*-\s*\d{{1,2}}\b)?(?:,?\s+(?P<y2>\d{{4}})\b)?"
    rf"|(?P<d3>\d{{1,2}})[./](?P<m3>\d{{1,2}})[./](?P<y3>\d{{4}})\b)"
)
_MONTH_RE = re.compile(
    rf"\b(?:(?P<part>{_PART})[\s-]+)?"
    rf"(?P<last>last\s+|this\s+|next\s+|this\s+past\s+|this\s+coming\s+)?(?P<m>{_MONTH})\.?(?!\w)(?:,?\s+(?:of\s+)?(?P<y>\d{{4}})\b(?!\s*(?:barrels|bpd))|\s+(?:of\s+)?(?P<ly>last\s+year|this\s+year|next\s+year))?"
)
_WEEKDAY_RE = re.compile(
    rf"\b(?P<which>last|next|this\s+coming|this\s+past|this|coming|past)?\s*(?P<w>{_WEEKDAY})(?P<late>\s+last\b(?!\s+week))?(?:'s)?\b"
    rf"(?:,?\s+(?:of\s+|the\s+)?(?P<week>last|this|next)\s+week\b)?(?:\s+(?:morning|afternoon|evening|night))?",
    re.I,
)
_WEEKS_DAY = re.compile(
    rf"\b(?P<week>last|this|next)\s+week's\s+(?P<w>{_WEEKDAY})\b|\b(?P<two>two|three)\s+(?P<w2>{_WEEKDAY})s\s+ago\b",
    re.I,
)
_QUARTER = re.compile(
    rf"\b(?:the\s+)?(?:Q(?P<q>[1-4])|(?P<o>{_ORD})[\s-]quarter)(?:\s+of|,)?(?:\s+(?P<y>\d{{4}}|last year|this year))?|\b(?P<h>first|second)\s+half\s+of\s+(?P<hy>\d{{4}})",
    re.I,
)
_SEASON = re.compile(
    r"\b(?:(?P<which>last|this|next|this\s+past|this\s+coming|the\s+coming|the\s+past|past)\s+(?P<s>spring|summer|autumn|fall|winter)\b"
    r"|(?<=\bin )(?:the\s+)?(?:(?:early|late)\s+)?(?P<s1>spring|summer|autumn|winter)(?:\s+(?:of\s+)?(?P<y1>\d{4}|last\s+year|this\s+year|next\s+year))?\b"
    r"|(?:the\s+)?(?P<s2>spring|summer|autumn|fall|winter)\s+(?:of\s+)?(?P<y2>\d{4}|last\s+year|this\s+year|next\s+year)\b"
    r"|(?:(?<=by )|(?<=since ))(?:the\s+)?(?:early\s+|late\s+)?(?P<s3>spring|summer|autumn|winter)\b)",
    re.I,
)
_YEAR = re.compile(
    r"\b(?:in|since|of|during|by|until|from|throughout|for|early|late|mid|end of|before|after|year|between|back in|and)[\s-]+(?P<y>(?:19|20)\d{2})\b(?![-/]\d)(?!,\d|\s*(?:barrels|bpd|b/d|dollars))",
    re.I,
)
_RELATIVE = re.compile(
    rf"\b(?P<ago>{_N}|half\s+a)\s+(?P<unit>minute|hour|day|week|fortnight|month|year)s?\s+ago\b"
    rf"|\b(?P<few>minutes|hours)\s+ago\b|\b(?P<now>just\s+now|moments\s+ago)\b"
    r"|\b(?P<word>the\s+day\s+before\s+yesterday|yesterday|the\s+day\s+after\s+tomorrow|today|tonight|tomorrow|this\s+(?:very\s+)?(?:morning|evening|afternoon|day)|last\s+night|last\s+evening|overnight)\b"
    r"|\b(?P<rel>(?:earlier\s+|later\s+)?(?:(?:in|of)\s+)?(?:this\s+past|this|last|next|the\s+past|the\s+coming|the\s+current|past|coming))\s+(?P<span>week(?:end)?|month|year|quarter)\b(?!\s+but\s+one)"
    r"|\bthe\s+(?P<second>week|month|year|weekend)\s+before\s+last\b"
    r"|\b(?:earlier|later)\s+in\s+the\s+(?P<inthe>week|month|year)\b"
    r"|\b(?P<at>at|over|on|during)\s+the\s+weekend\b",
    re.I,
)
_AHEAD = re.compile(
    rf"\b(?:with)?in\s+(?:the\s+next\s+|the\s+coming\s+|less\s+than\s+|about\s+|around\s+)?(?P<n>{_N}|fifteen|twenty|thirty|sixty|ninety)(?:\s+(?:to|or)\s+(?P<n2>{_N}))?[\s-]+(?P<unit>hour|day|week|fortnight|month|year)s?\b(?!\s+(?:ago|earlier))"
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
    r"\b(?:for|covering|(?<!night )(?<!morning )(?<!evening )(?<!course )of|to cover|during)\s+(?:the\s+month\s+of\s+|the\s+|(?:all|most)\s+of\s+)?$",
    re.I,
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
    for sentence in split_sentences(text):
        for span in _in_sentence(plain[sentence.start : sentence.end], published):
            out.append(replace(span, start=span.start + sentence.start, end=span.end + sentence.start))
    later = [
        s for s in _laters(plain, out, published) if not any(a.start < s.end and s.start < a.end for a in out)
    ]
    return sorted([*out, *later], key=lambda s: s.start) if later else out


_TEMPORAL = re.compile(
    rf"\d|day\b|days\b|week|fortnight|month|year|quarter|tonight|tomorrow|morning|evening|afternoon|night|hour|minute|moment|just now|"
    rf"spring|summer|autumn|fall\b|winter|(?-i:{_MONTH})|of\s",
    re.I,
)


@lru_cache(maxsize=2048)
def _in_sentence(plain: str, published: dt.date) -> tuple[DateSpan, ...]:
    """Dates of one sentence that do not count from another date."""
    if _TEMPORAL.search(plain) is None:
        return ()
    out: list[DateSpan] = []
    for finder in (
        _days,
        _ends,
        _aheads,
        _weeks_days,
        _quarters,
        _seasons,
        _months,
        _weekdays,
        _relatives,
        _years,
    ):
        for span in finder(plain, published):
            if not any(a.start < span.end and span.start < a.end for a in out):
                out.append(span)
    out.sort(key=lambda s: s.start)
    return tuple(_in_told_year(plain, out, published))


def _in_told_year(plain: str, spans: list[DateSpan], published: dt.date) -> list[DateSpan]:
    """A month without a year, after one with a year: "In April 2022 it shut; it came back only in July"."""
    out: list[DateSpan] = []
    for span in spans:
        told = next(
            (s for s in reversed(out) if s.by == "explicit" and s.precision in ("day", "month") and s.first),
            None,
        )
        words = plain[span.start : span.end]
        if (
            told is not None
            and told.first is not None
            and span.first is not None
            and span.by == "explicit"
            and span.precision in ("day", "month")
            and re.search(r"\d{4}", plain[told.start : told.end])
            and not re.search(r"\d{4}|year|last|this|next", words, re.I)
            and told.first < span.first < _add_months(published, -4)
        ):
            year = told.first.year + (span.first.month < told.first.month)
            first = _day(year, span.first.month, span.first.day)
            if first is not None:
                date = _text(first, span.precision)
                bounds = _span_of(date)
                span = replace(span, date=date, first=bounds[0], last=bounds[1])
        out.append(span)
    return out


_UNITS = r"hour|day|week|fortnight|month|year"
_TIME_OF_DAY = r"day|evening|morning|afternoon|night"
_LATER = re.compile(
    rf"\b(?:(?P<n>{_N})\s+(?P<unit>{_UNITS})s?\s+(?P<way>later|earlier|afterwards|thereafter|previously|after\s+(?:that|this)|before\s+that)"
    rf"|(?:(?:an|(?:just|only|some|a\s+few|two|three|several)\s+)?(?P<soon>hours?|minutes|moments)\s+(?:later|after|afterwards|earlier|before)(?!\s+(?:the\s+war|\d)))"
    rf"|(?P<n2>{_N})\s+(?P<unit2>{_UNITS})s?\s+(?P<way2>before|after)(?=\s*(?:[,.;:)\"']|$))"
    rf"|(?P<back>a|one|two|three|four|five)\s+days?\s+after"
    rf"|the\s+(?P<unit3>day|week|weekend|month|year|morning|evening|night|{_WEEKDAY})\s+(?P<way3>before|after)(?=\s*(?:[,.;:)\"']|$|\s(?:in|at|by|from|and|when)\b))"
    rf"|(?:the|on\s+the)\s+(?P<way4>next|following|previous|preceding|ensuing)\s+(?P<unit4>{_TIME_OF_DAY}|week|weekend|month|year|{_WEEKDAY}|{_MONTH})"
    rf"|(?:(?:the|that)\s+(?:same|very)|that|later\s+(?:the\s+same|that))\s+(?P<same>{_TIME_OF_DAY}|{_WEEKDAY}|week|month|year)(?!\s+(?:of|when|that|will|would|comes)\b)"
    rf"|on\s+the\s+(?P<nth>\d{{1,2}})(?:st|nd|rd|th)(?:\s+of\s+(?P<of>this|last|the|that|next)\s+month|(?=\s*(?:[,.;:)\"']|$|\s(?:and|but|in|at|by|to|from|for|with|after|before|when|he|she|it|they|we|the)\b))))\b",
    re.I,
)


def _laters(plain: str, found: list[DateSpan], published: dt.date) -> list[DateSpan]:
    """Days counted from the last day told before them: "a week later", "the next day", "the same evening"."""
    out: list[DateSpan] = []
    for m in _LATER.finditer(plain):
        told = [
            s
            for s in (*found, *out)
            if s.end <= m.start() and s.role in ("event", "since") and s.first is not None
        ]
        days = [s for s in told if s.precision == "day"]
        got = {k: (v or "").lower() for k, v in m.groupdict().items()}
        if got["nth"]:
            near = [s for s in told if s.precision in ("day", "month") and m.start() - s.end <= 500]
            day = _nth(
                int(got["nth"]), got["of"], max(near, key=lambda s: s.start) if near else None, published
            )
            if day is not None:
                out.append(DateSpan(m.start(), m.end(), str(day), "day", "relative", "event", day, day))
            continue
        unit, step = _step(got)
        broad = unit in ("month", "year", "season") or unit.capitalize() in calendar.month_name
        pool = [s for s in told if s.precision in ("day", "month") or unit == "year"] if broad else days
        past = [s for s in pool if s.first is not None and s.first <= published]
        if past and max(pool, key=lambda s: s.start) not in past and not _to_come(plain, m.start(), m.end()):
            pool = past
        base = max(pool, key=lambda s: s.start).first if pool else None
        if base is None:
            if step >= 0 or broad:
                continue
            base = published
        made = _counted_from(base, unit, step, bool(got["n"] or got["n2"]))
        if made is None:
            continue
        day, precision = made
        date = _text(day, precision)
        first, last = (day, day) if precision in ("day", "week") else _span_of(date)
        out.append(DateSpan(m.start(), m.end(), date, precision, "relative", "event", first, last))
    return out


def _step(got: dict[str, str]) -> tuple[str, int]:
    """Unit and number of steps of a match of `_LATER`."""
    if got["soon"]:
        return "day", 0
    if got["same"]:
        word = got["same"]
        return (word, 0) if word in ("week", "month", "year") or word.capitalize() in _WEEKDAY else ("day", 0)
    if got["back"]:
        return "day", -(_count(got["back"]))
    unit = got["unit"] or got["unit2"] or got["unit3"] or got["unit4"]
    way = got["way"] or got["way2"] or got["way3"] or got["way4"]
    sign = -1 if way.startswith(("earlier", "before", "prev", "prec")) else 1
    number = _count(got["n"] or got["n2"]) if got["n"] or got["n2"] else 1
    if unit == "hour":
        return "day", sign * (number // 24)
    if unit in ("morning", "afternoon", "evening", "night"):
        unit = "day"
    return unit, sign * number


def _counted_from(base: dt.date, unit: str, step: int, numbered: bool) -> tuple[dt.date, Precision] | None:
    try:
        if unit == "day":
            return base + dt.timedelta(days=step), "day"
        if unit in ("week", "fortnight", "weekend"):
            day = base + dt.timedelta(weeks=step * (2 if unit == "fortnight" else 1))
            return day, "day" if numbered and step > 0 else "week"
        if unit == "month":
            return _add_months(base, step), "month"
        if unit == "year":
            return dt.date(base.year + step, base.month, 1), "year" if not numbered else "month"
    except (ValueError, OverflowError):
        return None
    if unit in _WEEKDAYS:
        ahead = (_WEEKDAYS[unit] - base.weekday()) % 7
        days = ahead if step == 0 else ahead or 7 if step > 0 else -((-ahead) % 7 or 7)
        return base + dt.timedelta(days=days), "day"
    if unit.capitalize() in calendar.month_name or unit in _SHORT:
        month = _month_number(unit)
        year = base.year + (month <= base.month if step > 0 else -(month >= base.month))
        return dt.date(year, month, 1), "month"
    return None


def _nth(number: int, of: str, told: DateSpan | None, published: dt.date) -> dt.date | None:
    """ "on the 25th": of the month told last, else the latest one."""
    if of in ("this", "last", "next"):
        month = _add_months(published.replace(day=1), {"this": 0, "last": -1, "next": 1}[of])
        return _day(month.year, month.month, number)
    if told is not None and told.first is not None:
        month = told.first.replace(day=1)
        if told.precision == "day" and number < told.first.day and told.first <= published:
            later = _add_months(month, 1)
            month = later if (d := _day(later.year, later.month, number)) and d <= published else month
        return _day(month.year, month.month, number)
    month = published.replace(day=1)
    return next(
        (
            d
            for n in range(4)
            if (d := _day((x := _add_months(month, -n)).year, x.month, number)) and d <= published
        ),
        None,
    )


_FUTURE = (
    r"(?:will|shall|won't|'ll|would|could|(?-i:may)|might|should|must|can|going\s+to|about\s+to|"
    r"(?:is|are|was|were|be|been)\s+(?:\w+ly\s+)?(?:to|due|set|expected|scheduled|slated|planned|poised|hoping|supposed|likely|bound|foreseen|awaited|tabled)|"
    r"to\s+be\s+held)"
    r"(?:\s+(?:not|be|have|also|only|then|been|to|soon|probably|likely|again|jointly))*(?:\s+\w+)?"
)
_PLAN = (
    r"(?:agree[ds]?|plan(?:s|ned|ning)?|intend(?:s|ed)?|promis\w+|pledg\w+|vow\w+|threat\w+|undert\w+|hop(?:es?|ed|ing)|want(?:s|ed)?|"
    r"decid\w+|expect(?:s|ed)?|invit\w+|schedul\w+|due|set|ready|prepar\w+|propos\w+|offer\w*)\s+(?:[\w'-]+\s+){0,4}?to(?:\s+be)?\s+\w+"
)
_TENSE = re.compile(
    rf"\b(?:(?P<future>{_FUTURE})|(?P<plan>{_PLAN})|to\s+(?:be\s+)?\w+|(?:the|an?|its|their|his|her|these|those|two|three|all)\s+\w+ed|"
    r"(?P<past>has|have|had|was|were|did|ground|\w{2,}ed|said|told|met|held|sent|wrote|spoke|went|came|began|took|gave|made|left|fell|shut|cut|put|hit|"
    r"struck|saw|paid|sold|bought|found|led|kept|lost|won|stood|flew|drove|rose|broke|chose|drew|got|grew|heard|knew|laid|let|lifted|ran|read|sat|set|"
    r"shot|spent|spread|stuck|taught|thought|threw|told|understood|withdrew|rang|blew|brought|caught|fought|fled|froze|rejoined|swore|tore|forbade|bade|"
    r"hung|sought|sank|stole|arose|became|built|called|dealt|met)"
    r"|(?P<now>meets?|runs?\s+out|expires?|begins?|starts?|opens?|closes?|ends?|arrives?|leaves?|travels|flies|returns?|resumes?|holds?|hosts?|votes?|"
    r"lapses?|sits?|convenes?|gathers?|takes?\s+(?:effect|place|up)|comes?\s+into|visits|receives?|decides?|hears|speaks|addresses|goes\s+out|falls?\s+due|"
    r"sails?|follows?|signs))\b",
    re.I,
)
_FRONTED = re.compile(
    r"(?:^|[;:(]|\b(?:and|but|while|whereas|though|although|because|if|that|which|where|or)\b|\")\W*(?:(?:then|also|only|already|early|late|again)\s+)?"
    r"(?:(?:on|in|by|at|since|from|until|before|late|early|the|of|morning|night|end|evening|start)[\s-]+){0,4}$",
    re.I,
)


_OCCASION = re.compile(
    r"\b(?:calls?|meetings?|talks|statements?|letters?|interviews?|posts?|speech|address|conference|session|visits?|briefing|sitting|round|message)\b",
    re.I,
)


def _to_come(plain: str, start: int, end: int) -> bool | None:
    """Whether the clause around a date speaks of what is to come; None when its verbs do not say."""
    left = plain[max(0, start - 160) : start]
    cut = max(left.rfind(";"), left.rfind("."), -1)
    left = left[cut + 1 :]
    right = re.split(r"[;!?]|\.\s", plain[end : end + 170], maxsplit=1)[0]
    before = [m for m in _TENSE.finditer(left) if m.lastgroup]
    after = [m for m in _TENSE.finditer(right) if m.lastgroup]
    chosen = before[-1] if before else None
    if after and (chosen is None or _FRONTED.search(left)):
        chosen = after[0]
    if chosen is None:
        return None
    if chosen.group("future"):
        return True
    if chosen.group("plan"):
        # "agreed to meet on Monday", but not "on Monday agreed to meet" or "agreed to pay at talks on Monday".
        between = left[chosen.end() :] if chosen in before else ""
        near = len(between.split()) <= 6 and not _OCCASION.search(between)
        return chosen in before and near
    if chosen.group("past"):
        return False
    # "The accord runs out on Wednesday": a verb of the timetable, when nothing in the sentence is past.
    return True if not any(m.group("past") for m in (*before, *after)) else None


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
            month = _month_number(got["m1"] or got["m2"] or got["m4"])
            number = int(got["d0"] or got["d1"] or got["d2"] or _ORDINALS[(got["o1"] or "first").lower()])
            year = got["y1"] or got["y2"] or got["y4"]
            day = (
                _day(int(year), month, number)
                if year
                else _nearest(published, month, number, plain, m.start(), m.end())
            )
            last = _day(day.year, month, int(got["d1"])) if day is not None and got["d0"] else None
            if day is not None and last is not None and last > day:
                role = _role(plain, m.start(), "day", day, published)
                out.append(DateSpan(m.start(), m.end(), str(day), "day", "explicit", role, day, last))
                continue
        if day is not None:
            role = _role(plain, m.start(), "day", day, published)
            out.append(DateSpan(m.start(), m.end(), str(day), "day", "explicit", role, day, day))
    return out


def _nearest(published: dt.date, month: int, number: int, plain: str, start: int, end: int) -> dt.date | None:
    """A day without a year: the latest not more than a week ahead; where the clause looks ahead, the next one."""
    deadline = re.search(
        r"\b(?:by|until|before|deadline|no\s+later\s+than|as\s+of|effective|due)\b[^.;]{0,20}$",
        plain[max(0, start - 40) : start],
        re.I,
    )
    coming = True if deadline else _to_come(plain, start, end)
    slack = dt.timedelta(days={True: 240, None: 45, False: 1}[coming])
    days = [
        d for y in (published.year + 1, published.year, published.year - 1) if (d := _day(y, month, number))
    ]
    if coming:
        # What is to come may still have been meant for a day just gone by.
        near = next((d for d in reversed(days) if d >= published - dt.timedelta(days=30)), None)
        return (
            near
            if near is not None and near <= published + slack
            else next((d for d in days if d <= published), None)
        )
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
        if _TOLD_DAY.search(plain[max(0, m.start() - 20) : m.start()]) and not m.group("y"):
            continue
        year = _year_word(m.group("y") or m.group("ly"), published)
        role = _role(plain, m.start(), "month", None, published)
        if role == "event" and _MONTHLY.match(plain, m.end()) and not m.group("part"):
            role = "period"
        if year is None:
            year = published.year
            which = (m.group("last") or "").strip().lower()
            if which == "next":
                year += month <= published.month
            elif which in ("last", "this past"):
                year -= month >= published.month
            elif role == "deadline" or _to_come(plain, m.start(), m.end()):
                year += month < published.month - (3 if role != "deadline" else 6)
            elif month > published.month:
                year -= 1
        if not 1 <= year <= 9999:
            continue
        date = _text(dt.date(year, month, 1), "month")
        first, last = _span_of(date)
        out.append(DateSpan(m.start(), m.end(), date, "month", "explicit", role, first, last))
    return out


_TOLD_DAY = re.compile(r"\b(?:following|previous|preceding|ensuing|same|the\s+next|that)\s+$", re.I)
_MONTHLY = re.compile(
    r"(?:'s)?\s+(?:\w+\s+)?(?:programmes?|invoices?|budgets?|salar(?:y|ies)|wages?|loadings?|cargo(?:es)?|deliver(?:y|ies)|output|production|quotas?|"
    r"tenders?|schedules?|instal\w+|payments?|volumes?|figures?|averages?|allocations?)\b",
    re.I,
)


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
        which = " ".join(which.split())
        if _TOLD_DAY.search(before) or re.match(r"\s+(?:before|after)(?=\s*(?:[,.;:)]|$))", plain[m.end() :]):
            continue
        coming = which in ("next", "this coming", "coming")
        by = re.search(r"\b(?:by|until|before)\s+(?:\w+\s+)?$", before, re.I)
        done = by and (
            re.match(r"[^.;]{0,40}?\bhad\b", plain[m.end() :])
            or re.search(
                r"\b(?:was|were|been)\s+(?:out|back|over|gone|down|clear|ready|up|there|open|shut|closed|dry|full|empty)(?:\s+\w+){0,2}\s+by\s+(?:\w+\s+)?$",
                before,
                re.I,
            )
        )
        day = published - dt.timedelta(days=back)
        if m.group("week"):
            weeks = {"last": -1, "this": 0, "next": 1}[m.group("week").lower()]
            monday = published - dt.timedelta(days=published.weekday()) + dt.timedelta(weeks=weeks)
            day = monday + dt.timedelta(days=target)
        elif coming or (back and not done and (by or (which != "last" and _to_come(plain, start, m.end())))):
            day = published + dt.timedelta(days=(target - published.weekday()) % 7 or 7)
        elif (which in ("last", "this past", "past") or m.group("late")) and back == 0:
            day = published - dt.timedelta(days=7)
        if done:
            out.append(DateSpan(start, m.end(), str(day), "day", "weekday", "event", day, day))
            continue
        role = _role(plain, start, "day", day, published)
        out.append(DateSpan(start, m.end(), str(day), "day", "weekday", role, day, day))
    return out


def _weeks_days(plain: str, published: dt.date) -> list[DateSpan]:
    """ "last week's Thursday", "two Fridays ago"."""
    out: list[DateSpan] = []
    for m in _WEEKS_DAY.finditer(plain):
        if m.group("w"):
            weeks = {"last": -1, "this": 0, "next": 1}[m.group("week").lower()]
            day = published - dt.timedelta(days=published.weekday()) + dt.timedelta(weeks=weeks)
            day += dt.timedelta(days=_WEEKDAYS[m.group("w").lower()])
        else:
            back = (published.weekday() - _WEEKDAYS[m.group("w2").lower()]) % 7 or 7
            day = published - dt.timedelta(days=back + 7 * (_count(m.group("two")) - 1))
        role = _role(plain, m.start(), "day", day, published)
        out.append(DateSpan(m.start(), m.end(), str(day), "day", "weekday", role, day, day))
    return out


def _seasons(plain: str, published: dt.date) -> list[DateSpan]:
    """ "last summer", "in autumn 2021": the year, with the months it can mean. A winter belongs to the year it ends in."""
    out: list[DateSpan] = []
    for m in _SEASON.finditer(plain):
        got = m.groupdict()
        name = (got["s"] or got["s1"] or got["s2"] or got["s3"]).lower()
        month = _SEASONS[name]
        told = _year_word(got["y1"] or got["y2"], published)
        which = " ".join((got["which"] or "").lower().split())
        winter = name == "winter"
        year = told if told is not None else published.year + (winter and published.month == 12)
        last_month = _last_of_season(year, month)
        if told is None:
            ahead = which in ("next", "this coming", "the coming")
            ahead = ahead or (
                not which
                and bool(
                    re.search(r"\bby\s+$", plain[: m.start()], re.I) or _to_come(plain, m.start(), m.end())
                )
            )
            if which in ("last", "this past", "the past", "past"):
                year -= last_month > published
            elif ahead:
                year += (
                    last_month < published if which != "next" else _first_of_season(year, month) <= published
                )
            elif which != "this":
                year -= _first_of_season(year, month) > published
        if not 2 <= year <= 9998:
            continue
        first, last = _first_of_season(year, month), _last_of_season(year, month)
        role = _role(plain, m.start(), "year", first, published)
        out.append(DateSpan(m.start(), m.end(), f"{year:04d}", "year", "relative", role, first, last))
    return out


def _first_of_season(year: int, month: int) -> dt.date:
    return dt.date(year - (month == 12), month, 1)


def _last_of_season(year: int, month: int) -> dt.date:
    return _add_months(_first_of_season(year, month), 3) - dt.timedelta(days=1)


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
            "last evening": -1,
            "overnight": 0,
            "tomorrow": 1,
            "the day before yesterday": -2,
            "the day after tomorrow": 2,
        }.get(word, 0)
        day = published + shift * one
        return day, "day", day, day
    if m.group("at"):
        saturday = published - dt.timedelta(days=(published.weekday() - 5) % 7)
        return saturday, "week", saturday, saturday + one
    if m.group("few") or m.group("now"):
        return published, "day", published, published
    if m.group("ago"):
        number, unit = _count(m.group("ago")), m.group("unit").lower()
        if m.group("ago").lower().startswith("half"):
            number, unit = 6, "month"
        if unit in ("minute", "hour"):
            day = published - dt.timedelta(days=number // 24 if unit == "hour" else 0)
            return day, "day", day, day
        if unit in ("day", "week", "fortnight"):
            day = published - dt.timedelta(days=number * {"day": 1, "week": 7, "fortnight": 14}[unit])
            return day, "day" if unit == "day" else "week", day, day
        day = _add_months(published, -number * (12 if unit == "year" else 1))
        first, last = _span_of(_text(day, "month" if unit == "month" else "year"))
        return first, "month" if unit == "month" else "year", first, last
    rel = " ".join((m.group("rel") or "").lower().split())
    step = -1 if ("last" in rel or rel.endswith("past")) else 1 if ("next" in rel or "coming" in rel) else 0
    span = (m.group("span") or m.group("second") or m.group("inthe")).lower()
    if m.group("second"):
        step = -2
    if span == "week":
        # On a Sunday "last week" is the week that has just ended.
        sunday = step == -1 and published.weekday() == 6
        monday = (
            published - dt.timedelta(days=published.weekday()) + dt.timedelta(weeks=0 if sunday else step)
        )
        return monday, "week", monday, monday + 6 * one
    if span == "weekend":
        saturday = (
            published
            - dt.timedelta(days=(published.weekday() - 5) % 7)
            + dt.timedelta(weeks=max(step, 0) - (step == -2))
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
