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
_SCALES = r"(?:hundred\s+thousand|hundred|thousand|million|mln|mn|billion|bn|trillion|trn|tn)"
_BIG = r"(?:thousand|million|billion|trillion)"
_AND_HALF = r"(?:[\s-]+and[\s-]+a[\s-]+(?:half|quarter))"
_TO_99 = rf"(?:{_WORD})(?:[\s-]+(?:{_WORD}))?"
_TO_999 = rf"(?:(?:(?:{_TO_99})|an?)[\s-]+hundred(?:[\s-]+(?:and[\s-]+)?{_TO_99}(?![\s-]+hundred))?|{_TO_99})"
_SPELLED = (
    rf"(?:half[\s-]+an?(?=[\s-]+(?:{_BIG}|percent|per\s+cent))|a\s+quarter\s+of\s+an?(?=\s+{_BIG})|"
    rf"(?:{_TO_999}{_AND_HALF}?|an?(?=[\s-]+{_BIG}))(?:[\s-]+{_BIG}{_AND_HALF}?"
    rf"(?:,?[\s-]+(?:and[\s-]+)?{_TO_999}[\s-]+thousand\b)?)?)"
)
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<!\d)\d{1,3}(?: \d{3})+(?!\d)|\d+(?:\.\d+)?[½¼¾]?|[½¼¾]"
_NUMBER = rf"(?:(?:{_DIGITS})(?:[\s-]?{_SCALES}\b|(?:k|m|mm|b)\b)?|(?<![A-Za-z-])(?:{_SPELLED})(?:[\s-]+{_SCALES}\b)?)"
_SHORT = rf"(?:(?:{_DIGITS})\s?(?:k|m|mn|mm|bn|b|tn)?)"
_PER_DAY = r"(?:(?:/|\s*\(?per\s+|\s+an?\s+|\s+each\s+|\s+every\s+)(?:day|d)\b(?!\s+(?:later|ago)\b)|\s+daily\b|-?per-day\b|-a-day\b|-daily\b)"
_PER_MONTH = (
    r"(?:\s*(?:/|per|an?|each|every)\s*month\b(?!\s+(?:later|ago)\b)|\s+monthly\b|-a-month\b|-per-month\b)"
)
_PER_BARREL = r"(?:\s*(?:/|-?\s*\(?(?:(?:for|on|to)\s+)?(?:per|an?|each|every|one|the)\s*-?\s*)\s*(?:barrel|bbl|bl|b)\b)"
_OIL = r"(?:\s+of\s+(?:[A-Za-z]+\s+){0,2}?(?:oil|crude|petroleum|condensate|exports?)(?:\s+(?:oil|exports|equivalent))?)"
_BARREL = r"(?:barrels?|bbls?|bls?)"
_TAIL = r"(?=[^\w]|$)"
_ABOUT = r"(?:(?:about|around|some|roughly|nearly|almost|approximately|perhaps|maybe|the|as\s+(?:much|many)\s+as)\s+)"
_RANGE = rf"\s*(?:-|to|and|or)\s*{_ABOUT}?"

