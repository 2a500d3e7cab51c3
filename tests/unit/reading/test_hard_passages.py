"""The ten passages that trip readers, and the traps of the two founding reports; all texts are made up."""

from __future__ import annotations

import datetime as dt

from made_documents import events, one, read


def test_the_subject_of_a_passive_is_the_target_and_the_agent_stays_empty() -> None:
    found = one("Northwell Energy was told to stop loading crude at the port.", "REQUEST")
    assert found.actors == ()
    assert found.targets == ("northwell",)


def test_a_passive_with_an_agent_has_both() -> None:
    found = one("The proposal was rejected by Arvania on Thursday.", "REJECT")
    assert found.actors == ("arvania",)


def test_the_object_is_not_the_next_noun() -> None:
    found = one("Mark Ellery urged Arvania to pay the companies of the Hill Region.", "REQUEST")
    assert found.actors == ("mark_ellery",)
    assert found.targets == ("arvania",)


def test_a_pipeline_named_after_countries_is_no_actor() -> None:
    found = one(
        "Washington wants oil. Northwell Energy resumed exports through the Arvania-Belmora Pipeline on Monday.",
        "COOPERATE",
    )
    assert found.actors == ("northwell",)
    assert found.targets == ()


def test_a_capital_where_something_happens_is_nobody() -> None:
    found = one("Tomas Reva met Dara Osman in Kestrel City on Thursday.", "CONSULT")
    assert set(found.actors) == {"tomas_reva", "dara_osman"}


def test_both_sides_are_the_pair_just_named() -> None:
    found = one(
        "Mark Ellery telephoned Dara Osman on Thursday. Both sides agreed that exports should restart.",
        "AGREE",
    )
    assert set(found.actors) == {"mark_ellery", "dara_osman"}
    assert found.date == "2025-04-10"


def test_not_every_said_is_a_claim() -> None:
    assert events("The spokesman said he had a cold. The minister said good morning to the guests.") == []


def test_a_month_that_a_figure_is_for_dates_nothing() -> None:
    found = one("Arvania approved the budget for May.", "AGREE")
    assert found.date == "2025-04-11"
    assert found.date_by == "publication"


def test_the_weekday_of_the_publication_day_is_that_day() -> None:
    assert one("Tomas Reva met Dara Osman on Friday.", "CONSULT").date == "2025-04-11"


def test_a_participle_before_a_noun_is_no_event() -> None:
    assert events("The suspended exports and the withheld salaries were on the agenda.") == []


def test_the_deadline_of_a_prediction_is_not_the_date_of_saying_it() -> None:
    found = one("Tomas Reva said on Thursday that exports would resume within 48 hours.", "CLAIM")
    assert (found.mode, found.date, found.predicted_date) == ("forecast", "2025-04-10", "2025-04-13")
    assert found.imminent
    assert found.actors == ("tomas_reva",)


# --- the founding reports' traps ---------------------------------------------------------------------------------


def test_a_readout_of_one_side_claims_the_agreement_of_both() -> None:
    text = "Mark Ellery phoned Dara Osman on Thursday. Both sides agreed to restart exports, the Hill Region Government said in a statement."
    found = one(text, "AGREE")
    assert set(found.actors) == {"mark_ellery", "dara_osman"}
    assert [a.who for a in found.attribution] == ["hill_region"]


def test_a_missing_readout_is_a_dated_claim_of_absence() -> None:
    found = one("Mark Ellery phoned Dara Osman. Washington has issued no readout of the call.", "CLAIM")
    assert (found.mode, found.actors, found.channel, found.date) == (
        "absence",
        ("us",),
        "readout",
        "2025-04-11",
    )


def test_background_keeps_its_own_date() -> None:
    found = events(
        "Exports stopped on 25 March 2023 after the Geneva tribunal ruled against Belmora.", "SANCTION"
    )
    assert [(p.mode, p.background) for p in found] == [("discontinue", True), ("convict", True)]
    assert {p.date for p in found} == {"2023-03-25"}
    assert found[1].targets == ("belmora",)


def test_furniture_is_not_read() -> None:
    text = (
        "Written by\n\nRead More: Arvania Rejects Offer of Belmora\n\nTomas Reva met Dara Osman on Thursday."
    )
    assert [p.type for p in events(text)] == ["CONSULT"]


def test_an_embedded_post_speaks_for_itself() -> None:
    text = "The call was welcomed.\n\nI urged Arvania today to reopen the line. https://t.co/abc\n— Dara Osman (@daraosman) March 21, 2025\n"
    found = one(text, "REQUEST")
    assert found.actors == ("dara_osman",)
    assert (found.channel, found.date) == ("post", "2025-03-21")
    assert [a.who for a in found.attribution] == ["dara_osman"]


def test_a_post_about_the_same_call_is_a_statement_of_its_own() -> None:
    text = (
        "Dara Osman and Mark Ellery discussed exports in a phone call on Thursday.\n\n"
        "Good call today with Mark Ellery. https://t.co/x — Dara Osman (@daraosman) April 10, 2025\n"
    )
    found = events(text, "CONSULT")
    assert [(set(p.actors), p.date, [a.who for a in p.attribution]) for p in found] == [
        ({"dara_osman", "mark_ellery"}, "2025-04-10", []),
        ({"dara_osman", "mark_ellery"}, "2025-04-10", ["dara_osman"]),
    ]


def test_the_chain_of_attribution_runs_inwards() -> None:
    found = one("Tomas Reva told Wirepress that exports would resume soon.", "CLAIM")
    assert [(a.who, a.kind) for a in found.attribution] == [("wirepress", "agency"), ("tomas_reva", "named")]


def test_an_office_is_whoever_held_it_that_day() -> None:
    text = "The Arvanian prime minister met Dara Osman on Monday."
    assert "tomas_reva" in one(text, "CONSULT").actors
    assert "ilse_korn" in one(text, "CONSULT", dt.date(2024, 3, 12)).actors


def test_a_headline_is_not_counted_beside_its_lead() -> None:
    text = (
        "Ellery telephones Osman over exports\n\nMark Ellery telephoned Dara Osman on Thursday about exports."
    )
    assert [p.type for p in events(text)] == ["CONSULT"]


def test_a_negated_agreement_is_marked() -> None:
    found = one("Arvania and the Hill Region did not agree on a price.", "AGREE")
    assert found.auxiliary == ("negation",)
    assert found.polarity == -1


def test_without_a_day_of_publication_nothing_relative_is_dated() -> None:
    found = events("Tomas Reva met Dara Osman on Friday. Exports stopped on 25 March 2023.", published=None)
    assert [(p.type, p.date) for p in found] == [("CONSULT", ""), ("SANCTION", "2023-03-25")]


def test_a_denial_is_a_claim() -> None:
    found = one("Arvania denied that exports had stopped.", "CLAIM")
    assert (found.mode, found.actors) == ("denial", ("arvania",))


def test_if_clauses_and_questions_are_left_alone() -> None:
    assert events("Will Arvania resume exports?") == []
    assert events("If Arvania halts exports, prices rise.", "SANCTION") == []


def test_every_proposal_quotes_the_text() -> None:
    text = "Tomas Reva met Dara Osman on Friday.\nThe HRG said the line can carry 450,000 barrels a day."
    found = read(text)
    assert found
    for p in found:
        assert text[p.anchor.start : p.anchor.end] == p.anchor.exact
