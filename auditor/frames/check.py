"""Go through a table row by row: usable plans, rows that cannot be used and why, questions worth a look."""

from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from auditor.frames import columns
from auditor.frames.cells import DATES, FACTS, LATER, age_on, day, said, year_group_of
from auditor.frames.columns import identifying, plain
from auditor.frames.frame import Frame, FramePlan, Key, Keys
from auditor.frames.needs import phase_of_year
from auditor.frames.references import References, references
from auditor.frames.tables import Table
from auditor.frames.telling import DROPPED, telling_fields
from auditor.frames.told import assumptions, sources
from auditor.frames.values import Wrong, WrongRow
from auditor.steps import STRIDE
from db.vocabulary import PlanKind

PLANS_BEGAN = date(2014, 9, 1)  # Children and Families Act 2014, Part 3, in force
OLDEST = 25


@dataclass
class _Row:
    """One row while it is read."""

    number: int
    cells: Sequence[Any]
    facts: dict[str, Any] = field(default_factory=dict[str, Any])
    wrong: list[WrongRow] = field(default_factory=list[WrongRow])
    questions: list[WrongRow] = field(default_factory=list[WrongRow])
    born: date | None = None


@dataclass
class _Reading:
    """A table while it is gone through: which column is which field, and what was seen so far."""

    table: Table
    at: Mapping[str, int]
    as_at: date
    upn: int | None
    names: tuple[str, ...]
    facts: dict[tuple[str, Any], tuple[Any, str] | Wrong] = field(
        default_factory=dict[tuple[str, Any], "tuple[Any, str] | Wrong"]
    )
    seen: dict[str, int] = field(default_factory=dict[str, int])
    upns: dict[str, int] = field(default_factory=dict[str, int])


def check_in_steps(
    table: Table,
    at: Mapping[str, int],
    kind: str,
    as_at: date,
    earlier: Iterable[Key] = (),
    taken: Iterable[str] = (),
) -> Generator[str, None, tuple[Frame, Keys]]:
    """Check every row of a table whose fields stand in the columns `at`, as on the day `as_at`.

    Gives how far it is wherever it can be stopped. `earlier` keys and `taken` references are as `references` has them.

    Left out: a missing need, a date that does not exist or lies in the future, issued after updated, over 25, a
    repeated reference (the later row), a plan that ceased, a row without reference. Dates of birth give the year
    group and go no further. A column of other words for nearly every plan is dropped, as `telling` says.
    """
    names = table.heading.names
    reading = _Reading(table, at, as_at, _column_of("upn", names), names)
    own = [_own_reference(cells, at, names) for _, cells in table.rows]
    given = references(own, earlier, taken, telling="reference" in at and identifying(names[at["reference"]]))
    plans: list[FramePlan] = []
    rejected: list[WrongRow] = []
    questions: list[WrongRow] = []
    for done, ((number, cells), original) in enumerate(zip(table.rows, own, strict=True)):
        if done % STRIDE == 0:
            yield f"Checking: {done:,} of {len(own):,} rows"
        row = _Row(number, cells)
        _read(row, original, reading)
        if row.wrong:
            rejected += row.wrong
            continue
        reference, looks = given.give(number, original)
        if looks:
            row.questions.append(
                WrongRow(number, names[at["reference"]], f"the reference looks like {looks}; {reference} was made.")
            )
        plans.append(FramePlan(number, reference, **row.facts))
        questions += row.questions
    if kind == "annex_a_list1" and "plan_kind" not in at:
        plans = [replace(plan, plan_kind=PlanKind.AMENDED) if plan.amended_final_on else plan for plan in plans]
    telling = telling_fields(plans, {name: names[position] for name, position in at.items()})
    plans = [replace(plan, **dict.fromkeys(telling, "")) for plan in plans] if telling else plans
    # (a remark on one of their cells would quote it)
    questions = [row for row in questions if row.column not in {names[at[name]] for name in telling}]
    frame = _frame(reading, kind, given, plans, rejected, questions, telling)
    return frame, Keys(names[at["reference"]] if "reference" in at else "", tuple(given.keys))


def _column_of(word: str, names: Sequence[str]) -> int | None:
    for position, name in enumerate(names):
        if word in plain(name).split("_") and identifying(name):
            return position
    return None


def _own_reference(cells: Sequence[Any], at: Mapping[str, int], names: Sequence[str]) -> str:
    """What tells this row from others: its reference, or without such a column its UPN, ULN or NHS number."""
    if "reference" in at:
        positions = [at["reference"]]
    else:
        positions = [p for word in ("upn", "uln", "nhs") if (p := _column_of(word, names)) is not None]
    for position in positions:
        try:
            if found := said(_cell(cells, position)):
                return found
        except Wrong:
            continue
    return ""


def _cell(cells: Sequence[Any], position: int) -> Any:
    return cells[position] if position < len(cells) else None


def _read(row: _Row, original: str, reading: _Reading) -> None:
    names, at = reading.names, reading.at
    spilled = row.cells[len(names) :] if not reading.table.sheet else ()
    if any(spilled):
        problem = "the row has more cells than there are columns. A comma inside a cell, perhaps: mend it."
        row.wrong.append(WrongRow(row.number, names[-1], problem))
        return
    if _ceased(row, reading):
        return
    _read_born(row, reading)
    _read_dates(row, reading)
    _read_facts(row, reading)
    if "phase" not in at:
        row.facts["phase"] = phase_of_year(row.facts.get("year_group"))
    if "reference" in at and not original:
        row.wrong.append(WrongRow(row.number, names[at["reference"]], "it has no reference."))
    if original:
        first = reading.seen.setdefault(original.casefold(), row.number)
        if first != row.number:
            column = names[at["reference"]] if "reference" in at else names[reading.upn or 0]
            problem = f"the same reference stands in row {first}. This later row is left out."
            row.wrong.append(WrongRow(row.number, column, problem))
    if reading.upn is not None and "reference" in at:
        _same_upn(row, reading, reading.upn)


