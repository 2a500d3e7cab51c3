"""Ordinary ways to report an act, and ordinary sentences that report none, with the names of the shipped case."""

from __future__ import annotations

import datetime as dt

import pytest

from netback.reading import make_document, read_document
from netback.views.commands.reading import alias_table_of

NAMES = alias_table_of("kurdistan")
PUBLISHED = dt.date(2025, 4, 14)
UNDIRECTED = ("CONSULT", "AGREE", "COOPERATE")

ACTS = [
    (
        "CONSULT",
        "rubio masrour_barzani",
        "",
        "Rubio and Barzani held a phone conversation on Friday to discuss oil exports.",
    ),
    (
        "CONSULT",
        "waltz masrour_barzani",
        "",
        "National Security Advisor Michael Waltz spoke with Prime Minister Barzani over the phone on Friday.",
    ),
    (
        "CONSULT",
        "abdul_ghani bayraktar",
        "",
        "Abdul-Ghani received Bayraktar in Baghdad on Sunday for talks on the pipeline.",
    ),
    (
        "CONSULT",
        "krg iraq",
        "",
        "A KRG delegation travelled to Baghdad last week for another round of talks with the federal government.",
    ),
    ("CONSULT", "iraq krg", "", "Talks between Baghdad and Erbil resumed on Tuesday."),
    ("CONSULT", "sudani masrour_barzani", "", "Sudani sat down with Barzani in Baghdad on 6 April."),
    (
        "CONSULT",
        "rubio sudani",
        "",
        "Rubio also raised the matter with Sudani during a phone call in February.",
    ),
    ("CONSULT", "rubio sudani", "", "The file was on the agenda when Rubio telephoned Sudani."),
    (
        "CONSULT",
        "apikur iraq_oil_ministry",
        "",
        "APIKUR representatives attended a meeting with the Iraqi oil ministry on 6 March.",
    ),
    (
        "CONSULT",
        "bayraktar abdul_ghani",
        "",
        "Bayraktar flew to Baghdad and met his Iraqi counterpart, Hayan Abdul-Ghani, on Monday.",
    ),
    (
        "CONSULT",
        "masrour_barzani rubio",
        "",
        "Barzani discussed the resumption of oil exports with Rubio by telephone.",
    ),
    ("CONSULT", "masrour_barzani rubio", "", "Barzani received a call from Rubio on Friday."),
    (
        "CONSULT",
        "nechirvan_barzani sudani",
        "",
        "Nechirvan Barzani paid a visit to Baghdad, where he was received by Sudani.",
    ),
    (
        "CONSULT",
        "iraq turkiye",
        "",
        "Iraqi and Turkish officials convened in Ankara on 3 April to go over the draft treaty.",
    ),
    ("AGREE", "iraq krg", "", "Baghdad and Erbil struck a preliminary deal on Thursday to restart exports."),
    (
        "AGREE",
        "iraq krg",
        "",
        "An agreement was reached on Sunday between Baghdad and Erbil to resume exports.",
    ),
    (
        "AGREE",
        "iraq krg",
        "",
        "Both sides, Baghdad and Erbil, agreed on the need to resume oil exports quickly.",
    ),
    (
        "AGREE",
        "iraq_cabinet",
        "",
        "The Iraqi cabinet approved a plan on Tuesday to pay the companies $16 a barrel.",
    ),
    ("AGREE", "iraq_parliament", "", "The Iraqi parliament voted on 2 February to amend the budget law."),
    ("AGREE", "dno", "", "DNO signalled its readiness to resume exports once payment is assured."),
    (
        "AGREE",
        "iraq_oil_ministry",
        "",
        "The Iraqi oil ministry pledged to settle the arrears within 90 days.",
    ),
    ("AGREE", "krg iraq", "", "Erbil and Baghdad have come to an understanding on salaries."),
    (
        "AGREE",
        "hkn iraq_oil_ministry",
        "",
        "HKN Energy signed a memorandum of understanding with the Iraqi oil ministry in Baghdad on Monday.",
    ),
    ("AGREE", "krg", "", "The Kurdistan Region gave its approval to the plan on Sunday."),
    ("AGREE", "sudani", "", "Sudani gave the green light for the resumption of exports."),
    ("SUPPORT", "us", "iraq_parliament", "Washington welcomed the Iraqi parliament's vote."),
    ("SUPPORT", "bruce", "iraq", "Tammy Bruce hailed Baghdad's decision as an important step."),
    ("SUPPORT", "turkiye", "krg", "Ankara expressed support for the KRG's position on Monday."),
    ("SUPPORT", "rubio", "krg", "Rubio thanked and commended the KRG for its patience."),
    ("CONCEDE", "apikur", "", "APIKUR softened its stance and no longer insists on advance payment."),
    ("CONCEDE", "iraq", "apikur", "Baghdad gave in to APIKUR's demand for an independent consultant."),
    ("COOPERATE", "", "", "Crude began flowing again through the pipeline on Saturday."),
    ("COOPERATE", "", "", "Oil exports from the Kurdistan Region restarted on 27 September."),
    (
        "COOPERATE",
        "iraq",
        "krg",
        "Baghdad transferred 430 billion dinars to Erbil on Wednesday for March salaries.",
    ),
    (
        "COOPERATE",
        "iraq_finance_ministry",
        "krg",
        "The Iraqi finance ministry released 958 billion dinars to the KRG.",
    ),
    ("COOPERATE", "krg", "somo", "The KRG delivered 65,000 barrels a day to SOMO in March."),
    ("COOPERATE", "turkiye", "", "Türkiye reopened the pipeline on Monday."),
    ("COOPERATE", "", "", "The first tanker loaded at Ceyhan on Tuesday."),
    ("COOPERATE", "iraq iran", "", "Iraq resumed payments to Iran for gas."),
    (
        "AID",
        "us",
        "krg",
        "The United States provided $50 million in humanitarian assistance to the Kurdistan Region.",
    ),
    ("RETREAT", "iran", "", "Iran lifted its ban on fuel imports on Friday."),
    ("RETREAT", "", "", "The two detained engineers were freed on Monday."),
    ("RETREAT", "kamal_mohammed", "", "Kamal Mohammed stepped down on Tuesday."),
    ("REQUEST", "rubio", "iraq", "Rubio pressed Baghdad to let the oil flow again."),
    ("REQUEST", "bruce", "iraq", "Tammy Bruce called on Iraq to reach a deal with the companies."),
    ("REQUEST", "us", "iraq", "Washington put pressure on Baghdad to reopen the line."),
    ("REQUEST", "apikur", "iraq", "APIKUR demanded written payment guarantees from Baghdad."),
    ("REQUEST", "krg", "us", "Erbil appealed to Washington for help."),
    ("REQUEST", "us", "krg", "US officials told the KRG to moderate its demands."),
    ("REQUEST", "turkiye", "iraq", "Ankara sent a letter to Baghdad asking for a reply on the treaty."),
    (
        "REQUEST",
        "iraq_oil_ministry",
        "iocs",
        "The Iraqi oil ministry invited the international oil companies to a meeting on Thursday.",
    ),
    ("REQUEST", "sudani", "abdul_ghani", "Sudani instructed Abdul-Ghani to speed up the talks."),
    ("REQUEST", "joe_wilson", "rubio", "Congressman Joe Wilson urged Rubio in a letter to act."),
    ("REQUEST", "iraq", "krg", "Baghdad gave Erbil until Sunday to hand over its oil."),
    ("REQUEST", "masrour_barzani", "iraq", "Barzani reiterated his call on Baghdad to send the salaries."),
    ("REQUEST", "us", "iraq", "The US side stressed to Baghdad the need to resume exports."),
    ("ACCUSE", "krg", "iraq", "Erbil accused Baghdad of using salaries as a weapon."),
    ("ACCUSE", "iraq_oil_ministry", "krg", "The Iraqi oil ministry held the KRG responsible for the delay."),
    (
        "ACCUSE",
        "iraq_oil_ministry",
        "hkn",
        "The Iraqi oil ministry filed a lawsuit against HKN Energy in a Baghdad court.",
    ),
    ("ACCUSE", "iraq", "krg", "Baghdad lodged a complaint against the KRG over smuggling."),
    ("ACCUSE", "apikur", "iraq", "APIKUR took Baghdad to task for what it called a year of empty promises."),
    (
        "ACCUSE",
        "iraq_oil_ministry",
        "krg",
        "The Iraqi oil ministry laid the blame for the stoppage at the KRG's door.",
    ),
    ("ACCUSE", "somo", "krg", "SOMO complained that the KRG had handed over less than promised."),
    ("REJECT", "iraq", "krg", "Baghdad rejected Erbil's proposal on Sunday."),
    ("REJECT", "apikur", "iraq_oil_ministry", "APIKUR turned down the oil ministry's offer of $16 a barrel."),
    ("REJECT", "turkiye", "", "Ankara ruled out paying the award."),
    ("REJECT", "mnr", "iraq_oil_ministry", "The MNR dismissed the Iraqi oil ministry's draft as unworkable."),
    ("THREATEN", "iraq", "krg", "Baghdad threatened to cut the KRG's budget share."),
    (
        "THREATEN",
        "us",
        "iraq",
        "The Trump administration warned Baghdad that it would impose sanctions if exports did not resume.",
    ),
    (
        "THREATEN",
        "iraq_oil_ministry",
        "hkn",
        "The Iraqi oil ministry said it would take legal action against HKN Energy.",
    ),
    ("SANCTION", "turkiye", "", "Türkiye halted flows through the pipeline on 25 March 2023."),
    ("SANCTION", "", "", "Exports were stopped in March 2023 after an arbitration ruling."),
    ("SANCTION", "icc", "turkiye", "The ICC ordered Türkiye to pay Iraq about $1.5 billion."),
    ("SANCTION", "icc", "turkiye", "The International Chamber of Commerce ruled against Türkiye."),
    (
        "SANCTION",
        "iraq_fsc",
        "krg",
        "The Federal Supreme Court struck down the KRG's oil and gas law in February 2022.",
    ),
    (
        "SANCTION",
        "us_treasury",
        "",
        "The US Treasury imposed sanctions on a network of companies that smuggle oil.",
    ),
    ("SANCTION", "dno", "", "DNO suspended production at Tawke on Tuesday."),
    ("SANCTION", "turkiye", "", "Türkiye notified Iraq that it was terminating the 1973 treaty."),
    ("SANCTION", "", "", "Output at the field was cut after the attack."),
    ("MOBILIZE", "iraq", "", "Baghdad sent troops to the Kirkuk fields on Monday."),
    (
        "COERCE",
        "iraq_finance_ministry",
        "krg",
        "The Iraqi finance ministry withheld the Kurdistan Region's budget share.",
    ),
    ("COERCE", "iran", "", "Iran seized a tanker carrying smuggled fuel."),
    ("ASSAULT", "", "", "A drone struck the Sarsang field on Tuesday."),
    ("ASSAULT", "", "", "Two drones hit the Khurmala field overnight."),
    ("ASSAULT", "", "", "Explosive-laden drones attacked facilities operated by HKN Energy."),
    ("ASSAULT", "", "", "The Khor Mor gas field came under rocket attack on Friday."),
    ("ASSAULT", "", "", "An explosion rocked the Sarsang field on Monday morning."),
    ("CLAIM", "abdul_ghani", "", "Abdul-Ghani said exports would resume within days."),
    ("CLAIM", "us", "", "Washington has not issued a readout of the call."),
    ("CLAIM", "iraq", "", "Baghdad has repeatedly claimed that a breakthrough is imminent."),
    ("CLAIM", "mnr", "", "The MNR denied that talks had collapsed."),
    ("CLAIM", "bayraktar", "", "The pipeline is ready to operate, Bayraktar said on Monday."),
    ("CLAIM", "caggins", "", '"We are nowhere near a deal," Caggins said.'),
    ("CLAIM", "fuad_hussein", "", "Fuad Hussein expects exports to restart before the end of the month."),
    ("CLAIM", "iraq_oil_ministry", "", "The Iraqi oil ministry declined to comment."),
]
"""Type, actors, targets, sentence."""

