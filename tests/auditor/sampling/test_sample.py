"""A round's sample, from its list: drawn, taken as it was picked, taken back, plans replaced, papers not found."""

from collections.abc import Iterator
from dataclasses import replace as but
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import col, select

from auditor import change_log
from auditor.calibration import calibration
from auditor.frames.frame import Frame, FramePlan
from auditor.frames.keep import take_in_frame
from auditor.ready_made import DrawnRound, NewPlan, make_round
from auditor.rounds import NewRound, new_round, rounds
from auditor.sampling.draw import Filters, Rules
from auditor.sampling.sample import draw, papers_missing, replace, take_as_sample, take_back, try_draw
from auditor.sampling.view import Sample, drawn_trial, sample, sample_note, save_references
from auditor.sampling.words import how_drawn
from db.errors import UserError
from db.store import Store
from db.tables import Assignment, Person, Plan, Round, RoundPlan, Sampled, Stratum
from db.vocabulary import Draw, PlanKind, Purpose, Replacement, RoundKind, RoundState
from tests.building import make_workspace, small_framework

AREAS = ("North", "East", "Central")


def frame_of(plans: list[FramePlan]) -> Frame:
    """An invented list, as reading a file gives it."""
    return Frame("test", "", date(2026, 3, 31), len(plans), tuple(plans), (), (), {}, (), (), (), ())


def listed(count: int) -> list[FramePlan]:
    """Invented plans over three areas, some of them new ones, finalised one a day in the spring of 2026."""
    return [
        FramePlan(
            i, f"N-{i:03}", area=AREAS[i % 3], need=("ASD", "SEMH")[i % 2], year_group=i % 15,
            plan_kind=PlanKind.NEW if i % 10 == 0 else PlanKind.AMENDED,
            first_final_on=date(2025, 1, 1), amended_final_on=date(2026, 2, 1 + i % 28),
            agencies="education;health" if i % 4 == 0 else "education",
        )
        for i in range(1, count + 1)
    ]  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with make_workspace(tmp_path / "a.ehcpaudit") as made:
        yield made


@pytest.fixture
def rnd(store: Store, tmp_path: Path) -> int:
    """A draft round with a list of 60 plans."""
    made = new_round(store, small_framework(tmp_path), NewRound("Spring", RoundKind.FULL, date(2026, 3, 31)))
    take_in_frame(store, made, frame_of(listed(60)), "d" * 64)
    return made


def references(found: Sample) -> list[str]:
    return [plan.reference for plan in found.plans if not plan.replaced_by]


def in_row(store: Store, rnd: int, **values: object) -> None:
    """Set columns of the round's row, for what other rooms do."""
    with store.write() as session:
        row = session.get_one(Round, rnd)
        for name, value in values.items():
            setattr(row, name, value)
        session.add(row)


def allocate(store: Store, sampled: int) -> None:
    with store.write() as session:
        person = session.exec(select(Person.id)).first()
        session.add(Assignment(sampled_id=sampled, person_id=person or 0))


def test_trying_rules_writes_nothing_and_says_size_margin_and_limits(store: Store, rnd: int) -> None:
    tried = try_draw(store, rnd, Rules(12, ("area",), filters=Filters(agency="health")))
    assert (tried.trial.frame, tried.trial.matching, tried.trial.drawn) == (60, 15, 12)
    assert [part.key for part in tried.trial.parts] == sorted(AREAS)
    assert tried.said == "12 of 15: give or take 13 points."
    assert any("nothing about the other 45" in sentence for sentence in tried.cannot_show)
    assert any("Fewer than 10 plans come from" in sentence for sentence in tried.cannot_show)
    found = sample(store, rnd)
    assert (found.plans, found.drawn_at, found.draw, found.rules) == ((), None, Draw.UNKNOWN, None)


