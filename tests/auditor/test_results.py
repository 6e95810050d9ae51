"""A round's figures, from real answers in a real file, by the one path that makes figures."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import col, select

from auditor import intervals, ready_made, rounds, scoring
from auditor.answers import Answer
from auditor.results import results
from auditor.sampling.sample import papers_missing
from db.errors import UserError
from db.tables import Assignment, Person, Plan, RoundPlan, Sampled
from db.vocabulary import Draw, Purpose, Value
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


def drawn_in_parts(store, tmp_path: Path, sizes: dict[str, int], met: dict[str, tuple[int, int]], basis="plans") -> int:
    """A stratified round in which so many plans of so many drawn from each part meet everything."""
    plans = [
        ready_made.NewPlan(f"{key}-{i:02}", area="North" if i % 2 else "South", stratum=key)
        for key, (_, n) in met.items()
        for i in range(n)
    ]
    rnd = make_round(
        store, small_framework(tmp_path, basis=basis), plans, {p.reference: ["EA"] for p in plans},
        draw=Draw.STRATIFIED, population=sum(sizes.values()), strata=sizes,
    )  # fmt: skip
    for key, (k, n) in met.items():
        for i in range(n):
            score(store, rnd, f"{key}-{i:02}", "EA", (M, M, M, M) if i < k else (N, N, N, M))
    return rnd


def test_parts_drawn_in_proportion_weigh_nothing(store, tmp_path: Path):
    drawn_in_parts(store, tmp_path, {"A": 100, "B": 100}, {"A": (1, 3), "B": (3, 3)})
    figures = results(store)
    (measure,) = figures.measures
    assert (measure.k, measure.n, measure.printed, measure.weighted) == (4, 6, "67%", False)
    assert measure.by_part == ()
    assert measure.interval == intervals.plans_interval(4, 6, 200)


@pytest.mark.parametrize(("basis", "counts"), [("plans", (9, 15)), ("answers", (42, 60))])
def test_parts_drawn_unequally_are_weighted_and_keep_their_counts(store, tmp_path: Path, basis: str, counts):
    """By hand: A stands for 100 plans with 8 of 10 met, B for 900 with 1 of 5: 0.1 x 0.8 + 0.9 x 0.2 = 0.26."""
    drawn_in_parts(store, tmp_path, {"A": 100, "B": 900}, {"A": (8, 10), "B": (1, 5)}, basis)
    figures = results(store)
    (measure,) = figures.measures
    # with pooled answers each plan that falls short still has one answer of four met
    share = 0.26 if basis == "plans" else 0.1 * 34 / 40 + 0.9 * 8 / 20
    assert (measure.k, measure.n) == counts
    assert measure.weighted
    assert measure.percent == pytest.approx(100 * share)
    assert measure.printed == ("26%" if basis == "plans" else "45%")
    assert [(p.key, p.size, p.drawn) for p in measure.by_part] == [("A", 100, 10), ("B", 900, 5)]
    assert [(p.k, p.n) for p in measure.by_part] == ([(8, 10), (1, 5)] if basis == "plans" else [(34, 40), (8, 20)])
    assert measure.interval is not None
    worth = 1000**2 / (100**2 / 10 + 900**2 / 5)
    if basis == "plans":
        assert measure.interval == pytest.approx(intervals.wilson(0.26 * worth, worth))
    assert measure.interval[0] < share < measure.interval[1]
    q1, q4 = (next(c for c in figures.criteria if c.id == key) for key in ("Q1", "Q4"))
    assert (q1.k, q1.n, q1.weighted, q1.printed) == (9, 15, True, "26%")
    assert (q4.k, q4.n, q4.printed) == (15, 15, "100%")
    assert "interval" not in figures.reasons


def test_a_breakdown_of_a_weighted_round_is_weighted_too(store, tmp_path: Path):
    drawn_in_parts(store, tmp_path, {"A": 100, "B": 900}, {"A": (8, 10), "B": (1, 10)})
    (by_area,) = results(store, by=[("area",)]).breakdowns
    # North: of A 5 plans with 4 met, each for 10; of B 5 plans with none met, each for 90
    (north,), (south,) = (group.measures for group in by_area.groups)
    assert (north.k, north.n, north.weighted) == (4, 10, True)
    assert north.percent == pytest.approx(100 * (4 * 10) / (5 * 10 + 5 * 90))
    assert (south.k, south.n) == (5, 10)
    assert south.percent == pytest.approx(100 * (4 * 10 + 1 * 90) / (5 * 10 + 5 * 90))


def test_an_uneven_draw_whose_parts_are_not_known_has_no_range_and_says_whom_it_describes(store, tmp_path: Path):
    plans = [ready_made.NewPlan(r, stratum="A" if i < 3 else "") for i, r in enumerate(references(6))]
    rnd = make_round(
        store, small_framework(tmp_path), plans, {p.reference: ["EA"] for p in plans},
        draw=Draw.STRATIFIED, population=200, strata={"A": 10, "B": 190},
    )  # fmt: skip
    for plan in plans:
        score(store, rnd, plan.reference, "EA", (M, M, M, M))
    figures = results(store)
    assert (figures.measures[0].interval, figures.measures[0].weighted) == (None, False)
    assert "describe these plans" in figures.reasons["interval"]


def in_sample(store, reference: str) -> int:
    """The row of a plan in the sample."""
    with store.read() as session:
        return session.exec(
            select(Sampled.id)
            .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
            .join(Plan, col(Plan.id) == RoundPlan.plan_id)
            .where(Plan.reference == reference)
        ).one()


def test_a_replaced_plan_is_out_of_figures_lists_and_counts(store, tmp_path: Path):
    plans = references(3)
    rnd = make_round(store, small_framework(tmp_path), plans, {p: ["EA"] for p in plans})
    for reference in plans[:2]:
        score(store, rnd, reference, "EA", (M, M, M, M))
    with store.write() as session:
        row = session.get_one(Sampled, in_sample(store, "N-003"))
        out = session.get_one(Sampled, in_sample(store, "N-002"))
        row.replaces_id, row.reason = out.id, "ceased"
        session.add(row)
    figures = results(store)
    assert (figures.plans, figures.scored, figures.audits_submitted, figures.audits_expected) == (2, 1, 1, 2)
    assert figures.sample.replaced == {"ceased": 1}
    assert [line.reference for line in figures.plan_lines] == ["N-001"]
    assert [row.reference for row in scoring.plan_rows(store, rnd)] == ["N-001", "N-003"]
    (row,) = rounds.rounds(store)
    assert (row.plans, row.audits, row.submitted) == (2, 2, 1)


def test_a_plan_without_papers_stays_counts_as_not_available_and_cannot_be_scored(store, tmp_path: Path):
    plans = references(3)
    rnd = make_round(store, small_framework(tmp_path), plans, {p: ["EA"] for p in plans})
    papers_missing(store, in_sample(store, "N-003"), date(2026, 4, 1))
    for reference in plans[:2]:
        score(store, rnd, reference, "EA", (M, M, M, M))
    figures = results(store)
    assert (figures.plans, figures.scored, figures.sample.papers_missing, figures.audits_expected) == (3, 2, 1, 2)
    assert "provisional" not in figures.reasons
    assert "1 of 3 plans were not found" in figures.reasons["papers"]
    assert figures.statutory[0].cannot_tell == 3, "the date line needs no papers"
    with pytest.raises(UserError, match="papers of this plan were not found"):
        score(store, rnd, "N-003", "EA", (M, M, M, M))
    with pytest.raises(UserError, match="so its papers were there"):
        papers_missing(store, in_sample(store, "N-001"), date(2026, 4, 1))
    papers_missing(store, in_sample(store, "N-003"), None)
    score(store, rnd, "N-003", "EA", (M, M, M, M))
    assert results(store).scored == 3


def test_answers_from_outside_and_from_calibration_are_in_no_figure(store, tmp_path: Path):
    plans = [*references(2), ready_made.NewPlan("C-1", purpose=Purpose.CALIBRATION)]
    rnd = make_round(store, small_framework(tmp_path), plans, {"N-001": ["EA"], "N-002": ["EA"], "C-1": ["EA"]})
    with store.write() as session:
        person = session.exec(select(Person.id).where(Person.code == "HB")).one()
        session.add(Assignment(sampled_id=in_sample(store, "N-001"), person_id=person or 0, kind="outside"))
    score(store, rnd, "N-001", "EA", (M, M, M, M))
    score(store, rnd, "N-001", "HB", (N, N, N, N))
    score(store, rnd, "C-1", "EA", (N, N, N, N))
    figures = results(store)
    assert (figures.measures[0].k, figures.measures[0].n, figures.undecided, figures.compared) == (1, 1, 0, 0)
    assert (figures.plans, figures.scored_twice, figures.audits_submitted, figures.audits_expected) == (2, 0, 1, 2)
    assert figures.auditors_by_agency == {"education": 1}


def test_a_round_that_makes_no_sense_is_refused_in_a_sentence(store, tmp_path: Path):
    framework = small_framework(tmp_path)
    for plans, more, code in (
        (["N-001", "N-002"], {"population": 1}, "small_population"),
        ([ready_made.NewPlan("N-001", year_group=99)], {}, "year_group"),
        ([ready_made.NewPlan(" ")], {}, "no_reference"),
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
    plans = [
        ready_made.NewPlan("N-001", requested_on=date(2025, 1, 6), first_final_on=date(2025, 5, 26)),
        ready_made.NewPlan("N-002", requested_on=date(2025, 1, 6), first_final_on=date(2025, 5, 27)),
        ready_made.NewPlan("N-003"),
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
    plans = [ready_made.NewPlan(r, area="North" if i % 2 else "South") for i, r in enumerate(references(6))]
    rnd = make_round(store, small_framework(tmp_path), plans, {p.reference: ["EA"] for p in plans})
    for position, plan in enumerate(plans):
        score(store, rnd, plan.reference, "EA", (M, M, M, M) if position < 3 else (N, N, N, N))
    found = results(store, by=[("area",)])
    (whole,), (parts,) = found.measures, found.breakdowns
    assert [group.name for group in parts.groups] == ["North", "South"]
    assert sum(g.measures[0].k for g in parts.groups) == whole.k
    assert sum(g.measures[0].n for g in parts.groups) == whole.n
    assert found.fingerprint == results(store).fingerprint
    with pytest.raises(UserError, match="cannot be broken down by shoe size"):
        results(store, by=[("shoe size",)])


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


def test_a_part_that_no_scored_plan_speaks_for_is_named_beside_weighted_figures(store, tmp_path: Path):
    plans = [ready_made.NewPlan(f"A-{i}", stratum="A") for i in range(4)] + [ready_made.NewPlan("B-1", stratum="B")]
    given = {plan.reference: ["EA"] for plan in plans}
    make_round(
        store, small_framework(tmp_path), plans, given, draw=Draw.STRATIFIED, population=130,
        strata={"A": 10, "B": 90, "C": 30},
    )  # fmt: skip
    for i in range(4):
        score(store, 1, f"A-{i}", "EA", (Value.MET,) * 4)
    assert "comes from B and C: 120 of the 130 plans" in results(store).reasons["parts"]
    score(store, 1, "B-1", "EA", (Value.MET,) * 4)
    assert "comes from C: 30 of the 130 plans" in results(store).reasons["parts"]