_FLOW = re.compile(
    rf"(?P<n>{_NUMBER})(?:{_RANGE}(?P<n2>{_NUMBER}))?(?:\s|-(?=[a-z]))*(?:"
    rf"(?:(?P<stb>k|mm|m)?(?:bpd|bo?e?pd|bo?e?/d(?:ay)?|boed|(?:bbls?|bls?|stb)/d(?:ay)?|barrels?/d(?:ay)?)|"
    rf"(?P<k>k|mm|m)(?:bd|bbls?pd|boe?d)|"
    rf"-?{_BARREL}(?:{_OIL})?{_PER_DAY}){_TAIL}|"
    rf"(?P<month>-?{_BARREL}(?:{_OIL})?{_PER_MONTH})|"
    rf"(?P<plain>-?(?:(?P<kb>k|mm)(?:b|bo|bbls?)|{_BARREL}))\b)",
    re.I,
)
_SIGN = r"(?:(?<![A-Za-z])US\s?\$|(?<![A-Za-z])USD|\$|\b(?:US|U\.S\.)\s+dollars(?=\s+\d))\s?"
_X = r"\s?(?:k|m|mn|mm|bn|b|tn)\b"
_MONEY = re.compile(
    rf"(?:(?P<sign>{_SIGN})(?P<s1>{_NUMBER}|{_DIGITS})(?P<x1>{_X})?"
    rf"(?:{_RANGE}(?:{_SIGN})?(?P<s2>{_NUMBER})(?P<x2>{_X})?)?(?P<scents>)"
    rf"|(?P<w1>{_NUMBER})(?P<x3>(?<=\d)(?:m|bn|k)\b)?(?:{_RANGE}(?P<w2>{_NUMBER}))?[\s-]*"
    rf"(?:(?:US|U\.S\.|American)[\s-]+)?(?P<unit>dollars?|USD|US\$|cents?|IQD|(?:Iraqi\s+)?dinars?|ID)(?!\w)"
    rf"|(?P<iqd>(?:IQD|ID|Iraqi\s+dinars)\s?)(?P<q1>{_NUMBER})(?P<x4>{_X})?(?:{_RANGE}(?:IQD\s?|ID\s?)?(?P<q2>{_NUMBER})(?P<x5>{_X})?)?)"
    rf"(?:\s+of\s+(?:crude|oil))?"
    rf"(?:(?P<barrel>{_PER_BARREL})|(?P<month>{_PER_MONTH}))?",
    re.I,
)
_PERCENT = re.compile(
    rf"(?P<n>{_NUMBER})(?:{_RANGE}(?P<n2>{_NUMBER}))?\s?(?:%|(?:-|\s+)?(?:percent|per\s+cent|pct)\b)"
    rf"(?!\s*-?points?\b)",
    re.I,
)
_BETWEEN = re.compile(rf"\b(between|from)\s+{_ABOUT}?(?:{_SIGN})?$", re.I)
_CHANGED = re.compile(
    r"\b(?:rose|rise[ns]?|rising|gain\w*|f[ae]ll(?:s|en|ing)?|drop\w*|add(?:s|ed|ing)|los[te]\w*|up|down|climb\w*|slip\w*|shed|jump\w*|"
    r"increas\w+|decreas\w+|declin\w+|eas(?:ed|es|ing)|surg\w+|plung\w+|tumbl\w+|advanc\w+|edg\w+(?:\s+\w+)?|grew|grow\w*|shrank|cut|firmed)"
    rf"\s+(?:by\s+)?{_ABOUT}?(?:another\s+)?(?:{_SIGN})?$",
    re.I,
)
_AT_LEAST = re.compile(
    r"(?:at least|no less than|not less than|a minimum of|more than|in excess of|north of|(?<!dispute )(?<!row )(?<!talks )over|above|"
    rf"exceed(?:ing|s|ed)?|upwards of)\s+(?:the\s+)?(?:{_SIGN})?$",
    re.I,
)
_AT_MOST = re.compile(
    r"(?:up to|at most|no more than|not more than|a maximum of|as much as|as many as|less than|fewer than|under|below)\s+(?:the\s+)?"
    rf"(?:{_SIGN})?$",
    re.I,
)
_LEAST_AFTER = re.compile(
    r",?\s+(?:or\s+more|and\s+(?:more|up(?:wards)?)|at\s+(?:the\s+)?(?:very\s+)?least)\b", re.I
)
_MOST_AFTER = re.compile(r",?\s+(?:or\s+(?:less|fewer)|at\s+(?:the\s+)?(?:very\s+)?most)\b", re.I)


_GLYPHS = {"½": 0.5, "¼": 0.25, "¾": 0.75}


