"""Sharing a round out: by the rules, again and again, without losing what was begun."""

from collections import Counter
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from auditor import evidence, scoring
from auditor.allocation.allocate import Exclusion
from auditor.allocation.outside import agreement_with_outside
from auditor.allocation.sharing_out import Wishes, give, move, set_due, share_out, take_away
from auditor.allocation.view import AllocationTable, allocation
from auditor.allocation.who_may import parts_given, refusals
from auditor.answers import Answer
from auditor.contents import Evidence
from auditor.frameworks import Framework, load
from auditor.handbook import make_sheets
from auditor.people.records import add_exclusion, add_training
from auditor.people.register import PersonFacts, TrainingFacts, add_person, change_person, people
from auditor.ready_made import NewPlan
from auditor.results import results
from auditor.round_moves import move_on
from auditor.standing.standing import standing
from db.errors import UserError
from db.store import Store
from db.tables import Round, Workspace
from db.vocabulary import AssignmentKind, RoundKind, RoundState, Value
from tests.building import CRITERION, SMALL, make_round, make_workspace, score

DAY = date(2026, 11, 20)
M, P, N = Value.MET, Value.PARTLY, Value.NOT_MET
PEOPLE = (
    ("EA", "education"), ("EB", "education"), ("HB", "health"), ("SC", "social_care"), ("XO", "education"),
)  # fmt: skip


@pytest.fixture
def store(tmp_path: Path):
    """A round of fifteen plans, nobody's yet; four auditors who may score, one from outside, one untrained."""
    with make_workspace(tmp_path / "a.ehcpaudit") as made:
        known = {p.facts.code for p in people(made)}
        for code, agency in PEOPLE:
            if code not in known:
                add_person(made, PersonFacts(code, f"{code} Example", agency))
        for row in people(made):
            facts = row.facts
            change_person(made, row.id, PersonFacts(facts.code, facts.name, facts.agency, 100, facts.code == "XO", DAY))
            add_training(made, row.id, TrainingFacts("Auditor training", DAY))
        add_person(made, PersonFacts("UN", "Una Example", "health", undertaking_on=DAY))
        plans = [NewPlan(f"N-{i:03}", area="North" if i < 5 else "South") for i in range(15)]
        make_round(made, parted_framework(tmp_path), plans, {})
        yield made


def parted_framework(folder: Path) -> Framework:
    """Two questions that education leads on, one of health's, one that anybody may answer."""
    leads = ("education", "education", "health", "any")
    blocks = "".join(
        CRITERION.format(id=f"Q{i}", law="should", critical="false") + f'lead = "{lead}"\n'
        for i, lead in enumerate(leads, 1)
    )
    file = folder / "parted.toml"
    file.write_text(SMALL.format(criteria=blocks, basis="plans"), encoding="utf-8")
    return load(file)


def table(store: Store) -> AllocationTable:
    return allocation(store, 1, DAY)


def loads(store: Store) -> dict[str, int]:
    return {a.person.facts.code: a.load for a in table(store).auditors}


def person(store: Store, code: str) -> int:
    return next(row.id for row in people(store) if row.facts.code == code)


def test_every_plan_is_given_out_and_twelve_twice_by_two_agencies(store: Store):
    share_out(store, 1, Wishes(due_on=date(2026, 12, 18)), DAY)
    found = table(store)
    assert found.lacking == ()
    assert (found.twice, found.given, found.outside) == (12, 27, 0)
    assert all(len({g.agency for g in line.given}) == 2 for line in found.plans if line.twice)
    assert {code: load for code, load in loads(store).items() if load == 0} == {"UN": 0, "XO": 0}
    assert max(loads(store).values()) == 7
    assert found.due_on == date(2026, 12, 18)
    assert {g.due_on for line in found.plans for g in line.given} == {date(2026, 12, 18)}
    assert store.check() == ()


def test_sharing_out_again_gives_the_same(store: Store):
    share_out(store, 1, Wishes(), DAY)
    before = [(line.plan.reference, [(g.code, g.kind) for g in line.given]) for line in table(store).plans]
    share_out(store, 1, Wishes(), DAY)
    assert [(line.plan.reference, [(g.code, g.kind) for g in line.given]) for line in table(store).plans] == before


