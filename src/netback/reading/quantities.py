"""Oil, money and rates in running text: own grammar, units as in the interchange.

Units out: bbl, bbl/day, bbl/month, USD, USD/bbl, USD/month, IQD, percent. A range or a vague amount keeps its bounds.
Numbers without one of these units are left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from netback.reading.sentences import fold

__all__ = ["FoundQuantity", "find_quantities", "numbers_in"]


@dataclass(frozen=True)
class FoundQuantity:
    """A number with its unit, in a text.

    Parameters
    ----------
    start, end : int
        Offsets.
    value : float
        Central value; of a range, the middle.
    low, high : float or None
        Bounds of a range or of "at least", "up to".
    unit : str
    subject : str
        What is measured, as written, or "".
    """

    start: int
    end: int
    value: float
    low: float | None
    high: float | None
    unit: str
    subject: str


_ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALE = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6, "mln": 1e6, "mm": 1e6,
    "billion": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12, "tn": 1e12, "trn": 1e12,
}  # fmt: skip
_WORD = "|".join(sorted([*_ONES, *_TENS], key=len, reverse=True))
_SPELLED = rf"(?:(?:{_WORD})(?:[\s-]+(?:{_WORD}))*(?:\s+hundred(?:\s+and\s+(?:{_WORD})(?:-(?:{_WORD}))?)?)?|half\s+an?|an?\s+hundred|a\s+quarter\s+of\s+an?|an?(?=\s+(?:million|billion|trillion|thousand)))"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALES = r"(?:hundred\s+thousand|hundred|thousand|million|mln|mn|billion|bn|trillion|trn|tn)"
_NUMBER = rf"(?:(?:{_DIGITS})(?:[\s-]?{_SCALES}\b|(?:k|m|mm|b)\b)?|(?<![A-Za-z-])(?:{_SPELLED})(?:[\s-]+{_SCALES}\b)?)"
_SHORT = rf"(?:(?:{_DIGITS})\s?(?:k|m|mn|mm|bn|b|tn)?)"
_PER_DAY = r"(?:(?:/|\s*per\s+|\s+an?\s+|\s+each\s+|\s+every\s+)(?:day|d)\b|\s+daily\b|-?per-day\b|-a-day\b)"
_PER_MONTH = r"(?:\s*(?:/|per|an?|each|every)\s*month\b|\s+monthly\b|-a-month\b)"
_PER_BARREL = r"(?:\s*(?:/|-?\s*(?:per|an?|for\s+each|for\s+every|on\s+each|on\s+every|the)\s*-?\s*)\s*(?:barrel|bbl|b)\b)"
_OIL = r"(?:\s+of\s+(?:[A-Za-z]+\s+){0,2}?(?:oil|crude|petroleum|condensate|exports?)(?:\s+(?:oil|exports))?)"
_BARREL = r"(?:barrels?|bbls?)"
_TAIL = r"(?=[^\w]|$)"
_RANGE = r"\s*(?:-|to|and)\s*"

_FLOW = re.compile(
    rf"(?P<n>{_NUMBER})(?:{_RANGE}(?P<n2>{_NUMBER}))?\s*(?:"
    rf"(?:(?P<stb>k|m)?(?:bpd|bopd|b/d|bbl/d|bbls/d|bbl/day|boepd)|"
    rf"(?P<k>kb/d|kbd|kbpd|kbbl/d|kbopd)|"
    rf"-?{_BARREL}(?:{_OIL})?{_PER_DAY}){_TAIL}|"
    rf"(?P<month>-?{_BARREL}(?:{_OIL})?{_PER_MONTH})|"
    rf"(?P<plain>-?{_BARREL})\b)",
    re.I,
)
_MONEY = re.compile(
    rf"(?:(?P<sign>US\$|USD\s?|\$\s?)(?P<s1>{_NUMBER}|{_DIGITS})(?P<x1>\s?(?:k|m|mn|mm|bn|b|tn)\b)?"
    rf"(?:{_RANGE}(?:US\$|USD\s?|\$\s?)?(?P<s2>{_NUMBER})(?P<x2>\s?(?:k|m|mn|mm|bn|b|tn)\b)?)?(?P<scents>)"
    rf"|(?P<w1>{_NUMBER})(?P<x3>(?<=\d)(?:m|bn|k)\b)?(?:{_RANGE}(?P<w2>{_NUMBER}))?[\s-]*"
    rf"(?:(?:US|U\.S\.|American)\s+)?(?P<unit>dollars?|USD|cents?|IQD|(?:Iraqi\s+)?dinars?|ID)\b"
    rf"|(?P<iqd>IQD\s?|ID\s)(?P<q1>{_NUMBER})(?P<x4>\s?(?:k|m|mn|bn|tn)\b)?(?:{_RANGE}(?P<q2>{_NUMBER}))?)"
    rf"(?:\s+of\s+(?:crude|oil))?"
    rf"(?:(?P<barrel>{_PER_BARREL})|(?P<month>{_PER_MONTH}))?",
    re.I,
)
_PERCENT = re.compile(
    rf"(?P<n>{_NUMBER})(?:{_RANGE}(?P<n2>{_NUMBER}))?\s?(?:%|(?:-|\s+)?(?:percent|per\s+cent|pct)\b)"
    rf"(?!\s*-?points?\b)",
    re.I,
)
_BETWEEN = re.compile(
    r"\b(between|from)\s+(?:(?:about|around|some|roughly|the)\s+)?(?:US\$|USD\s?|\$)?$", re.I
)
_AT_LEAST = re.compile(
    r"(?:at least|no less than|not less than|a minimum of|more than|over|above|exceeding|upwards of)\s+(?:US\$|USD\s?|\$)?$",
    re.I,
)
_AT_MOST = re.compile(
    r"(?:up to|at most|no more than|not more than|a maximum of|less than|fewer than|under|below)\s+(?:US\$|USD\s?|\$)?$",
    re.I,
)


def _number(text: str) -> float | None:
    """A number as written, digits or words, with its scale."""
    text = " ".join(fold(text).lower().replace("-", " ").split())
    scale = 1.0
    words = text.split()
    if words and re.fullmatch(r"[\d.,]+(k|m|mn|mm|bn|b|tn)", words[-1]):
        tail = re.search(r"[a-z]+$", words[-1])
        assert tail is not None
        scale *= _SCALE[tail.group()]
        words[-1] = words[-1][: tail.start()]
    while words and words[-1] in _SCALE and len(words) > 1:
        scale *= _SCALE[words.pop()]
    if not words:
        return None
    if re.fullmatch(r"[\d.,]+", words[0]):
        if len(words) != 1:
            return None
        try:
            return float(words[0].replace(",", "")) * scale
        except ValueError:
            return None
    return _spelled(words, scale)


def _spelled(words: list[str], scale: float) -> float | None:
    if words[0] == "half":
        return 0.5 * scale
    if words[:2] == ["a", "quarter"]:
        return 0.25 * scale
    total = 0.0
    for word in words:
        if word in _ONES:
            total += _ONES[word]
        elif word in _TENS:
            total += _TENS[word]
        elif word == "hundred":
            total = max(total, 1) * 100
        elif word in ("a", "an"):
            total = max(total, 1)
        elif word != "and":
            return None
    return total * scale


def _pair(
    first: str, second: str | None, between: str, joiner: str
) -> tuple[float, float | None, float | None] | None:
    """Value and bounds of "n" or "n to m"; a scale said once at the end holds for both."""
    if second is None:
        value = _number(first)
        return None if value is None else (value, None, None)
    high = _number(second)
    low = _number(first)
    if low is None or high is None or between == "from":
        return None
    scaled = re.search(rf"({_SCALES}|(?<=\d)(?:k|m|mn|bn|tn))$", second.strip(), re.I)
    if (
        scaled
        and low < high
        and not re.search(rf"({_SCALES}|\d(?:k|m|mn|bn|tn))$", first.strip(), re.I)
        and low < 1000
    ):
        factor = _number("1 " + scaled.group()) or 1.0
        if low * factor <= high:
            low *= factor
    if joiner.strip().lower() == "and" and not between:
        return None
    return ((low + high) / 2, low, high) if low <= high else ((low + high) / 2, high, low)


_SUBJECT_AFTER = re.compile(
    r"\s*,?\s*(?:of|for|in|on|as)\s+((?:the\s+)?(?:[A-Za-z'-]+\s+){0,3}?(?:oil exports|exports|crude|oil|output|production|compensation|"
    r"transport(?:ation)?|arrears|debts?|salaries|revenues?|losses|budget|shares?|royalt(?:y|ies)|tariffs?|fees?|payments?|damages))",
    re.I,
)
_SUBJECT_BEFORE = re.compile(
    r"((?:[A-Za-z'-]+\s+)?(?:exports|output|production|capacity|throughput|flows?|price|fee|tariff|cost|compensation|arrears|debts?|"
    r"losses|revenues?|share|stake|budget|allocation|salaries|payment|transfer|consumption|demand|supply|royalty|discount|income|loan))"
    r"\b[^.;]{0,40}$",
    re.I,
)


def _subject(plain: str, start: int, end: int) -> str:
    after = _SUBJECT_AFTER.match(plain, end)
    if after:
        return after.group(1).strip()
    before = _SUBJECT_BEFORE.search(plain, max(0, start - 80), start)
    return before.group(1).strip() if before else ""


def _bounded(
    plain: str, start: int, value: float, low: float | None, high: float | None
) -> tuple[float | None, float | None]:
    before = plain[max(0, start - 24) : start]
    if low is None and _AT_LEAST.search(before):
        return value, None
    if high is None and _AT_MOST.search(before):
        return None, value
    return low, high


def find_quantities(text: str) -> list[FoundQuantity]:
    """Quantities in a text, from left to right.

    Examples
    --------
    >>> [(q.value, q.unit) for q in find_quantities("It sold 450,000 barrels a day at $16 a barrel.")]
    [(450000.0, 'bbl/day'), (16.0, 'USD/bbl')]
    """
    plain = fold(text)
    out: list[FoundQuantity] = []
    if not re.search(
        r"\d|dollar|half|third|quarter|fifth|tenth|barrel|percent|per cent|dinar|cents|bpd|b/d|USD|bbl",
        plain,
        re.I,
    ):
        return out
    for found in (*_flows(plain), *_money(plain), *_percents(plain), *_fractions(plain)):
        per_tonne = found.unit == "USD" and re.match(
            r"\s*(?:per|a|/)\s*(?:metric\s+)?(?:tonnes?|tons?|cubic|MWh|mmbtu|thousand\s+cubic)\b",
            plain[found.end : found.end + 24],
            re.I,
        )
        if not per_tonne and not any(q.start < found.end and found.start < q.end for q in out):
            out.append(_in_context(plain, found))
    return sorted(out, key=lambda q: q.start)


_PRICE = re.compile(
    r"\b(?:Brent|WTI|Urals|benchmark|(?:oil|crude|spot|selling|local)\s+prices?|a\s+barrel|per\s+barrel|each\s+barrel|the\s+barrel)\b",
    re.I,
)
_MONTHLY_AFTER = re.compile(r"\s+(?:for|in|over)\s+the\s+(?:whole\s+)?month\b", re.I)
_YEARLY = re.compile(r"\s*(?:(?:a|per|each|every)\s+year|annually|a\s+year|/\s?year)\b", re.I)


def _in_context(plain: str, found: FoundQuantity) -> FoundQuantity:
    """The unit that the words around a number imply: a price of Brent, barrels "for the month", money "a year"."""
    after = plain[found.end : found.end + 24]
    before = plain[max(0, found.start - 70) : found.start]
    sentence = plain[max(0, found.start - 120) : found.end + 60]
    if (
        found.unit == "USD"
        and found.value < 250
        and _PRICE.search(sentence)
        and not re.search(r"cents?|million|billion", plain[found.start : found.end], re.I)
    ):
        return (
            found
            if re.match(r"\s*(?:per|a|/)\s*(?:tonne|ton|cubic|MWh|mmbtu|thousand|day|person)", after, re.I)
            else replace(found, unit="USD/bbl")
        )
    if (
        found.unit == "USD"
        and re.search(r"cents?", plain[found.start : found.end], re.I)
        and _PRICE.search(sentence)
    ):
        return replace(found, unit="USD/bbl")
    if found.unit == "bbl" and _MONTHLY_AFTER.match(after):
        return replace(found, unit="bbl/month")
    if found.unit == "USD" and (
        _YEARLY.match(after) or re.search(r"\b(?:annual|yearly)\s+(?:\w+\s+){0,3}$", before, re.I)
    ):
        scaled = [None if x is None else x / 12 for x in (found.low, found.high)]
        return replace(found, unit="USD/month", value=found.value / 12, low=scaled[0], high=scaled[1])
    if (
        found.unit == "USD"
        and re.search(r"\b(?:each|every|monthly|per)\s+(?:month|\w+\s+of)?\b", before, re.I)
        and re.search(r"\bmonth", before, re.I)
        and re.search(r"\b(?:cost|pay|earn|lose|bring|bill|income)\w*\b", before, re.I)
    ):
        return replace(found, unit="USD/month")
    return found


_PARTS = {"half": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "sixth": 1 / 6, "eighth": 0.125, "tenth": 0.1, "two thirds": 2 / 3,
          "three quarters": 0.75, "two fifths": 0.4, "three fifths": 0.6, "four fifths": 0.8, "nine tenths": 0.9}  # fmt: skip
_FRACTION = re.compile(
    r"\b(?:(?P<n>two[\s-]thirds|three[\s-]quarters|two[\s-]fifths|three[\s-]fifths|four[\s-]fifths|nine[\s-]tenths)\b"
    r"|(?:an?|one)[\s-](?P<a>third|fifth|sixth|eighth|tenth|quarter)\s+(?:of|higher|lower|more|less|is|was|are|goes)\b(?!\s+(?:a|an)\s+(?:million|billion|century|year|day))"
    r"|(?<!first\s)(?<!second\s)(?P<h>half)\s+(?:of|its|their|the)\b(?!\s+(?:a|an)?\s*(?:million|billion|day|year|hour|time|battle)))",
    re.I,
)


def _fractions(plain: str) -> list[FoundQuantity]:
    out = []
    for m in _FRACTION.finditer(plain):
        word = " ".join((m.group("n") or m.group("a") or m.group("h")).lower().replace("-", " ").split())
        value = round(100 * _PARTS[word], 2)
        low, high = _bounded(plain, m.start(), value, None, None)
        last = m.end("n") if m.group("n") else m.end("a") if m.group("a") else m.end("h")
        out.append(
            FoundQuantity(m.start(), last, value, low, high, "percent", _subject(plain, m.start(), last))
        )
    return out


def _dress(
    plain: str, start: int, end: int, pair: tuple[float, float | None, float | None], unit: str
) -> FoundQuantity:
    value, low, high = pair
    low, high = _bounded(plain, start, value, low, high)
    while end > start and plain[end - 1] in " ,.":
        end -= 1
    return FoundQuantity(start, end, value, low, high, unit, _subject(plain, start, end))


def _free(plain: str, start: int) -> bool:
    """Whether a number begins here, rather than ending a name, a date or a longer number."""
    return not (
        start
        and (
            plain[start - 1].isalnum()
            or (plain[start - 1] in "-./" and start > 1 and plain[start - 2].isalnum())
        )
    )


def _opener(plain: str, start: int) -> str:
    """ "between" (a range), "from" (a change: two figures), or ""."""
    found = _BETWEEN.search(plain[max(0, start - 26) : start])
    if (
        found
        and found.group(1).lower() == "from"
        and re.search(
            r"\b(?:rang\w+|var\w+|anywhere|anything)\s+(?:\w+\s+)?from\b",
            plain[max(0, start - 40) : start],
            re.I,
        )
    ):
        return "between"
    return found.group(1).lower() if found else ""


def _flows(plain: str) -> list[FoundQuantity]:
    out = []
    for m in _FLOW.finditer(plain):
        start = m.start()
        first, second = m.group("n"), m.group("n2")
        joiner = plain[m.end("n") : m.start("n2")] if second else ""
        pair = _pair(first, second, _opener(plain, start), joiner)
        if second and pair is None:
            if _opener(plain, start) == "from" and (early := _pair(first, None, "", "")) is not None:
                unit = "bbl/day" if not (m.group("plain") or m.group("month")) else "bbl"
                out.append(_dress(plain, start, m.end("n"), early, unit))
            start, pair = m.start("n2"), _pair(second, None, "", "")
        if pair is None or (plain[max(0, start - 1) : start] in ("$",)) or not _free(plain, start):
            continue
        factor = 1e3 if m.group("k") or (m.group("stb") or "").lower() == "k" else 1.0
        if (m.group("stb") or "").lower() == "m":
            continue  # M is a thousand to some and a million to others
        unit = "bbl/month" if m.group("month") else "bbl" if m.group("plain") else "bbl/day"
        end = m.end()
        if unit == "bbl":
            rate = re.match(
                rf"(?:{_OIL})?(?:\s+(?:were|was|are|is)\s+\w+)?(?:{_PER_DAY}|(?P<m>{_PER_MONTH}))",
                plain[end:],
                re.I,
            )
            if rate:
                end += rate.end()
                unit = "bbl/month" if rate.group("m") else "bbl/day"
        scaled = tuple(None if x is None else x * factor for x in pair)
        assert scaled[0] is not None
        out.append(_dress(plain, start, end, (scaled[0], scaled[1], scaled[2]), unit))
    return out


def _money(plain: str) -> list[FoundQuantity]:
    out = []
    for m in _MONEY.finditer(plain):
        start = m.start()
        got = m.groupdict()
        if got["sign"]:
            first, second = got["s1"] + (got["x1"] or ""), got["s2"] and got["s2"] + (got["x2"] or "")
            unit, split = "USD", m.span("s2")[0]
            gap = plain[m.end("x1") if got["x1"] else m.end("s1") : split] if second else ""
        elif got["iqd"]:
            first, second, unit, split = got["q1"] + (got["x4"] or ""), got["q2"], "IQD", m.span("q2")[0]
            gap = plain[m.end("x4") if got["x4"] else m.end("q1") : split] if second else ""
        else:
            first, second, split = got["w1"] + (got["x3"] or ""), got["w2"], m.span("w2")[0]
            gap = plain[m.end("x3") if got["x3"] else m.end("w1") : split] if second else ""
            word = got["unit"].lower()
            unit = "IQD" if "dinar" in word or word in ("iqd", "id") else "USD"
        pair = _pair(first, second, _opener(plain, start), gap)
        end = m.end()
        if second and pair is None:
            if got["sign"]:
                single = re.compile(rf"(?:US\$|USD\s?|\$\s?){re.escape(first)}").match(plain, start)
                end = single.end() if single else split
                pair, tail = _pair(first, None, "", ""), plain[end:]
                out.extend(_money_at(plain, start, end, pair, unit, tail))
                second_start = plain.rfind("$", start, split) if "$" in plain[end:split] else split
                out.extend(_money_at(plain, second_start, m.end(), _pair(second, None, "", ""), unit, "", m))
                continue
            start, pair = split, _pair(second, None, "", "")
        if pair is None or not _free(plain, start):
            continue
        if (got["unit"] or "").lower().startswith("cent"):
            low, high = (None if x is None else x / 100 for x in pair[1:])
            pair = (pair[0] / 100, low, high)
        out.extend(_money_at(plain, start, end, pair, unit, "", m))
    return out


def _money_at(
    plain: str, start: int, end: int, pair: tuple[float, float | None, float | None] | None, unit: str, tail: str,
    match: re.Match[str] | None = None,
) -> list[FoundQuantity]:  # fmt: skip
    if pair is None:
        return []
    if unit == "USD" and match is not None:
        unit = "USD/bbl" if match.group("barrel") else "USD/month" if match.group("month") else "USD"
    return [_dress(plain, start, end, pair, unit)]


def _percents(plain: str) -> list[FoundQuantity]:
    out = []
    for m in _PERCENT.finditer(plain):
        joiner = plain[m.end("n") : m.start("n2")] if m.group("n2") else ""
        start = m.start()
        pair = _pair(m.group("n"), m.group("n2"), _opener(plain, start), joiner)
        if pair is None and m.group("n2"):
            start, pair = m.start("n2"), _pair(m.group("n2"), None, "", "")
        if pair is not None and _free(plain, start):
            out.append(_dress(plain, start, m.end(), pair, "percent"))
    return out


_ANY_NUMBER = re.compile(rf"(?<![A-Za-z])(?:{_NUMBER}|{_SHORT})", re.I)


def numbers_in(text: str) -> set[float]:
    """Every number written in a text, with and without its scale; what the gate compares with.

    Examples
    --------
    >>> sorted(numbers_in("two fields and 1.5 million barrels"))
    [1.5, 2.0, 1500000.0]
    """
    plain = fold(text)
    out: set[float] = set()
    for match in _ANY_NUMBER.finditer(plain):
        value = _number(match.group())
        if value is not None:
            out.add(value)
        bare = re.match(rf"(?:{_DIGITS})", match.group())
        if bare:
            out.add(float(bare.group().replace(",", "")))
    for found in find_quantities(text):
        out.update(x for x in (found.value, found.low, found.high) if x is not None)
    return out
