"""The words of breakdowns, of what could not be judged, and of the questions met most and least often."""

from dataclasses import replace

from auditor.breakdowns import break_down
from auditor.estimates import Lot
from auditor.extremes import extremes
from auditor.figures import TOO_FEW, MeasureFigure
from auditor.reports.breakdown_words import (
    basis_words,
    breakdown_table,
    cell_words,
    figure_sentences,
    judged_sentence,
    parts_table,
)
from auditor.results import compute
from auditor.sampling.draw import Part
from db.vocabulary import Value
from tests.auditor.readings import FRAMEWORK, a_case, a_reading, made_up

M, N, C = Value.MET, Value.NOT_MET, Value.CANNOT_TELL
FIGURE = MeasureFigure(
    "M", "Measure", "Measure", "plans", 17, 23, 3, 3, 100 * 17 / 23, "74%", (0.54, 0.87), weighted=False,
    insufficient=6, undecided=4, cannot_tell=9, bounds=(17 / 33, 27 / 33), open=10,
)  # fmt: skip


def test_what_could_not_be_judged_leaves_bounds_for_all() -> None:
    assert judged_sentence(FIGURE) == "17 of 23 judged, 74%; of all 33 between 52% and 82%."
    pooled = replace(FIGURE, basis="answers")
    assert judged_sentence(pooled) == "17 of 23 answers judged, 74%; of all 33 between 52% and 82%."
    weighted = replace(FIGURE, weighted=True, printed="70%", bounds=(0.4, 0.9))
    assert judged_sentence(weighted) == "17 of 23 judged, 70% weighted; of all 33 between 40% and 90%."


def test_where_nothing_is_left_out_or_all_is_there_are_no_bounds_to_tell() -> None:
    assert judged_sentence(replace(FIGURE, open=0, bounds=(17 / 23, 17 / 23))) == ""
    nothing = replace(FIGURE, k=0, n=0, percent=None, printed=TOO_FEW, open=10, bounds=(0.0, 1.0))
    assert judged_sentence(nothing) == "None of 10 could be judged yet."


def test_the_bounds_of_a_figure_hold_whatever_its_open_ones_come_to() -> None:
    for basis in ("plans", "answers"):
        for measure in compute(made_up(7, 30, basis=basis)).measures:
            assert measure.bounds is not None
            everything = measure.n + measure.open
            assert measure.bounds == (measure.k / everything, (measure.k + measure.open) / everything)
            assert f"of all {everything}" in judged_sentence(measure)
    for criterion in compute(made_up(7, 30)).criteria:
        everything = criterion.n + criterion.cannot_tell + criterion.undecided
        assert criterion.bounds == (criterion.k / everything, (criterion.k + criterion.open) / everything)


def test_a_cell_has_its_share_beside_k_of_n_or_of_few_plans_the_count_alone() -> None:
    assert cell_words(FIGURE) == "17 of 23 · 74%"
    assert cell_words(replace(FIGURE, k=3, n=5, percent=None, printed=TOO_FEW)) == "3 of 5"
    assert cell_words(replace(FIGURE, k=0, n=0, percent=None)) == "none"


def test_a_table_says_codes_in_words_and_counts_plans_only_where_groups_differ_in_them() -> None:
    reading = made_up(3, 25)
    crossed = breakdown_table(break_down(reading, ("need", "area")))
    assert crossed.columns[:3] == ("Primary need", "Area", "Plans")
    assert "Speech, language and communication needs (SLCN)" in {row[0] for row in crossed.rows}
    led = breakdown_table(break_down(reading, ("lead_agency",)))
    assert led.columns[1] == FRAMEWORK.headlines[0].short
    assert {row[0] for row in led.rows} >= {"Education", "Social care"}


def test_the_basis_is_always_named() -> None:
    reading = made_up(3, 25)
    assert basis_words(break_down(reading, ("area",))).startswith("Plans that meet each standard.")
    led = basis_words(break_down(reading, ("lead_agency",)))
    assert led.startswith("Answers that are met, pooled")
    assert "counted by answers" in led
    assert basis_words(break_down(reading, ("cause",))).startswith("Shortfalls put down to each cause")


def test_each_figure_of_a_group_can_be_read_as_a_sentence() -> None:
    (group,) = break_down(a_reading([a_case(f"N-{i}", {}) for i in range(12)]), ("area",)).groups
    told = figure_sentences(replace(group, measures=(FIGURE, replace(FIGURE, k=3, n=5, percent=None))))
    assert told == (
        "Measure: 17 of 23 plans, 74%, likely range 54% to 87%.", "Measure: 3 of 5 plans, too few for a percentage.",
    )  # fmt: skip


def test_each_part_of_an_unevenly_drawn_list_has_its_own_count() -> None:
    keys = [c.id for c in FRAMEWORK.judged]
    cases = [a_case(f"N-{i}", dict.fromkeys(keys, M if i < 3 else N), part=1 + i % 2) for i in range(8)]
    lot = Lot(by_lot=True, population=None, parts={1: Part("North", 400, 4), 2: Part("South", 40, 4)})
    table = parts_table(compute(a_reading(cases, lot=lot)))
    assert table is not None
    assert [row[:4] for row in table.rows] == [("North", "400", "4", "2 of 4"), ("South", "40", "4", "1 of 4")]
    assert parts_table(compute(a_reading(cases))) is None


def test_the_questions_met_most_and_least_never_overlap_and_need_ten_plans() -> None:
    keys = [c.id for c in FRAMEWORK.judged if c.measure in {m.id for m in FRAMEWORK.headlines}]
    cases = [a_case(f"N-{i}", {key: M if i < at else N for at, key in enumerate(keys)}) for i in range(12)]
    cases[0] = a_case("N-0", {key: C if key == keys[3] else M for key in keys[1:]})
    cases[1] = a_case("N-1", {key: C if key == keys[3] else M for key in keys[2:]})
    cases[2] = a_case("N-2", dict.fromkeys(keys[3:4], C))
    figures = compute(a_reading(cases))
    found = extremes(figures, 5)
    shares = {c.id: c.percent for c in figures.criteria}
    assert len(found.strongest) == len(found.weakest) == 5
    assert not {c.id for c in found.strongest} & {c.id for c in found.weakest}
    assert keys[3] not in {c.id for c in (*found.strongest, *found.weakest)}
    told = [c.percent for c in found.weakest]
    assert told == sorted(told)
    assert min(c.percent or 0 for c in found.strongest) >= max(
        p for key, p in shares.items() if p is not None and key not in {c.id for c in found.strongest} | {keys[3]}
    )
    few = extremes(compute(a_reading(cases[:9])), 5)
    assert (few.strongest, few.weakest) == ((), ())


def test_questions_with_the_same_share_are_not_set_against_each_other() -> None:
    keys = [c.id for c in FRAMEWORK.judged if c.measure in {m.id for m in FRAMEWORK.headlines}][:4]
    cases = [a_case(f"N-{i}", {key: M if i < at else N for key, at in zip(keys, (9, 5, 5, 5), strict=True)})
             for i in range(12)]  # fmt: skip
    found = extremes(compute(a_reading(cases)))
    assert ([c.id for c in found.strongest], found.weakest) == ([keys[0]], ())
    same = [a_case(f"N-{i}", dict.fromkeys(keys, M if i < 5 else N)) for i in range(12)]
    assert extremes(compute(a_reading(same))).strongest == ()
