"""Verbal cooperation: CONSULT, AGREE, SUPPORT, CONCEDE."""

from __future__ import annotations

# fmt: off
from netback.reading.lexicon.entry import CALL, DEAL, DEMAND, LAW, OFFER, TALKS, Verb, obj, v

__all__ = ["verbs"]

_NO_PERSON = (
    r"(?!(?:a|an|the|no|any|its|their|his|her|some|about|more|\$|\d)\b[^,.]{0,40}(?:payment|notice|oil|crude|letter|reply|invoice|dollars|money|offer|approval|"
    r"report|request|document|response|data|signal|consent|cargo|answer|draft|text|assurance|licen[cs]e|barrels|share|salar|funds|instal)|\$|\d|confirmation|approval|"
    r"assurances|notice|word|payment|nothing)"
)


def _consult() -> list[Verb]:
    out: list[Verb] = []
    out += v("phone telephone ring", "CONSULT", "phone", channel="call", passive_after=r"\s+by\b")
    out += v("call", "CONSULT", "phone", r"\s+(?=[A-Z])(?!(?:[A-Z][\w'-]*\s+){1,4}(?:an?|the|it|un\w+|illegal|irresponsible|reckless|their|his|her)\b)", channel="call", rank=-1)
    out += v("speak talk", "CONSULT", "phone", r"\s+[^.;]{0,70}?\b(?:by|on the|over the|via)\s+(?:tele)?phone", to=("with", "to"), channel="call", rank=3)
    out += v("speak", "CONSULT", "phone", r"\s+(?:[\w'-]+\s+){0,3}?(?:with|to)\s+(?!reporters|journalists|the\s+press|the\s+media|state\s|local\s|parliament|delegates|lawmakers|AFP|Reuters)", to=("with", "to"), channel="call")
    out += v("talk", "CONSULT", "meeting", r"\s+(?:[\w'-]+\s+){0,2}?with\b", to=("with",))
    out += v("hold have make conduct", "CONSULT", "phone", obj(CALL), passive_after="", subject=CALL, to=("with", "to", "between"), channel="call", rank=3)
    out += v("place receive take get", "CONSULT", "phone", obj(CALL), to=("from", "to", "with"), channel="call", rank=3)
    out += v("discuss speak talk confer review raise exchange touch", "CONSULT", "phone", r"\s+[^.;]{0,110}?\b(?:in|during|by|on|over)\s+(?:an?\s+|the\s+|their\s+|his\s+)?(?:\w+\s+)?(?:phone|telephone|call|video\s+call)\b", to=("with", "to"), channel="call", rank=4)
    out += v("meet", "CONSULT", "meeting", r"\s+(?!(?:the\s+|its\s+|their\s+|all\s+|every\s+|each\s+)?(?:\w+\s+){0,4}(?:demands?|conditions?|targets?|deadline|terms|costs?|obligations?|needs?|quotas?|requirements?|commitments?|standards?|debts?|payroll|half|criteria|wages|bill)\b|with\s+(?:opposition|resistance|anger|refusal|silence|scepticism|approval))", to=("with",), channel="meeting", passive_after=r"\s+by\s+[A-Z]")
    out += v("meet convene gather assemble", "CONSULT", "meeting", r"\s*(?:[.,]|$)|\s+(?:in|at|on|again|for|to|last|this|yesterday|today|behind)\b", channel="meeting", rank=-1)
    out += v("host", "CONSULT", "meeting", r"\s+(?!(?:the\s+|a\s+)?(?:pipeline|field|facilit|line|base)\b)\w", channel="meeting", passive_after=r"\s+by\b", rank=-1)
    out += v("host", "CONSULT", "meeting", obj(rf"(?:delegations?|sides|ministers?|negotiators|parties|envoys?|{TALKS})"), channel="meeting")
    out += v("receive welcome", "CONSULT", "meeting", r"\s+" + _NO_PERSON + r"(?=[A-Z]|the\s+\w+\s+(?:minister|delegation|envoy|ambassador|president)|an?\s+(?:\w+\s+){0,3}?(?:delegation|envoy|team|mission)|his\s+\w*\s*counterpart)", passive_after=r"\s+(?:\w+\s+){0,4}?by\b", channel="meeting", rank=-1)
    out += v("welcome", "CONSULT", "meeting", r"\s+[^.;]{0,90}?\b(?:to|at|in)\s+(?:his|her|the|its)?\s*(?:office|palace|capital|headquarters|residence|[A-Z]\w+)", channel="meeting", rank=-2)
    out += v("hold convene attend conduct chair open conclude have launch join complete finish end continue enter kick undertake pursue", "CONSULT", "meeting", obj(rf"(?<!peace ){TALKS}"), passive_after="", subject=TALKS, to=("with", "between"), channel="meeting", rank=1)
    out += v("kick", "CONSULT", "meeting", r"\s+off\b" + obj(TALKS), to=("with", "between"), channel="meeting", rank=2)
    out += v("enter", "CONSULT", "meeting", r"\s+into\s+(?:\w+\s+){0,3}?" + TALKS, to=("with",), channel="meeting", rank=2)
    out += v("resume restart begin start reopen", "CONSULT", "meeting", obj(TALKS), subject=TALKS, passive_after="", intransitive=True, to=("with", "between"), channel="meeting", rank=4)
    out += v("take", "CONSULT", "meeting", r"\s+place\b", subject=TALKS, intransitive=True, channel="meeting", rank=4)
    out += v("end conclude close", "CONSULT", "meeting", r"(?:\s+(?:without|on|with|in|late|after)\b|\s*[.,])", subject=TALKS, intransitive=True, channel="meeting", rank=1)
    out += v("join take", "CONSULT", "multilateral", r"\s+(?:part\s+in\s+)?(?:[\w'-]+\s+){0,6}?" + TALKS + r"\b", to=("with",), channel="meeting", rank=1)
    out += v("participate", "CONSULT", "multilateral", r"\s+in\b[^.;]{0,60}?" + TALKS, to=("with",), channel="meeting", rank=1)
    out += v("sit", "CONSULT", "meeting", r"\s+down\b|\s+(?:across|with|opposite|around)\b|\s+face\s+to\s+face", to=("with", "from", "opposite"), channel="meeting")
    out += v("discuss review examine explore address debate negotiate thrash go consider tackle", "CONSULT", "meeting", r"\s+[^.;]{1,110}?\bwith\s+(?!a\s+view|the\s+aim|regard|respect|reference|immediate|effect|a\s+focus|an\s+eye)(?=[A-Z]|the\s|his\s|her\s|its\s|an?\s|both\s|visiting|senior|representatives|officials|executives)", to=("with",), rank=-1)
    out += v("discuss", "CONSULT", "meeting", r"\s+\w", passive_after=r"\s+(?:at|during|in)\b", rank=-3)
    out += v("confer consult negotiate liaise engage huddle coordinate", "CONSULT", "meeting", r"\s+(?:\w+ly\s+)?with\b", to=("with",))
    out += v("raise", "CONSULT", "meeting", r"\s+[^.;]{1,80}?\bwith\s+(?=[A-Z]|the\s|his\s|its\s)", to=("with",), rank=-1)
    out += v("visit", "CONSULT", "visit", r"\s+(?!(?:the\s+)?(?:\w+\s+)?(?:site|plant|field|station|terminal|facility|pipeline|port|wells?|border|crossing)\b)\w", channel="visit", passive_after=r"\s+by\b")
    out += v("pay make", "CONSULT", "visit", obj(r"(?:visit|trip)"), to=("to",), channel="visit", rank=3)
    out += v("arrive land touch", "CONSULT", "visit", r"\s+(?:down\s+)?in\s+[A-Z]", to=("in",), channel="visit", rank=-1)
    out += v("travel fly head go return", "CONSULT", "visit", r"\s+to\s+[A-Z]", to=("to",), channel="visit", rank=-1)
    out += v("dispatch send", "CONSULT", "visit", obj(r"(?:delegation|envoy|team|mission|negotiators?)") + r"\s+to\b", to=("to",), channel="visit", rank=2)
    out += v("brief", "CONSULT", "meeting", r"\s+(?=[A-Z]|the\s+\w+|a\s+group)(?!reporters|journalists|the\s+press)", passive_after=r"\s+by\b", rank=-1)
    out += v("mediate", "CONSULT", "multilateral", r"\s+(?:between|in)\b", to=("between",), rank=1)
    out += v("receive hear host see welcome", "CONSULT", "meeting", r"\s+\w", whom=True, channel="meeting", rank=-1)
    out += v("be spend", "CONSULT", "phone", r"\s+(?:[\w'-]+\s+){0,3}?on\s+the\s+(?:tele)?(?:phone|line)\s+(?:with|to)\b", to=("with", "to"), channel="call", rank=3)
    out += v("bring gather get", "CONSULT", "meeting", r"\s+(?:[\w'&-]+\s+){1,8}?(?:together|to\s+the\s+(?:same\s+)?table|round\s+the\s+table)\b", passive_after=r"\s+together\b", channel="meeting", rank=1)
    out += v("wind wrap", "CONSULT", "meeting", r"\s+up\b[^.;]{0,50}?\b" + TALKS, to=("with",), channel="meeting", rank=2)
    out += v("expect", "CONSULT", "visit", passive_after=r"\s+in\s+[A-Z]", after=r"\s+$", channel="visit", rank=-2)
    return out


