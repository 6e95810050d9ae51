"""Rounds as they are read, made up in memory: plans with facts, answers and causes, without a workspace."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from random import Random

from auditor.cases import About, Case, Given, Reading
from auditor.clocks import PlanDates
from auditor.estimates import Lot
from auditor.facts import PlanFacts
from auditor.figures import SampleFacts
from auditor.frameworks import Framework, builtin
from db.vocabulary import Cause, PhaseMove, PlanKind, Value

NO_DATES = PlanDates(None, None, "", PlanKind.NEW, None, None, None, False, None, PhaseMove.NONE, None, None)
FRAMEWORK = builtin("default-ehcp")


def a_case(
    reference: str,
    answers: Mapping[str, Value | None],
    causes: frozenset[tuple[str, str, str]] = frozenset(),
    *,
    area: str = "North",
    need: str = "SLCN",
    year_group: int | None = 5,
    part: int | None = None,
) -> Case:
    """One scored plan with these agreed answers; `causes` as criterion, agency and cause."""
    facts = PlanFacts(
        reference, area, year_group, need, "", "primary", "new", (), "", NO_DATES,
    )  # fmt: skip
    given = {key: value for key, value in answers.items() if value is not None}
    return Case(facts, (Given(1, "EA", "education", given, given, causes),), dict(answers), waiting=False, part=part)


def a_reading(cases: list[Case], framework: Framework = FRAMEWORK, lot: Lot | None = None) -> Reading:
    """These plans as a round drawn by lot."""
    about = About("Made up", "full", "random", "open", date(2026, 3, 31), "", "uid")
    return Reading(about, framework, cases, len(cases), lot or Lot(by_lot=True, population=None), SampleFacts())


def made_up(seed: int, plans: int, *, undecided: bool = True, basis: str = "plans") -> Reading:
    """A round of so many plans whose facts, answers and causes hang on the seed alone; some are not scored."""
    luck = Random(seed)
    framework = FRAMEWORK.model_copy(update={"basis": basis})
    offered: list[Value | None] = [*Value, *([None] if undecided else [])]
    cases: list[Case] = []
    for i in range(plans):
        answers = {c.id: luck.choice(offered) for c in framework.judged}
        short = [key for key, value in answers.items() if value is not None and value.shortfall]
        causes = frozenset((key, "health", luck.choice(list(Cause)).value) for key in short if luck.random() < 0.7)
        case = a_case(
            f"N-{i:03}", answers, causes, area=luck.choice(["North", "South", ""]), need=luck.choice(["SLCN", "ASD"]),
            year_group=luck.choice([None, 9, 10]),
        )  # fmt: skip
        cases.append(replace(case, waiting=luck.random() < 0.1))
    return a_reading(cases, framework)
