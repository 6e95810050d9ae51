"""Agreement in the report and the workbook: the results' own figures, counts alone on few plans, nobody named."""

import io
import json
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from auditor.agreeing.calculate import FIGURES, round_agreement
from auditor.agreeing.figures import RoundAgreement
from auditor.agreeing.words import board_sentence
from auditor.figures import Results
from auditor.reports.blocks import Heading, Paragraph, Table
from auditor.reports.board import board
from auditor.reports.content import how_sure
from auditor.reports.details import ReportDetails
from auditor.reports.workbook import write_workbook
from auditor.signed_figures import differences, kept_json
from tests.auditor.agreeing.rounds import M, P, framework, plan
from tests.auditor.reports.made_up import board_blocks, random_round

SMALL = framework()


def figures(plans: int) -> Results:
    """A made-up round in which Abel and Ben score plans alike but for every third, on the first question."""
    given = [plan(Abel=[M, M, M, M], Ben=[P if at % 3 == 0 else M, M, M, M]) for at in range(plans)]
    return replace(random_round(), agreement=round_agreement(given, SMALL, "round"), scored_twice=plans)


def found(results: Results) -> RoundAgreement:
    assert results.agreement is not None
    return results.agreement


def appendix(results: Results) -> list[Any]:
    blocks = list(board_blocks(results, ReportDetails()))
    start = next(i for i, b in enumerate(blocks) if isinstance(b, Heading) and b.text.startswith("Appendix E"))
    end = next(i for i, b in enumerate(blocks) if isinstance(b, Heading) and b.text.startswith("Appendix F"))
    return blocks[start:end]


def sheet(results: Results) -> Any:
    file = io.BytesIO()
    write_workbook(board(results, ReportDetails()), file)
    return openpyxl.load_workbook(io.BytesIO(file.getvalue()))["Agreement"]


def test_the_appendix_prints_the_sentence_and_a_row_a_question() -> None:
    results = figures(12)
    blocks = appendix(results)
    assert any(isinstance(b, Paragraph) and b.text.startswith(board_sentence(found(results))) for b in blocks)
    measures, criteria = (b for b in blocks if isinstance(b, Table))
    assert len(measures.rows) == 1
    assert [row[0] for row in criteria.rows] == [f"{c.id} {c.short}" for c in found(results).criteria]
    assert criteria.rows[0][1:5] == ("12", "8 of 12", "67%", "100%")
    assert criteria.rows[1][-2:] == ("none", "not estimable")


def test_on_few_plans_there_are_counts_and_no_coefficient() -> None:
    blocks = appendix(figures(9))
    criteria = [b for b in blocks if isinstance(b, Table)][-1]
    assert criteria.rows[0][1:] == ("9", "6 of 9", "3", "0", "0")
    assert "only counts" in blocks[-1].text


def test_without_a_plan_scored_twice_there_is_no_appendix_and_no_sheet() -> None:
    none = replace(figures(0), scored_twice=0)
    assert not any(isinstance(b, Heading) and "Agreement" in b.text for b in board_blocks(none, ReportDetails()))
    with pytest.raises(KeyError):
        sheet(none)
    assert any("No plan was scored" in point.text for point in how_sure(none))


def test_the_sheet_holds_every_figure_as_a_number_with_its_range() -> None:
    results = figures(12)
    (table,) = sheet(results).tables.values()
    head, first, *_, measure = [[cell.value for cell in row] for row in sheet(results)[table.ref]]
    row = dict(zip(head, first, strict=True))
    q1 = found(results).criteria[0]
    assert row["AC2"] == pytest.approx(q1.gwet_ac2_quadratic)
    assert (row["AC2, likely range from"], row["AC2, to"]) == pytest.approx(q1.intervals["gwet_ac2_quadratic"])
    assert (row["Pairs of answers"], row["The same"], row["One step apart"]) == (12, 8, 4)
    assert len(head) == len(set(head)) == 8 + 3 * len(FIGURES) + 2
    assert measure[0] == "M"
    formats = {cell.value: cell.number_format for cell in sheet(results)[5]}
    assert formats[row["AC2"]] == "0.00"
    assert formats[row["Exact"]] == "0.0%"


def test_nobody_is_named() -> None:
    results = figures(12)
    told = repr(board_blocks(results, ReportDetails())) + repr(list(sheet(results).iter_rows(values_only=True)))
    assert "Abel" not in told
    assert "Ben" not in told


def test_what_is_kept_at_sign_off_tells_when_agreement_changed_but_not_when_ranges_were_drawn_elsewhere() -> None:
    signed, now = figures(12), figures(13)
    kept = json.loads(kept_json(signed))
    assert list(differences(kept, json.loads(kept_json(signed)))) == []
    assert "how far auditors agreed changed" in list(differences(kept, json.loads(kept_json(now))))
    moved = json.loads(kept_json(signed))
    moved["agreement"]["criteria"][0]["intervals"]["gwet_ac1"][0] += 0.01
    assert list(differences(kept, moved)) == []
