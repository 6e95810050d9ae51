"""The packs that were just made, and the passphrases to tell by telephone: shown here, kept and written nowhere."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from auditor.packs.work import MadePack
from auditor.plural import several
from ui.parts.assist import selecting_moves
from ui.parts.beside import Beside
from ui.parts.buttons import PlainButton, PrimaryButton
from ui.parts.layout import Card, Column, Row, ScrollColumn
from ui.parts.list_table import ListTable, hand_over
from ui.parts.rows import Index, MarkedRows
from ui.parts.words import Heading, Text

HEADS = ("Auditor", "Plans", "Passphrase")
SEALED = 2


class ToldPane(Column):
    """Left the packs, right one auditor's passphrase in large words. `ended` is the button that leaves.

    One passphrase shows at a time: the others in the room need not read them all.
    """

    ended = Signal()

    def __init__(self) -> None:
        self.table = ListTable("Packs that were made")
        self._model = MarkedRows(HEADS, [])
        self.table.setModel(self._model)
        hand_over(self._model, self.table, None)
        selecting_moves(self.table)
        self.who, self._what = Heading(""), Text("", tone="ink2")
        self.words = Text("", "figure")
        self.words.setAccessibleDescription("Passphrase to tell")
        self._file = Text("", "caption", "ink2")
        self.told = PrimaryButton("Told: next", "check")
        self.folder = PlainButton("Open the folder", "folder-open")
        self.done = PlainButton("Done")
        self._about = Text("", tone="ink2")
        card = Card(self.who, self._what, self.words, Row(self.told, 1), self._about, self._file, gap=2, pad=4)
        self.card = card
        # the passphrase is what the page is for: where it is narrow it stands above the list
        beside = Beside(Card(self.table, pad=1), Column(card, 1), (2, 3), detail_first=True)
        body = ScrollColumn((beside, 1000), gap=3, margins=(6, 4, 6, 4))
        foot = Row(self.folder, 1, self.done, gap=3, margins=(6, 3, 6, 3))
        foot.set_ground("surface", "top")
        super().__init__((body, 1), foot, gap=0)
        self._made: tuple[MadePack, ...] = ()
        self._passphrases: dict[int, str] = {}
        self._told: set[int] = set()
        self.told.clicked.connect(self._next)
        self.done.clicked.connect(self.ended)
        self.folder.clicked.connect(self._open_folder)

    @property
    def untold(self) -> int:
        """How many passphrases nobody has ticked off yet."""
        return len(self._passphrases.keys() - self._told)

    def show_made(self, made: Sequence[MadePack], passphrases: Mapping[int, str]) -> None:
        """Show what was made; the passphrases are forgotten with `forget`."""
        self._made, self._told = tuple(made), set()
        self._passphrases = {m.person: passphrases[m.person] for m in made if m.by_passphrase}
        n = len(self._passphrases)
        if n:
            whom = "One auditor" if n == 1 else f"{n:,} auditors"
            self._about.set_text(
                f"{whom} without a key {'needs' if n == 1 else 'need'} a passphrase: tell it by telephone, never in "
                "the message that the pack goes with. It is shown here alone and kept nowhere. If one is lost, make "
                "that pack again."
            )
        else:
            self._about.set_text("Each pack opens with its auditor's own key. There is nothing to tell.")
        self._show_rows(0)

    def forget(self) -> None:
        """Throw the passphrases away."""
        self._passphrases.clear()
        self.words.set_text("")

    def focus_main(self) -> None:
        """Put the keyboard where the next step is."""
        target = self.told if self.told.isVisibleTo(self) else self.done
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> tuple[QWidget, ...]:
        """The packs, the passphrase."""
        return (self.table, self.card)

    def _show_rows(self, at: int) -> None:
        rows = [(m.name, f"{m.plans:,}", self._how(m)) for m in self._made]
        marks = {
            (row, SEALED): "completed" if m.person in self._told or not m.by_passphrase else "under_way"
            for row, m in enumerate(self._made)
        }
        before, self._model = self._model, MarkedRows(HEADS, rows, frozenset({1}), (), marks)
        self.table.setModel(self._model)
        hand_over(self._model, self.table, before)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.setCurrentIndex(self._model.index(at, 0))
        self.table.fit()

    def _how(self, made: MadePack) -> str:
        if not made.by_passphrase:
            return "Not needed"
        return "Told" if made.person in self._told else "To tell"

    def _on_row(self, now: Index, _before: Index) -> None:
        if not now.isValid():
            return
        made = self._made[now.row()]
        words = self._passphrases.get(made.person, "")
        self.who.set_text(f"Tell {made.name} by telephone" if words else made.name)
        self._what.set_text(
            "The words, with a space between each:" if words else "Their pack opens with their own key: just send it."
        )
        self.words.set_text(words)
        self.words.setVisible(bool(words))
        self._file.set_text(f"The pack: {made.file.name}, in {made.file.parent}")
        self.told.setVisible(bool(words))
        self.told.setText("Told: next" if self.untold > 1 else "Told")

    def _next(self) -> None:
        at = self.table.currentIndex().row()
        self._told.add(self._made[at].person)
        left = [i for i, m in enumerate(self._made) if m.person in self._passphrases and m.person not in self._told]
        following = next((i for i in left if i > at), left[0] if left else at)
        self._show_rows(following)
        (self.told if left else self.done).setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_folder(self) -> None:
        folder = self._made[0].file.parent if self._made else Path()
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def made_words(made: Sequence[MadePack]) -> str:
    """What was made: 4 work packs, with 33 plans."""
    return f"{several(len(made), 'work pack')}, with {several(sum(m.plans for m in made), 'plan')}"
