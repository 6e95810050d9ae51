"""Commands on files: the worked example, results, reports, frameworks, workspaces."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.agreeing.figures import RoundAgreement
from auditor.cli import privacy
from auditor.cli.log import add_log
from auditor.cli.opening import add_passphrase, opened
from auditor.cli.printing import as_json, as_table, percent_range
from auditor.figures import Breakdown, CriterionFigure, MeasureFigure, Results
from db.errors import UserError

if TYPE_CHECKING:
    from auditor.reports import ReportDetails
    from db.store import Store


BASIS = {
    "plans": "plans that meet each measure",
    "answers": "answers that are met",
    "shortfalls": "shortfalls put down to it, of those with a cause",
}
"""What the figures of a breakdown count, for its title."""
ROUNDS = "which round; the newest if left out; given several times, those rounds pooled"


def add_commands(commands: Any) -> None:
    """Add these commands to the parser's list."""
    demo = commands.add_parser("demo", help="make the worked example, with its results and reports")
    demo.add_argument("--headless", action="store_true", help="write the files and stop, without a window")
    demo.add_argument("--out", type=Path, default=Path("ehcp-demo"), metavar="DIR", help="folder for the files")
    demo.set_defaults(run=_demo)

    results = commands.add_parser("results", help="the figures of a round")
    results.add_argument("workspace", type=Path, metavar="WORKSPACE")
    add_passphrase(results)
    results.add_argument("--round", metavar="NAME", action="append", default=[], help=ROUNDS)
    results.add_argument(
        "--by", metavar="FIELD", action="append", default=[], help="break down by a field, or by two crossed: area,need"
    )
    results.add_argument("--json", action="store_true", help="print figures for a program to read")
    results.set_defaults(run=_results)

    report = commands.add_parser("report", help="write the Board's report")
    report.add_argument("workspace", type=Path, metavar="WORKSPACE")
    add_passphrase(report)
    report.add_argument("--round", metavar="NAME", action="append", default=[], help=ROUNDS)
    report.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the files")
    report.add_argument("--format", default="pdf,xlsx", metavar="LIST", help="pdf, xlsx or both, with a comma between")
    report.add_argument("--json", action="store_true", help="print the files' names for a program to read")
    report.set_defaults(run=_report)

    framework = commands.add_parser("framework", help="check a framework file").add_subparsers(
        metavar="ACTION", required=True, parser_class=type(commands.choices["demo"])
    )
    check = framework.add_parser("check", help="read a framework strictly and say what is wrong with it")
    check.add_argument("file", type=Path, metavar="FILE")
    check.add_argument("--json", action="store_true", help="print the findings for a program to read")
    check.set_defaults(run=_framework_check)

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
    from auditor.reports import make_report
    from auditor.results import results
    from auditor.rounds import rounds
    from db.store import Store

    path = make_example(given.out)
    print(f"The worked example is in {path}. Every plan, auditor and answer in it is made up.")
    with Store.open(path) as store:
        for row in reversed(rounds(store)):
            figures = results(store, row.name)
            print(f"\n{row.name}: {figures.plans} plans, {figures.framework_title}")
            _print_measures(figures)
            for file in make_report(figures, _details(store), given.out):
                print(f"  wrote {file}")
    return None if given.headless else path


def _results(given: argparse.Namespace) -> None:
    from auditor.agreeing.words import board_sentence
    from auditor.reports.sentences import signed_line

    with opened(given.workspace, given, reading=True) as store:
        figures = _figures(store, given.round, [tuple(f.strip() for f in word.split(",")) for word in given.by])
    if given.json:
        as_json(results_json(figures))
        return
    print(f"{figures.round}: {figures.plans} plans, {figures.scored} with a submitted audit.")
    if "held_back" in figures.reasons:  # --json has them, beside this reason
        print(figures.reasons["held_back"])
        return
    _print_measures(figures)
    if figures.agreement is not None:
        print(board_sentence(figures.agreement))
    for found in figures.breakdowns:
        _print_breakdown(found, figures)
    for reason in figures.reasons.values():
        print(reason)
    if signed := signed_line(figures.signed_off):
        print(signed)


def _figures(store: Store, names: list[str], by: Sequence[tuple[str, ...]] = ()) -> Results:
    """The figures of the round named, of several pooled, or of the newest, which is said on stderr beside others."""
    from auditor.cli.one_round import chosen_round
    from auditor.pooling import pooled
    from auditor.results import results

    if len(names) > 1:
        return pooled(store, names, by)
    return results(store, chosen_round(store, names[0] if names else None).name, by)


