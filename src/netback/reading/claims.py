"""What is merely said: forecasts, denials, absences and facts, and what an act means for the flow."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

from netback.reading.dates_in_text import DateSpan, imminent_horizon
from netback.reading.lexicon import FLOW

__all__ = ["TOPIC", "absence_in", "channel_in", "claim_mode", "horizon_of", "polarity_of", "topics_in"]

TOPIC = re.compile(
    rf"\b(?:{FLOW}|deal|agreement|accord|talks|negotiations?|budget|arrears|debts?|compensation|contracts?|arbitration|award|restart|resumption|solution|"
    r"dispute|issue|file|licen[cs]e|sanctions|volumes?|ships?|tankers?|quota|tariff|fee|law|amendment|mechanism|shutdown|closure|blockade|border|"
    r"treaty|transmission|settlement|differences|obstacles?|breakthrough|decisions?|projects?|share|investment|money|funds|repairs?|works?|consent|approval)\b",
    re.I,
)
_RESUME = re.compile(
    r"\b(?:resum\w*|restart\w*|re-?open\w*|restor\w*|reviv\w*|relaunch\w*|pay(?:s|ing|ment\w*)?|paid|release\w*|lift\w*|honou?r\w*|sign\w*|settle\w*|"
    r"reach\w*|agree\w*|deliver\w*|flow again|back on|return\w*|solv\w*|resol\w*|implement\w*|compl(?:y|ied)|facilitat\w*|unblock\w*|end the (?:closure|halt|dispute|blockade|stoppage|shutdown)|"
    r"extension|extend\w*|progress|swift\w*|soon|ready|continu\w*|increase\w*|load\w*|hand(?:s|ed|ing)? over|open(?:ed|ing)? the|licen[cs]e|cargo(?:es)?|keep away|talks|dialogue|solution|unload\w*|repair\w*)\b",
    re.I,
)
_STOP = re.compile(
    r"\b(?:halt\w*|stop\w*|suspend\w*|shut\w*|clos(?:e|ed|ing|ure)|cut\w*|ban\w*|block\w*|cancel\w*|withhold\w*|delay\w*|freez\w*|end (?:exports|the contract|the agreement|deliveries)|"
    r"terminat\w*|leave\w*|refus\w*|reject\w*|stay(?:s|ed)? (?:shut|closed)|not (?:resume|restart|pay|load|sign|flow|open)|lapse\w*|expire\w*|no (?:vessel|oil|gas|barrel|deal|agreement)|never)\b",
    re.I,
)
_BAD = re.compile(
    r"\b(?:stuck|deadlock\w*|stall\w*|impasse|no (?:progress|agreement|deal|solution|result|breakthrough|consensus|oil|gas)|not (?:yet )?(?:ready|agreed|resolved|settled|reached|received|complete\w*|resume\w*|sign\w*|possible|be)|"
    r"unresolved|fail\w*|delay\w*|late|far apart|far from|obstacle\w*|block\w*|lack\w*|remain\w* (?:shut|closed|idle|halted|open|unpaid|outstanding)|illegal|unlawful|forbid\w*|breach\w*|difficult\w*|"
    r"worse\w*|collapse\w*|impossible|insufficient|unpaid|owe\w*|without|cannot|can ?not|can't|won't|will not|would not|unable|differ\w*|dispute\w*|never|halt\w*|stop\w*|shut\w*|lapse\w*|fall\w*|drop\w*)\b",
    re.I,
)
_FORECAST = re.compile(
    r"\b(?:will|would|shall|expect\w*|anticipat\w*|forecast\w*|predict\w*|could|may|might|should (?:be|resume|start|restart)|on track|close to|about to|set to|due to (?:start|resume|begin|restart|be|reach|sign)|"
    r"imminent\w*|soon|within (?:days|hours|weeks|the|a|\d|two|three)|in the coming|coming (?:days|weeks)|final stage\w*|nearing|days away|weeks away|a matter of (?:days|hours|weeks|time)|"
    r"likely|hope\w*|planned to|plans? to|intend\w*|ready to|unlikely|going to|near\b)\b|'ll\b",
    re.I,
)
_ABSENCE = re.compile(
    r"\b(?:(?:has|have|had|did|do|does|was|were|is|are)\s*(?:(?:so\s+far|yet|still)\s+)?(?:not|n't|never)\s+(?:(?:yet|so far|immediately|publicly|officially)\s+)*(?:issue[d]?|publish(?:ed)?|release[d]?|comment(?:ed)?|respond(?:ed)?|repl(?:y|ied)|confirm(?:ed)?|"
    r"answer(?:ed)?|react(?:ed)?|return(?:ed)?\s+(?:calls|a\s+call|requests)|mention(?:ed)?|said|say|disclose[d]?|explain(?:ed)?|provide[d]?\s+(?:details|a\s+date|figures)|give[n]?\s+(?:a\s+)?(?:date|reason|details|figures|timeline|comment)|given|available\s+for\s+comment|reachable|name[d]?)"
    r"|(?:has|have|had)\s+(?:yet|still)\s+to\s+(?:issue|publish|comment|respond|reply|answer|confirm|react|release|say|announce)"
    r"|(?:issued|published|released|gave|offered|made|has|have|had|received|carried)\s+(?:\w+\s+){0,2}?no\s+(?:\w+\s+){0,3}?(?:readout|statement|comment|reply|response|answer|date|details?|word|explanation|confirmation|announcement|reaction|communiqu\w+|record|account|timeline)"
    r"|no\s+(?:\w+\s+){0,3}?(?:readout|statement|comment|reply|response|confirmation|announcement|communiqu\w+|word|answer|reaction|account)\s+(?:\w+\s+){0,6}?(?:was|were|has\s+been|had\s+been|have\s+been|came|is|has\s+come)"
    r"|there\s+(?:was|has\s+been|is|were|had\s+been)\s+no\s+(?:\w+\s+){0,3}?(?:readout|statement|comment|reply|response|confirmation|announcement|word|answer|reaction|communiqu\w+)"
    r"|declin(?:ed|es)\s+to\s+(?:comment|say|give|answer|elaborate|disclose|discuss|confirm)|refus(?:ed|es)\s+to\s+(?:comment|say)|could\s+not\s+(?:immediately\s+)?be\s+reached|(?:was|were)\s+not\s+(?:immediately\s+)?(?:available|reachable)"
    r"|(?:remained|stayed|kept|was|were|is|has\s+been)\s+silent|(?:said|says|saying)\s+nothing|no\s+(?:statement|comment|readout|reply|answer)\s+followed|made\s+no\s+mention|makes\s+no\s+mention)\b",
    re.I,
)  # fmt: skip
_DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied)\b|no truth\b|(?:is|are|was|were)\s+(?:false|untrue|baseless|unfounded|incorrect|inaccurate|not\s+true)\b|"
    r"(?:reject|dismiss)(?:s|ed|es)?\s+(?:as\s+\w+\s+)?(?:\w+\s+){0,3}?(?:reports?|rumou?rs|allegations|claims|suggestions|media)\b|there (?:is|was|has been) no (?:such|collapse|crisis|shortage|plan|intention|delay)\b)",
    re.I,
)
_FACT_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|remain\w*|stand\w*|lie\w*|depend\w*|need\w*|require\w*|cannot|can|must|allow\w*|oblige\w*|forbid\w*|belong\w*|continue\w*|caus\w*|lack\w*|exist\w*|contain\w*|cover\w*|face\w*|owe\w*|"
    r"affect\w*|still|do|does|did|fail\w*|complete\w*|finish\w*|mean\w*|know\w*|get|gets|got|rest\w*|hinge\w*|fell|went|c[oa]me\w*|receiv\w*|lost|made|makes|take\w*|took|give\w*|keep\w*|kept|go|goes|leaves?|left)\b",
    re.I,
)


def absence_in(text: str) -> bool:
    """Whether a clause says that somebody has said nothing.

    Examples
    --------
    >>> absence_in("Washington has issued no readout"), absence_in("Ankara did not immediately respond")
    (True, True)
    """
    return bool(_ABSENCE.search(text))


def claim_mode(text: str, lemma: str, quantities: int) -> str:
    """forecast, denial, absence or fact for what somebody says; "" for none of them.

    Parameters
    ----------
    text : str
        What is said.
    lemma : str
        The verb of saying.
    quantities : int
        Numbers with a unit in it: a sentence whose point is a number is no claim.
    """
    if lemma == "deny" or _DENIAL.search(text):
        return "denial"
    if absence_in(text):
        return "absence"
    topical = bool(TOPIC.search(text))
    words = len(re.findall(r"[A-Za-z]+", text))
    if words < 3:
        return ""
    if topical and (
        _FORECAST.search(text) or lemma in ("expect", "predict", "forecast", "anticipate", "hope", "foresee")
    ):
        return "forecast"
    if topical and not quantities and _FACT_VERB.search(text) and words >= 4:
        return "fact"
    return ""


def polarity_of(type_: str, mode: str, text: str, negated: bool) -> Literal[-1, 0, 1]:
    """Towards oil flowing (+1), away (-1) or neither, from the type and the words of the clause."""
    resume = bool(_RESUME.search(text))
    stop = bool(_STOP.search(text))
    if type_ == "CLAIM":
        if mode == "absence":
            return 0
        if mode == "denial":
            return -1 if resume else 0
        if _BAD.search(text):
            return -1
        return 1 if resume or mode == "forecast" else 0
    if type_ in ("COOPERATE", "RETREAT", "AGREE", "CONCEDE"):
        return -1 if negated else 1
    if type_ in ("SANCTION", "REJECT", "ASSAULT"):
        return 1 if negated and type_ == "SANCTION" else -1
    if type_ in ("COERCE", "THREATEN", "PROTEST"):
        return -1
    if type_ in ("REQUEST", "SUPPORT"):
        if stop and not resume:
            return -1
        return 1 if resume else 0
    if type_ == "CONSULT":
        return 0 if negated else 1  # the parties talk: the dispute is what they have in common
    return 0


_CHANNELS = (
    ("press conference", r"\b(?:press\s+(?:conference|briefing)|news\s+(?:conference|briefing)|told\s+(?:reporters|journalists)|briefing)\b"),
    ("interview", r"\b(?:interview\w*|told\s+(?:the\s+)?(?:[A-Z][\w&]+|state\s+television|a\s+\w+\s+(?:channel|newspaper|radio|station)))"),
    ("post", r"\b(?:tweet\w*|post(?:ed)?\s+on|on\s+(?:X|Twitter|Facebook|Telegram|social\s+media)|wrote\s+on|in\s+a\s+post|a\s+post)\b"),
    ("message", r"\b(?:letters?|wrote\s+to|in\s+a\s+message|by\s+letter|notice|telegram|note\s+to|informed|e-?mail\w*|notified|memo)\b"),
    ("forum", r"\b(?:forum|panel)\b"),
    ("conference", r"\b(?:conference|summit)\b"),
    ("readout", r"\breadout\b"),
    ("call", r"\b(?:phone\s+call|telephone\s+call|by\s+(?:tele)?phone|in\s+(?:a|the|their)\s+call|during\s+(?:a|the|their)\s+call|telephoned|phoned)\b"),
    ("meeting", r"\b(?:at\s+(?:a|the|their)\s+meeting|during\s+(?:a|the|their)\s+(?:meeting|talks)|at\s+(?:the\s+)?talks|in\s+(?:a|the|their)\s+meeting)\b"),
    ("court", r"\b(?:courts?|tribunal|lawsuit|arbitrators?|judges?)\b"),
    ("statement", r"\b(?:statements?|communiqu\w+|announce[sd]?|declar(?:ed|ation)|said\s+in\s+a\b|press\s+release)\b"),
    ("document", r"\b(?:filing|report|decree|gazette)\b"),
)  # fmt: skip


def channel_in(text: str) -> str:
    """Channel that the words of a sentence name; "none" without one.

    Examples
    --------
    >>> channel_in("the minister told reporters on Sunday")
    'press conference'
    """
    for channel, pattern in _CHANNELS:
        if re.search(pattern, text, 0 if channel == "interview" else re.I):
            return channel
    return "none"


_TOPICS = (
    ("exports", r"\b(?:exports?|pipeline|flows?|pumping|loadings?|shipments?)\b"),
    ("payment", r"\b(?:pay\w*|arrears|debts?|invoices?|compensation|dues)\b"),
    ("contracts", r"\b(?:contracts?|agreements?|licen[cs]es?)\b"),
    ("budget", r"\b(?:budget|salar\w+)\b"),
    ("law", r"\b(?:law|court|arbitration|tribunal|ruling|amendment)\b"),
    ("sanctions", r"\bsanctions?\b"),
    ("security", r"\b(?:drones?|attacks?|militia\w*|troops)\b"),
    ("cabinet", r"\b(?:cabinet|government\s+formation|election\w*)\b"),
    ("gas", r"\b(?:gas|lng)\b"),
)  # fmt: skip


def topics_in(text: str) -> tuple[str, ...]:
    """Topics that the words of a sentence touch."""
    return tuple(topic for topic, pattern in _TOPICS if re.search(pattern, text, re.I))


def horizon_of(text: str, dates: list[DateSpan], offset: int, published: dt.date) -> tuple[str, str, bool]:
    """(predicted date, words, near) of a forecast; near: within 35 days, or words such as "soon".

    Parameters
    ----------
    text : str
        What is said.
    dates : list of DateSpan
        Dates of the sentence, offsets in the sentence.
    offset : int
        Where `text` begins in the sentence.
    published : datetime.date
    """
    for span in dates:
        inside = offset <= span.start < offset + len(text)
        if inside and span.last is not None and span.last >= published and span.date:
            return (
                span.date,
                text[span.start - offset : span.end - offset],
                (span.last - published).days <= 35,
            )
    vague = imminent_horizon(text, published)
    if vague is not None:
        return "", vague[1], True
    return "", "", False
