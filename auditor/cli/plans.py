"""Commands on plans themselves: what the program finds in a document."""

import argparse
import sys
from pathlib import Path
from typing import Any

from auditor.cli.printing import as_json, as_table
from db.errors import UserError


def add_commands(commands: Any) -> None:
    """Add these commands to the parser's list."""
    plan: argparse.ArgumentParser = commands.add_parser("plan", help="read a plan")
    actions = plan.add_subparsers(metavar="ACTION", required=True, parser_class=type(plan))
    read = actions.add_parser("read", help="the sections found in a plan, PDF or Word .docx, and passages worth a look")
    read.add_argument("file", type=Path, metavar="FILE")
    read.add_argument("--password-file", type=Path, metavar="F", help="a file whose first line is the PDF's password")
    read.add_argument("--json", action="store_true", help="print figures for a program to read")
    read.set_defaults(run=_read)


def _read(given: argparse.Namespace) -> None:
    # pdfium and what reads Word are only for those who read plans
    from auditor.plan_reader import read_plan
    from auditor.plan_reader.passages import worth_a_look

    plan = read_plan(given.file, password=_password(given.password_file))
    remarks = list(plan.notes)
    if plan.scan:
        remarks.append("The file holds pictures of pages and no text, so it can be neither searched nor read aloud.")
    elif plan.pictures:
        remarks.append(f"Pictures without text: page {', '.join(map(str, plan.pictures))}.")
    prompts = worth_a_look(plan)
    if given.json:
        sections = [
            {
                "section": part.section,
                "heading": part.heading,
                "page": part.page,
                "words": part.words,
                "text": part.text,
            }
            for part in plan.sections
        ]
        looks = [
            {"section": look.section, "page": look.page, "text": look.text, "kind": look.kind, "why": look.why}
            for look in prompts
        ]
        as_json({"pages": plan.pages, "sections": sections, "missing": list(plan.missing), "prompts": looks})
        for remark in remarks:
            print(remark, file=sys.stderr)
        return
    if plan.sections:
        rows = [[part.section, str(part.page or ""), str(part.words), part.heading[:80]] for part in plan.sections]
        as_table([["Section", "Page", "Words", "Heading"], *rows])
    print(f"Missing or empty: {', '.join(plan.missing)}." if plan.missing else "Every section holds text.")
    for remark in remarks:
        print(remark)
    if prompts:
        print(f"\nWorth a look: {len(prompts)}. These are places to read again, not faults and not a score.")
    for look in prompts:
        where = ", ".join(part for part in (look.section, f"page {look.page}" if look.page else "") if part)
        print(f"\n{where}: {look.text}\n  {look.why}" if where else f"\n{look.text}\n  {look.why}")


def _password(file: Path | None) -> str | None:
    if file is None:
        return None
    try:
        return file.read_text(encoding="utf-8-sig").split("\n", 1)[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as problem:
        raise UserError("no_password", f"{file} could not be read, so the plan stayed closed.") from problem
