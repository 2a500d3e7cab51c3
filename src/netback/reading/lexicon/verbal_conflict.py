"""Verbal conflict: REQUEST, ACCUSE, REJECT, THREATEN; and claims that a verb tells by itself."""

from __future__ import annotations

# fmt: off
from netback.reading.lexicon.entry import DEAL, OFFER, SUIT, TALKS, Verb, obj, v

__all__ = ["verbs"]

_INQUIRY = r"(?:inquir(?:y|ies)|enquir(?:y|ies)|investigations?|probes?|audits?|review\s+into)"
_FAULT = r"(?:breach|violation|theft|crime|blackmail|illegal|unlawful|smuggling|unacceptable|piracy|looting|extortion|provocation|irresponsible|insult|stab|unconstitutional|reckless|sabotage|disgrace)"


def _request() -> list[Verb]:
    out: list[Verb] = []
    out += v("apply", "REQUEST", "assist", r"\s+[^.;]{0,100}?\bfor\b", to=("to",))
    out += v("propose suggest", "REQUEST", "meet", obj(r"(?:talks|meeting|date|round|summit|dialogue|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"), to=("to",), rank=1)
    out += v("propose recommend", "REQUEST", "change", r"\s+(?:that\b|to\s+(?!the\b)[a-z]+|\w+ing\b|[\w'-]+)", to=("to",), passive_after=r"\s+by\b", rank=-2)
    out += v("urge exhort implore beseech entreat beg", "REQUEST", "change", passive_after=r"\s+to\b|\s+by\b", to=("on",))
    out += v("plead", "REQUEST", "change", r"\s+(?:with|for)\b", to=("with",))
    out += v("call appeal", "REQUEST", "change", r"\s+(?:[\w-]+ly\s+|again\s+|once\s+more\s+|on\s+\w+day\s+|yesterday\s+|today\s+)?(?:on|upon|for|to)\b(?!\s+(?:the\s+)?(?:ruling|verdict|judgment|decision|court))", to=("on", "upon", "to"), rank=1)
    out += v("ask request petition", "REQUEST", "change", r"\s+(?!about|himself|herself|itself|whether|how|why|when|what|if\b|not\s+to\s+be|to\s+remain|to\s+be\s|once\b|by\b)", passive_after=r"\s+(?:again\s+)?(?:to|for)\b|\s+by\b", to=("to", "from", "of"))
    out += v("press push pressure lobby prod nudge coax", "REQUEST", "change", r"\s+(?!ahead|through|back|up\b|down\b|forward|on\b|the\s+price|production|output|prices|exports)", passive_after=r"\s+(?:to|for|by)\b", to=("on", "for"))
    out += v("lean", "REQUEST", "change", r"\s+on\b", to=("on",))
    out += v("put exert apply bring step ratchet increase pile maintain keep intensify ramp mount", "REQUEST", "change", r"\s+(?:up\s+|to\s+bear\s+)?(?:[\w'-]+\s+){0,3}?pressure\b(?!\s+(?:at|in|tests?))", passive_after=r"\s+under\s+pressure", to=("on", "upon"), rank=3)
    out += v("demand", "REQUEST", "change", r"\s+\w", passive_after=r"\s+(?:by|from)\b", to=("from", "of", "that"))
    out += v("counsel advise enjoin bid admonish remind challenge caution warn implore", "REQUEST", "change", r"\s+(?:[\w'-]+\s+){1,6}?(?:not\s+)?to\s+(?!the\b|its\b)[a-z]", passive_after=r"\s+(?:not\s+)?to\b", rank=-1)
    out += v("encourage", "REQUEST", "change", r"\s+\w", passive_after=r"\s+to\b")
    out += v("call", "REQUEST", "meet", r"\s+for\s+(?:[\w-]+\s+){0,4}?(?:talks|meeting|dialogue|negotiations|summit|session)\b", to=("with", "between"), rank=2)
    out += v("invite summon convoke", "REQUEST", "meet", passive_after=r"\s+to\b|\s+by\b|", rank=1)
    out += v("extend issue send", "REQUEST", "meet", obj(r"invitations?"), passive_after="", subject="invitation", to=("to",), rank=3)
    out += v("tell", "REQUEST", "change", r"\s+(?:(?!that\b|was\b|were\b|is\b|are\b|would\b|will\b|had\b|has\b)[\w'-]+\s+){1,5}?(?<!\w)(?:not\s+)?to\s+(?!(?:the|a|an|its|his|their)\b)[a-z]+", passive_after=r"\s+(?:not\s+)?to\b", rank=1)
    out += v("tell", "REQUEST", "change", r"\s+(?:[\w'-]+\s+){1,5}?(?:that\s+)?(?:it|they|he|she|Baghdad|Erbil)\s+(?:must|should|had\s+to|needed\s+to|have\s+to)\b", rank=1)
    out += v("instruct direct order command mandate", "REQUEST", "change", r"\s+(?:[\w'-]+\s+){0,7}?(?:to\b|that\b)", passive_after=r"\s+(?:not\s+)?(?:to|by)\b")
    out += v("order instruct", "REQUEST", "change", r"\s+(?:the\s+|a\s+|an\s+|all\s+)?[\w'-]+", passive_after=r"\s+by\b", rank=-3)
    out += v("require oblige", "REQUEST", "change", r"\s+(?:[\w'-]+\s+){1,5}?to\b", passive_after=r"\s+to\b", rank=-1)
    out += v("give", "REQUEST", "change", r"\s+(?:[\w'-]+\s+){0,6}?(?:hours|days|weeks|until\s+\w+|till\s+\w+|a\s+deadline|an?\s+(?:\w+\s+)?ultimatum|a\s+week|a\s+month)\s*(?:\w+\s+)?(?:to\b|,|\.|for\b|$)", passive_after=r"\s+(?:[\w'-]+\s+){0,4}?(?:hours|days|weeks|until)\b", rank=2)
    out += v("set issue impose", "REQUEST", "change", obj(r"(?:deadline|ultimatum|conditions?|preconditions?)"), passive_after="", subject=r"(?:deadline|ultimatum)", to=("for", "to", "on"), rank=1)
    out += v("insist", "REQUEST", "change", r"\s+(?:on|upon|that\s+(?:[\w'-]+\s+){1,5}?(?:must|should|has\s+to|have\s+to|be\b|pay\b|receive\b))\b", rank=1)
    out += v("seek", "REQUEST", "change", r"\s+(?:[\w'-]+\s+){0,6}?(?:from\s+|assurances?|guarantees?|clarification|explanation|permission|compensation|payment|approval|an?\s+(?:waiver|licen[cs]e|meeting))", to=("from",), passive_after=r"\s+from\b", rank=0)
    out += v("want expect need", "REQUEST", "change", r"\s+(?=[A-Z]|the\s+(?:ministry|government|companies|company|operator|region|federal|two\s+sides|cabinet)\b)(?:[\w'-]+\s+){1,5}?to\b(?!\s+(?:be|flow|resume|restart|start|rise|fall)\b)", rank=-2)
    out += v("repeat reiterate renew make issue send file submit lodge address convey relay deliver put table present pass raise", "REQUEST", "change", obj(r"(?:calls?|demands?|requests?|appeals?|pleas?|list\s+of\s+demands)") + r"(?:\s+(?:for|that|on|to|with|from)\b|\s*[.,;]|$)", passive_after="", subject=r"(?:calls?|demands?|requests?|appeals?|pleas?)", to=("on", "to", "with", "from"), rank=2)
    out += v("stress emphasise emphasize underline underscore highlight reiterate affirm reaffirm convey", "REQUEST", "change", r"\s+to\s+(?=[A-Z]|the\b|his\b|her\b|its\b)(?:[\w'-]+\s+){1,6}?(?:the\s+(?:need|importance|urgency|necessity)|that\b)", to=("to",), rank=2)
    out += v("stress emphasise emphasize underline underscore highlight reiterate affirm reaffirm", "REQUEST", "change", r"\s+(?:[\w'-]+\s+){0,4}?(?:the\s+)?(?:need|importance|urgency|necessity)\s+(?:to|of|for|that)\b", rank=0)
    out += v("write", "REQUEST", "change", r"\s+(?:[\w'-]+\s+){0,2}?to\s+[^.;]{1,70}?\b(?:asking|urging|demanding|requesting|calling|to\s+(?:ask|urge|demand|request)|insisting)\b", to=("to",), channel="message", rank=2)
    out += v("send address", "REQUEST", "change", r"\s+[^.;]{0,60}?\bletter\b[^.;]{1,70}?\b(?:asking|urging|demanding|requesting|calling|to\s+(?:ask|urge|demand|request))\b", to=("to",), channel="message", rank=3)
    return out


