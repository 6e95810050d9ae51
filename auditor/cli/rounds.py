"""Commands on rounds: make one, draw its sample, share it out, and say where it stands."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.cli import round_steps, weeks
from auditor.cli.frames import day_of, mapping_of
from auditor.cli.one_round import add_workspace, chosen_round
from auditor.cli.opening import add_open, add_passphrase, add_place, key_to_make, opened
from auditor.cli.printing import as_json, as_table
from db.errors import UserError
from db.vocabulary import RoundKind

if TYPE_CHECKING:
    from auditor.frames import Frame
    from auditor.frameworks import Framework
    from auditor.rounds import NewRound
    from auditor.standing.standing import Progress, Standing
    from db.store import Store

USUAL_FRAMEWORK = "default-ehcp"


def add_commands(commands: Any) -> None:
    """Add these commands to the parser's list."""
    group: argparse.ArgumentParser = commands.add_parser(
        "round", help="make a round, draw its sample, share it out, see where it stands"
    )
    actions = group.add_subparsers(metavar="ACTION", required=True, parser_class=type(group))
    _add_new(actions)
    round_steps.add_commands(actions)
    status = actions.add_parser("status", help="where a round stands: counts and days, never how good the plans are")
    add_workspace(status)
    status.set_defaults(run=_status)
    weeks.add_commands(actions)


def _add_new(actions: Any) -> None:
    new = actions.add_parser("new", help="make a draft round, in a new workspace where there is none")
    new.add_argument("workspace", type=Path, metavar="WORKSPACE")
    new.add_argument("--name", required=True, metavar="N", help="the round's name, as the report will say it")
    new.add_argument("--as-at", type=day_of, required=True, metavar="DATE", help="the reference date, 2026-03-31")
    which = new.add_mutually_exclusive_group()
    which.add_argument("--framework", metavar="ID|FILE", help=f"a framework; {USUAL_FRAMEWORK} if left out")
    which.add_argument("--copy-of", metavar="R", help="start with another round's framework, kind, settings and rules")
    new.add_argument("--kind", choices=[str(kind) for kind in RoundKind], help="what sort of round; full if left out")
    new.add_argument("--due", type=day_of, metavar="DATE", help="when audits are due")
    new.add_argument("--frame", type=Path, metavar="FILE", help="the list of plans to take in at once")
    new.add_argument(
        "--map", metavar="FIELD=COLUMN", action="append", default=[], help="which column holds a field, such as need"
    )
    new.add_argument("--sheet", metavar="NAME", help="the sheet to read; the one that fits best if left out")
    new.add_argument("--owner", metavar="NAME", help="whose workspace it is, where one is made")
    new.add_argument("--council", metavar="NAME", help="whose plans they are, where a workspace is made")
    add_passphrase(new)
    add_open(new)
    new.add_argument("--json", action="store_true", help="print the answer for a program to read")
    add_place(new)
    new.set_defaults(run=_new)


def _new(given: argparse.Namespace) -> None:
    from auditor.new_workspace import NewWorkspace, make_workspace
    from auditor.rounds import NewRound
    from db.store import Store

    _refuse_together(given)
    framework = _framework(given.framework or USUAL_FRAMEWORK)
    new = NewRound(given.name, RoundKind(given.kind or RoundKind.FULL), given.as_at, given.due)
    read = _read_frame(given) if given.frame else None
    path: Path = given.workspace
    if not path.exists():
        if not (given.owner and given.council) or given.copy_of:
            raise UserError(
                "no_workspace", f"There is no workspace {path}. Give --owner and --council to have one made."
            )
        key = key_to_make(path, given)
        path = make_workspace(path, NewWorkspace(given.owner, given.council, framework, new), key)
        with Store.open(path, key=key) as store:
            _take_in(store, chosen_round(store, new.name).id, given, read)
            _say_new(store, given, read)
        return
    with opened(path, given, changing=True) as store:
        _take_in(store, _made(store, given, framework, new), given, read)
        _say_new(store, given, read)


def _refuse_together(given: argparse.Namespace) -> None:
    """What a copy takes from the round it is of, and what only belongs to a list, cannot be given beside it."""
    if given.copy_of and (given.kind or given.due):
        raise UserError("copy", "A copy takes kind and due day from the other round. Leave out --kind and --due.")
    if not given.frame and (given.map or given.sheet):
        raise UserError("no_frame", "--map and --sheet say how to read a list. Give the list by --frame.")


