"""Actions: the improvement plan, its targets, and the evidence that stands beside the audit."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from auditor.actions.beside import disputes_of, keep_dispute, keep_survey, remove_dispute, remove_survey, surveys_of
from auditor.actions.blocks import counts_sentence, exception_lines
from auditor.actions.keep import (
    add_action,
    add_area,
    bring_back,
    change_action,
    change_area,
    remove_action,
    remove_area,
    reported,
    tell,
)
from auditor.actions.plan import ActionFacts, AreaFacts, Plan, Told, count, plan_of
from auditor.actions.targets import Aims, TargetFacts, against, aims_of, remove_target, set_target
from auditor.changed import Changed
from auditor.people.register import today
from auditor.results import results
from db.errors import UserError
from ui.actions.actions_tab import ActionsTab
from ui.actions.areas_tab import AreasTab
from ui.actions.evidence_tab import EvidenceTab
from ui.actions.report_day import ReportDayCard
from ui.actions.targets_tab import TargetsTab
from ui.ask import Asks
from ui.pages.page import Page
from ui.parts.announce import announce
from ui.parts.buttons import PlainButton, PrimaryButton
from ui.parts.header import HeaderBar
from ui.parts.layout import Column
from ui.parts.message import ON_PAGE, MessageArea
from ui.session import Session
from ui.tasks import Steps, Tasks

KINDS = frozenset({"action", "target", "evidence_beside", "round", "audit", "everything"})
TAKEN_OUT = "taken out on the page Actions"


class ActionsPage(Page):
    """Four tabs: actions, targets, evidence, and the areas with their highlight reports."""

    title = "Actions"

    def __init__(self, session: Session, tasks: Tasks, asks: Asks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._tasks, self._asks = session, tasks, asks
        self._plan = Plan((), (), (), ())
        self._aims = Aims()
        self._build()
        self._connect()
        session.changed.connect(self._on_changed)

    def _build(self) -> None:
        self.add = PrimaryButton("Add an action", "plus")
        self.lines = PlainButton("Make report lines", "copy")
        self.note_day = PlainButton("Note a report…", "badge-check")
        self.pages = PlainButton("Highlight reports…", "file-text")
        self.header = HeaderBar(self.title, "", self.lines, self.note_day, self.pages, primary=self.add)
        self.messages = MessageArea(ON_PAGE)
        self.day = ReportDayCard()
        self.actions_tab, self.targets, self.evidence, self.areas = (
            ActionsTab(),
            TargetsTab(),
            EvidenceTab(),
            AreasTab(),
        )
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Parts of the page")
        self.tabs.setMinimumHeight(1)  # where height is short the header keeps its buttons, and what is below scrolls
        for tab, name in (
            (self.actions_tab, "Actions"), (self.targets, "Targets"), (self.evidence, "Evidence beside the audit"),
            (self.areas, "Areas and highlight reports"),
        ):  # fmt: skip
            self.tabs.addTab(tab, name)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for part in (self.header, self.messages):
            box.addWidget(part)
        box.addWidget(Column(self.day, (self.tabs, 1), gap=3, margins=(6, 3, 6, 4)), 1)

    def _connect(self) -> None:
        self.add.clicked.connect(self.start)
        self.lines.clicked.connect(self.copy_lines)
        self.note_day.clicked.connect(self.ask_day)
        self.pages.clicked.connect(self.make_pages)
        self.day.noted.connect(self._note)
        self.day.left.connect(self.focus_main)
        self.tabs.currentChanged.connect(lambda _at: self._on_tab())
        store = self._session.store
        actions = self.actions_tab
        actions.saved.connect(self._save)
        actions.list.none.action.connect(lambda: self.go.emit("results"))
        actions.told.connect(self._tell)
        actions.removal_asked.connect(self._remove)
        self.areas.saved.connect(self._save_area)
        self.areas.removal_asked.connect(
            lambda number: self._do(lambda: remove_area(store, number), "The area is gone.")
        )
        self.targets.saved.connect(
            lambda _number, facts: self._do(lambda: set_target(store, facts), "The target is saved.")
        )
        self.targets.removal_asked.connect(self._remove_target)
        evidence = self.evidence
        evidence.survey_saved.connect(
            lambda number, facts: self._do(lambda: keep_survey(store, facts, number), "The survey is saved.")
        )
        evidence.survey_removal_asked.connect(
            lambda number: self._sure("Take this survey away?", lambda: remove_survey(store, number), "It is gone.")
        )
        evidence.dispute_saved.connect(
            lambda number, facts: self._do(lambda: keep_dispute(store, facts, number), "The entry is saved.")
        )
        evidence.dispute_removal_asked.connect(
            lambda number: self._sure("Take this entry away?", lambda: remove_dispute(store, number), "It is gone.")
        )
        self._commands: list[QAction] = []
        for name, key, do in (
            ("Add to this list", "Ctrl+Shift+N", self.start), ("Make report lines", "", self.copy_lines),
            ("Note a report…", "", self.ask_day), ("Highlight reports…", "", self.make_pages),
        ):  # fmt: skip
            action = QAction(name, self)
            if key:
                action.setShortcut(QKeySequence(key))
            action.triggered.connect(lambda _=False, do=do: do())
            self._commands.append(action)

    # What the window asks

    def refresh(self) -> None:
        """Read the plan, the targets and the evidence again."""
        store = self._session.store
        self._plan = plan_of(store)
        rnd = self._session.round
        self._aims = aims_of(store, rnd.id) if rnd is not None else Aims()
        measures = self._aims.measures
        counts = count(self._plan)
        some = (
            "No actions yet" if not counts.total else "1 action" if counts.total == 1 else f"{counts.total:,} actions"
        )
        self.header.set_title(self.title, some)
        since = self._plan.last_report()
        told = f" It went to: {since.name}." if since else ""
        self.actions_tab.show_plan(self._plan, measures, f"{counts_sentence(counts)}{told}" if counts.total else "")
        self.areas.show_plan(self._plan, measures)
        self.targets.show_targets(self._aims)
        self.evidence.show_evidence(surveys_of(store), disputes_of(store), measures)
        self._on_tab()
        if rnd is not None and self._aims.targets:
            self._judge(rnd.name)

    def focus_main(self) -> None:
        """Put the keyboard on the list, or on the form where there is none."""
        listed = self._list()
        (listed.table if listed.records else listed.form.first()).setFocus()

    def panes(self) -> tuple[QWidget, ...]:
        """The tiles, the list, the form, the header's button."""
        listed = self._list()
        tiles = next((t for t in self.actions_tab.tiles.values() if t.isEnabled() and t.isVisible()), None)
        return (*([tiles] if tiles else []), *([listed.table] if listed.records else []), listed.detail, self.add)

    def commands(self) -> tuple[QAction, ...]:
        """Adding, report lines, reports."""
        return tuple(self._commands)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Tiles and copying."""
        return (
            ("Enter", "on a tile: show the actions of its state alone, and all of them again"),
            ("Ctrl+C", "in a table: copy rows"),
        )

    def place(self) -> dict[str, Any]:
        """Which tab is up, and what is chosen in it."""
        record = self._list().record
        return {"tab": self.tabs.currentIndex(), "record": record.id if record else None}

    def return_to(self, place: dict[str, Any]) -> None:
        """Bring it up again."""
        if isinstance(place.get("tab"), int):
            self.tabs.setCurrentIndex(place["tab"])
        if place.get("record") is not None:
            self._list().choose(place["record"])

    # What is done here

    def start(self) -> None:
        """Begin a new record of the list that is up. An action needs an area, so that comes first."""
        self.messages.dismiss()
        if self.tabs.currentWidget() is self.targets:
            self.tabs.setCurrentWidget(self.actions_tab)
        if self.tabs.currentWidget() is self.actions_tab and not self._plan.areas:
            self.tabs.setCurrentWidget(self.areas)
            self.messages.say(
                "note", "Actions belong to an area, so begin with one.", "Name it here, then add actions."
            )
        self._list().start()

    def copy_lines(self) -> None:
        """Put a line for each action that is held up on the clipboard."""
        self.messages.dismiss()
        lines = exception_lines(self._plan)
        if not lines:
            self.messages.say("note", "No action is held up, so there is nothing to explain.")
            return
        QGuiApplication.clipboard().setText("\n".join(f"{p.strong} {p.text}" for p in lines))
        count_words = "1 line is" if len(lines) == 1 else f"{len(lines):,} lines are"
        self.messages.say("done", f"{count_words} on the clipboard.", "Paste them into the report.")

    def ask_day(self) -> None:
        """Ask when and to whom the actions were reported."""
        self.messages.dismiss()
        self.day.ask(today())

    def make_pages(self) -> None:
        """Write one page an area into a folder."""
        self.messages.dismiss()
        if not self._plan.areas:
            self.messages.say("note", "There is no area yet.", "Each highlight report is about one: add it first.")
            return
        folder = self._asks.folder(self, "Where to put the highlight reports")
        if folder is None:
            return
        from auditor.actions.highlight import highlight_steps

        rnd = self._session.round
        task = self._tasks.start(
            "Highlight reports", lambda: highlight_steps(self._session.store, rnd.name if rnd else None, folder)
        )
        task.failed.connect(lambda sentence: self.messages.say("problem", sentence))
        task.cancelled.connect(lambda: self.messages.say("note", "Cancelled. Nothing was written."))
        task.done.connect(lambda paths: self.messages.say("done", _written(len(paths), folder), "One PDF an area."))

    def _judge(self, round_name: str) -> None:
        """Work out the round's figures on the worker, and hold the targets against them."""
        store, aims = self._session.store, self._aims

        def work() -> Steps:
            yield "Holding figures against their targets"
            return against(aims.targets, results(store, round_name))

        self._judging = self._tasks.start("Holding figures against their targets", work)
        self._judging.done.connect(lambda held: self.targets.show_targets(aims, held) if aims is self._aims else None)
        self._judging.failed.connect(lambda sentence: self.messages.say("problem", sentence))

    def _save(self, number: int | None, facts: ActionFacts) -> None:
        store, rnd = self._session.store, self._session.round
        if number is not None:
            self._do(lambda: change_action(store, number, facts), "The action is saved.")
            return
        at_first = next(s for s in reversed(self._plan.states) if not s.needs)
        told = Told(at_first.key, today())
        listed = self.actions_tab.list
        self._do(lambda: add_action(store, facts, told, rnd.id if rnd else None), "The action is added.", listed)

    def _tell(self, number: int, told: Told) -> None:
        self._do(lambda: tell(self._session.store, number, told), "It is told.")

    def _remove(self, number: int) -> None:
        store = self._session.store
        if self._do(lambda: remove_action(store, number, TAKEN_OUT), "The action is taken out."):
            back = ("Put it back", lambda: self._do(lambda: bring_back(store, number), "The action is back."))
            self.messages.say("done", "The action is out of the plan and its counts.", "", back)

    def _save_area(self, number: int | None, facts: AreaFacts) -> None:
        store = self._session.store
        job = (lambda: add_area(store, facts)) if number is None else (lambda: change_area(store, number, facts))
        self._do(job, "The area is saved.", self.areas.list)

    def _remove_target(self, _measure: str) -> None:
        record = self.targets.list.record
        target: TargetFacts | None = record.facts[2] if record else None
        if target is not None:
            self._do(
                lambda: remove_target(self._session.store, target.framework, target.measure), "There is no target now."
            )

    def _note(self, day: Any, name: str) -> None:
        if self._do(lambda: reported(self._session.store, day, name), "The report is noted."):
            self.day.stop()
            self.messages.say("done", "The report is noted.", "From now on counts stand against it.")

    def _sure(self, question: str, job: Callable[[], Changed], said: str) -> None:
        if self._asks.sure(self, question, "Take it away", "Keep it"):
            self._do(job, said)

    def _do(self, job: Callable[[], Changed], said: str, choose_in: Any = None) -> Changed | None:
        """Do one thing and show the outcome; None where it was refused, with the reason on the page."""
        self.messages.dismiss()
        try:
            changed = job()
        except UserError as problem:
            self.messages.say("problem", str(problem))
            return None
        self._session.tell(changed)
        if choose_in is not None and changed.ids:
            choose_in.choose(changed.ids[0])
        announce(self, said)
        return changed

    def _list(self) -> Any:
        return self.tabs.currentWidget().list  # type: ignore[attr-defined]

    def _on_tab(self) -> None:
        words = {0: "Add an action", 1: "Add an action", 2: "Add evidence", 3: "Add an area"}
        self.add.setText(words[self.tabs.currentIndex()])

    def _on_changed(self, changed: Changed) -> None:
        if changed.kinds & KINDS and self.isVisible():
            self.refresh()


def _written(pages: int, folder: Path) -> str:
    return f"1 page is in {folder.name}." if pages == 1 else f"{pages:,} pages are in {folder.name}."
