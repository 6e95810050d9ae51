"""Commands on what follows an audit: facts checked, plans that cannot wait, what was mended."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.cli.folders import add_folder
from auditor.cli.frames import day_of
from auditor.cli.one_round import add_workspace, chosen_round
from auditor.cli.opening import add_place, opened
from auditor.cli.printing import as_json, as_table
from auditor.plural import several

if TYPE_CHECKING:
    from auditor.facts_check.view import FactsCheck

KINDS = ("pdf", "docx")


def add_commands(commands: Any) -> None:
    """Add these commands to the command line."""
    facts = commands.add_parser("facts", help="the facts check of a round: its sheets, and what became of points")
    add_workspace(facts)
    add_folder(facts, "folder for the sheets that were not made yet", required=False)
    facts.add_argument("--due", type=day_of, metavar="DATE", help="with --out: reply by this day")
    facts.add_argument("--format", choices=KINDS, action="append", help="with --out: pdf if left out; may be repeated")
    add_place(facts)
    facts.set_defaults(run=_facts)

    urgent = commands.add_parser("urgent", help="plans that cannot wait, of every round: whom they were told to")
    add_workspace(urgent)
    urgent.add_argument("--closed", action="store_true", help="those that are closed as well")
    urgent.set_defaults(run=_urgent)

    mended = commands.add_parser("mended", help="of plans audited again: what was mended as asked, in counts")
    add_workspace(mended)
    mended.add_argument("--out", type=Path, metavar="FILE.pdf", help="write it as a PDF, plan by plan")
    mended.set_defaults(run=_mended)


def _facts(given: argparse.Namespace) -> None:
    from auditor.facts_check.sheets import Wanted, make_sheets
    from auditor.facts_check.view import facts_check
    from auditor.steps import finished

    files: tuple[Path, ...] = ()
    out = given.out is not None
    with opened(given.workspace, given, changing=out, reading=not out) as store:
        rnd = chosen_round(store, given.round)
        found = facts_check(store, rnd.id)
        if given.out is not None:
            wanted = [Wanted(line.sampled, line.agency) for line in found.sheets if line.id is None]
            forms = tuple(given.format or ("pdf",))
            files = finished(make_sheets(store, rnd.id, wanted, given.out, given.due, forms)).files
            found = facts_check(store, rnd.id)
    if given.json:
        as_json(_facts_json(found, files))
        return
    for file in files:
        print(f"wrote {file}")
    if not found.sheets:
        print("Nothing was found below met, so there is nothing to check.")
        return
    today = date.today()  # noqa: DTZ011 - the day by the computer's own clock
    heads = ("sheet", "found", "state", "reply by", "points", "to settle")
    rows = [
        (
            line.name, str(line.found), line.state(today).replace("_", " "),
            line.due_on.isoformat() if line.due_on else "", str(line.points), str(line.open_points),
        )
        for line in found.sheets
    ]  # fmt: skip
    as_table([heads, *rows])
    print(f"{several(len(found.points), 'point')} raised, {found.open_points} without outcome.")


def _facts_json(found: FactsCheck, files: tuple[Path, ...]) -> dict[str, Any]:
    """Sheets and points; a point's words and reason stay with the lead."""
    return {
        "round": found.round, "state": found.state, "locked": found.locked, "files": [str(file) for file in files],
        "sheets": [asdict(line) for line in found.sheets],
        "points": [
            {
                "plan": p.reference, "question": p.criterion, "raised_on": p.raised_on,
                "outcome": p.outcome.value if p.outcome else None, "settled_on": p.settled_on,
                "decided": p.decided.token if p.decided is not None else None,
            }
            for p in found.points
        ],
        "without_outcome": found.open_points,
    }  # fmt: skip


def _urgent(given: argparse.Namespace) -> None:
    from auditor.urgent.view import WORDS, raised_words, today, urgent_plans

    with opened(given.workspace, given, reading=True) as store:
        only = chosen_round(store, given.round).id if given.round else None
        plans = [one for one in urgent_plans(store, only) if one.open or given.closed]
    if given.json:
        rows = [
            {
                "round": one.round, "plan": one.reference, "kind": one.kind.value, "raised_by": one.raised_by,
                "raised_on": one.raised_on, "contact": one.contact or one.named, "told_on": one.told_on,
                "overdue": one.overdue(today()), "done_on": one.done_on,
            }
            for one in plans
        ]  # fmt: skip
        as_json({"urgent": rows})
        return
    for one in plans:
        state = one.told_words(today()) if one.open else "Closed."
        print(f"{one.reference}, {one.round}: {WORDS[one.kind]}. {raised_words(one)} {state}")
    if not plans:
        print("No plan waits.")


def _mended(given: argparse.Namespace) -> None:
    from auditor.re_audit.mending import mended_words, mending
    from auditor.re_audit.report import print_mending

    with opened(given.workspace, given, reading=True) as store:
        rnd = chosen_round(store, given.round)
        table, council = mending(store, rnd.id), store.owner().council
    if given.out is not None:
        print_mending(table, council, given.out)
    if given.json:
        from db.vocabulary import Mended

        counts = {result.value: table.count(result) for result in Mended} | {"not_known": table.count(None)}
        as_json(
            {
                "round": table.round, "earlier": table.earlier, "asked": len(table.lines), **counts,
                "plans": table.plans, "plans_mended": table.plans_mended, "why_empty": table.why_empty,
                "file": str(given.out) if given.out is not None else None,
            }
        )  # fmt: skip
        return
    print(mended_words(table))
    if given.out is not None:
        print(f"wrote {given.out}")
