"""Share a round's plans out among its auditors: one after another, some of them twice."""

import math
from collections.abc import Sequence
from datetime import date

from auditor.rounds import NewAssignment
from db.vocabulary import AssignmentKind

TWICE_SHARE = 0.2
TWICE_LEAST = 12


def usual_twice(plans: int) -> int:
    """How many plans are scored twice unless somebody says otherwise: a fifth, at least twelve, never more than all."""
    return min(plans, max(TWICE_LEAST, math.ceil(TWICE_SHARE * plans)))


def share_in_turn(
    references: Sequence[str], codes: Sequence[str], twice: int = 0, due_on: date | None = None
) -> tuple[NewAssignment, ...]:
    """Give each plan to one auditor in turn, and the first `twice` plans also to the one after.

    With one auditor nothing can be scored twice independently, so `twice` must be 0 then. Raises ValueError.
    """
    if not codes or (twice and len(codes) < 2):
        raise ValueError("a first scoring needs one auditor and a second scoring another")
    first = [
        NewAssignment(reference, codes[i % len(codes)], AssignmentKind.FIRST, due_on)
        for i, reference in enumerate(references)
    ]
    second = [
        NewAssignment(reference, codes[(i + 1) % len(codes)], AssignmentKind.SECOND, due_on)
        for i, reference in enumerate(references[:twice])
    ]
    return (*first, *second)
