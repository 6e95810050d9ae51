"""What the page Facts check says: how far a sheet is, and what became of a point."""

from collections.abc import Mapping
from datetime import date

from auditor.facts_check.view import PointLine, SheetLine
from auditor.reports.wording import long_date
from db.vocabulary import FactOutcome
from ui.look import WORDS

STATES: Mapping[str, str] = {
    "not_made": "Not made yet", "out": "Out", "late": "Out, past its day", "back": "Back", "to_settle": "To settle",
}  # fmt: skip
MARKS: Mapping[str, str] = {
    "not_made": "not_started", "out": "under_way", "late": "delayed", "back": "completed", "to_settle": "under_way",
}  # fmt: skip
OUTCOMES: Mapping[FactOutcome, str] = {FactOutcome.ACCEPTED: "Accepted", FactOutcome.NOT_ACCEPTED: "Not accepted"}
WAITS = "No outcome yet"


def day_words(day: date | None) -> str:
    """A day in words, or that there is none."""
    return long_date(day) if day else "Not yet"


def points_words(line: SheetLine) -> str:
    """How many points came back, and how many of them wait."""
    if line.returned_on is None:
        return ""
    if not line.points:
        return "Nothing to correct"
    return f"{line.points}, {line.open_points} to settle" if line.open_points else f"{line.points}, all settled"


def outcome_words(point: PointLine) -> str:
    """What became of a point."""
    if point.outcome is None:
        return WAITS
    decided = f", decided: {WORDS[point.decided.token].lower()}" if point.decided is not None else ""
    return f"{OUTCOMES[point.outcome]}{decided}"


def about_words(point: PointLine) -> str:
    """Which question of which plan a point is about."""
    return (
        f"{point.reference}, {point.criterion} {point.short}" if point.criterion else f"{point.reference}, as a whole"
    )