def test_the_same_list_and_seed_give_the_same_sample_in_another_workspace(store: Store, rnd: int, tmp_path) -> None:
    rules = Rules(9, ("area",), seed="4827-1936")
    draw(store, rnd, rules)
    with make_workspace(tmp_path / "b.ehcpaudit") as other:
        again = new_round(other, small_framework(tmp_path), NewRound("Summer", RoundKind.FULL, date(2026, 6, 30)))
        take_in_frame(other, again, frame_of(listed(60)[::-1]), "e" * 64)
        draw(other, again, rules)
        assert references(sample(other, again)) == references(sample(store, rnd))


def test_a_drawn_round_keeps_how_it_was_drawn(store: Store, rnd: int) -> None:
    rules = Rules(10, ("plan_kind",), minimum=2, factors={"new": 5}, filters=Filters(year_from=3))
    draw(store, rnd, rules)
    found = sample(store, rnd)
    assert (found.draw, len(found.plans), found.population) == (Draw.STRATIFIED, 10, 48)
    assert found.drawn_at is not None
    assert found.rules is not None
    assert found.facts.seed
    assert but(found.rules, seed="") == rules
    assert sum(part.drawn for part in found.facts.parts) == 10
    assert (found.facts.frame, found.facts.matching, found.facts.times) == (60, 48, 1)
    assert found.facts.filters == ("Only Year 3 and over could be drawn.",)
    assert all((plan.year_group or 0) >= 3 for plan in found.plans)
    assert [row.population for row in rounds(store)] == [48]


@pytest.mark.parametrize(
    ("rules", "kind"),
    [
        (Rules(5), Draw.RANDOM),
        (Rules(60), Draw.ALL),
        (Rules(None, filters=Filters(date(2026, 2, 1), date(2026, 2, 9))), Draw.ALL),
        (Rules(5, ("need", "area")), Draw.STRATIFIED),
    ],
)
def test_how_plans_were_picked_is_named_by_what_happened(store: Store, rnd: int, rules: Rules, kind: Draw) -> None:
    draw(store, rnd, rules)
    assert sample(store, rnd).draw == kind


def test_calibration_plans_are_never_drawn(store: Store, rnd: int) -> None:
    with store.write() as session:
        kept = session.exec(
            select(RoundPlan.id).join(Plan, col(Plan.id) == RoundPlan.plan_id).where(Plan.reference == "N-032")
        ).one()
        session.add(Sampled(round_plan_id=kept or 0, draw_order=1, purpose=Purpose.CALIBRATION.value))
    draw(store, rnd, Rules(None))
    found = sample(store, rnd)
    assert len(found.plans) == found.population == 59
    assert "N-032" not in references(found)
    assert found.facts.calibration == 1
    assert any("kept for calibration" in sentence for sentence in sample_note(found, drawn_trial(store, rnd)))
    take_back(store, rnd, "Drawn from the wrong list.")
    with store.read() as session:
        assert session.exec(select(Sampled.purpose)).all() == [Purpose.CALIBRATION]


def test_a_plan_chosen_for_calibration_after_the_draw_is_not_said_to_have_been_kept_out_of_it(
    store: Store, rnd: int
) -> None:
    calibration.choose(store, rnd, "N-032")
    draw(store, rnd, Rules(20, seed="4"))
    before = drawn_trial(store, rnd)
    calibration.choose(store, rnd, calibration.may_be_chosen(store, rnd)[0])
    calibration.choose(store, rnd, "X-999")  # which is none of the list
    found, after = sample(store, rnd), drawn_trial(store, rnd)
    assert (found.facts.calibration, found.facts.calibration_since) == (1, 1)
    assert after == before, "what the draw came to is what it came to then"
    said = " ".join((*sample_note(found, after), *how_drawn(found.draw, found.facts)))
    assert "1 plan is kept for calibration and could not be drawn." in said
    assert said.count("1 plan was chosen for calibration after the draw, from the plans not drawn.") == 2
    take_back(store, rnd, "Drawn from the wrong list.")
    facts = sample(store, rnd).facts
    assert (facts.calibration, facts.calibration_since) == (2, 0)


