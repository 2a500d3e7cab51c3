"""What is merely said: forecasts, denials, absences and facts, and what an act means for the flow."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

from netback.reading.dates_in_text import DateSpan, imminent_horizon
from netback.reading.lexicon import FLOW
from netback.reading.words import word_set

__all__ = [
    "TOPIC",
    "absence_channel",
    "absence_in",
    "channel_in",
    "claim_mode",
    "denial_in",
    "horizon_of",
    "polarity_of",
    "topics_in",
]

TOPIC = re.compile(
    rf"\b(?:{FLOW}|deal|agreement|accord|talks|negotiations?|budget|arrears|debts?|compensation|contracts?|arbitration|award|restart|resumption|solution|"
    r"dispute|issue|file|licen[cs]e|sanctions|volumes?|ships?|tankers?|vessels?|moorings?|quota|tariff|fee|law|amendment|mechanism|shutdown|closure|blockade|border|"
    r"treaty|transmission|settlement|differences|obstacles?|breakthrough|decisions?|projects?|share|investment|money|funds|repairs?|consent|approval|"
    r"signatures?|paperwork|audit|ceasefire|headway|reopening|stumbling\s+block|waivers?|cut|drop|outage|damage|leak)\b",
    re.I,
)

# ---------------------------------------------------------------------------------------- which way words lean

_BARRIER = (
    r"(?:bans?|blockades?|embargo(?:es)?|closures?|shut-?downs?|shut-?ins?|halts?|stoppages?|suspensions?|sanctions?|restrictions?|curbs?|force\s+majeure|sieges?|"
    r"road\s?-?blocks?|barricades?|barriers?|checkpoints?|sit-ins?|strikes?|walk-?outs?|pickets?|(?:law)?suits?|litigation|injunctions?|seizures?|freeze|attacks?|assaults?|"
    r"raids?|shelling|hostilities|fighting|war|stalemate|hostage-taking|stand-?off|moratorium|veto|threats?|protests?|occupation|surcharges?|disruptions?|interruptions?|outages?|sabotage|"
    r"obstruct\w*|blackmail|boycott|cuts?|cutback|delays?|hold-?up|stranglehold|squeeze|lockout|demonstration|refusal|interference|harassment|"
    r"(?:withhold|delay|block|clos|cutt|halt|stopp|interrupt|disrupt|shutt|interfer|meddl|attack|threaten|hold|suspend|divert|seiz|undermin|hinder|target)ing)"
)
"""What stands in the way of the flow: its end is good for the flow."""
_GRIEVANCE = (
    r"(?:disputes?|row|deadlock|impasse|crisis|obstacles?|hurdles?|bottlenecks?|orders?|rulings?|verdicts?|judg(?:e)?ments?|demands?|claims?|conditions?|preconditions?|penalt(?:y|ies)|fines?|quarrel|differences|"
    r"objections?|pressure|limits?|cap|fees?|tariffs?|charges?|lev(?:y|ies)|tax(?:es)?|decisions?|decrees?|measures?|cases?|complaints?|appeals?|arbitration|rates?|prices?|costs?)"
)
"""What is better ended, but may as well be met, obeyed or paid."""
_GOODS = (
    rf"(?:{FLOW}|deals?|agreements?|accords?|contracts?|treat(?:y|ies)|pacts?|arrangements?|licen[cs]es?|waivers?|permits?|exemptions?|authori[sz]ations?|talks|negotiations?|"
    r"restart|resumption|reopening|re-opening|restoration|money|funds|funding|tranches?|scheme|cooperation|co-operation|vessels?|ships?|trucks?|drilling|budget\s+share|concessions?|settlements?|solutions?|compromise|truce|ceasefire|swaps?|bargain|understanding|works?|treasury)"
)
"""What the flow is made of, or needs."""
_UP = (
    r"resum\w+|re-?start\w*|re-?open\w*|restor(?:e[sd]?|ing|ation)|reviv\w+|relaunch\w*|reactivat\w*|rebuil\w+|pay(?:s|ing|ments?)?|paid|repay\w*|remit\w*|wir(?:e[sd]?|ing)|releas\w+|honou?r(?:s|ed|ing)?|"
    r"sign(?:s|ed|ing|atures?)?|initial(?:s|led|ling)|conclu(?:de[sd]?|ding|sion)|reach(?:es|ed|ing)?|agree[sd]?|deliver(?:s|ed|ing)?|hand(?:s|ed|ing)?\s+over|flow(?:s|ed|ing)?\s+(?:again|freely|normally|steadily)|"
    r"will\s+flow|to\s+flow|back\s+(?:on\s?(?:stream|line)|online|in\s+(?:use|operation|service)|to\s+(?:normal|full|work)|at\s+(?:full|\d))|return(?:s|ed|ing)?(?!\s+to\s+court)|compl(?:y|ies|ied|iance)|implement\w*|"
    r"unblock\w*|unlock\w*|extend\w*|extension|prolong\w*|renew(?:s|ed|al|ing)?|progress\w*|headway|breakthrough|ready|prepared|continu\w+|increas\w+|boost\w*|grow(?:s|ing|th)?|grew|ris(?:e|es|ing)|ramp\w*\s+up|"
    r"load(?:s|ed|ing|ings)?|unload\w*|repair\w*|refill\w*|operat(?:e[sd]?|ing)|allow(?:s|ed|ing)?|permit(?:s|ted|ting)?|let(?:s|ting)?|authori[sz]e[sd]?|grant(?:s|ed|ing)?|"
    r"(?:get|gets|getting|keep|keeps|keeping|set|sets)\s+(?:[\w'-]+\s+){1,4}?(?:moving|flowing|running|going|open|alive)|go(?:es|ing)?\s+(?:ahead|on)|back\s+into|mov(?:e|es|ing)\s+again|"
    r"speed(?:s|ing)?\s+up|accelerat\w+|expedit\w+|facilitat\w+|guarantee\s+(?:the\s+)?(?:flow|passage|safe)|safeguard\w*|protect\w*|secur(?:e|es|ing)\s+the|"
    r"open(?:s|ed|ing)?\s+(?:the|its|their|all|up)|put(?:s|ting)?\s+(?:[\w'-]+\s+){1,4}?(?:back|on\s+the\s+market)|place\s+the|bring(?:s|ing)?\s+(?:[\w'-]+\s+){1,4}?back|step(?:s|ping)?\s+in|mediat\w+|interven\w+|"
    r"negotiat\w+|dialogue|solution|cooperat\w+|co-operat\w+|work(?:s|ing)?\s+together|respect(?:s|ed|ing)?|fulfil\w*|abide|adhere|stick\s+to|talks|agreement|send(?:s|ing)?|sent|transfer(?:s|red|ring)?|turn(?:s|ed|ing)?\s+(?:[\w'-]+\s+){1,4}?on|approv\w+|accept\w*|ratif\w+|endors\w+|book(?:s|ed|ing)?|maintain\w*|keep(?:s|ing)?|kept|supply|pump(?:s|ed|ing)?|ship(?:s|ped|ping)?|start(?:s|ed|ing)?|begin(?:s|ning)?|alive|normally|as\s+usual|uninterrupted|unaffected|inspect\w*|give\s+way|tested|finished|complet(?:es|ed|ing|ion)|met|"
    r"available|steady|swift\w*|speedy|prompt|flow(?:s|ing)|attain\w*|disperse[sd]?|"
    r"return\s+to\s+work|back\s+down|restrain\w*|sheathe|refrain\w*|spare|come\s+back|reconcil\w+|overcome|overcame|bounce"
)
_DOWN = (
    r"halt(?:s|ed|ing)?|stop(?:s|ped|ping|page)?|suspend(?:s|ed|ing)?|suspension|shut(?:s|ting|down)?|clos(?:e|es|ed|ing|ure)(?!\s+(?:to|the\s+(?:gap|deal|file|case|ranks))\b|\s+doors)|cut(?:s|ting)?|ban(?:s|ned|ning)?|bar(?:s|red|ring)?|"
    r"block(?:s|ed|ing|ade[sd]?)?|cancel\w*|withh(?:old|olds|eld|olding)|hold(?:s|ing)?\s+back|delay\w*|postpon\w*|slow(?:s|ed|ing)?(?:\s+down)?|freez(?:e|es|ing)|froze|frozen|(?<!the\s)(?<!year\s)(?<!month\s)end(?:s|ed|ing)?(?!\s+of\b)|terminat\w*|"
    r"quit(?:s|ting)?|expir\w+|laps(?:e|es|ed|ing)|revok\w+|annul\w*|void(?:ed)?|scrap(?:s|ped|ping)?|tear(?:s|ing)?\s+up|break(?:s|ing)?\s+off|broke(?:n)?\s+off|curtail\w*|reduc\w+|throttl\w*|lower(?:s|ed|ing)?|trim(?:s|med|ming)?|"
    r"seiz\w+|confiscat\w*|turn(?:s|ed|ing)?\s+off|switch(?:es|ed|ing)?\s+off|divert\w*|boycott\w*|fall(?:s|ing|en)?|fell|drop(?:s|ped|ping)?|declin(?:e|es|ing)(?!\s+to)|decreas\w*|shrink\w*|shave\w*|collaps\w*|dr(?:y|ies|ied)\s+up|"
    r"los(?:e|es|ing|s)|lost|sink\w*|shortfall|down\s+tools|walk(?:s|ed|ing)?\s+out|strike|abandon\w*|leav(?:e|es|ing)|evacuat\w*|idle|offline|dead|refrain(?:s|ing)?\s+from|avoid(?:s|ing)?|moratorium|embargo\w*|"
    r"interrupt\w*|disrupt\w*|disturb\w*|damage[sd]?|attack\w*|crisis|shortage|leak\w*|prevent\w*|imped\w*|hamper\w*|hinder\w*|jeopardi[sz]\w*|derail\w*|undermin\w*|force\s+majeure|slip(?:s|ped|ping)?|vot(?:e|es|ed|ing)\s+(?:against|down)|kill(?:s|ed|ing)?\s+(?:off\s+)?the|nationali[sz]\w*|expel\w*|rul(?:e|es|ed|ing)\s+out"
)
_IMPOSE = r"impos\w+|re-?impos\w+|introduc\w+|tighten\w*|toughen\w*|uphold|upheld|enforc\w+|join(?:s|ed|ing)?|declar(?:e[sd]?|ing)|call\s+an?|stage[sd]?"
"""Verbs that do harm with a barrier as their object, and nothing else."""
_LIFT = (
    r"revers\w+|reconsider\w*|rethink|undo|repeal\w*|lift(?:s|ed|ing)?|waiv(?:e|es|ed|ing)|withdraw(?:s|n|ing|al)?|withdrew|drop(?:s|ped|ping)?|remov(?:e|es|ed|ing|al)|clear(?:s|ed|ing|ance)?|dismantl\w*|vacat\w*|eas(?:e|es|ed|ing)|relax(?:es|ed|ing)?|rescind\w*|"
    r"overturn\w*|quash\w*|set(?:s|ting)?\s+aside|settl\w+|solv\w+|resolv\w+|resolution|defus\w*|call(?:s|ed|ing)?\s+off|abandon\w*|give(?:s)?\s+up|gave\s+up|stay\s+of|scrap(?:s|ped|ping)?|overc[oa]me"
)
_LEAVE = (
    r"leav(?:e|es|ing)\s+(?:the|its|their)\s+(?:\w+\s+)?(?:terminal|port|fields?|site|road|gate|station|plant|jetty|valves?|crossing|area|premises|control\s+room)|"
    r"leav(?:e|es|ing)\s+(?:[\w'-]+\s+){1,4}?alone|call(?:s|ed|ing)?\s+off|(?:keep|stay)s?\s+(?:away|clear|out)|stand(?:s|ing)?\s+(?:down|aside)|go(?:es)?\s+home|pull(?:s|ing)?\s+(?:back|out\s+of\s+the)|hand(?:s|ing)?\s+back|waivers?|exempt\w*|licen[cs]es?|permits?|permissions?|relief|truce|ceasefire|restraint|calm|compromise|"
    r"(?:withdraw\w*|departure|removal|eviction|retreat|exit)\s+(?:of\s+)?(?:the|its|their|all)\s+(?:[\w-]+\s+){0,2}?(?:fighters?|troops|militia\w*|gunmen|forces|soldiers|guards|tribesmen|rebels|protesters|army|units?)|"
    r"(?:end|stop|cease|give\s+up)\w*\s+(?:the|their|its)\s+(?:\w+\s+)?(?:strike|protest|sit-in|action|blockade)"
)
_NOT = (
    r"(?:not|n't|never|no|nor|neither|none|nobody|without(?!\s+(?:any\s+|further\s+)*(?:delay|condition|interruption|preconditions?|notice)\w*)|refus\w+|declin(?:e[sd]?|ing)\s+to|unlikely|cannot|can't|won't|fail(?:s|ed|ing|ure)?|reject\w*|far\s+from|unable|impossible|unwilling|"
    r"yet\s+to|hardly|scarcely|barely|little|lack(?:s|ed|ing)?(?:\s+of)?|instead\s+of|rather\s+than|oppos\w+|forb[ia]d\w*|nothing|too\s+early|not\s+a\s+single|nowhere)"
)
_LEAN = re.compile(
    rf"(?<![\w-])(?:(?P<not>{_NOT})|(?P<stand>clear\s+of|ahead\s+of|open\s+(?:an?\s+)?(?:inquiry|investigation|fire))|(?P<both>(?:drop|scrap|abandon|declin)\w*)|(?P<leave>{_LEAVE})|(?P<impose>{_IMPOSE})|(?P<lift>{_LIFT})|(?P<down>{_DOWN})|(?P<up>{_UP}))(?![\w-])",
    re.I,
)
_NOUN = re.compile(
    rf"(?<![\w-])(?:(?P<barrier>{_BARRIER})|(?P<grievance>{_GRIEVANCE})|(?P<goods>{_GOODS}))(?![\w-])", re.I
)
_SHUT = re.compile(
    r"\s+(?:[\w'-]+\s+){0,3}?(?:shut|closed|idle|offline|blocked|halted|suspended|out\s+of)\b", re.I
)
_OBEY = re.compile(
    r"pa(?:y|id)|repay|compl|implement|honou?r|sign|agree|reach|conclu|negotiat|respect|repair|releas", re.I
)
"""Verbs that do a barrier no good."""
_OBJECT_END = re.compile(
    r"[.;:]|\b(?:if|unless|until|because|after|before|without|despite|amid|by|pending|when|while|which|who|and\s+(?:to|that)|but)\b",
    re.I,
)
_NOT_REACH = 34
"""Characters over which a "not" turns the next verb round."""
_OBJECT_REACH = 70
"""Characters after a verb in which its object begins."""


def _object(text: str, start: int) -> str:
    """Whether what follows a verb is a barrier or goods: the first noun of either kind; "" for neither."""
    rest = text[start : start + _OBJECT_REACH]
    end = _OBJECT_END.search(rest)
    noun = _NOUN.search(rest[: end.start()] if end else rest)
    return "" if noun is None else str(noun.lastgroup)


def _subject_kind(text: str, end: int) -> str:
    """The same of what stands before a verb: its last noun."""
    nouns = list(_NOUN.finditer(text[max(0, end - _OBJECT_REACH) : end]))
    return "" if not nouns else str(nouns[-1].lastgroup)


def _lean(text: str) -> Literal[-1, 0, 1]:
    """Which way the first telling verb of a text would push the flow, negations and barriers counted.

    Examples
    --------
    >>> _lean("to lift the ban on exports"), _lean("a halt to the attacks"), _lean("not to resume pumping")
    (1, 1, -1)
    """
    turned = -_NOT_REACH - 1
    for found in _LEAN.finditer(text):
        kind = found.lastgroup
        if kind == "stand":
            continue
        if kind == "not":
            turned = found.end()
            continue
        after = _object(text, found.end())
        before = _subject_kind(text, found.start())
        sign: Literal[-1, 1]
        if kind == "impose" and after != "barrier":
            continue
        if kind == "leave":
            sign = 1
        elif kind == "impose" or (kind == "up" and _SHUT.match(text[found.end() :])):
            sign = -1
        elif kind == "up":
            sign = (
                -1 if "barrier" in (after, "" if after else before) and not _OBEY.match(found.group()) else 1
            )
        elif kind == "down":
            sign = 1 if (after or before) in ("barrier", "grievance") else -1
        elif kind == "lift":
            freed = (
                found.group()
                .lower()
                .startswith(
                    ("lift", "repeal", "clear", "settl", "solv", "resol", "overc", "eas", "vacat", "defus")
                )
            )
            sign = (
                1 if freed or after in ("barrier", "grievance") or (not after and before != "goods") else -1
            )
        else:
            sign = 1 if (after or before) in ("barrier", "grievance") else -1
        if found.start() - turned <= _NOT_REACH and not _OBJECT_END.search(text[turned : found.start()]):
            return 1 if sign < 0 else -1
        return sign
    return 0


# ------------------------------------------------------------------------------------------------- claim modes

_BAD = re.compile(
    r"\b(?:stuck|deadlock\w*|stall\w*|impasse|no\s+(?:progress|headway|agreement|deal|solution|result|breakthrough|consensus|oil|gas|date|room|movement|restart|sign|way)|"
    r"(?:not|n't|never)\s+(?:yet\s+|been\s+|even\s+|any\s+)*(?:ready|agreed|resolved|settled|reached|received|complete\w*|resum\w*|restart\w*|sign\w*|possible|be|paid|approved|close|near|enough|made|start\w*|begin|expect\w*|offered|allow\w*|come|flow\w*|deliver\w*)|"
    r"unresolved|unsettled|incomplete|unfinished|outstanding|fail\w*|delay\w*|overdue|late|far\s+(?:apart|from|off|away)|obstacle\w*|stumbling[\s-]block|hurdle\w*|sticking[\s-]point\w*|bottleneck\w*|block\w*|lack\w*|remain\w*\s+(?:shut|closed|idle|halted|open|unpaid|suspended|offline)|"
    r"illegal|unlawful|unconstitutional|invalid|void|forb[ia]d\w*|breach\w*|violat\w*|difficult\w*|worse\w*|collaps\w*|impossible|insufficient|unpaid|owe[sd]?|owing|cannot|can\s?not|can't|could\s?n[o']t|unable|differ\w*|dispute\w*|"
    r"halt\w*|stop\w*|shut\w*|closed?\b(?!\s+to)|lapse\w*|expir\w*|fall\w*|fell|drop\w*|declin\w*|shrink\w*|shave\w*|los(?:e|es|t|ing)|dead|dying|doomed|unlikely|below\s+(?:plan|target)|postpon\w*|slip(?:s|ped|ping)?|suspend\w*|cut\w*|damag\w*|ruptur\w*|leak\w*|"
    r"disrupt\w*|interrupt\w*|run(?:ning)?\s+(?:out|dry)|ran\s+out|idle|drag\w*\s+on|take\s+(?:\w+\s+){0,2}?(?:months|years)|months\s+away|years\s+away|not\s+before|no\s+time\s+soon|any\s?time\s+soon|too\s+(?:early|late)|missing|breakdown|broke\s+down|frozen|"
    r"without\s+(?:a\s+)?(?:result|agreement|deal|progress|success)|pull\s+out|withh(?:eld|old)\w*|will\s+end|nothing\s+(?:has|was|is)\s+(?:agreed|signed|paid|settled|moved))\b",
    re.I,
)
_OVERCOME = re.compile(
    r"\b(?:cleared(?:\s+away)?|overc[oa]me|remov\w+|resolved|solved|settled|ironed\s+out|lifted|repaired|fixed|behind\s+us|finished|completed?|concluded|only\s+(?:\w+\s+){0,3}?(?:missing|outstanding|left|remains?)|"
    r"(?:no|without)\s+(?:\w+\s+){0,2}?(?:obstacles?|hurdles?|problems?|objections?|interruptions?|disruptions?|delays?|differences|damage|stoppage|halt|cuts?|leak|shortage)|"
    r"(?:not|n't|never)\s+(?:be(?:en)?\s+|being\s+)?(?:halt|stop|shut|interrupt|disrupt|affect|damag|suspend|delay|clos|cut|block|ceas|fall|fallen|drop|los)\w*|"
    r"(?:halt|stoppage|closure|ban|blockade|shutdown|dispute|suspension|outage|strike)\s+(?:\w+\s+){0,3}?(?:over|end(?:ed)?)\b|end\s+of\s+the\s+(?:halt|closure|dispute|ban|blockade))\b",
    re.I,
)
_WELL = re.compile(
    r"\b(?:ready|finish\w*|complet(?:e[sd]?|ion)|paperwork|progress\w*|advanc\w*|agreed|alive|continu\w*|normal\w*|met\s+(?:every|all|its|the)|fulfil\w*|compl(?:ied|ies|iance)|restor\w*|resum\w*|restart\w*|repaired|tested|"
    r"operational|fit|in\s+place|on\s+track|on\s+schedule|signed|settled|paid|transferred|available|reach\w*|(?:going|went|gone)\s+(?:very\s+|quite\s+)?(?:well|ahead)|in\s+(?:good|working|perfect)\s+order|advanced|back\s+(?:on|in|to|at)|positive|constructive|prepared|no\s+(?:obstacle|problem|objection)\w*|cleared|uninterrupted|"
    r"flow(?:s|ing)|load(?:s|ing|ings)\s+(?:as|normal)|recover\w*|increas\w*|grow\w*|final\s+stage\w*|close\s+to|success\w*)\b",
    re.I,
)
_UNCHANGED = re.compile(
    r"\b(?:nothing\s+(?:will|would|has)\s+chang\w*|no\s+change|unchanged|as\s+usual|either\s+way|or\s+(?:it\s+)?could|suffic\w+|not\s+exclude|not\s+(?:been\s+|be\s+)?affected|unaffected)\b",
    re.I,
)
_FORECAST = re.compile(
    r"\b(?:will|would|shall|expect\w*|anticipat\w*|forecast\w*|predict\w*|foresee\w*|could|may|might|should\s+(?:be|resume|start|restart|reach|come|flow|begin|end)|on\s+track|close\s+to|about\s+to|set\s+to|due\s+to\s+(?:start|resume|begin|restart|be|reach|sign|flow|load)|"
    r"imminent\w*|soon|shortly|within\s+(?:days|hours|weeks|months|reach|the|a|\d+|two|three|four|six|ten)|inside\s+(?:\w+\s+)?(?:days|weeks|months)|in\s+the\s+coming|coming\s+(?:days|weeks|months)|final\s+(?:stage\w*|stretch|touches)|nearing|(?:hours|days|weeks|months|signatures?)\s+(?:away|off)|recommence\w*|objective\s+of|target(?:s|ed|ing)?|aims?\s+(?:to|for)|suffic\w+|nothing\s+will|"
    r"a\s+matter\s+of\s+(?:hours|days|weeks|months|time)|around\s+the\s+corner|on\s+the\s+(?:verge|brink|horizon)|likely|likelihood|odds|chances?\s+of|hope\w*|planned\s+(?:to|for)|plans?\s+to|intend\w*|ready\s+to\s+(?:resume|restart|sign)|unlikely|going\s+to|near|reckon\w*|"
    r"(?:down\s+to|only|just)\s+(?:the\s+)?(?:paperwork|signatures?|formalit\w+|annexes|details)|(?:can|is\s+to|are\s+to)\s+(?:be(?:gin)?|start|resume|restart|sail|flow|reach|load|go\s+through|follow)\b|scheduled|slated|"
    r"before\s+(?:the\s+(?:end|month|year|summer|winter|spring|autumn)|christmas|ramadan|eid|newroz|new\s+year|january|february|march|april|may|june|july|august|september|october|november|december)|by\s+(?:the\s+end|year[- ]end|month[- ]end|next|mid-?))\b|'ll\b",
    re.I,
)
_FORESEEING = frozenset(
    ["expect", "predict", "forecast", "anticipate", "hope", "foresee", "reckon", "project", "estimate"]
)
_FACT_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|remain\w*|stand\w*|lie\w*|depend\w*|need\w*|require\w*|cannot|can|must|allow\w*|permit\w*|oblige\w*|forb[ia]d\w*|belong\w*|continue\w*|caus\w*|lack\w*|exist\w*|contain\w*|cover\w*|face\w*|owe\w*|"
    r"affect\w*|still|do|does|did|fail\w*|complete\w*|finish\w*|mean\w*|know\w*|get|gets|got|rest\w*|hinge\w*|fell|went|c[oa]me\w*|receiv\w*|lost|made|makes|take\w*|took|give\w*|keep\w*|kept|go|goes|leaves?|left|run|runs|works?|hold\w*|met)\b",
    re.I,
)
_FACT_WORDS = 4
"""A fact says at least so much."""
_FORECAST_WORDS = 3

_YET = r"(?:(?:yet|until\s+now|up\s+to\s+now|thus\s+far|at\s+all|so\s+far|still|immediately|publicly|officially|even|ever|as\s+yet|to\s+date)\s+)*"
_TELL = (
    r"(?:issue[ds]?|utter(?:ed)?|emit(?:ted)?|communicat\w+|pronounced?|voiced?|wish(?:ed)?\s+to\s+(?:react|answer|reply)|set\s+an?\s+date|publish(?:ed)?|release[ds]?|comment(?:ed)?|respond(?:ed)?|repl(?:y|ied)|confirm(?:ed)?|answer(?:ed)?|react(?:ed)?|return(?:ed)?\s+(?:\w+\s+){0,2}?(?:calls?|messages?|requests?|e-?mails?)|"
    r"mention(?:ed)?|said|say|disclose[d]?|explain(?:ed)?|specif(?:y|ied)|elaborate[d]?|clarif(?:y|ied)|acknowledge[d]?|announce[d]?|address(?:ed)?\s+the\s+(?:matter|issue|report|question)|touch(?:ed)?\s+on|"
    r"provide[d]?\s+(?:any\s+|further\s+|more\s+)?(?:details|an?\s+\w+|figures|comment|explanation|information)|give[n]?\s+(?:any\s+|an?\s+|further\s+)*(?:date|reasons?|details|figures?|timeline|comment|explanation|answer|reply)|given|"
    r"available\s+for\s+comment|reachable|name[d]?|(?:pick(?:ed)?(?:\s+up)?|take[n]?|answer(?:ed)?)\s+(?:\w+\s+){0,3}?(?:calls?|phone|questions)|(?:wish|want|care)(?:ed)?\s+to\s+(?:comment|speak|say|discuss|be\s+drawn)|"
    r"(?:made?|put\s+out|offer(?:ed)?|had)\s+(?:any|an?)\s+(?:\w+\s+)?(?:statement|comment|announcement|reply|response|remark)|be(?:en)?\s+(?:\w+\s+)?(?:reached|drawn)|heard\s+(?:back|from)|reported\s+(?:\w+\s+)?on)"
)
_WORD_OF = (
    r"(?:readouts?|statements?|comments?|repl(?:y|ies)|responses?|answers?|details?|word|explanations?|confirmations?|announcements?|reactions?|communiqu\w+|records?|accounts?|timelines?|remarks?|information|timetable|figures?|"
    r"acknowledg\w+|mention|indication|clarification|version|press\s+release|post)"
)
_ABSENCE = re.compile(
    rf"\b(?:(?:has|have|had|did|do|does|was|were|is|are|could|would|will)\s*{_YET}(?:not|n't|never)\s+{_YET}{_TELL}"
    rf"|(?:has|have|had|is)\s+(?:yet|still|so\s+far\s+still)\s+to\s+(?:issue|publish|comment|respond|reply|answer|confirm|react|release|say|announce|give|provide|explain|speak|make\s+(?:a|any)\s+\w+|put\s+out)"
    rf"|(?:neither|nor|none|nobody|no\s+one|no\s+(?:party|side|official|ministry|spokes\w+))\s+(?:[\w',()-]+\s+){{0,10}}?(?:has|have|had|would)\s+{_YET}(?:issued?|published?|commented?|responded?|replied|confirmed?|answered?|reacted|released?|said|say|spoken|put\s+out|set\s+an?\s+date|made|given|wish(?:ed)?\s+to\s+(?:react|comment|answer)|comment)"
    rf"|(?:issued|published|released|gave|given|offered|made|has|have|had|received|carried|provided|provides|contains|contained|put\s+out|got|yielded|brought)\s+(?:\w+\s+){{0,2}}?(?:no|not\s+(?:one|a|any))\s+(?:[\w-]+\s+){{0,3}}?{_WORD_OF}"
    rf"|(?:gave|named|set|offered|provided|cited)\s+no\s+(?:\w+\s+)?(?:date|reasons?|timeframe|deadline|names?|sources?)"
    rf"|(?:an?|any)\s+(?:answer|reply|response|statement|comment)\s+(?:did\s+not|has\s+not|had\s+not|never)"
    rf"|no\s+(?:[\w-]+\s+){{0,3}}?{_WORD_OF}\s+(?:[\w-]+\s+){{0,6}}?(?:was|were|has|had|have|came|is|followed|arrived|appeared)"
    rf"|there\s+(?:was|has\s+been|is|were|had\s+been)\s+no\s+(?:[\w-]+\s+){{0,3}}?{_WORD_OF}"
    r"|declin(?:ed|es|ing)\s+(?:to\s+(?:comment|say|give|answer|elaborate|disclose|discuss|confirm|be\s+drawn|speak|specify|name|provide|respond)|(?:all\s+|any\s+|further\s+)*comment)|refus(?:ed|es|ing)\s+to\s+(?:comment|say|answer|be\s+drawn|confirm|elaborate)"
    r"|could\s+not\s+(?:immediately\s+)?be\s+reached|(?:was|were)\s+not\s+(?:immediately\s+)?(?:available|reachable)|(?:was|were)\s+(?:unavailable|unreachable)|(?:would|could)\s+(?:neither\s+confirm\s+nor\s+deny|not\s+comment)"
    r"|(?:remain(?:s|ed)?|stay(?:s|ed)?|ke(?:pt|eps?)|was|were|is|are|has\s+been|have\s+been|had\s+been|fell|fallen|went|gone)\s+(?:\w+\s+){0,2}?(?:silent|quiet|mum|tight-lipped)|(?:said|says|saying|say)\s+(?:absolutely\s+)?nothing|(?:ke(?:pt|eps)|maintain(?:s|ed))\s+(?:its|their|his|her)\s+(?:silence|counsel)"
    r"|(?:left|leaves|leaving)\s+(?:[\w'-]+\s+){0,6}?(?:unanswered|without\s+(?:an?\s+)?(?:reply|answer|response))|went\s+unanswered|(?:made|makes|making)\s+no\s+(?:mention|reference|comment|statement|announcement)|without\s+(?:giving|naming|saying|mentioning|specifying|elaborating)"
    r"|not\s+a\s+(?:\w+\s+)?word\s+(?:was|from|on|about|came|has)|(?:had|has|have)\s+(?:a|any)\s+word\s+for|not\s+(?:one|a\s+single)\s+(?:line|word))\b",
    re.I,
)  # fmt: skip
_DOUBT = r"(?:false|untrue|baseless|groundless|unfounded|incorrect|inaccurate|wrong|fake|fabricat\w+|invented|nonsense|absurd|ridiculous|misleading|fiction\w*|a\s+lie|lies|pure\s+invention|made\s+up|propaganda|disinformation|not\s+(?:true|accurate|correct|so|the\s+case))"
_HEARSAY = r"(?:chatter|gossip|reports?|rumou?rs?|allegations?|accusations?|charges?|claims?|suggestions?|media|talk|speculation|insinuations?|assertions?|story|stories|versions?)"
_DENIAL = re.compile(
    rf"\b(?:den(?:y|ies|ied|ying)\b|no\s+(?:grain\s+of\s+|word\s+of\s+)?truth\b|(?:is|are|was|were|be|as|being)\s+(?:\w+ly\s+|simply\s+|entirely\s+|pure\s+)?{_DOUBT}\b|(?:do(?:es)?|did)\s+not\s+(?:correspond|match|square)\b|"
    rf"(?:has|had|have|was|is)\s+(?:\w+\s+)?(?:no|without)\s+(?:any\s+)?(?:basis|foundation)\b|(?:reject|dismiss|disput|refut|rebut|contradict|repudiat|disavow|brush\w*\s+(?:aside|off)|wave\w*\s+(?:aside|off))(?:s|ed|es|ing)?\s+(?:as\s+\w+\s+)?(?:[\w'-]+\s+){{0,4}}?{_HEARSAY}\b|"
    rf"(?:disput|contradict|refut|rebut)(?:es|ed|s|ing)?\s+(?:\w+\s+\w+\s+)?(?:that|this|it|the)\b|(?:to\s+)?refute\b|(?:called|calls|call|branded|described|labelled)\s+(?:[\w'-]+\s+){{1,6}}?(?:as\s+)?{_DOUBT}\b|nothing\s+of\s+the\s+(?:kind|sort)\b|"
    rf"(?:knock(?:s|ed)?\s+down|shot\s+down|pour(?:s|ed)\s+cold\s+water\s+on|laugh(?:s|ed)\s+off|shrug(?:s|ged)\s+off)\b|(?:dismiss|reject)(?:ed|es|s)\s+(?:this|that|it|them)\s+as\b|"
    r"^\W*no(?:body|\s+(?:guarantees?|vessels?|payments?|orders?|agreements?|deal|contacts?|ships?|barrels?|talks|one))\b[^.;]{0,40}?\b(?:was|were|has|have|sells?|approached|took|gave|signed|agreed|received)\b|there\s+(?:is|was|has\s+been|were|are|had\s+been)\s+no\s+(?:such|collapse|crisis|shortage|plan|intention|delay|halt|stoppage|trade|deal|link|leak|threat|cut|change|question|order|decision)\b|"
    r"(?:ha[sd]|have|was|were)\s+(?:not|never)\s+(?:been\s+)?(?:asked|told|ordered|notified|informed|interrupted|halted|disrupted)\b|have\s+made\s+no\s+threats?\b|(?:has|have|had)\s+no\s+(?:plans?|intention)\b)",
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


_PRESS = r"(?:e-?mail\w*|questions?|requests?|calls?|phone|enquir\w+|inquir\w+|comment\w*|press|reporters?|journalists?)"
_MISSING = tuple(
    (name, re.compile(pattern, re.I))
    for name, pattern in (
        ("readout", r"\breadouts?\b|\bown\s+(?:version|account)\b"),
        ("document", r"\b(?:figures?|audit|accounts|data|contract|minutes)\b"),
        ("decision", r"\b(?:decision|set\s+an?\s+date|ruling)\b"),
        ("message", rf"^(?!.*\b{_PRESS}\b).*\b(?:repl(?:y|ies|ied)|answer\w*|letter|note|respon\w+)\b"),
    )
)
"""A reply is a message between parties, but a statement where the press had asked."""


def absence_channel(text: str) -> str:
    """What is missing where somebody was silent: readout, message (a reply), document, else statement.

    Examples
    --------
    >>> absence_channel("Ankara did not reply to the letter"), absence_channel("the KRG has yet to comment")
    ('message', 'statement')
    """
    return next((name for name, pattern in _MISSING if pattern.search(text)), "statement")


def denial_in(text: str) -> bool:
    """Whether a clause says that something reported is not so.

    Examples
    --------
    >>> denial_in("Ankara dismissed the report"), denial_in("Ankara rejected the offer")
    (True, False)
    """
    return bool(_DENIAL.search(text))


_STRONG = word_set(
    "affirm stress emphasise emphasize insist maintain reiterate underline underscore reaffirm assert contend"
)
"""Verbs that assert, whatever number stands in what is said."""


_STRONG_WORDS = 9
_AHEAD = re.compile(r"\b(?:will|would|could|may|might|shall|going\s+to|about\s+to|within|soon)\b|'ll\b", re.I)
_IDLE = re.compile(
    r"^\W*(?:(?:i|we)\s+(?:would|could|will|'d)\s+(?:like|love|say|add|be\s+(?:happy|glad)|not\s+(?:comment|speculate|say)|rather|note|hope|continue|keep)|(?:it|that)\s+would\s+be\b)",
    re.I,
)
"""Would-sentences that foretell nothing."""


def claim_mode(text: str, lemma: str, quantities: int, *, framed: bool = False) -> str:
    """forecast, denial, absence or fact for what somebody says; "" for none of them.

    Parameters
    ----------
    text : str
        What is said.
    lemma : str
        The verb of saying.
    quantities : int
        Numbers with a unit in it: a sentence whose point is a number is no claim.
    framed : bool
        Somebody named or unnamed is quoted with it: then a forecast need not name its topic.
    """
    if lemma in ("deny", "dispute", "refute", "rebut", "contradict") or _DENIAL.search(text):
        return "denial"
    if absence_in(text):
        return "absence"
    words = len(re.findall(r"[A-Za-z]+", text))
    near = _FINAL.search(text) is not None
    ahead = framed and words >= _FORECAST_WORDS and _AHEAD.search(text) is not None and not _IDLE.search(text)
    if words < _FORECAST_WORDS or not (TOPIC.search(text) or near or ahead):
        return ""
    if near or ahead or _FORECAST.search(text) or lemma in _FORESEEING:
        return "forecast"
    if (
        (not quantities or (lemma in _STRONG and words >= _STRONG_WORDS))
        and _FACT_VERB.search(text)
        and words >= _FACT_WORDS
    ):
        return "fact"
    return ""


# ---------------------------------------------------------------------------------------------------- polarity

_SAYING = re.compile(
    r"\b(?:urg\w+|ask\w*|call(?:s|ed|ing)?\s+(?:on|upon|for)|press(?:es|ed|ing)?|push(?:es|ed|ing)?\s+for|demand\w*|request\w*|appeal\w*|plead\w*|beg\w*|invit\w+|order\w*|instruct\w*|direct(?:s|ed|ing)|told|tell(?:s|ing)?|"
    r"exhort\w*|counsel\w*|implor\w*|entreat\w*|sought|seek\w*|appl(?:y|ies|ied)\s+(?:to|for)|petition\w*|insist\w*|propos\w+|suggest\w*|advis\w+|bade|command\w*|lobb\w+|prompt\w*|summon\w*|encourag\w+|want(?:s|ed)?)\b",
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
"""Words alone, where no object tells which way a verb goes."""
_FIRST = re.compile(
    r"\b(?:guarantees?|assurances?|sureties|surety|collateral|pre-?payments?|escrow|in\s+advance|up\s?front|beforehand|a\s+condition\s+(?:of|for)|preconditions?|"
    r"ahead\s+of\s+(?:any|the\s+first|deliver\w*|loading|exports)|before\s+(?:any|it|they|a\s+(?:single|first|drop|barrel|tanker|valve)|the\s+first|(?:re)?start\w*|resum\w+|deliver\w*|loading|pumping|signing|exports)\b[\w\s]*)\b|\bfirst\s*[.,;]?$",
    re.I,
)
"""What is asked for as a condition of the flow holds it up."""
_ASIDE = re.compile(
    r"\b(?:compensation|damages|pesos|audit\w*|jobs|schools?|clinic|hospital|investigat\w+|inquiry|culprits|perpetrators|before\s+a\s+judge|justice|elections?|flights|refugees|visas?|international\s+law|citizens|information)\b",
    re.I,
)
"""What is asked for beside the flow."""
_RELIEF = re.compile(
    r"\b(?:licen[cs]es?|waivers?|extensions?|exemptions?|permits?|permission|help|assist\w*|step\s+in|interven\w+|mediat\w+|good\s+offices|funds?|funding|million|billion|loan|cargo(?:es)?|crews?|engineers|equipment|spare\s+parts|repair\w*|access|safe\s+passage|timetable|arrears|LNG|delay\s+of)\b",
    re.I,
)
_TABLE = re.compile(
    r"\b(?:talks?|negotiat\w*|discuss\w*|dialogue|rounds?|sessions?|table|mediat\w+|meeting\s+(?:on|about|to)|sit\s+down|delegations?|sides|parties|teams?|reopen\w*|restart\w*|resum\w*|repairs?|export\w*|flows?|pipeline|oil|gas|crude|arrears|"
    r"payments?|mechanism|deal|agreement|accord|settle\w*|solution|dispute|inspection|volumes|shutdown|closure|blockade|halt|transit|contracts?|line|tankers?|loadings?|deliver\w+|stay|elders|protest\w*|strik\w+|workers|step\s+in|cleared)\b",
    re.I,
)
_COURTESY = re.compile(
    r"\b(?:receiv\w+|host(?:s|ed)?|welcom\w+|visit(?:s|ed)?|call(?:s|ed)?\s+on|flew|fl(?:y|ies)|travel\w*|heard|arriv\w+|will|is\s+to|are\s+to|is\s+expected|are\s+expected|due)\b",
    re.I,
)
"""A visit, or a contact to come: of the dispute only if it says so."""
_ADDRESS = re.compile(
    r"\b(?:address|speak\s+at|attend)\w*\s+(?:the|a)\s+(?:\w+\s+){0,5}?(?:forum|conference|summit|congress|assembly)\b",
    re.I,
)
_CONDITION = re.compile(
    r"\b(?:if|unless|should|until|as\s+long\s+as|so\s+long\s+as|while|in\s+case)\b(?P<what>[^.;]*)", re.I
)
_OTHER_MEANS = re.compile(
    r"\b(?:sanctions?|aid|electricity|power|visas?|assistance|arbitrat\w+|court|legal\s+(?:action|steps)|lawsuits?|sue|tariffs|budget|weapons|troops|loans?|recall|diplomatic)\b",
    re.I,
)
"""What is threatened without touching the flow."""
_OWN_FLOW = re.compile(
    rf"\b(?:{FLOW}|drop|vessels?|ships?|scheme|treaty|contract|licen[cs]e|renew|production|field|attacks?|military\s+target|tools)\b",
    re.I,
)
_OFF_FLOW = re.compile(
    r"\b(?:ambassadors?|diplomats?|candidates?|elections?|central\s+bank|activists?|journalists?|opposition|dividends|assets|lawmakers?|touris\w+|cultur\w+|education\w*|schools?|hospitals?|universit\w+|agricultur\w+|fishing|flights|airports?|railway|headquarters|property|villas?|consul\w*|embass\w+|air(?:space|lines?)|football|visas?|teachers|nurses|doctors|students|pupils|lecturers|civil\s+servants|pensioners|"
    r"prisoners|detainees|hostages|bankers|Americans|citizens|nationals|apologi[sz]\w*|radar|groups?\s+on|committee|reconciliation|weighing\s+fee|energy\s+emergency|strategic\s+(?:stock|reserve)|from\s+the\s+case|blocks|wind-?down|sanctions\s+on\s+Niger|remarks|tickets?|quarrel|delegation)\b",
    re.I,
)
_TOUCHES = re.compile(
    r"\b(?:exports?|crude|oil|gas|pipeline|pumping|load(?:ing|ings|ed)?|tankers?|vessels?|ships?|valves?|mooring\w*|terminals?|ports?|fields?|wells|transit|deliver(?:y|ies)|shipments?|production|output|barrels?|drop|restart|resumption|reopening|arrears|force\s+majeure|blockade|closure|flow\w*)\b",
    re.I,
)
_OTHER_STRIKERS = re.compile(
    r"\b(?:teachers|nurses|doctors|students|pupils|lecturers|civil\s+servants|pensioners|judges|lawyers|bakers|hospital)\b",
    re.I,
)
_PEACEKEEPING = re.compile(r"\b(?:separate|protect|secure|guard|escort|safeguard|clear|reopen)\b", re.I)
_BENEATH = re.compile(
    r"\b(?:given\s+the\s+order|order\s+for|ordered|responsib\w+|involv\w+|behind\s+(?:the|it)|role|accus\w+|alleg\w+|charges?|blame|smuggl\w+|pressure|threats?|fine|political|knew|knowledge|complicit\w*|carried\s+out|fired|launched|his\s+money|refinery)\b",
    re.I,
)
"""A denial of having done something, rather than of a stop or a restart."""
_STOPPED = re.compile(
    r"\b(?:halt\w*|stopp?\w*|shut\w*|collaps\w*|cut(?:s|ting)?|interrupt\w*|disrupt\w*|delay\w*|shortages?|leak\w*|damag\w*|suspen\w*|clos(?:ed|ure|ing)|stoppages?|outages?|declin\w*|crisis|breakdown|force\s+majeure|terminat\w*|leaving|withdraw\w*|pull(?:ing)?\s+out|trim\w*|fall(?:en)?|reduc\w*|lower\w*|blockade|strike|attack)\b",
    re.I,
)
_STARTED = re.compile(
    r"\b(?:resum\w*|restart\w*|re-?open\w*|deals?|agree\w*|accords?|sign(?:ed|ing)?|paid|payments?|receiv\w*|notified|date|licen[cs]e|waiver|trade|talks|negotiat\w*|deliver\w*|arriv\w*|flow\w*|load\w*|barrels?|exports?|settle\w*|reports?|story|lift\w*|bargain|compromise|guarantees?|papers?|initials|swaps?|concession|decision)\b",
    re.I,
)


_CLAUSE_END = re.compile(r";|(?<=[a-z\"”)])\.\s|,\s+(?:and|but|while|whereas|although|though|after|as)\s")
_INSTITUTION = re.compile(
    r"\b(?:(?:federal\s+)?(?:[Mm]inist(?:ry|er|ers)|[Cc]ommittee|[Dd]epartment|[Aa]ssociation)\s+(?:of|for)\s+(?:the\s+)?(?:[Oo]il|[Gg]as|[Pp]etroleum|[Ee]nergy|[Nn]atural\s+[Rr]esources|[Tt]ransport)(?:\s+(?:and|&)\s+\w+)?|"
    r"(?:[Oo]il|[Gg]as|[Pp]etroleum|[Ee]nergy|[Nn]atural\s+[Rr]esources|[Pp]ipeline|[Tt]ransit|[Pp]ort|[Cc]rude)\s+(?:and\s+gas\s+)?(?:[Mm]inist(?:ry|er|ers|ries)|[Cc]ompan(?:y|ies)|[Cc]orporation|[Cc]onsortium|[Oo]perators?|[Cc]ommissioner|[Aa]uthority|[Ff]orum|[Ff]irm|[Ss]ecretary|[Cc]hief|[Pp]roducers?|[Tt]raders?|[Ww]orkers|[Aa]ssociation)|"
    r"(?:National|North|South|Basra|State)\s+(?:Iranian\s+)?(?:Oil|Gas|Petroleum)\s+Company|[\w-]+\s+(?:Oil|Gas|Petroleum|Energy|Pipeline)\s+(?:Company|Corporation|Ltd|plc|Inc|Consortium|Association|Institute|Forum))\b"
)
"""Houses and offices with oil in their names: to name them says nothing of the flow."""


_RELEASED = re.compile(
    r"\b(?:tankers?|vessels?|ships?|cargo(?:es)?|crude|oil|gas|money|funds?|dinars?|dollars?|billion|million|payments?|share|tranches?|engineers?|crews?|workers|staff|employees|technicians|seamen|sailors|salar\w+|barrels?|trucks?|drivers|equipment|arrears)\b",
    re.I,
)
_BLOCKERS = re.compile(
    r"\b(?:protest\w*|demonstrators|strikers|tribesmen|militants?|gunmen|saboteurs|attackers|rebels|militia\w*|villagers|residents|youths|activists?|suspects?|thieves|organisers)\b(?!\s+(?:arrest|detain|seiz|kidnap|abduct|captur|held|took|stopp)\w*)",
    re.I,
)
"""Whose arrest clears the way."""
_AGREEING = re.compile(
    r"\b(?:agree[sd]?|approv\w+|adopt\w*|pass(?:es|ed)|vot\w+|promis\w+|pledg\w+|vow\w*|sign(?:s|ed)|undert\w+|decid\w+|resolv\w+|accept\w*|consent\w*|endors\w+|commit\w*|settled\s+on|coincid\w+|offer(?:s|ed)|assur\w+|enact\w*|ready)\b",
    re.I,
)
_BACKING = re.compile(
    r"\b(?:welcom\w+|back(?:s|ed)|support(?:s|ed)?(?:\s+for)?|endors\w+|prais\w+|hail\w*|applaud\w*|congratulat\w+|commend\w*|ratif\w+|behind|sided\s+with|side\s+of|express\w*|thank\w*)\b",
    re.I,
)


def _after(verb: re.Pattern[str], text: str) -> str:
    """What follows the first such verb; the whole text without one."""
    found = verb.search(text)
    return text[found.end() :] if found else text


def _asked(mode: str, text: str) -> Literal[-1, 0, 1]:
    """Polarity of a request, from what is asked for."""
    verb = _SAYING.search(text)
    wanted = _CLAUSE_END.split(text[verb.end() :] if verb else text, maxsplit=1)[0]
    if mode == "meet":
        return 1 if _TABLE.search(wanted) else 0
    if _FIRST.search(wanted):
        return -1
    lean = _lean(wanted)
    if lean and _NOUN.search(wanted):
        return lean
    if _ASIDE.search(wanted):
        return 0
    if _RESUME.search(wanted):
        return 1
    if _STOP.search(wanted):
        return -1
    helped = mode == "yield" or (mode == "assist" and _RELIEF.search(wanted))
    return lean or (1 if helped else 0)


def _threatened(text: str) -> Literal[-1, 0, 1]:
    """Polarity of a threat: against the flow, or against whoever holds it up."""
    what = _CONDITION.search(text)
    threat = text[: what.start()] if what and what.start() > 20 else text[what.end() :] if what else text
    condition = what.group("what") if what else ""
    if _OTHER_MEANS.search(threat):
        if _TOUCHES.search(condition) or re.search(
            r"\b(?:shut|closed|laid|paid|flow|flowed|end(?:s|ed))\b", condition
        ):
            return 1
        if re.search(r"\b(?:electricity|power)\b", threat, re.I):
            return 1
        return 0 if not _OWN_FLOW.search(threat) else -1
    if re.search(r"\blicensing\s+round|\btaken\s+to\s+court|\bblacklist", threat, re.I):
        return 0
    return -1


def _claimed(mode: str, text: str) -> Literal[-1, 0, 1]:
    """Polarity of a claim, from what is said."""
    if mode == "absence":
        return 0
    if mode == "denial":
        if _BENEATH.search(text):
            return 0
        if _STOPPED.search(text):
            return 1
        return -1 if _STARTED.search(text) else 0
    if _UNCHANGED.search(text):
        return 0
    if re.search(
        r"\b(?:likelihood|odds|chances?|risk|probability)\s+of\b[^.]*\b(?:less|low|small|slim|below|under|minimal|remote)\b",
        text,
        re.I,
    ):
        return 1 if _STOPPED.search(text) else -1
    over = _OVERCOME.search(text)
    if over is not None and not re.search(rf"\b{_NOT}\b[^,.;]{{0,25}}$", text[: over.start()], re.I):
        return 1
    if _BAD.search(text) or (
        mode == "forecast"
        and re.search(r"\b(?:not|n't|never|no|nobody|hardly)\b(?!\s+(?:only|months|later))", text, re.I)
    ):
        return -1
    if mode == "forecast":
        return 1
    return 1 if _WELL.search(text) else 0


def polarity_of(type_: str, mode: str, text: str, negated: bool) -> Literal[-1, 0, 1]:
    """Towards oil flowing (+1), away (-1) or neither, from the type and the words of the clause.

    Parameters
    ----------
    type_, mode : str
    text : str
        The clause, from its first word; more of the sentence may follow.
    negated : bool
        The act is expressly not done.
    """
    text = _INSTITUTION.sub("it", text)
    clause = _CLAUSE_END.split(text, maxsplit=1)[0]
    aside = bool(_OFF_FLOW.search(clause)) and not _TOUCHES.search(clause)
    if type_ == "CLAIM":
        return _claimed(mode, text)
    if type_ == "REQUEST":
        return _asked(mode, text)
    if type_ == "THREATEN":
        return _threatened(text)
    if type_ == "CONSULT":
        if negated or aside or _ADDRESS.search(clause):
            return 0
        return 1 if _TABLE.search(text) or not _COURTESY.search(clause) else 0  # they share the dispute
    if type_ in ("COOPERATE", "RETREAT", "AGREE", "CONCEDE"):
        if aside or mode == "resign" or (mode == "release" and not _RELEASED.search(clause)):
            return 0
        if type_ == "AGREE" and not negated and _lean(_after(_AGREEING, clause)) < 0:
            return -1
        return -1 if negated else 1
    if type_ == "REJECT":
        return (
            1
            if re.search(
                r"\b(?:refus\w+|reject\w*|declin\w+|will\s+not|won't)\s+(?:[\w'-]+\s+){0,5}?(?:halt|stop|shut|cut|suspend|close)\b(?!\s+until)",
                clause,
                re.I,
            )
            else -1
        )
    if type_ == "SANCTION":
        return 0 if aside else 1 if negated else -1
    if type_ in ("ASSAULT", "COERCE", "PROTEST"):
        if type_ == "COERCE" and mode == "arrest" and _BLOCKERS.search(clause):
            return 1
        return (
            0
            if type_ != "ASSAULT" and (aside or (type_ == "PROTEST" and _OTHER_STRIKERS.search(clause)))
            else -1
        )
    if type_ == "SUPPORT":
        backed = _after(_BACKING, clause)
        lean = _lean(backed)
        if lean:
            return lean
        noun = _object(backed, 0)
        return 1 if noun == "goods" else -1 if noun == "barrier" else 0
    if type_ == "MOBILIZE":
        return 1 if _PEACEKEEPING.search(clause) else 0
    return 0


# ----------------------------------------------------------------------------------------------------- channel

_OUTLET = (
    r"(?:Reuters|AFP|AP|Bloomberg|Rudaw|Kurdistan24|Shafaq|BBC|CNN|CNBC|RFI|RFE|VOA|DW|Anadolu|Interfax|TASS|Platts|Argus|MEES|Al[- ]Jazeera|Al[- ]Arabiya|Al[- ]Monitor|"
    r"(?:[A-Z][\w&'-]+\s+){0,3}?(?:News|Wire|Press|Gazette|Times|Courier|Herald|Radio|Television|TV|Channel|Journal|Tribune|Dispatch|Monitor|Standard|Guardian|Observer|Chronicle|Mail|Star|Daily|Weekly|Telegraph|Independent|Agency|Newswire|tradewire|Tradewire|Magazine|Review|Post|Network|FM|Energy\s+Intelligence))"
)
_CHANNELS = (
    ("press conference", r"\b(?:press\s+(?:conference|briefing|availability|gaggle)|(?:news|media)\s+(?:conference|briefing)|(?:told|assured|informed|reminded)\s+(?:\w+\s+)?(?:reporters|journalists|newsmen|the\s+press\b|correspondents)|(?:to|with|before|answered|questions\s+of|questions\s+from)\s+(?:reporters|journalists|the\s+(?:press|cameras))(?!'s)|briefing\b|as\s+\w+\s+(?:arrived|left|entered)\s+(?:for|the|at))"),
    ("interview", rf"\b(?:interview\w*|(?:told|tells|speaking\s+to|spoke\s+to|said\s+to|denied\s+(?:that|it|this)\s+to)\s+(?:(?i:the\s+|this\s+|our\s+|a\s+|an\s+|state\s+|local\s+|public\s+|\w+\s+state\s+)+)?(?:{_OUTLET}\b|(?i:newspaper|paper|weekly|daily|television|tv|radio|broadcaster|channel|station|reporter|correspondent|magazine|website|news\s+agency))|"
                  r"(?:said|speaking|spoke|told|appeared|says)\s+(?:[\w'-]+\s+){0,4}?(?:on|to)\s+(?:\w+\s+){0,3}?(?:radio|television|TV|channel)|told\s+(?:\w+\s+){1,3}?(?:channel|newspaper|radio|station|television))"),
    ("post", r"\b(?:tweet\w*|posted\s+(?:on|by)|on\s+(?:X|Twitter|Facebook|Telegram|Instagram|LinkedIn|social\s+media)\b|(?:his|her|its)\s+(?:X|Twitter|Facebook|Telegram)\s+(?:account|channel|page)|in\s+an?\s+(?:\w+\s+)?post\b)"),
    ("message", r"\b(?:(?:in|by|with|sent|wrote|a|the|per)\s+(?:an?\s+|his\s+|her\s+|its\s+|the\s+)?(?:\w+\s+)?(?:letter|telegram|e-?mail|memo|note\s+verbale|cable|voice\s+message|text\s+message)\b(?!\s+of\s+(?:intent|credit))|wr(?:ote|itten|iting)\s+to\b|in\s+a\s+message|(?:serv|giv|gave|sen[dt])\w*\s+(?:[\w'-]+\s+){0,2}?(?:written\s+)?notice\b|letters?\s+(?:seen|dated|to)|note\s+to\b|(?:recorded|written|voice)\s+message|circular\s+to)"),
    ("forum", r"(?<!Policy )(?<!Energy )(?<!Institute )\b(?:forum|panel|from\s+the\s+same\s+stage|on\s+the\s+sidelines\s+of)\b"),
    ("conference", r"\b(?:conference|symposium|congress\s+in|(?:told|at|to)\s+(?:an?|the)\s+(?:\w+\s+){0,2}?(?:summit|gathering|lunch|dinner|congress|exhibition))\b"),
    ("readout", r"\breadout\b"),
    ("call", r"\b(?:(?:tele)?phone\s+(?:call|conversation)|video\s+call|(?:in|during|in\s+the\s+course\s+of)\s+(?:a|the|their|that)\s+(?:call|conversation)|telephoned|phoned|rang)\b"),
    ("meeting", r"\b(?:(?:at|during|in)\s+(?:a|an|the|their|its|that|his|her)\s+(?:[\w'-]+\s+){0,3}?(?:meeting|talks|session|round|sitting|negotiations)|at\s+(?:the\s+)?talks|in\s+talks\s+with|during\s+talks)\b"),
    ("court", r"\b(?:(?:appl(?:y|ied)|petition\w*|appeal\w*|filed|went|turned|lodged|(?<!be\s)brought|sued|asks?|asked|with)\s+(?:[\w'-]+\s+){0,6}?(?:courts?|tribunal|judges?|arbitrators?|arbitration|ICSID|lawsuit)|lawsuit|the\s+suit\b|sued)\b"),
    ("statement", r"\b(?:statements?|communiqu\w+|press\s+release|(?:televised|radio)\s+(?:speech|address)|in\s+a\s+(?:\w+\s+)?(?:speech|address))\b"),
    ("document", r"\b(?:(?:in|a|the|its)\s+(?:\w+\s+)?(?:filing|prospectus|gazette)|annual\s+report|official\s+gazette|to\s+the\s+stock\s+exchange|regulatory\s+filing)\b"),
    ("decision", r"\b(?:(?:cabinet|council\s+of\s+ministers|parliament|assembly|senate|board|committee|regulator|legislature|lawmakers)\b[^.;]{0,60}?\b(?:approved|adopted|passed|endorsed|voted|resolved|decided|cleared|rejected|ratified|gave\s+its\s+consent|sent\s+back)|(?:approved|adopted|passed|endorsed|ratified|cleared|decided)\s+by\s+(?:the\s+)?(?:\w+\s+)?(?:cabinet|parliament|council|board|committee)|by\s+\d+\s+votes)\b"),
    ("signing", r"\b(?:sign(?:ed|ing)\s+ceremony)\b"),
)  # fmt: skip
_CASED = frozenset(["interview", "post"])
"""Channels whose names of outlets and sites begin with a capital."""
_COMPILED_CHANNELS = tuple(
    (name, re.compile(pattern, 0 if name in _CASED else re.I)) for name, pattern in _CHANNELS
)
_NO_WORD = re.compile(
    rf"\b(?:no|without\s+a|any)\s+(?:[\w-]+\s+)?(?:{_WORD_OF}|press\s+conference|interview)\b", re.I
)


def channel_in(text: str) -> str:
    """Channel that the words of a sentence name; "none" without one.

    A statement that was not made is no channel, nor is an institution that is only told or mentioned.

    Examples
    --------
    >>> channel_in("the minister told reporters on Sunday"), channel_in("no statement followed")
    ('press conference', 'none')
    """
    said = _NO_WORD.sub(" ", text)
    return next((channel for channel, pattern in _COMPILED_CHANNELS if pattern.search(said)), "none")


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


# ----------------------------------------------------------------------------------------------------- horizon

NEAR_DAYS = 35
"""A deal or restart announced for no later than this is near."""
_N_WEEKS = r"(?:an?|one|two|three|four|1|2|3|4|a\s+few|a\s+couple\s+of)"
_N_DAYS = r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|[12]?\d|3[0-5]|a\s+few|a\s+couple\s+of|several)"
_FINAL = re.compile(
    r"\b(?:(?:only\s+|just\s+|mere\s+)?(?:hours|days|weeks|signatures?)\s+(?:away|off|from)|around\s+the\s+corner|a\s+(?:question|matter)\s+of\s+(?:hours|days|weeks)|(?:down\s+to|only|just|nothing\s+but)\s+(?:the\s+|some\s+)?(?:paperwork|signatures?|formalit\w+|ink|annexes|initials)|"
    r"(?:signatures?|formalit\w+|paperwork|annexes|stamps?)\s+(?:is|are|remains?)\s+(?:all\s+that\s+(?:is\s+)?)?(?:missing|left|outstanding|to\s+be)|(?:in|at|into|entered|reached)\s+(?:the|its|their)\s+final\s+(?:stages?|stretch|phase|details|hours)|(?:final|last)\s+(?:touches|details|stretch|mile)|home\s+straight|"
    r"(?:close|very\s+near)\s+to\s+(?:an?\s+|the\s+)?(?:\w+\s+)?(?:deal|agreement|accord|restart|resumption|signing|solution|settlement|breakthrough|conclusion)|all\s+but\s+(?:done|signed|agreed|complete)|"
    r"on\s+the\s+(?:verge|brink|point|cusp)\s+of|imminent(?:ly)?|at\s+hand|within\s+(?:reach|sight|touching\s+distance)|any\s+(?:day|time|hour|moment)\s+now)\b",
    re.I,
)
"""Words that call something all but done."""
_ALMOST = re.compile(
    rf"\b(?:(?:within|inside|in|over|under|less\s+than)\s+(?:the\s+)?(?:next\s+|coming\s+|space\s+of\s+|a\s+matter\s+of\s+)?(?:(?:{_N_WEEKS})\s+weeks?|(?:{_N_DAYS})\s+days?|(?:\d\d?|a\s+few)\s+hours)|within\s+(?:hours|days|weeks|a\s+(?:day|week|fortnight|month))|"
    r"\b(?:deal|agreement|accord|restart|resumption|settlement|solution|breakthrough|compromise|understanding|signature|signing|reopening)\s+(?:is|was|are|were|looks?|seems?|appears?|may\s+be)\s+(?:very\s+|now\s+|quite\s+|so\s+|already\s+)?(?:near|close|nearby|within\s+(?:reach|sight)|in\s+(?:sight|reach)|around\s+the\s+corner)\b|"
    r"before\s+long|this\s+(?:week|weekend|month)|next\s+(?:week|weekend)|tomorrow|tonight|as\s+early\s+as\s+(?:next|this|tomorrow)|in\s+the\s+(?:next|coming)\s+few\s+(?:days|weeks)|(?:before|by)\s+the\s+week(?:'s)?\s+(?:is\s+out|end|is\s+over)|"
    r"within\s+the\s+(?:present|current|same)\s+(?:month|week)|by\s+the\s+end\s+of\s+(?:the|this)\s+week|shortly|(?<!any\stime\s)(?<!as\s)(?<!too\s)soon)\b",
    re.I,
)
"""Words that put something within about a month."""
_MONTH_OUT = re.compile(
    r"\b(?:before|by)\s+(?:the\s+|this\s+)?(?:month(?:'s)?[\s-](?:is\s+(?:out|over|ended)|ends?)|end\s+of\s+(?:the|this)\s+month|month\s+(?:is\s+(?:out|over)|ends))|before\s+month[\s-]end\b",
    re.I,
)
_NO_HOPE = re.compile(
    r"\b(?:not(?!\s+(?:months|years|later|only))|no(?!\s+later)|never|unlikely|hardly|neither|nobody|too\s+early|far\s+from)\b|n't\b",
    re.I,
)
_ALREADY = re.compile(
    r"\b(?:had|once|earlier|last\s+year)\s+(?:expected|hoped|planned|predicted|forecast)\b", re.I
)


def horizon_of(text: str, dates: list[DateSpan], offset: int, published: dt.date) -> tuple[str, str, bool]:
    """(predicted date, words, near) of a forecast; near: a restart or deal within `NEAR_DAYS`, or words such as "soon".

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
    hopeful = not _NO_HOPE.search(text) and _claimed("forecast", text) > 0 and not _ALREADY.search(text)
    for span in dates:
        inside = offset <= span.start < offset + len(text)
        if inside and span.last is not None and span.last >= published and span.date:
            near = (span.last - published).days <= NEAR_DAYS
            return span.date, text[span.start - offset : span.end - offset], near and hopeful
    month_out = _MONTH_OUT.search(text)
    if month_out is not None:
        return f"{published:%Y-%m}", month_out.group(), hopeful
    almost = _FINAL.search(text) or _ALMOST.search(text)
    if almost is not None:
        return "", almost.group(), hopeful
    vague = imminent_horizon(text, published)
    if vague is not None:
        return "", vague[1], hopeful
    return "", "", False
