"""Reading a plan: PDF or Word to sections A to K. Pure: takes a file, gives values, keeps nothing."""

from collections.abc import Callable
from pathlib import Path

from auditor.plan_reader.documents import open_document
from auditor.plan_reader.plan import LETTERS, Passage, Plan, Section
from auditor.plan_reader.sections import find_sections

__all__ = ["LETTERS", "Passage", "Plan", "Section", "read_plan"]


def read_plan(
    source: Path | bytes,
    *,
    password: str | None = None,
    name: str = "",
    between: Callable[[], object] = lambda: None,
) -> Plan:
    """A plan's sections and passages.

    `name` is what to call bytes in sentences. Raises UserError as `documents.open_document` does. PDFs must be read
    in the thread that owns pdfium; `between` is called after each page, so that it can do what is more urgent.
    """
    return find_sections(open_document(source, password=password, name=name, between=between))
