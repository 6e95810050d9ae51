"""The report of a round for a Board, whole: what every one of its files prints."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from auditor.change.figures import OverTime
from auditor.editions.partnership import partnership
from auditor.figures import Results
from auditor.reports.content import board_appendices, board_front
from auditor.reports.details import ReportDetails, report_imprint
from auditor.reports.figure_lines import change_lines, figure_lines
from auditor.reports.report import Commentary, Report
from auditor.reports.sentences import signed_line, warnings_of
from auditor.reports.wording import long_date, say
from db.vocabulary import Edition

if TYPE_CHECKING:
    from auditor.reports.sheets import Sheet


def board(
    results: Results,
    details: ReportDetails,
    commentary: Commentary | None = None,
    *,
    sheets: bool = True,
    change: OverTime | None = None,
) -> Report:
    """Give the report of one round in the edition that `details` names: working or partnership.

    Without `sheets` no workbook can be made of it; they take longer than all the rest. `change` goes into workbook and
    data file; what is printed of it is in the commentary.
    """
    if details.edition == Edition.PARTNERSHIP:
        results = partnership(results)
    return Report(
        results.round,
        details.edition,
        results.fingerprint,
        report_imprint(results, details),
        board_front(results, details, commentary or Commentary()),
        board_appendices(results, details, commentary),
        _cover(results, details),
        tuple(warnings_of(results)),
        _sheets(results, details, change) if sheets else (),
        (*figure_lines(results), *(change_lines(change) if change else ())),
    )


def _sheets(results: Results, details: ReportDetails, change: OverTime | None) -> tuple[Sheet, ...]:
    # the library behind it is slow to import
    from auditor.reports.board_sheets import board_sheets

    return board_sheets(results, details.edition, change)


def _cover(results: Results, details: ReportDetails) -> tuple[tuple[str, str], ...]:
    """What this is and who it is for, as labelled facts."""
    facts = {
        "council": details.council,
        "meeting": details.meeting,
        "contact": details.contact,
        "date": long_date(details.date) if details.date else "",
        "round": results.round,
        "as_at": long_date(date.fromisoformat(results.as_at)),
        "edition": say(f"edition.{details.edition}"),
        "classification": details.classification,
        "framework": f"{results.framework_title} ({results.framework_id}), version {results.framework_version}",
        "hash": results.framework_hash,
        "fingerprint": results.fingerprint,
        "signed_off": signed_line(results.signed_off),
        "log": results.log_head,
    }
    return tuple((say(f"facts.{name}"), value) for name, value in facts.items() if value)
