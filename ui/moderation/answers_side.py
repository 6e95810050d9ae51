"""What there is to look at: the question with its anchors, each auditor's answer, and what went before."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from auditor.frameworks import Criterion
from auditor.moderation.queue import Kind
from auditor.moderation.view import Before, Seen, Theirs
from ui.desk.evidence_chip import EvidenceChip
from ui.desk.words import AGENCIES, BASES, CAUSES
from ui.look import WORDS
from ui.moderation.words import how_far
from ui.parts.buttons import PlainButton
from ui.parts.chip import Chip
from ui.parts.layout import Card, Column, Row, Wrap
from ui.parts.meanings import Meanings
from ui.parts.pictures import Mark
from ui.parts.words import Heading, Text


class QuestionPart(Column):
    """Key, chips, the question and its anchors."""

    def __init__(self) -> None:
        super().__init__(gap=2)

    def show_seen(self, seen: Seen) -> None:
        """Show the question of a difference."""
        self.clear()
        row, question = seen.difference, seen.question
        chips: list[Chip] = [Chip(row.reference, icon="map-pin")]
        if question.critical:
            chips.append(Chip("Critical", icon="flag"))
        if row.hangs:
            chips.append(Chip("Changes a measure", icon="chart-column"))
        self.add(Wrap(Text(question.id, bold=True, wrap=False), *chips, gap=2))
        self.add(Heading(question.question, 3))
        meanings = Meanings("canvas")
        meanings.show_criterion(question)
        self.add(meanings)
        for told in _told(seen):
            self.add(told)


def named_words(cause: str, agency: str) -> str:
    """A cause and who acts, as far as they are named."""
    parts = (f"Cause: {CAUSES.get(cause, cause)}" if cause else "",
             f"Acts: {AGENCIES.get(agency, agency)}" if agency else "")  # fmt: skip
    return " · ".join(part for part in parts if part)


def _told(seen: Seen) -> list[Card]:
    """What was asked, what was decided before the answers were changed, and the lead's note."""
    found: list[Card] = []
    row = seen.difference
    if row.kind == Kind.REOPENED and seen.was is not None:
        words = f"It was decided: {WORDS[seen.was.value.token].lower()}. {seen.was.reason}"
        lead = Text("An answer was changed since this was settled, so it is open again.", bold=True)
        found.append(Card(lead, Text(words), kind="quiet", pad=3))
    if row.kind == Kind.DECIDED and seen.was is not None:
        words = f"Decided: {WORDS[seen.was.value.token].lower()}."
        told = Card(Text(words, bold=True), Text(seen.was.reason), kind="quiet", pad=3)
        if named := named_words(seen.was.cause, seen.was.agency):
            told.add(Text(named, "caption", "ink2"))
        found.append(told)
    if row.kind in (Kind.ASKED, Kind.ANSWERED):
        found.append(Card(Text("The auditors were asked:", bold=True), Text(row.words), kind="quiet", pad=3))
    if seen.guidance:
        found.append(Card(Text("Note on this question", bold=True), Text(seen.guidance), kind="quiet", pad=3))
    return found


class TheirsCard(Card):
    """One auditor's answer and its evidence. `taken` when it is to be the answer, `place` when a place is wanted."""

    taken = Signal(int)
    place = Signal(object)

    def __init__(self, nth: int, one: Theirs, key: str, named: bool, usable: bool) -> None:
        label = f"{one.label}: {one.name}" if named else one.label
        value = one.answer.value
        take = PlainButton(f"Take {one.label[-1]}'s answer", key=key)
        take.clicked.connect(lambda: self.taken.emit(nth))
        take.setEnabled(usable)
        self.take = take
        said = WORDS[value.token] if value is not None else WORDS["unanswered"]
        super().__init__(Wrap((Text(label, bold=True), 1), take, gap=2), pad=3)
        token = value.token if value is not None else "unanswered"
        self.add(Row(Mark(token, 22), (Text(said, "question", bold=True), 1), gap=2))
        for number, item in enumerate(one.evidence, 1):
            chip = EvidenceChip(item, number, len(one.evidence), read_only=True)
            chip.asked.connect(lambda item=item: self.place.emit(item))
            self.add(chip)
        if one.answer.note:
            self.add(Text(one.answer.note, tone="ink2"))
        if not one.evidence and not one.answer.note:
            self.add(Text("No evidence and no note were given.", "caption", "ink2"))
        if one.reply:
            self.add(Text(f"Wrote back: {one.reply}"))
        if acts := named_words(one.answer.cause, one.answer.agency):
            self.add(Text(acts, "caption", "ink2"))
        self.add(1)
        self.setAccessibleName(f"{label}. {said}")


class AnswersPart(Column):
    """The auditors' answers beside each other."""

    taken = Signal(int)
    place = Signal(object)

    def __init__(self) -> None:
        super().__init__(gap=2)
        self.cards: list[TheirsCard] = []

    def show_seen(self, seen: Seen, keys: Sequence[str], named: bool, usable: bool) -> None:
        """Show the answers of a difference; `named` once it is settled, or where names are not hidden."""
        self.clear()
        self.cards = []
        for nth, one in enumerate(seen.theirs):
            card = TheirsCard(nth, one, keys[nth] if nth < len(keys) else "", named, usable)
            card.taken.connect(self.taken)
            card.place.connect(self.place)
            self.cards.append(card)
            if len(seen.theirs) == 1:
                card.take.setText("Take this answer")
        self.add(Text(how_far(seen.difference.values), "caption", "ink2"))
        self.add(Wrap(*((card, 1) for card in self.cards), gap=3, least=210))


class EarlierPart(Column):
    """How the question is read, what it rests on, and what was decided before on it, without saying of which plan."""

    def __init__(self) -> None:
        super().__init__(gap=2)

    def show_earlier(self, question: Criterion, earlier: Sequence[Before]) -> None:
        """Show the newest of them."""
        self.clear()
        self.show()
        if question.guidance:
            self.add(Text(question.guidance, tone="ink2"))
        self.add(Text(f"{BASES.get(question.basis, question.basis)}: {question.source}", "caption", "ink2"))
        if not earlier:
            return
        self.add(Heading(f"Decided before on {question.id}"))
        for one in earlier[:4]:
            self.add(Row(Mark(one.value.token, 18, "canvas"), (Text(WORDS[one.value.token], bold=True), 1), gap=2))
            self.add(Text(one.reason, tone="ink2"))