NOTHING = [
    "The suspended exports cost the Region about $1 billion a month.",
    "Oil prices rose by 2 percent on Friday.",
    "The pipeline runs for 970 kilometres from Kirkuk to Ceyhan.",
    "The companies produce about 300,000 barrels a day.",
    "Barzani hopes for better relations with Baghdad.",
    "The talks in Baghdad are important for both sides.",
    "What will happen if Baghdad does not pay?",
    "Under the 1973 treaty, Türkiye collects a transit fee.",
    "The two sides enjoy good relations.",
    "The ruling of the Paris court remains a burden for Ankara.",
    "Output at Tawke averaged 78,000 barrels a day in March.",
    "Kurdistan needs money.",
    "If exports resumed, the companies would gain.",
    "The price paid by local traders stood at $33 a barrel.",
    "The Iraqi oil ministry has 4,000 employees.",
    "Trump was inaugurated on 20 January.",
    "Brent settled at $65 a barrel.",
    "Read more: Baghdad halts flows through the pipeline",
    "The Region exported 375,000 barrels a day before the halt.",
    "The field is operated by HKN Energy.",
    "Genel Energy owns 25 percent of the licence.",
    "The line was built in the 1970s.",
]
"""States, prices, habits, questions, conditions: no act and no claim."""


def found(sentence: str) -> list:
    document = make_document(sentence, doc_id="x")
    return [p for p in read_document(document, NAMES, PUBLISHED) if p.kind != "quantity"]


