"""Report: for whom, which parts, what is written in them, as it will print."""

from io import BytesIO
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from auditor.changed import Changed
from auditor.report_builder.choice import Choice, choice_of, choose, write
from auditor.report_builder.inserts import Insert
from db.errors import UserError
from db.store import Store
from db.vocabulary import Edition
from ui.ask import Asks
from ui.look import look
from ui.pages.page import Page
from ui.parts.beside import Beside
from ui.parts.buttons import PlainButton, PrimaryButton
from ui.parts.empty import EmptyState
from ui.parts.header import HeaderBar
from ui.parts.layout import Card, FillColumn, ScrollColumn, SectionTitle, Wrap
from ui.parts.message import ON_PAGE, MessageArea
from ui.report.letterhead_card import LetterheadCard
from ui.report.parts_card import PartsCard, can_be_written
from ui.report.preview import Preview
from ui.report.words import FORMATS, TICKED, kinds_of
from ui.report.writing_card import WritingCard
from ui.results.job_line import JobLine
from ui.session import Session
from ui.tasks import Steps, Task, Tasks

AFTER = 900  # ms of rest before the preview is made again
KINDS = frozenset({"report", "action", "target", "evidence_beside", "audit", "decision", "round", "everything"})
PREVIEW_LEAST, SIDE_LEAST = 420, 300  # design px of height
PUBLIC = "The public edition is published, and not only made: what is hidden in it is looked at first."


