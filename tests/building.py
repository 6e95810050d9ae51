"""Small made-up rounds for tests, built by the ordinary jobs in real workspace files."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from auditor import ready_made, scoring
from auditor.answers import Answer
from auditor.frameworks import Framework, load
from db.store import Store
from db.vocabulary import AssignmentKind, Draw, RoundKind, Value

SMALL = """
id = "small"
version = "1.0"
title = "A small framework for tests"
subject = "final_plan"
basis = "{basis}"
about = "Made up."

[[measures]]
id = "M"
name = "Measure for tests"
short = "Measure"
kind = "headline"

[[measures]]
id = "ST"
name = "Statutory checks"
short = "Statutory checks"
kind = "statutory"
{criteria}
[[criteria]]
id = "S4a"
measure = "ST"
short = "First plan in time"
question = "Was the first plan issued in time?"
met = "Within 20 weeks."
not_met = "Later."
not_applicable = "It does not apply."
sections = ["dates"]
source = "Regulation 13(2)"
basis = "law"
mode = "dates"
clock = "first_plan"
"""

CRITERION = """
[[criteria]]
id = "{id}"
measure = "M"
short = "Question {id}"
question = "What of {id}?"
met = "All of it."
partly = "Some of it."
not_met = "None of it."
not_applicable = "There is none."
sections = ["F"]
source = "Code 9.61"
basis = "{law}"
critical = {critical}
"""


def small_framework(
    folder: Path, criteria: int = 4, critical: int = 1, basis: str = "plans", each: str = ""
) -> Framework:
    """A framework of one measure with criteria Q1 to Qn, the first `critical` of them critical, and one date line.

    `each` is asked for every outcome.
    """
    blocks = "".join(
        CRITERION.format(id=f"Q{i}", law="law" if i <= critical else "should", critical=str(i <= critical).lower())
        for i in range(1, criteria + 1)
    )
    if each:
        before, after = blocks.split(f'id = "{each}"')
        blocks = f'{before}id = "{each}"' + after.replace('["F"]', '["E"]\neach = "outcome"', 1)
    file = folder / "small.toml"
    file.write_text(SMALL.format(criteria=blocks, basis=basis), encoding="utf-8")
    return load(file)


PEOPLE = (
    ready_made.NewPerson("EA", "Edie Example", "education"),
    ready_made.NewPerson("HB", "Hal Example", "health"),
    ready_made.NewPerson("SC", "Sol Example", "social_care"),
)


def make_workspace(path: Path, *, role: str = "lead", owner: str = "Lee Example") -> Store:
    """A new workspace with three made-up auditors."""
    store = Store.create(path, owner=owner, role=role, council="Example Council")
    ready_made.add_people(store, PEOPLE)
    return store


def make_round(
    store: Store,
    framework: Framework,
    plans: Sequence[str | ready_made.NewPlan],
    scored_by: Mapping[str, Sequence[str]],
    *,
    name: str = "Spring",
    draw: Draw = Draw.RANDOM,
    population: int | None = None,
    strata: Mapping[str, int] | None = None,
    kind: RoundKind = RoundKind.FULL,
) -> int:
    """A round whose plans are scored by the people named: from reference to their codes, the first one first."""
    listed = [p if isinstance(p, ready_made.NewPlan) else ready_made.NewPlan(p, area="North") for p in plans]
    given = [
        ready_made.NewAssignment(reference, code, AssignmentKind.FIRST if i == 0 else AssignmentKind.SECOND)
        for reference, codes in scored_by.items()
        for i, code in enumerate(codes)
    ]
    new = ready_made.DrawnRound(name, kind, date(2026, 3, 31), draw=draw, population=population, strata=strata)
    return ready_made.make_round(store, framework, new, listed, given)


def assignment_of(store: Store, round_id: int, reference: str, code: str) -> int:
    """The assignment of one person to one plan."""
    rows = scoring.plan_rows(store, round_id)
    return next(r.assignment for r in rows if (r.reference, r.auditor_code) == (reference, code))


def score(
    store: Store, round_id: int, reference: str, code: str, values: Sequence[Value], *, submit: bool = True
) -> int:
    """Answer a plan's questions in the framework's order, and submit; returns the assignment."""
    assignment = assignment_of(store, round_id, reference, code)
    sheet = scoring.sheet(store, assignment)
    answers = {c.id: Answer(value) for c, value in zip(sheet.asked, values, strict=False)}
    scoring.enter_sheet(store, assignment, answers)
    if submit:
        scoring.submit(store, assignment)
    return assignment
