"""Publish: what anybody may see of a round, what is hidden of it and why, and who agreed."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from auditor.changed import Changed
from auditor.editions.releases import Draft, draft, release_steps
from ui.ask import Asks
from ui.pages.page import Page
from ui.parts.announce import announce
from ui.parts.buttons import PlainButton
from ui.parts.empty import EmptyState
from ui.parts.header import HeaderBar
from ui.parts.layout import ScrollColumn
from ui.parts.message import ON_PAGE, MessageArea
from ui.report.agree_card import AgreeCard
from ui.report.hidden import HiddenCard, OutCard
from ui.results.job_line import JobLine
from ui.session import Session
from ui.tasks import Steps, Task, Tasks

RELEASED = Changed(frozenset({"release"}))
KINDS = frozenset({"audit", "decision", "round", "everything"})


class PublishPage(Page):
    """What is hidden first, then who agreed, then what is out already."""

    title = "Publish"

    def __init__(self, session: Session, tasks: Tasks, asks: Asks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._tasks, self._asks = session, tasks, asks
        self._reading: Task | None = None
        self.report = PlainButton("Other editions", "file-text")
        self.header = HeaderBar(self.title, "", self.report)
        self.messages, self.progress = MessageArea(ON_PAGE), JobLine()
        self.empty = EmptyState("send", "There is no round yet.", "What is published is the figures of one.")
        self.hidden, self.agree, self.out = HiddenCard(), AgreeCard(), OutCard()
        for card in (self.agree, self.out):
            card.hide()  # until it is known what would be published
        self._body = ScrollColumn(self.hidden, self.agree, self.out, 1, gap=4, margins=(6, 4, 6, 6))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for part in (self.header, self.messages, self.progress, self.empty):
            box.addWidget(part)
        box.addWidget(self._body, 1)
        self._command = QAction("Publish…", self)
        self._command.triggered.connect(self.agree.ask)
        self.report.clicked.connect(lambda: self.go.emit("report"))
        self.hidden.onward.clicked.connect(lambda: self.go.emit("standing"))
        self.hidden.whole_wanted.connect(lambda _whole: self._read())
        self.agree.agreed.connect(self._publish)
        session.changed.connect(self._on_changed)
        session.round_switched.connect(self.refresh)

    def refresh(self) -> None:
        """Work out anew what would be published."""
        rnd = self._session.round
        self.header.set_title(self.title, rnd.name if rnd else "")
        self.empty.setVisible(rnd is None)
        self._body.setVisible(rnd is not None)
        if rnd is not None:
            self._read()

    def focus_main(self) -> None:
        """Put the keyboard on what is hidden, or on who agreed."""
        seen = (self.hidden.table, self.hidden.onward, self.agree.who.edit)
        next((part for part in seen if part.isVisible()), self.report).setFocus()

    def panes(self) -> tuple[QWidget, ...]:
        """What is hidden, who agreed, what is out."""
        return self.hidden, self.agree, self.out

    def commands(self) -> tuple[QAction, ...]:
        """Publishing."""
        return (self._command,)

    def leave(self) -> None:
        """Names that were typed do not stay on a page nobody looks at."""
        self.agree.clear()

    def _read(self) -> None:
        rnd = self._session.round
        if rnd is None:
            return
        if self._reading is not None:
            self._reading.cancel()
        self.hidden.wait()
        self._command.setEnabled(False)
        store, name, whole = self._session.store, rnd.name, self.hidden.whole.isChecked()

        def work() -> Steps:
            yield "Working out what may be published"
            return draft(store, name, whole_lines=whole)

        task = self._reading = self._tasks.start("Working out what may be published", work)
        task.done.connect(lambda found: self._on_draft(task, found))
        task.failed.connect(lambda words: self._on_not_read(task, words))

    def _on_draft(self, task: Task, found: Draft) -> None:
        if task is not self._reading:
            return
        self._reading = None
        self.hidden.show_draft(found)
        self.out.show_out(found.earlier)
        self.agree.setVisible(not found.refused)
        self.out.show()
        self._command.setEnabled(not found.refused)
        if self.report.hasFocus():  # there was nothing else yet
            self.focus_main()
        announce(self, found.refused or self.hidden.hidden_words.words or "Nothing would be hidden.")

    def _on_not_read(self, task: Task, words: str) -> None:
        if task is self._reading:
            self._reading = None
            self.hidden.show_none()
            self.messages.say("problem", words)

    def _publish(self, who: str, early: str, kinds: list[str]) -> None:
        rnd = self._session.round
        if rnd is None:
            return
        folder = self._asks.folder(self, "Where to put the public edition")
        if folder is None:
            return
        self.messages.dismiss()
        store, whole = self._session.store, self.hidden.whole.isChecked()

        def work() -> Steps:
            for step in release_steps(
                store, rnd.name, folder, agreed_by=who, seen_early=early, whole_lines=whole, formats=kinds
            ):
                if isinstance(step, str):
                    yield step
                else:
                    return step
            raise AssertionError("the last step is the paths")

        task = self._tasks.start("Making the public edition", work)
        self.progress.follow(task)
        self.agree.publish.setEnabled(False)
        task.done.connect(self._on_published)
        task.failed.connect(lambda words: self.messages.say("problem", words, "", ("Try again", self.agree.ask)))
        task.cancelled.connect(lambda: self.messages.say("note", "Cancelled. Nothing was published."))
        for ended in (task.done, task.failed, task.cancelled):
            ended.connect(lambda *_: self.agree.publish.setEnabled(True))

    def _on_published(self, files: tuple[Path, ...]) -> None:
        self.agree.clear()
        self.messages.say(
            "done", "The public edition is made and entered in the register.", f"In {files[0].parent}",
            ("Open it", lambda: _open(files[0])), ("Open the folder", lambda: _open(files[0].parent)),
        )  # fmt: skip
        self._session.tell(RELEASED)
        self._read()

    def _on_changed(self, changed: Changed) -> None:
        if changed.kinds & KINDS and self.isVisible():
            self._read()


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