def _print_breakdown(found: Breakdown, figures: Results) -> None:
    from auditor.breakdowns import FIELD_WORDS

    print(f"\nBy {' and '.join(FIELD_WORDS[field] for field in found.fields)}, {BASIS[found.basis]}")
    rows = [["", "Plans", *(m.short for m in figures.measures)]]
    rows += [[group.name, str(group.plans), *(_of(m) for m in group.measures)] for group in found.groups]
    as_table(rows)


def _print_measures(figures: Results) -> None:
    what = "plans" if figures.basis == "plans" else "answers"
    met = "Met, weighted" if any(m.weighted for m in figures.measures) else "Met"
    rows = [["Measure", met, what.capitalize(), "Likely range"]]
    rows += [[m.short, m.printed, f"{m.k} of {m.n}", percent_range(m.interval) or "none"] for m in figures.measures]
    as_table(rows)


def _of(measure: MeasureFigure) -> str:
    """k of n; in a weighted round with the percentage, since k of n does not give it there."""
    return f"{measure.k} of {measure.n}" + (f", {measure.printed} weighted" if measure.weighted else "")


def results_json(figures: Results) -> dict[str, Any]:
    """The figures in the shape that scripts rely on; percentages 0 to 100, intervals as shares 0 to 1."""
    return {
        "round": figures.round,
        "draw": figures.draw,
        "framework": {
            "id": figures.framework_id,
            "version": figures.framework_version,
            "hash": figures.framework_hash,
        },
        "population": figures.population,
        "plans": figures.plans,
        "measures": [_measure_json(m) for m in figures.measures],
        "criteria": [_criterion_json(c) for c in (*figures.criteria, *figures.statutory)],
        "undecided": figures.undecided,
        "by": {
            found.name: {group.name: [_measure_json(m) for m in group.measures] for group in found.groups}
            for found in figures.breakdowns
        },
        "reasons": figures.reasons,
        "basis": figures.basis,
        "scored": figures.scored,
        "scored_twice": figures.scored_twice,
        "as_at": figures.as_at,
        "invented": figures.invented,
        "fingerprint": figures.fingerprint,
        "sample": asdict(figures.sample),
        "agreement": None if figures.agreement is None else _agreement_json(figures.agreement),
        "signed_off": None if figures.signed_off is None else asdict(figures.signed_off),
        "log_head": figures.log_head,
    }


def _agreement_json(agreement: RoundAgreement) -> dict[str, Any]:
    """With the names that `agreement` has; `worst` names the question. Auditors are not told apart."""
    from auditor.agreeing.words import board_sentence

    worst = {
        name: None if found is None else {"id": found[0], "value": found[1]} for name, found in agreement.worst.items()
    }
    return {**asdict(agreement), "worst": worst, "sentence": board_sentence(agreement)}


def _measure_json(measure: MeasureFigure) -> dict[str, Any]:
    return {name: value for name, value in asdict(measure).items() if name != "short"}


def _criterion_json(criterion: CriterionFigure) -> dict[str, Any]:
    left_out = ("short", "question", "source", "law")
    return {name: value for name, value in asdict(criterion).items() if name not in left_out}


def _report(given: argparse.Namespace) -> None:
    from auditor.reports import make_report

    formats = tuple(dict.fromkeys(word.strip() for word in given.format.split(",") if word.strip()))
    unknown = [word for word in formats if word not in ("pdf", "xlsx")]
    if unknown or not formats:
        raise UserError(
            "no_format", f"A report can be written as pdf or xlsx, not as {', '.join(unknown) or 'nothing'}."
        )
    with opened(given.workspace, given, reading=True) as store:
        figures = _figures(store, given.round)
        files = make_report(figures, _details(store), given.out, formats)
    if given.json:
        as_json({"round": figures.round, "files": [str(file) for file in files]})
    else:
        for file in files:
            print(f"wrote {file}")


def _details(store: Store) -> ReportDetails:
    """What the report's front says, as far as a command knows it."""
    from auditor.reports import ReportDetails

    owner = store.owner()
    return ReportDetails(council=owner.council, contact=owner.name, date=datetime.now().astimezone().date())


def _framework_check(given: argparse.Namespace) -> None:
    from auditor.frameworks import check, load

    problems = check(given.file)
    if given.json:
        as_json({"file": str(given.file), "problems": [asdict(p) for p in problems]})
    if problems:
        if len(problems) == 1:
            raise UserError("framework", str(problems[0]))
        if not given.json:
            print("\n".join(str(p) for p in problems))
        raise UserError("framework", f"{given.file.name} has {len(problems)} problems; the first: {problems[0]}")
    framework = load(given.file)
    if not given.json:
        print(
            f"{given.file.name} is sound: {framework.title}, version {framework.version}, "
            f"{len(framework.headlines)} measures, {len(framework.criteria)} criteria, hash {framework.hash[:12]}."
        )


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