def _accuse() -> list[Verb]:
    out: list[Verb] = []
    out += v("call describe brand label term denounce dub", "ACCUSE", "disapprove", r"\s+(?:[\w',-]+\s+){1,7}?(?:as\s+)?(?:an?\s+)?(?:\w+\s+)?" + _FAULT + r"\b", passive_after=None, rank=2, possessor=True)
    out += v("accuse", "ACCUSE", "allege", passive_after=r"\s+of\b|\s+by\b")
    out += v("blame fault", "ACCUSE", "allege", passive_after=r"\s+(?:for|by|on)\b", to=("on",))
    out += v("lay put pin place", "ACCUSE", "allege", r"\s+(?:[\w'-]+\s+){0,3}?(?:blame|responsibility|fault|guilt)\b", to=("on", "at", "with"), possessor=True, rank=3)
    out += v("pin attribute ascribe", "ACCUSE", "allege", r"\s+[^.;]{1,60}?\b(?:on|to|upon)\b", passive_after=r"\s+(?:on|to)\b", to=("on", "to", "upon"), rank=0)
    out += v("point", "ACCUSE", "allege", r"\s+(?:[\w'-]+\s+){0,2}?fingers?\b", to=("at",), rank=3)
    out += v("criticise criticize condemn denounce slam rebuke decry deplore lambast chide attack castigate censure blast reprimand deride excoriate scold reproach berate pillory assail", "ACCUSE", "disapprove", r"\s+(?!on\b|by\b|near\b|the\s+(?:\w+\s+){0,2}(?:field|plant|pipeline|convoy|station|port|refinery|facility)\b)", passive_after=r"\s+(?:by|for)\b", possessor=True, rank=-1)
    out += v("take", "ACCUSE", "disapprove", r"\s+(?:[\w'-]+\s+){1,4}?to\s+task\b|\s+(?:aim\s+at|issue\s+with|exception\s+to)\b", to=("at", "with", "to"), possessor=True, rank=3)
    out += v("hit lash", "ACCUSE", "disapprove", r"\s+(?:out|back)\b", to=("at", "against"), rank=2)
    out += v("hold", "ACCUSE", "allege", r"\s+(?:[\w'-]+\s+){1,6}?(?:fully\s+|solely\s+)?(?:responsible|accountable|liable|to\s+account)\b", passive_after=r"\s+(?:fully\s+|solely\s+)?(?:responsible|accountable|liable)\b", rank=3)
    out += v("allege", "ACCUSE", "allege", r"\s+(?:that\b|\w+)", passive_after=r"\s+to\b", rank=-1)
    out += v("complain", "ACCUSE", "disapprove", r"\s+(?:[\w'-]+\s+){0,3}?(?:that|of|about|to|bitterly)\b", to=("to",), rank=0)
    out += v("voice express lodge raise register file make deliver issue submit send level hurl", "ACCUSE", "disapprove", obj(r"(?:(?:formal\s+|written\s+|diplomatic\s+|strong\s+)?(?:complaints?|criticisms?|accusations?|allegations?|protests?|note\s+of\s+protest|charges|objections?|condemnation))"), passive_after="", subject=r"(?:complaints?|accusations?|allegations?|protests?|criticism)", to=("against", "with", "to", "at"), rank=2)
    out += v("investigate probe audit", "ACCUSE", "investigate", r"\s+\w", passive_after="", rank=0)
    out += v("open launch order begin start announce commission initiate set call conduct undertake", "ACCUSE", "investigate", r"(?:\s+(?:up|for))?" + obj(_INQUIRY), passive_after="", subject=_INQUIRY, to=("into", "of", "against"), possessor=True, rank=3)
    out += v("charge", "ACCUSE", "allege", r"\s+(?:that\b|(?:[\w'-]+\s+){1,4}?with\b)", passive_after=r"\s+with\b")
    out += v("sue", "ACCUSE", "allege", passive_after=r"\s+by\b|\s+in\b|\s+for\b", channel="court")
    out += v("file lodge submit bring register initiate launch open start commence institute mount begin pursue raise enter", "ACCUSE", "allege", obj(SUIT, 6), passive_after="", subject=SUIT, to=("against",), possessor=False, channel="court", rank=3)
    out += v("take", "ACCUSE", "allege", r"\s+(?:[\w'-]+\s+){1,6}?(?:to|before)\s+(?:the\s+)?(?:\w+\s+){0,3}?(?:court|arbitration|tribunal|ICC|judges?)\b", channel="court", rank=1)
    out += v("take", "ACCUSE", "allege", r"\s+legal\s+action\b", to=("against",), channel="court", rank=2)
    out += v("go turn", "ACCUSE", "allege", r"\s+to\s+(?:court|arbitration|the\s+(?:court|tribunal|ICC))\b", channel="court", rank=1)
    out += v("file go apply", "ACCUSE", "allege", r"\s+(?:for|to)\s+arbitration\b", channel="court", rank=4)
    out += v("refer", "ACCUSE", "allege", r"\s+[^.;]{1,60}?\bto\s+(?:arbitration|the\s+(?:\w+\s+){0,3}(?:court|tribunal|prosecutor|committee))", passive_after=r"\s+to\s+(?:arbitration|the\s+(?:\w+\s+){0,3}(?:court|tribunal|prosecutor))", channel="court", rank=0)
    out += v("appeal", "ACCUSE", "allege", r"\s+(?:against\s+|to\s+)?(?:the|that|this)\s+(?:\w+\s+){0,3}(?:ruling|verdict|judgment|award|decision|court)", to=("against",), channel="court", rank=2)
    out += v("challenge contest", "ACCUSE", "disapprove", r"\s+\w", passive_after=r"\s+(?:in|by|before)\b", possessor=True, rank=-2)
    out += v("question", "ACCUSE", "disapprove", r"\s+(?:the\s+(?:legality|figures|accuracy|validity)|whether|why)\b", rank=-1)
    out += v("regret", "ACCUSE", "disapprove", r"\s+\w", possessor=True, rank=-3)
    return out