def _ceased(row: _Row, reading: _Reading) -> bool:
    if "ceased_on" not in reading.at:
        return False
    position = reading.at["ceased_on"]
    try:
        ceased = day(_cell(row.cells, position), reading.table.epoch, reading.as_at, ahead=True)
    except Wrong as problem:
        row.wrong.append(WrongRow(row.number, reading.names[position], str(problem)))
        return False
    if ceased is None or ceased > reading.as_at:
        return False
    row.wrong.append(WrongRow(row.number, reading.names[position], "the plan has ceased."))
    return True


def _read_born(row: _Row, reading: _Reading) -> None:
    if "date_of_birth" not in reading.at:
        return
    position = reading.at["date_of_birth"]
    try:
        row.born = day(_cell(row.cells, position), reading.table.epoch, reading.as_at, born=True)
    except Wrong as problem:
        row.wrong.append(WrongRow(row.number, reading.names[position], str(problem)))
        return
    if row.born is None:
        return
    age = age_on(row.born, reading.as_at)
    if age > OLDEST:
        problem = f"the person is over {OLDEST}, too old for a plan."
        row.wrong.append(WrongRow(row.number, reading.names[position], problem))
    elif age == OLDEST:
        problem = f"the person is {OLDEST}: check that the plan still runs."
        row.questions.append(WrongRow(row.number, reading.names[position], problem))
    row.facts["year_group"] = year_group_of(row.born, reading.as_at)


def _read_dates(row: _Row, reading: _Reading) -> None:
    names = reading.names
    for name in (*DATES, *LATER[:1]):
        if name not in reading.at:
            continue
        position = reading.at[name]
        try:
            found = day(_cell(row.cells, position), reading.table.epoch, reading.as_at, ahead=name in LATER)
            if found and row.born and found < row.born:
                raise Wrong("the date lies before the date of birth.")
        except Wrong as problem:
            row.wrong.append(WrongRow(row.number, names[position], str(problem)))
        else:
            row.facts[name] = found
    issued, updated, reviewed = (row.facts.get(n) for n in ("first_final_on", "amended_final_on", "last_review_on"))
    if issued and updated and issued > updated:
        problem = "the plan is issued after it was updated: check both dates."
        row.wrong.append(WrongRow(row.number, names[reading.at["first_final_on"]], problem))
    if issued and issued < PLANS_BEGAN:
        problem = "the plan is issued before September 2014, when there were no such plans."
        row.questions.append(WrongRow(row.number, names[reading.at["first_final_on"]], problem))
    if issued and reviewed and reviewed < issued:
        problem = "the plan is reviewed before it was issued: check both dates."
        row.questions.append(WrongRow(row.number, names[reading.at["last_review_on"]], problem))


def _read_facts(row: _Row, reading: _Reading) -> None:
    for name, read in FACTS.items():
        if name not in reading.at:
            continue
        position = reading.at[name]
        cell = _cell(row.cells, position)
        # 1 and True are one key, but never stand in one column for different things
        outcome = reading.facts.get((name, cell))
        if outcome is None:
            try:
                outcome = read(cell)
            except Wrong as problem:
                outcome = problem
            reading.facts[name, cell] = outcome
        if isinstance(outcome, Wrong):
            row.wrong.append(WrongRow(row.number, reading.names[position], str(outcome)))
            continue
        value, question = outcome
        if question:
            row.questions.append(WrongRow(row.number, reading.names[position], question))
        if value is not None:
            row.facts[name] = value


def _same_upn(row: _Row, reading: _Reading, position: int) -> None:
    try:
        upn = said(_cell(row.cells, position))
    except Wrong:
        return
    if upn:
        first = reading.upns.setdefault(upn.casefold(), row.number)
        if first != row.number:
            problem = f"the same number stands in row {first}: check that these are two children."
            row.questions.append(WrongRow(row.number, reading.names[position], problem))


def _frame(
    reading: _Reading,
    kind: str,
    given: References,
    plans: Sequence[FramePlan],
    rejected: Sequence[WrongRow],
    questions: Sequence[WrongRow],
    telling: Collection[str],
) -> Frame:
    names, at, table = reading.names, reading.at, reading.table
    told = {at.get("date_of_birth"), *(at[name] for name in telling)}
    told |= {at.get("reference")} if given.made_for_all else set()
    dropped = [p for p, name in enumerate(names) if identifying(name) or p in told]
    at = {name: position for name, position in at.items() if name not in telling}
    used = set(at.values())
    return Frame(
        kind=kind,
        sheet=table.sheet,
        as_at=reading.as_at,
        rows=len(table.rows),
        plans=tuple(plans),
        rejected=tuple(rejected),
        questions=tuple(questions),
        fields=sources(names, at, given.made_for_all, plans),
        dropped=tuple(names[p] for p in dropped),
        ignored=tuple(name for p, name in enumerate(names) if name and p not in used and p not in dropped),
        missing=columns.missing(columns.given(at)),
        notes=(
            *table.notes,
            *(f"The {columns.FIELDS[name]} {DROPPED}" for name in telling),
            *assumptions(names, at, kind, reading.as_at, given.made_for_all),
        ),
    )
