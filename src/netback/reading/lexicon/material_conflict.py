"""Material conflict: PROTEST, SANCTION, MOBILIZE, COERCE, ASSAULT."""

from __future__ import annotations

# fmt: off
from netback.reading.lexicon.entry import DEAL, FLOW, FORCES, LICENCE, TALKS, WEAPON, WORKS, Verb, obj, v

__all__ = ["verbs"]

_ROADS = r"(?:roads?|highway|gates?|entrance|access|trucks|tankers|convoys?|junction|bridge|route|railway|crossing|motorway|border)"
_PAYROLL = r"(?:salar\w+|budget\s+(?:share|transfers?|payments?)|wages|funds|funding|allocations?|accounts|budget|transfers?|payments?|instal\w+|tranche|share|dues|payroll|revenues?|money|cash|rest|remainder|difference|subsid(?:y|ies))"
_LOCALS = r"(?:residents?|villagers?|workers?|protest\w+|demonstrators?|tribes\w+|strikers?|farmers?|youths?|elders?|employees|students|teachers|drivers|activists|communit\w+|locals|crowds?|unions?|fishermen|families|herders|unemployed)"
_ORDERS = r"(?:orders|purchases|loadings?|shipments?|deliver(?:y|ies)|liftings?|cargo\w*|bids|tenders?|nominations?|bookings?|membership|participation|cooperation|commitments?|funding|financing|guarantees?|services|transmission|imports?|work|visits?|investment|activit\w+|contacts?|recognition|talks)"


def _protest() -> list[Verb]:
    out: list[Verb] = []
    out += v("protest demonstrate rally march picket", "PROTEST", "demo", r"(?:\s+(?:in|at|outside|against|over|on|to|through|for|from|near|before|last|yesterday|today)\b|\s*[.,]|$)", to=("against",), subject="")
    out += v("take", "PROTEST", "demo", r"\s+to\s+the\s+streets?\b", to=("against",), rank=4)
    out += v("walk go down", "PROTEST", "strike", r"\s+(?:off\s+(?:the\s+job|work|the\s+site|the\s+platform)|(?:out\s+)?on\s+(?:an?\s+)?(?:[\w-]+\s+){0,2}strike|tools)\b", rank=2)
    out += v("walk", "PROTEST", "strike", r"\s+off\b|\s+out\s+(?:over|in|on)\b", rank=1)
    out += v("stop", "PROTEST", "strike", r"\s+work\b", rank=3)
    out += v("stage launch begin start hold declare call announce observe join", "PROTEST", "strike", r"(?:\s+for)?" + obj(r"(?:strike|walkout|stoppage|work-to-rule|go-slow|hunger\s+strike)") + r"(?!\s+on\b)", passive_after="", subject=r"(?:strike|walkout)", to=("against",), rank=4)
    out += v("stage hold organise organize mount set begin start join", "PROTEST", "demo", r"(?:\s+up)?" + obj(r"(?:protests?|demonstrations?|sit-ins?|rall(?:y|ies)|march|blockade|protest\s+camp|picket|vigil)"), passive_after="", subject=r"(?:protests?|demonstrations?|sit-ins?|rally)", to=("against",), rank=4)
    out += v("strike", "PROTEST", "strike", r"\s+(?:over|for|in\s+protest)\b|\s*[.,]", subject="", rank=-1)
    out += v("block barricade obstruct blockade occupy picket", "PROTEST", "obstruct", obj(_ROADS), passive_after="", subject=_ROADS, rank=1)
    out += v("close shut cut", "PROTEST", "obstruct", obj(r"(?:road|highway|gates?|entrance|bridge|junction|motorway)"), rank=2)
    out += v("pitch set erect", "PROTEST", "obstruct", r"(?:\s+up)?" + obj(r"(?:tents?|roadblocks?|barricades?|barriers?|camp)"), passive_after="", subject=r"(?:tents?|roadblocks?|barricades?)", rank=2)
    out += v("boycott", "PROTEST", "boycott", r"\s+\w", possessor=True, passive_after=r"\s+by\b")
    out += v("block close shut occupy barricade storm seize besiege invade", "PROTEST", "obstruct", r"(?:\s+(?:down|off))?" + obj(rf"(?:{_ROADS}|{WORKS}|valves?)"), agent=_LOCALS, rank=6)
    out += v("burn", "PROTEST", "demo", obj(r"(?:tyres|tires|flags?)"), rank=2)
    return out


