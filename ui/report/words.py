"""What the Report page calls audiences, parts and formats."""

from collections.abc import Mapping

from db.vocabulary import Agency, Edition
from ui.desk.words import AGENCIES

AUDIENCES: Mapping[str, str] = {
    "board": "Board paper, with appendices",
    "front": "Front report, two pages",
    "families": "One page for families",
    **{f"agency:{a.value}": f"One agency: {AGENCIES[a]}" for a in Agency},
}
"""Whom a report can be for, by the key it is kept under."""
EDITIONS: Mapping[str, str] = {
    Edition.PARTNERSHIP.value: "Partnership: totals only",
    Edition.WORKING.value: "Working: with rows and notes",
    Edition.PUBLIC.value: "Public: small numbers hidden",
}
PARTS: Mapping[str, str] = {
    "short": "In short",
    "recommendations": "What we ask",
    "background": "Background",
    "headlines": "Standards",
    "statutory": "Statutory checks",
    "findings": "What we found",
    "change": "Change",
    "sure": "How sure are we?",
    "causes": "Causes",
    "actions": "Actions and targets",
    "evidence": "Beside the audit",
    "next_steps": "Next steps",
}
FORMATS: Mapping[str, str] = {
    "pdf": "PDF", "html": "Web page", "docx": "Word", "xlsx": "Workbook", "csv": "Data (CSV)",
}  # fmt: skip
TICKED = ("pdf", "xlsx")
"""The kinds of file that are ticked at first."""


def kinds_of(audience: str) -> frozenset[str]:
    """The kinds of file that a report for an audience can be made as: figures as data are for those who get them all.

    An agency gets its own as data; a page for families has none behind it.
    """
    left_out = {"families": {"xlsx", "csv"}, "agency": {"xlsx"}}.get(audience.partition(":")[0], set[str]())
    return frozenset(FORMATS.keys() - left_out)
