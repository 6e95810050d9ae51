"""Commands on frameworks: check one, write it for Excel and read it back, and hold two against each other."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.cli.printing import as_json
from db.errors import UserError

if TYPE_CHECKING:
    from auditor.framework_diff import Difference
    from auditor.frameworks import Framework

NAMED = "the name of a built-in framework, or a TOML or Excel file"


def add_commands(commands: Any) -> None:
    """Add these commands to the parser's list."""
    framework = commands.add_parser(
        "framework", help="check a framework, write it for Excel and read it back, compare two"
    ).add_subparsers(metavar="ACTION", required=True, parser_class=type(commands.choices["demo"]))

    check = framework.add_parser("check", help="read a framework strictly and say what is wrong with it")
    check.add_argument("file", type=Path, metavar="FILE")
    check.set_defaults(run=_check)

    to_excel = framework.add_parser("to-excel", help="write a framework as a workbook, to be edited in Excel")
    to_excel.add_argument("framework", metavar="FRAMEWORK", help=NAMED)
    to_excel.add_argument("--out", type=Path, metavar="FILE", help="the workbook; if left out, FRAMEWORK.xlsx here")
    to_excel.set_defaults(run=_to_excel)

    from_excel = framework.add_parser("from-excel", help="read such a workbook strictly and write it as TOML")
    from_excel.add_argument("file", type=Path, metavar="FILE")
    from_excel.add_argument("--out", type=Path, metavar="FILE", help="the TOML file; if left out, beside the workbook")
    from_excel.set_defaults(run=_from_excel)

    diff = framework.add_parser("diff", help="say what differs between two, and which questions carry over")
    diff.add_argument("old", metavar="OLD", help=NAMED)
    diff.add_argument("new", metavar="NEW", help="the same")
    diff.set_defaults(run=_diff)
    for command in (check, to_excel, from_excel, diff):
        command.add_argument("--json", action="store_true", help="print the findings for a program to read")


def _check(given: argparse.Namespace) -> None:
    from auditor.framework_files import load_file
    from auditor.framework_workbook import EXCEL, check_workbook
    from auditor.frameworks import check

    excel = given.file.suffix.lower() == EXCEL
    problems = check_workbook(given.file) if excel else check(given.file)
    if given.json:
        as_json({"file": str(given.file), "problems": [asdict(p) for p in problems]})
    if problems:
        if len(problems) == 1:
            raise UserError("framework", str(problems[0]))
        if not given.json:
            print("\n".join(str(p) for p in problems))
        raise UserError("framework", f"{given.file.name} has {len(problems)} problems; the first: {problems[0]}")
    framework = load_file(given.file)
    if not given.json:
        print(
            f"{given.file.name} is sound: {framework.title}, version {framework.version}, "
            f"{len(framework.headlines)} measures, {len(framework.criteria)} criteria, hash {framework.hash[:12]}."
        )


def _to_excel(given: argparse.Namespace) -> None:
    from auditor.framework_files import find_framework
    from auditor.framework_workbook import EXCEL, write_workbook

    framework = find_framework(given.framework)
    _tell(given, framework, write_workbook(framework, _new(given.out or Path(f"{framework.id}{EXCEL}"))))


def _from_excel(given: argparse.Namespace) -> None:
    from auditor.framework_files import as_toml
    from auditor.framework_workbook import read_workbook
    from db.files import write_whole

    framework = read_workbook(given.file)
    target = _new(given.out or given.file.with_suffix(".toml"))
    _tell(given, framework, write_whole(target, lambda new: new.write_text(as_toml(framework), encoding="utf-8")))


def _new(target: Path) -> Path:
    """A file that is not there yet: what somebody wrote is not written over."""
    if target.exists():
        raise UserError(
            "file_there", f"{target.name} is there already. Nothing was written. Name another file with --out."
        )
    return target


def _tell(given: argparse.Namespace, framework: Framework, file: Path) -> None:
    if given.json:
        as_json({"framework": _named(framework), "file": str(file)})
    else:
        print(f"wrote {file}")


def _named(framework: Framework) -> dict[str, str]:
    return {"id": framework.id, "version": framework.version, "hash": framework.hash}


def _diff(given: argparse.Namespace) -> None:
    from auditor.framework_diff import compare_frameworks
    from auditor.framework_files import find_framework

    old, new = find_framework(given.old), find_framework(given.new)
    found = compare_frameworks(old, new)
    if given.json:
        as_json({"old": _named(old), "new": _named(new), "same": found.same, **asdict(found)})
        return
    print(f"From {old.title} {old.version} to {new.title} {new.version}")
    print("\n".join(_lines(found)))


def _lines(found: Difference) -> list[str]:
    """What differs, a line each; and how many questions carry over."""
    told = [f"  {key}: asks otherwise ({', '.join(keys)}); its series breaks" for key, keys in found.changed.items()]
    told += [f"  {key}: asks the same, helped otherwise ({', '.join(keys)})" for key, keys in found.helped.items()]
    told += [f"  {key}: moved from {old or 'none'} to {new or 'none'}" for key, (old, new) in found.moved.items()]
    told += [f"  {key}: new" for key in found.added]
    told += [f"  {key}: no longer asked" for key in found.removed]
    told += [f"  measure {key}: {how}" for how, keys in found.measures.items() for key in keys]
    told += [f"  {key}: {old}, now {new}" for key, (old, new) in found.thresholds.items()]
    return [*(told or ["  Nothing differs."]), f"{len(found.carried)} questions carry over."]
