"""The auditor's desk: the plans to score, and the checklist of the one that is open."""

import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QUndoStack
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from auditor.changed import Changed
from auditor.papers.files import KINDS
from auditor.rounds import people_of
from auditor.scoring import PlanRow, Saved, plan_rows
from db.errors import UserError
from ui.ask import Asks, Dialogs
from ui.desk.actions import Command, PageAction, close_paper_keys, next_plan_keys
from ui.desk.answering import Answering
from ui.desk.asked import Asked
from ui.desk.audit_pane import AuditPane
from ui.desk.document_side import DocumentSide
from ui.desk.ended_badly import ENDED as ENDED_BADLY
from ui.desk.ended_badly import RunningMark, recovered_words
from ui.desk.gathering import Gathering
from ui.desk.giving_back import GivingBack
from ui.desk.guidance import Helping
from ui.desk.keeping import Keeping
from ui.desk.line_work import LineWork
from ui.desk.nothing import nothing_open
from ui.desk.outcome_work import OutcomeWork
from ui.desk.papers import OTHER_KINDS
from ui.desk.plan_list import PlanList
from ui.desk.prompt_strip import PromptStrip
from ui.desk.prompting import Prompting
from ui.desk.reading import Reading
from ui.desk.room import CHECKLIST, PAPER, PLANS, Room
from ui.desk.scorer import Scorer
from ui.desk.submission import Submission
from ui.desk.thread_work import ThreadWork
from ui.desk.timing import Timing
from ui.desk.urgent import UrgentWork
from ui.desk.waiting import Waiting
from ui.desk.words import ENDED, agency_words
from ui.look import WORDS
from ui.pages.page import Page
from ui.parts.announce import announce
from ui.parts.answer import ORDER
from ui.session import Session
from ui.settings import Settings

KEYS_OF_PLACES = frozenset({"Ctrl++", "Ctrl+=", "Ctrl+-", "Ctrl+0", "Ctrl+F"})
STILL_NOT = "Still not saved. Your answers are on screen."
ON_SCREEN = "on screen and not yet saved. Everything before is."