def _claims() -> list[Verb]:
    out: list[Verb] = []
    out += v("reject dismiss refute rebut deny dispute", "CLAIM", "denial", r"\s+(?:as\s+\w+\s+)?(?:[\w'-]+\s+){0,4}?(?:charges?|accusations?|allegations?|rumou?rs|reports?|suggestions?|media|claims|speculation|account)\b", rank=5)
    out += v("make repeat renew give", "CLAIM", "forecast", r"\s+(?!no\b)(?:[\w'-]+\s+){0,3}?(?:forecast|prediction)\b", rank=3)
    return out


def _reject() -> list[Verb]:
    out: list[Verb] = []
    no_reports = r"\s+(?!reports?\b|as\s+\w+\s+(?:reports?|rumou?rs)|(?:\w+\s+){0,3}(?:rumou?rs|allegations|accusations|media|suggestions|claims|reports|speculation)\b|comment\b|to\s+comment|to\s+say)"
    out += v("reject rebuff dismiss spurn rebut refuse repudiate snub", "REJECT", "change", no_reports + r"(?!to\s)", passive_after="", subject=rf"(?:{OFFER}|amendment|request|idea|{DEAL}|appeal)", to=("from",), possessor=True)
    out += v("refuse decline", "REJECT", "change", r"\s+(?:flatly\s+|again\s+)?to\s+(?!comment|say|be\s+(?:named|identified|quoted)|give\s+(?:a\s+|any\s+)?(?:details|date|figures|reason)|elaborate|disclose|discuss|confirm|speculate|answer|specify)", rank=1)
    out += v("decline", "REJECT", "change", obj(r"(?:offers?|invitations?|requests?|proposals?|meeting)"), possessor=True)
    out += v("refuse decline", "REJECT", "change", r"\s*(?:[.;,]|$)")
    out += v("send return", "REJECT", "change", r"\s+(?:[\w'-]+\s+){0,4}?(?:back|unsigned|unopened)\b", passive_after=r"\s+(?:back|unsigned|unopened)\b", subject=r"(?:bill|draft|law|text|proposal|letter|invoice)", rank=4)
    out += v("turn vote throw shoot strike knock", "REJECT", "change", r"\s+down\s+(?!the\s+(?:law|contract|licen))|\s+(?:[\w'-]+\s+){1,5}?down\b", passive_after=r"\s+down\b", subject=rf"(?:{OFFER}|request|idea|motion|bill|appeal)", possessor=True, to=("from",), rank=0)
    out += v("refuse deny", "REJECT", "change", r"\s+(?:[\w'-]+\s+){1,5}?(?:access|entry|permission|visas?|passage|clearance|consent|approval)\b", passive_after=r"\s+(?:access|entry|permission|a\s+visa|passage|clearance)\b", rank=2)
    out += v("rule", "REJECT", "change", r"\s+out\b", passive_after=r"\s+out\b")
    out += v("throw wave brush knock push swat", "REJECT", "change", r"\s+(?:out|aside|back|away|off)\b|\s+(?:[\w'-]+\s+){1,6}?(?:aside)\b", passive_after=r"\s+(?:out|aside)\b", possessor=True, rank=-1)
    out += v("veto", "REJECT", "change", passive_after="", possessor=True)
    out += v("object demur balk baulk", "REJECT", "change", r"\s+(?:to|at)\b|\s*[.,;]", to=("to", "at"), possessor=True, rank=-1)
    out += v("oppose resist", "REJECT", "change", r"\s+\w", passive_after=r"\s+by\b", possessor=True, rank=-1)
    out += v("walk storm", "REJECT", "meet", r"\s+(?:out|away)\b", to=("with",))
    out += v("pull", "REJECT", "meet", r"\s+out\s+of\s+(?:the\s+|a\s+)?(?:\w+\s+){0,2}" + TALKS, rank=3)
    out += v("shun snub skip stay", "REJECT", "meet", r"(?:\s+away\s+from)?" + obj(TALKS), possessor=True, rank=1)
    out += v("block stall scupper torpedo scuttle derail thwart", "REJECT", "change", obj(rf"(?:{DEAL}|amendments?|bill|vote|motion|payment\s+plan|draft|proposal|law|passage)"), passive_after="", subject=rf"(?:{DEAL}|amendments?|bill|vote|motion|draft|proposal)", possessor=True, rank=1)
    out += v("withhold", "REJECT", "change", obj(r"(?:consent|approval|signature|agreement)"), rank=2)
    out += v("say answer reply", "REJECT", "change", r"\s+\"?no\b\"?(?:\s+to\b|\s*[.,;]|$)", to=("to",), possessor=True, rank=2)
    out += v("stick stand hold", "REJECT", "change", r"\s+(?:to|by|firm\s+on)\s+(?:its|his|her|their)\s+(?:\w+\s+)?(?:refusal|position|demand|ground)", rank=1)
    return out


