"""Everything held for one local reference: looked up, saved as files, and its facts put right."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit

from auditor.privacy.correction import KINDS, correct, read_fact
from auditor.privacy.retention import Retention
from auditor.privacy.subject import Tree, as_text, held
from auditor.privacy.subject_files import export, summary, words_of
from db.errors import UserError
from ui.ask import Asks
from ui.parts.announce import announce
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.doubt import Doubt
from ui.parts.fitted_table import FittedTable
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, Wrap
from ui.parts.reveal import bring_into_view
from ui.parts.rows import RowsModel
from ui.parts.words import Text
from ui.session import Session
from ui.setup.fields import Line, choice, side_by_side

HOW = (
    "For a request to see or correct what is held about a child: look up the reference, save everything held for it, "
    "and put its facts right. Which child a reference stands for only your council's records can tell."
)
HINTS = {bool: "Yes or no; empty where it is not known.", int: "A whole number; Reception is 0."}
DAY_HINT = "A day such as 31/03/2026; empty where it is not known."


class HeldCard(Card):
    """The reference is looked up when asked; nothing is written before a folder is chosen."""

    problem = Signal(str)
    said = Signal(str)
    note = Signal(str)

    def __init__(self, session: Session, asks: Asks) -> None:
        self._session, self._asks = session, asks
        self._tree: Tree | None = None
        self.reference = Line("Local reference", "N-001", "Type the reference of a plan.")
        self.look = PlainButton("Look it up", "search")
        self.table = FittedTable("What is held")
        self.save = PlainButton("Save all of it to a folder…", "download")
        self.correct = QuietButton("Put a fact right…", "pencil")
        self.form = CorrectionForm()
        self._found = Column(self.table, Wrap(self.save, self.correct, gap=2), self.form, gap=3)
        super().__init__(
            Text(HOW), self.reference, Wrap(self.look, gap=2), self._found,
            title="Everything held for one reference", gap=3, pad=5,
        )  # fmt: skip
        self._found.hide()
        self.look.clicked.connect(self._look)
        self.reference.edit.returnPressed.connect(self._look)
        self.reference.edit.textEdited.connect(self._forget)
        self.save.clicked.connect(self._save)
        self.correct.clicked.connect(self._ask)
        self.form.given.connect(self._put_right)
        self.form.left.connect(self._leave)

    @property
    def unsaved(self) -> int:
        """A correction that is typed and not given yet."""
        return self.form.unsaved

    def show_rounds(self, rounds: Sequence[Retention]) -> None:
        """Nothing is looked up in a workspace without rounds."""
        self.setVisible(bool(rounds))

    def _forget(self) -> None:
        self._tree = None
        self._found.hide()
        self.form.close_up()

    def _look(self) -> None:
        reference = self.reference.check()
        if not reference:
            return
        try:
            self._tree = held(self._session.store, reference)
        except UserError as problem:
            self._forget()
            self.reference.set_problem(str(problem))
            return
        rows = [(words, f"{number:,}") for words, number in summary(self._tree) if number]
        self.table.show_model(RowsModel(("What is held", "How many"), rows, frozenset({1})))
        self.correct.setVisible(self._session.lead)
        self._found.show()
        bring_into_view(self)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"Held for {reference}: {', '.join(f'{n} {w.lower()}' for w, n in rows)}.")

    def _save(self) -> None:
        folder = self._asks.folder(self, "Choose a folder for what is held")
        if folder is None or self._tree is None:
            return
        try:
            files = export(self._session.store, self._tree["reference"], folder)
        except UserError as problem:
            self.problem.emit(str(problem))
            return
        self.note.emit(
            f"Saved in {folder}: {' and '.join(file.name for file in files)}. The page opens in any browser."
        )

    def _ask(self) -> None:
        if self._tree is not None:
            self.correct.hide()
            self.form.open(self._tree)

    def _leave(self) -> None:
        self.form.close_up()
        self.correct.show()
        self.correct.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_right(self, round_name: str, name: str, text: str, why: str) -> None:
        rnd = next((r for r in self._session.rounds if r.name == round_name), None)
        if rnd is None or self._tree is None:
            return
        try:
            fact = read_fact(name, text)
            done = correct(self._session.store, rnd.id, self._tree["reference"], {name: fact}, why)
        except UserError as problem:
            self.form.refuse(str(problem))
            return
        self._session.tell(done.changed, "Correction kept" if done.noted else "Fact put right")
        if done.noted:
            self.note.emit(
                f"{rnd.name} is signed off, so its facts stay as its figures had them. The correction is kept as a "
                "note in the change log."
            )
        self._look()
        self._leave()


class CorrectionForm(Card):
    """Which fact of which round, what it should be, and why. `given` carries all four as words."""

    given = Signal(str, str, str, str)
    left = Signal()

    def __init__(self) -> None:
        self.round = choice({"": ""})
        self.fact = choice({name: words_of(name) for name in KINDS})
        self._now = Text("", tone="ink2")
        self.value, self.reason = QLineEdit(), QLineEdit()
        self.reason.setMaxLength(200)
        self._value_row = FormRow("What it should be", self.value)
        self._why_row = FormRow("Why", self.reason, "The reason is kept in the change log.")
        self._doubt = Doubt("Keep it as it is typed")
        self.go, self.leave = PlainButton("Put it right", "check"), QuietButton("Leave it as it is")
        super().__init__(
            side_by_side(FormRow("Round", self.round), FormRow("Fact", self.fact)), self._now, self._value_row,
            self._why_row, self._doubt, Wrap(self.go, self.leave, gap=2), kind="quiet", gap=3,
        )  # fmt: skip
        self.setAccessibleName("Putting a fact right")
        self._facts: dict[str, Tree] = {}
        self.round.currentIndexChanged.connect(self._show_now)
        self.fact.currentIndexChanged.connect(self._show_now)
        self.go.clicked.connect(self._give)
        self.leave.clicked.connect(self.left)
        self.hide()

    @property
    def unsaved(self) -> int:
        """Something typed and not given yet."""
        return int(not self.isHidden() and bool(self.value.text().strip() or self.reason.text().strip()))

    def open(self, tree: Tree) -> None:
        """Ask about the facts of what was looked up."""
        self._facts = {r["round"]: r["facts"] for r in tree["rounds"] if not r["purged"]}
        self.round.clear()
        for name in reversed(self._facts):
            self.round.addItem(name, name)
        self._show_now()
        self.show()
        bring_into_view(self)
        self.round.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_up(self) -> None:
        """Ask no more, and forget what was typed."""
        self._doubt.stop()
        for field in (self.value, self.reason):
            field.clear()
        for row in (self._value_row, self._why_row):
            row.set_problem("")
        self.hide()

    def refuse(self, sentence: str) -> None:
        """Say what is wrong with the value."""
        self._value_row.set_problem(sentence)
        self.value.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_now(self) -> None:
        facts, name = self._facts.get(self.round.currentData() or "", {}), self.fact.currentData()
        now = facts.get(name)
        self._now.set_text("Nothing is held of it now." if now in (None, "") else f"It is now: {as_text(now)}.")
        kind = KINDS[name]
        self._value_row.set_help("" if kind is str else HINTS.get(kind, DAY_HINT))

    def _give(self) -> None:
        why, value = self.reason.text().strip(), self.value.text().strip()
        if not why:
            self._why_row.set_problem("Say in a few words why.")
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        given = (self.round.currentData(), self.fact.currentData(), value, why)
        self._doubt.before(
            lambda: self.given.emit(*given), self.value, ("What it should be", value), ("The reason", why)
        )