def test_what_was_begun_stays_with_its_auditor_and_counts(store: Store):
    share_out(store, 1, Wishes(twice=0), DAY)
    mine = [line.plan.reference for line in table(store).plans if line.given[0].code == "EA"]
    for reference in mine:
        score(store, 1, reference, "EA", [M], submit=False)
    add_exclusion(store, person(store, "EB"), Exclusion("area", "South"))
    share_out(store, 1, Wishes(twice=3), DAY)
    found = table(store)
    assert all(
        found.lacking == () and line.given[0].code == "EA" for line in found.plans if line.plan.reference in mine
    )
    assert found.twice == 3
    assert not [g for line in found.plans if line.plan.area == "South" for g in line.given if g.code == "EB"]


def test_the_lapsed_are_refused_by_name_with_the_reason(store: Store):
    everybody = [row.id for row in people(store)]
    with pytest.raises(UserError, match="Una Example has no training recorded") as refused:
        share_out(store, 1, Wishes(people=everybody), DAY)
    assert refused.value.code == "lapsed"
    assert table(store).given == 0
    for row in people(store):
        change_person(store, row.id, PersonFacts(row.facts.code, row.facts.name, row.facts.agency))
    with pytest.raises(UserError, match="nobody yet who may score") as refused:
        share_out(store, 1, Wishes(), DAY)
    assert refused.value.code == "nobody"


def test_only_those_who_take_part_are_given_plans(store: Store):
    share_out(store, 1, Wishes(people=[person(store, "EA"), person(store, "HB")]), DAY)
    assert {code for code, load in loads(store).items() if load} == {"EA", "HB"}


def test_a_plan_nobody_may_score_stays_without_and_says_so(store: Store):
    for code in ("EA", "EB", "HB", "SC"):
        add_exclusion(store, person(store, code), Exclusion("plan", "N-003", "own case"))
    share_out(store, 1, Wishes(), DAY)
    assert [(line.plan.reference, line.lacks) for line in table(store).lacking] == [("N-003", "Needs an auditor.")]


def test_a_round_that_is_moderating_or_without_plans_is_not_shared_out(store: Store, tmp_path: Path):
    with store.write() as session:
        rnd = session.get_one(Round, 1)
        rnd.state = RoundState.MODERATING.value
        session.add(rnd)
    with pytest.raises(UserError, match="to share plans out a round must be draft or open") as refused:
        share_out(store, 1, Wishes(), DAY)
    assert refused.value.code == "round_state"
    assert "moderating" in table(store).locked
    make_round(store, table(store).framework, [], {}, name="Empty")
    with pytest.raises(UserError) as refused:
        share_out(store, 2, Wishes(), DAY)
    assert refused.value.code == "no_sample"


def test_a_plan_given_back_becomes_an_exclusion_and_goes_to_somebody_else(store: Store):
    share_out(store, 1, Wishes(twice=0), DAY)
    line = next(line for line in table(store).plans if line.given[0].code == "EA")
    given = line.given[0]
    scoring.know_this_child(store, given.assignment)
    found = table(store)
    assert found.lacking[0].lacks == "Needs another auditor: EA knows the child."
    ea = next(row for row in people(store) if row.facts.code == "EA")
    assert [row.exclusion for row in ea.exclusions] == [Exclusion("plan", line.plan.reference, "knows the child")]
    why = refusals(found, found.lacking[0], AssignmentKind.FIRST, found.lacking[0].given[0])
    assert why[ea.id] == "must not score this plan: knows the child"
    share_out(store, 1, Wishes(twice=15), DAY)
    found = table(store)
    assert found.lacking == ()
    assert "EA" not in {g.code for g in found.line(line.sampled).given}


def test_a_plan_given_back_is_moved_and_can_then_be_scored(store: Store):
    share_out(store, 1, Wishes(twice=0), DAY)
    line = next(line for line in table(store).plans if line.given[0].code == "EA")
    scoring.know_this_child(store, line.given[0].assignment)
    move(store, line.given[0].assignment, person(store, "SC"), DAY)
    assert table(store).lacking == ()
    score(store, 1, line.plan.reference, "SC", [M, M, M, M])
    assert table(store).line(line.sampled).given[0].state == "submitted"


