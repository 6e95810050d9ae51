"""Mended as asked: of plans that were audited again, what was asked and what became of it, as counts alone."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from auditor.re_audit.mending import Asked, MendingTable, mended_words, mending, say_mended
from auditor.re_audit.report import ANSWERS, now_word, print_mending, result_word, say
from auditor.reports.make import slug
from db.errors import UserError
from db.vocabulary import Mended
from ui.ask import Asks
from ui.look import look
from ui.pages.page import Page
from ui.parts.announce import announce
from ui.parts.beside import Beside
from ui.parts.buttons import PlainButton
from ui.parts.empty import EmptyState
from ui.parts.header import HeaderBar
from ui.parts.layout import Card, Column, ScrollColumn
from ui.parts.list_table import SortedTable
from ui.parts.message import ON_PAGE, MessageArea
from ui.parts.rows import Index, RowsModel
from ui.parts.words import Text
from ui.re_audit.said_card import SaidCard
from ui.reader import Reader
from ui.session import Session
from ui.tasks import Steps, Tasks

HEADS = ("Question", "Plan", "Mended", "Then", "Now")
RESULT = HEADS.index("Mended")
MARKS = {Mended.YES: "completed", Mended.PARTLY: "under_way", Mended.NO: "delayed", None: "not_started"}
ORDER = (Mended.NO, Mended.PARTLY, None, Mended.YES)
EMPTY, SHOWN = range(2)
ROWS = 5  # seen at the least; a page that is lower scrolls
MOST = 1000  # the list takes all the height that is to spare
ELSEWHERE = "Sign a round off, and choose Audit plans again in the Round menu."


class LinesModel(RowsModel):
    """One row a shortfall that was asked to be mended; its result has its mark."""

    def __init__(self, lines: Sequence[Asked]) -> None:
        self.lines = lines
        super().__init__(HEADS, [_row(line) for line in lines], frozenset(), [_keys(line) for line in lines])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """As any table's; with the mark of what became of it."""
        if role == Qt.ItemDataRole.DecorationRole and index.column() == RESULT:
            return look().mark(MARKS[self.lines[index.row()].result], 18)
        return super().data(index, role)


