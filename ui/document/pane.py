"""The document pane: one plan at a time, opened from where it lies, beside the questions or in a window of its own."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from auditor.contents import Evidence
from auditor.plan_reader import Passage, Plan
from ui.desk.actions import Command, PageAction
from ui.document.document_thread import DocumentThread
from ui.document.finding import Finding
from ui.document.key_room import KeyRoom
from ui.document.marks import Mark
from ui.document.page_view import PageView
from ui.document.pane_head import PaneHead, QuietBar
from ui.document.plan_browser import PlanBrowser
from ui.document.plan_places import PlanPlaces
from ui.document.plan_stack import PlanStack, PlanView
from ui.document.source import Source
from ui.document.tags import Prompt, in_text, on_pages
from ui.document.tearing import Tearing
from ui.palette import Entry, Palette
from ui.parts.announce import announce

READING_ON = 1000  # ms after a reader's own scrolling in which nothing moves the plan under them
SAY_AFTER = 500  # ms of rest before the new place is read out
SCAN = "This plan is a picture. It can be read on screen, and neither searched nor read aloud."
SOME_PICTURES = "Pages that are pictures can be neither searched nor read aloud: "
NO_SELECTION = "Select words in the plan first; they become evidence for the open question."


class DocumentPane(QWidget):
    """Shows a plan, finds in it, and gives what is selected as evidence.

    `evidence_asked(Evidence)`; `read(Plan)` when its sections are known; `problem(str)` for a sentence; `closed()`;
    `open_asked()` when a file is to be chosen; `moved()` when another place is in view; `went()` when the reader, or
    the question that was opened, goes to another place; `unread()` when no sections of the plan will be known.
    """

    evidence_asked = Signal(object)
    read = Signal(object)
    problem = Signal(str)
    closed = Signal()
    open_asked = Signal()
    moved = Signal()
    went = Signal()
    unread = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source: Source | None = None
        """What the open plan is read from."""
        self.reading = False
        """Whether the plan is open and its sections will be known in a moment."""
        self._note = ""
        self._places: PlanPlaces | None = None
        self._pending: dict[str, Any] = {}
        self._pending_section = ""
        self._evidence: Sequence[tuple[str, Evidence]] = ()
        self._prompts: Sequence[Prompt] = ()
        self._said = ""
        self._guided = False  # the program is moving the plan, not the reader
        self._asked: Passage | None = None  # the section last asked for, until the plan is moved otherwise
        self._moved_by_hand = QElapsedTimer()
        self._say_timer = QTimer(self, singleShot=True, interval=SAY_AFTER)
        self._thread = DocumentThread(self)
        self._stack, self._head, self._bar = PlanStack(self._thread), PaneHead(), QuietBar()
        self.pages, self.word, self.text = self._stack.pages, self._stack.word, self._stack.text
        self.find_bar, self.section_tabs = self._head.find_bar, self._head.tabs
        self._finding = Finding(self)
        self._room = KeyRoom((self._head, 0), (self._bar, 0), (self._stack, 1))
        self._tearing = Tearing(self, self._room)
        self._commands = self._make_commands()
        self._room.take(self._commands.values())
        self._connect()
        self._enable()

    # The plan

    @property
    def plan(self) -> Plan | None:
        """The plan as read; None until it is, and for a plan whose sections could not be read."""
        return self._places.plan if self._places is not None else None

    @property
    def view(self) -> PlanView | None:
        """What shows the plan now: pages, Word or text; None while none is shown."""
        return self._stack.view

    @property
    def note(self) -> str:
        """What the quiet bar above the plan says: that it is a scan, or what could not be read of it."""
        return self._bar.sentence

    @property
    def path(self) -> Path | None:
        """The file of the open plan; None where none is open, and for one that came in a pack and is in no file."""
        return self.source if isinstance(self.source, Path) else None

    def open_file(self, source: Source, password: str | None = None, *, note: str = "") -> None:
        """Open a plan in place of the one that is open. A PDF that wants a password asks for it here.

        `note` is what the quiet bar says of it first, as long as it is open.
        """
        self._forget()
        self.source, self._note = source, note
        self.reading = True
        self._stack.wait()
        self._thread.open(source, password)

    def close_document(self) -> None:
        """Let go of the plan."""
        was_open = self.source is not None
        self.source, self._note = None, ""
        self._forget()
        self._stack.show_part(self._stack.empty)
        if was_open:
            self.closed.emit()

    def shut_down(self) -> None:
        """Close the plan and its thread for good; called when the page that holds the pane goes."""
        self.bring_back()
        self._thread.end()

    # Evidence and places

    def selection(self) -> Evidence | None:
        """What is selected, with its place; None where nothing is."""
        view, places = self.view, self._places
        if isinstance(view, PlanBrowser):
            found = view.selected() if places is not None else None
            if places is None or found is None:
                return None
            passage, words = found
            return places.evidence(passage, words, passage.page if passage is not None else None)
        chosen = view.selected() if view is not None else None
        if chosen is None:
            return None
        if places is None:
            return Evidence("", chosen.page + 1, None, chosen.words)
        return places.evidence(places.at(chosen.page + 1, chosen.start), chosen.words, chosen.page + 1)

    def show_section(self, letter: str, *, unless_reading: bool = False) -> None:
        """Go to where a section begins, now or once the plan is read.

        With `unless_reading` not within a second of the reader's own scrolling.
        """
        if self._places is None:
            self._pending_section = letter
            return
        passage = self._places.heading(letter)
        busy = self._moved_by_hand.isValid() and self._moved_by_hand.elapsed() < READING_ON
        if passage is None or (unless_reading and busy):
            return
        self._go_to_passage(passage, at_top=True)
        self._guide(self._on_scrolled, asked=passage)
        self.went.emit()

    def show_evidence(self, item: Evidence) -> None:
        """Go to the place of a piece of evidence and outline it for a moment."""
        view = self.view
        if isinstance(view, PageView) and item.page:
            mark = Mark(item.page - 1, item.quotation)
            self._guide(lambda: view.go_to_mark(mark, outline=True))
        elif isinstance(view, PlanBrowser) and self._places is not None:
            passage = self._places.passage_of(item)
            if passage is not None:
                self._guide(lambda: view.go_to_passage(passage, item.quotation, outline=True))
        announce(self, item.place)

    def show_passage(self, passage: Passage) -> None:
        """Go to a passage and outline it for a moment."""
        self._go_to_passage(passage, outline=True)

    def set_tags(self, evidence: Sequence[tuple[str, Evidence]], prompts: Sequence[Prompt]) -> None:
        """Mark evidence, each with its criterion, and passages worth a look."""
        self._evidence, self._prompts = tuple(evidence), tuple(prompts)
        self._show_tags()

    def here(self) -> tuple[str, int | None]:
        """The section and page being read."""
        view = self.view
        if self._asked is not None and view is not None:
            bar = view.verticalScrollBar()
            if bar.value() == bar.maximum():  # it stands near the end, and cannot come to the top
                return self._asked.section, self._asked.page
        if isinstance(view, PageView) and view.count:
            page = view.here()[0] + 1
            return self._places.section_at(page, view.index_here()) if self._places is not None else "", page
        passage = self._passage_here()
        return (passage.section, passage.page) if passage is not None else ("", None)

    def place(self) -> dict[str, Any]:
        """Where the reader is, to come back to. Holds nothing of the plan's text and not where it lies."""
        view = self.view
        if view is None or self._pending:
            return dict(self._pending)
        pages = self.pages.place() if self.pages.count else {}
        text = view.place() if isinstance(view, PlanBrowser) else {}
        return {"text": view is self.text, **pages, **text}

    def return_to(self, place: dict[str, Any]) -> None:
        """Go back to what `place` gave, now or as soon as the plan is open."""
        self._pending = dict(place)
        self._pending_section = ""
        self._take_up_place()

    def panes(self) -> tuple[QWidget, ...]:
        """The parts F6 goes through: what shows the plan, or what stands in its place."""
        return () if self.torn_out else (self.main_part(),)

    def main_part(self) -> QWidget:
        """What the keyboard goes to."""
        return self._stack.main_part

    @property
    def named(self) -> Mapping[str, QAction]:
        """The plan's commands by name: evidence, find, next, back, jump, text, tear and those of its size."""
        return self._commands

    def commands(self) -> tuple[QAction, ...]:
        """The plan's commands, for the menu; their keys work while the keyboard is in the plan."""
        return tuple(self._commands.values())

    def set_paper(self, paper: str) -> None:
        """Pages of a PDF on `white` or `dimmed` paper, `inverted`, or as the `theme`: white, dimmed in the dark."""
        self.pages.set_paper(paper)

    # A window of its own

    @property
    def torn_out(self) -> bool:
        """Whether the plan stands in a window of its own."""
        return self._tearing.out

    def tear_out(self) -> None:
        """Put the plan into a window of its own; closing that brings it back."""
        self._tearing.tear_out()
        self.main_part().setFocus()

    def bring_back(self) -> None:
        """Put the plan back into the pane."""
        self._tearing.put_back()

    # Building

    def _make_commands(self) -> dict[str, PageAction]:
        step = self._finding.step
        commands = {
            "evidence": Command("Selection becomes evidence", "quote", ("Ctrl+Shift+C",), self._ask_evidence),
            "find": Command("Find in plan", "search", ("Ctrl+F",), self._to_find),
            "next": Command("Next place found", "chevron-down", ("F3", "Ctrl+G"), partial(step, 1)),
            "back": Command("Previous place found", "chevron-up", ("Shift+F3", "Ctrl+Shift+G"), partial(step, -1)),
            "jump": Command("Go to section or page…", "map-pin", ("Ctrl+J",), self._jump),
            "text": Command("Plan as text", "a-large-small", ("Ctrl+Shift+T",), self._swap_text),
            "larger": Command("Plan larger", "zoom-in", ("Ctrl++", "Ctrl+="), partial(self._step_zoom, 1)),
            "smaller": Command("Plan smaller", "zoom-out", ("Ctrl+-",), partial(self._step_zoom, -1)),
            "fit": Command("Plan as wide as its pane", "file-text", ("Ctrl+0",), self._fit),
            "tear": Command("Plan in a window of its own", "upload", (), self._tear),
        }
        made = {key: PageAction(self._room, command) for key, command in commands.items()}
        made["text"].setCheckable(True)
        made["tear"].setCheckable(True)
        return made

    def _connect(self) -> None:
        thread, stack, head = self._thread, self._stack, self._head
        thread.opened_pdf.connect(self._opened_pdf)
        thread.opened_word.connect(self._opened_word)
        thread.refused.connect(self._refuse)
        thread.plan_read.connect(self._take_plan)
        thread.unread.connect(self._take_unread)
        thread.found.connect(self._finding.take)
        for view in stack.views:
            view.scrolled.connect(self._on_scrolled)
            view.verticalScrollBar().actionTriggered.connect(self._on_hand)
            view.zoomed.connect(self._enable)
        stack.swapped.connect(self._enable)
        stack.empty.action.connect(self.open_asked)
        stack.refused.other.connect(self.open_asked)
        stack.refused.again.connect(self._try_again)
        stack.password.given.connect(self._open_with)
        head.zoom_stepped.connect(self._step_zoom)
        head.fit_asked.connect(self._fit)
        head.tabs.chosen.connect(self._choose_section)
        head.find_bar.asked.connect(self._finding.ask)
        head.find_bar.stepped.connect(self._finding.step)
        head.find_bar.left.connect(self._leave_find)
        self._say_timer.timeout.connect(self._say_place)
        self._tearing.moved.connect(self._enable)
        self.destroyed.connect(thread.end)

    # Opening

    def _forget(self) -> None:
        """Nothing of the last plan stays."""
        self._thread.close_document()
        self.reading = False
        self._places, self._said, self._asked = None, "", None
        self._pending, self._pending_section = {}, ""
        self._evidence, self._prompts = (), ()
        self.find_bar.field.clear()
        self.find_bar.set_searchable(True)
        self._finding.forget()
        self._stack.forget()
        self.section_tabs.set_places(None)
        self._head.show_where(None, 0)
        self._bar.say("")
        self._enable()

    def _opened_pdf(self, sizes: Sequence[tuple[float, float]]) -> None:
        self._stack.show_part(self.pages)
        self._guide(lambda: self.pages.show_document(sizes))
        self._take_up_place()
        self._guide(self._on_scrolled)

    def _opened_word(self, html: str) -> None:
        self.word.show_html(html)
        self._stack.show_part(self.word)

    def _refuse(self, code: str, sentence: str, asks: bool) -> None:
        self.reading = False
        self.unread.emit()
        if asks and self.source is not None:
            self._stack.ask_password(self.source.name, sentence if code == "plan_wrong_password" else "")
            return
        self._stack.refuse(sentence)
        self.problem.emit(sentence)

    def _open_with(self, password: str) -> None:
        if self.source is not None:
            place, section = self._pending, self._pending_section
            self.open_file(self.source, password, note=self._note)
            self._pending, self._pending_section = place, section

    def _try_again(self) -> None:
        if self.source is not None:
            self.open_file(self.source, note=self._note)

    def _take_plan(self, plan: Plan) -> None:
        self.reading = False
        self._places = PlanPlaces(plan)
        self.section_tabs.set_places(self._places)
        if plan.kind == "docx":
            self.word.place_plan(plan)
        self.find_bar.set_searchable(not plan.scan)
        pictures = SOME_PICTURES + ", ".join(str(page) for page in plan.pictures) + "."
        first = [SCAN] if plan.scan else [pictures] if plan.pictures else []
        self._bar.say(" ".join([*filter(None, [self._note]), *first, *plan.notes]))
        self._enable()
        self._show_tags()
        self._take_up_place()
        if self._pending_section:
            self.show_section(self._pending_section)
            self._pending_section = ""
        self._guide(
            self._on_scrolled, asked=self._asked
        )  # the plan came into view by itself: a question may move it at once
        self.read.emit(plan)

    def _take_unread(self, sentence: str) -> None:
        self.reading = False
        self._bar.say(f"{self._note} The pages can be read, and their sections were not found. {sentence}".strip())
        self.unread.emit()

    def _take_up_place(self) -> None:
        """Go back to the remembered place as far as what is needed for it is there."""
        place, plan = self._pending, self.plan
        if not place or self.view is None:
            return
        if self.pages.count:
            self._guide(lambda: self.pages.return_to(place))
        if plan is None:
            return
        self._pending = {}
        if place.get("text") is True and not plan.scan:
            self._show_text(plan)
        view = self.view
        if isinstance(view, PlanBrowser):
            self._guide(lambda: view.return_to(place))

    # Views

    def _enable(self) -> None:
        """Offer what can be done now, and say how large the plan is shown."""
        view, plan = self.view, self.plan
        for action in self._commands.values():
            action.setEnabled(view is not None)
        self._commands["tear"].setEnabled(view is not None or self.torn_out)
        self._commands["text"].setEnabled(view is not None and plan is not None and not plan.scan)
        self._commands["text"].setChecked(view is self.text)
        self._commands["tear"].setChecked(self.torn_out)
        self._head.setVisible(view is not None)
        if view is not None:
            self._head.show_zoom(view.zoom)

    def _swap_text(self) -> None:
        """The plan as text, or as it looks; the same passage stays in view, and the keyboard on the plan."""
        plan, passage = self.plan, self._passage_here()
        if plan is None:
            return
        if self.view is self.text:
            self._stack.show_part(self.pages if plan.kind == "pdf" else self.word)
        else:
            self._show_text(plan)
        if passage is not None:
            self._go_to_passage(passage, at_top=True)
        self._finding.ask(self.find_bar.words)
        self.main_part().setFocus()
        announce(self, "Plan as text" if self.view is self.text else "Plan as it looks")

    def _show_text(self, plan: Plan) -> None:
        if not self.text.has_plan:
            self.text.show_plan(plan)
            self._show_tags()
        self._stack.show_part(self.text)

    def _passage_here(self) -> Passage | None:
        view = self.view
        if isinstance(view, PlanBrowser):
            return view.passage_here()
        if view is None or self._places is None:
            return None
        return self._places.at(view.here()[0] + 1, view.index_here())

    def _go_to_passage(self, passage: Passage, *, outline: bool = False, at_top: bool = False) -> None:
        view = self.view
        if isinstance(view, PlanBrowser):
            self._guide(lambda: view.go_to_passage(passage, outline=outline, at_top=at_top))
        elif view is not None and passage.page:
            mark = Mark(passage.page - 1, passage.text, passage.spans)
            self._guide(lambda: view.go_to_mark(mark, outline=outline, at_top=at_top))

    def _guide(self, move: Callable[[], object], asked: Passage | None = None) -> None:
        """Move the plan without taking it for the reader's own scrolling; `asked` is the section it is moved to."""
        self._guided, self._asked = True, asked
        try:
            move()
        finally:
            self._guided = False

    def _show_tags(self) -> None:
        """Hand the marks to each view that shows the plan."""
        self.pages.set_marks(on_pages(self._evidence, self._prompts))
        if self._places is not None:
            placed = in_text(self._places, self._evidence, self._prompts)
            self.word.set_marks(placed)
            self.text.set_marks(placed)

    # Moving

    def _choose_section(self, letter: str) -> None:
        self.show_section(letter)
        self.main_part().setFocus()
        self._say_place()

    def _jump(self) -> None:
        """List sections and pages; typing finds one."""
        entries: list[Entry] = []
        if self._places is not None:
            for letter in self._places.letters:
                entries.append(Entry(self._places.name(letter), "Section", "", partial(self._choose_section, letter)))
        for page in range(1, self.pages.count + 1):
            entries.append(Entry(f"Page {page}", "Page", "", partial(self._go_to_page, page)))
        Palette(entries, self._room, title="Go to section or page", example="F, or page 9").open()

    def _go_to_page(self, page: int) -> None:
        view = self.view
        if isinstance(view, PageView):
            self._guide(lambda: view.go_to(page - 1))
        elif self.plan is not None:
            passage = next((p for p in self.plan.passages if p.page and p.page >= page), None)
            if passage is not None:
                self._go_to_passage(passage)
        self.went.emit()
        self.main_part().setFocus()

    def _on_hand(self, _action: int) -> None:
        self._moved_by_hand.start()
        self.went.emit()

    def _on_scrolled(self) -> None:
        # Wheel and scroll bar tell of themselves; keys move what has the keyboard. All else moves by itself, some of it
        # late: a page whose text comes in, a pane that becomes lower.
        if not self._guided and self.view is not None and self.view.hasFocus():
            self._moved_by_hand.start()
        if not self._guided:
            self._asked = None
        letter, page = self.here()
        self.section_tabs.show_here(letter)
        self._head.show_where(page, self.pages.count)
        self._say_timer.start()
        self.moved.emit()

    def _say_place(self) -> None:
        """Read out the section and page, once a place."""
        letter, page = self.here()
        parts = [f"Section {letter}"] if letter else []
        if page and self.pages.count:
            parts.append(f"page {page} of {self.pages.count}")
        words = ", ".join(parts)
        view = self.view
        if view is not None and words and words != self._said:
            self._said = words
            view.setAccessibleDescription(words)
            announce(view, words)

    # Zoom, find, evidence

    def _step_zoom(self, steps: int) -> None:
        view = self.view
        if view is not None:
            self._guide(lambda: view.step_zoom(steps))
            announce(self, self._head.show_zoom(view.zoom))

    def _fit(self) -> None:
        if self.view is not None:
            self._guide(self.view.fit_width)

    def _to_find(self) -> None:
        self.find_bar.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find_bar.field.selectAll()

    def _leave_find(self) -> None:
        self._finding.select()
        self.main_part().setFocus()

    def _ask_evidence(self) -> None:
        item = self.selection()
        if item is None:
            self.problem.emit(NO_SELECTION)
        else:
            self.evidence_asked.emit(item)

    def _tear(self) -> None:
        if self.torn_out:
            self.bring_back()
        else:
            self.tear_out()

    def look_for(self, words: str) -> None:
        """Have the document's thread look for words; what it finds is heard by `Finding`."""
        self._thread.find(words)
