"""Read a round's plan list from a CSV file: facts and dates by reference, with every wrong row in a sentence.

Columns that could tell who a child is are dropped at the door: they are named, never read. A row that cannot be
used is left out and said; the others stand.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from auditor.frames.columns import field_of, identifying, plain
from auditor.frames.csv_rows import csv_rows
from auditor.frames.values import Wrong, WrongRow, agencies, day, looks_like, one_of, short, year, yes
from auditor.rounds import NewPlan
from db.errors import UserError
from db.vocabulary import Exception20, PhaseMove, PlanKind, Purpose

LARGEST = 20_000_000  # bytes: far more than every plan in England


@dataclass(frozen=True)
class PlanList:
    """What a file gave: usable plans, rows left out, columns dropped as identifying, columns not known here."""

    plans: tuple[NewPlan, ...]
    wrong: tuple[WrongRow, ...]
    dropped: tuple[str, ...]
    ignored: tuple[str, ...]


def read_plan_list(content: bytes) -> PlanList:
    """Read the bytes of a CSV file: commas, semicolons or tabs between cells; UTF-8 or Windows letters.

    Days are written 2026-03-31 or 31/3/2026. Needs a column `reference`; the other fields of `NewPlan` may be there,
    by those names or common others. Of two rows with one reference the later is left out.

    Raises UserError: `not_a_table`, `no_reference`, `no_plans`.
    """
    rows = _table(content)
    _, head = next(rows, (1, list[str]()))
    columns = [_column(name) for name in head]
    dropped = tuple(name for name in head if identifying(name))
    ignored = tuple(
        name
        for name, column in zip(head, columns, strict=True)
        if name and column not in _READERS and not identifying(name)
    )
    if "reference" not in columns:
        raise UserError(
            "no_reference",
            "The list has no column called reference, so its plans cannot be told apart. Nothing was taken in. "
            "Name the column that holds your local reference.",
        )
    plans, wrong = _plans(columns, rows)
    if not plans and not wrong:
        raise UserError("no_plans", "The list holds column names but no plans. Nothing was taken in.")
    return PlanList(tuple(plans.values()), tuple(wrong), dropped, ignored)


def _table(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, with their numbers in the file."""
    if len(content) > LARGEST:
        raise UserError(
            "not_a_table",
            "This is not a list that can be read. Nothing was taken in. In Excel, save it as CSV and try again.",
        )
    return csv_rows(content).rows


def _plans(columns: list[str], rows: Iterator[tuple[int, list[str]]]) -> tuple[dict[str, NewPlan], list[WrongRow]]:
    plans: dict[str, NewPlan] = {}
    wrong: list[WrongRow] = []
    for number, cells in rows:
        given = {column: cell for column, cell in zip(columns, cells, strict=False) if column in _READERS}
        facts: dict[str, Any] = {}
        problems: list[WrongRow] = []
        for column, cell in given.items():
            try:
                facts[column] = _READERS[column](cell)
            except Wrong as problem:
                problems.append(WrongRow(number, column, str(problem)))
        if not problems and not facts.get("reference"):
            problems.append(WrongRow(number, "reference", "it has no reference."))
        if not problems and facts["reference"] in plans:
            problems.append(WrongRow(number, "reference", f"the reference {facts['reference']} is there already."))
        wrong += problems
        if not problems:
            plans[facts["reference"]] = replace(NewPlan(facts["reference"]), **facts)
    return plans, wrong


def _column(name: str) -> str:
    return field_of(name) or plain(name)


def _reference(cell: str) -> str:
    """A local reference, unless it looks like what must not be kept: a UPN, an NHS number, a name."""
    cell = short("reference")(cell)
    looks = looks_like(cell)
    if looks == "a name":
        raise Wrong("the reference has no figure in it, so it may be a name. Give the plan another reference.")
    if looks:
        raise Wrong(f"the reference looks like {looks}, which is not kept here. Give the plan another reference.")
    return cell


_READERS: Mapping[str, Callable[[str], Any]] = MappingProxyType(
    {
        "reference": _reference,
        "area": short("area"),
        "year_group": year,
        "need": short("need"),
        "setting_type": short("setting type"),
        "phase": short("phase"),
        "plan_kind": one_of(PlanKind, "kind of plan", PlanKind.NEW),
        "agencies": agencies,
        "requested_on": day,
        "first_final_on": day,
        "exception": one_of(Exception20, "exception of regulation 10(4)", ""),
        "previous_anchor_on": day,
        "last_review_on": day,
        "decision_on": day,
        "decided_not_to_amend": yes,
        "amended_final_on": day,
        "phase_move": one_of(PhaseMove, "move between phases", PhaseMove.NONE),
        "moves_on": day,
        "stratum": short("stratum"),
        "purpose": one_of(Purpose, "purpose", Purpose.SAMPLE),
    }
)
