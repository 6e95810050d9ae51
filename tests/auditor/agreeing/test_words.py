"""Agreement in words that hold for every number."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.agreeing.calculate import round_agreement, twice
from auditor.agreeing.figures import RoundAgreement
from auditor.agreeing.people import Divider, leniency, most_divided
from auditor.agreeing.words import (
    TO_DO,
    board_sentence,
    divided_title,
    divided_words,
    figure_text,
    figure_words,
    leniency_verdict,
    middle_words,
    range_text,
    signed,
)
from tests.auditor.agreeing.rounds import CT, KEYS, NA, M, N, P, framework, plan, rounds

SMALL = framework()
NOTHING = round_agreement((), SMALL, "round")


def counts(plans, compared, same, one_step, auditors=2, fewest=2, most=2) -> RoundAgreement:
    return replace(
        NOTHING, n_units=plans, auditors=auditors, fewest=fewest, most=most, compared=compared, same=same,
        one_step=one_step,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (
            counts(12, 480, 389, 77),
            (
                "Two auditors scored 12 plans. They gave the same answer to 81 in 100 questions and "
                "were one step apart on 16."
            ),
        ),
        (
            counts(0, 0, 0, 0, 0, 0, 0),
            ("No plan was scored by two auditors, so this round cannot say how far auditors agree."),
        ),
        (
            counts(1, 40, 30, 6),
            (
                "Two auditors scored 1 plan. They gave the same answer to 30 of 40 questions and were "
                "one step apart on 6."
            ),
        ),
        (
            counts(1, 1, 0, 0),
            (
                "Two auditors scored 1 plan. They gave the same answer to none of 1 question and were one "
                "step apart on none."
            ),
        ),
        (counts(12, 480, 480, 0), "Two auditors scored 12 plans. They gave the same answer to all 480 questions."),
        (counts(1, 1, 1, 0), "Two auditors scored 1 plan. They gave the same answer to the one question."),
        (
            counts(12, 480, 479, 1),
            (
                "Two auditors scored 12 plans. They gave the same answer to 479 of 480 questions and "
                "were one step apart on 1."
            ),
        ),
        (
            counts(12, 200, 161, 39),
            (
                "Two auditors scored 12 plans. They gave the same answer to 161 of 200 questions "
                "and were one step apart on 39."
            ),
        ),
        (
            counts(12, 1440, 1166, 230, 3, 3, 3),
            (
                "Three auditors scored 12 plans. Any two of them gave the same answer "
                "to 81 in 100 questions and were one step apart on 16."
            ),
        ),
        (
            counts(12, 480, 389, 77, 8),
            (
                "Two of eight auditors scored each of 12 plans. They gave the same answer to 81 "
                "in 100 questions and were one step apart on 16."
            ),
        ),
        (
            counts(1500, 60000, 48600, 9600, 12, 2, 4),
            (
                "Two or more of 12 auditors scored each of 1,500 plans. Any two "
                "of them gave the same answer to 81 in 100 questions and were one step apart on 16."
            ),
        ),
        (
            replace(counts(12, 480, 389, 77), after_moderation=True),
            (
                "Two auditors scored 12 plans. After moderation they gave the same answer to 81 in 100 questions and "
                "were one step apart on 16. How far they agreed before it is not known."
            ),
        ),
        (
            replace(counts(12, 1440, 1440, 0, 3, 3, 3), after_moderation=True),
            (
                "Three auditors scored 12 plans. After moderation any two of them gave the same answer to all 1,440 "
                "questions. How far they agreed before it is not known."
            ),
        ),
        (counts(10, 0, 0, 0), "Two auditors scored 10 plans. No question was answered by two of them."),
    ],
)
def test_the_sentence_for_the_board_is_right_for_every_number(found, sentence):
    assert board_sentence(found) == sentence


@given(st.integers(1, 60), st.integers(1, 3000), st.data())
def test_no_difference_is_rounded_away(plans, compared, data):
    same = data.draw(st.integers(0, compared))
    one_step = data.draw(st.integers(0, compared - same))
    sentence = board_sentence(counts(plans, compared, same, one_step))
    if match := re.search(r"(\d+) in 100 questions and were one step apart on (\w+)", sentence):
        shares = [int(match[1]), 0 if match[2] == "none" else int(match[2])]
        assert sum(shares) <= 100
        assert (shares[0] == 100) == (same == compared)
        assert (shares[1] == 0) == (one_step == 0)
        assert plans >= 10
    else:
        assert "all " in sentence or "the one question" in sentence or f" of {compared:,} question" in sentence


def divided(plans):
    shared = twice(plans)
    return most_divided(shared, round_agreement(plans, SMALL, "round").criteria)


def test_a_person_is_named_by_name_with_care_and_the_wording_names_nobody():
    chance = [M, P]
    person = [plan(A=[M], B=[M]), plan(A=[M], C=[P]), plan(B=[M], C=[P])] * 6
    (found,) = divided(person)
    assert divided_title(found) == "Q1 Question Q1: the same answer 6 of 18 times"
    said = divided_words(found, {"C": "Cleo Example"})
    assert "All 12 differences are met against partly met. It looks like one person: Cleo Example differs" in said
    assert "It does not say who is right." in said
    wording = [plan(**{a: [M], b: [chance[i % 2]]}) for i in range(12) for a, b in (("A", "B"), ("A", "C"), ("B", "C"))]
    (found,) = divided(wording)
    assert found.divider == Divider.WORDING
    assert "Reword the question or the anchors" in divided_words(found, {})


def test_where_whether_it_applies_divides_the_rule_for_it_is_looked_at():
    (found,) = divided([plan(A=[M], B=[NA])])
    said = divided_words(found, {})
    assert said.startswith("The one difference is met against not applicable.")
    assert "the rule for “not applicable”" in said
    assert set(TO_DO) == set(Divider)


@given(rounds())
def test_every_figure_can_be_told_and_none_stands_as_nothing(plans):
    found = round_agreement(plans, SMALL, "round")
    for figure in (*found.criteria, *found.measures):
        said = figure_words(figure)
        assert all(line.endswith(".") and "None" not in line and "nan" not in line for line in said)
        assert figure_text(figure, "gwet_ac1")
    assert "None" not in middle_words(found)


def test_a_figure_stands_with_its_range_and_a_missing_one_with_its_reason():
    q1 = round_agreement([plan(A=[M], B=[M])] * 9 + [plan(A=[M], B=[CT])] + [plan(A=[M], B=[N])] * 3, SMALL, "r")
    counts_line, figures_line, applying = figure_words(q1.criteria[0])
    assert "further apart 3. Cannot tell was answered once and is left out." in counts_line
    assert re.search(r"exact 75% \(likely \d+% to \d+%\)", figures_line)
    assert "the same 100%; AC1 1.00" in applying
    assert range_text(q1.criteria[0], "percent_agreement")
    few = round_agreement([plan(A=[M], B=[N])], SMALL, "r").criteria[0]
    assert figure_text(few, "alpha_ordinal") == "too few"
    assert "Fewer than 10 plans" in figure_words(few)[-1]


def test_what_is_left_out_of_a_measure_is_told_in_its_own_words():
    found = round_agreement([plan(A=[M, M, M, M], B=[CT, M, M, M])], SMALL, "r")
    assert "1 audit has too few answers" in figure_words(found.measures[0], rolled_up=True)[0]
    assert "Cannot tell was answered once" in figure_words(found.criteria[0])[0]


def test_leniency_is_told_only_where_its_range_leaves_nought_out():
    said = [
        leniency_verdict(one)
        for one in leniency([plan([P], A=[M, M], B=[P, M])] * 6 + [plan(A=[M], B=[M])] * 6, KEYS, "r")
    ]
    assert said == ["Scores higher", "No range can be given"]
    turned = [plan([M, P], A=[P, M], B=[M, P])] * 12
    alike = leniency([*turned, plan([M], A=[P], B=[M]), plan([P], A=[M], B=[P])], KEYS, "r")[:1]
    assert [leniency_verdict(one) for one in alike] == ["No clear difference"]
    assert leniency_verdict(leniency([plan([P], A=[M], B=[P])], KEYS, "r")[0]) == "Too few plans for a mean"
    assert leniency_verdict(leniency([plan(A=[M], B=[P])], KEYS, "r")[0]) == "1 answer to settle first"


@pytest.mark.parametrize(("value", "text"), [(0.126, "+0.13"), (-0.126, "−0.13"), (-0.001, "0.00"), (0, "0.00")])
def test_a_difference_carries_its_sign(value, text):
    assert signed(value) == text