def _number(text: str) -> float | None:
    """A number as written, digits or words, with its scale."""
    text = fold(text).lower().replace("-", " ")
    words = re.sub(r"(?<=\d)\s(?=\d{3}\b)", "", text).split()
    scale = 1.0
    if words and re.fullmatch(r"[\d.,½¼¾]+(k|m|mn|mm|mln|bn|b|tn|trn)", words[-1]):
        tail = re.search(r"[a-z]+$", words[-1])
        assert tail is not None
        scale *= _SCALE[tail.group()]
        words[-1] = words[-1][: tail.start()]
    if not words:
        return None
    if words[0][0].isdigit() or words[0][0] in _GLYPHS:
        while words[-1] in _SCALE and len(words) > 1:
            scale *= _SCALE[words.pop()]
        if len(words) != 1:
            return None
        extra = sum(_GLYPHS.get(c, 0.0) for c in words[0])
        digits = words[0].rstrip("½¼¾").replace(",", "")
        try:
            return ((float(digits) if digits else 0.0) + extra) * scale
        except ValueError:
            return None
    got = _spelled([w.strip(",") for w in words])
    return None if got is None else got * scale


def _spelled(words: list[str]) -> float | None:
    """Number words: "one hundred and fifty thousand", "two and a half million", "a million and a half"."""
    if words[0] == "half":
        head, words = 0.5, words[2:]
    elif words[:2] == ["a", "quarter"]:
        head, words = 0.25, words[4:]
    else:
        head = 0.0
    total, current, last = 0.0, head, 1.0
    for n, word in enumerate(words):
        if word in _ONES:
            current += _ONES[word]
        elif word in _TENS:
            current += _TENS[word]
        elif word == "hundred":
            current = (current or 1) * 100
        elif word in _SCALE:
            last = _SCALE[word]
            total, current = (total * last if total and not current else total + (current or 1) * last), 0.0
        elif word in ("half", "quarter"):
            part = 0.5 if word == "half" else 0.25
            total, current = (total, current + part) if current else (total + part * last, 0.0)
        elif word in ("a", "an"):
            current += 1 if words[n + 1 : n + 2] and words[n + 1] not in ("half", "quarter") else 0
        elif word != "and":
            return None
    return total + current


def _pair(
    first: str, second: str | None, between: str, joiner: str
) -> tuple[float, float | None, float | None] | None:
    """Value and bounds of "n" or "n to m"; a scale said once at the end holds for both."""
    if second is None:
        value = _number(first)
        return None if value is None else (value, None, None)
    high = _number(second)
    low = _number(first)
    if low is None or high is None:
        return None
    scaled = re.search(rf"({_SCALES}|(?<=\d)(?:k|m|mn|mm|bn|b|tn))$", second.strip(), re.I)
    if (
        scaled
        and low < high
        and not re.search(rf"({_SCALES}|\d\s?(?:k|m|mn|mm|bn|b|tn))$", first.strip(), re.I)
        and low < 1000
    ):
        factor = _number("1 " + scaled.group()) or 1.0
        if low * factor <= high:
            low *= factor
    elif joiner.strip() == "-" and 10 <= low < 1000 and low * 1000 < high <= low * 3000:
        low *= 1000  # 400-450,000
    if between in ("from", "by") or (joiner.split()[:1] in (["and"], ["And"]) and not between):
        return None
    if between != "between" and high > 0 and not 0.2 <= low / high <= 5:
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
    plain: str, start: int, end: int, value: float, low: float | None, high: float | None
) -> tuple[float | None, float | None]:
    if low is not None or high is not None:
        return low, high
    before = plain[max(0, start - 28) : start]
    if _AT_LEAST.search(before) or _LEAST_AFTER.match(plain, end):
        return value, None
    if _AT_MOST.search(before) or _MOST_AFTER.match(plain, end):
        return None, value
    return low, high


_HINT = re.compile(
    r"\d|[½¼¾]|dollar|half|halves|third|quarter|fifth|sixth|seventh|eighth|ninth|tenth|barrel|percent|per cent|pct|dinar|cents|bpd|b/d|USD|bbl",
    re.I,
)
_OTHER_UNIT = re.compile(
    r"\s*(?:per|an?|/|for\s+(?:each|every|a))\s*(?:metric\s+)?(?:tonnes?|tons?|cubic|[MkG]Wh|megawatt|mmbtu|mcm|thousand\s+cubic|1,000\s+cubic|"
    r"million\s+(?:btu|british)|kilomet|km|lit(?:re|er)|gallon|ounce)\b",
    re.I,
)


