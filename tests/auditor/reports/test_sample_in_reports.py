"""A report says how its plans were picked, and in words where its percentages are weighted. All figures are made up."""

import io
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from auditor.figures import DrawnPart, PartFigure, Results, SampleFacts
from auditor.reports.appendices import appendices, method, parts_counts, picked, stands_for
from auditor.reports.blocks import Bullets, Paragraph, Table
from auditor.reports.board import board
from auditor.reports.charts import HEADLINES, STATUTORY
from auditor.reports.details import ReportDetails
from auditor.reports.sentences import measure_line, measure_sentence, sample_sentence
from auditor.reports.workbook import write_workbook
from tests.auditor.reports.made_up import board_blocks, random_round

FACTS = SampleFacts(
    seed="4827-1936",
    by=("plan_kind",),
    minimum=5,
    factors={"new": 3},
    filters=("Only Year 9 and over could be drawn.",),
    frame=7300,
    matching=3100,
    parts=(DrawnPart("amended", 2800, 20), DrawnPart("new", 300, 13), DrawnPart("tribunal", 9, 0)),
    replaced={"ceased": 1, "moved_away": 2},
    papers_missing=2,
    calibration=1,
    times=3,
)


def weighted_round() -> Results:
    """A round whose parts were drawn by unequal shares."""
    plain = random_round()
    first = replace(
        plain.measures[0], weighted=True, percent=48.2, printed="48%",
        by_part=(
            PartFigure("amended", 2800, 20, 9, 20),
            PartFigure("new", 300, 13, 8, 13),
            PartFigure("tribunal", 9, 0, 0, 0),
        ),
    )  # fmt: skip
    return replace(
        plain, draw="stratified", population=3100, measures=(first,), sample=FACTS,
        statutory=tuple(replace(c, weighted=True) for c in plain.statutory),
    )  # fmt: skip


def words(blocks: tuple[object, ...]) -> str:
    """All paragraphs and points of some blocks."""
    said = [block.text for block in blocks if isinstance(block, Paragraph)]
    said += [point.text for block in blocks if isinstance(block, Bullets) for point in block.points]
    return "\n".join(said)


def test_the_method_says_seed_rule_parts_filters_and_what_became_of_the_sample() -> None:
    said = "\n".join(picked(weighted_round()))
    for fact in (
        "The seed is 4827-1936", "7,300 plans, and 3,100 could be drawn", "Only Year 9 and over",
        "by kind of plan into 3",
        "at least 5 from each", "“new” counting 3 times", "drawn 3 times", "3 plans were replaced", "1 ceased",
        "2 moved away", "papers of 2 plans were not found", "1 plan is kept for calibration",
    ):  # fmt: skip
        assert fact in said
    assert picked(random_round()) == ()


def test_a_weighted_figure_says_so_wherever_it_stands() -> None:
    figures = weighted_round()
    (measure,) = figures.measures
    assert "some parts of the list more thickly" in sample_sentence(figures)
    assert "Only Year 9 and over" in sample_sentence(figures)
    assert "Weighted by what each plan stands for, that is 48%" in measure_sentence(figures, measure)
    assert measure_line(figures, measure).startswith("48%, weighted (17 of 33 plans)")
    assert "weighted" in HEADLINES.alt_text(figures)
    assert "weighted" in STATUTORY.alt_text(figures)
    assert any("effective number of plans" in step for step in method(figures))
    assert "not k divided by n" in words(board_blocks(figures, ReportDetails(council="Example Council")))
    plain = random_round()
    assert "weighted" not in HEADLINES.alt_text(plain) + STATUTORY.alt_text(plain) + " ".join(method(plain))


def test_counts_for_each_part_stand_in_the_working_edition_alone() -> None:
    figures = weighted_round()
    assert parts_counts(figures).rows == (("amended", "9 of 20"), ("new", "8 of 13"), ("tribunal", "0 of 0"))
    captions = {
        edition: [block.caption for block in appendices(figures, edition) if isinstance(block, Table)]
        for edition in ("working", "partnership")
    }
    assert parts_counts(figures).caption in captions["working"]
    assert parts_counts(figures).caption not in captions["partnership"]


def test_what_a_plan_stands_for_is_a_number_in_the_workbook() -> None:
    file = io.BytesIO()
    write_workbook(board(weighted_round(), ReportDetails()), file)
    sheet = load_workbook(file)["Parts of the list"]
    (column,) = [cell.column for cell in sheet[4] if cell.value == "Plans that each stands for"]
    part, cell = weighted_round().sample.parts[0], sheet.cell(5, column)
    assert cell.value == pytest.approx(part.size / part.drawn)
    assert cell.number_format == "#,##0.0"


@pytest.mark.parametrize(("size", "drawn", "said"), [(2800, 20, "140.0"), (5, 4, "1.3"), (300, 13, "23.1")])
def test_what_a_plan_stands_for_is_rounded_half_up(size: int, drawn: int, said: str) -> None:
    assert stands_for(DrawnPart("x", size, drawn)) == said


def test_the_workbook_holds_the_parts_and_how_the_plans_were_picked() -> None:
    file = io.BytesIO()
    write_workbook(board(weighted_round(), ReportDetails(council="Example Council")), file)
    book = load_workbook(file)
    rows = list(book["Parts of the list"].iter_rows(min_row=5, values_only=True))
    assert rows[0] == ("amended", 2800, 20, 140, 9, 20)
    assert rows[2][:4] == ("tribunal", 9, 0, "none drawn")
    notes = " ".join(str(cell) for row in book["Notes"].iter_rows(values_only=True) for cell in row)
    assert "The seed is 4827-1936" in notes