def test_drawing_again_takes_the_sample_back_first_and_cannot_be_hidden(store: Store, rnd: int) -> None:
    draw(store, rnd, Rules(9, ("area",), seed="one"))
    with pytest.raises(UserError, match="Take it back") as refused:
        draw(store, rnd, Rules(9, seed="two"))
    assert refused.value.code == "drawn"
    for seed in ("two", "three"):
        take_back(store, rnd, "Drawn from the wrong list.")
        with store.read() as session:
            assert session.exec(select(Stratum)).all() == []
        draw(store, rnd, Rules(9, seed=seed))
    in_row(store, rnd, name="Another name")
    found = sample(store, rnd)
    assert found.facts.times == 3
    assert any("drawn 3 times" in sentence for sentence in sample_note(found, drawn_trial(store, rnd)))
    assert store.check() == ()


def test_another_rounds_draws_are_not_counted(store: Store, rnd: int, tmp_path: Path) -> None:
    draw(store, rnd, Rules(9))
    other = new_round(store, small_framework(tmp_path), NewRound("Summer", RoundKind.FULL, date(2026, 6, 30)))
    take_in_frame(store, other, frame_of(listed(30)), "e" * 64)
    assert sample(store, other).facts.times == 0
    draw(store, other, Rules(9))
    assert (sample(store, rnd).facts.times, sample(store, other).facts.times) == (1, 1)


def test_a_sample_stays_once_a_plan_is_allocated_or_the_round_is_open(store: Store, rnd: int) -> None:
    draw(store, rnd, Rules(9))
    allocate(store, sample(store, rnd).plans[0].id)
    assert sample(store, rnd).kept == "1 plan is allocated already, so the sample stays as it is."
    with pytest.raises(UserError, match="1 plan is allocated") as refused:
        take_back(store, rnd, "Drawn from the wrong list.")
    assert refused.value.code == "allocated"
    in_row(store, rnd, state=RoundState.OPEN.value)
    with pytest.raises(UserError, match="must be draft"):
        take_back(store, rnd, "Drawn from the wrong list.")
    assert len(sample(store, rnd).plans) == 9


@pytest.mark.parametrize("picked", [Draw.CHOSEN, Draw.UNKNOWN, Draw.ALL])
def test_a_list_that_was_picked_already_is_the_sample(store: Store, rnd: int, picked: Draw) -> None:
    take_as_sample(store, rnd, picked, None if picked == Draw.ALL else 7300)
    found = sample(store, rnd)
    assert references(found) == [f"N-{i:03}" for i in range(1, 61)]
    assert (found.draw, found.population) == (picked, 60 if picked == Draw.ALL else 7300)
    note = sample_note(found, drawn_trial(store, rnd))
    assert any("speak for no others" in s for s in note) is (picked != Draw.ALL)
    with pytest.raises(UserError, match="no next plan"):
        replace(store, found.plans[0].id, Replacement.CEASED)


@pytest.mark.parametrize(
    ("picked", "population", "code"), [(Draw.CHOSEN, 59, "small_population"), (Draw.RANDOM, None, "by_lot")]
)
def test_a_picked_list_that_makes_no_sense_is_refused(store, rnd, picked, population, code: str) -> None:
    with pytest.raises(UserError, match="Nothing was changed") as refused:
        take_as_sample(store, rnd, picked, population)
    assert refused.value.code == code
    assert sample(store, rnd).plans == ()


