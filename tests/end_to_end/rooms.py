"""Workspaces for these tests, and what another program finds in them."""

import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite3

from auditor.frameworks import Framework, builtin
from tests.building import make_round, make_workspace

ROOT = Path(__file__).parents[2]
PYTHON = (sys.executable, "-W", "error")


def plans_for(
    file: Path, *codes: str, plans: int = 4, role: str = "lead", framework: Framework | None = None
) -> tuple[str, ...]:
    """Make a workspace whose plans are all scored by these people; returns the plans' references."""
    names = tuple(f"N-{i:03}" for i in range(1, plans + 1))
    with make_workspace(file, role=role) as store:
        make_round(store, framework or builtin("default-ehcp"), names, dict.fromkeys(names, codes))
    return names


def answers_in(file: Path, passphrase: str = "") -> dict[tuple[int, str], tuple[int | None, str]]:
    """Value and note of every answer in a workspace file, by assignment and criterion, read by SQLite alone."""
    with closing(sqlite3.connect(file)) as other:
        if passphrase:
            other.execute("PRAGMA key = '" + passphrase.replace("'", "''") + "'")
        rows: Sequence[tuple[int, str, int | None, str]] = other.execute(
            "SELECT assignment_id, criterion.key, value, note FROM answer "
            "JOIN criterion ON criterion.id = answer.criterion_id JOIN audit ON audit.id = answer.audit_id"
        ).fetchall()
    return {(assignment, key): (value, note) for assignment, key, value, note in rows}
