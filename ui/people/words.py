"""What the Auditors page says of people, courses and exclusions."""

from collections.abc import Mapping
from datetime import date

from auditor.allocation.allocate import Exclusion
from auditor.people.register import PersonRow, Standing, TrainingFacts
from auditor.reports.wording import long_date

WHAT: Mapping[str, str] = {"plan": "A plan", "setting": "A setting", "area": "An area", "writer": "A writer"}
"""What an exclusion can name, as a choice."""
EXAMPLES: Mapping[str, str] = {
    "plan": "Its reference", "setting": "Its code, such as a URN", "area": "Its name, as in the list of plans",
    "writer": "The writer's code, as in the list of plans",
}  # fmt: skip


def day_words(day: date | None) -> str:
    """A day in words, or nothing."""
    return long_date(day) if day else ""


def standing_words(standing: Standing) -> str:
    """May score, or why not: 'May not score: has no training recorded'."""
    return "May score" if standing.may else f"May not score: {standing.why}"


def yes_or_no(standing: Standing) -> str:
    """The same in a column's few words: 'Yes', or 'No: has no training recorded'."""
    return "Yes" if standing.may else f"No: {standing.why}"


def newest(person: PersonRow) -> TrainingFacts | None:
    """The course somebody took last."""
    return person.trainings[0].facts if person.trainings else None


def training_words(facts: TrainingFacts) -> str:
    """A course in one line."""
    parts = [
        f"{facts.course}, {long_date(facts.taken_on)}",
        f"handbook {facts.handbook}" if facts.handbook else "",
        facts.result,
        f"refresher due {long_date(facts.refresher_due)}" if facts.refresher_due else "",
    ]
    return " · ".join(part for part in parts if part)


def exclusion_words(exclusion: Exclusion) -> str:
    """What must not be scored, and why."""
    named = {"plan": "Plan", "setting": "Setting", "area": "Area", "writer": "Writer"}[exclusion.what]
    return f"{named} {exclusion.value}" + (f" · {exclusion.reason}" if exclusion.reason else "")
