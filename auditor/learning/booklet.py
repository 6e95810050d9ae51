"""Good plans as a booklet to hand round, without references, with redacted copies as files beside it."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

from sqlmodel import col, select

from auditor.answers import clean_note
from auditor.learning.exemplars import EXPORTED, ExemplarRow, exemplars
from auditor.learning.files import document_steps
from auditor.learning.say import say
from auditor.reports.blocks import Banner, Block, Bullets, Heading, Paragraph, Point, Title
from auditor.reports.details import Imprint
from auditor.reports.figure_words import sentence
from auditor.reports.wording import joined, long_date
from auditor.reports.wording import say as say_report
from db import log
from db.errors import UserError
from db.store import Store
from db.tables import Exemplar, Round

NAME = "good-plans"


def booklet_steps(
    store: Store, chosen: Sequence[int], folder: Path, formats: Sequence[str], to: str
) -> Iterator[str | tuple[Path, ...]]:
    """Write a booklet of these good plans into a folder, and note that `to` was given them, so that it can be recalled.

    Gives what is being done, in words, and last the paths. Raises UserError: `not_lead`, `nothing_chosen`, `no_reader`,
    `withdrawn`, `review_due`, as `document_steps`.
    """
    to = clean_note(to).strip()
    if not to:
        raise UserError(
            "no_reader", "Say whom it is for, so that it can be called back from them. Nothing was written."
        )
    rows = {row.id: row for row in exemplars(store)}
    listed = [rows[key] for key in chosen if key in rows]
    _may_be_shown(listed)
    yield "Reading what may be shown"
    with store.read() as session:
        copies = dict(session.exec(select(Exemplar.id, Exemplar.redacted).where(col(Exemplar.id).in_(chosen))).all())
        invented = joined(list(dict.fromkeys(
            r.invented for r in session.exec(select(Round)) if r.invented and r.name in {row.round for row in listed}
        )))  # fmt: skip
        council = store.owner(session).council
    names = {row.id: f"{NAME}-example-{at}.pdf" for at, row in enumerate(listed, 1)}
    beside = [(names[row.id], content) for row in listed if (content := copies.get(row.id)) is not None]
    imprint = Imprint(
        say("booklet.title"), council or say_report("report.author"), say("booklet.subject"),
        (say("booklet.foot"), invented),
    )  # fmt: skip
    document = (NAME, booklet_blocks(listed, names, invented), imprint)
    for step in document_steps([document], folder, formats, beside):
        if not isinstance(step, str):
            _note(store, listed, step, to)
        yield step


def booklet_blocks(rows: Sequence[ExemplarRow], names: dict[int, str], invented: str = "") -> tuple[Block, ...]:
    """The booklet; `names` are the files of copies, by row. Who agreed is kept, and told to nobody."""
    blocks: list[Block] = [Title(say("booklet.title"))]
    if invented:
        blocks.append(Banner(sentence(invented)))
    blocks += [Paragraph(say("booklet.about")), Paragraph(say("booklet.withdrawn"))]
    for at, row in enumerate(rows, 1):
        told = {
            "illustrates": joined(list(row.criteria)),
            "basis": say(f"booklet.{row.basis.value}"),
            "review": long_date(row.review_on),
        }
        points = tuple(Point(f"{say(f'booklet.{name}')}:", text) for name, text in told.items())
        blocks += [Heading(1, say("booklet.one", n=at)), Bullets(points)]
        if row.passage:
            blocks.append(Heading(2, say("booklet.passage")))
            blocks += [Paragraph(part) for part in row.passage.splitlines() if part.strip()]
        if row.has_copy:
            blocks.append(Paragraph(say("booklet.copy", file=names[row.id])))
    return tuple(blocks)


def _may_be_shown(rows: Sequence[ExemplarRow]) -> None:
    if not rows:
        raise UserError("nothing_chosen", "No good plan was chosen, so nothing was written. Choose some first.")
    today: date = datetime.now().astimezone().date()
    for row in rows:
        if row.empty:
            raise UserError(
                "withdrawn", f"What was kept of {row.reference} is gone. Nothing was written. Leave it out."
            )
        if row.due(today):
            raise UserError(
                "review_due",
                f"{row.reference} was to be looked at again by {long_date(row.review_on)}. Nothing was written. Ask "
                "whether it may still be shown, and say until when.",
            )


def _note(store: Store, rows: Sequence[ExemplarRow], files: Sequence[Path], to: str) -> None:
    with store.write() as session:
        who = store.owner(session).name
        for row in rows:
            log.append(
                session, who=who, what=EXPORTED, subject=f"{row.round} {row.reference}",
                after=f"{row.uid} {', '.join(file.name for file in files)}", why=to,
            )  # fmt: skip