def _threaten() -> list[Verb]:
    out: list[Verb] = []
    out += v("threaten", "THREATEN", "restrict", r"\s+(?:to\b|that|[A-Z]|[\w'-]+\s*)", passive_after=r"\s+with\b|\s+by\b", to=("against", "with"), possessor=True)
    out += v("warn caution serve", "THREATEN", "restrict", r"\s+(?:[\w'-]+\s+){0,9}?(?:that\s+)?(?:it|they|he|she|we|its\s+\w+|their\s+\w+)\s+(?:would|will|could|may|might|is ready|was ready|were ready|reserved)\b", to=("to",), rank=2)
    out += v("warn", "THREATEN", "restrict", r"\s+(?:[\w'-]+\s+){0,4}?(?:of|against)\b", to=("against",), rank=-3)
    out += v("give", "THREATEN", "restrict", r"\s+(?:[\w'-]+\s+){0,5}?(?:hours|days|weeks)\s+before\b", rank=3)
    out += v("reserve", "THREATEN", "legal", obj(r"rights?") + r"\s+to\b", rank=2)
    out += v("issue make repeat renew deliver", "THREATEN", "restrict", obj(r"(?:threats?|ultimatum)"), passive_after="", subject=r"threats?", to=("to", "against"), rank=2)
    out += v("put place", "THREATEN", "restrict", r"\s+(?:[\w'-]+\s+){1,4}?on\s+notice\b", rank=3)
    out += v("vow swear", "THREATEN", "restrict", r"\s+to\s+(?:stop|halt|close|shut|block|cut|sue|punish|retaliate|take|expel|seize|end|strike|attack|disrupt|resume\s+the\s+blockade)\b", rank=2)
    out += v("say add", "THREATEN", "legal", r"\s+(?:that\s+)?(?:it|they|he|she)\s+(?:would|will)\s+(?:take\s+legal\s+action|sue|go\s+to\s+(?:court|arbitration)|retaliate|pursue\s+legal)", rank=4)
    return out


def verbs() -> list[Verb]:
    """Entries of this quad."""
    return _request() + _accuse() + _claims() + _reject() + _threaten()
