"""The minutes of a moderation meeting as blocks, for PDF, Word and the web."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.reports.blocks import Banner, Block, Bullets, Facts, Heading, Kept, Paragraph, Point, Title
from auditor.reports.details import Imprint
from auditor.reports.figure_words import sentence
from auditor.reports.wording import long_date, number
from resources.sentences import Sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from auditor.moderation.minutes import Item, Minutes
    from db.store import Store
    from db.vocabulary import Value

_SENTENCES = Sentences("minutes.toml")
say = _SENTENCES.say


def minutes_blocks(found: Minutes) -> tuple[Block, ...]:
    """The minutes: who was there, each question with answers and views as counts, what was decided and why."""
    day = long_date(found.held_on)
    facts = {"council": found.council, "round": found.round, "held_on": day, "present": number(len(found.present))}
    blocks: list[Block] = [
        Title(say("title", day=day)),
        Facts(tuple((say(f"facts.{name}"), value) for name, value in facts.items() if value)),
    ]
    if found.invented:
        blocks.append(Banner(sentence(found.invented)))
    blocks.append(Paragraph(say("edition"), "note"))
    people = tuple(Point(name, _agency(agency)) for name, agency in found.present)
    blocks += [Heading(1, say("present")), Bullets(people), Heading(1, say("decided"))]
    talked = say("settled", settled=found.settled, talked=len(found.items)) if found.items else say("none")
    blocks.append(Paragraph(talked if found.closed else f"{talked} {say('open')}"))
    blocks += [_item(item) for item in found.items]
    if found.words:
        blocks.append(Heading(1, say("other")))
        blocks += [Paragraph(line) for line in found.words.splitlines() if line.strip()]
    return tuple(blocks)


def minutes_steps(store: Store, meeting: int, target: Path) -> Iterator[str | tuple[Path, ...]]:
    """Write the minutes of a meeting to a file, as PDF, Word or web page by its ending. As `document_steps`."""
    from auditor.learning.files import document_steps
    from auditor.moderation.minutes import minutes

    found = minutes(store, meeting)
    wanted = target.suffix.lower().removeprefix(".")
    document = (target.stem, minutes_blocks(found), minutes_imprint(found))
    yield from document_steps((document,), target.parent, (wanted,))


def minutes_imprint(found: Minutes) -> Imprint:
    """What the files say about themselves."""
    day = long_date(found.held_on)
    foot = (say("foot", round=found.round, day=day), found.invented)
    subject = say("subject", round=found.round)
    return Imprint(say("title", day=day), found.council or say("author"), subject, foot, found.held_on)


def _item(item: Item) -> Kept:
    question = item.question
    views = _counts(item.views) if item.views else say("no_views")
    points = [Point(say("answers"), _counts(item.answers)), Point(say("views"), views)]
    if item.decided is None:
        points.append(Point(say("decision"), say("undecided")))
    else:
        named = (
            say(f"answer.{item.decided.token}"), say(f"cause.{item.cause}") if item.cause else "", _agency(item.agency)
        )  # fmt: skip
        since = f" {say('since')}" if item.since else ""
        points.append(Point(say("decision"), f"{', '.join(part for part in named if part)}.{since}"))
        points.append(Point(say("reason"), item.reason))
    head = say("item", plan=item.plan, id=question.id, short=question.short)
    return Kept((Heading(2, head), Paragraph(question.question), Bullets(tuple(points))))


def _agency(word: str) -> str:
    return str(_SENTENCES.group("agency").get(word, word))


def _counts(counts: Mapping[Value, int]) -> str:
    """Answers with how often each was given, the highest first: 3 met, 1 not met."""
    given = sorted(counts.items(), key=lambda pair: -int(pair[0]))
    return ", ".join(f"{times:,} {say(f'answer.{value.token}')}" for value, times in given) + "."
