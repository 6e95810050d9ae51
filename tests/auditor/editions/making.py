"""Small made-up rounds for the public edition, straight from answers, without a workspace."""

import random
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from auditor.breakdowns import break_down
from auditor.cases import About, Case, Given, Reading
from auditor.clocks import PlanDates
from auditor.estimates import Lot
from auditor.facts import PlanFacts
from auditor.figures import Results, SampleFacts
from auditor.frameworks import Framework
from auditor.results import compute
from db.vocabulary import PlanKind, Value

AS_AT = date(2026, 3, 31)
DATES = {
    Value.MET: PlanDates(requested=date(2025, 1, 1), first_final=date(2025, 4, 1)),
    Value.NOT_MET: PlanDates(requested=date(2025, 1, 1), first_final=date(2025, 9, 1)),
    Value.NOT_APPLICABLE: PlanDates(plan_kind=PlanKind.REASSESSMENT),
    Value.CANNOT_TELL: PlanDates(),
}
"""Dates that give this answer to whether the first plan came in time."""

_ASKED = """
[[criteria]]
id = "{id}"
measure = "{measure}"
short = "Question {id}"
question = "What of {id}?"
met = "All of it."
{partly}
not_met = "None of it."
{never}
sections = ["F"]
source = "Code 9.61"
basis = "law"
{more}
"""
_HEAD = """
id = "published"
version = "1.0"
title = "A framework for what is published"
subject = "final_plan"
basis = "{basis}"
about = "Made up."
[[measures]]
id = "A"
name = "The first headline"
short = "First"
kind = "headline"
[[measures]]
id = "B"
name = "The second headline"
short = "Second"
kind = "headline"
[[measures]]
id = "ST"
name = "Statutory checks"
short = "Statutory checks"
kind = "statutory"
"""


def _criterion(key: str, measure: str, *, partly: bool, never: bool, more: str = "") -> str:
    return _ASKED.format(
        id=key,
        measure=measure,
        partly='partly = "Some of it."' if partly else "",
        never='not_applicable = "There is none."' if never else "",
        more=more,
    )


@cache
def framework(basis: str = "plans") -> Framework:
    """Two headlines, one rolled up from two questions and one from a single question of two points; three checks."""
    text = _HEAD.format(basis=basis) + "".join(
        (
            _criterion("a1", "A", partly=True, never=True, more="critical = true"),
            _criterion("a2", "A", partly=True, never=False),
            _criterion("b1", "B", partly=False, never=False),
            _criterion("s1", "ST", partly=False, never=True),
            _criterion("d1", "ST", partly=False, never=True, more='mode = "dates"\nclock = "first_plan"'),
            _criterion("d2", "ST", partly=False, never=True, more='mode = "dates"\nclock = "late_with_exception"'),
        )
    )
    return Framework.model_validate(tomllib.loads(text))


JUDGED = ("a1", "a2", "b1", "s1")


@dataclass(frozen=True)
class MadePlan:
    """One made-up plan: where it counts, the answers, what its dates come to; unscored without papers."""

    area: str
    need: str
    answers: dict[str, Value]
    in_time: Value
    scored: bool = True


def made_plans(rng: random.Random, count: int, *, areas: int = 3, needs: int = 2) -> list[MadePlan]:
    """Plans with answers that lean one way or another, so that small counts are common."""
    # the best answer always can be given, any other may never be
    lean = {
        key: [rng.choice((1, 4, 12)), *(rng.choice((0, 0.2, 1, 4, 12)) for _ in framework().criterion(key).scale[1:])]
        for key in JUDGED
    }
    spread = [rng.choice((1, 3, 6)) for _ in range(areas)]
    missing = rng.choice((0, 0, 0.05, 0.2))
    return [
        MadePlan(
            f"Area {rng.choices(range(areas), spread)[0]}",
            f"Need {rng.randrange(needs)}",
            {key: rng.choices(framework().criterion(key).scale, lean[key])[0] for key in JUDGED},
            rng.choices(list(DATES), (8, 3, 1, 0.3))[0],
            rng.random() >= missing,
        )
        for _ in range(count)
    ]


def results_of(
    plans: Sequence[MadePlan],
    *,
    basis: str = "plans",
    population: int | None = None,
    draw: str = "random",
    seed: str = "made up",
) -> Results:
    """The signed off figures of these plans, with the breakdowns that may be published."""
    cases = [_case(number, plan) for number, plan in enumerate(plans)]
    about = About("Spring", "full", draw, "signed_off", AS_AT, "Made up.", "uid")
    missing = sum(1 for plan in plans if not plan.scored)
    sample = SampleFacts(seed=seed, frame=population, matching=population, papers_missing=missing)
    scored = sum(1 for plan in plans if plan.scored)
    reading = Reading(about, framework(basis), cases, scored, Lot(True, population), sample)
    figures = compute(reading)
    return replace(figures, breakdowns=tuple(break_down(reading, (field,)) for field in ("area", "need")))


def _case(number: int, plan: MadePlan) -> Case:
    facts = PlanFacts(
        f"P{number:04}", plan.area, 5, plan.need, "mainstream", "primary", "new", (), "", DATES[plan.in_time]
    )
    late = {Value.MET: Value.NOT_APPLICABLE}.get(plan.in_time, plan.in_time)
    dated: dict[str, Value | None] = {"d1": plan.in_time, "d2": late}
    if not plan.scored:
        return Case(facts, (), dated, False, None)
    given = Given(number, "EA", "education", plan.answers, plan.answers, frozenset())
    return Case(facts, (given,), {**plan.answers, **dated}, False, None)