def find_quantities(text: str) -> list[FoundQuantity]:
    """Quantities in a text, from left to right.

    Examples
    --------
    >>> [(q.value, q.unit) for q in find_quantities("It sold 450,000 barrels a day at $16 a barrel.")]
    [(450000.0, 'bbl/day'), (16.0, 'USD/bbl')]
    """
    plain = fold(text)
    out: list[FoundQuantity] = []
    if not _HINT.search(plain):
        return out
    for found in (*_flows(plain), *_money(plain), *_percents(plain), *_fractions(plain)):
        other = found.unit == "USD" and _OTHER_UNIT.match(plain, found.end)
        if not other and not any(q.start < found.end and found.start < q.end for q in out):
            out.append(_in_context(plain, found))
    out.sort(key=lambda q: q.start)
    out = _joined(plain, out)
    spare = _elliptic(plain, out)
    return sorted([*out, *spare], key=lambda q: q.start) if spare else out


_PRICE = re.compile(
    r"\b(?:Brent|WTI|Urals|benchmark|(?:oil|crude|spot|selling|local)\s+prices?|a\s+barrel|per\s+barrel|each\s+barrel|every\s+barrel|"
    r"the\s+barrel)\b",
    re.I,
)
_MONTHLY_AFTER = re.compile(r"\s+(?:for|in|over)\s+the\s+(?:whole\s+)?month\b", re.I)
_YEARLY = re.compile(
    r"\s*(?:(?:an?|per|each|every)\s+(?:year|annum)\b(?!\s+(?:later|ago|earlier))|annually\b|yearly\b|/\s?(?:year|yr)\b|p\.a\.|-a-year\b)",
    re.I,
)
_EACH = re.compile(
    r"\b(?:(?P<day>(?:each|every|per)\s+day|daily)|(?P<month>(?:each|every|per)\s+month|monthly)|(?P<year>(?:each|every|per)\s+year|annual|yearly))\b"
    r"(?!-)[^.;:\d]{0,45}$",
    re.I,
)
_EACH_AFTER = re.compile(
    r"[^.,;:()\d]{0,60}?\s(?:(?P<day>(?:each|every|per)\s+day|daily)|(?P<month>(?:each|every|per)\s+month|monthly)"
    r"|(?P<year>(?:each|every|per)\s+year|annually|per\s+annum))\b(?!\s+(?:later|ago))",
    re.I,
)


def _in_context(plain: str, found: FoundQuantity) -> FoundQuantity:
    """The unit that the words around a number imply: a price of Brent, barrels "for the month", money "a year"."""
    after = plain[found.end : found.end + 80]
    before = plain[max(0, found.start - 60) : found.start]
    here = plain[found.start : found.end]
    if found.unit == "USD":
        cents = re.search(r"cents?", here, re.I)
        around = plain[max(0, found.start - 120) : found.end + 60]
        small = found.value < 250 and not re.search(r"million|billion", here, re.I)
        if (cents or small) and _PRICE.search(around):
            if not re.match(r"\s*(?:per|an?|/)\s*(?:thousand|day|person|month|year|head)", after, re.I):
                return replace(found, unit="USD/bbl")
            return found
        yearly = _YEARLY.match(after) or re.search(r"\b(?:annual|yearly)\s+(?:[a-z]+\s+){0,3}$", before, re.I)
        each = _EACH.search(before) or _EACH_AFTER.match(after)
        if yearly or (each and each.group("year")):
            low, high = (None if x is None else x / 12 for x in (found.low, found.high))
            return replace(found, unit="USD/month", value=found.value / 12, low=low, high=high)
        if each and each.group("month"):
            return replace(found, unit="USD/month")
        return found
    if found.unit == "bbl":
        if _MONTHLY_AFTER.match(after):
            return replace(found, unit="bbl/month")
        each = _EACH.search(before) or _EACH_AFTER.match(after)
        if each and not each.group("year") and not re.search(r"\w-barrel$", here, re.I):
            return replace(found, unit="bbl/day" if each.group("day") else "bbl/month")
    return found


