"""The words of the frameworks that come with the program keep the house rules."""

import re
from collections.abc import Iterator

import pytest

from auditor.frameworks import Criterion, Framework, builtin, builtin_names

SHIPPED = tuple(builtin(name) for name in builtin_names())
CRITERIA = [pytest.param(f, c, id=f"{f.id}-{c.id}") for f in SHIPPED for c in f.criteria]


def words(criterion: Criterion) -> Iterator[str]:
    """Everything a person reads of one criterion, but its source and examples."""
    fields = ("short", "question", "met", "partly", "not_met", "not_applicable", "guidance", "escalate")
    return (text for field in fields if (text := getattr(criterion, field)))


def test_the_file_is_named_after_the_framework() -> None:
    """A round remembers the id, so the id must find the file again."""
    assert builtin_names() == (
        "default-ehcp",
        "annual-review",
        "draft-plan-checklist",
        "education-advice",
        "ehcp-outcomes",
        "health-advice",
        "lancashire-2019",
        "social-care-advice",
    )
    assert tuple(framework.id for framework in SHIPPED) == builtin_names()


@pytest.mark.parametrize(("framework", "criterion"), CRITERIA)
def test_words_keep_the_house_rules(framework: Framework, criterion: Criterion) -> None:
    """Questions ask, sentences end, and nobody is begged, shouted at or shown an unchecked reference."""
    assert criterion.question.endswith("?")
    assert criterion.question.count("?") == 1
    assert not criterion.short.endswith(".")
    for text in words(criterion):
        assert not re.search(r"\b(please|sorry|invalid|successfully)\b", text, re.IGNORECASE)
        assert "!" not in text
        assert "[M]" not in text
    for text in list(words(criterion))[2:]:
        assert text.endswith((".", '."', "?"))
    assert "[M]" not in criterion.source


@pytest.mark.parametrize(("framework", "criterion"), CRITERIA)
def test_guidance_points_only_to_criteria_that_exist(framework: Framework, criterion: Criterion) -> None:
    """A note such as "that is S5" must lead somewhere, and never back to the question itself."""
    keys = {other.id for other in framework.criteria}
    named = set(re.findall(r"\b(?:[VCANPSRDOW]|[HSE]A)\d+[ab]?\b", " ".join(words(criterion))))
    assert named <= keys - {criterion.id}


@pytest.mark.parametrize("framework", SHIPPED, ids=lambda framework: framework.id)
def test_shorts_tell_criteria_apart(framework: Framework) -> None:
    """A closed card shows its short title alone."""
    shorts = [criterion.short for criterion in framework.criteria]
    assert len(set(shorts)) == len(shorts)


def test_the_default_framework_has_five_headlines_and_a_statutory_block() -> None:
    """44 criteria, of which 38 are judged and 6 are worked out from dates."""
    framework = builtin("default-ehcp")
    assert [len(framework.criteria_of(measure.id)) for measure in framework.measures] == [5, 8, 6, 6, 8, 11]
    assert [measure.id for measure in framework.headlines] == ["M1", "M2", "M3", "M4", "M5"]
    assert len(framework.judged) == 38
    assert {criterion.id: criterion.clock for criterion in framework.criteria if criterion.mode == "dates"} == {
        "S4a": "first_plan",
        "S4b": "late_with_exception",
        "S5": "review_on_time",
        "S6a": "decision_in_4_weeks",
        "S6b": "amended_in_12_weeks",
        "S7": "phase_deadline",
    }


def test_in_the_default_framework_only_law_is_critical() -> None:
    """A measure may be sunk only by a duty, and the statutory block is law throughout."""
    framework = builtin("default-ehcp")
    assert {criterion.basis for criterion in framework.criteria if criterion.critical} == {"law"}
    assert {criterion.basis for criterion in framework.statutory_criteria} == {"law"}


def test_law_is_always_backed_by_an_act_or_regulations() -> None:
    """The Code of Practice alone does not make a criterion law."""
    for framework in SHIPPED:
        for criterion in framework.criteria:
            if criterion.basis == "law":
                assert re.search(r"Act 2014 ss?\.|Regulations 2014 regs? ", criterion.source), criterion.id


