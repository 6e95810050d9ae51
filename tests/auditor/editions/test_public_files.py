"""The files of a public edition are as accessible as any other report: outside programs look at them."""

import io
import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from auditor.editions.figures import Publishing
from auditor.editions.public import public
from auditor.editions.report import public_report
from auditor.reports.details import ReportDetails
from auditor.reports.pdf import write_document
from auditor.reports.report import Report
from auditor.reports.web import web_page
from tests.auditor.editions.making import framework, made_plans, results_of
from tests.auditor.reports.test_web import audited


def edition(*, whole_lines: bool) -> Report:
    """A public edition of a made-up round with breakdowns, of which some groups are hidden."""
    plans = made_plans(random.Random(6), 300, areas=4)
    figures = public(framework(), results_of(plans, population=7300), whole_lines=whole_lines)
    assert figures.hidden
    details = ReportDetails(council="Example Council", contact="SEND team", date=date(2026, 4, 30))
    return public_report(
        figures, framework(), details, Publishing("Dana Example", "", (("AAAA-BBBB", date(2026, 1, 2)),))
    )


def test_the_seed_is_told_unless_the_figures_rest_on_nobody_knowing_it() -> None:
    """With all lines shown it stands in no block, sheet or row."""
    for whole_lines in (False, True):
        report = edition(whole_lines=whole_lines)
        told = repr((report.blocks, report.sheets, report.figures, report.cover, report.imprint))
        assert ("The seed is made up." in told) is not whole_lines
        assert ("The seed is kept with the round" in told) is whole_lines


def test_lines_stand_in_the_frameworks_order_though_checks_of_dates_are_hidden_together() -> None:
    results = results_of(made_plans(random.Random(6), 300), population=7300)
    turned = replace(results, statutory=tuple(reversed(results.statutory)))
    for made in (results, turned):
        lines = public(framework(), made).of("statutory")
        assert [line.id for line in lines] == [c.id for c in made.statutory if c.id in {line.id for line in lines}]
        assert {line.id for line in lines} >= {"s1", "d1"}


@pytest.mark.parametrize("whole_lines", [False, True])
def test_the_pdf_has_no_fault_against_pdf_ua_1(whole_lines: bool, tmp_path: Path) -> None:
    """With charts of hidden standards, and with all lines shown."""
    checker = pytest.importorskip("page", reason="page-validation is not installed")
    report, made = edition(whole_lines=whole_lines), io.BytesIO()
    write_document(report.blocks, report.imprint, made)
    file = tmp_path / "public.pdf"
    file.write_bytes(made.getvalue())
    assert checker.validate_pdf(str(file), profile=checker.ValidationProfile.PDF_UA_1).failures == []


@pytest.mark.outside
def test_the_web_page_has_no_fault_in_chromium(tmp_path: Path) -> None:
    """As axe-core sees it."""
    report = edition(whole_lines=False)
    assert audited(web_page(report.blocks, report.imprint), tmp_path) == []
