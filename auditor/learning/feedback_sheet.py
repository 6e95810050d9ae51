"""Feedback on paper, for auditors to whom no pack can be sealed: one document each, the same words as on the page."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from auditor.learning.feedback import AuditorFeedback, feedback_of_all
from auditor.learning.files import called, document_steps
from auditor.learning.say import say
from auditor.learning.words import ANSWERS, leniency_words, question_words, summary
from auditor.reports.blocks import Banner, Block, Facts, Heading, Paragraph, Table, Title
from auditor.reports.details import Imprint
from auditor.reports.figure_words import sentence
from auditor.reports.wording import long_date
from auditor.reports.wording import say as say_report
from auditor.round_states import Deed, need
from db import log
from db.errors import UserError
from db.store import Store

WROTE = "wrote feedback to hand over"


def feedback_sheet_steps(
    store: Store, round_id: int, persons: Sequence[int], folder: Path, formats: Sequence[str]
) -> Iterator[str | tuple[Path, ...]]:
    """Write a document of feedback for each person into a folder, all of them or none; nothing in it is sealed.

    Gives what is being done, in words, and last the paths. Raises UserError: `not_lead`, `no_round`, `round_state`,
    `nobody`, `no_feedback`, as `document_steps`.
    """
    with store.read() as session:
        store.lead(session, "gives feedback")
        rnd = need(session, round_id, Deed.FOLLOW_UP)
        name, invented, council = rnd.name, rnd.invented, store.owner(session).council
    if not persons:
        raise UserError("nobody", "Nobody was chosen, so nothing was written. Choose who is to have feedback.")
    yield "Working out what each auditor is told"
    told = {one.person: one for one in feedback_of_all(store, round_id)}
    if any(person not in told for person in persons):
        raise UserError(
            "no_feedback",
            "Nothing of somebody you chose stands beside somebody else's answers yet. Nothing was written.",
        )
    chosen = [told[person] for person in persons]
    documents = [
        (called("for-auditor", name, one.code), feedback_blocks(one, invented), _imprint(one, council, invented))
        for one in chosen
    ]
    for step in document_steps(documents, folder, formats):
        if not isinstance(step, str):
            with store.write() as session:
                log.append(
                    session, who=store.owner(session).name, what=WROTE, subject=name,
                    after=f"{', '.join(one.code for one in chosen)}: {', '.join(file.name for file in step)}",
                )  # fmt: skip
        yield step


def feedback_blocks(found: AuditorFeedback, invented: str = "") -> tuple[Block, ...]:
    """What one auditor is told: how much was settled otherwise, each with its reason, by question, and leniency."""
    blocks: list[Block] = [
        Title(say("feedback.title", name=found.name)),
        Facts(((say("feedback.fact.round"), found.round), (say("feedback.fact.code"), found.code))),
    ]
    if invented:
        blocks.append(Banner(sentence(invented)))
    blocks += [Paragraph(summary(found)), Paragraph(say("feedback.about"), "note")]
    if found.differed:
        blocks += [Heading(1, say("feedback.differed")), _differed(found)]
        blocks += [Heading(1, say("feedback.questions")), _questions(found)]
    if lenient := leniency_words(found.leniency):
        blocks += [Heading(1, say("feedback.leniency")), Paragraph(lenient), Paragraph(say("feedback.alone"), "note")]
    return tuple(blocks)


def _differed(found: AuditorFeedback) -> Table:
    heads = tuple(say(f"feedback.column.{name}") for name in ("question", "plan", "given", "settled", "why"))
    rows = tuple(
        (
            f"{one.criterion}  {one.short}", one.reference, ANSWERS[one.theirs], ANSWERS[one.agreed],
            f"{one.reason or say('feedback.no_reason')}{_day(one.settled_on)}",
        )
        for one in found.differed
    )  # fmt: skip
    return Table(say("feedback.caption"), heads, rows, frozenset(), (0.26, 0.11, 0.12, 0.12, 0.39), flows=True)


def _questions(found: AuditorFeedback) -> Table:
    heads = (say("feedback.column.question"), say("feedback.column.otherwise"))
    rows = tuple((f"{one.criterion}  {one.short}", question_words(one)) for one in found.questions)
    return Table(say("feedback.questions_caption"), heads, rows, frozenset(), (0.5, 0.5))


def _day(settled_on: date | None) -> str:
    return f" {say('feedback.settled_on', day=long_date(settled_on))}" if settled_on else ""


def _imprint(found: AuditorFeedback, council: str, invented: str) -> Imprint:
    foot = (say("feedback.foot", round=found.round, name=found.name), invented)
    return Imprint(
        say("feedback.title", name=found.name), council or say_report("report.author"), say("feedback.subject"), foot
    )
