"""A round's figures, from real answers in a real file, by the one path that makes figures."""

from pathlib import Path

import pytest

from auditor import intervals, rounds, scoring
from auditor.answers import Answer
from auditor.results import breakdown, results
from db.errors import UserError
from db.vocabulary import Draw, Value
from tests.building import assignment_of, make_round, make_workspace, score, small_framework

M, P, N, NA, CT = Value.MET, Value.PARTLY, Value.NOT_MET, Value.NOT_APPLICABLE, Value.CANNOT_TELL


@pytest.fixture
def store(tmp_path: Path):
    """A workspace with people and no round."""
    with make_workspace(tmp_path / "a.ehcpaudit") as made:
        yield made


def references(count: int) -> list[str]:
    return [f"N-{i:03}" for i in range(1, count + 1)]


def test_plans_are_counted_once_with_the_undecided_left_out_and_said(store, tmp_path: Path):
    plans = references(4)
    rnd = make_round(
        store, small_framework(tmp_path), plans, {p: ["EA", "HB"] if p in plans[:2] else ["EA"] for p in plans}
    )
    for reference, code, values in (
        ("N-001", "EA", (M, M, M, M)), ("N-001", "HB", (M, M, M, M)),
        ("N-002", "EA", (M, M, M, M)), ("N-002", "HB", (M, M, M, P)),
        ("N-003", "EA", (N, P, N, N)),
    ):  # fmt: skip
        score(store, rnd, reference, code, values)
    figures = results(store)
    (measure,) = figures.measures
    assert (measure.k, measure.n, measure.undecided, measure.printed) == (1, 2, 1, "50%")
    assert (figures.plans, figures.scored, figures.scored_twice, figures.undecided) == (4, 3, 2, 1)
    assert (figures.audits_submitted, figures.audits_expected) == (5, 6)
    assert (figures.compared, figures.same, figures.one_step) == (8, 7, 1)
    q4 = next(c for c in figures.criteria if c.id == "Q4")
    assert (q4.k, q4.n, q4.undecided) == (1, 2, 1)
    assert measure.bounds == (1 / 3, 2 / 3)
    assert "1 of 4 plans has no submitted audit" in figures.reasons["provisional"]


def test_a_reopened_audit_counts_as_it_was_until_it_is_submitted_again(store, tmp_path: Path):
    rnd = make_round(store, small_framework(tmp_path), ["N-001"], {"N-001": ["EA"]})
    work = score(store, rnd, "N-001", "EA", (M, M, M, M))
    before = results(store)
    scoring.reopen(store, work, "Found the missing page.")
    scoring.save_answer(store, work, "Q1", Answer(N))
    assert results(store).measures == before.measures
    scoring.submit(store, work)
    after = results(store)
    assert after.measures[0].k == 0
    assert after.fingerprint != before.fingerprint


@pytest.mark.parametrize("draw", [Draw.CHOSEN, Draw.UNKNOWN, Draw.ALL])
def test_only_plans_drawn_by_lot_get_a_range_and_the_others_say_why(store, tmp_path: Path, draw: Draw):
    plans = references(3)
    rnd = make_round(store, small_framework(tmp_path), plans, {p: ["EA"] for p in plans}, draw=draw, population=100)
    for reference in plans:
        score(store, rnd, reference, "EA", (M, M, M, M))
    figures = results(store)
    assert figures.measures[0].interval is None
    assert all(c.interval is None for c in figures.criteria)
    assert figures.reasons["interval"].endswith(".")


@pytest.mark.parametrize("population", [None, 100, 20])
def test_a_random_draw_gets_wilson_and_the_finite_form_where_the_frame_is_small(store, tmp_path, population):
    plans = references(10)
    rnd = make_round(store, small_framework(tmp_path), plans, {p: ["EA"] for p in plans}, population=population)
    for position, reference in enumerate(plans):
        score(store, rnd, reference, "EA", (M, M, M, M) if position < 6 else (N, N, N, N))
    measure = results(store).measures[0]
    assert (measure.k, measure.n) == (6, 10)
    plain = intervals.wilson(6, 10)
    if population is None:
        assert measure.interval == plain
    else:
        assert measure.interval is not None
        assert measure.interval[1] - measure.interval[0] < plain[1] - plain[0]
        assert measure.interval[0] >= 6 / population
        assert measure.interval[1] <= (population - 4) / population


@pytest.mark.parametrize(("sizes", "fair"), [({"A": 100, "B": 100}, True), ({"A": 10, "B": 190}, False)])
def test_a_draw_in_unequal_shares_gets_no_range_and_says_whom_it_describes(store, tmp_path, sizes, fair: bool):
    plans = [rounds.NewPlan(r, stratum="A" if i < 3 else "B") for i, r in enumerate(references(6))]
    rnd = make_round(
        store, small_framework(tmp_path), plans, {p.reference: ["EA"] for p in plans},
        draw=Draw.STRATIFIED, population=200, strata=sizes,
    )  # fmt: skip
    for plan in plans:
        score(store, rnd, plan.reference, "EA", (M, M, M, M))
    figures = results(store)
    assert (figures.measures[0].interval is not None) is fair
    assert ("interval" in figures.reasons) is not fair


