"""Commands for training and for scoring on paper: the handbook and the sheet of a framework."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from typing import Any

from auditor.cli.folders import add_folder
from auditor.cli.printing import as_json


def add_commands(commands: Any) -> None:
    """Add these commands to the parser's list."""
    handbook = commands.add_parser("handbook", help="write a framework's handbook for training")
    _add_framework(handbook)
    handbook.add_argument(
        "--format", default="pdf,html", metavar="LIST", help="pdf, html or both, with a comma between"
    )
    handbook.set_defaults(run=_handbook)

    sheet = commands.add_parser("sheet", help="write a scoring sheet to print, for scoring on paper")
    _add_framework(sheet)
    sheet.set_defaults(run=_sheet)


def _add_framework(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "framework", metavar="FRAMEWORK", help="the name of a built-in framework, or a TOML or Excel file"
    )
    add_folder(command, "folder for the files")
    command.add_argument("--json", action="store_true", help="print the files' names for a program to read")


def _handbook(given: argparse.Namespace) -> None:
    from auditor.framework_files import find_framework
    from auditor.handbook import make_handbook

    formats = tuple(word.strip() for word in given.format.split(","))
    _tell(given, make_handbook(find_framework(given.framework), given.out, formats, _today()))


def _sheet(given: argparse.Namespace) -> None:
    from auditor.framework_files import find_framework
    from auditor.handbook import make_sheet

    _tell(given, (make_sheet(find_framework(given.framework), given.out, _today()),))


def _today() -> Any:
    return datetime.now().astimezone().date()


def _tell(given: argparse.Namespace, files: tuple[Path, ...]) -> None:
    if given.json:
        as_json({"framework": given.framework, "files": [str(file) for file in files]})
        return
    for file in files:
        print(f"wrote {file}")