_KIN = ({"bbl", "bbl/day", "bbl/month"}, {"USD", "USD/bbl", "USD/month"}, {"IQD"}, {"percent"})
_JOINER = re.compile(rf"\s*,?\s*(?P<word>to|and|-)\s*{_ABOUT}?", re.I)


def _joined(plain: str, found: list[FoundQuantity]) -> list[FoundQuantity]:
    """Two figures that both carry a unit: one range ("10% to 12%"), or a change whose unit holds for both."""
    out: list[FoundQuantity] = []
    for one in found:
        last = out[-1] if out else None
        gap = _JOINER.fullmatch(plain, last.end, one.start) if last else None
        if last and gap and last.low is None and one.low is None and one.value and last.value:
            kin = next((k for k in _KIN if last.unit in k), set())
            bare = last.unit in ("bbl", "USD")
            near = 0.05 <= last.value / one.value <= 20
            if one.unit in kin and near and (one.unit == last.unit or bare or one.unit in ("bbl", "USD")):
                unit = one.unit if bare else last.unit
                opener = _opener(plain, last.start)
                word = gap.group("word").lower()
                range_ = opener == "between" or (
                    word != "and" and opener == "" and last.value < one.value <= 3 * last.value
                )
                if range_ and last.value < one.value:
                    low, high = last.value, one.value
                    out[-1] = replace(
                        last, end=one.end, value=(low + high) / 2, low=low, high=high, unit=unit
                    )
                    continue
                if opener == "from" and word == "to":
                    out[-1] = replace(last, unit=unit)
                    one = replace(one, unit=unit)
        out.append(one)
    return out


_BARE = re.compile(
    rf"\b(?:from|to|than|against|versus|vs\.?|and|with|or|only|just)\s+{_ABOUT}?(?P<n>\d{{1,3}}(?:,\d{{3}})+|{_NUMBER}(?<=n|d))"
    r"(?=\s*(?:[,;:)?!]|\.(?!\d)|$|(?:in|by|at|from|to|before|after|earlier|during|on|when|and|but|today|now|previously|then|if|as|while|until|since|"
    r"(?:an?|last|this|the|next)\s+(?:\w+\s+)?(?:day|week|month|quarter|year|spring|summer|autumn|winter)s?)\b))",
    re.I,
)


def _elliptic(plain: str, found: list[FoundQuantity]) -> list[FoundQuantity]:
    """A bare figure that takes its unit from the flow told before it: "190,000 barrels a day, up from 150,000"."""
    out: list[FoundQuantity] = []
    for told in found:
        if told.unit != "bbl/day":
            continue
        stop = re.search(r"[.;!?]\s", plain[told.end :])
        limit = min(len(plain), told.end + 110, told.end + stop.start() + 1 if stop else len(plain))
        for m in _BARE.finditer(plain, told.end, limit):
            value = _number(m.group("n"))
            clash = any(q.start < m.end() and m.start("n") < q.end for q in (*found, *out))
            if value is None or clash or value < 1000 or not 0.02 <= value / (told.value or 1) <= 50:
                continue
            out.append(_dress(plain, m.start("n"), m.end("n"), (value, None, None), "bbl/day"))
    return out


_PARTS = {"half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "sixth": 1 / 6, "seventh": 1 / 7, "eighth": 1 / 8, "ninth": 1 / 9,
          "tenth": 1 / 10}  # fmt: skip
