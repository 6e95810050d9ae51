"""The plan's thread beside the questions it helps with: links confirmed by key, gaps shown, parts as evidence."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from auditor.contents import Evidence, Link
from auditor.thread import SECTIONS, Item, gaps, items_of, suggested
from ui.desk.audit_pane import AuditPane
from ui.desk.document_side import DocumentSide
from ui.desk.gathering import Gathering
from ui.desk.keeping import Keeping
from ui.desk.room import PAPER, Room
from ui.desk.scorer import Scorer
from ui.desk.thread_panel import Thread, ThreadPanel
from ui.desk.waiting import Waiting
from ui.document.plan_places import PlanPlaces
from ui.parts.announce import announce

NO_PAPER = "Open the paper first; the thread is read from its sections A, B, E and F."
NOT_READ = "The sections of this paper could not be read, so there is no thread to show. Go by the paper itself."
NO_ITEMS = "Sections A, B, E and F have no lines that could be read."


class ThreadWork(QObject):
    """Shows the thread and keeps the links the auditor confirms."""

    def __init__(
        self, page: QWidget, scorer: Scorer, keeping: Keeping, gathering: Gathering, pane: AuditPane,
        side: DocumentSide, room: Room, waiting: Waiting,
    ) -> None:  # fmt: skip
        super().__init__(page)
        self._page, self._scorer, self._keeping, self._gathering = page, scorer, keeping, gathering
        self._pane, self._side, self._room, self._waiting = pane, side, room, waiting
        self.panel = ThreadPanel()
        pane.add_panel(self.panel)
        pane.checklist.card.tools.thread_asked.connect(self.ask)
        self.panel.back.connect(pane.show_checklist)
        self.panel.linked.connect(self._link)
        self.panel.item_shown.connect(self._show_item)
        self.panel.item_used.connect(self._use)
        keeping.kept.connect(lambda what, _key: self._show() if what == "links" else None)

    def ask(self) -> None:
        """Show the thread in place of the checklist."""
        if self._scorer.audit is None or self._waiting.holds(self.ask):
            return
        self._pane.messages.dismiss()
        if self._side.plan is None:
            self._pane.messages.say("look", NO_PAPER if self._side.source is None else NOT_READ)
        elif not self._items():
            self._pane.messages.say("look", NO_ITEMS)
        else:
            self._show()
            self._pane.show_panel(self.panel, self.panel.first())

    def _items(self) -> tuple[Item, ...]:
        audit, plan = self._scorer.audit, self._side.plan
        return items_of(plan, audit.outcomes) if audit is not None and plan is not None else ()

    def _show(self) -> None:
        audit, items = self._scorer.audit, self._items()
        if audit is None:
            return
        confirmed = audit.sheet.contents.links
        links = suggested(items)
        thread = Thread(items, confirmed, links, gaps(items, {*confirmed, *links}))
        self.panel.show_thread(audit.sheet.facts.reference, thread, bool(audit.sheet.locked))

    def _link(self, link: Link, confirmed: bool) -> None:
        if self._keeping.link(link, confirmed):
            broken = len(self.panel.shown.gaps)
            left = "Nothing is broken." if not broken else f"{broken} without a link."
            announce(self._page, f"{'Confirmed' if confirmed else 'Taken back'}. Saved. {left}")

    def _show_item(self, item: Item) -> None:
        if item.passage is not None:
            self._room.bring_up(PAPER)
            self._side.pane.show_passage(item.passage)

    def _use(self, item: Item) -> None:
        """Make a part of the thread evidence of the open question."""
        plan = self._side.plan
        if plan is not None and item.passage is not None:
            self._gathering.take(PlanPlaces(plan).evidence(item.passage, item.words, item.passage.page))
        else:
            self._gathering.take(Evidence(SECTIONS[item.kind], None, None, item.words))
