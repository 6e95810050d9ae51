"""A workspace with a small made-up round that is signed off, ready to be published."""

import random
from pathlib import Path

from auditor import ready_made, scoring
from auditor.answers import Answer
from auditor.round_moves import move_on
from auditor.round_states import ORDER
from db.vocabulary import Draw, Value
from tests.building import make_round, make_workspace, small_framework

CHANCES = {Value.MET: 9, Value.PARTLY: 3, Value.NOT_MET: 2, Value.NOT_APPLICABLE: 1}


def signed_off_round(folder: Path) -> Path:
    """Of 900 plans 48 were drawn by lot, from three areas, one of them small; every fourth is scored twice, alike."""
    with make_workspace(folder / "w.ehcpaudit") as store:
        plans = [
            ready_made.NewPlan(f"N-{i:03}", area="Far" if i < 3 else "North" if i % 2 else "South", need="SLCN")
            for i in range(48)
        ]
        given = {plan.reference: ["EA", "HB"] if i % 4 == 0 else ["EA"] for i, plan in enumerate(plans)}
        round_id = make_round(store, small_framework(folder), plans, given, draw=Draw.RANDOM, population=900)
        for row in scoring.plan_rows(store, round_id):
            dice = random.Random(row.reference)
            asked = scoring.sheet(store, row.assignment).asked
            answers = {c.id: Answer(dice.choices(list(CHANCES), list(CHANCES.values()))[0]) for c in asked}
            scoring.enter_sheet(store, row.assignment, answers)
            scoring.submit(store, row.assignment)
        for state in ORDER[2:]:
            move_on(store, round_id, state)
        return store.path
