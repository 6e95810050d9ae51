"""How long sharing out takes: `python -m tests.benchmarks.allocation [PLANS] [AUDITORS]`; everything is made up."""

import random
import sys
import tempfile
from datetime import date
from pathlib import Path
from time import perf_counter

from auditor.allocation.allocate import Auditor, Exclusion, PlanToScore, allocate
from auditor.allocation.sharing_out import Wishes, move, share_out
from auditor.allocation.view import allocation
from auditor.allocation.who_may import refusals
from auditor.people.records import add_exclusion, add_training
from auditor.people.register import PersonFacts, TrainingFacts, add_person, people
from auditor.ready_made import NewPlan
from db.vocabulary import AssignmentKind
from tests.building import make_round, make_workspace, small_framework

AGENCIES = ("education", "health", "social_care", "parent_forum", "school")
AREAS = ("North", "South", "East")
DAY = date(2026, 11, 20)


def main(plans: int = 2000, auditors: int = 40) -> None:
    """Time the calculation alone, then the jobs on a real file."""
    chance = random.Random(1)
    to_score = [PlanToScore(f"P-{i:05}", area=chance.choice(AREAS)) for i in range(plans)]
    scorers = [
        Auditor(
            f"A{i:02}", AGENCIES[i % 5], chance.choice((100, 80, 50)),
            (Exclusion("area", chance.choice(AREAS)),) if i % 3 == 0 else (),
        )
        for i in range(auditors)
    ]  # fmt: skip
    began = perf_counter()
    shared = allocate(to_score, scorers, seed="benchmark", twice=plans // 5)
    told(f"working out {len(shared.given):,} audits for {auditors} auditors", began)
    with tempfile.TemporaryDirectory() as folder, make_workspace(Path(folder) / "a.ehcpaudit") as store:
        for scorer in scorers:
            add_person(store, PersonFacts(scorer.code, scorer.code, scorer.agency, scorer.share, undertaking_on=DAY))
        for row in people(store):
            add_training(store, row.id, TrainingFacts("Auditor training", DAY))
            if row.id % 3 == 0:
                add_exclusion(store, row.id, Exclusion("area", AREAS[row.id % 9 // 3]))
        listed = [NewPlan(plan.reference, area=plan.area) for plan in to_score]
        make_round(store, small_framework(Path(folder)), listed, {})
        began = perf_counter()
        share_out(store, 1, Wishes(), DAY)
        told("sharing out in a workspace", began)
        began = perf_counter()
        table = allocation(store, 1, DAY)
        told("reading who has what", began)
        given = table.plans[0].given[0]
        to = next(k for k, why in refusals(table, table.plans[0], AssignmentKind(given.kind), given).items() if not why)
        began = perf_counter()
        move(store, given.assignment, to, DAY)
        told("moving one plan", began)


def told(what: str, began: float) -> None:
    """Print how long it took."""
    print(f"{1000 * (perf_counter() - began):7.0f} ms  {what}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
