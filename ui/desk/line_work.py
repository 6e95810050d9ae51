"""Going through section F line by line, for the one question that asks of section F alone."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from auditor.contents import passage_key
from auditor.thread import SECTIONS, Line, lines_of
from ui.desk.audit_pane import AuditPane
from ui.desk.document_side import DocumentSide
from ui.desk.keeping import Keeping
from ui.desk.line_panel import LinePanel, count_words
from ui.desk.room import PAPER, Room
from ui.desk.scorer import Scorer
from ui.desk.waiting import Waiting
from ui.parts.announce import announce

MOST = 15  # lines, in their order: more take longer than they tell
NO_PAPER = "Open the paper first; its section F is read line by line."
NOT_READ = "The sections of this paper could not be read. Count the lines of section F in the paper itself."
NO_LINES = "Section F has no lines that could be read. Count them in the paper."


class LineWork(QObject):
    """Shows the lines and keeps what the auditor makes of each, by its digest."""

    def __init__(
        self, page: QWidget, scorer: Scorer, keeping: Keeping, pane: AuditPane, side: DocumentSide, room: Room,
        waiting: Waiting,
    ) -> None:  # fmt: skip
        super().__init__(page)
        self._page, self._scorer, self._keeping = page, scorer, keeping
        self._pane, self._side, self._room, self._waiting = pane, side, room, waiting
        self._tools = pane.checklist.card.tools
        self.panel = LinePanel()
        pane.add_panel(self.panel)
        self._tools.lines_asked.connect(self.ask)
        self.panel.back_button.clicked.connect(self._back)
        self.panel.list.back.connect(self._back)
        self.panel.list.marked.connect(self._mark)
        self.panel.list.shown.connect(self._show_in_paper)
        self.panel.list.currentRowChanged.connect(self._follow)
        pane.checklist.opened.connect(lambda _key: self._show_count())
        side.read.connect(lambda _plan: self._show_count())
        keeping.kept.connect(lambda what, _key: self._show() if what == "marks" else None)

    @property
    def criterion(self) -> str:
        """The question that asks of section F alone, where the framework has exactly one; otherwise empty."""
        audit = self._scorer.audit
        found = [c.id for c in audit.order if c.sections == ("F",)] if audit is not None else []
        return found[0] if len(found) == 1 else ""

    def ask(self) -> None:
        """Show the lines in place of the checklist."""
        audit = self._scorer.audit
        if audit is None or not self.criterion or self._waiting.holds(self.ask):
            return
        self._pane.messages.dismiss()
        if not self._lines():
            unread = NO_PAPER if self._side.source is None else NOT_READ
            self._pane.messages.say("look", NO_LINES if self._side.plan is not None else unread)
            return
        self._pane.bring_back()
        self._pane.checklist.open(self.criterion)
        self._show()
        self._pane.show_panel(self.panel, self.panel.list)
        self._follow(self.panel.list.currentRow())

    def _lines(self) -> tuple[Line, ...]:
        plan = self._side.plan
        return lines_of(plan, "F")[:MOST] if plan is not None else ()

    def _marks(self) -> list[str]:
        audit = self._scorer.audit
        marks = audit.sheet.contents.marks if audit is not None else {}
        return [marks.get(_key(line), "") for line in self._lines()]

    def _mark(self, at: int, mark: str) -> None:
        lines = self._lines()
        if at >= len(lines) or not self._keeping.mark(_key(lines[at]), mark, f"line {at + 1} of section F"):
            return
        marks = self._marks()
        following = next((n for n in range(at + 1, len(marks)) if not marks[n]), min(at + 1, len(marks) - 1))
        self.panel.list.setCurrentRow(following if mark else at)
        announce(self._page, f"Saved. {count_words(marks)}")

    def _show(self) -> None:
        audit = self._scorer.audit
        lines = self._lines()
        if audit is not None and lines:
            rows = [(line.text, mark) for line, mark in zip(lines, self._marks(), strict=True)]
            self.panel.show_lines(rows, bool(audit.sheet.locked))
        self._show_count()

    def _show_count(self) -> None:
        """Offer the lines on the card of their question, and say what was counted, once anything was."""
        audit, key = self._scorer.audit, self._pane.checklist.open_key
        if audit is None or not key:
            return
        mine = key == self.criterion
        sections = set(audit.sheet.framework.criterion(key).sections)
        self._tools.offer(lines=mine, thread=len(sections & set(SECTIONS.values())) > 1)
        if mine:
            marks = self._marks()
            self._tools.show_count(count_words(marks) if any(marks) else "")

    def _show_in_paper(self, at: int) -> None:
        lines = self._lines()
        if at < len(lines):
            self._room.bring_up(PAPER)
            self._side.pane.show_passage(lines[at].passages[0])

    def _follow(self, at: int) -> None:
        """Keep the line one is on in view in the paper, where the paper is in view beside the list."""
        lines = self._lines()
        if 0 <= at < len(lines) and self._pane.shows(self.panel) and self._side.isVisible():
            self._side.pane.show_passage(lines[at].passages[0])

    def _back(self) -> None:
        self._pane.show_checklist()


def _key(line: Line) -> str:
    # not the key of the passage itself, which may be marked as worth a look as well
    return passage_key("F, line by line", line.text)