def _sanction() -> list[Verb]:
    stops = rf"(?:{FLOW}|{TALKS}|{LICENCE}|{DEAL}|{_ORDERS})"
    out: list[Verb] = []
    out += v("halt suspend stop interrupt discontinue cease pause", "SANCTION", "discontinue", rf"(?!\s+(?:short|at|over|work)\b)(?:\s+(?:all\s+)?(?:pump\w*|export\w*|load\w*|deliver\w*|accept\w*|tak\w+|ship\w*|supply\w*|buy\w*|send\w*|receiv\w*|drill\w*|produc\w*|handl\w*)\b|{obj(stops)})", passive_after="", subject=stops, intransitive=True, to=("with",), rank=1)
    out += v("shut", "SANCTION", "discontinue", rf"\s+(?:down|in|off)\b|(?:\s+(?:down|in|off))?{obj(rf'(?:{FLOW}|{WORKS})')}", passive_after="", subject=rf"(?:{FLOW}|{WORKS})", intransitive=True)
    out += v("close", "SANCTION", "discontinue", r"(?:\s+(?:down|off))?" + obj(r"(?:pipelines?|valves?|lines?|terminals?|fields?|oil\s?fields?|border|crossings?|tap|ports?|routes?|moorings?|airspace|straits?|offices?|station|berths?)"), passive_after="", subject=r"(?:pipelines?|valves?|lines?|terminals?|fields?|border|crossings?|ports?|routes?|berths?|straits?)")
    out += v("idle mothball", "SANCTION", "discontinue", r"\s+\w", passive_after="", subject=rf"(?:{FLOW}|{WORKS})")
    out += v("cut turn switch choke", "SANCTION", "discontinue", rf"\s+off\b|{obj(FLOW)}\s+(?:off\b)|\s+(?:[\w-]+\s+){{0,3}}?(?:exports|flows?|supplies|supply|deliveries|pumping|output|production|intake|shipments|loadings?)\b(?!\s+by)", passive_after=r"(?:\s+(?:off|back|to|by|in)\b)?", subject=FLOW)
    out += v("reduce curtail slash trim lower scale throttle", "SANCTION", "discontinue", r"(?:\s+back)?" + obj(r"(?:exports|flows?|supplies|supply|deliveries|pumping|output|production|intake|shipments|loadings?|throughput|nominations?)"), passive_after="", subject=r"(?:exports|flows?|supplies|supply|deliveries|pumping|output|production|intake|shipments|loadings?|throughput)", rank=0)
    out += v("break cut sever", "SANCTION", "discontinue", rf"(?:\s+off)?{obj(rf'(?:{TALKS}|contacts?|ties|relations|links)')}", passive_after=r"\s+off\b|", subject=rf"(?:{TALKS}|ties|relations)", to=("with",), rank=1)
    out += v("break collapse founder", "SANCTION", "discontinue", r"(?:\s+(?:down|off|up|without|over|in|on|again|after)\b|\s*[.,])", subject=TALKS, intransitive=True, rank=1)
    out += v("call", "SANCTION", "discontinue", r"\s+off\b", passive_after=r"\s+off\b", rank=3)
    out += v("postpone cancel adjourn", "SANCTION", "discontinue", obj(rf"(?:{TALKS}|visit|trip|signing)"), passive_after="", subject=rf"(?:{TALKS}|visit|trip|signing)", rank=0)
    out += v("fall drop slump sink plunge dwindle", "SANCTION", "discontinue", r"\s+to\s+(?:zero|nothing|nil|a\s+(?:halt|trickle|standstill))\b", subject=FLOW, intransitive=True)
    out += v("come grind go", "SANCTION", "discontinue", r"\s+(?:to\s+a\s+(?:\w+\s+)?(?:halt|standstill|stop)|offline|silent)\b", subject=FLOW, intransitive=True)
    out += v("be", "SANCTION", "discontinue", r"\s+(?:idle|dry|offline|silent|empty|out\s+of\s+(?:service|operation|use)|at\s+a\s+standstill|under\s+force\s+majeure)\b", subject=rf"(?:{FLOW}|{WORKS}|projects?)", intransitive=True, rank=1)
    out += v("bring put", "SANCTION", "discontinue", r"\s+(?:[\w'-]+\s+){1,6}?(?:to\s+a\s+(?:\w+\s+)?(?:halt|standstill|stop)|to\s+an\s+end|on\s+hold|offline|out\s+of\s+(?:service|action|operation))\b", passive_after=r"\s+(?:to\s+a\s+(?:\w+\s+)?(?:halt|standstill|stop)|on\s+hold|out\s+of)\b", rank=2)
    out += v("order announce impose declare begin start complete trigger force", "SANCTION", "discontinue", obj(r"(?:halt|suspension|closure|shutdown|stoppage|cut-off|moratorium|freeze|pause|shut-in)"), passive_after="", subject=r"(?:halt|suspension|closure|shutdown|stoppage|moratorium)", to=("on", "of", "to"), rank=2)
    out += v("suspend halt stop cancel freeze withdraw", "SANCTION", "discontinue", obj(_ORDERS), passive_after="", subject=_ORDERS, rank=1)
    out += v("cancel terminate annul revoke end void scrap freeze denounce rescind repudiate nullify invalidate tear quit exit abrogate withdraw abandon", "SANCTION", "withdraw", r"(?:\s+(?:up|from))?" + obj(rf"(?:{DEAL}|{LICENCE}|permits?|{TALKS}|tenders?|assets|accounts|membership|rights?|mandate|projects?|scheme|pipeline\s+plan|production\s+sharing)"), passive_after="", subject=rf"(?:{DEAL}|{LICENCE}|permits?|assets|accounts|tender|membership)", to=("with", "of", "from"), possessor=True, rank=2)
    out += v("strip", "SANCTION", "withdraw", r"\s+[^.;]{1,50}?\bof\b", passive_after=r"\s+of\b", rank=1)
    out += v("pull back walk withdraw", "SANCTION", "withdraw", r"\s+(?:out\s+of|away\s+from|from)\s+(?:the\s+|a\s+|its\s+|their\s+)?(?:\w+\s+){0,3}?(?:deal|contract|agreement|project|accord|treaty|venture|consortium|field|block)\b", rank=2)
    out += v("serve give send issue deliver hand", "SANCTION", "withdraw", r"\s+(?:[\w'-]+\s+){0,4}?notice\s+(?:terminating|to\s+terminate|of\s+(?:the\s+)?(?:(?i:force\s+majeure)|end\s+of|termination|suspension|withdrawal|cancellation))\b", passive_after="", subject=r"notice\s+of\s+(?:force\s+majeure|termination)", to=("on", "to"), rank=3)
    out += v("declare invoke call announce proclaim", "SANCTION", "discontinue", r"\s+(?:[\w]+\s+){0,4}?(?i:force\s+majeure)\b", passive_after="", subject=r"force majeure", to=("on",), rank=3)
    out += v("rule find decide hold conclude determine declare adjudge", "SANCTION", "convict", r"\s+(?:(?:[\w'-]+\s+){0,3}?against|in\s+favou?r\s+of|for\s+(?=[A-Z])|(?:in\s+\w+\s+\d{4}\s+|on\s+[\w\s]+?\s+)?that\s+(?:[\w'-]+\s+){1,14}?(?:br(?:oken|oke)|breach\w*|violat\w+|unlawful\w*|illegal\w*|void|owe[sd]?|must\s+(?:pay|compensate|hand)|liable|unconstitutional|invalid|had\s+no\s+right|exceeded|entitled))\b|\s+(?:[\w'-]+\s+){0,6}?(?:in\s+breach|liable|guilty|unconstitutional|invalid|void|unlawful|illegal)\b", passive_after=r"\s+(?:liable|in\s+breach|guilty|unconstitutional|invalid|void|unlawful|illegal)", to=("against",), possessor=True, channel="court", rank=2)
    out += v("order", "SANCTION", "convict", r"\s+(?:[\w'-]+\s+){1,6}?to\s+(?:pay|compensate|hand|stop|halt|repay|return|release|cease|disclose|suspend)\b", passive_after=r"\s+to\s+(?:pay|compensate|repay)\b", channel="court", rank=-2)
    out += v("award grant", "SANCTION", "convict", r"\s+(?:[\w'$.-]+\s+){1,6}", passive_after="", channel="court", rank=-1)
    out += v("hand deliver issue render give", "SANCTION", "convict", r"(?:\s+down)?" + obj(r"(?:rulings?|verdicts?|judg(?:e)?ments?|awards?|injunctions?)"), passive_after="", subject=r"(?:rulings?|verdicts?|judg(?:e)?ments?|awards?|injunctions?)", to=("against",), channel="court", rank=3)
    out += v("uphold dismiss overturn annul quash confirm reject throw strike", "SANCTION", "convict", r"(?:\s+(?:out|down))?" + obj(r"(?:rulings?|verdicts?|judg(?:e)?ments?|awards?|appeals?|conviction|decision|law|claim|case|suit)"), passive_after=r"(?:\s+(?:out|down|by))?\b", subject=r"(?:rulings?|verdicts?|judg(?:e)?ments?|awards?|law)", possessor=True, channel="court", rank=1)
    out += v("convict sentence", "SANCTION", "convict", passive_after="", channel="court")
    out += v("fine penalise penalize sanction blacklist", "SANCTION", "restrict", r"\s+\w", passive_after="", subject="")
    out += v("impose slap levy introduce reimpose tighten announce clamp", "SANCTION", "restrict", r"(?:\s+down)?" + obj(r"(?:sanctions|fines?|penalt\w+|bans?|lev(?:y|ies)|surcharges?|embargo|curbs|restrictions|prohibitions?|fees?|tariffs?|limits?|caps?|moratorium|measures)"), passive_after="", subject=r"(?:sanctions|fines?|penalt\w+|bans?|surcharge|embargo|curbs|restrictions|tariffs?)", to=("on", "against"), rank=1)
    out += v("add put place", "SANCTION", "restrict", r"\s+[^.;]{1,60}?\b(?:to|on)\s+(?:the\s+|its\s+|a\s+)?(?:\w+\s+){0,2}(?:sanctions\s+list|blacklist|list\s+of\s+sanction\w+)", passive_after=r"\s+(?:on|to)\s+(?:the\s+|a\s+)?(?:\w+\s+)?(?:blacklist|sanctions\s+list)", rank=2)
    out += v("call", "SANCTION", "withdraw", r"\s+home\b|\s+(?:[\w'-]+\s+){0,4}?(?:ambassador|envoy)\s+(?:home|back)\b", to=("from",), rank=4)
    out += v("freeze attach block", "SANCTION", "convict", obj(r"(?:dividends|assets|accounts|shares|funds)"), passive_after=r"\s+by\b", subject=r"(?:dividends|assets|accounts|shares)", possessor=True, channel="court", rank=4)
    out += v("recall withdraw", "SANCTION", "withdraw", obj(r"(?:ambassador|envoy|staff|diplomats)"), passive_after="", subject=r"(?:ambassador|envoy)", to=("from",), rank=5)
    out += v("evacuate", "SANCTION", "withdraw", r"\s+\w", passive_after="", rank=-1)
    out += v("expire lapse end run", "SANCTION", "discontinue", r"(?:\s+out\b)?", subject=rf"(?:{DEAL}|{LICENCE})", intransitive=True)
    out += v("rupture burst leak trip", "SANCTION", "discontinue", subject=rf"(?:{FLOW}|{WORKS})", intransitive=True)
    out += v("expel deport", "SANCTION", "expel", passive_after="")
    out += v("dismiss sack fire remove suspend", "SANCTION", "expel", r"\s+(?:[\w'-]+\s+){0,4}?(?:head|director|minister|manager|chairman|chief|board|official|governor|employees|workers|staff)\b", passive_after="", subject=r"(?:head|director|minister|manager|chairman|chief|official|governor|employees|workers)", rank=2)
    out += v("ban bar prohibit forbid outlaw", "SANCTION", "restrict", r"\s+\w", passive_after="", to=("from",))
    return out


