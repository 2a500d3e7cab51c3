"""What words say of forecasts, denials, silence, channels, and of what an act means for the flow."""

from __future__ import annotations

import datetime as dt

import pytest

from netback.reading.claims import (
    absence_channel,
    absence_in,
    channel_in,
    claim_mode,
    denial_in,
    horizon_of,
    polarity_of,
)
from netback.reading.dates_in_text import find_dates

PUBLISHED = dt.date(2025, 4, 11)


@pytest.mark.parametrize(
    ("mode", "text", "wanted"),
    [
        ("change", "Washington urged Baghdad to lift the ban on Kurdish exports", 1),
        ("change", "The companies called on both governments to end the stalemate over the pipeline", 1),
        ("change", "The ministry ordered Total to halt all loadings at Djeno", -1),
        ("change", "Lawmakers demanded that the government suspend shipments to Israel", -1),
        ("change", "The union called for a boycott of Israeli cargoes", -1),
        ("change", "The envoy pressed both sides to compromise", 1),
        ("change", "Chad asked the tribunal to dismiss the claim", 0),
        ("change", "The ministry asked the court to annul the contract", -1),
        ("change", "He called for an immediate end to the blockade of the oil crescent", 1),
        ("change", "He called for a complete halt to gas purchases from Russia", -1),
        ("change", "The governor demanded the withdrawal of the fighters from the terminal", 1),
        ("change", "Juba asked Khartoum to repair the pumping station without delay", 1),
        ("yield", "Producers want their arrears settled", 1),
        ("yield", "Operators demanded payment of $900 million before any barrel is loaded", -1),
        ("yield", "The producers insist on payment guarantees", -1),
        ("yield", "The federal government told the Region to hand over all its oil to SOMO", 1),
        ("change", "The ambassador asked Ankara to turn the taps back on", 1),
        ("change", "Cairo appealed to Tel Aviv not to cut gas supplies", 1),
        ("change", "Protesters demanded the resignation of the oil minister", 0),
        ("change", "Greenpeace urged the bank to stop financing the pipeline", -1),
        ("change", "The president ordered the army to clear the road to the port", 1),
        ("change", "The president ordered the army to seize the terminal", -1),
        ("assist", "Slovakia asked the Commission for help in keeping the gas flowing", 1),
        ("assist", "Serbia sought a waiver from US sanctions on NIS", 1),
        ("assist", "Families asked the company for scholarships", 0),
        ("change", "The ministry told refiners to cut runs by a fifth", -1),
        ("change", "The court was asked to suspend the ruling", 1),
        ("change", "He urged members to vote against the pipeline law", -1),
        ("change", "He urged parliament to ratify the transit agreement", 1),
        ("change", "The minister urged citizens to save electricity", 0),
        ("change", "The regulator told the operator to keep the valves closed", -1),
        ("change", "Baghdad told foreign firms to stop dealing with Erbil", -1),
        ("change", "Senators urged the president to impose sanctions on the pipeline operator", -1),
        ("change", "Senators urged the president to ease sanctions on Caracas", 1),
        ("change", "Erbil asked Baghdad to send the July salaries", 1),
        ("meet", "The prime minister invited the company heads to Baghdad to discuss the contracts", 1),
        ("meet", "The foreign ministry summoned the ambassador", 0),
        ("meet", "Ankara proposed a new round of negotiations", 1),
        ("change", "The union told its members to return to work", 1),
        ("change", "The mediator asked the tribesmen to pull back from the valve station", 1),
        ("change", "The state company asked shippers to load at once", 1),
        ("change", "Kyiv asked Gazprom to book additional transit capacity", 1),
        ("change", "The mayor asked for cleaner water", 0),
        ("change", "The board was told not to approve the deal", -1),
        ("change", "Parliament instructed the government to terminate the transit contract", -1),
        ("change", "The watchdog ordered an audit of the accounts", 0),
        ("change", "The envoy urged restraint", 1),
        ("change", "Ankara asked Baghdad to withdraw the arbitration case", 1),
    ],
)
def test_a_request_leans_as_what_is_asked_for(mode: str, text: str, wanted: int) -> None:
    assert polarity_of("REQUEST", mode, text, False) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ankara threatened to close the valves if the fee is not paid", -1),
        ("Washington threatened sanctions unless the exports resume", 1),
        ("The EU warned it would cut aid to Kyiv if the transit stops", 1),
        ("The militia vowed to attack any tanker that docks", -1),
        ("The union threatened to strike from Monday", -1),
        ("Erbil threatened to sue the newspaper", 0),
        ("The company warned it will quit the field unless it is paid", -1),
        ("The ministry threatened to cancel the licence", -1),
        ("The tribe said it would cut the line again", -1),
        ("Baghdad threatened legal action against buyers of Kurdish crude", -1),
    ],
)
def test_a_threat_counts_against_the_flow_unless_it_is_made_for_it(text: str, wanted: int) -> None:
    assert polarity_of("THREATEN", "", text, False) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Baghdad and Erbil agreed to resume exports", 1),
        ("Parliament adopted a law banning transit of Russian gas", -1),
        ("The cabinet approved a ban on exports", -1),
        ("The two agreed to cut output by a tenth", -1),
        ("The sides agreed to suspend the talks", -1),
        ("The two sides agreed to end the dispute over fees", 1),
        ("The parties agreed to drop all claims", 1),
        ("Ministers agreed to open a joint visa office", 0),
        ("The unions voted to strike", -1),
        ("Both agreed to extend the contract", 1),
        ("The government promised to pay the arrears", 1),
        ("The council approved an embargo on Iranian crude", -1),
        ("The government pledged not to close the line", 1),
        ("Both sides agreed on a ceasefire around the refinery", 1),
        ("The two countries signed an agreement on tourism", 0),
    ],
)
def test_an_accord_leans_as_its_content(text: str, wanted: int) -> None:
    assert polarity_of("AGREE", "", text, False) == wanted


