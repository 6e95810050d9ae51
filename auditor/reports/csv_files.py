"""The figures as data: one CSV file, a row a figure, and beside it a file that says what its columns hold.

The second file follows the W3C's *CSV on the Web* (Metadata Vocabulary for Tabular Data, 2015), which also names it:
`board-spring.csv` comes with `board-spring.csv-metadata.json`. Column names do not change from release to release;
new ones are added at the end.
"""

import csv
import io
import json
from dataclasses import fields
from typing import Any, BinaryIO

from auditor.reports.report import FigureLine, Report
from auditor.reports.wording import readable, say

ROUND = ("round", "edition", "fingerprint")
COLUMNS = (*ROUND, *(field.name for field in fields(FigureLine)))
SUFFIX = "-metadata.json"
WHOLE = {
    "k", "n", "partly", "not_met", "not_applicable", "cannot_tell", "undecided", "insufficient", "then_k", "then_n",
    "points", "needed", "needed_together",
}  # fmt: skip
NUMBERS = {"percent", "low", "high", "then_percent", "change_low", "change_high", "p", "p_adjusted"}
TRUTHS = {"suppressed", "weighted"}
ACTIVE = ("=", "+", "-", "@")


def write_csv(report: Report, file: BinaryIO) -> None:
    """Write the figures into `file`: UTF-8 with a byte order mark, so that Excel reads it rightly, and CRLF lines.

    Text that a spreadsheet would take for a formula gets an apostrophe in front. A number is written in full, as
    `results --json` has it; what is not counted or is hidden stands empty, and `suppressed` says which.
    """
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    first = [_cell(value) for value in (report.round, report.edition, report.fingerprint)]
    for line in report.figures:
        rows.writerow([*first, *(_cell(getattr(line, name)) for name in COLUMNS[len(ROUND) :])])
    file.write(text.getvalue().encode("utf-8-sig"))


def write_metadata(report: Report, name: str, file: BinaryIO) -> None:
    """Write into `file` what the data file called `name` holds: where it comes from, and every column."""
    notes = [{"label": label, "value": value} for label, value in report.cover]
    told: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en-GB"}],
        "url": name,
        "dc:title": say("data.title", title=report.imprint.title),
        "dc:creator": report.imprint.author,
        "dc:description": " ".join(report.warnings),
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "notes": notes,
        "tableSchema": {"columns": [_column(column) for column in COLUMNS]},
    }
    if report.imprint.date:
        told["dc:date"] = report.imprint.date.isoformat()
    file.write(json.dumps(told, ensure_ascii=False, indent=2).encode("utf-8") + b"\n")


def _column(name: str) -> dict[str, Any]:
    form = next(
        (form for form, names in (("integer", WHOLE), ("number", NUMBERS), ("boolean", TRUTHS)) if name in names),
        "date" if name == "day" else "string",
    )
    return {"name": name, "titles": name, "datatype": form, "dc:description": say(f"data.{name}")}


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        text = readable(value)
        return f"'{text}" if text.lstrip().startswith(ACTIVE) else text
    return repr(value)
