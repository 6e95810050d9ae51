"""How commands print: figures as JSON on request, otherwise lines a person can read."""

import json
import sys
from collections.abc import Sequence
from datetime import date
from typing import Any

from auditor.rounding import whole_percent


def as_json(answer: Any) -> None:
    """Print one JSON value, and nothing else; days as 2026-03-31; letters the output cannot show as JSON escapes."""
    plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    print(json.dumps(answer, ensure_ascii=plain, indent=2, default=_day))


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in JSON")


def shown(text: str) -> str:
    """Text as one line that a terminal shows and does not obey: signs that are no letters stand as escapes."""
    return "".join(
        c if c.isprintable() else " " if c.isspace() else c.encode("unicode_escape").decode("ascii") for c in text
    )


def as_table(given: Sequence[Sequence[str]]) -> None:
    """Print rows in columns, the first row being their heads; numbers stand to the right."""
    rows = [[shown(cell) for cell in row] for row in given]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = [
            cell.rjust(width) if cell[:1].isdigit() else cell.ljust(width)
            for cell, width in zip(row, widths, strict=True)
        ]
        print("  ".join(cells).rstrip())


def percent_range(interval: tuple[float, float] | None) -> str:
    """An interval as words: '35% to 67%', or nothing where there is none."""
    if interval is None:
        return ""
    low, high = map(whole_percent, interval)
    return f"{low} to {high}"