def test_an_accord_not_reached_counts_against_the_flow() -> None:
    assert polarity_of("AGREE", "", "The two sides did not agree on a price", True) == -1
    assert polarity_of("COOPERATE", "pay", "Baghdad has not paid the companies", True) == -1


@pytest.mark.parametrize(
    ("mode", "text", "wanted"),
    [
        ("forecast", "exports will resume within days", 1),
        ("forecast", "exports will not resume this year", -1),
        ("forecast", "the dispute will soon be over", 1),
        ("forecast", "the halt could last for months", -1),
        ("forecast", "a deal remains far off", -1),
        ("forecast", "output will fall by half", -1),
        ("forecast", "the line will stay shut until the fee is agreed", -1),
        ("forecast", "an agreement could be signed next week", 1),
        ("fact", "talks have stalled over the fee", -1),
        ("fact", "the pipeline is in working order", 1),
        ("fact", "no progress has been made on the contracts", -1),
        ("fact", "all technical obstacles have been removed", 1),
        ("fact", "the contract belongs to the federal government", 0),
        ("fact", "negotiations are at an advanced stage", 1),
        ("fact", "the companies have not been paid", -1),
        ("fact", "both sides remain far apart", -1),
        ("fact", "the talks went well", 1),
        ("denial", "denied that exports had stopped", 1),
        ("denial", "denied that a deal had been reached", -1),
        ("denial", "denied having bought stolen crude", 0),
        ("denial", "there is no shortage of fuel", 1),
        ("denial", "no agreement has been signed with Erbil", -1),
        ("denial", "rejected reports of a leak at the terminal", 1),
        ("denial", "denied any role in the attack", 0),
        ("denial", "denied receiving any payment", -1),
        ("forecast", "supplies are expected to stop on January 1", -1),
        ("forecast", "there will be no interruption of deliveries", 1),
        ("forecast", "the strike will end on Friday", 1),
        ("forecast", "the sanctions will be lifted in spring", 1),
        ("absence", "Ankara has not commented on the halt", 0),
    ],
)
def test_a_claim_leans_as_what_it_says(mode: str, text: str, wanted: int) -> None:
    assert polarity_of("CLAIM", mode, text, False) == wanted


@pytest.mark.parametrize(
    ("type_", "mode", "text", "wanted"),
    [
        ("COERCE", "arrest", "Police arrested four protesters who had blocked the road to the field", 1),
        ("COERCE", "arrest", "Gunmen detained three engineers of the pipeline company", -1),
        ("COERCE", "seize", "The navy seized a tanker with Libyan crude", -1),
        ("COERCE", "seize", "The state seized the bank's headquarters", 0),
        ("COERCE", "withhold", "Baghdad withheld the oil revenues", -1),
        ("COERCE", "arrest", "Police arrested a journalist", 0),
        ("RETREAT", "withdraw", "Libya lifted force majeure at Es Sider", 1),
        ("RETREAT", "release", "The militia released the kidnapped engineers", 1),
        ("RETREAT", "release", "Iran freed two French tourists", 0),
        ("RETREAT", "withdraw", "The company dropped its suit", 1),
        ("RETREAT", "resign", "The oil minister resigned", 0),
        ("SUPPORT", "", "The White House welcomed the resumption of exports", 1),
        ("SUPPORT", "", "The party backed the export ban", -1),
        ("SUPPORT", "", "The envoy praised the hosts", 0),
        ("SUPPORT", "", "The EU endorsed the halt of Russian transit", -1),
        ("SUPPORT", "", "APIKUR welcomed the agreement between Baghdad and Erbil", 1),
        ("SUPPORT", "", "The union voiced support for the strike", -1),
        ("REJECT", "", "Kyiv refused to extend the contract", -1),
        ("REJECT", "", "The company refused to stop pumping", 1),
        ("REJECT", "", "The minister rejected calls to halt exports", 1),
        ("REJECT", "", "The cabinet rejected the companies' proposal", -1),
        ("CONSULT", "meeting", "The ministers met to discuss reopening the pipeline", 1),
        ("CONSULT", "meeting", "The ministers discussed tourism and visas", 0),
        ("SANCTION", "discontinue", "Niger suspended its exports", -1),
        ("SANCTION", "withdraw", "Mali expelled the French ambassador", 0),
        ("PROTEST", "strike", "Port workers went on strike", -1),
        ("PROTEST", "demo", "Students marched through the capital", 0),
        ("CONCEDE", "", "Ankara dropped its demand for a new fee", 1),
    ],
)
def test_other_acts(type_: str, mode: str, text: str, wanted: int) -> None:
    assert polarity_of(type_, mode, text, False) == wanted


