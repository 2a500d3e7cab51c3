"""Who is meant by a pronoun, a group or an office, and who is aimed at where the clause does not say; all texts are made up."""

from __future__ import annotations

from made_documents import events, one


def test_it_in_a_following_clause_is_the_subject_of_the_sentence() -> None:
    found = one(
        "Arvania seized the plant of Northwell Energy in March, after it had refused to pay.", "REJECT"
    )
    assert found.actors == ("arvania",)


def test_it_after_a_participle_is_the_other_side_of_the_sentence() -> None:
    found = one("Arvania suspended all accords with Belmora on Thursday, accusing it of theft.", "ACCUSE")
    assert (found.actors, found.targets) == (("arvania",), ("belmora",))


def test_her_is_not_who_acts() -> None:
    found = one("Dara Osman met Ilse Korn on Monday and invited her to visit the field.", "REQUEST")
    assert (found.actors, found.targets) == (("dara_osman",), ("ilse_korn",))


def test_them_is_both_sides_of_the_same_clause() -> None:
    text = (
        "Arvania and Belmora closed the border. "
        "Mark Ellery invited both sides to talks and urged them to lift the closure."
    )
    assert {frozenset(p.targets) for p in events(text, "REQUEST")} == {frozenset(["arvania", "belmora"])}


def test_two_governments_are_the_parties_behind_a_pair_of_persons() -> None:
    text = "Tomas Reva met Mark Ellery on Monday. The two governments agreed to reopen the line."
    assert set(one(text, "AGREE").actors) == {"arvania", "us"}


def test_the_word_that_opens_a_clause_is_no_preposition_of_its_subject() -> None:
    found = one("Exports restarted after Arvania lifted the blockade.", "RETREAT")
    assert found.actors == ("arvania",)


def test_i_in_a_quote_is_who_is_quoted() -> None:
    found = one('"I met Mark Ellery on Monday," Dara Osman said.', "CONSULT")
    assert set(found.actors) == {"dara_osman", "mark_ellery"}


def test_a_refusal_without_object_answers_who_asked() -> None:
    found = one("Dara Osman asked Mark Ellery to step in. Ellery declined.", "REJECT")
    assert (found.actors, found.targets) == (("mark_ellery",), ("dara_osman",))


def test_a_list_of_subjects_acts_together() -> None:
    found = one("Arvania, the Hill Region and Belmora signed the accord on Monday.", "AGREE")
    assert set(found.actors) == {"arvania", "hill_region", "belmora"}


def test_a_ruling_that_somebody_broke_a_treaty_is_against_them() -> None:
    found = one("The Geneva tribunal found that Belmora had broken the treaty.", "SANCTION")
    assert (found.actors, found.targets) == (("tribunal",), ("belmora",))


def test_a_weapon_is_no_actor() -> None:
    assert one("Explosive drones hit the field on Monday.", "ASSAULT").actors == ()


def test_residents_who_shut_a_field_protest() -> None:
    found = one("Residents of the valley shut the field on Monday.", "PROTEST")
    assert found.mode == "obstruct"


def test_nobody_blamed_is_no_accusation() -> None:
    assert events("Arvania blamed neither side.", "ACCUSE") == []


def test_a_rejected_charge_is_a_denial() -> None:
    found = one("Belmora rejected the charge.", "CLAIM")
    assert (found.mode, found.actors) == ("denial", ("belmora",))


def test_more_verbs_of_the_trade() -> None:
    assert one("Arvania waived 36 million dollars in storage fees.", "CONCEDE").actors == ("arvania",)
    assert one("Tomas Reva apologised for the remarks.", "CONCEDE").actors == ("tomas_reva",)
    assert one("The United States sent fuel for the hospitals on Monday.", "AID").actors == ("us",)
    assert one("One cargo left in March.", "COOPERATE").actors == ()
    assert one("Armed men fought near the plant on Sunday.", "ASSAULT").mode == "fire"


def test_paying_a_price_is_no_payment() -> None:
    assert events("Belmora is paying a price nobody likes to mention.", "COOPERATE") == []


def test_a_day_counted_from_the_last_act() -> None:
    text = "Tomas Reva met Dara Osman on 1 April. Arvania closed the valves a week later. Belmora lifted the ban the next day."
    assert [(p.type, p.date) for p in events(text)] == [
        ("CONSULT", "2025-04-01"),
        ("SANCTION", "2025-04-08"),
        ("RETREAT", "2025-04-09"),
    ]


def test_the_end_of_a_contract_does_not_date_its_refusal() -> None:
    found = one("Arvania rejected the contract that ends on 31 March.", "REJECT")
    assert found.date == "2025-04-11"


