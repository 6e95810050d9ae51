"""What rows.json of a feedback pack holds, as strict models; and what of it must fit the workspace it comes to."""

from collections import Counter
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from auditor.answers import NOTE_LIMIT
from auditor.packs.rows import Day, Key, Named, Row, Small, Uid, read_as
from db.vocabulary import Value

MOST = 400_000
_Points = Annotated[float, Field(ge=-2, le=2, allow_inf_nan=False)]
_Words = Annotated[str, StringConstraints(max_length=NOTE_LIMIT)]


def _value(given: object) -> object:
    return Value(given) if isinstance(given, int) and not isinstance(given, bool) else given


class DifferedRow(Row):
    """One of the reader's own answers, what was settled instead, and why."""

    reference: Named
    criterion: Key
    theirs: Annotated[Value, BeforeValidator(_value)]
    agreed: Annotated[Value, BeforeValidator(_value)]
    reason: _Words
    settled_on: Day | None


class ComparedRow(Row):
    """On how many plans the reader's answer to a question could be compared."""

    criterion: Key
    compared: Small


class LeniencyRow(Row):
    """How much higher or lower the reader scores than what was settled."""

    plans: Small
    compared: Small
    higher: Small
    lower: Small
    unsettled: Small
    mean: _Points | None
    low: _Points | None
    high: _Points | None


class FeedbackRows(Row):
    """Everything of a feedback pack: what concerns its reader's own answers in one round, and nobody else's."""

    round: Uid
    person: Uid
    name: Named
    plans: Small
    waiting: Small
    compared: Annotated[tuple[ComparedRow, ...], Field(max_length=2_000, strict=False)]
    differed: Annotated[tuple[DifferedRow, ...], Field(max_length=MOST, strict=False)]
    leniency: LeniencyRow | None

    @model_validator(mode="after")
    def _fits_itself(self) -> "FeedbackRows":
        """Nothing stands twice, and what differs was compared."""
        compared = {row.criterion: row.compared for row in self.compared}
        if len(compared) != len(self.compared):
            raise ValueError("a question twice")
        if len({(row.reference, row.criterion) for row in self.differed}) != len(self.differed):
            raise ValueError("an answer twice")
        differed = Counter(row.criterion for row in self.differed)
        if any(times > compared.get(key, 0) for key, times in differed.items()):
            raise ValueError("more differ than were compared")
        return self


def read_feedback(given: Any) -> FeedbackRows:
    """The rows of a feedback pack. Raises UserError `pack_form`."""
    return read_as(FeedbackRows, given)
