"""What became of plans audited again, for a report: counts by question, and in the working edition each plan."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from auditor.re_audit.mending import Asked, MendingTable, mended_words
from auditor.reports.blocks import Block, Heading, Paragraph, Table, Title
from auditor.reports.details import Imprint
from auditor.reports.wording import say as say_report
from db.files import write_whole
from db.vocabulary import Mended, Value
from resources.sentences import Sentences

say = Sentences("mended.toml").say
ANSWERS: Mapping[Value, str] = {
    Value.MET: "Met", Value.PARTLY: "Partly met", Value.NOT_MET: "Not met", Value.NOT_APPLICABLE: "Not applicable",
    Value.CANNOT_TELL: "Cannot tell",
}  # fmt: skip


def mending_blocks(table: MendingTable, *, plans: bool = False) -> tuple[Block, ...]:
    """What a report says of a re-audit in place of change: the counts, question by question; nothing of other rounds.

    With `plans` each plan is listed as well, for the working edition alone.
    """
    if table.why_empty or not table.lines:
        return ()
    blocks: list[Block] = [
        Paragraph(mended_words(table)),
        Paragraph(say("plans", whole=f"{table.plans_mended:,}", plans=f"{table.plans:,}")),
        Paragraph(say("why", earlier=table.earlier)),
        Paragraph(say("rule"), "note"),
        Heading(2, say("by_question")),
        _by_question(table),
    ]
    if plans:
        blocks += [Heading(2, say("by_plan")), _by_plan(table)]
    return tuple(blocks)


def print_mending(table: MendingTable, council: str, target: Path, day: date | None = None) -> Path:
    """Write the working edition of it as a PDF, whole or not at all. Raises UserError as `db.files.write_whole`."""
    from auditor.reports.pdf import write_document  # slow to import

    foot = (say("foot", round=table.round),)
    title, subject = say("title", round=table.round), say("subject", round=table.round)
    imprint = Imprint(title, council or say_report("report.author"), subject, foot, day)
    blocks = (
        Title(title),
        Heading(1, say("heading")),
        *(mending_blocks(table, plans=True) or (Paragraph(mended_words(table)),)),
    )

    def fill(beside: Path) -> None:
        with beside.open("w+b") as file:
            write_document(blocks, imprint, file)

    return write_whole(target, fill)


def result_word(result: Mended | None) -> str:
    """Yes, Partly, No, Not known yet."""
    return say(result.value if result else "open")


def now_word(line: Asked) -> str:
    """The answer of the second audit, or that it is not in yet."""
    return say("none") if line.now is None else ANSWERS[line.now]


def _by_question(table: MendingTable) -> Table:
    asked: dict[str, list[Asked]] = {}
    for line in table.lines:
        asked.setdefault(line.criterion, []).append(line)
    rows: list[tuple[str, ...]] = []
    for key in sorted(asked, key=lambda k: -len(asked[k])):
        results = [line.result for line in asked[key]]
        counts = (len(results), *(results.count(result) for result in (*Mended, None)))
        rows.append((f"{key}  {asked[key][0].short}", *(str(count) for count in counts)))
    names = ("question", "asked", "mended", "partly", "not", "open")
    heads = tuple(say(f"column_{name}") for name in names)
    return Table(
        say("by_question_caption"), heads, tuple(rows), frozenset(range(1, 6)), (0.42, 0.1, 0.12, 0.11, 0.1, 0.15)
    )


def _by_plan(table: MendingTable) -> Table:
    rows = [
        (line.reference, f"{line.criterion}  {line.short}", ANSWERS[line.was], now_word(line), result_word(line.result),
         line.words)
        for line in table.lines
    ]  # fmt: skip
    heads = tuple(say(f"column_{name}") for name in ("plan", "question", "was", "now", "mended", "words"))
    return Table(say("caption"), heads, tuple(rows), frozenset(), (0.12, 0.27, 0.13, 0.13, 0.12, 0.23))