def test_an_act_told_in_the_progressive_has_the_day_of_telling() -> None:
    found = one("Arvania said on Monday that it was closing the pipeline.", "SANCTION")
    assert (found.actors, found.date) == (("arvania",), "2025-04-07")


def test_an_accord_is_not_aimed_at_its_object() -> None:
    found = one("Arvania and Belmora agreed to form a group of engineers.", "AGREE")
    assert found.targets == ()


def test_both_sides_of_a_meeting_fail_to_agree() -> None:
    text = "Tomas Reva met Dara Osman on Monday but did not agree on a price."
    assert set(one(text, "AGREE").actors) == {"tomas_reva", "dara_osman"}


def test_the_subject_after_said_is_not_who_says() -> None:
    found = one("Engineers at the field said output there had been cut off.", "SANCTION")
    assert (found.actors, found.targets) == ((), ())


def test_who_warns_of_what_they_could_do_threatens() -> None:
    found = one("Tomas Reva warned Belmora that Arvania would halt exports.", "THREATEN")
    assert (found.actors, found.targets) == (("tomas_reva",), ("belmora",))


def test_a_payment_promised_by_who_pays_is_an_agreement() -> None:
    found = one("Arvania said that it will pay the arrears.", "AGREE")
    assert (found.mode, found.actors) == ("promise", ("arvania",))


def test_readiness_is_a_promise() -> None:
    assert one('"We are ready to carry the gas," Dara Osman said.', "AGREE").actors == ("dara_osman",)


def test_who_is_told_of_a_stop_is_its_target() -> None:
    found = one("Arvania has informed Northwell that it will cancel two cargoes.", "SANCTION")
    assert (found.actors, found.targets) == (("arvania",), ("northwell",))


def test_a_demand_after_the_main_clause_has_its_date() -> None:
    found = one("Residents closed the road on Monday, demanding compensation.", "REQUEST")
    assert found.date == "2025-04-07"


def test_a_question_without_question_mark_may_tell_of_an_act() -> None:
    text = "REPORTER: Belmora suspended the talks on Monday.\n\nREVA: We have seen that."
    found = one(text, "SANCTION")
    assert (found.actors, [a.who for a in found.attribution]) == (("belmora",), [])


def test_a_clause_after_a_condition_keeps_the_main_subject() -> None:
    text = "Northwell had threatened to leave if Arvania paid late again, and dropped the threat on Monday."
    assert one(text, "RETREAT").actors == ("northwell",)


def test_a_name_with_and_is_one_name() -> None:
    from netback.reading.clauses import clauses
    from netback.reading.grammar import tokens, verb_groups

    toks = tokens("Arvania has granted Ost and West a licence, Reva told parliament")
    groups = verb_groups(toks)
    at = next(i for i, t in enumerate(toks) if t.low == "and")
    assert [c.first for c in clauses(toks, groups, [(at - 1, at + 2)]) if c.word == "and"] == []


def test_words_in_ly_that_are_no_adverbs_stand_before_verbs() -> None:
    assert one("Italy offered an aircraft.", "AGREE").actors == ("Italy",)


def test_forms_double_only_short_stems() -> None:
    from netback.reading.lexicon import forms

    table = forms()
    assert {"calling", "pressing", "barred", "shipped"} <= set(table)


def test_an_account_is_the_person_whose_surname_it_holds() -> None:
    text = 'Arvania was silent.\n\n"Good call today with @SecEllery about exports."\n— Dara Osman (@daraosman) April 10, 2025\n'
    assert set(one(text, "CONSULT").actors) == {"dara_osman", "mark_ellery"}


def test_an_absence_in_the_past_has_the_day_of_its_sentence() -> None:
    found = one("Dara Osman met Mark Ellery on Thursday; no statement followed.", "CLAIM")
    assert (found.mode, found.date) == ("absence", "2025-04-10")


def test_licences_and_accords_stopped_with_somebody_are_aimed_at_them() -> None:
    found = one("Arvania suspended all accords with Belmora on Monday.", "SANCTION")
    assert found.targets == ("belmora",)


def test_parties_that_meet_count_towards_an_end_of_the_dispute() -> None:
    assert one("Tomas Reva met Dara Osman on Monday.", "CONSULT").polarity == 1


def test_what_is_stopped_has_no_channel_of_words() -> None:
    assert one("Northwell declared force majeure on Monday.", "SANCTION").channel == "none"


def test_by_phone_before_a_weekday_is_no_deadline() -> None:
    assert one("Tomas Reva and Dara Osman spoke by phone on Thursday.", "CONSULT").date == "2025-04-10"