class ReportPage(Page):
    """Parts on the left, the pages in the middle, what is written on the right."""

    title = "Report"

    def __init__(self, session: Session, tasks: Tasks, asks: Asks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._tasks, self._asks = session, tasks, asks
        self._audience, self._shown = "board", 0
        self._choice = Choice()
        self._drawing: Task | None = None
        self._again = QTimer(self, singleShot=True, interval=AFTER)
        self._again.timeout.connect(self._draw)
        self._build()
        self._connect()
        session.changed.connect(self._on_changed)
        session.round_switched.connect(self.refresh)

    def _build(self) -> None:
        self.make, self.publish = PrimaryButton("Make report…", "file-check"), PlainButton("Publish…", "send")
        self.header = HeaderBar(self.title, "", self.publish, primary=self.make)
        self.messages, self.progress = MessageArea(ON_PAGE), JobLine()
        self.empty = EmptyState("file-text", "There is no round yet.", "A report is about one.")
        self.parts, self.preview, self.writing = PartsCard(), Preview(), WritingCard()
        self.letterhead = LetterheadCard(self._asks)
        self.formats = {key: QCheckBox(words) for key, words in FORMATS.items()}
        for key in TICKED:
            self.formats[key].setChecked(True)
        self.split = QCheckBox("Appendices as a file apart")
        kinds = Card(SectionTitle("Files"), Wrap(*self.formats.values(), gap=3), self.split, gap=2)
        kinds.setAccessibleName("Files")
        self._left = ScrollColumn(self.parts, kinds, self.letterhead, gap=3, margins=(0, 0, 1, 2))
        self._right = ScrollColumn(self.writing, gap=0, margins=(0, 0, 1, 2))
        inner = Beside(self.preview, self._right, (3, 2), least=700)
        self._body = FillColumn((Beside(self._left, inner, (3, 8), least=1080), 1), margins=(6, 4, 6, 4))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for part in (self.header, self.messages, self.progress, self.empty):
            box.addWidget(part)
        box.addWidget(self._body, 1)
        look().changed.connect(self._fit)
        self._fit()

    def _connect(self) -> None:
        self.make.clicked.connect(self.make_report)
        self.publish.clicked.connect(self.show_public)
        self.parts.chosen.connect(self._on_audience)
        self.parts.changed.connect(self._on_parts)
        self.parts.part.connect(self._show_part)
        self.writing.written.connect(self._on_written)
        self.letterhead.saved.connect(self._on_letterhead)
        self.preview.refused.connect(lambda sentence: self.messages.say("problem", sentence))
        self._commands: list[QAction] = []
        for name, key, do in (
            ("Make report…", QKeySequence.StandardKey.Print, self.make_report), ("Publish…", None, self.show_public),
        ):  # fmt: skip
            action = QAction(name, self)
            if key is not None:
                action.setShortcut(QKeySequence(key))
            action.triggered.connect(lambda _=False, do=do: do())
            self._commands.append(action)

    # What the window asks

    def refresh(self) -> None:
        """Show the report of the round the window is on, and draw it."""
        rnd = self._session.round
        self.header.set_title(self.title, rnd.name if rnd else "")
        self.empty.setVisible(rnd is None)
        self._body.setVisible(rnd is not None)
        for button in (self.make, self.publish):
            button.setEnabled(rnd is not None)
        if rnd is None:
            return
        if rnd.id != self._shown:
            self.writing.field.hand_over()  # to the round it was written for
            self._shown = rnd.id
        self.letterhead.show_head(self._session.store)
        self._show_choice()
        self._draw()

    def focus_main(self) -> None:
        """Put the keyboard on the parts."""
        self.parts.list.setFocus()

    def panes(self) -> tuple[QWidget, ...]:
        """Parts, pages, what is written."""
        return self._left, self.preview, self._right

    def commands(self) -> tuple[QAction, ...]:
        """Making and publishing."""
        return tuple(self._commands)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Moving parts."""
        return (("Space", "in the list of parts: tick one"), ("Alt+Up, Alt+Down", "in the list of parts: move one"))

    def place(self) -> dict[str, Any]:
        """Which report and which part."""
        return {"audience": self._audience, "part": self.parts.list.currentRow()}

    def return_to(self, place: dict[str, Any]) -> None:
        """Bring them up again."""
        audience = place.get("audience")
        if isinstance(audience, str) and audience != self._audience:
            self._on_audience(audience)
        if isinstance(place.get("part"), int):
            self.parts.list.setCurrentRow(place["part"])

    def leave(self) -> None:
        """Nothing of a report stays in memory."""
        self.writing.field.hand_over()
        self._again.stop()
        self.preview.leave()

    # What is done here

    def make_report(self) -> None:
        """Ask for a folder and write the files that are ticked."""
        rnd = self._session.round
        formats = [key for key, box in self.formats.items() if box.isChecked() and box.isEnabled()]
        if rnd is None:
            return
        self.messages.dismiss()
        self.writing.field.hand_over()
        if self._choice.edition == Edition.PUBLIC:
            self.show_public()
            return
        if not formats:
            self.messages.say("note", "No kind of file is ticked.", "Tick at least one under Files.")
            return
        folder = self._asks.folder(self, "Where to put the report")
        if folder is None:
            return
        store, key, split, number = self._session.store, self._audience, self.split.isChecked(), rnd.id

        def work() -> Steps:
            from auditor.report_builder.built import built, stem_of
            from auditor.reports.make import file_steps

            yield "Working out the figures"
            report = built(store, number, key, sheets="xlsx" in formats)
            for step in file_steps(report, folder, formats, split=split, stem=stem_of(key)):
                if isinstance(step, str):
                    yield step
                else:
                    return step
            raise AssertionError("the last step is the paths")

        task = self._tasks.start("Making the report", work)
        self.progress.follow(task)
        task.done.connect(self._on_made)
        task.failed.connect(lambda words: self.messages.say("problem", words, "", ("Try again", self.make_report)))
        task.cancelled.connect(lambda: self.messages.say("note", "Cancelled. Earlier files are untouched."))

    def show_public(self) -> None:
        """Go to where the public edition is looked through and published."""
        self.go.emit("publish")

    def _on_made(self, files: tuple[Path, ...]) -> None:
        names = " and ".join(file.name for file in files)
        self.messages.say(
            "done", f"The report is made: {names}", f"In {files[0].parent}",
            ("Open it", lambda: _open(files[0])), ("Open the folder", lambda: _open(files[0].parent)),
        )  # fmt: skip

    def _on_audience(self, key: str) -> None:
        self.writing.field.hand_over()
        self._audience = key
        self._show_choice()
        self._draw()

    def _on_parts(self) -> None:
        rnd = self._session.round
        if rnd is None:
            return
        edition = str(self.parts.edition.currentData())
        fixed = self._audience == "families" or self._audience.startswith("agency")
        parts = self._choice.parts if fixed else self.parts.parts
        self._do(lambda: choose(self._session.store, rnd.id, self._audience, edition, parts))

    def _on_written(self, part: str, words: str) -> None:
        self._do(lambda: write(self._session.store, self._shown, self._audience, part, words))
        self.said.emit("Saved")

    def _on_letterhead(self, job: Any) -> None:
        self._do(job)
        self.letterhead.show_head(self._session.store)

    def _do(self, job: Any) -> None:
        try:
            changed: Changed = job()
        except UserError as problem:
            self.messages.say("problem", str(problem))
            return
        rnd = self._session.round
        if rnd is not None:
            self._choice = choice_of(self._session.store, rnd.id, self._audience)
        self._session.tell(changed)
        self._again.start()

    # What is shown

    def _show_choice(self) -> None:
        rnd = self._session.round
        if rnd is not None:
            self._choice = choice_of(self._session.store, rnd.id, self._audience)
            self.parts.show_choice(self._choice)
            for kind, box in self.formats.items():
                box.setEnabled(kind in kinds_of(self._audience))
            self._show_part(self.parts.current)

    def _show_part(self, part: str) -> None:
        self.writing.show_part(part, self._choice.words.get(part, ""), written=can_be_written(part))

    def _draw(self) -> None:
        """Make the pages anew on the worker; what is being made already is let go."""
        self._again.stop()
        rnd = self._session.round
        if rnd is None:
            return
        if self._choice.edition == Edition.PUBLIC:
            self.preview.show_nothing(PUBLIC)
            return
        if self._drawing is not None:
            self._drawing.cancel()
        if not self.preview.pages.count:
            self.preview.say("Drawing the pages…")
        store, key, chosen, number = self._session.store, self._audience, self._choice, rnd.id
        task = self._drawing = self._tasks.start("Drawing the report", lambda: _pages(store, number, key, chosen))
        task.done.connect(lambda drawn: self._on_drawn(task, drawn))
        task.failed.connect(lambda words: self._on_not_drawn(task, words))
        task.cancelled.connect(lambda: self._let_go(task))

    def _on_drawn(self, task: Task, drawn: tuple[bytes, tuple[Insert, ...]]) -> None:
        if task is self._drawing:
            self._drawing = None
            content, inserts = drawn
            self.writing.show_inserts(inserts)
            self.preview.show_pdf(content)

    def _on_not_drawn(self, task: Task, words: str) -> None:
        if task is self._drawing:
            self._drawing = None
            self.preview.say(words)  # the pages as they were stay to be looked at

    def _let_go(self, task: Task) -> None:
        if task is self._drawing:
            self._drawing = None

    def _on_changed(self, changed: Changed) -> None:
        if not changed.kinds & KINDS or not self.isVisible():
            return
        if changed.kinds <= {"report"}:
            return  # its own doing: drawn again after a rest
        self._again.start()

    def _fit(self) -> None:
        self.preview.setMinimumHeight(look().px(PREVIEW_LEAST))
        for side in (self._left, self._right):
            side.setMinimumHeight(look().px(SIDE_LEAST))


def _pages(store: Store, number: int, key: str, chosen: Choice) -> Steps:
    """The report as PDF in memory, and the figures its commentary can name."""
    # slow to import, and only this page needs them
    from auditor.report_builder.built import built, named_figures
    from auditor.reports.pdf import write_document

    yield "Working out the figures"
    inserts = named_figures(store, number, key)
    report = built(store, number, key, chosen, sheets=False)
    yield "Drawing the pages"
    file = BytesIO()
    write_document(report.blocks, report.imprint, file)
    return file.getvalue(), inserts


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
