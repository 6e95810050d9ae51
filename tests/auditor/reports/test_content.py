"""The report's sentences say what was drawn, what was found and how sure it is, and rank nothing."""

import re
from dataclasses import replace

import pytest

from auditor.reports.blocks import Bullets, Figure, Heading, Panel, Table
from auditor.reports.described import Bars, Checks, Flow, flow_of
from auditor.reports.details import ReportDetails
from auditor.reports.sentences import measure_sentence, sample_sentence
from tests.auditor.reports.made_up import board_blocks, chosen_round, measure, random_round


def test_a_headline_by_plans_is_told_with_its_range() -> None:
    results = random_round()
    assert measure_sentence(results, results.measures[0]) == (
        "of 33 plans audited, 17 (52%) met the standard. "
        "Had all 7,300 been audited the same way, we would expect between 35% and 68%."
    )
    assert measure_sentence(results, results.measures[1]).startswith("of 31 plans that could be judged, 12 (39%) met")


def test_a_headline_by_answers_counts_answers() -> None:
    results = chosen_round()
    assert measure_sentence(results, results.measures[0]) == "of 165 answers, 91 (55%) met the standard."


def test_an_unknown_frame_promises_no_number_of_plans() -> None:
    results = replace(random_round(), population=None)
    assert "Had every plan been audited" in measure_sentence(results, results.measures[0])
    assert sample_sentence(results) == "33 plans were drawn by lot and audited against 5 standards."


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        ("chosen", "chosen, not drawn by lot, and audited against 5 standards. They show what was found in them"),
        ("unknown", "How they were picked is not known"),
        ("all", "All 33 plans were audited"),
        ("stratified", "33 of 7,300 plans were drawn by lot, in proportion"),
    ],
)
def test_each_draw_is_told_as_it_was(draw: str, words: str) -> None:
    assert words in sample_sentence(replace(random_round(), draw=draw))


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        ("random", "33 of 7,300 plans were drawn by lot and 31 of them audited so far against 5 standards."),
        ("chosen", "These 33 plans were chosen, not drawn by lot, and 31 of them audited so far against 5 standards."),
        ("all", "Of all 33 plans, 31 have been audited so far against 5 standards."),
        ("unknown", "Of 33 plans, 31 have been audited so far against 5 standards. How they were picked"),
    ],
)
def test_plans_without_an_audit_are_never_called_audited(draw: str, words: str) -> None:
    results = replace(random_round(), draw=draw, scored=31)
    assert sample_sentence(results).startswith(words)
    steps = flow_of(replace(results, statutory=(replace(results.statutory[0], mode="dates"),))).steps
    assert steps[-1].count == "31"
    assert "checks of dates count all 33 plans of the sample" in steps[-1].aside


def test_an_interval_rounds_half_up() -> None:
    results = replace(random_round(), measures=(measure(0, 17, 33, "plans", (0.345, 0.5049)),))
    assert "between 35% and 50%" in measure_sentence(results, results.measures[0])


def test_nothing_in_the_report_ranks_the_headlines() -> None:
    said = re.sub(r"at least|no more than|best placed", "", repr(board_blocks(random_round(), ReportDetails())).lower())
    assert not re.search(r"\b(best|worst|strongest|weakest|met most|met least|top|bottom)\b", said)


def test_every_chart_has_its_table() -> None:
    blocks = board_blocks(random_round(), ReportDetails())
    captions = [b.caption for b in blocks if isinstance(b, Table)]
    assert [type(b.chart) for b in blocks if isinstance(b, Figure)] == [Bars, Checks, Flow]
    assert any(c.startswith("Headlines") for c in captions)
    assert any(c.startswith("Statutory checks") for c in captions)
    assert "From the list to the figures" in captions


def test_every_criterion_is_in_one_table() -> None:
    results = random_round()
    stray = replace(results.criteria[0], id="X1", measure="")
    blocks = board_blocks(replace(results, criteria=(*results.criteria, stray)), ReportDetails())
    first = [row[0] for b in blocks if isinstance(b, Table) and b.caption.startswith("Criteria of") for row in b.rows]
    assert len(first) == len(results.criteria) + 1
    assert any(name.startswith("X1 ") for name in first)
    assert sum("(critical)" in name for name in first) == sum(c.critical for c in results.criteria)


def test_one_undecided_answer_is_told_in_the_singular() -> None:
    blocks = board_blocks(replace(random_round(), undecided=1), ReportDetails())
    panel = next(b for b in blocks if isinstance(b, Panel))
    assert "1 answer is undecided" in repr(panel)
    none = board_blocks(replace(random_round(), undecided=0), ReportDetails())
    assert "undecided" not in repr(next(b for b in none if isinstance(b, Panel)))


def test_a_round_scored_once_claims_no_agreement() -> None:
    blocks = board_blocks(replace(random_round(), scored_twice=0, compared=0, same=0, one_step=0), ReportDetails())
    sure = blocks[blocks.index(Heading(1, "How sure are we?")) + 1]
    assert isinstance(sure, Bullets)
    assert "cannot say how far auditors agree" in repr(sure)


def test_the_rows_of_every_table_fit_its_headings() -> None:
    for results in (chosen_round(), random_round()):
        for block in board_blocks(results, ReportDetails()):
            if isinstance(block, Table):
                assert {len(row) for row in block.rows} <= {len(block.columns)}
                assert len(block.widths) == len(block.columns)
                assert sum(block.widths) == pytest.approx(1)
