"""An allocation on paper and as text: what the page shows, as the blocks of a PDF and as lines with tabs."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path

from auditor.allocation.view import AllocationTable, AuditorLine, PlanLine
from auditor.reports.blocks import Block, Heading, Paragraph, Table, Title
from auditor.reports.details import Imprint
from auditor.reports.wording import long_date
from auditor.reports.wording import say as say_report
from db.files import write_whole
from db.vocabulary import AssignmentKind
from resources.sentences import Sentences

_SENTENCES = Sentences("allocation.toml")
say = _SENTENCES.say
# the columns with their share of the page
AUDITOR = {
    "code": 7, "name": 20, "agency": 15, "share": 8, "first": 7, "second": 9, "outside": 10, "all": 6, "submitted": 5,
    "excluded": 11, "shared": 16,
}  # fmt: skip
PLAN = {"reference": 14, "area": 12, "first": 14, "second": 12, "outside": 10, "due": 18, "needs": 26}
_NUMERIC = frozenset({"share", "first", "second", "outside", "all", "submitted", "excluded"})


def auditor_cells(line: AuditorLine) -> dict[str, str]:
    """An auditor's line in words, by column."""
    facts = line.person.facts
    known = _SENTENCES.group("agency")
    return {
        "code": facts.code, "name": facts.name, "agency": known.get(facts.agency, facts.agency),
        "standing": say("yes" if line.standing.may else "no"), "share": f"{facts.load_share}%",
        "first": str(line.first), "second": str(line.second), "outside": str(line.outside), "all": str(line.load),
        "submitted": str(line.submitted), "excluded": str(line.excluded),
        "shared": ", ".join(f"{code}\u00a0{n}" for code, n in line.shared_with),
    }  # fmt: skip


def plan_cells(line: PlanLine) -> dict[str, str]:
    """A plan's line in words, by column; who gave it back is not among those who score it."""

    def who(kind: AssignmentKind) -> str:
        return ", ".join(g.code for g in line.of_kind(kind) if g.state != "given_back")

    days = sorted({g.due_on for g in line.given if g.due_on is not None})
    return {
        "reference": line.plan.reference, "area": line.plan.area, "need": line.need,
        "first": who(AssignmentKind.FIRST), "second": who(AssignmentKind.SECOND),
        "outside": who(AssignmentKind.OUTSIDE), "due": ", ".join(long_date(day) for day in days),
        "needs": say("plan.no_papers") if line.papers_missing else line.lacks,
    }  # fmt: skip


def summary(table: AllocationTable) -> str:
    """How many plans, how many of them twice and from outside, how many audits."""
    key = "summary_outside" if table.outside else "summary"
    return say(key, plans=len(table.to_score), twice=table.twice, outside=table.outside, audits=table.given)


def allocation_text(table: AllocationTable) -> str:
    """The plans with who scores them: a line of heads, then a line a plan, tabs between."""
    lines = [[say(f"plan.{name}") for name in PLAN]]
    lines += [[plan_cells(line)[name] for name in PLAN] for line in table.plans]
    return "\n".join("\t".join(cells) for cells in lines)


def allocation_blocks(table: AllocationTable) -> tuple[Block, ...]:
    """The whole allocation as blocks: what was asked for, the auditors, the plans."""
    own = table.own_criteria
    said = [
        summary(table),
        say("due", day=long_date(table.due_on)) if table.due_on else "",
        say("own") if own else "",
        say("lacking", n=len(table.lacking)) if table.lacking else "",
    ]
    taking_part = [auditor_cells(line) for line in table.auditors if line.load or line.standing.may]
    lines = [plan_cells(line) for line in table.plans]
    usual = long_date(table.due_on) if table.due_on else ""
    # What would be the same on every line is said once, above, or not at all
    empty = {"outside"} if not table.outside else set[str]()
    empty |= {"due"} if all(line["due"] in ("", usual) for line in lines) else set()
    empty |= {"needs"} if not any(line["needs"] for line in lines) else set()
    auditors = _table("auditors_caption", "auditor", AUDITOR, taking_part, empty)
    plans = _table("plans_caption", "plan", PLAN, lines, empty)
    return (
        Title(say("title", round=table.round)),
        *(Paragraph(sentence) for sentence in said if sentence),
        Heading(1, say("by_auditor")),
        auditors,
        Heading(1, say("by_plan")),
        plans,
    )


def print_allocation(table: AllocationTable, council: str, target: Path, day: date | None = None) -> Path:
    """Write the allocation as a PDF, whole or not at all; `day` goes into its properties.

    Raises UserError as `db.files.write_whole` does.
    """
    from auditor.reports.pdf import write_document  # slow to import

    imprint = Imprint(
        say("title", round=table.round), council or say_report("report.author"), say("subject", round=table.round),
        (say("foot", round=table.round),), day,
    )  # fmt: skip

    def fill(beside: Path) -> None:
        with beside.open("w+b") as file:
            write_document(allocation_blocks(table), imprint, file)

    return write_whole(target, fill)


def _table(
    caption: str, room: str, shares: Mapping[str, int], rows: Sequence[dict[str, str]], without: Collection[str]
) -> Table:
    columns = [name for name in shares if name not in without]
    numeric = frozenset(i for i, name in enumerate(columns) if room == "auditor" and name in _NUMERIC)
    heads = tuple(say(f"{room}.{name}") for name in columns)
    cells = tuple(tuple(row[name] for name in columns) for row in rows)
    whole = sum(shares[name] for name in columns)
    return Table(say(caption), heads, cells, numeric, tuple(shares[name] / whole for name in columns))