def test_the_name_of_a_ministry_says_nothing_of_the_flow() -> None:
    assert (
        polarity_of("THREATEN", "legal", "The oil ministry threatened to take the editor to court", False)
        == 0
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The company did not answer repeated calls", True),
        ("Neither ministry has commented on the stoppage", True),
        ("The embassy kept silent", True),
        ("The operator has yet to publish a timetable", True),
        ("A spokesman declined to be drawn on the date", True),
        ("No explanation was given for the delay", True),
        ("Our questions went unanswered", True),
        ("The presidency made no mention of gas", True),
        ("The ministry published a readout", False),
        ("The minister refused to sign", False),
        ("The company has not paid its dues", False),
        ("The tribunal has not ruled", False),
    ],
)
def test_silence(text: str, wanted: bool) -> None:
    assert absence_in(text) is wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Washington has issued no readout of the call", "readout"),
        ("Ankara has not replied to the letter", "message"),
        ("The operator did not reply to a request for comment", "statement"),
        ("The Region has never published its accounts", "document"),
        ("The union has said nothing", "statement"),
    ],
)
def test_what_the_silent_have_not_given(text: str, wanted: str) -> None:
    assert absence_channel(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The ministry dismissed the rumours", True),
        ("The operator called the story a lie", True),
        ("The reports do not correspond to the facts", True),
        ("There is no truth in it", True),
        ("Juba rejected the allegation", True),
        ("Erbil contradicted the account of a shutdown", True),
        ("Juba rejected the offer", False),
        ("The court dismissed the appeal", False),
        ("The two sides disagree about the fee", False),
    ],
)
def test_denials(text: str, wanted: bool) -> None:
    assert denial_in(text) is wanted


@pytest.mark.parametrize(
    ("text", "lemma", "quantities", "wanted"),
    [
        ("the pipeline would reopen before the summer", "say", 0, "forecast"),
        ("a second cargo is only days away", "say", 0, "forecast"),
        ("only signatures are missing", "say", 0, "forecast"),
        ("first oil in July", "expect", 0, "forecast"),
        ("the talks are stuck over the fee", "say", 0, "fact"),
        ("the pipeline was attacked", "deny", 0, "denial"),
        ("the accusation was baseless", "say", 0, "denial"),
        ("it had not commented on the shutdown", "say", 0, "absence"),
        ("output is 50,000 barrels a day", "say", 1, ""),
        ("his mother is from Kirkuk and likes it there", "say", 0, ""),
        ("talks go on", "say", 0, ""),
    ],
)
def test_modes_of_a_claim(text: str, lemma: str, quantities: int, wanted: str) -> None:
    assert claim_mode(text, lemma, quantities) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("the minister told reporters in Basra", "press conference"),
        ("she said at a news conference on Monday", "press conference"),
        ("he told state television late on Sunday", "interview"),
        ("she told the Harbour Gazette on Friday", "interview"),
        ("speaking on local radio, the port captain said loading went on", "interview"),
        ("Türkiye told Baghdad that the treaty would end", "none"),
        ("he wrote on X that the line was open", "post"),
        ("the operator said in a letter to the ministry", "message"),
        ("the ministry informed the companies of the new fee", "none"),
        ("in a statement on Monday the operator blamed the weather", "statement"),
        ("no statement followed", "none"),
        ("the operator announced a halt", "none"),
        ("the companies applied to the court for a stay", "court"),
        ("those responsible must be brought before a judge", "none"),
        ("the cabinet approved the plan on Tuesday", "decision"),
        ("in a phone call the two ministers agreed on a date", "call"),
        ("at a meeting in Doha the envoy pressed for a deal", "meeting"),
        ("the two presidents agreed on a date", "none"),
    ],
)
def test_channels(text: str, wanted: str) -> None:
    assert channel_in(text) == wanted


@pytest.mark.parametrize(
    ("text", "predicted", "near"),
    [
        ("exports will resume on 20 April", "2025-04-20", True),
        ("exports will resume in December", "2025-12", False),
        ("oil will flow before the month is out", "2025-04", True),
        ("the deal is in its final stages", "", True),
        ("only the paperwork is left", "", True),
        ("loadings will restart inside two weeks", "", True),
        ("the flow will be back within weeks, not months", "", True),
        ("the flow will not be back within weeks", "", False),
        ("a restart any time soon is unlikely", "", False),
        ("pumping may stop tomorrow", "2025-04-12", False),
        ("exports will resume one day", "", False),
    ],
)
def test_horizons(text: str, predicted: str, near: bool) -> None:
    found, _, soon = horizon_of(text, find_dates(text, PUBLISHED), 0, PUBLISHED)
    assert (found, soon) == (predicted, near)