def _mobilize() -> list[Verb]:
    out: list[Verb] = []
    out += v("deploy mobilise mobilize station mass", "MOBILIZE", "troops", r"(?:\s+\w|$)", passive_after="", subject="", to=("to", "against", "at", "near"), intransitive=False)
    out += v("send move dispatch rush order reinforce post", "MOBILIZE", "troops", obj(FORCES), passive_after="", subject=FORCES, to=("to",), rank=3)
    out += v("put place", "MOBILIZE", "troops", r"\s+(?:[\w'-]+\s+){1,8}?on\s+(?:high\s+|full\s+|maximum\s+)?alert\b", passive_after=r"\s+on\s+(?:high\s+|full\s+|maximum\s+)?alert\b", rank=2)
    out += v("take move advance", "MOBILIZE", "troops", r"\s+(?:up\s+positions?|into|towards?|on|to)\b", subject=FORCES, intransitive=False, rank=3)
    out += v("raise", "MOBILIZE", "troops", obj(r"alert"), rank=2)
    return out


def _coerce() -> list[Verb]:
    out: list[Verb] = []
    out += v("withhold", "COERCE", "withhold", passive_after="", possessor=True, to=("from",))
    out += v("freeze block delay stop suspend halt cut retain dock deduct garnish", "COERCE", "withhold", r"(?:\s+(?:back|up))?" + obj(_PAYROLL), passive_after=r"(?:\s+(?:back|up))?", subject=r"(?:salar\w+|wages|budget|funds|allocations?|payroll)", possessor=True, to=("from", "to", "of"), rank=3)
    out += v("nationalise nationalize expropriate", "COERCE", "seize", passive_after="", possessor=True, to=("of",))
    out += v("seize confiscate impound commandeer capture hijack divert loot steal siphon detain", "COERCE", "seize", r"\s+(?!the\s+(?:opportunity|moment|chance|initiative)|on\b)(?:(?:[\w'-]+,?\s+){0,6}?(?:tankers?|vessels?|ships?|cargo\w*|crude|oil|barrels|fields?|assets|trucks?|accounts|facilit\w+|station|terminal|office\w*|documents|consignment|fuel|property|equipment|wells?|plant|property|port|shipment|funds|it|them|control)\b|the\s+(?=[A-Z]))", passive_after="", subject="", possessor=True)
    out += v("take", "COERCE", "seize", r"\s+(?:over\s+|control\s+of\s+)" + r"(?:[\w'-]+\s+){0,5}?" + WORKS, passive_after=r"\s+over\b", possessor=True, rank=2)
    out += v("detain arrest jail imprison apprehend kidnap abduct", "COERCE", "arrest", passive_after="", subject="", rank=1)
    out += v("take", "COERCE", "arrest", r"\s+(?:[\w'-]+\s+){0,4}?(?:into\s+custody|hostages?)\b", passive_after=r"\s+(?:into\s+custody|hostage)\b", rank=3)
    out += v("question interrogate raid search", "COERCE", "arrest", r"\s+(?:[\w'-]+\s+){0,5}?(?:offices?|headquarters|employees|staff|managers?|director|homes?|premises)\b", passive_after=r"\s+by\b", possessor=True, rank=1)
    out += v("blockade storm overrun besiege surround encircle", "COERCE", "restrict", r"\s+\w", passive_after="")
    out += v("occupy", "COERCE", "restrict", r"\s+\w", passive_after="", rank=-1)
    out += v("close shut", "COERCE", "restrict", r"\s+(?:[\w'-]+\s+){1,6}?(?:by\s+force|at\s+gunpoint)\b", passive_after=r"\s+(?:by\s+force|at\s+gunpoint)\b", rank=5)
    out += v("prevent stop bar block", "COERCE", "restrict", r"\s+[^.;]{1,60}?\bfrom\s+(?:entering|leaving|loading|reaching|working|crossing|docking|sailing|accessing|passing|berthing|unloading)\b", passive_after=r"\s+from\s+(?:entering|leaving|loading|reaching|working|crossing|docking|sailing|accessing|passing|berthing)\b", rank=4)
    out += v("turn", "COERCE", "restrict", r"\s+(?:[\w'-]+\s+){0,5}?(?:back|away)\b", passive_after=r"\s+(?:back|away)\b", rank=0)
    out += v("hold keep", "COERCE", "withhold", r"\s+back\s+(?:[\w$.,'-]+\s+){0,4}?(?:salar\w+|dinars|dollars|funds|money|budget|million|billion|trillion|payments?|crude|oil|rest|remainder|share|subsid\w+|revenues?|part|half)\b", to=("from",), possessor=True, rank=4)
    out += v("impose declare", "COERCE", "curfew", obj(r"(?:curfew|martial\s+law|state\s+of\s+emergency)"), passive_after="", subject=r"(?:curfew|martial\s+law|state\s+of\s+emergency)", rank=4)
    out += v("tap", "COERCE", "seize", obj(r"(?:pipeline|line)"), passive_after="", subject=r"(?:pipeline|line)", rank=1)
    return out