def _framework(wanted: str) -> Framework:
    """A framework by its id or from a file."""
    from auditor.frameworks import builtin, builtin_names, load

    if wanted in builtin_names():
        return builtin(wanted)
    if not wanted.endswith(".toml"):
        raise UserError(
            "no_framework", f"There is no framework {wanted}. Choose one of {', '.join(builtin_names())}, or a file."
        )
    return load(Path(wanted))


def _read_frame(given: argparse.Namespace) -> Frame:
    """The list, checked before anything is made.

    Where references would be made it is refused: what they stand for has to be kept, which the window sees to.
    """
    from auditor.frames import read_frame

    file: Path = given.frame
    frame, keys = read_frame(file, mapping_of(given.map) or None, as_at=given.as_at, sheet=given.sheet)
    if not frame.plans:
        raise UserError("no_plans", f"No plan in {file.name} can be used. Nothing was made. 'frame check' says why.")
    if keys.rows:
        raise UserError(
            "no_references",
            f"{len(keys.rows):,} of {frame.rows:,} rows in {file.name} have no local reference that may be kept. "
            "Nothing was made. Map a column that holds one, or take the list in by the window, which makes references "
            "and keeps what they stand for.",
        )
    return frame


def _made(store: Store, given: argparse.Namespace, framework: Framework, new: NewRound) -> int:
    from auditor.rounds import copy_round, new_round

    if given.copy_of:
        return copy_round(store, chosen_round(store, given.copy_of).id, given.name, given.as_at)
    return new_round(store, framework, new)


def _take_in(store: Store, round_id: int, given: argparse.Namespace, frame: Frame | None) -> None:
    from auditor.frames.keep import digest_of, take_in_frame

    if frame is not None:
        take_in_frame(store, round_id, frame, digest_of(given.frame))


def _say_new(store: Store, given: argparse.Namespace, frame: Frame | None) -> None:
    row = chosen_round(store, given.name)
    if given.json:
        rejected = [vars(wrong) for wrong in frame.rejected] if frame else []
        as_json(
            {
                "workspace": str(store.path), "round": row.name, "state": row.state, "as_at": row.as_at,
                "framework": row.framework_title, "population": row.population, "rejected": rejected,
            }
        )  # fmt: skip
        return
    print(f"{row.name} is made, a draft in {store.path}: {row.framework_title}, as at {row.as_at}.")
    if frame is not None:
        print(f"Its list has {len(frame.plans):,} plans; {frame.rows - len(frame.plans):,} rows were left out.")


def _status(given: argparse.Namespace) -> None:
    from auditor.standing.standing import standing

    with opened(given.workspace, given, reading=True) as store:
        found = standing(store, chosen_round(store, given.round).id)
    if given.json:
        as_json(asdict(found))
    else:
        _print_standing(found)


def _print_standing(found: Standing) -> None:
    from auditor.round_states import WORDS
    from db.vocabulary import RoundState

    due = f", audits due {found.due}" if found.due else ""
    print(f"{found.round}: {WORDS[RoundState(found.state)]}{due}.")
    of = f" of {found.population:,}" if found.population is not None else ""
    print(f"{found.plans:,} plans{of} in the sample, {found.allocated:,} allocated.")
    heads = ["", "Submitted", "Under way", "Not started", "Late"]
    rows = [_row(f"{a.code} {a.name}", a.progress) for a in found.auditors]
    rows += [_row(a.area, a.progress) for a in found.areas]
    as_table([heads, _row("All audits", found.audits), *rows])
    for what, days in (
        ("submission", found.to_submission), ("agreement", found.to_agreement), ("feedback", found.to_feedback),
        ("the plan mended", found.to_mended),
    ):  # fmt: skip
        print(f"From draw to {what}: {days.words}")
    for need in found.needs:
        print(f"{need.title}. {need.detail}")
    if found.held_back:
        print(found.held_back)


def _row(name: str, progress: Progress) -> list[str]:
    return [name, *(f"{n:,}" for n in (progress.submitted, progress.under_way, progress.not_started, progress.late))]
