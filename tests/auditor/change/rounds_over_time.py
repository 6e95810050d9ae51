"""Small made-up rounds, one after another, for tests of change over time."""

from collections.abc import Sequence
from datetime import date

from auditor.frameworks import Framework
from auditor.ready_made import NewPlan
from db.store import Store
from db.tables import Round
from db.vocabulary import Draw, RoundKind, Value
from tests.building import make_round, score

MET, PARTLY, NOT = Value.MET, Value.PARTLY, Value.NOT_MET


def add_round(
    store: Store, framework: Framework, name: str, day: date, met: int, plans: int = 12, *,
    kind: RoundKind = RoundKind.FULL, draw: Draw = Draw.RANDOM, listed: Sequence[NewPlan] = (), invented: str = "",
) -> int:  # fmt: skip
    """A round of plans of which the first `met` have all met and the others none."""
    rows = listed or [NewPlan(f"{name}-{i}", area="North") for i in range(plans)]
    given = {row.reference: ["EA"] for row in rows}
    made = make_round(store, framework, rows, given, name=name, draw=draw, kind=kind, population=7300)
    with store.write() as session:
        row = session.get_one(Round, made)
        row.as_at, row.invented = day, invented
        session.add(row)
    for number, row in enumerate(rows):
        score(store, made, row.reference, "EA", [MET if number < met else NOT] * 4)
    return made


def revised(before: Framework) -> Framework:
    """The framework in a version that asks something else in Q4 alone."""
    criteria = [c.model_copy(update={"question": "What else of Q4?"}) if c.id == "Q4" else c for c in before.criteria]
    return before.model_copy(update={"version": "2.0", "criteria": tuple(criteria)})


def in_answers(before: Framework) -> Framework:
    """The framework in a version that counts answers."""
    return before.model_copy(update={"version": "1.1", "basis": "answers"})