def _agree() -> list[Verb]:
    out: list[Verb] = []
    out += v("agree", "AGREE", "", r"(?:\s+(?:in\s+principle|to|on|that|with|upon|terms|over|a|an|the|not|in|today|yesterday|last|this|its|their|\w+ly)\b|\s*[.,;]|$)", passive_after="", to=("with",))
    out += v("consent assent acquiesce accede", "AGREE", "promise", r"\s+(?:\w+ly\s+)?(?:to|that)\b|\s*[.,;]", to=("to",), rank=1)
    out += v("come arrive", "AGREE", "", r"\s+to\s+(?:an?|terms|the)\s*(?:\w+\s+){0,2}?(?:agreement|understanding|arrangement|compromise|settlement|accord|terms)?\b(?<!to a)(?<!to an)(?<!to the)", to=("with",), rank=2)
    out += v("reach strike conclude finalise finalize clinch seal secure make close find hammer forge cut land do settle work complete", "AGREE", "", rf"(?:\s+(?:out|on))?{obj(DEAL)}", passive_after="", subject=DEAL, to=("with", "between"), rank=2)
    out += v("sign initial ink conclude", "AGREE", "sign", r"(?!\s+(?:off\b|into law))" + obj(rf'(?:{DEAL}|drafts?|texts?|amendments?|extensions?|annex\w*|letters?|declarations?|terms|documents?|papers?|minutes|lease|undertaking|waiver)'), passive_after="", subject=rf"(?:{DEAL}|drafts?|texts?|amendments?|extensions?|annex\w*|declarations?|documents?|papers?|minutes|lease)", to=("with", "between"), channel="signing", rank=2)
    out += v("sign", "AGREE", "sign", r"\s*(?:[.,;]|$)|\s+(?:on|in|with|last|yesterday)\b", to=("with",), channel="signing", rank=-1)
    out += v("put append affix", "AGREE", "sign", r"\s+(?:\w+\s+){0,2}?(?:signatures?|names?|initials?|pen)\s+(?:to|on)\b", to=("with",), channel="signing", rank=3)
    out += v("promise pledge vow undertake swear", "AGREE", "promise", r"\s+(?!by\b|against\b|no\s+obligation)(?:to|that|not|[\w$'-]+)", to=("to",), passive_after=r"\s+by\b", rank=0)
    out += v("commit bind oblige", "AGREE", "promise", r"\s+(?:itself\s+|himself\s+|themselves\s+|herself\s+)?to\b", rank=0)
    out += v("give make offer extend provide issue renew deliver submit", "AGREE", "promise", obj(r"(?:assurances?|guarantees?|(?:under)?taking|promises?|pledges?|commitments?|(?:her|his|its|their|my|our|a|solemn)\s+word|undertakings?)") + r"\s*(?:to|that|of|on|for|it|from|in|,|\.|;|$|by)", passive_after="", subject=r"(?:assurances?|guarantees?|undertakings?|promises?|pledges?|commitments?)", to=("to",), rank=2)
    out += v("give grant", "AGREE", "", r"\s+(?:[\w'-]+\s+){0,4}?(?:its|his|her|their|the|a|final|formal|written|full|preliminary|political|cabinet)?\s*(?:consent|approval|assent|green\s+light|go-ahead|nod|blessing|agreement|backing\s+to)\b", passive_after="", subject=r"(?:consent|approval|assent|green\s+light|go-ahead)", to=("to",), rank=5)
    out += v("express voice declare signal confirm reiterate affirm indicate convey show announce state", "AGREE", "promise", r"\s+(?:[\w',]+\s+){0,6}?(?:readiness|willingness|preparedness|openness|ready|willing|prepared)\b", rank=2)
    out += v("offer", "AGREE", "promise", r"\s+(?!no\b|little\b|few\b|condolences)(?:to|an?|the|its|some|two|three|him|her|them|us|\$?\d|[A-Z])", to=("to",), passive_after=r"\s+(?:by|to)\b", rank=-1)
    out += v("propose", "AGREE", "promise", r"\s+\w", passive_after=r"\s+by\b", to=("to",), rank=-5)
    out += v("extend renew prolong", "AGREE", "", obj(rf"(?:{DEAL}|terms?|lease|mandate|contract)"), passive_after="", subject=DEAL, to=("with",))
    out += v("accept agree", "AGREE", "", r"\s*(?:[.;,]|$)")
    out += v("stand remain", "AGREE", "promise", r"\s+(?:ready|prepared)\s+to\b", rank=2)
    out += v("be", "AGREE", "promise", r"\s+(?:\w+\s+)?(?:ready|willing|prepared)\s+to\s+(?!be\b|go\b|flow\b|operate\b|run\b|load\b|receive\b|restart\b|start\b)", rank=0)
    out += v("assure guarantee", "AGREE", "promise", r"\s+(?:[\w'-]+\s+){1,4}?that\b", rank=1)
    out += v("assure", "AGREE", "promise", r"\s+(?:[\w'-]+\s+){1,4}?(?:of|it|its|the)\b", passive_after=r"\s+that\b", rank=0)
    out += v("approve adopt pass enact endorse authorise authorize clear sanction rubber-stamp", "AGREE", "", obj(rf"(?:{LAW}|{DEAL}|payments?|transfers?|resumption|restart|tranche|deliver\w+|exports?|draft|text|proposal|request|mechanism|allocation|formation|release)"), passive_after="", subject=rf"(?:{LAW}|{DEAL}|payments?|transfers?|draft|text|proposal|allocation)", possessor=True, channel="decision", rank=1)
    out += v("adopt pass approve enact", "AGREE", "", r"\s+(?!judgment|comment|sentence|by\b|through\b|away\b|over\b)\w", agent=r"(?:parliament|cabinet|council|board|assembly|senate|congress|duma|majlis|legislature|lawmakers|deputies)", passive_after=r"\s+by\s+(?:the\s+)?(?:\w+\s+){0,3}?(?:parliament|cabinet|council|board|assembly|senate)", channel="decision", rank=0)
    out += v("fix set name settle agree", "AGREE", "", obj(r"(?:date|day|timetable|timeline|price)"), passive_after="", subject=r"(?:date|day|timetable|timeline)", to=("with",), rank=-1)
    out += v("settle", "AGREE", "", r"\s+(?:on|upon)\b", to=("with",), rank=1)
    out += v("vote", "AGREE", "", r"\s+[^.;]{0,60}?(?:to\s+(?!reject|suspend|halt|stop|strike|condemn|block|end|cancel)|for\b|in\s+favou?r|through\b)", channel="decision", rank=1)
    out += v("vote", "REJECT", "change", r"\s+(?:[\w\s-]{0,30}?(?:against|down|to\s+(?:reject|block)))\b", channel="decision", rank=2)
    out += v("ratify", "SUPPORT", "sign", passive_after="", possessor=True)
    return out