def test_date_lines_are_met_or_not_and_may_not_apply() -> None:
    """A clock answers met, not met, not applicable or cannot tell; the framework must offer each of them."""
    for criterion in builtin("default-ehcp").criteria:
        if criterion.mode == "dates":
            assert [value.token for value in criterion.scale] == ["met", "not_met", "not_applicable", "cannot_tell"]


def test_the_2019_framework_counts_answers_and_says_that_it_is_invented() -> None:
    """Five headlines of 5, 7, 6, 6 and 7 criteria, no law claimed, and the turned headline explained."""
    framework = builtin("lancashire-2019")
    assert framework.basis == "answers"
    assert [len(framework.criteria_of(measure.id)) for measure in framework.headlines] == [5, 7, 6, 6, 7]
    assert not framework.statutory_criteria
    assert {criterion.basis for criterion in framework.criteria} == {"practice"}
    assert "invented" in framework.about
    assert "45%" in framework.about


EXAMPLES = [pytest.param(f, c, id=f"{f.id}-{c.id}") for f in SHIPPED for c in f.criteria if c.good or c.weak]


@pytest.mark.parametrize(("framework", "criterion"), EXAMPLES)
def test_examples_are_short_come_in_pairs_and_name_nobody(framework: Framework, criterion: Criterion) -> None:
    """At most 45 words each, one that meets beside one that falls short, and no given name in either."""
    assert criterion.good
    assert criterion.weak
    assert criterion.good != criterion.weak
    for text in (criterion.good, criterion.weak):
        assert len(text.split()) <= 45
        assert text.endswith((".", '."', ".)"))
        assert "!" not in text
        # a capital inside a sentence is a name unless it is one of these
        inside = re.findall(r"(?<=[a-z,;] )[A-Z][a-z]+", text)
        assert set(inside) <= WELL_KNOWN, inside


MONTHS = "January February March April May June July August September October November December"
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Fridays Saturdays"
WELL_KNOWN = {*MONTHS.split(), *DAYS.split(), "Year", "Reception", "Punjabi", "Down", "Pathway", "Hub", "English"}


def test_every_judged_question_of_the_default_framework_has_examples() -> None:
    """An auditor in doubt sees what meets it and what falls short."""
    assert all(criterion.good and criterion.weak for criterion in builtin("default-ehcp").judged)


def test_the_outcomes_framework_asks_the_five_letters_of_every_outcome() -> None:
    """Specific, measurable, achievable, realistic, time-bound; then three questions on the set."""
    framework = builtin("ehcp-outcomes")
    repeated = [criterion for criterion in framework.criteria if criterion.each == "outcome"]
    assert "".join(criterion.short[0] for criterion in repeated) == "SMART"
    assert len(framework.criteria) == 8
    assert framework.basis == "answers"
    assert framework.parts_rule.met == 75


def test_only_the_outcomes_framework_repeats_a_question() -> None:
    """Other frameworks are answered once per plan."""
    assert {f.id for f in SHIPPED if any(criterion.each for criterion in f.criteria)} == {"ehcp-outcomes"}


@pytest.mark.parametrize(
    ("name", "subject", "criteria"),
    [
        ("annual-review", "annual_review", 12),
        ("health-advice", "advice", 8),
        ("social-care-advice", "advice", 8),
        ("education-advice", "advice", 9),
        ("draft-plan-checklist", "draft_plan", 16),
    ],
)
def test_the_short_frameworks_are_short(name: str, subject: str, criteria: int) -> None:
    """Each is about its own paper."""
    framework = builtin(name)
    assert framework.subject == subject
    assert len(framework.criteria) == criteria


def test_the_draft_checklist_is_answered_yes_or_no() -> None:
    """No measures and no half marks: a draft is mended before it goes out."""
    framework = builtin("draft-plan-checklist")
    assert framework.measures == ()
    assert all(criterion.partly is None for criterion in framework.criteria)


def test_a_review_is_dated_by_the_same_clocks_as_a_plan() -> None:
    """The words and clocks of its three date lines are those of the default framework."""
    plan, review = builtin("default-ehcp"), builtin("annual-review")
    for mine, theirs in (("R10", "S6a"), ("R11", "S6b"), ("R12", "S5")):
        assert review.criterion(mine).clock == plan.criterion(theirs).clock
        assert review.criterion(mine).met == plan.criterion(theirs).met
        assert review.criterion(mine).not_met == plan.criterion(theirs).not_met
