"""Commands for what a round teaches: feedback, sheets for writers and their replies, good plans, notes, figures."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from pathlib import Path
from typing import Any

from auditor.cli.arguments import whole_number
from auditor.cli.folders import add_folder
from auditor.cli.one_round import add_workspace, chosen_round
from auditor.cli.opening import add_place, opened
from auditor.cli.printing import as_json, as_table, shown
from auditor.cli.telling import warn_of_names
from db.errors import UserError


def add_commands(commands: Any) -> None:
    """Add these commands to the parser's list."""
    learning = commands.add_parser("learning", help="what a round teaches its auditors and writers").add_subparsers(
        metavar="WHAT", required=True
    )
    feedback = learning.add_parser("feedback", help="a file for each auditor: what was settled otherwise, and why")
    add_workspace(feedback)
    feedback.add_argument("--for", dest="people", action="append", default=[], metavar="CODE", help="whom it is for")
    add_folder(feedback, "folder for the packs, which are listed without it", required=False)
    feedback.add_argument(
        "--format", default="", metavar="LIST", help="pdf, docx, html to hand over, in place of packs sealed to keys"
    )
    feedback.set_defaults(run=_feedback)

    sheets = learning.add_parser("sheets", help="a sheet for the writers of each plan; records the day they went back")
    add_workspace(sheets)
    sheets.add_argument(
        "--plan", dest="plans", action="append", default=[], metavar="REFERENCE", help="all if left out"
    )
    sheets.add_argument("--format", default="pdf", metavar="LIST", help="pdf, docx, html, with commas between")
    sheets.add_argument("--notes", action="store_true", help="with what auditors noted")
    sheets.add_argument("--contact", default="", metavar="WORDS", help="who replies go to")
    sheets.add_argument(
        "--on", type=date.fromisoformat, metavar="DATE", help="the day they went back; today if left out"
    )
    add_folder(sheets, "folder for the sheets")
    sheets.set_defaults(run=_sheets)

    reply = learning.add_parser("reply", help="keep what a plan's writer wrote back")
    add_workspace(reply)
    reply.add_argument("reference", metavar="REFERENCE")
    reply.add_argument("--words", required=True, metavar="WORDS", help="what they wrote")
    reply.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="when it came; today if left out")
    reply.set_defaults(run=_reply)

    writers = learning.add_parser("writers", help="figures by writer, for their manager alone")
    add_workspace(writers)
    writers.add_argument("--team", default="", metavar="NAME", help="which team, where the list of plans names teams")
    add_folder(writers, "folder for the files")
    writers.set_defaults(run=_writers)

    guidance = learning.add_parser("guidance", help="the round's framework with its notes, as a new version")
    add_workspace(guidance)
    guidance.add_argument("--new-version", required=True, metavar="VERSION", help="such as 1.2")
    guidance.add_argument("--out", type=Path, required=True, metavar="FILE", help="the TOML file to write")
    guidance.set_defaults(run=_guidance)

    _add_good_plans(learning)


def _add_good_plans(learning: Any) -> None:
    plans = learning.add_parser("good-plans", help="good plans that are kept; with --out a booklet of them")
    add_workspace(plans)
    add_folder(plans, "folder for a booklet of those that may be shown", required=False)
    plans.add_argument("--to", default="", metavar="WORDS", help="whom the booklet is for")
    plans.set_defaults(run=_good_plans)

    withdraw = learning.add_parser("withdraw", help="empty a good plan here and in every backup")
    add_workspace(withdraw)
    withdraw.add_argument("number", type=whole_number, metavar="NUMBER", help="as good-plans lists it")
    withdraw.add_argument("--why", required=True, metavar="WORDS", help="why it is withdrawn")
    add_place(withdraw)
    withdraw.set_defaults(run=_withdraw)


def _feedback(given: argparse.Namespace) -> None:
    from auditor.learning.feedback import feedback_of_all
    from auditor.learning.feedback_packs import make_feedback_packs, texts_of
    from auditor.learning.feedback_sheet import feedback_sheet_steps
    from auditor.steps import finished

    formats = tuple(word.strip() for word in given.format.split(",") if word.strip())
    with opened(given.workspace, given, changing=given.out is not None) as store:
        round_id = chosen_round(store, given.round).id
        found = {one.code: one for one in feedback_of_all(store, round_id)}
        unknown = [code for code in given.people if code not in found]
        if unknown:
            raise UserError("nobody", f"Nothing can be told to {unknown[0]} on this round. No pack was made.")
        chosen = [found[code] for code in given.people or found]
        files: dict[str, str] = {}
        if given.out is not None:
            warn_of_names(*(text for one in chosen for text in texts_of(one)))
            persons = [one.person for one in chosen]
            if formats:
                *_, written = feedback_sheet_steps(store, round_id, persons, given.out, formats)
                each = iter(written)
                files = {one.code: ", ".join(str(next(each)) for _ in formats) for one in chosen}
            else:
                made = finished(make_feedback_packs(store, round_id, persons, given.out))
                files = {one.code: str(one.file) for one in made}
    rows = [
        {
            "code": one.code, "plans": one.plans, "compared": one.compared, "same": one.same,
            "differed": len(one.differed), "waiting": one.waiting, "file": files.get(one.code),
        }
        for one in chosen
    ]  # fmt: skip
    if given.json:
        as_json({"feedback": rows})
        return
    heads = ["Auditor", "Compared", "Settled otherwise", "Wait", "File"]
    keys = ("code", "compared", "differed", "waiting", "file")
    as_table([heads, *(["" if row[key] is None else str(row[key]) for key in keys] for row in rows)])