class MendingPage(Page):
    """The counts, the list, and one line in full beside it."""

    title = "Mended as asked"

    def __init__(self, session: Session, tasks: Tasks, asks: Asks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self._tasks, self._asks = session, tasks, asks
        self.found: MendingTable | None = None
        self.reader, self._round = Reader(tasks, self), -1
        self.pdf = PlainButton("Save as PDF…", "download")
        self.header = HeaderBar(self.title, "", self.pdf)
        self.messages = MessageArea(ON_PAGE)
        self.counts, self.plans, self.why = Text("", bold=True), Text(""), Text("", "caption", "ink2")
        self.table = SortedTable("What was asked to be mended")
        self._model = LinesModel(())
        self.card = SaidCard()
        self.empty = EmptyState("file-check", "There is nothing to tell here.", ELSEWHERE, "Where it stands")
        summary = Card(self.counts, self.plans, self.why, kind="quiet", gap=1)
        beside = Beside(Card(self.table, pad=1), self.card, parts=(3, 2))
        body = ScrollColumn(summary, (beside, MOST), gap=3, margins=(6, 4, 5, 4))
        self._stack = QStackedWidget()
        self._stack.addWidget(Column(self.empty, 1, margins=6))
        self._stack.addWidget(body)
        self.lay_out(self.header, self.messages, self._stack)
        self.pdf.clicked.connect(self._save)
        self.empty.action.connect(lambda: self.go.emit("standing"))
        self.table.moved.connect(self._show_line)
        self.card.said.connect(self._say)
        self.table.keep_in_view(ROWS)
        self.reader.wanted.connect(self.refresh)
        self.reader.found.connect(self._on_read)
        self.reader.failed.connect(partial(self.messages.say, "problem"))
        session.changed.connect(lambda _changed: self.reader.spoil())
        session.round_switched.connect(self.reader.spoil)

    def refresh(self) -> None:
        """Read it again, if anything changed since."""
        rnd = self.session.round
        if rnd is None:
            self._show_empty("This workspace has no round yet.")
            return
        if not self.reader.due:
            return
        if self._round != rnd.id:
            self._round, self.found = rnd.id, None
        self.reader.read("Reading what was mended", partial(mending, self.session.store, rnd.id))

    def focus_main(self) -> None:
        """Put the keyboard on the table, or on the empty page's button."""
        if self._stack.currentIndex() == EMPTY and self.empty.button is not None:
            self.empty.button.setFocus()
        else:
            self.table.setFocus()

    def panes(self) -> tuple[QWidget, ...]:
        """The list and the line."""
        return (self.empty,) if self._stack.currentIndex() == EMPTY else (self.table, self.card.result)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """What keys do in the table."""
        return (("Ctrl+C", "in the table: copy rows"),)

    def _on_read(self, found: MendingTable) -> None:
        here = self._here() if self.found is not None else None
        self.found = found
        if not found.lines:
            self._show_empty(mended_words(found))
            return
        self._stack.setCurrentIndex(SHOWN)
        self.pdf.setEnabled(True)
        self.header.set_title(self.title, f"{found.round} · plans of {found.earlier}, audited again")
        self.counts.set_text(mended_words(found))
        self.plans.set_text(say("plans", whole=f"{found.plans_mended:,}", plans=f"{found.plans:,}"))
        self.why.set_text(say("why", earlier=found.earlier))
        self._model = LinesModel(found.lines)
        key = (here.seen, here.criterion) if here else None
        at = next((row for row, one in enumerate(found.lines) if (one.seen, one.criterion) == key), 0)
        self.table.show_rows(self._model, at)
        if found.locked and not self.messages.isVisible():
            self.messages.say("note", "Nothing can be said otherwise now.", found.locked)

    def _show_empty(self, words: str) -> None:
        rnd = self.session.round
        self.header.set_title(self.title, rnd.name if rnd else "")
        self.pdf.setEnabled(False)
        self.empty.explain(f"{words} {ELSEWHERE}")
        self._stack.setCurrentIndex(EMPTY)

    def _here(self) -> Asked | None:
        row = self.table.row
        return self._model.lines[row] if 0 <= row < len(self._model.lines) else None

    def _show_line(self) -> None:
        self.card.show_line(self._here(), self.found.locked if self.found is not None else "")

    def _say(self, seen: int, criterion: str, result: Mended | None, why: str) -> None:
        rnd = self.session.round
        if rnd is None:
            return
        try:
            changed = say_mended(self.session.store, rnd.id, seen, criterion, result, why)
        except UserError as problem:
            self.messages.say("problem", str(problem))
            return
        announce(self, "Kept.")
        self.session.tell(changed)

    def _save(self) -> None:
        found = self.found
        if found is None or not found.lines:
            return
        suggested = Path(f"mended-{slug(found.round)}.pdf")
        target = self._asks.save_path(self, "Save what was mended", suggested, "PDF (*.pdf)")
        if target is None:
            return
        council = self.session.owner.council

        def work() -> Steps:
            yield "Writing the PDF"
            return print_mending(found, council, target)

        task = self._tasks.start("Writing the PDF", work)
        task.done.connect(lambda path: self.messages.say("done", f"{path.name} is written."))
        task.failed.connect(partial(self.messages.say, "problem"))


def _row(line: Asked) -> tuple[str, ...]:
    said = ", as you say" if line.said is not None and line.said != line.found else ""
    return (
        f"{line.criterion} {line.short}", line.reference, f"{result_word(line.result)}{said}", ANSWERS[line.was],
        now_word(line),
    )  # fmt: skip


def _keys(line: Asked) -> tuple[object, ...]:
    return (
        line.criterion, line.reference, ORDER.index(line.result), int(line.was),
        -9 if line.now is None else int(line.now),
    )  # fmt: skip