_FRACTION = re.compile(
    r"\b(?:(?P<n>one|two|three|four|five|six|seven|eight|nine)[\s-](?P<d>third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)s?"
    r"|an?[\s-](?P<a>third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)|(?P<h>half))\b",
    re.I,
)
_HEDGED = re.compile(
    r"\b(?:about|around|nearly|almost|some|roughly|over|under|above|below|than|only|just|barely|hardly|scarcely|least|most|up\s+to|by|at|another|"
    r"good|approximately|fully|exactly|close\s+to|as\s+much\s+as)\s+$",
    re.I,
)
_SPAN_AFTER = re.compile(
    r"\s+(?:of\s+)?(?:(?:an?|the|this|last|next|that)\s+)?(?:million|billion|trillion|thousand|hour|day|week|month|year|century|decade|time|season|dozen|battle|"
    r"story|way|mast|past|January|February|March|April|May|June|July|August|September|October|November|December|(?:19|20)\d\d|ago|later|earlier|running|in\s+a\s+row)\b",
    re.I,
)
_HALF_OF = re.compile(
    r"\s+(?:of|its|their|the|that|this|those|these|his|her|our|your|what|as|full|empty|was|were|is|are|has|have|had|will|would|goes|went|"
    r"comes|came|belongs?|remain\w*|to|from|again|capacity|[a-z]*[a-rtv-z]s)\b|-(?:full|empty|capacity)\b|\s*[,.;:)!?]|$",
    re.I,
)
_PART_OF = re.compile(
    r"\s+(?:of|off|above|below|over|higher|lower|more|less|fewer|from|to|that|than|was|were|is|are|has|had|will|would|could|came|went|fell|remained|"
    r"cheaper|dearer|larger|smaller|bigger|as|full|empty|each|apiece|\w*[a-rtv-z]s(?<!ies))\b",
    re.I,
)
_ORDINAL_BEFORE = re.compile(r"\b(?:second|another|first)\b(?!\s+(?:half|quarter))[^.;]{0,80}$", re.I)
_ORDINAL_AFTER = re.compile(
    r"\s*,?\s+(?:and\s+(?:final|last)|in\s+(?:a\s+row|as\s+many|succession)|party|parties|time)\b", re.I
)


def _fractions(plain: str) -> list[FoundQuantity]:
    """Shares in words: "two thirds", "a fifth of", "half of it", "down by a third"."""
    out = []
    for m in _FRACTION.finditer(plain):
        got = {k: (v or "").lower() for k, v in m.groupdict().items()}
        before = plain[max(0, m.start() - 90) : m.start()]
        end = m.end()
        if _SPAN_AFTER.match(plain, end) or (end < len(plain) and plain[end] == "-" and not got["h"]):
            continue
        if got["h"]:
            if re.search(
                r"\b(?:first|second|other|better|latter|last|next|this|and\s+a|a|an|each|every|either)[\s-]+$",
                before,
                re.I,
            ):
                continue
            standing = not re.match(
                r"\s*(?:[,.;:)!?]|$)|\s+(?:to|from|again|h\w+|was|is|will)\b", plain[end : end + 8], re.I
            )
            if not (_HALF_OF.match(plain, end) and (standing or _HEDGED.search(before))):
                continue
            value = 50.0
        elif got["n"]:
            if got["d"] == "quarter" and re.search(
                r"\b(?:first|last|past|next|for|in|these|those|previous|after)\s+$", before, re.I
            ):
                continue
            if got["n"] == "one" and not (
                _PART_OF.match(plain, end) or re.match(r"\s*(?:[,.;:)!?]|$)", plain[end:])
            ):
                continue
            value = 100 * _ONES[got["n"]] * _PARTS[got["d"]]
        else:
            if _ORDINAL_AFTER.match(plain, end) or re.search(
                r"(?:\d|million|billion|dollars|dinars|barrels|once|twice|percent|cent)\s+$", before, re.I
            ):
                continue
            of = re.match(r"\s+of\b", plain[end : end + 5])
            hedged = _HEDGED.search(before)
            if not of and _ORDINAL_BEFORE.search(before):
                continue
            closed = re.match(r"\s*(?:[.,;:)!?\"']|$)", plain[end : end + 3])
            if not (
                of
                or _PART_OF.match(plain, end)
                or (hedged and (closed or got["a"] == "quarter"))
                or (
                    hedged
                    and re.match(
                        r"\s+(?:in|on|by|at|since|after|before|or|and|against|for|this|last)\b",
                        plain[end : end + 12],
                    )
                )
                or (
                    closed
                    and re.search(r"\b(?:of|or|,|one|from|to)\s+$|,\s+$", before, re.I)
                    and got["a"] != "quarter"
                )
            ):
                continue
            value = 100 * _PARTS[got["a"]]
        value = round(value, 2)
        low, high = _bounded(plain, m.start(), end, value, None, None)
        out.append(
            FoundQuantity(m.start(), end, value, low, high, "percent", _subject(plain, m.start(), end))
        )
    return out