def _sheets(given: argparse.Namespace) -> None:
    from auditor.learning.plan_sheet import plan_lines, plan_sheets
    from auditor.learning.sheets import sheet_steps

    formats = tuple(word.strip() for word in given.format.split(","))
    with opened(given.workspace, given, changing=True) as store:
        round_id = chosen_round(store, given.round).id
        plans = given.plans or [line.reference for line in plan_lines(store, round_id) if line.scored]
        if given.notes:
            sheets = plan_sheets(store, round_id, plans, with_notes=True)
            warn_of_names(*(text for sheet in sheets for text in sheet.texts()))
        on = given.on or _today()
        _told_files(
            given,
            sheet_steps(
                store, round_id, plans, given.out, formats, on=on, contact=given.contact, with_notes=given.notes
            ),
        )


def _reply(given: argparse.Namespace) -> None:
    from auditor.learning.sheets import add_reply

    warn_of_names(("--words", given.words))
    with opened(given.workspace, given, changing=True) as store:
        add_reply(store, chosen_round(store, given.round).id, given.reference, given.words, given.on or _today())
    if given.json:
        as_json({"reference": given.reference, "kept": True})
    else:
        print(f"The reply on {given.reference} is kept.")


def _writers(given: argparse.Namespace) -> None:
    from auditor.writers import export_steps

    with opened(given.workspace, given, changing=True) as store:
        round_id = chosen_round(store, given.round).id
        _told_files(given, export_steps(store, round_id, given.team, given.out, ("pdf", "docx")))


def _guidance(given: argparse.Namespace) -> None:
    from auditor.learning.guidance_notes import new_version

    with opened(given.workspace, given, changing=True) as store:
        made = new_version(store, chosen_round(store, given.round).id, given.new_version, given.out)
    if given.json:
        as_json({"file": str(made.file), "version": made.version, "criteria": list(made.criteria)})
    else:
        print(f"wrote {made.file}, version {made.version}, with notes on {', '.join(made.criteria)}")


def _good_plans(given: argparse.Namespace) -> None:
    from auditor.learning.booklet import booklet_steps
    from auditor.learning.exemplars import exemplars

    with opened(given.workspace, given, changing=given.out is not None) as store:
        today = _today()
        rows = exemplars(store)
        if given.out is not None:
            fit = [row.id for row in rows if not row.empty and not row.due(today)]
            warn_of_names(("--to", given.to))
            _told_files(given, booklet_steps(store, fit, given.out, ("pdf", "docx"), given.to))
            return
    told: list[dict[str, Any]] = [
        {
            "number": row.id, "reference": row.reference, "round": row.round, "criteria": list(row.criteria),
            "basis": row.basis.value, "until": row.review_on.isoformat(), "due": row.due(today),
            "withdrawn": row.withdrawn_on is not None,
            "given_out": [{"at": one.at.isoformat(), "to": one.to, "files": one.files} for one in row.exports],
        }
        for row in rows
    ]  # fmt: skip
    if given.json:
        as_json({"good_plans": told})
        return
    heads = ["Number", "Plan", "Good on", "Until", "Now"]
    lines = [[str(t["number"]), t["reference"], str(len(t["criteria"])), t["until"], _now(t)] for t in told]
    as_table([heads, *lines])


def _now(told: dict[str, Any]) -> str:
    return "withdrawn" if told["withdrawn"] else "due to be looked at" if told["due"] else "may be shown"


def _withdraw(given: argparse.Namespace) -> None:
    from auditor.learning.withdrawal import ELSEWHERE, withdraw
    from auditor.steps import finished

    with opened(given.workspace, given, changing=True) as store:
        done = finished(withdraw(store, given.number, given.why, given.place))
    if given.json:
        exports = [{"at": one.at.isoformat(), "to": one.to, "files": one.files} for one in done.exports]
        as_json({"backups": done.backups, "call_back": exports, "left_over": list(done.left_over)})
        return
    print(f"It is withdrawn, here and in {done.backups} backups. {ELSEWHERE}")
    for one in done.exports:
        print(shown(f"Call back {one.files}, given to {one.to} on {one.at:%d/%m/%Y}."))
    for sentence in done.left_over:
        print(shown(sentence))


def _told_files(given: argparse.Namespace, steps: Any) -> None:
    files: tuple[Path, ...] = ()
    for step in steps:
        files = files if isinstance(step, str) else step
    if given.json:
        as_json({"files": [str(file) for file in files]})
        return
    for file in files:
        print(f"wrote {file}")


def _today() -> date:
    return datetime.now().astimezone().date()
