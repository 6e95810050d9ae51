"""The workbook of a report: a cover, contents, notes, and every figure as a number in a marked-up table."""

from __future__ import annotations

from typing import BinaryIO

from auditor.reports.report import Report
from auditor.reports.sheets import write_sheets


def write_workbook(report: Report, file: BinaryIO) -> None:
    """Write the report's sheets into `file`, its warnings on every one of them."""
    write_sheets(report.imprint, report.cover, " ".join(report.warnings), report.sheets, file)