def test_plans_that_were_drawn_elsewhere_claim_no_order_of_ours(store: Store, tmp_path: Path) -> None:
    plans = [NewPlan(f"{key}-{i}", stratum=key) for key, n in (("A", 12), ("B", 8)) for i in range(n)]
    new = DrawnRound(
        "Autumn", RoundKind.FULL, date(2026, 10, 31), draw=Draw.STRATIFIED, population=200, seed="2026",
        strata={"A": 120, "B": 80},
    )  # fmt: skip
    made = make_round(store, small_framework(tmp_path), new, plans)
    found = sample(store, made)
    assert drawn_trial(store, made) is None
    note = sample_note(found, None)
    assert "Luck alone can move a headline by 21 points either way." in note
    assert any("Fewer than 10 plans come from B" in sentence for sentence in note)
    assert how_drawn(found.draw, found.facts) == ("The plans were drawn elsewhere. The seed kept of it is 2026.",)
    unknown = DrawnRound("Winter", RoundKind.FULL, date(2026, 12, 31), draw=Draw.RANDOM)
    made = make_round(store, small_framework(tmp_path), unknown, [NewPlan("W-1")])
    assert "from nobody knows how many" in sample_note(sample(store, made))[0]


def test_nothing_is_drawn_without_a_list_or_by_an_auditor(store: Store, tmp_path: Path) -> None:
    empty = new_round(store, small_framework(tmp_path), NewRound("Empty", RoundKind.FULL, date(2026, 3, 31)))
    for job in (lambda: draw(store, empty, Rules(3)), lambda: take_as_sample(store, empty, Draw.CHOSEN)):
        with pytest.raises(UserError, match="Take in the list first") as refused:
            job()
        assert refused.value.code == "no_frame"
    with make_workspace(tmp_path / "b.ehcpaudit", role="auditor") as theirs:
        own = new_round(theirs, small_framework(tmp_path), NewRound("Own", RoundKind.FULL, date(2026, 3, 31)))
        with pytest.raises(UserError, match="Only the lead"):
            draw(theirs, own, Rules(3))


def test_a_replaced_plan_is_followed_by_the_next_of_its_part(store: Store, rnd: int) -> None:
    rules = Rules(9, ("area",), seed="4827-1936")
    longer = try_rules(store, rnd, but(rules, size=12))
    draw(store, rnd, rules)
    out = sample(store, rnd).plans[0]
    came = replace(store, out.id, Replacement.MOVED_AWAY)
    found = sample(store, rnd)
    old = next(plan for plan in found.plans if plan.id == out.id)
    new = next(plan for plan in found.plans if plan.replaces)
    assert (old.replaced_by, old.reason) == (came.reference, "moved_away")
    assert (new.reference, new.replaces, new.part) == (came.reference, out.reference, out.part)
    assert len(references(found)) == 9
    assert came.reference in longer[out.part]
    assert found.facts.replaced == {"moved_away": 1}
    assert any("1 plan was replaced" in s and "1 moved away" in s for s in sample_note(found, drawn_trial(store, rnd)))
    again = replace(store, new.id, Replacement.CEASED)
    assert again.reference not in {out.reference, new.reference}
    with pytest.raises(UserError, match="Another plan was drawn") as refused:
        replace(store, out.id, Replacement.CEASED)
    assert refused.value.code == "replaced"
    assert store.check() == ()


def try_rules(store: Store, rnd: int, rules: Rules) -> dict[str, list[str]]:
    """What another sample would be, drawn and taken back."""
    draw(store, rnd, rules)
    drawn: dict[str, list[str]] = {}
    for plan in sample(store, rnd).plans:
        drawn.setdefault(plan.part, []).append(plan.reference)
    take_back(store, rnd, "Drawn from the wrong list.")
    return drawn


def test_a_plan_under_appeal_is_replaced_only_where_the_round_says_so(store: Store, rnd: int) -> None:
    draw(store, rnd, Rules(9))
    plan = sample(store, rnd).plans[0]
    with pytest.raises(UserError, match="does not replace plans under appeal"):
        replace(store, plan.id, Replacement.UNDER_APPEAL)
    in_row(store, rnd, replace_under_appeal=True)
    assert replace(store, plan.id, Replacement.UNDER_APPEAL).reference
    with pytest.raises(UserError, match="one of the four reasons"):
        replace(store, sample(store, rnd).plans[1].id, "the papers are untidy")


