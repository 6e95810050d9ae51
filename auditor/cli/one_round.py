"""What the commands on one round share: its workspace, and which round is meant."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.cli.opening import add_passphrase
from auditor.cli.telling import remark
from db.errors import UserError

if TYPE_CHECKING:
    from auditor.rounds import RoundRow
    from db.store import Store


def add_workspace(command: argparse.ArgumentParser) -> None:
    """What every command on a round takes: its workspace, the round, and whether a program reads the answer."""
    command.add_argument("workspace", type=Path, metavar="WORKSPACE")
    add_passphrase(command)
    command.add_argument("--round", metavar="NAME", help="which round; the newest if left out")
    command.add_argument("--json", action="store_true", help="print the answer for a program to read")


def chosen_round(store: Store, name: str | None) -> RoundRow:
    """The round of that name; without one the newest, which is said on stderr where there are others.

    Raises UserError (`no_round`).
    """
    from auditor.rounds import rounds

    rows = rounds(store)
    if not rows:
        raise UserError("no_round", "This workspace has no round yet. Make one with 'round new'.")
    if name is None:
        if rows[1:]:
            remark(f"No round was named, so this is the newest: {rows[0].name}.")
        return rows[0]
    found = next((row for row in rows if row.name == name), None)
    if found is None:
        names = ", ".join(row.name for row in reversed(rows))
        raise UserError("no_round", f"There is no round called {name} here. This workspace has: {names}.")
    return found