def test_moves_go_by_the_same_rules(store: Store):
    add_exclusion(store, person(store, "SC"), Exclusion("area", "North", "works there"))
    share_out(store, 1, Wishes(twice=15), DAY)
    line = next(line for line in table(store).plans if {g.code for g in line.given} & {"EA", "EB"})
    mine = next(g for g in line.given if g.agency == "education")
    other = next(g for g in line.given if g.agency != "education")
    for code, why in (
        ("UN", "Una Example has no training recorded"),
        ("XO", "is from outside and scores blind only"),
        (other.code, "has to do with this plan already"),
        (mine.code, "has it now"),
    ):
        with pytest.raises(UserError, match=why) as refused:
            move(store, mine.assignment, person(store, code), DAY)
        assert refused.value.code == "may_not"
    assert table(store).line(line.sampled) == line
    with pytest.raises(UserError, match="is of the same agency as"):
        move(store, other.assignment, person(store, "EA" if mine.code == "EB" else "EB"), DAY)
    move(store, mine.assignment, person(store, "EA" if mine.code == "EB" else "EB"), DAY)
    north = next(g for found in table(store).plans if found.plan.area == "North" for g in found.given)
    with pytest.raises(UserError, match="must not score area North: works there"):
        move(store, north.assignment, person(store, "SC"), DAY)


def test_what_was_begun_is_neither_moved_nor_taken_away(store: Store):
    share_out(store, 1, Wishes(twice=0), DAY)
    line = next(line for line in table(store).plans if line.given[0].code == "EA")
    score(store, 1, line.plan.reference, "EA", [M], submit=False)
    for change in (
        lambda: move(store, line.given[0].assignment, person(store, "SC"), DAY),
        lambda: take_away(store, line.given[0].assignment),
    ):
        with pytest.raises(UserError, match="EA has begun") as refused:
            change()
        assert refused.value.code == "begun"


def test_a_second_is_given_taken_away_and_given_back_to_the_first_when_that_is_missing(store: Store):
    share_out(store, 1, Wishes(twice=0), DAY)
    line = table(store).plans[0]
    first = line.given[0]
    second = "HB" if first.agency != "health" else "SC"
    give(store, line.sampled, person(store, second), AssignmentKind.SECOND, DAY)
    assert [g.kind for g in table(store).line(line.sampled).given] == ["first", "second"]
    with pytest.raises(UserError, match="has to do with this plan already"):
        give(store, line.sampled, person(store, second), AssignmentKind.SECOND, DAY)
    take_away(store, first.assignment)
    assert table(store).line(line.sampled).lacks == "Needs an auditor."
    give(store, line.sampled, first.person, AssignmentKind.FIRST, DAY)
    assert table(store).lacking == ()
    with pytest.raises(UserError):
        take_away(store, 999)


def test_due_days_are_set_for_all_that_is_not_submitted(store: Store):
    share_out(store, 1, Wishes(twice=0), DAY)
    line = next(line for line in table(store).plans if line.given[0].code == "EA")
    score(store, 1, line.plan.reference, "EA", [M, M, M, M])
    set_due(store, 1, date(2026, 12, 1))
    due = Counter(g.due_on for found in table(store).plans for g in found.given)
    assert due == {date(2026, 12, 1): 14, None: 1}
    set_due(store, 1, None, [table(store).plans[-1].given[0].assignment])
    assert table(store).due_on == date(2026, 12, 1)


def test_each_agency_answers_its_own_questions_and_they_combine_to_whole_plans(store: Store):
    share_out(store, 1, Wishes(twice=2, own_criteria=True, unled="health"), DAY)
    found = table(store)
    assert found.own_criteria and found.lacking == ()
    assert {g.criteria for line in found.plans for g in line.given if g.agency == "health"} == {("Q3", "Q4")}
    assert {g.criteria for line in found.plans for g in line.given if g.agency == "education"} == {("Q1", "Q2")}
    assert loads(store)["SC"] == 0
    line = next(line for line in found.plans if len(line.of_kind("first")) == 2 and not line.twice)
    education, health = sorted(line.given, key=lambda g: g.agency)
    sheet = scoring.sheet(store, education.assignment)
    assert [c.id for c in sheet.asked] == ["Q1", "Q2"]
    with pytest.raises(UserError, match="Q3 does not take that answer"):
        scoring.save_answer(store, education.assignment, "Q3", scoring.Answer(M))
    score(store, 1, line.plan.reference, education.code, [M, P])
    assert (results(store).scored, results(store).audits_submitted) == (0, 1), "half a plan is no plan"
    assert results(store).measures[0].n == 0
    score(store, 1, line.plan.reference, health.code, [M, M])
    figures = results(store)
    assert (figures.scored, figures.scored_twice, figures.undecided) == (1, 0, 0)
    assert {c.id: (c.met, c.partly) for c in figures.criteria} == {
        "Q1": (1, 0), "Q2": (0, 1), "Q3": (1, 0), "Q4": (1, 0),
    }  # fmt: skip
    assert figures.plan_lines[0].answers["Q2"] == "partly"


