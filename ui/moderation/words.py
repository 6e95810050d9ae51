"""What the page Moderation says: groups of the queue, and what differs, in words and aloud."""

from collections.abc import Mapping, Sequence

from auditor.moderation.queue import Difference, Kind
from auditor.moderation.view import Theirs
from db.vocabulary import Value
from ui.look import WORDS

GROUPS: Mapping[Kind, str] = {
    Kind.REOPENED: "Opened again: an answer was changed",
    Kind.ANSWERED: "Auditors have answered",
    Kind.CRITICAL: "Critical questions",
    Kind.TWO_STEPS: "Two steps apart",
    Kind.MEASURE: "A measure's result hangs on it",
    Kind.NOT_APPLICABLE: "Scored against not applicable",
    Kind.REST: "The rest",
    Kind.ASKED: "Auditors were asked",
    Kind.PARKED: "Parked",
    Kind.INCOMPLETE: "Not in yet",
    Kind.DECIDED: "Decided",
}


def how_far(values: Sequence[Value]) -> str:
    """How far answers lie apart: one step apart, scored against not applicable."""
    if len(set(values)) < 2:
        return "The answers agree now" if len(values) > 1 else "One auditor answered"
    scores = [int(value) for value in values if value.scored]
    apart = max(scores) - min(scores) if scores else 0
    others = [value for value in values if not value.scored]
    if apart:
        return "Two steps apart" if apart > 1 else "One step apart"
    if not scores:
        return "Not applicable against cannot tell"
    return f"Scored against {WORDS[others[0].token].lower()}"


def row_words(row: Difference) -> str:
    """The second line of a row: why it matters, or what it waits for."""
    match row.kind:
        case Kind.INCOMPLETE:
            return "1 audit is not in yet" if row.outstanding == 1 else f"{row.outstanding} audits are not in yet"
        case Kind.DECIDED if row.decided is not None:
            return f"Decided: {WORDS[row.decided.token].lower()}"
        case Kind.ASKED if row.back:
            return f"Asked, {row.back} of {row.asked} answered: {row.words}"
        case Kind.ASKED:
            return f"Asked: {row.words}"
        case Kind.PARKED if row.words:
            return f"Parked: {row.words}"
        case Kind.CRITICAL if row.hangs:
            return f"{how_far(row.values)}, changes a measure"
        case _:
            return how_far(row.values)


def row_name(row: Difference) -> str:
    """What a row of the queue is read out as."""
    if row.kind == Kind.INCOMPLETE:
        return f"{row.reference}. {row_words(row)}"
    given = " against ".join(WORDS[value.token] for value in dict.fromkeys(row.values))
    critical = ", critical" if row.critical else ""
    return f"{row.criterion}{critical}, {row.reference}. {given}. {row_words(row)}"


def who_was_who(theirs: Sequence[Theirs]) -> str:
    """Whose answers they were, told once a difference is settled."""
    return ", ".join(f"{one.label} was {one.name}" for one in theirs) + "."
