"""The worked example: two made-up rounds, read from files anybody can open, through the ordinary jobs."""

import csv
import shutil
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from auditor import ready_made, scoring
from auditor.answers import Answer
from auditor.frameworks import builtin
from auditor.packs.sheets import check_sheet
from auditor.people import register
from db.connection import fold_in, locked_by_another
from db.errors import UserError
from db.files import put_in_place, told
from db.store import SUFFIX, Store
from db.vocabulary import AssignmentKind, AuditState, Draw, PhaseMove, PlanKind, Purpose, RoundKind, Value
from resources import resource_path

FILE_NAME = f"worked-example{SUFFIX}"
_VALUES = {value.key: value for value in Value}


def make_example(folder: Path, source: Path | None = None) -> Path:
    """Build the worked example in `folder` and return its workspace; all of it or nothing.

    An example already there is kept under another name, so that answers tried out in it are not lost.
    `source` is a folder with files like those shipped. Raises UserError: as `Store.create` and `db.files` do, and
    `locked` where the example that is there is open somewhere.
    """
    for step in example_steps(folder, source):
        if isinstance(step, Path):
            return step
    raise AssertionError("the last step is the path")


def example_steps(folder: Path, source: Path | None = None) -> Iterator[str | Path]:
    """The same in steps for a progress bar: what is being done, in words, and last the path."""
    source = source or resource_path("example")
    described = tomllib.loads((source / "example.toml").read_text(encoding="utf-8"))
    path = folder / FILE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix=".example-", dir=folder))
    except OSError as failure:
        raise told(path, failure) from failure
    try:
        people = [ready_made.NewPerson(**person) for person in described["people"]]
        owner = next(p.name for p in people if p.code == described["owner"])
        about = {key: described[key] for key in ("role", "council", "invented")}
        with Store.create(building / FILE_NAME, owner=owner, **about) as store:
            ready_made.add_people(store, people)
            for entry in described["rounds"]:
                yield f"Setting up {entry['name']}"
                _make_round(store, source, entry)
        set_aside(path)
        put_in_place(building / FILE_NAME, path)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    yield path


def set_aside(path: Path) -> Path | None:
    """Give a workspace that stands in the way the next free name, such as 'worked-example (2).ehcpaudit'.

    What still lies in its write-ahead log is folded in first. Raises UserError (`locked`) while it is open elsewhere.
    """
    if not path.exists():
        return None
    try:
        fold_in(path)
    except UserError as problem:
        if problem.code == "locked":
            raise
        if problem.code == "locked_file" and path.with_name(path.name + "-wal").exists():
            raise locked_by_another(path) from problem  # encrypted since, and open somewhere
        # not a workspace, or a damaged one, or one that was encrypted: it is kept all the same
    number = 2
    while (aside := path.with_name(f"{path.stem} ({number}){path.suffix}")).exists():
        number += 1
    return path.replace(aside)


def _make_round(store: Store, source: Path, entry: dict[str, Any]) -> None:
    framework = builtin(entry["framework"])
    scores = _rows(source / entry["scores"])
    due = entry.get("due_on")
    new = ready_made.DrawnRound(
        entry["name"], RoundKind(entry["kind"]), entry["as_at"], due, entry["invented"], Draw(entry["draw"]),
        population=entry.get("population"), seed=entry.get("seed", ""), strata=entry.get("strata"),
        after_moderation=entry.get("after_moderation", False),
    )  # fmt: skip
    plans = sorted(_rows(source / entry["plans"]), key=lambda row: int(row["order"]))
    given = [ready_made.NewAssignment(r["reference"], r["auditor"], AssignmentKind(r["kind"]), due) for r in scores]
    round_id = ready_made.make_round(store, framework, new, [_plan(row) for row in plans], given)
    shortfalls = {
        (r["reference"], r["auditor"], r["criterion"]): (r["cause"], r["agency"], r["note"])
        for r in _rows(source / entry["shortfalls"])
    }
    own = store.owner().person_id
    people = {row.facts.code: row.id for row in register.people(store)}
    work = {(r.reference, r.auditor_code): r.assignment for r in scoring.plan_rows(store, round_id)}
    keys = [c.id for c in framework.judged]
    for row in scores:
        assignment = work[row["reference"], row["auditor"]]
        answers = {
            # the cause of what is no shortfall goes, so that an answer can be changed in the scores file alone
            key: Answer(None, *shortfalls.get((row["reference"], row["auditor"], key), ())).with_value(
                _VALUES[row[key]]
            )
            for key in keys
            if row[key]
        }
        scoring.enter_sheet(store, assignment, answers)
        if row["state"] == AuditState.SUBMITTED:
            scoring.submit(store, assignment)
            if people[row["auditor"]] != own:  # each looked at what was typed in for them
                check_sheet(store, assignment, people[row["auditor"]])


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


_PLAN: dict[str, Callable[[str], Any]] = {
    "reference": str,
    "area": str,
    "year_group": lambda text: int(text) if text else None,
    "need": str,
    "setting_type": str,
    "phase": str,
    "plan_kind": PlanKind,
    "agencies": str,
    "requested_on": _day,
    "first_final_on": _day,
    "exception": str,
    "previous_anchor_on": _day,
    "last_review_on": _day,
    "decision_on": _day,
    "decided_not_to_amend": lambda text: text == "yes",
    "amended_final_on": _day,
    "phase_move": PhaseMove,
    "moves_on": _day,
    "stratum": str,
    "purpose": Purpose,
}


def _plan(row: dict[str, str]) -> ready_made.NewPlan:
    return ready_made.NewPlan(**{name: read(row[name]) for name, read in _PLAN.items()})
