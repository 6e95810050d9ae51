"""The form that keeps a good plan: which one, good on what, a passage or a redacted copy, who agreed, until when."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from PySide6.QtCore import Qt, Signal

from auditor.learning.exemplars import ExemplarFacts, GoodPlan
from db.errors import UserError
from db.files import read_whole
from db.vocabulary import ExemplarBasis
from ui.learning.note_box import NoteBox
from ui.learning.work import Work
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.doubt import Doubt
from ui.parts.form import FormRow
from ui.parts.layout import Card, Row
from ui.parts.words import Text
from ui.people.fields import DayField
from ui.setup.fields import Line, choice, side_by_side

PDF = "Redacted copies (*.pdf)"
HINT = "The ten plans of this round with most answers met, and no critical question short."
BASES = {ExemplarBasis.CONSENT: "Consent", ExemplarBasis.LEGAL: "A legal basis"}
A_YEAR = timedelta(days=365)


class AddGoodPlan(Card):
    """`added` carries the reference, what was said of it and the copy's bytes; `left` that nothing is added."""

    added = Signal(str, object, object)
    left = Signal()

    def __init__(self, work: Work) -> None:
        self._work = work
        self._best: tuple[GoodPlan, ...] = ()
        self._copy: bytes | None = None
        self.plan = choice({})
        self.good_on = Line("Good on", "V1 P2", "Say which questions it is good on.", "Codes with spaces between.")
        self.good_on.edit.setMaxLength(400)
        self._met = Text("", "caption", "ink2")
        self.passage = NoteBox(6)
        self.passage_row = FormRow("A passage", self.passage, "Without names, and without the plan's reference.")
        self.copy, self._copy_words = PlainButton("Choose a redacted copy…", "file-text"), Text("", "caption", "ink2")
        self.agreed_by = Line("Who agreed", "the young person and their mother", "Say who agreed.")
        self.basis, self.words = choice(BASES), Line("In words", "signed consent of 3 March 2026", "Say what it is.")
        self.words.edit.setMaxLength(300)
        self.agreed_on = DayField("Agreed on", "Left empty: today.")
        self.until = DayField("May be shown until", "Left empty: a year from when it was agreed.")
        self.keep, self.stop = PlainButton("Keep this good plan", "check"), QuietButton("Leave it")
        self.doubt = Doubt()
        super().__init__(
            FormRow("Plan", self.plan, HINT), self._met, self.good_on, self.passage_row,
            Row(self.copy, (self._copy_words, 1), gap=3), self.agreed_by,
            side_by_side(FormRow("May be shown by", self.basis), self.words),
            side_by_side(self.agreed_on, self.until), self.doubt, Row(self.keep, self.stop, 1),
            title="A good plan to learn from", gap=3,
        )  # fmt: skip
        self.plan.currentIndexChanged.connect(self._on_plan)
        self.copy.clicked.connect(self._choose_copy)
        self.keep.clicked.connect(self._check)
        self.stop.clicked.connect(self.left)
        self.passage.textChanged.connect(lambda: self.passage_row.set_problem(""))

    def offer(self, best: Sequence[GoodPlan]) -> None:
        """Offer these plans."""
        before, self._best = self.plan.currentData(), tuple(best)
        self.plan.clear()
        for good in self._best:
            self.plan.addItem(f"{good.reference}: {good.met:,} of {good.applying:,} met", good.reference)
        at = self.plan.findData(before)
        self.plan.setCurrentIndex(max(at, 0) if self._best else -1)
        self.keep.setEnabled(bool(self._best))
        self._on_plan()

    def start(self) -> None:
        """Put the keyboard on the first field."""
        self.plan.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Empty the form."""
        for line in (self.good_on, self.agreed_by, self.words):
            line.edit.clear()
        for day in (self.agreed_on, self.until):
            day.show_day(None)
        self.passage.clear()
        self._take_copy(None, "")

    def _on_plan(self) -> None:
        good = next((one for one in self._best if one.reference == self.plan.currentData()), None)
        met = ", ".join(one.split()[0] for one in good.criteria) if good else ""
        self._met.set_text(
            f"Met on it: {met}." if met else "No plan of this round is in and good on every critical one."
        )

    def _choose_copy(self) -> None:
        path = self._work.asks.open_path(self, "Choose a redacted copy", PDF)
        if path is None:
            return
        try:
            self._take_copy(read_whole(path), path.name)
        except UserError as problem:
            self._work.messages.say("problem", str(problem))

    def _take_copy(self, content: bytes | None, name: str) -> None:
        self._copy = content
        self._copy_words.set_text(f"{name} is taken along. Look it through for names once more." if name else "")

    def _check(self) -> None:
        keys, agreed_by, words = self.good_on.check(), self.agreed_by.check(), self.words.check()
        fine, agreed = self.agreed_on.check()
        fits, until = self.until.check()
        if not self.passage.text and self._copy is None:
            self.passage_row.set_problem("Type a passage, or choose a redacted copy.")
            return
        if not (keys and agreed_by and words and fine and fits):
            return
        agreed = agreed or _today()
        facts = ExemplarFacts(
            tuple(keys.replace(",", " ").split()), self.passage.text, agreed_by,
            ExemplarBasis(self.basis.currentData()), words, agreed, until or agreed + A_YEAR,
        )  # fmt: skip
        texts = (("The passage", facts.passage), ("The basis", words), ("Who agreed", agreed_by))
        reference: str = self.plan.currentData()
        self.doubt.before(lambda: self.added.emit(reference, facts, self._copy), self.passage, *texts)


def _today() -> date:
    return datetime.now().astimezone().date()
