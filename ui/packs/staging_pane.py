"""What was opened and is not yet taken in: left the packs, right what the chosen one would change, below what to do."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from auditor.packs.staged import Staged, StagedPack, Standing, Verdict
from auditor.plural import several
from ui.desk.words import agency_words
from ui.look import look
from ui.packs.diff_table import DiffTable
from ui.packs.pack_list import PackList
from ui.packs.words import changes_words, counts_line, day_of, pack_line, pack_title
from ui.parts.buttons import PlainButton, PrimaryButton, QuietButton
from ui.parts.chip import Chip
from ui.parts.layout import Card, Column, Row, ScrollColumn, SectionTitle, Wrap
from ui.parts.message import MessageBar
from ui.parts.passphrase import PassphraseRow
from ui.parts.words import Heading, Text

SIDE, SIDE_SMALL, ROOMY = 300, 252, 1000  # design px of the list, and of the page from which it is wide
NARROW = 680  # design px: under it the list stands above
ROWS_ABOVE = 2  # packs in view where the list stands above
BARS = {Standing.LOOK: "look", Standing.REFUSED: "problem", Standing.NOTHING: "note", Standing.PASSPHRASE: "look"}


class PassphraseCard(Card):
    """Asks the passphrase of a pack that was told by telephone. `given` carries the file and what was typed."""

    given = Signal(str, str)

    def __init__(self) -> None:
        self.row = PassphraseRow("Passphrase", "The words you were told by telephone.")
        self.open = PlainButton("Open this pack", "lock-open")
        self._file = ""
        super().__init__(self.row, Row(self.open, 1), title="This pack is shut", gap=3)
        self.open.clicked.connect(self._give)
        self.row.entered.connect(self._give)

    def ask(self, file: str, problem: str) -> None:
        """Ask for the passphrase of this file; `problem` says what was wrong with the last one."""
        if file != self._file:
            self.row.forget()
        self._file = file
        self.row.set_problem(problem)

    def _give(self) -> None:
        if not self.row.text:
            self.row.set_problem("Type the passphrase first.")
            self.row.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        typed = self.row.text
        self.row.forget()
        self.given.emit(self._file, typed)


class PackPane(Column):
    """One pack in full."""

    def __init__(self) -> None:
        self.title, self._line = Heading(""), Text("", tone="ink2")
        self.seal = Chip("", state="completed")
        self._said = Column(gap=2)
        self.passphrase = PassphraseCard()
        self.table = DiffTable()
        self._head = SectionTitle("What would change")
        self.same = QuietButton("")
        self.card = Card(self._head, (self.table, 1), Row(self.same, 1), gap=2)
        self._spare = Column(1)
        head = Row((Column(self.title, self._line, gap=0), 1), self.seal, gap=3)
        super().__init__(
            head, self._said, self.passphrase, (self.card, 1), (self._spare, 1), gap=3, margins=(5, 3, 6, 3)
        )
        self._pack: StagedPack | None = None
        self._unfolded = False
        self.same.clicked.connect(self._unfold)

    def show_pack(self, pack: StagedPack | None) -> None:
        """Show a pack, or nothing."""
        if pack is not self._pack:
            self._unfolded = False
        self._pack = pack
        if pack is None:
            return
        self.title.set_text(", ".join(part for part in (pack_title(pack), agency_words(pack.agency)) if part))
        self._line.set_text(_line(pack))
        self.seal.set_state(pack.seal, "completed")
        self.seal.setVisible(bool(pack.seal))
        self._show_said(pack)
        shut = pack.standing == Standing.PASSPHRASE
        self.passphrase.setVisible(shut)
        if shut:
            self.passphrase.ask(pack.file, "" if pack.word == "Shut" else pack.why)
        self.card.setVisible(bool(pack.rows))
        self._spare.setVisible(not pack.rows)
        self._show_rows(pack)

    def _show_said(self, pack: StagedPack) -> None:
        self._said.clear()
        if pack.why and pack.standing != Standing.PASSPHRASE:
            self._said.add(MessageBar(BARS.get(pack.standing, "look"), pack.word, pack.why, dismissable=False))
        for note in pack.notes:
            self._said.add(Text(note, tone="ink2"))
        self._said.setVisible(bool(pack.why or pack.notes))

    def _show_rows(self, pack: StagedPack) -> None:
        same = pack.count(Verdict.SAME)
        self._head.set_caption(counts_line(pack))
        self.table.show_rows(pack.rows, self._unfolded)
        self.table.setVisible(self._unfolded or same < len(pack.rows))
        self.same.setVisible(bool(same))
        what = "the 1 that stays the same" if same == 1 else f"the {same:,} that stay the same"
        self.same.setText(f"{'Hide' if self._unfolded else 'Show'} {what}")

    def _unfold(self) -> None:
        self._unfolded = not self._unfolded
        if self._pack is not None:
            self._show_rows(self._pack)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)


class StagingPane(Column):
    """`applied` and `later` are its two ways out; `passphrase_given` carries a file's name and what was typed."""

    applied = Signal()
    later = Signal()
    passphrase_given = Signal(str, str)

    def __init__(self, title: str = "Waiting to go in") -> None:
        self.heading = SectionTitle(title)
        self.list = PackList()
        self.all = QuietButton("Take in none of them")
        hint = Text(
            "Nothing is written until you choose Apply. Drop more packs anywhere on this window.", "caption", "ink2"
        )
        self._hint = hint
        self.side = Column(self.heading, Row(self.all, 1), (self.list, 1), hint, gap=2, margins=(3, 3, 3, 3))
        self.side.set_ground("surface", "right")
        self.pane = PackPane()
        self._middle = QWidget()
        self._way = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._middle)
        self._way.setContentsMargins(0, 0, 0, 0)
        self._way.setSpacing(0)
        self._way.addWidget(self.side)
        self._way.addWidget(self.pane, 1)
        self._about = Text("", "caption", "ink2")
        self.leave = PlainButton("Leave for later")
        self.apply = PrimaryButton("Apply", "check")
        foot = Wrap(gap=3)
        foot.add(self._about, stretch=1, least=240)
        foot.add(self.leave)
        foot.add(self.apply)
        self.foot = Row((foot, 1), margins=(5, 3, 6, 3))
        self.foot.set_ground("surface", "top")
        self._body = ScrollColumn((self._middle, 1000), gap=0, margins=0)
        super().__init__((self._body, 1), self.foot, gap=0)
        self.staged = Staged(None, ())
        self.list.selectionModel().currentChanged.connect(self._on_pack)
        self.list.packs.told.connect(self._show_foot)
        self.all.clicked.connect(self._tick_all)
        self.leave.clicked.connect(self.later)
        self.apply.clicked.connect(self.applied)
        self.pane.passphrase.given.connect(self.passphrase_given)
        look().changed.connect(self._arrange)
        self._arrange()

    @property
    def chosen(self) -> tuple[StagedPack, ...]:
        """The packs that would go in now."""
        return self.list.packs.chosen

    def show_staged(self, staged: Staged) -> None:
        """Show other packs, and keep the one that one is on."""
        here = self.list.here
        self.staged = staged
        self.list.packs.show(staged.packs)
        self.heading.set_caption(_counted(staged.packs))
        kept = [i for i, p in enumerate(staged.packs) if here is not None and (p.uid, p.file) == (here.uid, here.file)]
        waits = (i for i, p in enumerate(staged.packs) if _waits(p))  # what is in already wants no look
        row = kept[0] if kept else next(waits, 0)
        if staged.packs:
            self.list.setCurrentIndex(self.list.packs.index(row))
        self.pane.show_pack(self.list.here)
        self._show_foot()
        self._arrange()

    def focus_main(self) -> None:
        """Put the keyboard on the list, or on the passphrase where one pack alone waits for it."""
        shut = self.pane.passphrase.isVisibleTo(self) and len(self.staged.packs) == 1
        (self.pane.passphrase.row.edit if shut else self.list).setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> tuple[QWidget, ...]:
        """The list, the pack, the buttons."""
        return (self.list, self.pane.table if self.pane.card.isVisible() else self.pane, self.foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        across = self.width() >= look().px(NARROW)
        way = QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom
        if self._way.direction() != way:
            self._way.setDirection(way)
        self.side.set_ground("surface", "right" if across else "bottom")
        most = 16_777_215  # Qt's own: no limit
        if across:
            self.side.setFixedWidth(look().px(SIDE if self.width() >= look().px(ROOMY) else SIDE_SMALL))
        else:
            self.side.setMinimumWidth(0)
            self.side.setMaximumWidth(most)
        rows = min(len(self.staged.packs) or 1, ROWS_ABOVE)
        self.list.setMaximumHeight(most if across else rows * self.list.row_height() + 2)
        self.list.setMinimumHeight(0 if across else min(rows, 1) * self.list.row_height())
        self._hint.setVisible(across and self.width() >= look().px(ROOMY))
        self.all.setVisible(across and sum(pack.goes_in for pack in self.staged.packs) > 1)

    def _on_pack(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.pane.show_pack(self.list.here)

    def _tick_all(self) -> None:
        self.list.packs.choose_all(not self.chosen)

    def _show_foot(self) -> None:
        chosen, able = self.chosen, [pack for pack in self.staged.packs if pack.goes_in]
        words = changes_words(chosen)
        self.apply.setText(f"Apply {words}" if words else "Apply")
        self.apply.setEnabled(bool(chosen))
        self.apply.setVisible(bool(able))
        self.all.setText("Take in none of them" if chosen else f"Take in all {len(able):,}")
        if not able:
            self._about.set_text("Nothing here can go in, and nothing was written.")
        elif not chosen:
            self._about.set_text("No pack is ticked: tick one with Space to take it in.")
        else:
            which = "this pack" if len(able) == 1 else f"{len(chosen):,} of {several(len(self.staged.packs), 'pack')}"
            undo = "it can" if len(chosen) == 1 else "each can"
            self._about.set_text(f"From {which}. A backup is made first, and {undo} be undone as a whole.")


def _line(pack: StagedPack) -> str:
    """Which pack it is, and which of ours it answers."""
    answers = f"answers your pack of {day_of(pack.answers_to)}" if pack.answers_to else ""
    return " · ".join(part for part in (pack_line(pack), answers) if part)


def _waits(pack: StagedPack) -> bool:
    return pack.goes_in or pack.standing == Standing.PASSPHRASE


def _counted(packs: Sequence[StagedPack]) -> str:
    """How many wait, bring nothing new and are refused: 2 · 1 with nothing new · 1 refused."""
    waiting = sum(map(_waits, packs))
    refused = sum(pack.standing == Standing.REFUSED for pack in packs)
    same = len(packs) - waiting - refused
    more = [f"{n:,} {what}" for n, what in ((same, "with nothing new"), (refused, "refused")) if n]
    return " · ".join([f"{waiting:,}", *more])