def _dress(
    plain: str, start: int, end: int, pair: tuple[float, float | None, float | None], unit: str
) -> FoundQuantity:
    value, low, high = pair
    low, high = _bounded(plain, start, end, value, low, high)
    while end > start and plain[end - 1] in " ,.":
        end -= 1
    return FoundQuantity(start, end, value, low, high, unit, _subject(plain, start, end))


_CIRCA = re.compile(r"(?:^|[\s(])(?:c|ca|approx|abt)\.$", re.I)


def _free(plain: str, start: int) -> bool:
    """Whether a number begins here, rather than ending a name, a date or a longer number."""
    if not start or _CIRCA.search(plain[max(0, start - 8) : start]):
        return True
    before = plain[start - 1]
    return not (before.isalnum() or (before in "-./," and start > 1 and plain[start - 2].isalnum()))


def _opener(plain: str, start: int) -> str:
    """ "between" (a range), "from" or "by" (a change: two figures), or ""."""
    before = plain[max(0, start - 48) : start]
    found = _BETWEEN.search(before)
    if found:
        word = found.group(1).lower()
        if word == "from" and re.search(
            r"\b(?:rang\w+|var\w+|anywhere|anything|estimat\w+|figures|oscillat\w+|fluctuat\w+)\s+(?:\w+\s+){0,2}from\b",
            before,
            re.I,
        ):
            return "between"
        return word
    return ""


def _flows(plain: str) -> list[FoundQuantity]:
    out = []
    for m in _FLOW.finditer(plain):
        start = m.start()
        first, second = m.group("n"), m.group("n2")
        letters = (m.group("stb") or m.group("k") or m.group("kb") or "").lower()
        factor = {"k": 1e3, "mm": 1e6}.get(letters, 1.0)
        unit = "bbl/month" if m.group("month") else "bbl" if m.group("plain") else "bbl/day"
        if letters == "m":
            # M is a thousand to some and a million to others; only "mb/d" of a few barrels can be nothing but millions.
            size = _number(second or first) or 0.0
            if not re.search(r"mb/d", m.group(), re.I) or size > (110 if "." in (second or first) else 15):
                continue
            factor = 1e6
        if unit == "bbl":
            rate = re.compile(
                rf"(?:{_OIL})?(?:\s+(?:were|was|are|is|being|be)\s+\w+)?(?:{_PER_DAY}|(?P<m>{_PER_MONTH}))",
                re.I,
            ).match(plain, m.end())
            end = rate.end() if rate else m.end()
            unit = ("bbl/month" if rate.group("m") else "bbl/day") if rate else unit
        else:
            end = m.end()
        joiner = plain[m.end("n") : m.start("n2")] if second else ""
        opener = _opener(plain, start)
        pair = _pair(first, second, opener, joiner)
        if second and pair is None:
            if (
                opener == "from"
                and joiner.split()[:1] == ["to"]
                and (early := _early(first, second)) is not None
                and _free(plain, start)
            ):
                out.append(_dress(plain, start, m.end("n"), (early * factor, None, None), unit))
            start, pair = m.start("n2"), _pair(second, None, "", "")
        if pair is None or plain[max(0, start - 1) : start] == "$" or not _free(plain, start):
            continue
        if unit == "bbl" and plain[start : start + 4].lower() in ("one ", "one-") and pair[0] == 1:
            continue  # "not one barrel"
        scaled = tuple(None if x is None else x * factor for x in pair)
        assert scaled[0] is not None
        out.append(_dress(plain, start, end, (scaled[0], scaled[1], scaled[2]), unit))
    return out


def _early(first: str, second: str) -> float | None:
    """The first figure of a change; a scale said once at the end holds for both ("from 300 to 400 million")."""
    pair = _pair(first, second, "between", "to")
    value = _number(first)
    if pair is None or value is None or pair[1] is None or pair[2] is None:
        return value
    return pair[1] if value <= (_number(second) or 0.0) else pair[2]


