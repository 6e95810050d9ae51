"""Commands on files: the worked example, reports, frameworks, workspaces."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.cli import privacy
from auditor.cli.folders import add_folder
from auditor.cli.log import add_log
from auditor.cli.one_round import chosen_round
from auditor.cli.opening import add_passphrase, opened
from auditor.cli.printing import as_json
from auditor.cli.publish import add_editions, publish
from auditor.cli.results import BY, ROUNDS, add_results, by_fields, figures_of, print_measures
from db.errors import UserError
from db.vocabulary import Edition

if TYPE_CHECKING:
    from auditor.reports.details import ReportDetails
    from auditor.reports.report import Report
    from db.store import Store


def add_commands(commands: Any) -> None:
    """Add these commands to the parser's list."""
    demo = commands.add_parser("demo", help="make the worked example, with its results and reports")
    demo.add_argument("--headless", action="store_true", help="write the files and stop, without a window")
    demo.add_argument("--out", type=Path, default=Path("ehcp-demo"), metavar="DIR", help="folder for the files")
    demo.set_defaults(run=_demo)

    add_results(commands)

    report = commands.add_parser("report", help="write the Board's report")
    report.add_argument("workspace", type=Path, metavar="WORKSPACE")
    add_passphrase(report)
    report.add_argument("--round", metavar="NAME", action="append", default=[], help=ROUNDS)
    add_folder(report, "folder for the files")
    report.add_argument(
        "--format",
        metavar="LIST",
        help="any of pdf, html, docx, xlsx and csv, with commas between; pdf and for a board xlsx if left out",
    )
    report.add_argument("--by", metavar="FIELD", action="append", default=[], help=BY)
    report.add_argument(
        "--audience", default="board", metavar="WHO", help="board, front, families, or one agency as agency:health"
    )
    report.add_argument("--split", action="store_true", help="front report and appendices as two files")
    add_editions(report)
    report.add_argument("--json", action="store_true", help="print the files' names for a program to read")
    report.set_defaults(run=_report)

    workspace = commands.add_parser(
        "workspace", help="check a workspace, back it up, read its log, remove what is due"
    ).add_subparsers(metavar="ACTION", required=True, parser_class=type(commands.choices["demo"]))
    check = workspace.add_parser("check", help="look for damage and for answers changed behind the program's back")
    check.add_argument("workspace", type=Path, metavar="WORKSPACE")
    add_passphrase(check)
    check.add_argument("--json", action="store_true", help="print the findings for a program to read")
    check.set_defaults(run=_workspace_check)
    add_log(workspace)
    privacy.add_commands(workspace)


def _demo(given: argparse.Namespace) -> Path | None:
    """Make the example; the workspace to show, unless no window is wanted."""
    from auditor.example import make_example
    from auditor.reports.make import make_report
    from auditor.results import results
    from auditor.rounds import rounds
    from db.store import Store

    path = make_example(given.out)
    print(f"The worked example is in {path}. Every plan, auditor and answer in it is made up.")
    with Store.open(path) as store:
        for row in reversed(rounds(store)):
            figures = results(store, row.name)
            print(f"\n{row.name}: {figures.plans} plans, {figures.framework_title}")
            print_measures(figures)
            for file in make_report(figures, _details(store), given.out):
                print(f"  wrote {file}")
    return None if given.headless else path


def _report(given: argparse.Namespace) -> None:
    from auditor.report_builder.built import stem_of
    from auditor.reports.make import check_formats, file_steps, report_steps

    wanted = given.format if given.format is not None else "pdf,xlsx" if given.audience == "board" else "pdf"
    formats = tuple(dict.fromkeys(word.strip() for word in wanted.split(",") if word.strip()))
    check_formats(formats)
    if given.edition is None:
        rows = given.audience in ("board", "front")
        given.edition = (Edition.WORKING if rows else Edition.PARTNERSHIP).value
    if given.edition == Edition.PUBLIC:
        if given.audience != "board":
            raise UserError(
                "one_public", "There is one public edition, for everybody. Nothing was published. Leave out --audience."
            )
        publish(given, formats)
        return
    with opened(given.workspace, given, reading=True) as store:
        if given.audience != "board" or len(given.round) < 2:
            report = _built(store, given, formats)
            name, stem = report.round, stem_of(given.audience)
            *_, files = file_steps(report, given.out, formats, split=given.split, stem=stem)
        else:
            figures = figures_of(store, given.round, by_fields(given.by))
            name = figures.round
            *_, files = report_steps(figures, _details(store), given.out, formats, given.edition, split=given.split)
    if given.json:
        as_json({"round": name, "files": [str(file) for file in files]})
    else:
        for file in files:
            print(f"wrote {file}")


def _built(store: Store, given: argparse.Namespace, formats: tuple[str, ...]) -> Report:
    """One round's report as it is kept for an audience, parts and commentary, in the edition that was asked for."""
    from auditor.report_builder.built import built
    from auditor.report_builder.choice import choice_of

    if len(given.round) > 1:
        raise UserError("one_round", "Rounds taken together are reported to a board. No report was made.")
    if given.by and given.audience not in ("board", "front"):
        raise UserError("no_by", "Only a Board's report is broken down. No report was made. Leave out --by.")
    rnd = chosen_round(store, given.round[0] if given.round else None)
    chosen = replace(choice_of(store, rnd.id, given.audience), edition=given.edition)
    return built(store, rnd.id, given.audience, chosen, sheets="xlsx" in formats, by=by_fields(given.by))


def _details(store: Store) -> ReportDetails:
    """What the report's front says, as far as a command knows it."""
    from auditor.reports.details import ReportDetails

    owner = store.owner()
    return ReportDetails(council=owner.council, contact=owner.name, date=datetime.now().astimezone().date())


def _workspace_check(given: argparse.Namespace) -> None:
    from auditor.checking import check_workspace

    with opened(given.workspace, given, reading=True) as store:
        faults, head = check_workspace(store), store.log_head()
    if given.json:
        as_json({"sound": not faults, "faults": list(faults), "log_head": head})
    elif not faults:
        print(f"{given.workspace.name} is sound. Head of the change log: {head}")
    if faults:
        raise UserError("faults", " ".join(faults))
