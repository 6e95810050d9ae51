"""The right side of the desk: whose plan and how far, the checklist or a panel in its place, and what is next."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from auditor.fields import year_words
from ui.desk.checklist import Checklist
from ui.desk.criterion_card import LARGE
from ui.desk.open_audit import OpenAudit
from ui.desk.outcomes_panel import OutcomesPanel
from ui.desk.panels import ReopenPanel, SubmitPanel
from ui.desk.words import agency_words, question_words
from ui.look import look
from ui.parts.buttons import PlainButton, PrimaryButton, QuietButton
from ui.parts.empty import EmptyState
from ui.parts.layout import Column, Row, Wrap
from ui.parts.message import Action, MessageArea
from ui.parts.pictures import Icon
from ui.parts.progress import Part, PartsBar
from ui.parts.words import Heading, Text

GIVE_BACK = "Gives the plan back unread, for somebody else to score. Nothing is noted of how you know the child."
ROOM_TO_READ = 80  # design px the questions have at least, before the buttons at the foot are shown
TAKE_BACK = "You do not know the child after all. Possible until your lead gives the plan to somebody else."


class AuditPane(Column):
    """Shows an audit; which buttons stand at its foot follows from how far the audit is."""

    next_unanswered = Signal()
    submit_asked = Signal()
    reopen_asked = Signal()
    plans_asked = Signal()
    child_known = Signal()
    take_back_asked = Signal()
    compare_asked = Signal()
    questions_asked = Signal()

    def __init__(self) -> None:
        self.checklist, self.submit_panel, self.reopen_panel = Checklist(), SubmitPanel(), ReopenPanel()
        self.outcomes_panel = OutcomesPanel()
        self.messages = MessageArea()
        self._empty = Column(gap=0)
        self._first: QWidget | None = None
        self._stack = QStackedWidget()
        for page in (self.checklist, self.submit_panel, self.reopen_panel, self.outcomes_panel, self._empty):
            self._stack.addWidget(page)
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._has_foot = True
        self._questions = False
        self._done = (0, 0)
        super().__init__(self._build_head(), (self._stack, 1), self._framed_messages(), self._build_foot(), gap=0)
        self.plans_button.clicked.connect(self.plans_asked)
        self.next_button.clicked.connect(self.next_unanswered)
        self.submit_later.clicked.connect(self.submit_asked)
        self.submit_now.clicked.connect(self.submit_asked)
        self.reopen_button.clicked.connect(self.reopen_asked)
        self.known_button.clicked.connect(self.child_known)
        self.back_button.clicked.connect(self.take_back_asked)
        self.compare_button.clicked.connect(self.compare_asked)
        self.questions_button.clicked.connect(self.questions_asked)
        self.submit_panel.keep_working.connect(self.show_checklist)
        self.reopen_panel.keep.connect(self.show_checklist)
        self.outcomes_panel.left.connect(self.show_checklist)
        self.submit_panel.jump.connect(self._jump)
        look().changed.connect(self._word)
        self._word()

    def show_audit(self, audit: OpenAudit) -> None:
        """Bring the head and the foot up to date with an audit."""
        facts = audit.sheet.facts
        self.plans_button.setText(" · ".join((facts.reference, year_words(facts.year_group))))
        self._reference.set_text(facts.reference)
        known = (year_words(facts.year_group), facts.need, facts.area, audit.sheet.round)
        self._facts.set_text(" · ".join(part for part in known if part))
        done, asked = audit.answered, len(audit.order)
        self._done = (done, asked)
        self._word()
        self._progress.set_parts((Part(done, "answered", "solid"), Part(asked - done, "not answered", "empty")))
        self._show_whose(audit)
        self.known_button.setVisible(audit.unread)
        locked = bool(audit.sheet.locked)
        self._locked.setVisible(locked)
        self._locked_words.set_text(audit.sheet.locked)
        self._show_questions(audit)
        unfinished = not locked and done < asked
        self.next_button.setVisible(unfinished)
        self.submit_later.setVisible(unfinished)
        self.submit_now.setVisible(not locked and done == asked)
        self.reopen_button.setVisible(audit.sheet.may_reopen)
        self.compare_button.setVisible(audit.sheet.calibration and audit.sheet.state == "submitted")

    def _word(self) -> None:
        """Large text has shorter words on the buttons and in the count, so that the questions keep their room."""
        short = look().scale > LARGE
        done, asked = self._done
        self._count.set_text(f"{done} of {asked}" if short else f"{done} of {asked} answered")
        self._count.setAccessibleName(f"{done} of {asked} answered")
        for button, words, few in (
            (self.next_button, "Next unanswered", "Next"),
            (self.submit_later, "Submit audit…", "Submit…"),
            (self.submit_now, "Submit audit…", "Submit…"),
        ):
            button.setText(few if short else words)
            button.setAccessibleName(words)

    def offer_take_back(self, on: bool) -> None:
        """Whether the plan was given back a moment ago and can be taken back."""
        self.back_button.setVisible(on)

    def show_minutes(self, words: str) -> None:
        """Show how long the plan has taken, or nothing."""
        self._minutes.set_text(words)
        self._minutes.setVisible(bool(words))

    def show_urgent(self, words: str) -> None:
        """Say that the plan is flagged urgent and whether somebody was told, or nothing."""
        self._urgent_words.set_text(f"Urgent. {words}")
        self._urgent.setVisible(bool(words))

    def show_checklist(self) -> None:
        """Show the checklist, with the keyboard on the open criterion."""
        self._show(self.checklist, foot=True)
        self.checklist.focus_answers()

    def show_submit(self, audit: OpenAudit) -> None:
        """Show what stands before submitting."""
        self.submit_panel.show_audit(audit)
        self._show(self.submit_panel)
        self.keyboard_here()

    def show_reopen(self, audit: OpenAudit) -> None:
        """Ask for the reason for reopening."""
        self._show(self.reopen_panel)
        self.reopen_panel.ask(audit.sheet.facts.reference)

    def show_outcomes(self, reference: str, listed: Sequence[str], in_plan: Sequence[str]) -> None:
        """Show the list of outcomes, to be changed."""
        self.outcomes_panel.show_outcomes(reference, listed, in_plan)
        self._show(self.outcomes_panel)
        self.outcomes_panel.focus_first()

    def add_panel(self, panel: QWidget) -> None:
        """Take in a panel that can stand in place of the checklist."""
        self._stack.addWidget(panel)

    def show_panel(self, panel: QWidget, first: QWidget) -> None:
        """Show such a panel in place of the checklist, with the keyboard on its main thing."""
        self._first = first
        self._show(panel)
        first.setFocus()

    def shows(self, panel: QWidget) -> bool:
        """Whether a panel is in view."""
        return self._stack.currentWidget() is panel

    def show_empty(self, empty: EmptyState) -> None:
        """Show a sentence in place of an audit."""
        self._empty.clear()
        self._empty.add(empty)
        self._show(self._empty)
        self._head.hide()

    def bring_back(self) -> None:
        """Show the checklist without moving the keyboard."""
        self._show(self.checklist, foot=True)

    def say_problem(self, title: str, detail: str, *actions: Action) -> None:
        """Say what went wrong; it stays until mended or dismissed."""
        self.messages.say("problem", title, detail, *actions)

    def say_done(self, title: str, detail: str, *actions: Action) -> None:
        """Say what was done, with the keyboard on what comes next."""
        bar = self.messages.say("done", title, detail, *actions)
        for button in bar.findChildren(PlainButton)[:1] if actions else ():
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def problem_mended(self) -> None:
        """Take a problem's message away."""
        if self.messages.bar is not None and self.messages.bar.kind == "problem":
            self.messages.dismiss()

    @property
    def on_checklist(self) -> bool:
        """Whether the checklist is in view, rather than a panel or a sentence in its place."""
        return self._stack.currentWidget() is self.checklist

    def set_narrow(self, narrow: bool) -> None:
        """Show the button for the plans in place of the reference, where the list has no room of its own."""
        self.plans_button.setVisible(narrow)
        self._about.setVisible(not narrow)
        self._progress.setVisible(not narrow)

    def _build_head(self) -> QWidget:
        self.plans_button = PlainButton("", icon="panel-left")
        self.plans_button.setAccessibleDescription("Shows the list of plans")
        self._reference, self._facts = Heading("", 2), Text("", "caption", "ink2")
        self._count, self._minutes = Text("", wrap=False), Text("", "caption", "ink2", wrap=False)
        self._minutes.hide()
        top = Wrap(gap=3)
        top.add(self.plans_button)
        self._about = Column(self._reference, self._facts, gap=0)
        top.add(self._about, stretch=1, least=180)
        top.add(self._minutes)
        top.add(self._count)
        self._progress = PartsBar()  # not a QProgressBar: screen readers say its percent after every answer
        self._whose_words = Text("", bold=True)
        self._whose = Row(Icon("pencil", "ink2"), (self._whose_words, 1), gap=2, margins=(0, 1, 0, 0))
        self._locked_words = Text("")
        self._locked = Row(Icon("lock", "ink2"), (self._locked_words, 1), gap=2, margins=(0, 1, 0, 0))
        self._asked_words = Text("", bold=True)
        self.questions_button = PlainButton("Read and reply…")
        self._asked = Wrap(Icon("send", "accent"), (self._asked_words, 1), self.questions_button, gap=2)
        self._urgent_words = Text("", bold=True)
        self._urgent = Row(Icon("triangle-alert", "delayed"), (self._urgent_words, 1), gap=2, margins=(0, 1, 0, 0))
        self._urgent.hide()
        self._head = Column(
            top, self._progress, self._urgent, self._whose, self._locked, self._asked, gap=2, margins=(5, 3, 5, 3)
        )
        self._head.set_ground("surface", "bottom")
        return self._head

    def _framed_messages(self) -> QWidget:
        self._said = Column(self.messages, margins=(5, 0, 5, 2))
        return self._said

    def _build_foot(self) -> QWidget:
        self.next_button = PrimaryButton("Next unanswered", icon="arrow-right", key="F8")
        self.submit_later = PlainButton("Submit audit…", icon="send")
        self.submit_now = PrimaryButton("Submit audit…", icon="send")
        self.reopen_button = PlainButton("Reopen…", icon="lock-open")
        self.known_button = QuietButton("I know this child", icon="user")
        self.known_button.setAccessibleDescription(GIVE_BACK)
        self.known_button.setToolTip(GIVE_BACK)
        self.back_button = PlainButton("Take the plan back", icon="undo-2")
        self.back_button.setAccessibleDescription(TAKE_BACK)
        self.back_button.setToolTip(TAKE_BACK)
        self.compare_button = PlainButton("See where you differed", icon="target")
        buttons = Wrap(
            self.next_button, self.submit_later, self.submit_now, self.compare_button, self.reopen_button,
            self.known_button, self.back_button, gap=3,
        )  # fmt: skip
        self._foot = Column(buttons, margins=(5, 3, 5, 3))
        self._foot.set_ground("surface", "top")
        return self._foot

    def _show_whose(self, audit: OpenAudit) -> None:
        sheet = audit.sheet
        who = f"{sheet.auditor} ({agency_words(sheet.agency)})"
        if sheet.locked:
            words = f"Entered by {sheet.entered_by} for {who}" if sheet.entered_by else ""
        elif sheet.own:
            words = f"Begun as a paper sheet entered by {sheet.entered_by}" if sheet.entered_by else ""
        else:
            words = f"Entering for {who}. Marked as entered by you"
        self._whose_words.set_text(words)
        self._whose.setVisible(bool(words))

    def _show_questions(self, audit: OpenAudit) -> None:
        """Say that the lead asks about answers of this audit, and about which."""
        questions = audit.sheet.questions
        waiting = [question for question in questions if question.waits]
        keys = ", ".join(question.criterion for question in waiting or questions)
        about = f"{question_words(len(waiting))}, about {keys}" if waiting else f"You were asked about {keys}"
        self._asked_words.set_text(about)
        self._questions = bool(questions)
        self._asked.setVisible(self._questions and self.on_checklist)

    def _show(self, page: QWidget, foot: bool = False) -> None:
        self._head.show()
        self._has_foot = foot
        self._stack.setCurrentWidget(page)
        self._asked.setVisible(self._questions and self.on_checklist)  # a panel needs the room
        self._fit_foot()

    def event(self, event: QEvent) -> bool:
        """Where the pane is low, the questions come before the buttons: the Round menu and F8 do what those do."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._fit_foot()
        return super().event(event)

    def _fit_foot(self) -> None:
        taken = self._head.sizeHint().height() + self._foot.heightForWidth(self.width())
        if self.messages.isVisibleTo(self):  # a message comes before the buttons as well
            taken += self._said.heightForWidth(self.width())
        self._foot.setVisible(self._has_foot and self.height() - taken >= look().px(ROOM_TO_READ))

    def _jump(self, key: str) -> None:
        self.bring_back()
        self.checklist.go(key)

    def main_part(self) -> QWidget:
        """What takes the keyboard first in what is in view."""
        here = self._stack.currentWidget()
        if here is self.submit_panel:
            return self.submit_panel.first()
        if here is self.outcomes_panel:
            return self.outcomes_panel
        if here is not self.checklist and here is not self.reopen_panel and self._first is not None:
            return self._first
        return self.reopen_panel.reason if here is self.reopen_panel else self.checklist.card.answering_part()

    def keyboard_here(self) -> None:
        """Put the keyboard on the main thing of what is in view."""
        if self.on_checklist:
            self.checklist.focus_answers()
        elif self._stack.currentWidget() is self.outcomes_panel:
            self.outcomes_panel.focus_first()
        else:
            self.main_part().setFocus(Qt.FocusReason.OtherFocusReason)