@pytest.mark.parametrize(("kind", "actors", "targets", "sentence"), ACTS, ids=[row[3][:50] for row in ACTS])
def test_an_act_is_read(kind, actors, targets, sentence):
    wanted = (set(actors.split()), set(targets.split()))
    read = [p for p in found(sentence) if p.type == kind]
    if kind in UNDIRECTED:
        assert any({*p.actors, *p.targets} == wanted[0] | wanted[1] for p in read)
    else:
        assert any((set(p.actors), set(p.targets)) == wanted for p in read)


@pytest.mark.parametrize("sentence", NOTHING)
def test_nothing_is_read(sentence):
    assert [(p.type, p.mode) for p in found(sentence)] == []


REPORT = """Masrour Barzani, Prime Minister of the Kurdistan Region, and US National Security Advisor Michael Waltz held a phone call on \
Friday on ways to advance relations between the Kurdistan Region, Iraq and the United States.

According to the KRG readout, the two agreed on the need to form a new cabinet and to resume oil exports as soon as possible. Washington \
had issued no readout at the time of writing.

Read More: KRG Welcomes U.S. Position on Oil Exports

On Wednesday, State Department spokesperson Tammy Bruce urged Iraq to reach a deal with the international oil companies.

Oil exports through Türkiye were halted on March 25, 2023, after an international arbitration court ruled in favor of Baghdad against Ankara, \
stopping the flow of 450,000 barrels per day of crude.

Baghdad has repeatedly claimed that a breakthrough is imminent.
"""
"""Contacts of March 2025 as the case's ledger has them, told in words of our own."""


def test_a_whole_report():
    document = make_document(REPORT, doc_id="x")
    read = [
        (p.type, p.mode, " ".join(p.actors), " ".join(p.targets), p.date)
        for p in read_document(document, NAMES, dt.date(2025, 3, 22))
        if p.kind != "quantity"
    ]
    assert read == [
        ("CONSULT", "phone", "masrour_barzani waltz", "", "2025-03-21"),
        ("AGREE", "", "masrour_barzani waltz", "", "2025-03-21"),
        ("CLAIM", "absence", "us", "", "2025-03-22"),
        ("REQUEST", "change", "bruce", "iraq", "2025-03-19"),
        ("SANCTION", "discontinue", "", "", "2023-03-25"),
        ("SANCTION", "convict", "icc", "turkiye", "2023-03-25"),
        ("CLAIM", "forecast", "iraq", "", "2025-03-22"),
    ]


def test_what_is_asked_for_is_not_who_is_asked():
    (read,) = found("Rubio urged a swift resumption of oil exports.")
    assert (read.type, read.actors, read.targets) == ("REQUEST", ("rubio",), ())
