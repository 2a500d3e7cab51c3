"""The verbs of the trade: which words report which type of event.

An entry is a verb, what must follow it, and the PLOVER type and mode it reports. Definitions are our own; the names of the
types are PLOVER's. `CLAIM` is not here: what is merely said is sorted by `claims`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["FLOW", "NOUNISH", "SAY", "Verb", "VerbForm", "compiled", "entries", "forms"]

FLOW = (
    r"(?:exports?|flows?|shipments?|deliver(?:y|ies)|pumping|pipelines?|production|output|suppl(?:y|ies)|loadings?|crude|oil|gas|"
    r"transit|operations?|lines?|fields?|wells?|valves?|pumps?|throughput|trade|cargo(?:es)?|barrels?|transfers?|payments?|"
    r"tanker\w*|crossings?|terminal|port|condensate|lng|plant|loading\w*|swap\w*|salar(?:y|ies)|drilling|refiner(?:y|ies))"
)
"""What flows, or what it flows through."""

_GAP = r"(?:[\w$.,'-]+\s+){0,6}?"
_TALKS = r"(?:talks|meetings?|discussions|negotiations|consultations|conversations?|session|summit|round)"
_CALL = r"(?:phone\s+call|telephone\s+call|call|phone\s+conversation|telephone\s+conversation|video\s+call)"
_DEAL = r"(?:deals?|agreements?|accords?|memorand(?:um|a)|understandings?|contracts?|protocols?|compromise|settlement|framework|draft|text|pact|treaty|arrangement|mechanism|roadmap)"
_DONOR = r"(?:requests?|proposals?|demands?|offers?|terms|conditions|plans?|calls?|ideas?|bid|draft|text|applications?|appeals?|invitation|formula|figures?|claims?|schedule|price|deal|agreement|compromise)"

_IRREGULAR = {
    "meet": "met met", "hold": "held held", "speak": "spoke spoken", "tell": "told told", "say": "said said", "shut": "shut shut",
    "cut": "cut cut", "pay": "paid paid", "lend": "lent lent", "give": "gave given", "send": "sent sent", "withdraw": "withdrew withdrawn",
    "withhold": "withheld withheld", "hit": "hit hit", "strike": "struck struck", "begin": "began begun", "write": "wrote written",
    "make": "made made", "take": "took taken", "find": "found found", "let": "let let", "bring": "brought brought", "put": "put put",
    "sue": "sued sued", "see": "saw seen", "go": "went gone", "rule": "ruled ruled", "come": "came come", "fall": "fell fallen",
    "win": "won won", "lose": "lost lost", "break": "broke broken", "set": "set set", "sit": "sat sat", "back": "backed backed",
    "stop": "stopped stopped", "ban": "banned banned", "drop": "dropped dropped", "admit": "admitted admitted", "veto": "vetoed vetoed",
    "permit": "permitted permitted", "submit": "submitted submitted", "pump": "pumped pumped", "block": "blocked blocked",
    "commit": "committed committed", "blow": "blew blown", "fly": "flew flown", "fire": "fired fired", "get": "got got",
    "lead": "led led", "rebuff": "rebuffed rebuffed", "phone": "phoned phoned", "fight": "fought fought", "swear": "swore sworn", "foresee": "foresaw foreseen", "think": "thought thought", "know": "knew known",
    "expect": "expected expected", "hear": "heard heard", "seek": "sought sought", "stand": "stood stood", "do": "did done",
    "be": "was been", "hand": "handed handed", "become": "became become", "remain": "remained remained", "keep": "kept kept",
    "rise": "rose risen", "rebut": "rebutted rebutted", "step": "stepped stepped", "forgo": "forwent forgone", "grow": "grew grown",
    "restart": "restarted restarted", "refer": "referred referred", "plan": "planned planned", "leave": "left left",
    "tap": "tapped tapped", "run": "ran run", "sell": "sold sold", "buy": "bought bought", "build": "built built", "feed": "fed fed",
    "initial": "initialled initialled", "have": "had had", "feel": "felt felt", "travel": "travelled travelled", "open": "opened opened", "order": "ordered ordered",
    "offer": "offered offered", "counter": "countered countered", "transfer": "transferred transferred", "suffer": "suffered suffered",
    "deliver": "delivered delivered", "discover": "discovered discovered", "answer": "answered answered", "visit": "visited visited",
    "threaten": "threatened threatened", "happen": "happened happened", "reopen": "reopened reopened", "limit": "limited limited",
    "refuse": "refused refused", "signal": "signalled signalled", "cancel": "cancelled cancelled", "reveal": "revealed revealed",
    "shell": "shelled shelled", "appeal": "appealed appealed", "call": "called called", "recall": "recalled recalled",
}  # fmt: skip


@dataclass(frozen=True)
class Verb:
    """One way to report an act.

    Parameters
    ----------
    lemma : str
    type, mode : str
    after : str
        Pattern that must follow the verb, "" for none.
    passive_after : str or None
        Pattern that must follow when the verb is passive; None takes the subject test alone.
    subject : str
        Pattern the subject of the passive (or of an intransitive use) must match; "" for any.
    intransitive : bool
        "Flows resumed": no actor when the subject is a flow.
    to : tuple of str
        Prepositions before a target, besides the direct object.
    possessor : bool
        "rejected Baghdad's offer" is aimed at Baghdad.
    channel : str
    rank : int
        Higher wins where several entries fit one verb.
    reverse : bool
        The subject is the target: "received 2 million dollars from X".
    """

    lemma: str
    type: str
    mode: str = ""
    after: str = ""
    passive_after: str | None = None
    subject: str = ""
    intransitive: bool = False
    to: tuple[str, ...] = ()
    possessor: bool = False
    channel: str = ""
    rank: int = 0
    reverse: bool = False


@dataclass(frozen=True)
class VerbForm:
    """What a word can be: base, s, past, part, ing."""

    lemma: str
    tags: frozenset[str]


def _v(lemmas: str, type_: str, mode: str = "", after: str = "", **more: object) -> list[Verb]:
    return [Verb(lemma, type_, mode, after, **more) for lemma in lemmas.split()]  # type: ignore[arg-type]


def _build() -> list[Verb]:
    flow = rf"\s+{_GAP}{FLOW}\b"
    out: list[Verb] = []
    # CONSULT
    out += _v("phone telephone ring", "CONSULT", "phone", channel="call")
    out += _v("call", "CONSULT", "phone", r"\s+(?=[A-Z])(?!on\b|for\b|off\b)", channel="call", rank=-1)
    out += _v(
        "speak talk",
        "CONSULT",
        "phone",
        rf"\s+{_GAP}(?:by|on the|over the|via)\s+(?:tele)?phone",
        to=("with", "to"),
        channel="call",
        rank=3,
    )
    out += _v(
        "speak", "CONSULT", "phone", r"\s+(?:[\w'-]+\s+){0,3}?with\b", to=("with", "to"), channel="call"
    )
    out += _v(
        "hold have make",
        "CONSULT",
        "phone",
        rf"\s+{_GAP}{_CALL}\b",
        passive_after="",
        subject=_CALL,
        to=("with", "to", "between"),
        channel="call",
        rank=3,
    )
    out += _v(
        "place receive take",
        "CONSULT",
        "phone",
        rf"\s+{_GAP}{_CALL}",
        to=("from", "to", "with"),
        channel="call",
        rank=3,
    )
    out += _v(
        "meet",
        "CONSULT",
        "meeting",
        r"\s+(?!(?:the\s+)?(?:demand|conditions?|target|deadline|terms|cost|obligation|need|quota|requirement|its|their|with\s+(?:opposition|resistance|anger)))",
        to=("with",),
        channel="meeting",
    )
    out += _v("meet", "CONSULT", "meeting", r"\s*[.,]", channel="meeting", rank=-1)
    out += _v(
        "host",
        "CONSULT",
        "meeting",
        r"\s+(?:[\w'-]+\s+){0,4}?(?:delegations?|sides|talks|ministers?|round|meetings?|summit|negotiators|parties|envoys?)\b",
        channel="meeting",
    )
    out += _v(
        "host receive",
        "CONSULT",
        "meeting",
        r"\s+(?!(?:a|an|the|no|any|its|their|his|her|some|about|more|\$|\d)\b[^,.]{0,40}(?:payment|notice|oil|crude|letter|reply|invoice|dollars|money|offer|approval|report|request|document|response|data|signal|consent|cargo|answer|draft|text|assurance)|\$|\d|confirmation|approval|assurances|notice|word|payment)",
        passive_after=r"\s+(?:\w+\s+){0,3}?by\b",
        channel="meeting",
        rank=-1,
    )
    out += _v(
        "hold convene attend conduct chair open conclude",
        "CONSULT",
        "meeting",
        rf"\s+{_GAP}(?<!peace ){_TALKS}\b",
        passive_after="",
        subject=_TALKS,
        to=("with", "between"),
        channel="meeting",
        rank=1,
    )
    out += _v(
        "resume restart begin start",
        "CONSULT",
        "meeting",
        rf"\s+{_GAP}{_TALKS}\b",
        subject=_TALKS,
        passive_after="",
        intransitive=True,
        to=("with", "between"),
        channel="meeting",
        rank=4,
    )
    out += _v(
        "join", "CONSULT", "multilateral", rf"\s+{_GAP}{_TALKS}\b", to=("with",), channel="meeting", rank=1
    )
    out += _v(
        "sit", "CONSULT", "meeting", r"\s+down\s+(?:with|together|on|in)\b", to=("with",), channel="meeting"
    )
    out += _v(
        "discuss review",
        "CONSULT",
        "meeting",
        r"\s+(?:[\w'-]+\s+){1,14}?with\s+(?!a\s+view|the\s+aim)",
        to=("with",),
        rank=-1,
    )
    out += _v("confer consult", "CONSULT", "meeting", r"\s+with\b", to=("with",))
    out += _v("gather", "CONSULT", "multilateral", r"\s+(?:in|at|around|on)\b", channel="meeting", rank=-1)
    out += _v(
        "visit",
        "CONSULT",
        "visit",
        r"\s+(?!(?:the\s+)?(?:site|plant|field|station|terminal|facility|pipeline|port)\b)",
        channel="visit",
    )
    out += _v("arrive", "CONSULT", "visit", r"\s+in\b", to=("in",), channel="visit", rank=-1)
    out += _v("travel fly", "CONSULT", "visit", r"\s+to\b", to=("to",), channel="visit")
    out += _v(
        "brief", "CONSULT", "meeting", r"\s+(?=[A-Z]|the\s+\w+)(?!reporters|journalists|the\s+press)", rank=-1
    )
    out += _v(
        "discuss speak talk confer review",
        "CONSULT",
        "phone",
        r"\s+[^.;]{0,90}?\b(?:in|during|by|on|over)\s+(?:an?\s+|the\s+)?(?:\w+\s+)?(?:phone|telephone|call|video\s+call)\b",
        to=("with", "to"),
        channel="call",
        rank=4,
    )
    out += _v(
        "expect", "CONSULT", "visit", passive_after=r"\s+in\s+[A-Z]", after=r"\s+$", channel="visit", rank=-2
    )
    # AGREE
    out += _v(
        "agree",
        "AGREE",
        "",
        r"(?:\s+(?:in\s+principle|to|on|that|with|upon|terms|over|a|an|the)\b|\s*[.,;])",
        passive_after="",
        to=("with",),
    )
    out += _v(
        "reach strike conclude finalise finalize clinch seal secure",
        "AGREE",
        "",
        rf"\s+{_GAP}{_DEAL}\b",
        passive_after="",
        subject=rf"{_DEAL}",
        to=("with", "between"),
        rank=2,
    )
    out += _v(
        "sign initial ink",
        "AGREE",
        "sign",
        rf"\s+(?!off\b|into law){_GAP}(?:{_DEAL}|addend\w+|amendment|extension|annex|letter|declaration|terms|documents?|papers?|minutes|lease)\b",
        passive_after="",
        subject=rf"(?:{_DEAL}|addend\w+|amendment|extension|annex|declaration|documents?|papers?|minutes)",
        to=("with", "between"),
        channel="signing",
        rank=2,
    )
    out += _v("promise pledge vow undertake", "AGREE", "promise", r"\s+(?:to|that|not|[\w$'-]+)", to=("to",))
    out += _v("commit", "AGREE", "promise", r"\s+(?:itself\s+|himself\s+|themselves\s+)?to\b", rank=0)
    out += _v(
        "express voice declare signal confirm reiterate affirm",
        "AGREE",
        "promise",
        r"\s+(?:[\w']+\s+){0,3}?(?:readiness|willingness|preparedness)\b",
        rank=2,
    )
    out += _v("offer", "AGREE", "promise", r"\s+to\s+", to=("to",), rank=-1)
    out += _v(
        "extend renew prolong",
        "AGREE",
        "",
        rf"\s+{_GAP}(?:{_DEAL}|term|lease)\b",
        passive_after="",
        subject=_DEAL,
        to=("with",),
    )
    out += _v("accept agree", "AGREE", "", r"\s*(?:[.;,]|$)")
    out += _v("offer", "AGREE", "promise", r"\s+(?:an?|the|its|some|to|\d)\b", to=("to",), rank=-2)
    out += _v("stand remain", "AGREE", "promise", r"\s+ready\s+to\b", rank=2)
    out += _v("assure guarantee", "AGREE", "promise", r"\s+(?:[\w'-]+\s+){1,4}?that\b", rank=1)
    # SUPPORT
    out += _v(
        "welcome praise hail applaud commend congratulate endorse laud",
        "SUPPORT",
        "praise",
        passive_after=r"\s+by\b",
        possessor=True,
        to=("by",),
    )
    out += _v(
        "back support",
        "SUPPORT",
        "praise",
        r"\s+(?!by\b|into\b|down\b|up\b)",
        passive_after=r"\s+by\b",
        possessor=True,
        rank=-1,
    )
    out += _v("ratify", "SUPPORT", "sign", passive_after="", possessor=True)
    out += _v(
        "approve adopt pass",
        "AGREE",
        "",
        rf"\s+{_GAP}(?:amendments?|laws?|bill|budget|{_DEAL}|decree|schedules?|plan)\b",
        passive_after="",
        subject=rf"(?:amendments?|laws?|bill|budget|decree|plan|{_DEAL})",
        possessor=True,
        channel="decision",
    )
    # CONCEDE
    out += _v(
        "drop abandon soften waive relinquish renounce forgo",
        "CONCEDE",
        "yield",
        rf"\s+{_GAP}(?:demands?|conditions?|insistence|claims?|objections?|requirement|position|opposition|surcharge|right)\b",
        passive_after="",
        subject=r"(?:demands?|conditions?|insistence|claims?|objections?|requirement)",
        possessor=True,
        rank=3,
    )
    out += _v(
        "waive",
        "CONCEDE",
        "yield",
        r"\s+(?:[\w$.,'-]+\s+){0,6}?(?:fees?|dues|charges|debts?|penalt\w+|interest)\b",
        passive_after="",
        subject=r"(?:fees?|dues|charges|debts?|penalt\w+)",
        to=("for",),
        rank=3,
    )
    out += _v("apologise apologize", "CONCEDE", "yield", to=("to",))
    out += _v("concede yield", "CONCEDE", "yield", r"\s+(?:to|on|that|the|its|a|in)\b", to=("to",))
    out += _v(
        "accept",
        "CONCEDE",
        "yield",
        rf"\s+{_GAP}(?:terms|offers?|proposals?|price|conditions?|formula|demands?|compromise|cut|rate|discount|\$\S+|that|figure|fee|plan|schedule|supervision|audit\w*|deal)\b",
        possessor=True,
        rank=0,
    )
    out += _v("back", "CONCEDE", "yield", r"\s+(?:down|off|away)\b", rank=2)
    out += _v(
        "give",
        "CONCEDE",
        "yield",
        r"\s+(?:ground|in|way)\b|\s+up\s+(?:its|his|her|their|the|a)\b",
        to=("to",),
        rank=2,
    )
    # COOPERATE
    out += _v(
        "resume restart reopen",
        "COOPERATE",
        "resume",
        flow,
        passive_after="",
        subject=rf"{FLOW}",
        intransitive=True,
        to=("to", "with"),
        rank=1,
    )
    out += _v(
        "restore relaunch revive",
        "COOPERATE",
        "resume",
        flow,
        passive_after="",
        subject=rf"{FLOW}",
        to=("to",),
    )
    out += _v(
        "start begin",
        "COOPERATE",
        "start",
        rf"\s+(?:(?:to\s+)?(?!to\s)(?:pump\w*|export\w*|load\w*|deliver\w*|flow\w*|ship\w*|pay\w*|supply\w*|transfer\w*|receiv\w*|mov\w*)|(?!to\s){_GAP}(?:{FLOW})\b)",
        passive_after="",
        subject=rf"{FLOW}",
        intransitive=True,
        to=("to",),
    )
    out += _v(
        "return",
        "COOPERATE",
        "resume",
        r"\s+to\s+(?:service|operation|production|stream|normal|full)\b",
        subject=FLOW,
        intransitive=True,
    )
    out += _v(
        "come go",
        "COOPERATE",
        "resume",
        r"\s+(?:back\s+)?(?:on\s?stream|online|back\s+into\s+(?:service|operation)|into\s+operation)\b",
        subject=FLOW,
        intransitive=True,
    )
    out += _v(
        "leave sail depart",
        "COOPERATE",
        "deliver",
        r"\s+(?:in|on|for|from|the\s+(?:port|terminal))\b",
        subject=r"(?:cargo(?:es)?|tankers?|shipments?|vessels?)",
        intransitive=True,
    )
    out += _v(
        "flow move", "COOPERATE", "resume", r"\s+(?:again|once\s+more|on)\b", subject=FLOW, intransitive=True
    )
    out += _v(
        "pay repay settle disburse remit reimburse",
        "COOPERATE",
        "pay",
        r"\s+(?!attention|tribute|heed|a\s+visit|for\b|(?:a|the)\s+(?:heavy\s+)?price)(?!(?:[\w']+\s+){0,4}(?:dispute|question|row|issue|matter|differences|quarrel)\b)",
        passive_after="",
        subject=r"(?:arrears|debts?|invoices?|instal\w+|money|salar\w+|dues|sums?|tranche|amounts?|fees?|wages|dollars?|million|billion|dinars?|bills?|tariffs?)",
        to=("to",),
    )
    out += _v(
        "transfer wire send release",
        "COOPERATE",
        "pay",
        r"\s+(?:[\w$.,'-]+\s+){0,6}?(?:million|billion|funds|money|salar\w+|instal\w+|tranche|payments?|dollars|dinars|budget|arrears|sum)\b",
        passive_after="",
        subject=r"(?:money|funds|salar\w+|sums?|payments?|tranche|instal\w+|million|billion|dollars|dinars)",
        to=("to",),
        rank=1,
    )
    out += _v(
        "deliver supply ship hand provide submit send transfer",
        "COOPERATE",
        "deliver",
        r"\s+(?:over\s+)?(?:[\w$.,'-]+\s+){0,6}?(?:crude|oil|gas|barrels|cargo(?:es)?|data|records|documents|crews?|fuel|condensate|volumes|accounts|list|logs|readings|invoices|maps|keys|samples)\b",
        passive_after="",
        subject=r"(?:crude|oil|gas|barrels|cargo(?:es)?|data|records|documents|fuel|volumes|readings|logs|samples)",
        to=("to",),
    )
    out += _v(
        "raise increase boost double lift",
        "COOPERATE",
        "start",
        r"\s+(?:[\w'-]+\s+){0,4}?(?:exports|flows?|pumping|deliveries|throughput|loadings|shipments)\b",
        passive_after="",
        subject=r"(?:exports|flows?|pumping|deliveries|throughput|loadings|shipments)",
        rank=1,
    )
    out += _v(
        "receive get",
        "COOPERATE",
        "pay",
        r"\s+(?:[\w$.,'-]+\s+){0,8}?(?:million|billion|dollars?|payments?|salar\w+|instal\w+|tranche|money|funds|barrels?|cargo\w*|crude)\b[^.;]{0,40}?\bfrom\b",
        to=("from",),
        rank=5,
        reverse=True,
    )
    # AID
    out += _v("donate", "AID", "", passive_after="", to=("to",))
    out += _v(
        "send deliver provide ship supply",
        "AID",
        "",
        r"\s+(?:[\w$.,'-]+\s+){0,8}?(?:food|medicines?|fuel|water|tents|aircraft|generators?)\s+(?:for|to)\s+(?:the\s+)?(?:hospitals?|refugees|displaced|clinics?|victims|villages|camps?)\b",
        passive_after="",
        subject=r"(?:food|medicines?|tents)",
        to=("to",),
        rank=6,
    )
    out += _v("lend", "AID", "", r"\s+(?!support|weight|its\s+(?:name|voice))", passive_after="", to=("to",))
    out += _v(
        "grant extend provide give approve",
        "AID",
        "",
        r"\s+(?:[\w$.,'-]+\s+){0,6}?(?:loan|grant|aid|credit\s+line|assistance|humanitarian|emergency\s+fund\w*|relief)\b",
        passive_after="",
        subject=r"(?:loan|grant|aid|credit)",
        to=("to",),
        rank=2,
    )
    # RETREAT
    out += _v(
        "lift end remove ease revoke rescind",
        "RETREAT",
        "access",
        rf"\s+{_GAP}(?:ban|measures?|blockade|force\s+majeure|embargo|sanctions|restrictions?|closure|suspension|strike|roadblock|curbs|freeze|cap|injunction|siege|sit-in|protest)\b",
        passive_after="",
        subject=r"(?:ban|measure|blockade|force majeure|embargo|sanctions|restrictions?|closure|freeze|injunction)",
        to=("against", "on"),
        rank=3,
    )
    out += _v(
        "withdraw drop discontinue",
        "RETREAT",
        "withdraw",
        rf"\s+{_GAP}(?:suits?|lawsuits?|cases?|claims?|complaints?|arbitration|troops|forces|appeals?|petitions?|force\s+majeure|proceedings|charges|notice)\b",
        passive_after="",
        subject=r"(?:suits?|lawsuits?|cases?|complaints?|arbitration|troops|forces|claims?|petition)",
        to=("against", "from"),
        possessor=True,
        rank=4,
    )
    out += _v(
        "release free unfreeze",
        "RETREAT",
        "release",
        r"\s+(?!(?:a|the|its|no|any|his|their|further|official)?\s*(?:\w+\s+)?(?:statement|readout|report|figures|data|results|video|text|details|minutes|document|transcript)\b)",
        passive_after="",
        subject=r"(?:tanker|vessel|ship|cargo|workers?|engineers?|staff|crew|men|detainees|hostages|director|driver|trucks?|officials?|managers?|assets|accounts)",
        rank=0,
    )
    out += _v("pay", "COOPERATE", "pay", r"\s*(?:[.;]|$)", rank=-1)
    out += _v("let", "RETREAT", "access", r"\s+(?:[\w'-]+\s+){1,4}?(?:through|pass|in)\b")
    out += _v("resign", "RETREAT", "resign")
    out += _v("step", "RETREAT", "resign", r"\s+(?:down|aside)\b")
    out += _v(
        "reopen open",
        "RETREAT",
        "access",
        r"\s+(?:[\w'-]+\s+){0,4}?(?:border|crossings?|road|gates?|side|airspace)\b",
        passive_after="",
        subject=r"(?:border|crossings?|road|gates?)",
        rank=2,
    )
    out += _v("unblock unlock", "RETREAT", "access", r"\s+\w", passive_after="")
    out += _v(
        "grant issue",
        "RETREAT",
        "access",
        r"\s+(?:[\w&'-]+\s+){0,6}?(?:[Ll]icen[cs]e|waiver|permit|exemption)\b",
        passive_after="",
        subject=r"(?:[Ll]icen[cs]e|waiver|permit|exemption)",
        to=("to",),
        rank=4,
    )
    out += _v(
        "remove dismantle clear",
        "RETREAT",
        "access",
        r"\s+(?:[\w'-]+\s+){0,3}?(?:barriers?|roadblocks?|checkpoint|tents|barricades?)\b",
        passive_after="",
        subject=r"(?:barriers?|roadblocks?|barricades?)",
    )
    out += _v("drop withdraw", "RETREAT", "withdraw", r"\s+(?:[\w'-]+\s+){0,3}?threats?\b", rank=2)
    # REQUEST
    out += _v("apply", "REQUEST", "assist", r"\s+(?:[\w'-]+\s+){0,4}?for\b", to=("to",))
    out += _v(
        "propose",
        "REQUEST",
        "meet",
        r"\s+(?:[\w'-]+\s+){0,4}?(?:talks|meeting|date|round|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b",
        to=("to",),
        rank=1,
    )
    out += _v("urge", "REQUEST", "change", passive_after=r"\s+to\b", to=("on",))
    out += _v(
        "call appeal",
        "REQUEST",
        "change",
        r"\s+(?:again\s+|once\s+more\s+|publicly\s+)?(?:on|upon|for|to)\b",
        to=("on", "upon", "to"),
        rank=1,
    )
    out += _v(
        "ask request",
        "REQUEST",
        "change",
        r"\s+(?!about|himself|herself|whether|how|why|when|what|if\b|not\s+to\s+be|to\s+remain|to\s+be\s|once\b)",
        passive_after=r"\s+to\b",
        to=("to", "from", "of"),
    )
    out += _v(
        "press push pressure lobby",
        "REQUEST",
        "change",
        r"\s+(?!ahead|through|back|up\b|down\b|forward|on\b|the\s+price)",
        passive_after=r"\s+to\b",
        to=("on", "for"),
    )
    out += _v("demand", "REQUEST", "change", r"\s+\w", passive_after=r"\s+by\b", to=("from", "of", "that"))
    out += _v("implore beseech encourage exhort", "REQUEST", "change", r"\s+\w", passive_after=r"\s+to\b")
    out += _v(
        "call",
        "REQUEST",
        "meet",
        r"\s+for\s+(?:[\w-]+\s+){0,4}?(?:talks|meeting|dialogue|negotiations|summit)\b",
        to=("with", "between"),
        rank=2,
    )
    out += _v("invite summon", "REQUEST", "meet", passive_after=r"\s+to\b", rank=1)
    out += _v(
        "tell",
        "REQUEST",
        "change",
        r"\s+(?:[\w'-]+\s+){1,5}?(?<!\w)(?:not\s+)?to\s+(?!(?:the|a|an|its|his|their)\b)[a-z]+",
        passive_after=r"\s+(?:not\s+)?to\b",
        rank=1,
    )
    out += _v(
        "instruct direct order",
        "REQUEST",
        "change",
        r"\s+(?:[\w'-]+\s+){0,7}?(?:to\b|that\b)",
        passive_after=r"\s+(?:not\s+)?to\b",
    )
    out += _v(
        "require", "REQUEST", "change", r"\s+(?:[\w'-]+\s+){1,5}?to\b", passive_after=r"\s+to\b", rank=-1
    )
    out += _v(
        "give",
        "REQUEST",
        "change",
        r"\s+(?:[\w'-]+\s+){0,6}?(?:hours|days|weeks|until\s+\w+|a\s+deadline|a\s+week|a\s+month)\s+(?:\w+\s+)?to\b",
        rank=2,
    )
    out += _v("set", "REQUEST", "change", r"\s+(?:[\w'-]+\s+){0,3}?deadline\b", to=("for",), rank=1)
    out += _v(
        "insist",
        "REQUEST",
        "change",
        r"\s+(?:on|that\s+(?:[\w'-]+\s+){1,4}?(?:must|should|has\s+to|have\s+to))\b",
        rank=1,
    )
    out += _v("seek", "REQUEST", "change", r"\s+(?:[\w'-]+\s+){0,6}?from\s+", to=("from",), rank=0)
    out += _v(
        "repeat reiterate renew make issue",
        "REQUEST",
        "change",
        r"\s+(?:[\w'-]+\s+){0,4}?(?:call|demand|request|appeal)\s+(?:for|that|on|to)\b",
        to=("on", "to"),
        rank=2,
    )
    out += _v(
        "give", "THREATEN", "restrict", r"\s+(?:[\w'-]+\s+){0,5}?(?:hours|days|weeks)\s+before\b", rank=3
    )
    # ACCUSE
    out += _v(
        "call",
        "ACCUSE",
        "disapprove",
        r"\s+(?:[\w'-]+\s+){1,5}?(?:an?\s+)?(?:\w+\s+)?(?:breach|violation|theft|crime|blackmail|illegal|unlawful|smuggling)\b",
        rank=2,
    )
    out += _v("accuse", "ACCUSE", "allege", passive_after=r"\s+of\b|\s+by\b")
    out += _v("blame fault", "ACCUSE", "allege", passive_after=r"\s+for\b|\s+by\b", to=("on",))
    out += _v(
        "criticise criticize condemn denounce slam rebuke decry deplore lambast chide",
        "ACCUSE",
        "disapprove",
        passive_after=r"\s+by\b|\s+for\b",
        possessor=True,
    )
    out += _v("hold", "ACCUSE", "allege", r"\s+(?:[\w'-]+\s+){1,6}?(?:fully\s+)?responsible\b", rank=3)
    out += _v("allege", "ACCUSE", "allege", r"\s+(?:that\b|\w+)")
    out += _v("investigate probe", "ACCUSE", "investigate", passive_after="")
    out += _v(
        "open launch order begin start",
        "ACCUSE",
        "investigate",
        r"\s+(?:[\w'-]+\s+){0,4}?(?:inquiry|investigation|probe|audit)\b",
        passive_after="",
        subject=r"(?:inquiry|investigation|probe)",
        to=("into", "of", "against"),
        possessor=True,
        rank=3,
    )
    out += _v(
        "charge", "ACCUSE", "allege", r"\s+(?:that\b|(?:[\w'-]+\s+){1,4}?with\b)", passive_after=r"\s+with\b"
    )
    out += _v("sue", "ACCUSE", "allege", passive_after=r"\s+by\b|\s+in\b|\s+for\b", channel="court")
    out += _v(
        "file lodge submit bring register initiate launch open start",
        "ACCUSE",
        "allege",
        r"\s+(?:[\w'-]+\s+){0,6}?(?:suit|lawsuit|complaint|petition|request\s+for\s+arbitration|arbitration|claim|case|appeal|proceedings|legal\s+action|writ)\b",
        passive_after="",
        subject=r"(?:suit|lawsuit|complaint|petition|request for arbitration|claim|case|proceedings)",
        to=("against",),
        channel="court",
        rank=3,
    )
    out += _v(
        "take",
        "ACCUSE",
        "allege",
        r"\s+(?:[\w'-]+\s+){1,6}?to\s+(?:court|arbitration)\b",
        channel="court",
        rank=1,
    )
    # CLAIM told by a verb of its own
    out += _v(
        "reject dismiss refute rebut",
        "CLAIM",
        "denial",
        r"\s+(?:[\w'-]+\s+){0,3}?(?:charges?|accusations?|allegations?|rumou?rs)\b",
        rank=5,
    )
    out += _v(
        "make repeat renew give",
        "CLAIM",
        "forecast",
        r"\s+(?!no\b)(?:[\w'-]+\s+){0,3}?(?:forecast|prediction)\b",
        rank=3,
    )
    # REJECT
    out += _v(
        "reject rebuff dismiss spurn",
        "REJECT",
        "change",
        r"\s+(?!reports?\b|(?:\w+\s+)?(?:rumou?rs|allegations|media|suggestions|claims)\b|comment\b|to\s+comment|to\s+say)",
        passive_after="",
        subject=rf"(?:{_DONOR}|amendment|request|idea)",
        to=("from",),
        possessor=True,
    )
    out += _v("refuse", "REJECT", "change", r"\s+to\s+(?!comment|say|be\s+named)", to=(), rank=1)
    out += _v(
        "send",
        "REJECT",
        "change",
        r"\s+(?:[\w'-]+\s+){0,3}?back\b",
        passive_after=r"\s+back\s+to\b",
        subject=r"(?:bill|draft|law|text|proposal)",
        rank=4,
    )
    out += _v(
        "turn",
        "REJECT",
        "change",
        r"\s+down\b|\s+(?:[\w'-]+\s+){1,5}?down\b",
        passive_after=r"\s+down\b",
        possessor=True,
        to=("from",),
    )
    out += _v(
        "refuse deny",
        "REJECT",
        "change",
        r"\s+(?:[\w'-]+\s+){1,3}?(?:access|entry|permission|visas?)\b",
        passive_after=r"\s+(?:access|entry|permission|a\s+visa)\b",
        rank=2,
    )
    out += _v("rule", "REJECT", "change", r"\s+out\b", passive_after=r"\s+out\b")
    out += _v("veto", "REJECT", "change", passive_after="", possessor=True)
    out += _v(
        "decline",
        "REJECT",
        "change",
        r"\s+(?:to\s+(?!comment|be\s+(?:named|identified)|say|give|elaborate|disclose|discuss)|(?:an?|the|its)\s+(?:offer|invitation|request|proposal))",
        possessor=True,
    )
    out += _v("object", "REJECT", "change", r"\s+to\b", to=("to",), possessor=True, rank=-1)
    out += _v("oppose", "REJECT", "change", r"\s+\w", possessor=True, rank=-1)
    out += _v("walk", "REJECT", "meet", r"\s+(?:out|away)\b", to=("with",))
    out += _v("boycott", "PROTEST", "boycott", r"\s+\w", possessor=True)
    out += _v("refuse decline", "REJECT", "change", r"\s*(?:[.;,]|$)")
    # THREATEN
    out += _v(
        "threaten",
        "THREATEN",
        "restrict",
        r"\s+(?:to\b|that|[A-Z]|[\w'-]+\s+)",
        passive_after=r"\s+with\b|\s+by\b",
        to=("against",),
    )
    out += _v(
        "warn",
        "THREATEN",
        "restrict",
        r"\s+(?:[\w'-]+\s+){0,6}?(?:that\s+)?(?:it|they|he|she|we)\s+(?:would|will|could|may|might|is ready|was ready|were ready)\b",
        rank=2,
    )
    # PROTEST
    out += _v(
        "protest demonstrate rally march",
        "PROTEST",
        "demo",
        r"(?:\s+(?:in|at|outside|against|over|on|to|through|for|from|near|before)\b|\s*[.,])",
        to=("against",),
    )
    out += _v(
        "walk go",
        "PROTEST",
        "strike",
        r"\s+(?:off\s+the\s+job|(?:out\s+)?on\s+strike|off\s+(?:work|the))\b",
        rank=2,
    )
    out += _v(
        "stage launch begin start hold declare call",
        "PROTEST",
        "strike",
        r"\s+(?:[\w'-]+\s+){0,4}?(?:strike|walkout|stoppage)\b(?!\s+on\b)",
        to=("against",),
        rank=4,
    )
    out += _v(
        "stage hold organise organize",
        "PROTEST",
        "demo",
        r"\s+(?:[\w'-]+\s+){0,4}?(?:protest|demonstration|sit-in|rally|march)\b",
        to=("against",),
        rank=4,
    )
    out += _v("strike", "PROTEST", "strike", r"\s+(?:over|for)\b", rank=-1)
    out += _v(
        "close",
        "PROTEST",
        "obstruct",
        r"\s+(?:[\w'-]+\s+){0,2}?(?:road|highway|gates?|entrance|bridge|junction)\b",
        rank=2,
    )
    # SANCTION
    out += _v(
        "halt suspend stop",
        "SANCTION",
        "discontinue",
        rf"\s+(?!short|at\b|over\b){_GAP}(?:{FLOW}|{_TALKS}|[Ll]icen[cs]es?|{_DEAL}|imports?|work|loading|pumping|participation|cooperation|purchases|services|transmission|drilling|import\w*)\b",
        passive_after="",
        subject=rf"(?:{FLOW}|{_TALKS}|[Ll]icen[cs]es?|{_DEAL}|imports?|work|purchases|membership)",
        intransitive=True,
        possessor=False,
        to=("with",),
        rank=1,
    )
    out += _v(
        "shut",
        "SANCTION",
        "discontinue",
        rf"\s+(?:down|in|off)?\s*{_GAP}(?:{FLOW}|wells)\b|\s+(?:down|off)\b",
        passive_after="",
        subject=FLOW,
    )
    out += _v(
        "close",
        "SANCTION",
        "discontinue",
        r"\s+(?:down\s+|off\s+)?(?:[\w'-]+\s+){0,4}?(?:pipeline|valves?|line|terminals?|fields?|oil\s?fields?|border|crossings?|tap|ports?|route|moorings?)\b",
        passive_after="",
        subject=r"(?:pipeline|valves?|line|terminal|field|border|crossings?|port|route)",
        rank=0,
    )
    out += _v(
        "cut turn switch",
        "SANCTION",
        "discontinue",
        rf"\s+off\b|\s+{_GAP}{FLOW}\s+(?:off\b)|\s+(?:[\w-]+\s+){0, 3}?(?:exports|flows?|supplies|supply|deliveries|pumping)\b(?!\s+by)",
        passive_after=r"\s+(?:off|back)?",
        subject=FLOW,
    )
    out += _v(
        "break",
        "SANCTION",
        "discontinue",
        rf"\s+off\s+{_GAP}(?:{_TALKS}|contacts?)\b",
        passive_after=r"\s+off\b",
        to=("with",),
        rank=1,
    )
    out += _v(
        "fall drop",
        "SANCTION",
        "discontinue",
        r"\s+to\s+(?:zero|nothing|nil)\b",
        subject=FLOW,
        intransitive=True,
    )
    out += _v(
        "suspend halt stop cancel",
        "SANCTION",
        "discontinue",
        r"\s+(?:[\w'-]+\s+){0,3}?(?:orders|purchases|liftings?|cargo\w*|bids|tenders?|nominations?)\b",
        passive_after="",
        subject=r"(?:orders|purchases|liftings?|tenders?|nominations?)",
        rank=1,
    )
    out += _v("cease", "SANCTION", "discontinue", r"", subject=FLOW, intransitive=True)
    out += _v(
        "cancel terminate annul revoke end void scrap freeze denounce",
        "SANCTION",
        "withdraw",
        rf"\s+{_GAP}(?:{_DEAL}|[Ll]icen[cs]es?|concessions?|permits?|{_TALKS}|treaty|tender|assets|accounts|membership)\b",
        passive_after="",
        subject=rf"(?:{_DEAL}|[Ll]icen[cs]es?|concessions?|permits?|assets|accounts)",
        to=("with", "of", "from"),
        possessor=True,
        rank=2,
    )
    out += _v(
        "declare",
        "SANCTION",
        "discontinue",
        r"\s+force\s+majeure\b",
        passive_after="",
        subject=r"force majeure",
        rank=3,
    )
    out += _v(
        "rule find decide",
        "SANCTION",
        "convict",
        r"\s+(?:(?:[\w'-]+\s+){0,3}?against|in\s+favou?r\s+of|for\s+(?=[A-Z])|(?:in\s+\w+\s+\d{4}\s+|on\s+[\w\s]+?\s+)?that\s+(?:[\w'-]+\s+){1,14}?(?:br(?:oken|oke)|breach\w*|violat\w+|unlawful\w*|illegal\w*|void|owe[sd]?|must\s+pay|liable|unconstitutional|had\s+no\s+right))\b|\s+(?:[\w'-]+\s+){1,6}?(?:in\s+breach|liable|guilty)\b",
        passive_after=r"\s+(?:liable|in\s+breach|guilty)",
        to=("against",),
        channel="court",
        rank=2,
    )
    out += _v(
        "order",
        "SANCTION",
        "convict",
        r"\s+(?:[\w'-]+\s+){1,6}?to\s+(?:pay|compensate|hand|stop|halt|repay)\b",
        passive_after=r"\s+to\s+(?:pay|compensate|repay)\b",
        channel="court",
        rank=-2,
    )
    out += _v(
        "award",
        "SANCTION",
        "convict",
        r"\s+(?:[\w'$.-]+\s+){1,6}",
        passive_after="",
        channel="court",
        rank=-1,
    )
    out += _v(
        "fine penalise penalize sanction blacklist",
        "SANCTION",
        "restrict",
        r"\s+\w",
        passive_after="",
        subject="",
    )
    out += _v(
        "impose",
        "SANCTION",
        "restrict",
        r"\s+(?:[\w'$.-]+\s+){0,5}?(?:sanctions|fine|penalt\w+|ban|levy|surcharge|embargo|curbs|restrictions|fee)\b",
        passive_after="",
        subject=r"(?:sanctions|fine|penalt\w+|ban|surcharge|embargo|curbs|restrictions)",
        to=("on", "against"),
        rank=1,
    )
    out += _v(
        "recall",
        "SANCTION",
        "withdraw",
        r"\s+(?:[\w'-]+\s+){0,3}?ambassador\b",
        passive_after="",
        subject="ambassador",
        to=("from",),
    )
    out += _v(
        "expire lapse",
        "SANCTION",
        "discontinue",
        subject=rf"(?:{_DEAL}|[Ll]icen[cs]es?|waivers?)",
        intransitive=True,
    )
    out += _v("rupture burst", "SANCTION", "discontinue", subject=FLOW, intransitive=True)
    out += _v("expel", "SANCTION", "expel", passive_after="")
    out += _v("ban bar", "SANCTION", "restrict", r"\s+\w", passive_after="", to=("from",))
    out += _v(
        "strike quash",
        "SANCTION",
        "convict",
        r"\s+down\b|\s+the\s+(?:law|contract|licence|license)\b",
        passive_after=r"\s+down\b",
        channel="court",
        rank=2,
    )
    # MOBILIZE
    out += _v(
        "deploy mobilise mobilize", "MOBILIZE", "troops", passive_after="", subject="", to=("to", "against")
    )
    out += _v(
        "send move dispatch",
        "MOBILIZE",
        "troops",
        r"\s+(?:[\w'-]+\s+){0,4}?(?:troops|soldiers|police|army|forces|units|guards|brigade|warships?|gunboats|battalion|reinforcements|security\s+forces)\b",
        passive_after="",
        subject=r"(?:troops|soldiers|police|forces|units|guards|brigade|warships?|battalion|reinforcements)",
        to=("to",),
        rank=3,
    )
    out += _v(
        "put place",
        "MOBILIZE",
        "troops",
        r"\s+(?:[\w'-]+\s+){1,8}?on\s+(?:high\s+|full\s+)?alert\b",
        passive_after=r"\s+on\s+(?:high\s+|full\s+)?alert\b",
        rank=2,
    )
    # COERCE
    out += _v("withhold", "COERCE", "withhold", passive_after="", to=("from",))
    out += _v(
        "freeze block delay stop",
        "COERCE",
        "withhold",
        r"\s+(?:[\w'-]+\s+){0,5}?(?:salar\w+|budget\s+(?:share|transfers?|payments?)|wages|funds|allocations?|accounts|budget)\b",
        passive_after="",
        subject=r"(?:salar\w+|wages|budget|funds|allocations?)",
        to=("from", "to"),
        rank=3,
    )
    out += _v(
        "nationalise nationalize expropriate", "COERCE", "seize", passive_after="", possessor=True, to=("of",)
    )
    out += _v(
        "seize confiscate impound commandeer capture",
        "COERCE",
        "seize",
        passive_after="",
        subject="",
        possessor=True,
    )
    out += _v("detain arrest jail", "COERCE", "arrest", passive_after="", subject="")
    out += _v("blockade occupy storm overrun", "COERCE", "restrict", r"\s+\w", passive_after="")
    out += _v(
        "block barricade",
        "PROTEST",
        "obstruct",
        r"\s+(?:[\w'-]+\s+){0,5}?(?:roads?|highway|gates?|entrance|access|route|trucks|tankers|convoys?|junction|bridge|railway)\b",
        passive_after="",
        subject=r"(?:roads?|highway|gates?|entrance|access|trucks|tankers|convoys?|junction|bridge)",
        rank=1,
    )
    out += _v(
        "close shut",
        "COERCE",
        "restrict",
        r"\s+(?:[\w'-]+\s+){1,6}?by\s+force\b",
        passive_after=r"\s+by\s+force\b",
        rank=5,
    )
    out += _v(
        "hold keep",
        "COERCE",
        "withhold",
        r"\s+back\s+(?:[\w$.,'-]+\s+){0,4}?(?:salar\w+|dinars|dollars|funds|money|budget|million|billion|trillion|payments?|crude|oil)\b",
        to=("from",),
        rank=4,
    )
    # ASSAULT
    out += _v("attack bomb shell raid ambush torch", "ASSAULT", "", passive_after="", subject="")
    out += _v(
        "strike hit",
        "ASSAULT",
        "",
        r"\s+(?!(?:a|an|the)\s+(?:deal|balance|tone|accord|agreement|record|low|high|snag|bargain|compromise|low)\b|record|back\b|by\b|out\b|down\b|hard\b|\$|\d)(?:[\w'-]+\s+){0,4}?(?:field|plant|pipeline|line|station|refinery|tank\w*|terminal|complex|facilit\w+|installation|depot|well\w*|site|convoy|port|compressor|house|base|camp|airport|unit|pump\w*|storage|warehouse|[A-Z]\w+)\b",
        passive_after=r"\s+by\s+(?:[\w'-]+\s+){0,4}?(?:drones?|rockets?|missiles?|explosi\w+|gunfire|shell\w*|mortar\w*|blast|projectiles?|attack)",
        subject="",
        rank=-1,
    )
    out += _v(
        "target",
        "ASSAULT",
        "",
        r"\s+(?:[\w'-]+\s+){0,4}?(?:field|plant|pipeline|station|refinery|terminal|complex|facilit\w+|installation|depot)\b",
        passive_after=r"",
        subject=r"(?:field|plant|pipeline|station|refinery|terminal|complex|facilit\w+|installation|depot)",
        rank=-2,
    )
    out += _v(
        "damage destroy",
        "ASSAULT",
        "",
        r"\s+(?:[\w'-]+\s+){0,4}?(?:field|plant|pipeline|line|station|refinery|terminal|pump\w*)\b",
        passive_after=r"\s+(?:[\w'-]+\s+){0,4}?by\s+(?:[\w'-]+\s+){0,3}?(?:drones?|rockets?|missiles?|explosi\w+|bombs?|blast|attack|sabot\w+|fire)",
        rank=-1,
    )
    out += _v("blow", "ASSAULT", "explosive", r"\s+up\b", passive_after=r"\s+up\b")
    out += _v(
        "fight clash",
        "ASSAULT",
        "fire",
        r"\s+(?:with|near|in|at|around|over|outside|for)\b|\s*[.,]",
        to=("with",),
    )
    out += _v("sabotage", "ASSAULT", "explosive", passive_after="")
    out += _v(
        "explode detonate crash",
        "ASSAULT",
        "",
        r"\s+(?:at|near|in|into|on|inside|under|outside|above|over)\b",
        subject=r"(?:drones?|bombs?|devices?|rockets?|missiles?|mines?|charges?|explosives?)",
        intransitive=True,
    )
    out += _v(
        "fire open",
        "ASSAULT",
        "fire",
        r"\s+(?:on|at|rockets?|missiles?|mortars?|shots|fire\s+on)\b",
        to=("on", "at"),
        rank=1,
    )
    return out


SAY = frozenset(
    [
        "say",
        "tell",
        "add",
        "announce",
        "state",
        "report",
        "write",
        "declare",
        "confirm",
        "note",
        "claim",
        "insist",
        "explain",
        "stress",
        "argue",
        "maintain",
        "acknowledge",
        "estimate",
        "describe",
        "predict",
        "forecast",
        "expect",
        "think",
        "suggest",
        "indicate",
        "reveal",
        "disclose",
        "reply",
        "respond",
        "comment",
        "caution",
        "warn",
        "remark",
        "observe",
        "believe",
        "contend",
        "assert",
        "emphasise",
        "emphasize",
        "quote",
        "post",
        "recall",
        "anticipate",
        "admit",
        "hint",
        "point",
        "inform",
        "notify",
        "swear",
        "hope",
        "foresee",
        "deny",
        "promise",
    ]
)
"""Verbs that bring in what somebody says."""

_NOUNISH = frozenset(["call", "calls", "talk", "talks", "visit", "visits", "demand", "demands", "attack", "attacks", "strike", "strikes", "order", "orders", "request", "requests", "claim", "claims", "report", "reports", "offer", "offers", "plan", "plans", "halt", "halts", "ban", "bans", "fine", "fines", "protest", "protests", "march", "rally", "award", "awards", "supply", "supplies", "support", "supports", "protest", "return", "returns", "transfer", "transfers", "release", "releases", "increase", "increases", "note", "notes", "host", "hosts", "raise", "start", "starts", "stop", "stops", "block", "blocks", "hit", "hits", "back", "object", "objects", "fire", "fires", "ring", "target", "targets", "state", "states", "praise", "appeal", "appeals", "press", "order", "cut", "cuts", "pay", "probe", "audit", "sanction", "sanctions", "comment", "comments", "forecast", "forecasts", "estimate", "promise", "promises", "pledge", "pledges", "shell", "shells", "raid", "raids", "raises", "move", "moves", "post", "posts", "direct", "open", "place", "places", "delay", "delays", "rule", "rules", "phone", "phones", "flow", "flows", "point", "points", "run", "runs", "set", "sets", "drop", "drops", "commit", "hold", "holds", "vow", "vows", "question", "march", "remark", "remarks", "review", "reviews", "brief", "limit", "limits", "loan", "draft", "exports", "export", "imports", "import", "loads", "load", "costs", "cost", "needs", "need", "uses", "use", "works", "work", "reaches", "reach", "controls", "control", "produces", "produce", "trade", "names", "name", "forms", "form", "marks", "mark", "dates", "date", "progress", "advance", "advances", "changes", "change", "shares", "share", "treats", "hopes", "hope", "lack", "range", "means", "results", "account", "accounts", "store", "stores", "aims", "aim", "returns", "causes", "cause", "concerns", "concern", "damages", "damage", "gains", "gain", "delays", "benefits", "issues", "issue", "turns", "turn", "ends", "end", "stays", "stay", "declines", "decline", "drops", "losses", "plans", "study", "meets", "lead", "leads", "matter", "process", "refuse", "base", "permits", "permit", "hosts", "schedule", "schedules", "tender", "tenders", "contract", "contracts", "renew", "ship", "ships", "face", "faces", "lead", "leads", "hand", "hands", "step", "steps", "rise"])  # fmt: skip
"""Forms that are as often nouns; they count as verbs only after a subject."""


def _inflect(lemma: str) -> dict[str, set[str]]:
    out: dict[str, set[str]] = {lemma: {"base"}}

    def put(form: str, tag: str) -> None:
        out.setdefault(form, set()).add(tag)

    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        put(lemma + "es", "s")
    elif lemma.endswith("y") and lemma[-2] not in "aeiou":
        put(lemma[:-1] + "ies", "s")
    else:
        put(lemma + "s", "s")
    if lemma in _IRREGULAR:
        past, part = _IRREGULAR[lemma].split()
    elif lemma.endswith("e"):
        past = part = lemma + "d"
    elif lemma.endswith("y") and lemma[-2] not in "aeiou":
        past = part = lemma[:-1] + "ied"
    else:
        past = part = lemma + "ed"
    short = re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", lemma) and lemma not in _IRREGULAR
    if short and past == lemma + "ed":
        past = part = lemma + lemma[-1] + "ed"  # "barred", "shipped"
    stem = lemma[:-1] if lemma.endswith("e") and not lemma.endswith("ee") else lemma
    if (past.endswith(stem[-1] * 2 + "ed") and stem[-1:] != stem[-2:-1]) or lemma in (
        "hit",
        "cut",
        "shut",
        "set",
        "sit",
        "put",
        "get",
        "let",
        "begin",
        "run",
        "win",
    ):
        stem += stem[-1]
    put(past, "past")
    put(part, "part")
    put(stem + "ing", "ing")
    for form, tag in (("traveled", "past"), ("canceled", "past"), ("signaled", "past")):
        if lemma.endswith("el") and form.startswith(lemma):
            put(form, tag)
            put(form, "part")
    return out


@lru_cache(maxsize=1)
def entries() -> dict[str, tuple[Verb, ...]]:
    """Entries by lemma, best rank first; their patterns are compiled when first asked for."""
    by_lemma: dict[str, list[Verb]] = {}
    for verb in _build():
        by_lemma.setdefault(verb.lemma, []).append(verb)
    return {lemma: tuple(sorted(verbs, key=lambda v: -v.rank)) for lemma, verbs in by_lemma.items()}


@lru_cache(maxsize=2048)
def compiled(pattern: str, ignore: bool = False) -> re.Pattern[str]:
    """A pattern of an entry, compiled once."""
    return re.compile(pattern, re.I if ignore else 0)


@lru_cache(maxsize=1)
def forms() -> dict[str, tuple[VerbForm, ...]]:
    """Every form of every verb known here, in small letters."""
    lemmas = dict.fromkeys([*entries(), *sorted(SAY), *_IRREGULAR, *_OTHER])
    out: dict[str, list[VerbForm]] = {}
    for lemma in lemmas:
        if lemma == "be":
            continue
        for form, tags in _inflect(lemma).items():
            out.setdefault(form, []).append(VerbForm(lemma, frozenset(tags)))
    return {form: tuple(found) for form, found in out.items()}


_OTHER = [
    "want",
    "need",
    "hope",
    "continue",
    "face",
    "lie",
    "depend",
    "require",
    "cover",
    "include",
    "follow",
    "allow",
    "cost",
    "owe",
    "amount",
    "total",
    "average",
    "produce",
    "carry",
    "use",
    "help",
    "cause",
    "lack",
    "exceed",
    "reflect",
    "show",
    "mean",
    "work",
    "try",
    "manage",
    "fail",
    "plan",
    "intend",
    "prepare",
    "aim",
    "decide",
    "choose",
    "appear",
    "seem",
    "prove",
    "return",
    "enter",
    "cross",
    "wait",
    "resolve",
    "overcome",
    "obtain",
    "await",
    "handle",
    "operate",
    "own",
    "control",
    "store",
    "load",
    "export",
    "import",
    "process",
    "refine",
    "account",
    "form",
    "base",
    "consist",
    "range",
    "represent",
    "mark",
    "point",
    "turn",
    "end",
    "last",
    "stay",
    "stall",
    "collapse",
    "falter",
    "progress",
    "advance",
    "proceed",
    "change",
    "develop",
    "improve",
    "worsen",
    "decline",
    "drop",
    "climb",
    "slip",
    "gain",
    "trade",
    "earn",
    "lose",
    "spend",
    "save",
    "reach",
    "total",
    "name",
    "identify",
    "consider",
    "regard",
    "treat",
    "like",
    "share",
    "complete",
    "agree",
    "concern",
    "affect",
    "involve",
    "contain",
    "date",
    "expire",
    "enable",
    "ensure",
    "guarantee",
    "protect",
    "preserve",
    "damage",
    "injure",
    "kill",
    "destroy",
]
NOUNISH = _NOUNISH
