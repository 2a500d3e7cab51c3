"""What an entry of the lexicon is, and the noun classes that entries are written with."""

from __future__ import annotations

# fmt: off
from dataclasses import dataclass

__all__ = ["CALL", "DEAL", "DEMAND", "FLOW", "FORCES", "LAW", "LICENCE", "MEASURE", "MONEY", "OFFER", "SUIT", "TALKS", "WEAPON", "WORKS", "Verb", "obj", "v"]

FLOW = (
    r"(?:exports?|exporting|branch|flows?|shipments?|shipping|deliver(?:y|ies)|pumping|pipelines?|production|output|suppl(?:y|ies)|loadings?|loading|crude|oil|gas|"
    r"transit|operations?|lines?|fields?|wells?|valves?|pumps?|throughput|trade|cargo(?:es)?|barrels?|transfers?|payments?|tanker\w*|crossings?|terminals?|ports?|"
    r"condensate|lng|plants?|swap\w*|salar(?:y|ies)|drilling|refiner(?:y|ies)|liftings?|intake|offtake|volumes?|link|trucking|sales|extraction|purchases|works?)"
)
"""What flows, or what it flows through."""
TALKS = r"(?:talks|meetings?|discussions?|negotiations?|consultations?|conversations?|sessions?|summit|rounds?|dialogue|audience|hearing|contacts|conference)"
CALL = r"(?:(?:tele)?phone\s+calls?|calls?|phone\s+conversation|telephone\s+conversation|video\s+call|video\s+conference|conference\s+call)"
DEAL = (
    r"(?:deals?|agreements?|accords?|memorand(?:um|a)|understandings?|contracts?|protocols?|compromise|settlements?|framework|pacts?|treat(?:y|ies)|"
    r"arrangements?|mechanism|roadmap|road\s+map|formula|concessions?|addend\w+|MoUs?|consensus|truce|ceasefire|communiqu\w+|terms?\s+sheets?|schedule|heads\s+of\s+terms)"
)
OFFER = (
    r"(?:requests?|proposals?|demands?|offers?|terms|conditions|plans?|calls?|ideas?|bids?|drafts?|texts?|applications?|appeals?|invitation|formula|figures?|"
    r"claims?|schedule|price|deal|agreement|compromise|pressure|suggestions?|overtures?|ultimatum|version|clause|amendments?|mediation)"
)
DEMAND = r"(?:demands?|conditions?|insistence|claims?|objections?|requirements?|positions?|opposition|surcharge|right|stance|line|preconditions?|reservations)"
LAW = r"(?:amendments?|laws?|bills?|budgets?|decrees?|resolutions?|motions?|regulations?|orders?|schedules?|plans?|packages?|measures?|budget\s+law)"
MONEY = (
    r"(?:arrears|debts?|invoices?|instal\w+|money|salar\w+|dues|sums?|tranches?|amounts?|fees?|wages|dollars?|million|billion|trillion|dinars?|bills?|tariffs?|"
    r"euros?|pounds?|compensation|award|funds?|funding|payments?|repayments?|balance|USD\S*|\$\s?\d\S*|royalt\w+|advance|credit)"
)
MEASURE = (
    r"(?:bans?|measures?|blockades?|force\s+majeure|embargo(?:es)?|sanctions|restrictions?|closures?|suspensions?|strikes?|roadblocks?|curbs|freeze|caps?|"
    r"injunctions?|sieges?|sit-ins?|protests?|moratorium|limits?|hold|orders?|directives?|stoppages?|occupation|lockout|tariffs|quotas?|veto|halt|penalt\w+|block|obstacles?)"
)
SUIT = (
    r"(?:suits?|lawsuits?|complaints?|petitions?|requests?\s+for\s+arbitration|notice\s+of\s+arbitration|arbitration|claims?|cases?|appeals?|proceedings|legal\s+action|writs?|"
    r"litigation|action|objection|charges)"
)
LICENCE = r"(?:[Ll]icen[cs]es?|waivers?|permits?|exemptions?|authori[sz]ations?|visas?|clearances?|approvals?|permissions?|certificates?)"
WORKS = (
    r"(?:fields?|plants?|pipelines?|lines?|stations?|refiner(?:y|ies)|tank\w*|terminals?|complex|facilit\w+|installations?|depots?|wells?|sites?|convoys?|ports?|"
    r"compressors?|houses?|bases?|camps?|airports?|units?|pump\w*|storage|warehouses?|headquarters|oilfields?|rigs?|jett(?:y|ies)|platforms?|trucks?|vessels?|ships?|buildings?|offices?|substations?|moorings?|berths?|buoys?|loading\s+points?|SPMs?|storage)"
)
FORCES = r"(?:troops|soldiers|police|army|forces|units?|guards?|brigades?|warships?|gunboats|battalions?|reinforcements|fighters|frigates?|navy|peshmerga|patrols?|regiment|militia|platoons?|contingents?|policemen|armou?r)"
WEAPON = r"(?:drones?|rockets?|missiles?|explosi\w+|gunfire|shell\w*|mortar\w*|blasts?|projectiles?|attacks?|bombs?|fire|air\s?strikes?|saboteurs|sabotage|gunmen|militants)"

_STOP = r"(?:to|for|on|about|over|with|from|in|at|after|that|by|against|until|which|if|when)"


def obj(nouns: str, gap: int = 5) -> str:
    """Pattern: an object whose head is one of `nouns`, no preposition before it."""
    return rf"\s+(?:(?!{_STOP}\b)[\w$%&.'/–-]+(?:,\d{{3}})*,?\s+){{0,{gap}}}?{nouns}\b"


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
        Pattern that must follow when the verb is passive; None: the passive reports nothing.
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
    agent : str
        Pattern the subject of the active verb must match, "" for any.
    whom : bool
        Somebody named must follow at once.
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
    agent: str = ""
    whom: bool = False
    reverse: bool = False


def v(lemmas: str, type_: str, mode: str = "", after: str = "", **more: object) -> list[Verb]:
    """Entries for several verbs that report the same."""
    return [Verb(lemma, type_, mode, after, **more) for lemma in lemmas.split()]  # type: ignore[arg-type]
