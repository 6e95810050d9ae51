"""Reports of one round: the content once, as blocks, and a writer for each kind of file."""

from auditor.reports.details import ReportDetails
from auditor.reports.make import make_report, report_steps

__all__ = ["ReportDetails", "make_report", "report_steps"]
