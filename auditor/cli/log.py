"""The command `workspace log`: read the change log, filter it, and save it as a file."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.cli.opening import add_passphrase, opened
from auditor.cli.printing import as_json
from auditor.free_text import NO_SHAPE, told
from auditor.plural import several
from db.errors import UserError

if TYPE_CHECKING:
    from auditor.change_log import Chain, Entry, Wanted
    from db.store import Store


def add_log(workspace: Any) -> None:
    """Add the command to those of `workspace`."""
    command = workspace.add_parser("log", help="who did what, when and why; whether the log is whole")
    command.add_argument("workspace", type=Path, metavar="WORKSPACE")
    add_passphrase(command)
    command.add_argument("--since", type=_day, metavar="DAY", help="from this day on, such as 2026-03-31")
    command.add_argument("--until", type=_day, metavar="DAY", help="up to this day")
    command.add_argument("--who", default="", metavar="NAME", help="what this person did")
    command.add_argument("--what", default="", metavar="DEED", help="entries of one kind, such as 'reopened audit'")
    command.add_argument("--round", default="", metavar="NAME", help="entries about this round")
    command.add_argument("--words", default="", metavar="WORDS", help="entries that hold these, such as a reference")
    command.add_argument("--out", type=Path, metavar="FILE", help="save as a file: a table if it ends in .csv")
    command.add_argument("--leave-names-out", action="store_true", help="with --out: mark words that may name somebody")
    command.add_argument("--json", action="store_true", help="print the entries for a program to read")
    command.set_defaults(run=_log)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(f"{text} is not a day written as 2026-03-31") from problem


def _log(given: argparse.Namespace) -> None:
    from auditor.change_log import Wanted, chain, find, read

    wanted = Wanted(given.who, given.what, given.round, given.since, given.until, given.words)
    with opened(given.workspace, given) as store:
        if given.out is not None:
            _save(store, wanted, given.out, leave_out=given.leave_names_out, for_program=given.json)
            return
        state, entries = chain(store), read(store, find(store, wanted))
    _print(entries, state, for_program=given.json)
    if state.faults:
        raise UserError("faults", " ".join(state.faults))


def _save(store: Store, wanted: Wanted, target: Path, *, leave_out: bool, for_program: bool) -> None:
    from auditor.change_log import find
    from auditor.change_log_files import doubts, write_log

    numbers = find(store, wanted)
    if not leave_out and (found := doubts(store, numbers)):
        print(
            f"ehcp-auditor: look at {target.name} before you pass it on: {told(found)} {NO_SHAPE} "
            "--leave-names-out marks these words instead.",
            file=sys.stderr,
        )
    for _ in write_log(store, numbers, target, leave_out=leave_out):
        pass
    if for_program:
        as_json({"file": str(target), "entries": len(numbers)})
    else:
        print(f"wrote {target}")


def _print(entries: tuple[Entry, ...], state: Chain, *, for_program: bool) -> None:
    if for_program:
        rows = [asdict(entry) | {"at": entry.at.isoformat()} for entry in entries]
        as_json({"log_head": state.head, "faults": list(state.faults), "entries": rows})
        return
    for entry in entries:
        at = entry.at.astimezone()
        print(f"{entry.seq:>6}  {at:%Y-%m-%d %H:%M}  {entry.who}  {entry.what}  {entry.subject}".rstrip())
        for name, text in (("before", entry.before), ("after", entry.after), ("why", entry.why)):
            if text:
                print(f"        {name}: {' '.join(text.split())}")
    print(f"{several(len(entries), 'entry', 'entries')}. Head of the change log: {state.head}")
