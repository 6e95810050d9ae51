"""Commands on sampling frames: what a list of plans holds, what is wrong with it, what made references stand for."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.cli.opening import add_passphrase, asked_passphrase
from auditor.cli.printing import as_json, as_table
from db.errors import UserError

if TYPE_CHECKING:
    from auditor.frames import Frame

SHOWN = 30  # rows of each kind; --json lists them all


def add_commands(commands: Any) -> None:
    """Add these commands to the parser's list."""
    frame: argparse.ArgumentParser = commands.add_parser(
        "frame", help="check the list a round is drawn from, read a key list"
    )
    actions = frame.add_subparsers(metavar="ACTION", required=True, parser_class=type(frame))
    check = actions.add_parser("check", help="what a sampling frame holds and what is wrong with it")
    check.add_argument("file", type=Path, metavar="FILE", help="Annex A workbook, SEN2 table, any CSV or .xlsx")
    check.add_argument("more", type=Path, nargs="*", metavar="TABLE", help="more CSV files with tables of SEN2")
    check.add_argument("--as-at", type=day_of, metavar="DATE", help="the reference date, 2026-03-31; today if left out")
    check.add_argument("--sheet", metavar="NAME", help="the sheet to read; the one that fits best if left out")
    check.add_argument(
        "--map", metavar="FIELD=COLUMN", action="append", default=[], help="which column holds a field, such as need"
    )
    check.add_argument("--json", action="store_true", help="print the findings for a program to read")
    check.set_defaults(run=_check)
    keys = actions.add_parser("keys", help="what the made references of a key list stand for")
    keys.add_argument("file", type=Path, metavar="FILE", help="a key list as the program saved it")
    add_passphrase(keys)
    keys.add_argument("--json", action="store_true", help="print the keys for a program to read")
    keys.set_defaults(run=_keys)


def day_of(text: str) -> date:
    """A day written as 2026-03-31."""
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(f"{text} is not a date; write it as 2026-03-31") from problem


def _check(given: argparse.Namespace) -> None:
    # what reads workbooks is only for those who read one
    from auditor.frames import read_frame

    mapping = mapping_of(given.map)
    as_at = given.as_at or datetime.now().astimezone().date()
    frame, _ = read_frame(given.file, mapping or None, as_at=as_at, sheet=given.sheet, more=given.more)
    if given.json:
        as_json(frame_json(frame))
        for remark in (*frame.notes, *map(str, frame.questions)):
            print(remark, file=sys.stderr)
        return
    _print(frame)


def mapping_of(pairs: list[str]) -> dict[str, str]:
    """From fields to columns, each pair written need=Primary need. Raises UserError (`mapping`)."""
    mapping: dict[str, str] = {}
    for pair in pairs:
        field, equals, column = pair.partition("=")
        if not equals:
            raise UserError("mapping", f"{pair} does not say which column: write it as need=Primary need.")
        mapping[field.strip()] = column.strip()
    return mapping


def frame_json(frame: Frame) -> dict[str, Any]:
    """The findings as `--json` prints them."""
    fields = {
        name: {"column": source.column, "filled": source.filled}
        | ({} if source.values is None else {"values": dict(source.values)})
        for name, source in frame.fields.items()
    }
    return {
        "kind": frame.kind,
        "rows": frame.rows,
        "usable": len(frame.plans),
        "rejected": [vars(wrong) for wrong in frame.rejected],
        "fields": fields,
        "dropped": list(frame.dropped),
    }


def _print(frame: Frame) -> None:
    from auditor.frames import KIND_WORDS

    print(f"{KIND_WORDS[frame.kind]}{f', sheet {frame.sheet}' if frame.sheet else ''}")
    print(f"{len(frame.plans):,} of {frame.rows:,} rows can be used.\n")
    as_table([["Field", "Filled", "Column"], *([n, f"{s.filled:,}", s.column] for n, s in frame.fields.items())])
    for name, source in frame.fields.items():
        if source.values:
            most = Counter(source.values).most_common(SHOWN)
            print(f"\n{name}: {', '.join(f'{value} {count:,}' for value, count in most)}")
    print(f"\nDropped at the door: {', '.join(frame.dropped) or 'nothing'}.")
    if frame.ignored:
        print(f"Not used: {', '.join(frame.ignored)}.")
    for title, rows in (("Left out:", frame.rejected), ("Worth a look, and in:", frame.questions)):
        if rows:
            print(f"\n{title}")
        for row in rows[:SHOWN]:
            print(f"Row {row.row}, {row.column}: {row.problem}")
        if len(rows) > SHOWN:
            print(f"and {len(rows) - SHOWN:,} more; --json lists those left out")
    for note in ("", *frame.notes):
        print(note)


def _keys(given: argparse.Namespace) -> None:
    from auditor.frames.key_list import locked, open_key_list

    passphrase = asked_passphrase(given.passphrase_file, "The key list is locked.") if locked(given.file) else None
    keys = open_key_list(given.file, passphrase)
    if given.json:
        as_json({"column": keys.column, "keys": [vars(key) for key in keys.rows]})
        return
    as_table([["Reference", "Row", keys.column or "Stands for"],
              *([key.reference, str(key.row or ""), _printable(key.original)] for key in keys.rows)])  # fmt: skip


def _printable(text: str) -> str:
    """Words that came with a list, so that they cannot steer the terminal."""
    return "".join(c if c.isprintable() else " " for c in text)