def _support() -> list[Verb]:
    out: list[Verb] = []
    out += v("welcome praise hail applaud commend congratulate endorse laud salute champion", "SUPPORT", "praise", passive_after=r"\s+by\b", possessor=True, to=("by",))
    out += v("back support", "SUPPORT", "praise", r"\s+(?!by\b|into\b|down\b|up\b|away\b|off\b|out\b|in\b|to\b|at\b|from\b)", passive_after=r"\s+by\b", possessor=True, rank=-1)
    out += v("express voice declare offer announce pledge lend throw give", "SUPPORT", "praise", r"\s+(?:[\w'-]+\s+){0,4}?(?:support|backing|solidarity|satisfaction\s+(?:with|at|over)|endorsement|weight\s+behind)\b", to=("for", "to", "with", "behind"), possessor=True, rank=1)
    out += v("side stand", "SUPPORT", "praise", r"\s+(?:by|with|behind)\b", to=("by", "with", "behind"), rank=1)
    out += v("come", "SUPPORT", "praise", r"\s+out\s+in\s+(?:favou?r|support)\b", to=("of",), rank=2)
    return out


def _concede() -> list[Verb]:
    out: list[Verb] = []
    out += v("drop abandon soften waive relinquish renounce forgo moderate ease relax shelve retract scale", "CONCEDE", "yield", rf"(?:\s+back)?{obj(DEMAND)}", passive_after="", subject=DEMAND, possessor=True, rank=3)
    out += v("waive forgive write", "CONCEDE", "yield", r"(?:\s+off)?" + obj(r"(?:fees?|dues|charges|debts?|penalt\w+|interest|arrears|right|claim|\$?\d[\d.,]*)"), passive_after="", subject=r"(?:fees?|dues|charges|debts?|penalt\w+)", to=("for",), rank=3)
    out += v("apologise apologize", "CONCEDE", "yield", to=("to",))
    out += v("concede yield relent budge capitulate", "CONCEDE", "yield", r"(?:\s+(?:to|on|that|the|its|a|in|under)\b|\s*[.,;])", to=("to",))
    out += v("accept", "CONCEDE", "yield", obj(rf"(?:{OFFER}|cut|rate|discount|\$\S+|fee|supervision|audit\w*|monitors?|role|ruling|responsibility|inspection|metering|observers?)"), passive_after=r"\s+by\b", possessor=True, rank=0)
    out += v("accept", "CONCEDE", "yield", r"\s+(?:that|to)\b", rank=-1)
    out += v("back climb walk row", "CONCEDE", "yield", r"\s+(?:down|off|away|back)\b(?!\s+(?:talks|the\s+table))", to=("from", "on"), rank=2)
    out += v("give", "CONCEDE", "yield", r"\s+(?:ground|in|way)\b|\s+up\s+(?:its|his|her|their|the|a)\b", to=("to",), possessor=True, rank=2)
    out += v("bow", "CONCEDE", "yield", r"\s+to\b", to=("to",), possessor=True, rank=2)
    out += v("reverse", "CONCEDE", "yield", obj(r"(?:position|stance|decision|course|refusal)"), rank=1)
    out += v("make", "CONCEDE", "yield", obj(r"concessions?"), passive_after="", subject="concession", to=("to",), rank=2)
    out += v("settle", "CONCEDE", "yield", r"\s+for\b", rank=1)
    return out


def verbs() -> list[Verb]:
    """Entries of this quad."""
    return _consult() + _agree() + _support() + _concede()
