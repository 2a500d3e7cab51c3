"""Material cooperation: COOPERATE, AID, RETREAT."""

from __future__ import annotations

# fmt: off
from netback.reading.lexicon.entry import DEAL, FLOW, FORCES, LICENCE, MEASURE, MONEY, SUIT, Verb, obj, v

__all__ = ["verbs"]

_GOODS = (
    r"(?:crude|oil|gas|barrels?|cargo(?:es)?|data|records|documents|crews?|fuel|condensate|volumes|accounts|list|logs|readings|invoices|maps|keys|samples|figures|"
    r"contracts|diesel|lists|production|output|meters?|shipment|consignment|feedgas|b/d|bpd|bbl/d)"
)
_HELP = r"(?:loan|grant|aid|credit\s+line|assistance|humanitarian|emergency\s+fund\w*|relief|line\s+of\s+credit|credit\s+facility|loans|grants|donation)"


def _cooperate() -> list[Verb]:
    flow = obj(FLOW)
    out: list[Verb] = []
    out += v("resume restart reopen recommence", "COOPERATE", "resume", flow, passive_after="", subject=FLOW, intransitive=True, to=("to", "with"), rank=1)
    out += v("restore relaunch revive reactivate reinstate reconnect unfreeze normalise normalize recommission", "COOPERATE", "resume", flow, passive_after="", subject=FLOW, to=("to",))
    out += v("start begin commence initiate launch inaugurate", "COOPERATE", "start", rf"(?:\s+(?:to\s+)?(?:pump\w*|export\w*|load\w*|deliver\w*|flow\w*|ship\w*|pay\w*|supply\w*|transfer\w*|receiv\w*|mov\w*|send\w*|fill\w*|lift\w*|repay\w*|truck\w*)|(?!\s+to\s){obj(rf'(?:{FLOW}|repairs?|flushing|test(?:s|ing))')})\b", passive_after="", subject=FLOW, intransitive=True, to=("to",))
    out += v("return", "COOPERATE", "resume", r"\s+to\s+(?:service|operation|production|stream|normal|full|work|pre-)\b", subject=FLOW, intransitive=True)
    out += v("return go", "COOPERATE", "resume", r"\s+(?:back\s+)?to\s+work\b", rank=1)
    out += v("come go bring put be", "COOPERATE", "resume", r"\s+(?:[\w'-]+\s+){0,3}?(?:back\s+(?:on|in|up|into|to)\b|on\s?stream|online|into\s+operation|back\s+into\s+(?:service|operation)|up\s+and\s+running)", subject=FLOW, intransitive=True, passive_after=r"\s+(?:back\s+)?(?:on\s?stream|online|into\s+operation|back\s+into)")
    out += v("leave sail depart load arrive dock berth reach", "COOPERATE", "deliver", r"(?:\s+(?:in|on|for|from|at|with|the\s+(?:port|terminal)|Ceyhan|[A-Z]\w+|under|last|today|yesterday)\b|\s*[.,])", subject=r"(?:cargo(?:es)?|tankers?|shipments?|vessels?|carriers?|VLCC|Suezmax|Aframax|barrels|crude|convoys?|trucks)", intransitive=True, passive_after=r"")
    out += v("flow move run", "COOPERATE", "resume", r"\s+(?:again|once\s+more|on|through|to|into|at|freely|since)\b", subject=FLOW, intransitive=True)
    out += v("recover rebound", "COOPERATE", "resume", r"(?:\s+to\b|\s*[.,])", subject=FLOW, intransitive=True, rank=-1)
    out += v("pay repay settle disburse remit reimburse clear refund compensate wire deposit honour honor discharge", "COOPERATE", "pay", r"\s+(?!attention|tribute|heed|lip|a\s+visit|for\b|off\b|down\b|dividends?|homage|(?:a|the)\s+(?:\w+\s+)?price|respects|out\s+of\s+court)(?!(?:[\w']+\s+){0,4}(?:disputes?|question|row|issue|matter|differences|quarrel|visit|way|customs|border|roads?|tribute|attention)\b)(?!(?:in|into|on|with|at)\b)", passive_after="", subject=MONEY, to=("to",))
    out += v("pay", "COOPERATE", "pay", r"\s+(?:off|out)\b|\s*(?:[.;]|$)", to=("to",), rank=-1)
    out += v("make complete effect process execute", "COOPERATE", "pay", obj(r"(?:payments?|transfers?|instal\w+|repayments?|deposit|remittance)"), passive_after="", subject=r"(?:payments?|transfers?|instal\w+|repayments?)", to=("to",), rank=1)
    out += v("transfer wire send release credit dispatch forward deposit hand give grant", "COOPERATE", "pay", obj(MONEY, 7), passive_after="", subject=MONEY, to=("to", "into"), rank=1)
    out += v("deliver supply ship hand provide submit send transfer dispatch pump truck export import lift load turn surrender sell buy take purchase share exchange receive furnish", "COOPERATE", "deliver", r"(?:\s+over)?" + obj(_GOODS, 7), passive_after="", subject=_GOODS, to=("to", "with"), rank=-1)
    out += v("deliver supply ship hand", "COOPERATE", "deliver", r"(?:\s+over)?" + obj(_GOODS, 7), passive_after="", subject=_GOODS, to=("to",))
    out += v("raise increase boost double lift triple ramp step", "COOPERATE", "start", r"(?:\s+up)?" + obj(r"(?:exports|flows?|pumping|deliveries|throughput|loadings|shipments|output|production|intake|nominations?|supplies|volumes?)"), passive_after="", subject=r"(?:exports|flows?|pumping|deliveries|throughput|loadings|shipments|output|production)", rank=1)
    out += v("receive get collect obtain", "COOPERATE", "pay", obj(rf"(?:{MONEY}|barrels?|cargo\w*|crude)", 8) + r"[^.;]{0,60}?\bfrom\b", to=("from",), rank=5, reverse=True)
    out += v("receive get collect obtain", "COOPERATE", "pay", obj(rf"(?:{MONEY})", 6), rank=-1, reverse=True)
    out += v("complete finish carry repair fix restore mend patch", "COOPERATE", "resume", r"(?:\s+out)?" + obj(r"(?:repairs?|maintenance|works?|testing|flushing|pipeline|line|section|pump\w*|damage|station|leak|tie-in)"), passive_after="", subject=r"(?:repairs?|maintenance|works?|testing|pipeline|line|section|damage|leak)", rank=-2)
    out += v("implement execute honour honor", "COOPERATE", "", obj(DEAL), passive_after="", subject=DEAL, rank=-1)
    return out