def test_evidence_is_kept_only_for_ones_own_questions(store: Store):
    share_out(store, 1, Wishes(twice=0, own_criteria=True), DAY)
    health = next(g for g in table(store).plans[0].given if g.agency == "health")
    with pytest.raises(UserError, match="Q1 is not asked here"):
        evidence.add_evidence(store, health.assignment, "Q1", Evidence("F", 2))
    evidence.add_evidence(store, health.assignment, "Q3", Evidence("F", 2))


def test_a_paper_sheet_is_made_for_each_agency_with_its_questions(store: Store, tmp_path: Path):
    assert parts_given(store, 1) == {}
    share_out(store, 1, Wishes(twice=3, own_criteria=True, unled="health"), DAY)
    parts = parts_given(store, 1)
    assert parts == {"education": ("Q1", "Q2"), "health": ("Q3", "Q4")}
    made = make_sheets(table(store).framework, tmp_path, parts)
    assert [path.name for path in made] == ["sheet-small-education.pdf", "sheet-small-health.pdf"]
    pages = pypdfium2.PdfDocument(made[1])
    text = pages[0].get_textpage().get_text_range()
    pages.close()
    assert "Health" in text
    assert "What of Q3?" in text
    assert "What of Q1?" not in text


def test_with_own_questions_a_second_is_on_the_same_part_and_is_compared_with_it(store: Store):
    share_out(store, 1, Wishes(twice=15, own_criteria=True), DAY)
    line = table(store).plans[0]
    assert Counter((g.agency, g.kind) for g in line.given) == {
        ("education", "first"): 1, ("education", "second"): 1, ("health", "first"): 1,
    }  # fmt: skip
    for given in line.given:
        answers = [M, M, N] if given.agency == "education" else [P]
        if given.kind == "second":
            answers = [M, N, N]
        score(store, 1, line.plan.reference, given.code, answers)
    figures = results(store)
    assert (figures.scored, figures.scored_twice, figures.compared, figures.same) == (1, 1, 3, 2)
    assert figures.undecided == 1


def test_an_agency_without_an_auditor_leaves_its_questions_open_and_says_so(store: Store):
    hb = next(row for row in people(store) if row.facts.code == "HB")
    change_person(store, hb.id, PersonFacts("HB", "Hal Example", "health", left_on=DAY))
    share_out(store, 1, Wishes(twice=0, own_criteria=True), DAY)
    assert len(table(store).lacking) == 15
    assert table(store).lacking[0].lacks == "Needs another auditor: nobody answers 1 of its questions."
    line = table(store).plans[0]
    why = refusals(table(store), line, AssignmentKind.FIRST)
    assert why[person(store, "SC")] == "is of an agency that has no questions to answer here"


def test_somebody_from_outside_scores_a_share_blind_and_settles_nothing(store: Store):
    share_out(store, 1, Wishes(twice=0, outside=3), DAY)
    found = table(store)
    assert found.outside == 3
    assert {g.code for line in found.plans for g in line.of_kind("outside")} == {"XO"}
    lines = [line for line in found.plans if line.of_kind("outside")]
    for line in lines:
        score(store, 1, line.plan.reference, line.given[0].code, [M, M, M, M])
        score(store, 1, line.plan.reference, "XO", [M, P, N, M])
    figures = results(store)
    assert (figures.scored, figures.scored_twice, figures.undecided, figures.compared) == (3, 0, 0, 0)
    assert (figures.audits_expected, figures.audits_submitted) == (15, 3)
    assert "XO" not in {g.auditor for g in scoring.given_answers(store, 1, lines[0].plan.reference, "Q2")}
    assert len(scoring.given_answers(store, 1, lines[0].plan.reference, "Q2")) == 1
    apart = agreement_with_outside(store, 1)
    assert (apart.given, apart.plans, apart.compared, apart.same, apart.one_step) == (3, 3, 12, 6, 3)
    assert not apart.enough


def test_agreement_with_outside_goes_by_what_was_first_submitted(store: Store):
    share_out(store, 1, Wishes(twice=0, outside=1), DAY)
    line = next(line for line in table(store).plans if line.of_kind("outside"))
    mine = score(store, 1, line.plan.reference, line.given[0].code, [M, M, M, M])
    score(store, 1, line.plan.reference, "XO", [N, N, N, N])
    before = agreement_with_outside(store, 1)
    scoring.reopen(store, mine, "A page was missing.")
    for key in ("Q1", "Q2", "Q3", "Q4"):
        scoring.save_answer(store, mine, key, scoring.Answer(N))
    scoring.submit(store, mine)
    assert agreement_with_outside(store, 1) == before
    assert (before.compared, before.same) == (4, 0)