def test_where_no_plan_is_left_the_sample_keeps_what_it_has(store: Store, rnd: int) -> None:
    draw(store, rnd, Rules(30, ("plan_kind",), minimum=6))
    part = [plan for plan in sample(store, rnd).plans if plan.part == "new"]
    assert len(part) == 6
    with pytest.raises(UserError, match="No plan is left in new") as refused:
        replace(store, part[0].id, Replacement.DIED)
    assert refused.value.code == "none_left"
    assert len(references(sample(store, rnd))) == 30


def test_papers_that_are_not_found_are_a_finding_and_the_plan_stays(store: Store, rnd: int) -> None:
    draw(store, rnd, Rules(9))
    plan = sample(store, rnd).plans[0]
    papers_missing(store, plan.id, date(2026, 4, 1))
    found = sample(store, rnd)
    assert plan.reference in references(found)
    assert found.plans[0].papers_missing == date(2026, 4, 1)
    assert any("papers of 1 plan were not found" in s for s in sample_note(found, drawn_trial(store, rnd)))
    papers_missing(store, plan.id, None)
    assert sample(store, rnd).plans[0].papers_missing is None


def test_the_list_for_whoever_finds_the_papers_holds_references_alone(store: Store, rnd: int, tmp_path: Path) -> None:
    draw(store, rnd, Rules(9))
    out = sample(store, rnd).plans[0]
    replace(store, out.id, Replacement.CEASED)
    file = tmp_path / "papers.csv"
    assert save_references(store, rnd, file) == 9
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "reference"
    assert sorted(lines[1:]) == sorted(references(sample(store, rnd)))
    assert out.reference not in lines


def test_whoever_was_to_score_a_replaced_plan_has_it_no_more_and_the_sample_can_be_taken_back(store, rnd) -> None:
    draw(store, rnd, Rules(6, seed="4827-1936"))
    first = sample(store, rnd).plans[0]
    allocate(store, first.id)
    replace(store, first.id, Replacement.CEASED)
    with store.read() as session:
        assert session.exec(select(Assignment)).all() == []
    take_back(store, rnd, "Drawn from the wrong list.")
    assert sample(store, rnd).plans == ()


def test_papers_cannot_have_been_missed_on_a_day_to_come(store, rnd) -> None:
    draw(store, rnd, Rules(6, seed="4827-1936"))
    with pytest.raises(UserError) as refused:
        papers_missing(store, sample(store, rnd).plans[0].id, date(9000, 1, 1))
    assert refused.value.code == "day_to_come"
    assert sample(store, rnd).facts.papers_missing == 0


def test_no_reference_is_a_formula_in_the_list_for_whoever_finds_the_papers(store, tmp_path: Path) -> None:
    made = new_round(store, small_framework(tmp_path), NewRound("Spring", RoundKind.FULL, date(2026, 3, 31)))
    take_in_frame(store, made, frame_of([FramePlan(1, "=HYPERLINK(1)"), FramePlan(2, "N-1")]), "d" * 64)
    take_as_sample(store, made, Draw.CHOSEN)
    save_references(store, made, tmp_path / "list.csv")
    assert (tmp_path / "list.csv").read_text("utf-8-sig").split() == ["reference", "'=HYPERLINK(1)", "N-1"]


def test_a_sample_is_taken_back_for_a_reason_that_the_log_keeps(store: Store, rnd: int):
    draw(store, rnd, Rules(4))
    with pytest.raises(UserError) as error:
        take_back(store, rnd, "  ")
    assert error.value.code == "no_reason"
    take_back(store, rnd, "Drawn from the wrong list.")
    (entry,) = change_log.read(store, change_log.find(store, change_log.Wanted(words="wrong list")))
    assert (entry.before.split(", seed")[0], entry.why) == ("random", "Drawn from the wrong list.")