def test_a_round_that_makes_no_sense_is_refused_in_a_sentence(store, tmp_path: Path):
    framework = small_framework(tmp_path)
    for plans, more, code in (
        (["N-001", "N-002"], {"population": 1}, "small_population"),
        ([rounds.NewPlan("N-001", year_group=99)], {}, "year_group"),
        ([rounds.NewPlan(" ")], {}, "no_reference"),
        (["N-001"], {"name": " "}, "no_name"),
        (["N-001", "N-001"], {}, "repeated_reference"),
    ):
        with pytest.raises(UserError, match="Nothing was made") as refused:
            make_round(store, framework, plans, {}, **more)
        assert refused.value.code == code
    assert rounds.rounds(store) == ()


def test_pooled_answers_are_widened_by_how_alike_the_answers_of_a_plan_are(store, tmp_path: Path):
    plans = references(8)
    framework = small_framework(tmp_path, basis="answers")
    rnd = make_round(store, framework, plans, {p: ["EA"] for p in plans})
    for position, reference in enumerate(plans):
        score(store, rnd, reference, "EA", (M, M, M, M) if position % 2 else (N, N, N, CT))
    measure = results(store).measures[0]
    assert (measure.k, measure.n, measure.cannot_tell, measure.basis) == (16, 28, 4, "answers")
    plain = intervals.wilson(16, 28)
    assert measure.interval is not None
    assert measure.interval[1] - measure.interval[0] > plain[1] - plain[0]
    assert measure.bounds == (16 / 32, 20 / 32)


def test_date_lines_are_worked_out_for_every_sampled_plan(store, tmp_path: Path):
    from datetime import date

    plans = [
        rounds.NewPlan("N-001", requested_on=date(2025, 1, 6), first_final_on=date(2025, 5, 26)),
        rounds.NewPlan("N-002", requested_on=date(2025, 1, 6), first_final_on=date(2025, 5, 27)),
        rounds.NewPlan("N-003"),
    ]
    make_round(store, small_framework(tmp_path), plans, {"N-001": ["EA"]})
    (line,) = results(store).statutory
    assert (line.id, line.k, line.n, line.cannot_tell) == ("S4a", 1, 2, 1)


def test_a_round_without_answers_says_so_instead_of_showing_nought(store, tmp_path: Path):
    make_round(store, small_framework(tmp_path), ["N-001"], {"N-001": ["EA"]})
    figures = results(store)
    assert (figures.measures[0].percent, figures.measures[0].n) == (None, 0)
    assert figures.measures[0].printed == "too few to report"
    assert "M" in figures.reasons


def test_causes_are_counted_once_for_each_plan_and_question(store, tmp_path: Path):
    rnd = make_round(store, small_framework(tmp_path), ["N-001"], {"N-001": ["EA", "HB"]})
    for code in ("EA", "HB"):
        work = assignment_of(store, rnd, "N-001", code)
        scoring.enter_sheet(
            store,
            work,
            {
                "Q1": Answer(P, "template", "health"),
                "Q2": Answer(M),
                "Q3": Answer(M),
                "Q4": Answer(N, "template", "health"),
            },
        )
        scoring.submit(store, work)
    assert [(c.agency, c.cause, c.count) for c in results(store).causes] == [("health", "template", 2)]


def test_a_breakdown_adds_up_to_the_whole(store, tmp_path: Path):
    plans = [rounds.NewPlan(r, area="North" if i % 2 else "South") for i, r in enumerate(references(6))]
    rnd = make_round(store, small_framework(tmp_path), plans, {p.reference: ["EA"] for p in plans})
    for position, plan in enumerate(plans):
        score(store, rnd, plan.reference, "EA", (M, M, M, M) if position < 3 else (N, N, N, N))
    whole, parts = results(store).measures[0], breakdown(store, "area")
    assert list(parts) == ["North", "South"]
    assert (sum(m[0].k for m in parts.values()), sum(m[0].n for m in parts.values())) == (whole.k, whole.n)
    with pytest.raises(UserError, match="cannot be broken down by shoe size"):
        breakdown(store, "shoe size")


def test_the_same_answers_give_the_same_fingerprint_and_others_do_not(store, tmp_path: Path):
    rnd = make_round(store, small_framework(tmp_path), ["N-001", "N-002"], {"N-001": ["EA"], "N-002": ["EA"]})
    score(store, rnd, "N-001", "EA", (M, M, M, M))
    assert results(store) == results(store)
    before = results(store).fingerprint
    score(store, rnd, "N-002", "EA", (M, M, M, M))
    assert results(store).fingerprint != before


def test_a_round_that_is_not_there_is_named_with_those_that_are(store, tmp_path: Path):
    with pytest.raises(UserError, match="no round yet"):
        results(store)
    make_round(store, small_framework(tmp_path), ["N-001"], {})
    with pytest.raises(UserError, match="This workspace has: Spring"):
        results(store, "Autumn")