def _aid() -> list[Verb]:
    out: list[Verb] = []
    out += v("donate", "AID", "", passive_after="", to=("to",))
    out += v("send deliver provide ship supply fly", "AID", "", r"\s+(?:[\w$.,'-]+\s+){0,8}?(?:food|medicines?|fuel|water|tents|aircraft|generators?|blankets|supplies)\s+(?:for|to)\s+(?:the\s+)?(?:\w+\s+)?(?:hospitals?|refugees|displaced|clinics?|victims|villages|camps?|residents|families|people)\b", passive_after="", subject=r"(?:food|medicines?|tents)", to=("to", "for"), rank=6)
    out += v("lend", "AID", "", r"\s+(?!support|weight|its\s+(?:name|voice|weight|backing)|credence)", passive_after="", to=("to",))
    out += v("grant extend provide give approve allocate offer pledge advance disburse release earmark", "AID", "", r"\s+(?:[\w$.,'-]+\s+){0,7}?" + _HELP + r"\b", passive_after="", subject=_HELP, to=("to", "for"), rank=2)
    return out


def _retreat() -> list[Verb]:
    out: list[Verb] = []
    out += v("lift end remove ease revoke rescind relax drop cancel waive scrap suspend withdraw repeal loosen call", "RETREAT", "access", r"(?:\s+off)?" + obj(rf"(?:{MEASURE}|(?i:(?:notice\s+of\s+)?force\s+majeure)|state\s+of\s+emergency)"), passive_after="", subject=MEASURE, to=("against", "on"), rank=3)
    out += v("be", "RETREAT", "access", r"\s+(?:over|lifted)\b", subject=r"(?:strike|blockade|force majeure|ban|embargo|protest|sit-in)", intransitive=True, rank=1)
    out += v("withdraw drop discontinue abandon settle retract stay shelve", "RETREAT", "withdraw", obj(rf"(?:{SUIT}|troops|forces|force\s+majeure|charges|notice|threats?|ultimatum)"), passive_after="", subject=r"(?:suits?|lawsuits?|cases?|complaints?|arbitration|troops|forces|claims?|petition|charges|notice)", to=("against", "from"), possessor=True, rank=4)
    out += v("pull", "RETREAT", "withdraw", r"\s+(?:back|out)\b(?![^.;]{0,30}(?:deal|contract|talks|agreement|project))" + r"|\s+(?:[\w'-]+\s+){0,4}?(?:troops|forces|units|soldiers)\s+(?:back|out)", to=("from",), rank=1)
    out += v("withdraw", "RETREAT", "withdraw", r"\s+from\b|" + obj(FORCES), passive_after="", subject=FORCES, to=("from",), rank=0)
    out += v("release free unfreeze liberate discharge", "RETREAT", "release", r"\s+(?!(?:a|the|its|no|any|his|their|further|official|an)?\s*(?:\w+\s+){0,2}(?:statement|readout|report|figures|data|results|video|text|details|minutes|document|transcript|salar\w+|funds|tranche|million|billion|barrels|oil|crude|budget|money|dinars|dollars)\b)", passive_after="", subject=r"(?:tanker|vessel|ship|cargo|workers?|engineers?|staff|crew|men|detainees|hostages|director|driver|trucks?|officials?|managers?|assets|accounts|executives?|prisoners?|journalists?|employees)", rank=0)
    out += v("let allow permit", "RETREAT", "access", r"\s+(?:[\w'-]+\s+){1,5}?(?:through|pass|in|to\s+(?:pass|enter|leave|cross|resume|return|sail|load|dock|unload|operate|transit)|back)\b", passive_after=r"\s+(?:to\s+(?:pass|enter|leave|cross|resume|return|sail|load|dock|unload|operate|transit)|through|back|in)\b", rank=1)
    out += v("resign quit", "RETREAT", "resign", r"(?!\s+(?:the\s+)?(?:project|contract|talks|field|licen))", passive_after=None)
    out += v("step", "RETREAT", "resign", r"\s+(?:down|aside)\b")
    out += v("tender submit hand", "RETREAT", "resign", r"(?:\s+in)?" + obj(r"resignation"), rank=2)
    out += v("reopen open", "RETREAT", "access", obj(r"(?:border|crossings?|roads?|gates?|side|airspace|highway|checkpoint|frontier|customs\s+post|route)"), passive_after="", subject=r"(?:border|crossings?|roads?|gates?|airspace|highway|frontier|route)", rank=2)
    out += v("reopen", "RETREAT", "access", r"", subject=r"(?:border|crossings?|roads?|gates?|airspace|highway|frontier|route)", intransitive=True, rank=2)
    out += v("unblock unlock", "RETREAT", "access", r"\s+\w", passive_after="")
    out += v("grant issue renew extend give award reinstate restore", "RETREAT", "access", obj(LICENCE), passive_after="", subject=LICENCE, to=("to",), rank=4)
    out += v("remove dismantle clear", "RETREAT", "access", obj(r"(?:barriers?|roadblocks?|checkpoint|tents|barricades?)"), passive_after="", subject=r"(?:barriers?|roadblocks?|barricades?)")
    out += v("end call suspend abandon lift", "RETREAT", "access", r"(?:\s+off)?" + obj(r"(?:strike|walkout|sit-in|protest|blockade|boycott|occupation|picket)"), passive_after="", subject=r"(?:strike|walkout|sit-in|protest|blockade|boycott)", rank=4)
    out += v("clear vacate evacuate", "RETREAT", "withdraw", obj(r"(?:roads?|gates?|port|site|jetty|square|terminal|premises|highway|crossing|route)"), passive_after="", subject=r"(?:roads?|gates?|jetty|highway|crossing|route)", rank=1)
    out += v("lay", "RETREAT", "access", r"\s+down\s+(?:\w+\s+)?(?:arms|weapons)", rank=2)
    out += v("exempt", "RETREAT", "access", r"\s+\w", passive_after="", rank=0)
    return out


def verbs() -> list[Verb]:
    """Entries of this quad."""
    return _cooperate() + _aid() + _retreat()