class DeskPage(Page):
    """Plan list and checklist. Every answer is on disk before the next key is read."""

    def __init__(
        self, session: Session, settings: Settings, asks: Asks | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.title = "Score plans" if session.lead else "My plans"
        self._session, self._settings = session, settings
        self._round: int | None = None
        self._person: int | None = None
        self._own: int | None = None
        self._telling = False
        self._scorer = Scorer(session.store, self)
        self._build(settings)
        self._control(session, settings, asks or Dialogs())
        self._commands = self._make_commands()
        self._connect()
        self._take_settings()
        self._show_room()
        self.refresh()
        self.return_to(self._remembered())
        self.checklist.opened.connect(self._remember)
        self._running = RunningMark(settings.file, session.owner.device)
        self._say_recovered()
        self._running.set()

    def _build(self, settings: Settings) -> None:
        """Lay the desk: plans, paper, checklist."""
        self.plans, self._pane, self.strip = PlanList(), AuditPane(), PromptStrip()
        self.checklist, self.card = self._pane.checklist, self._pane.checklist.card
        self.paper = DocumentSide(self.strip)
        self.room = Room({PLANS: self.plans, PAPER: self.paper, CHECKLIST: self._pane}, settings.file)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        box.addWidget(self.room)
        self.setAcceptDrops(True)

    def _control(self, session: Session, settings: Settings, asks: Asks) -> None:
        """Put somebody in charge of each thing the desk does."""
        store, scorer, pane = session.store, self._scorer, self._pane
        self._answering = Answering(self, scorer, pane, settings)
        self.keeping = Keeping(store, scorer)
        self.gathering = Gathering(self, scorer, self.keeping, pane, self.paper)
        self.helping = Helping(self, session, settings, scorer, pane)
        self.reading = Reading(self, settings.file, session.owner.device, scorer, self.paper, self.room, asks, store)
        self.prompting = Prompting(
            self, scorer, self.keeping, self.gathering, self.reading, self.paper, self.room, self.strip
        )
        self.outcome_work = OutcomeWork(self, scorer, self.keeping, pane, self.paper, self._answering, self.gathering)
        waiting = Waiting(pane, self.paper)
        self.reading.changed.connect(waiting.forget)
        self.line_work = LineWork(self, scorer, self.keeping, pane, self.paper, self.room, waiting)
        self.thread_work = ThreadWork(self, scorer, self.keeping, self.gathering, pane, self.paper, self.room, waiting)
        self.giving_back = GivingBack(self, store, scorer, pane)
        self.urgent = UrgentWork(self, store, scorer, pane)
        self.timing = Timing(self, store, scorer, pane, settings)
        self.asked = Asked(self, store, scorer, pane)
        self._submission = Submission(self, store, scorer, pane, self.save_now, self.gathering.names)

    @property
    def undo_stack(self) -> QUndoStack:
        """What *Edit, Undo* takes back: answers of the open plan, until it is submitted."""
        return self._scorer.undo_stack

    @property
    def unsaved(self) -> int:
        """How many answers are on screen and not on disk: to be asked before the window closes."""
        self.card.note.hand_over()
        return self._scorer.unsaved

    def save_now(self) -> bool:
        """Write what is not on disk yet. Returns whether everything is."""
        self.card.note.hand_over()
        done = self._scorer.save()
        self.checklist.show_all()
        return done

    def refresh(self) -> None:
        """Read plans and the open sheet again; the open plan, criterion and scroll stay."""
        if self._telling:
            return
        here = self._session.round
        if (here.id if here else None) != self._round:
            self._round, self._person = (here.id if here else None), None
            self._open(None)
        self._read_people()
        self._read_plans()
        audit = self._scorer.audit
        if audit is not None and self.plans.model.row_of(audit.assignment) is not None:
            self._show_again()
        else:
            self._open(self._to_do())

    def focus_main(self) -> None:
        """Put the keyboard on the open criterion's answers, or on the list of plans."""
        if self._scorer.audit is None or self.room.listing:
            self.plans.focus_list()
        elif self._pane.isVisibleTo(self):
            self._pane.keyboard_here()
        else:
            self.paper.main_part().setFocus()

    def panes(self) -> tuple[QWidget, ...]:
        """The list of plans, the paper and the checklist, those in view."""
        parts = (self.plans.list, self.paper.main_part(), self._pane.main_part())
        return tuple(part for part in parts if part.isVisibleTo(self))

    def commands(self) -> tuple[QAction, ...]:
        """Questions, plans, note and submission, and those of the paper.

        What the same keys do elsewhere as well is left out of the menus: there the keyboard's place decides.
        """
        paper = [action for action in self.paper.pane.commands() if not _elsewhere(action)]
        return (*self._commands.values(), *paper)

    def menu_groups(self) -> tuple[tuple[QAction, ...], ...]:
        """Answering, evidence, panels, and the plan as a whole; papers are in File, ways to go in Go."""
        named, paper = self._commands, self.paper.pane.named
        return (
            (named["note"], named["same"]),
            (paper["evidence"], named["use"], named["fine"]),
            (named["lines"], named["thread"], named["outcomes"]),
            tuple(named[key] for key in ("submit", "reopen", "questions", "compare", "known", "take_back")),
            (named["urgent"],),
        )

    def go_groups(self) -> tuple[tuple[QAction, ...], ...]:
        """Through questions, plans, passages and the paper."""
        named, paper = self._commands, self.paper.pane.named
        return (
            (named["next"], named["previous"]),
            (named["next_plan"], named["previous_plan"], named["find"]),
            (named["prompt"], named["prompt_back"]),
            (paper["jump"], paper["next"], paper["back"]),
        )

    def view_commands(self) -> tuple[QAction, ...]:
        """The three parts of the desk, and how the paper looks."""
        named, paper = self._commands, self.paper.pane.named
        return (*(named[key] for key in ("plans", "paper", "checklist")), paper["text"], paper["tear"])

    def file_commands(self) -> tuple[QAction, ...]:
        """Opening and closing papers."""
        return tuple(self._commands[key] for key in ("open_paper", "folder", "close_paper"))

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The keys of the answers and of the note."""
        single = tuple((value.key, WORDS[value.token]) for value in ORDER) if self._settings.single_keys else ()
        return (
            *single,
            ("Left, Right", "Move between the answers without answering"),
            ("Space, Enter", "Give the answer the keyboard is on"),
            ("Up, Down", "Question above, question below"),
            ("Delete", "Clear the answer"),
            ("Esc, Ctrl+Enter", "From the note back to the answers"),
            ("Enter, Delete", "On evidence: show it in the paper, take it away"),
            ("Ctrl+F", "In the paper: find; elsewhere: find a plan"),
            ("Ctrl with plus, minus, 0", "In the paper: larger, smaller, as wide as its pane"),
        )

    def place(self) -> dict[str, Any]:
        """The round, auditor, plan, criterion and scroll."""
        audit = self._scorer.audit
        return {
            "round": self._round,
            "person": self._person,
            "plan": audit.assignment if audit else None,
            "criterion": self.checklist.open_key,
            "scroll": self.checklist.verticalScrollBar().value(),
            "caret": self.checklist.caret,
        }

    def return_to(self, place: dict[str, Any]) -> None:
        """Open the plan and criterion that were open, as far as they are still there."""
        if place.get("round") != self._round:
            return
        person = place.get("person")
        if self._session.lead and person is not None and person != self._person:
            self._choose_person(person)
        plan = place.get("plan")
        if plan is not None and self.plans.model.row_of(plan) is not None:
            self._open(plan, place.get("criterion") or "")
            self.checklist.scroll_to(int(place.get("scroll") or 0))
            self.checklist.caret = place.get("caret")

    def leave(self) -> None:
        """Let go of the paper, and note that this run closed as it should."""
        self.timing.leave()
        self.prompting.leave()
        self.reading.leave()
        self._running.clear()

    def minimumSizeHint(self) -> QSize:
        """What the widest of the three needs: where there is no room for all, the others give way."""
        hints = [part.minimumSizeHint() for part in (self.plans, self.paper, self._pane)]
        return QSize(max(hint.width() for hint in hints), max(hint.height() for hint in hints))

    def _remember(self, _criterion: str) -> None:
        """Keep the place for the next time this workspace is opened."""
        self._settings.file.setValue(f"desk/{self._session.owner.device}", json.dumps(self.place()))

    def _remembered(self) -> dict[str, Any]:
        try:
            kept = json.loads(str(self._settings.file.value(f"desk/{self._session.owner.device}", "{}")))
        except ValueError:
            return {}
        return kept if isinstance(kept, dict) else {}

    def _say_recovered(self) -> None:
        """After a run that did not close: say what is there of the plan that was on the desk."""
        audit = self._scorer.audit
        if self._running.stands and audit is not None and not audit.sheet.locked:
            self._pane.messages.say("note", ENDED_BADLY, recovered_words(audit))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a paper dragged here; other files are for the window."""
        if self._scorer.audit is not None and _paper_in(event) is not None:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the paper that was dropped, for the plan on the desk."""
        path = _paper_in(event)
        if path is not None:
            event.acceptProposedAction()
            self.reading.open_by_hand(path)

    # Plans and people

    def _read_people(self) -> None:
        people = people_of(self._session.store, self._round) if self._round is not None else ()
        self._own = self._session.owner.person_id
        if not self._session.lead:
            self._person = self._own
            self.plans.show_people((), None)
            return
        offered = [(person, f"{name} ({agency_words(agency)})") for person, _, name, agency in people]
        ids = [person for person, _ in offered]
        if self._person not in ids:
            self._person = self._own if self._own in ids else next(iter(ids), None)
        self.plans.show_people(offered, self._person)

    def _read_plans(self) -> None:
        known = self._round is not None and self._person is not None
        rows = plan_rows(self._session.store, self._round, self._person) if known else ()  # type: ignore[arg-type]
        self.plans.show_rows(rows)

    def _to_do(self) -> int | None:
        """The first plan of the list that is not submitted, after the open one if there is one."""
        rows = list(self.plans.model.rows)
        audit = self._scorer.audit
        at = self.plans.model.row_of(audit.assignment) if audit else None
        turns = rows if at is None else rows[at + 1 :] + rows[:at]
        return next((row.assignment for row in turns if row.state not in ENDED or row.questions), None)

    def _choose_person(self, person: int) -> None:
        self._person = person
        self._open(None)
        self.refresh()

    def _open(self, assignment: int | None, criterion: str = "") -> None:
        """Put a plan on the desk, at a criterion or at the first one to answer; or none, and say why."""
        self.card.note.hand_over()
        audit = self._scorer.take_up(assignment)
        self.timing.take_up()
        self.urgent.take_up()
        self.reading.take_up(audit)
        self.plans.stand_on(assignment)
        self._pane.messages.dismiss()
        if audit is None:
            known = self._session.lead or self._person is not None
            self._pane.show_empty(nothing_open(self.plans.model.rows, self._round is not None, known))
        else:
            self._pane.bring_back()
            self._pane.show_audit(audit)
            self.checklist.show_audit(audit)
            first = criterion if criterion in audit.keys else next(iter((*audit.unanswered, *audit.keys)), "")
            self.checklist.open(first, at=0)
            if audit.unsaved:
                self.save_now()
        self._enable()

    def _enter(self, assignment: int) -> None:
        """Go to a plan, with the keyboard on its questions."""
        self.room.list_plans(False)
        audit = self._scorer.audit
        if audit is None or audit.assignment != assignment:
            self._open(assignment)
        self.focus_main()

    def _step_plan(self, step: int) -> None:
        order = [row.assignment for row in self.plans.order()]
        audit = self._scorer.audit
        at = order.index(audit.assignment) + step if audit and audit.assignment in order else 0
        if 0 <= at < len(order):
            self._enter(order[at])
            announce(self, self.plans.words_of(order[at]))
        else:
            announce(self, "This is the last plan." if step > 0 else "This is the first plan.")

    # Saving and submitting

    def _saved(self, saved: Saved) -> None:
        audit = self._scorer.audit
        if audit is not None:
            at = self.plans.model.row_of(audit.assignment)
            if at is not None:
                row: PlanRow = self.plans.model.rows[at]
                state = "draft" if row.state == "not_started" else row.state
                self.plans.show_row(replace(row, answered=audit.answered, state=state))
        if not self._scorer.unsaved:
            self._pane.problem_mended()
            self._tell(saved.changed, f"All answers saved · {saved.at:%H:%M:%S}")

    def _answer_shown(self, _key: str) -> None:
        if self._scorer.audit is not None:
            self._pane.show_audit(self._scorer.audit)
        self._enable()

    def _not_saved(self, problem: UserError) -> None:
        count = self._scorer.unsaved
        keys = ", ".join(self._scorer.audit.unsaved) if self._scorer.audit else ""
        what = f"{keys} is {ON_SCREEN}" if count == 1 and keys else f"{count} answers are {ON_SCREEN}"
        again = "Try again" if problem.code == "locked" else "Save now"
        self._pane.say_problem(what, str(problem), (again, self._try_again))
        self._session.saved.emit("1 answer not yet saved" if count == 1 else f"{count} answers not yet saved")

    def _try_again(self) -> None:
        if self.save_now():
            announce(self, "Saved.")
            self._pane.keyboard_here()
        else:
            announce(self, STILL_NOT, assertive=True)
            self._pane.messages.keyboard_here()

    def _refused(self, problem: UserError) -> None:
        self._pane.say_problem("This could not be changed.", str(problem))
        self._show_again()

    def _audit_changed(self, changed: Changed) -> None:
        """An audit was submitted or reopened: show it so, and tell the others."""
        self._tell(changed)
        self._read_plans()
        self._show_again()
        audit = self._scorer.audit
        if audit is not None and audit.sheet.state == "submitted":
            more = self._to_do() is not None
            self._submission.say_submitted(audit.sheet.facts.reference, self.plans.count_words, more)

    def _replied(self, changed: Changed) -> None:
        """A reply was kept: show what still waits, and tell the others."""
        self._tell(changed)
        self._read_plans()
        self._show_again()

    def _given_back(self, changed: Changed) -> None:
        """A plan was given back: show it so, and offer the next."""
        self._tell(changed)
        self._read_plans()
        self._show_again()
        audit = self._scorer.audit
        if audit is not None:
            self.giving_back.say_given_back(audit.sheet.facts.reference, self._to_do() is not None)

    def _flagged(self, changed: Changed) -> None:
        """The open plan was flagged urgent, or somebody was told: show it at its head."""
        self._tell(changed)
        self.urgent.take_up()

    def _taken_back(self, changed: Changed) -> None:
        """A plan given back by a slip is the auditor's again: show it with its paper."""
        self._tell(changed)
        self._read_plans()
        self._show_again()
        audit = self._scorer.audit
        if audit is not None:
            self._pane.messages.dismiss()
            self.reading.take_up(audit)
            self._pane.keyboard_here()
            announce(self, f"{audit.sheet.facts.reference} is yours again.")

    def _next_to_do(self) -> None:
        following = self._to_do()
        if following is not None:
            self._enter(following)

    def _show_again(self) -> None:
        """Read the open audit again and show what differs."""
        audit = self._scorer.audit
        if audit is not None:
            audit.look_again()
            self.checklist.show_all()
            self._pane.show_audit(audit)
            self.prompting.look_again()
        self._enable()

    def _tell(self, changed: Changed, saved: str = "") -> None:
        self._telling = True  # what changed here is shown already
        self._session.tell(changed, saved)
        self._telling = False

    # Commands and room

    def _connect(self) -> None:
        self._scorer.shown.connect(self._answer_shown)
        self._scorer.saved.connect(self._saved)
        self._scorer.failed.connect(self._not_saved)
        self._scorer.refused.connect(self._refused)
        self.plans.chosen.connect(self._open)
        self.plans.entered.connect(self._enter)
        self.plans.person_picked.connect(self._choose_person)
        self._pane.plans_asked.connect(self._show_list)
        self._pane.compare_asked.connect(lambda: self.go.emit("calibration"))
        self._pane.next_unanswered.connect(partial(self._answering.step_unanswered, 1))
        self.helping.changed.connect(self._tell)
        self.urgent.happened.connect(self._flagged)
        self.giving_back.happened.connect(self._given_back)
        self.giving_back.undone.connect(self._taken_back)
        self.giving_back.next_plan_asked.connect(self._next_to_do)
        self.asked.happened.connect(self._replied)
        self._submission.happened.connect(self._audit_changed)
        self._submission.next_plan_asked.connect(self._next_to_do)
        self._settings.changed.connect(self._take_settings)
        self._answering.refused.connect(self.said)
        self.reading.changed.connect(self._enable)
        self.room.changed.connect(self._show_room)
        self.room.swapped.connect(self._show_part)
        self.checklist.opened.connect(self.reading.show_for)
        self.checklist.opened.connect(self.strip.show_open)
        self.reading.problem.connect(lambda title, detail: self._pane.messages.say("look", title, detail))
        self.paper.evidence_asked.connect(self.gathering.take)
        self.paper.problem.connect(lambda words: announce(self, words, assertive=True))
        self.gathering.place_asked.connect(self.reading.show_evidence)
        self.gathering.question_up.connect(partial(self.room.bring_up, CHECKLIST))
        self.keeping.kept.connect(lambda what, _key: self.reading.show_tags() if what == "evidence" else None)
        self.giving_back.closing.connect(self.reading.close)

    def _make_commands(self) -> dict[str, PageAction]:
        answering, submission = self._answering, self._submission
        commands = {
            "next": Command("Next unanswered", "arrow-down", ("F8",), partial(self._step_unanswered, 1)),
            "previous": Command("Previous unanswered", "arrow-up", ("Shift+F8",), partial(self._step_unanswered, -1)),
            "note": Command("Edit evidence note", "pencil", ("F2",), answering.edit_note),
            "same": Command("Same cause as above", "copy", ("Ctrl+D",), answering.same_reason),
            "next_plan": Command("Next plan", "arrow-right", next_plan_keys(1), partial(self._step_plan, 1)),
            "previous_plan": Command("Previous plan", "arrow-left", next_plan_keys(-1), partial(self._step_plan, -1)),
            "find": Command("Find a plan", "search", ("Ctrl+F",), self._show_find),
            "lines": Command("Section F line by line…", "list-checks", (), self.line_work.ask),
            "thread": Command("The plan's thread…", "target", (), self.thread_work.ask),
            "outcomes": Command("List of outcomes…", "list-checks", (), self.outcome_work.ask_list),
            "prompt": Command("Next passage worth a look", "eye", ("F7",), self.prompting.step),
            "prompt_back": Command(
                "Previous passage worth a look", "eye", ("Shift+F7",), partial(self.prompting.step, -1)
            ),
            "fine": Command("Passage is fine as it is", "check", ("Ctrl+Shift+F",), self.prompting.fine),
            "use": Command("Use passage as evidence", "quote", ("Ctrl+Shift+U",), self.prompting.use),
            "open_paper": Command("Open the paper…", "folder-open", ("Ctrl+Shift+O",), self.reading.ask_paper),
            "folder": Command("Folder of papers…", "package-open", ("Ctrl+Shift+P",), self.reading.ask_folder),
            "close_paper": Command("Close the paper", "x", close_paper_keys(), self.reading.close_paper),
            "plans": Command("Plans to score", "panel-left", (), partial(self._show_hide, PLANS)),
            "paper": Command("Paper", "file-text", ("Ctrl+Shift+D",), partial(self._show_hide, PAPER)),
            "checklist": Command("Checklist", "list-checks", (), partial(self._show_hide, CHECKLIST)),
            "known": Command("I know this child", "user", (), self.giving_back.give_back),
            "take_back": Command("Take the plan back", "undo-2", (), self.giving_back.take_back),
            "urgent": Command("This plan cannot wait…", "triangle-alert", ("Ctrl+Shift+A",), self.urgent.ask),
            "submit": Command("Submit audit…", "send", (), submission.ask_submit),
            "reopen": Command("Reopen audit…", "lock-open", (), submission.ask_reopen),
            "questions": Command("Questions for you…", "send", (), self.asked.show),
            "compare": Command("See where you differed", "target", (), lambda: self.go.emit("calibration")),
        }
        made = {key: PageAction(self, command) for key, command in commands.items()}
        for key in ("plans", "paper", "checklist"):
            made[key].setCheckable(True)
        for key in ("next", "previous"):  # from the sidebar as well
            made[key].setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        return made

    def _enable(self) -> None:
        """Offer what can be done now."""
        audit = self._scorer.audit
        there, open_now = audit is not None, audit is not None and not audit.sheet.locked
        for key in ("next", "previous", "note", "open_paper", "folder", "urgent"):
            self._commands[key].setEnabled(there)
        self._commands["close_paper"].setEnabled(there and self.reading.source is not None)
        self._commands["same"].setEnabled(open_now)
        self._commands["submit"].setEnabled(open_now)
        self._commands["lines"].setEnabled(there and bool(self.line_work.criterion))
        self._commands["thread"].setEnabled(there)
        self._commands["outcomes"].setEnabled(open_now and self.outcome_work.asked)
        self._commands["known"].setEnabled(audit is not None and audit.unread)
        self._commands["take_back"].setEnabled(self.giving_back.may_take_back)
        self._pane.offer_take_back(self.giving_back.may_take_back)
        self._commands["questions"].setEnabled(audit is not None and bool(audit.sheet.questions))
        self._commands["reopen"].setEnabled(audit is not None and audit.sheet.may_reopen)
        compared = audit is not None and audit.sheet.calibration and audit.sheet.state == "submitted"
        self._commands["compare"].setEnabled(compared)

    def _take_settings(self) -> None:
        self._answering.take_settings()
        self.paper.pane.set_paper(self._settings.paper)

    def _step_unanswered(self, step: int) -> None:
        """Go to the next or previous question without an answer, from wherever in the window the keyboard is."""
        if self._scorer.audit is not None:
            self.room.bring_up(CHECKLIST)
            self._answering.step_unanswered(step)
            focused = QApplication.focusWidget()
            if focused is None or not self._pane.isAncestorOf(focused):
                self.focus_main()

    def _show_list(self) -> None:
        """Show the list of plans in place of the checklist, or the checklist again."""
        self.room.list_plans(not self.room.listing)
        self.plans.focus_list() if self.room.listing else self.focus_main()

    def _show_find(self) -> None:
        self.room.list_plans(self.room.folded)
        self.plans.find_box.setFocus()
        self.plans.find_box.selectAll()

    def _show_hide(self, part: str) -> None:
        """Show a part of the desk, or hide it and leave its room to the others."""
        self.room.want(part, not self.room.wanted(part))
        if part == PAPER and self.room.wanted(PAPER):
            self.reading.show_again()
        self._show_part(part if self.room.wanted(part) else "")

    def _show_part(self, part: str) -> None:
        if part == PAPER and self.paper.isVisibleTo(self):
            self.paper.main_part().setFocus()
            announce(self, "Paper")
        else:
            self.focus_main()
            announce(self, "Checklist" if self._pane.isVisibleTo(self) else "Paper")

    def _show_room(self) -> None:
        """Follow the room: which parts are in view."""
        self._pane.set_narrow(self.room.folded)
        for part, command in ((PLANS, "plans"), (PAPER, "paper"), (CHECKLIST, "checklist")):
            self._commands[command].setChecked(self.room.wanted(part))


def _elsewhere(action: QAction) -> bool:
    return any(key.toString() in KEYS_OF_PLACES for key in action.shortcuts())


def _paper_in(event: QDropEvent) -> Path | None:
    """The one file that is dragged and meant as a paper, or None."""
    urls = event.mimeData().urls()
    path = Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
    meant = path is not None and (path.suffix.lower() in (*KINDS, *OTHER_KINDS) or path.is_dir())
    return path if meant else None