def _assault() -> list[Verb]:
    out: list[Verb] = []
    out += v("attack bomb shell raid ambush torch bombard pound strafe", "ASSAULT", "", r"\s+(?!the\s+(?:decision|idea|plan|deal|proposal|policy)\b)\w", passive_after="", subject="")
    out += v("strike hit", "ASSAULT", "", r"\s+(?!(?:a|an|the)\s+(?:deal|balance|tone|accord|agreement|record|low|high|snag|bargain|compromise|target|wall|peak)\b|record|back\b|by\b|out\b|down\b|hard\b|over\b|for\b|\$|\d)(?:(?!by\b|over\b)[\w'-]+\s+){0,5}?(?:" + WORKS + r"|[A-Z]\w+)\b", passive_after=rf"\s+(?:[\w'-]+\s+){{0,5}}?(?:by|with|in)\s+(?:[\w'-]+\s+){{0,4}}?{WEAPON}\b", subject="", rank=-1)
    out += v("strike hit", "ASSAULT", "", r"$", passive_after=r"(?!\s+(?:hard|by\b|off\b|down\b|out\b))", subject=rf"(?:{WORKS}|villages?|positions?)", rank=-2)
    out += v("target", "ASSAULT", "", obj(WORKS), passive_after="", subject=WORKS, rank=-2)
    out += v("damage destroy wreck cripple", "ASSAULT", "", r"\s+(?:[\w'-]+\s+){0,5}?" + WORKS + r"\b", passive_after=rf"\s+(?:[\w'-]+\s+){{0,5}}?(?:by|in|after)\s+(?:[\w'-]+\s+){{0,4}}?{WEAPON}\b", rank=-1)
    out += v("come", "ASSAULT", "", rf"\s+under\s+(?:[\w'-]+\s+){{0,3}}?{WEAPON}\b", rank=3, reverse=True)
    out += v("suffer sustain", "ASSAULT", "", r"\s+(?:[\w'-]+\s+){0,3}?(?:attacks?|drone\s+strikes?|hits?|blast)\b", rank=1, reverse=True)
    out += v("blow", "ASSAULT", "explosive", r"\s+up\b|\s+(?:a\s+hole|holes)\b", passive_after=r"\s+up\b")
    out += v("fight clash battle", "ASSAULT", "fire", r"\s+(?:with|near|in|at|around|over|outside|for)\b|\s*[.,]", to=("with",))
    out += v("sabotage", "ASSAULT", "explosive", passive_after="")
    out += v("set", "ASSAULT", "fire", r"\s+(?:fire\s+to|[^.;]{1,40}?\b(?:on\s+fire|ablaze|alight))\b", passive_after=r"\s+(?:on\s+fire|ablaze|alight)\b", rank=3)
    out += v("rock rip shake tear damage destroy hole breach wreck sever hit strike target cripple shatter ignite", "ASSAULT", "", r"\s+(?:through\s+|open\s+|off\s+)?\w", agent=r"(?:explosions?|explosives|blasts?|bombs?|drones?|rockets?|missiles?|shells?|mortars?|projectiles?|saboteurs)", passive_after=None, rank=2)
    out += v("explode detonate crash land fall slam smash plough hit strike", "ASSAULT", "", r"(?:\s+(?:at|near|in|into|on|inside|under|outside|above|over|the|a|two)\b|\s*[.,])", subject=r"(?:drones?|bombs?|devices?|rockets?|missiles?|mines?|charges?|explosives?|shells?|mortars?)", intransitive=True, rank=1)
    out += v("intercept down shoot", "ASSAULT", "drone", r"(?:\s+down)?" + obj(r"(?:drones?|missiles?|rockets?)"), passive_after=r"(?:\s+down)?", subject=r"(?:drones?|missiles?|rockets?)", rank=2)
    out += v("fire open launch carry mount conduct stage execute", "ASSAULT", "fire", r"\s+(?:on|at|out|rockets?|missiles?|mortars?|shots|fire\s+on|(?:[\w'-]+\s+){0,4}?(?:attacks?|drone\s+strikes?|air\s?strikes?|raids?|strikes?|assault|missiles?|rockets?|drones))\b", passive_after="", subject=r"(?:rockets?|missiles?|shots|attacks?|raids?|drones?)", to=("on", "at", "against"), rank=1)
    out += v("kill wound injure", "ASSAULT", "", r"\s+\w", passive_after=r"\s+(?:[\w'-]+\s+){0,4}?(?:by|in|when)\b", rank=-3)
    return out


def verbs() -> list[Verb]:
    """Entries of this quad."""
    return _protest() + _sanction() + _mobilize() + _coerce() + _assault()
