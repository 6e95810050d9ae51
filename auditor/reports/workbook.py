"""The workbook of a report: a cover, contents, notes, and every figure as a number in a marked-up table."""

from __future__ import annotations

from typing import BinaryIO

from auditor.reports.details import ROOM, shortened
from auditor.reports.report import Report
from auditor.reports.sheets import write_sheets
from auditor.reports.wording import say


def write_workbook(report: Report, file: BinaryIO) -> None:
    """Write the report's sheets into `file`: its warnings whole on the cover, and in short on every sheet.

    A warning stands over a table in a line that does not wrap, so a long one would make the sheet print small.
    """
    whole = " ".join(report.warnings)
    short = whole if len(whole) <= ROOM else " ".join(shortened(words, ROOM // 2) for words in report.warnings)
    facts = [(say("facts.mind"), words) for words in report.warnings]
    write_sheets(report.imprint, (*facts, *report.cover), short, report.sheets, file)