def score_all(store: Store) -> None:
    for line in table(store).plans:
        for given in line.given:
            asked = scoring.sheet(store, given.assignment).asked
            scoring.enter_sheet(store, given.assignment, {c.id: Answer(M) for c in asked})
            scoring.submit(store, given.assignment)


def test_a_round_whose_questions_lack_an_agency_says_so_everywhere_and_is_not_signed_off(store: Store):
    share_out(store, 1, Wishes(twice=0, own_criteria=True, people=[person(store, "EA"), person(store, "SC")]), DAY)
    assert [need.kind for need in standing(store, 1, DAY).needs] == ["unasked", "unsent"]
    assert "15 plans" in standing(store, 1, DAY).needs[0].title
    score_all(store)
    assert "questions on 15 plans" in results(store).reasons["unasked"]
    move_on(store, 1, RoundState.MODERATING)
    with pytest.raises(UserError, match="Nobody is asked some questions on N-000"):
        move_on(store, 1, RoundState.FACTS_CHECK)


def test_a_round_of_one_agencys_part_asks_no_more_than_that(store: Store):
    with store.write() as session:
        session.get_one(Round, 1).kind = RoundKind.SINGLE_AGENCY.value
    share_out(store, 1, Wishes(twice=0, own_criteria=True, people=[person(store, "HB"), person(store, "EA")]), DAY)
    for line in table(store).plans:
        for given in line.given:
            if given.code == "EA":
                take_away(store, given.assignment)
    assert table(store).lacking == ()
    score_all(store)
    assert [n for n in standing(store, 1, DAY).needs if n.kind != "sheets"] == []
    assert "unasked" not in results(store).reasons
    move_on(store, 1, RoundState.MODERATING)
    move_on(store, 1, RoundState.FACTS_CHECK)


def test_a_plan_with_a_second_auditor_alone_waits_for_a_first_and_does_not_open_the_round(store: Store):
    share_out(store, 1, Wishes(twice=0, people=[person(store, "EA")]), DAY)
    given = table(store).plans[0]
    give(store, given.sampled, person(store, "HB"), AssignmentKind.SECOND)
    first, second = table(store).plans[0].given
    assert (first.kind, second.kind) == ("first", "second")
    take_away(store, first.assignment)
    (line,) = table(store).lacking
    assert line.lacks == "Needs an auditor."
    need, unsent = standing(store, 1, DAY).needs
    assert unsent.kind == "unsent"
    assert (need.title, need.detail) == ("1 plan has nobody to score it first", f"{line.plan.reference}.")
    for other in table(store).plans[1:]:
        take_away(store, other.given[0].assignment)
    with store.write() as session:
        session.get_one(Round, 1).state = RoundState.DRAFT.value
    with pytest.raises(UserError, match="Nobody has a plan to score yet"):
        move_on(store, 1, RoundState.OPEN)


def test_audits_of_somebody_who_left_wait_for_the_lead_until_they_are_in(store: Store):
    share_out(store, 1, Wishes(twice=0, people=[person(store, "EA")]), DAY)
    change_person(store, person(store, "EA"), PersonFacts("EA", "Edie Example", "education", 100, False, DAY, DAY))
    (need,) = standing(store, 1, DAY).needs
    assert (need.kind, need.title) == ("left", "15 audits are with somebody who has left")
    score_all(store)
    assert [n for n in standing(store, 1, DAY).needs if n.kind != "sheets"] == []


def test_only_the_lead_shares_out_and_moves_plans(store: Store):
    share_out(store, 1, Wishes(), DAY)
    line = table(store).plans[0]
    with store.write() as session:
        session.get_one(Workspace, 1).role = "auditor"
    before, to = table(store).plans, person(store, "SC")
    for job in (
        lambda: share_out(store, 1, Wishes(), DAY),
        lambda: move(store, line.given[0].assignment, to, DAY),
        lambda: give(store, line.sampled, to, day=DAY),
        lambda: take_away(store, line.given[0].assignment),
        lambda: set_due(store, 1, DAY),
    ):
        with pytest.raises(UserError) as refused:
            job()
        assert refused.value.code == "not_lead"
    assert table(store).plans == before
