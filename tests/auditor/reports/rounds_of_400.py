"""A made-up round of many plans with the framework for final plans, scored by the ordinary jobs."""

import random
from datetime import date, timedelta
from pathlib import Path

from auditor import ready_made, scoring
from auditor.answers import Answer
from auditor.frameworks import builtin
from db.store import Store
from db.vocabulary import AssignmentKind, Draw, RoundKind, Value
from tests.building import PEOPLE, make_workspace

AREAS = ("North", "South", "East", "=West")
NEEDS = ("ASD", "SLCN", "SEMH", "MLD", "HI")
CHANCES = {Value.MET: 58, Value.PARTLY: 22, Value.NOT_MET: 14, Value.NOT_APPLICABLE: 4, Value.CANNOT_TELL: 2}
NAME = "Generated"


def generated_round(path: Path, plans: int = 400, seed: int = 1) -> Store:
    """A workspace with one round: `plans` of 7,300 drawn by lot, every twentieth of them scored by two auditors."""
    dice = random.Random(seed)
    store = make_workspace(path)
    listed = [
        ready_made.NewPlan(
            f"P-{i:04}",
            area=dice.choice(AREAS),
            need=dice.choice(NEEDS),
            requested_on=(day := _day(dice)),
            first_final_on=day + timedelta(dice.randrange(90, 200)),
        )
        for i in range(plans)
    ]
    codes = [person.code for person in PEOPLE]
    given = [ready_made.NewAssignment(p.reference, codes[i % len(codes)]) for i, p in enumerate(listed)]
    given += [
        ready_made.NewAssignment(p.reference, codes[(i + 1) % len(codes)], AssignmentKind.SECOND)
        for i, p in enumerate(listed)
        if i % 20 == 0
    ]
    new = ready_made.DrawnRound(NAME, RoundKind.FULL, date(2026, 3, 31), draw=Draw.RANDOM, population=7300)
    framework = builtin("default-ehcp")
    round_id = ready_made.make_round(store, framework, new, listed, given)
    for row in scoring.plan_rows(store, round_id):
        answers = {c.id: Answer(_one_of(dice, c.scale)) for c in framework.judged}
        scoring.enter_sheet(store, row.assignment, answers)
        scoring.submit(store, row.assignment)
    return store


def _one_of(dice: random.Random, scale: tuple[Value, ...]) -> Value:
    return dice.choices(scale, [CHANCES[value] for value in scale])[0]


def _day(dice: random.Random) -> date:
    return date(2024, 1, 1) + timedelta(dice.randrange(700))