_ELSEWHERE = re.compile(
    r"\b(?:Libya\w*|Tripoli|Benghazi|Kuwait\w*|Jordan\w*|Algeri\w*|Tunisia\w*|Bahrain\w*|Serbia\w*)\b"
)
_IRAQ = re.compile(r"\b(?:Iraq\w*|Baghdad|Kurd\w*|Erbil|KRG|Basra)\b")


def _money(plain: str) -> list[FoundQuantity]:
    out = []
    for m in _MONEY.finditer(plain):
        start = m.start()
        got = m.groupdict()
        unit = "USD"
        if got["sign"]:
            lead, names = got["sign"], ("s1", "x1", "s2", "x2")
        elif got["iqd"]:
            lead, names, unit = got["iqd"], ("q1", "x4", "q2", "x5"), "IQD"
        else:
            lead, names = "", ("w1", "x3", "w2", "")
            word = got["unit"].lower()
            if "dinar" in word or word in ("iqd", "id"):
                unit = "IQD"
                if "iraqi" not in word and _ELSEWHERE.search(plain) and not _IRAQ.search(plain):
                    continue
        first, second = got[names[0]] + (got[names[1]] or ""), got[names[2]]
        split = m.start(names[2])
        if second and names[3]:
            second += got[names[3]] or ""
        gap = plain[m.end(names[1]) if got[names[1]] else m.end(names[0]) : split] if second else ""
        rated = "USD/bbl" if m.group("barrel") else "USD/month" if m.group("month") else "USD"
        rated = rated if unit == "USD" else unit
        cent = 100 if (got["unit"] or "").lower().startswith("cent") else 1
        opener = _opener(plain, start)
        if lead and second and opener == "" and _CHANGED.search(plain[max(0, start - 40) : start]):
            low, high = _number(first), _number(second)
            opener = "by" if low and high and not 1 / 3 <= low / high <= 3 else ""
        pair = _pair(first, second, opener, gap)
        if second and pair is None:
            if (lead or (opener == "from" and gap.split()[:1] == ["to"])) and _free(plain, start):
                change = opener in ("from", "by") and gap.split()[:1] == ["to"]
                early = _early(first, second) if change and not lead else _number(first)
                if lead and change and early is not None and not re.search(r"[a-z]$", first, re.I):
                    early = _early(first, second)
                if early is not None:
                    end = m.end(names[1]) if got[names[1]] else m.end(names[0])
                    out.append(
                        _dress(plain, start, end, (early / cent, None, None), rated if change else unit)
                    )
            if lead and plain[split - 1 : split] not in "$ D":
                continue
            start, pair = split, _pair(second, None, "", "")
            while lead and start > m.end(names[0]) and plain[start - 1] in "$USDIQ":
                start -= 1
        if pair is None or not _free(plain, start):
            continue
        if (
            pair[0] * cent == 1
            and rated in ("USD", "IQD")
            and re.match(r"one[\s-](?:c|d|US|Ir)", plain[start:], re.I)
        ):
            continue  # "not one cent"
        low, high = (None if x is None else x / cent for x in pair[1:])
        out.append(_dress(plain, start, m.end(), (pair[0] / cent, low, high), rated))
    return out


def _percents(plain: str) -> list[FoundQuantity]:
    out = []
    for m in _PERCENT.finditer(plain):
        first, second = m.group("n"), m.group("n2")
        joiner = plain[m.end("n") : m.start("n2")] if second else ""
        start = m.start()
        opener = _opener(plain, start)
        pair = _pair(first, second, opener, joiner)
        if pair is None and second:
            if opener == "from" and (early := _number(first)) is not None and _free(plain, start):
                out.append(_dress(plain, start, m.end("n"), (early, None, None), "percent"))
            start, pair = m.start("n2"), _pair(second, None, "", "")
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
    for share in _FRACTION.finditer(plain):
        got = {k: (v or "").lower() for k, v in share.groupdict().items()}
        out.add(round(100 * _ONES.get(got["n"], 1) * _PARTS[got["d"] or got["a"] or got["h"]], 2))
    for found in find_quantities(text):
        out.update(x for x in (found.value, found.low, found.high) if x is not None)
    return out
