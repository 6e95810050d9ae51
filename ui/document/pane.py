"""The document pane: one plan at a time, opened from where it lies, beside the questions or in a window of its own."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol, cast

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from auditor.contents import Evidence
from auditor.plan_reader import Passage, Plan
from ui.desk.actions import Command, PageAction
from ui.document.document_thread import DocumentThread
from ui.document.find_bar import FindBar
from ui.document.finding import Finding
from ui.document.key_room import KeyRoom
from ui.document.marks import Mark
from ui.document.page_view import PageView
from ui.document.places_in_pane import PasswordPanel, RefusedPanel, nothing_open
from ui.document.plan_browser import PlanBrowser
from ui.document.plan_places import PlanPlaces
from ui.document.section_tabs import SectionTabs
from ui.document.torn_window import TornWindow
from ui.look import look
from ui.palette import Entry, Palette
from ui.parts.announce import announce
from ui.parts.buttons import QuietButton
from ui.parts.empty import EmptyState
from ui.parts.layout import Column, Row, Wrap
from ui.parts.pictures import Icon
from ui.parts.words import KeyCap, Text

READING_ON = 1000  # ms after a reader's own scrolling in which nothing moves the plan under them
SAY_AFTER = 500  # ms of rest before the new place is read out
SLOW = 300  # ms before "Opening…" is shown
SCAN = "This plan is a picture. It can be read on screen, and neither searched nor read aloud."
SOME_PICTURES = "Pages that are pictures can be neither searched nor read aloud: "
PASSWORDS = ("plan_password", "plan_wrong_password")


class Prompt(Protocol):
    """A passage worth a look, as far as the pane needs it."""

    @property
    def section(self) -> str:
        """One of the letters, or empty."""
        ...

    @property
    def page(self) -> int | None:
        """From 1; None in Word."""
        ...

    @property
    def text(self) -> str:
        """The words to mark."""
        ...


class DocumentPane(QWidget):
    """Shows a plan, finds in it, and gives what is selected as evidence.

    `evidence_asked(Evidence)`; `read(Plan)` when its sections are known; `problem(str)` for a sentence; `closed()`;
    `open_asked()` when a file is to be chosen; `moved()` when another place is in view.
    """

    evidence_asked = Signal(object)
    read = Signal(object)
    problem = Signal(str)
    closed = Signal()
    open_asked = Signal()
    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path: Path | None = None
        self._places: PlanPlaces | None = None
        self._kind = ""
        self._pending: dict[str, Any] = {}
        self._pending_section = ""
        self._evidence: Sequence[tuple[str, Evidence]] = ()
        self._prompts: Sequence[Prompt] = ()
        self._said = ""
        self._window: TornWindow | None = None
        self._guided = False  # the program is moving the plan, not the reader
        self._moved_by_hand = QElapsedTimer()
        self._thread = DocumentThread(self)
        self.pages = PageView(self._thread)
        self.word, self.text = PlanBrowser("Plan"), PlanBrowser("Plan as text")
        self._finding = Finding(self)
        self._build()
        self._commands = self._make_commands()
        self._room.take(self._commands.values())
        self._say_timer = QTimer(self, singleShot=True, interval=SAY_AFTER)
        self._slow_timer = QTimer(self, singleShot=True, interval=SLOW)
        self._connect()
        self._show(self._empty)

    # The plan

    @property
    def plan(self) -> Plan | None:
        """The plan as read; None until it is, and for a plan whose sections could not be read."""
        return self._places.plan if self._places is not None else None

    def open_file(self, path: Path, password: str | None = None) -> None:
        """Open a plan in place of the one that is open. A PDF that wants a password asks for it here."""
        self._forget()
        self.path = path
        self._slow_timer.start()
        self._thread.open(path, password)

    def close_document(self) -> None:
        """Let go of the plan."""
        was_open = self.path is not None
        self.path = None
        self._forget()
        self._show(self._empty)
        if was_open:
            self.closed.emit()

    def shut_down(self) -> None:
        """Close the plan and its thread for good; called when the page that holds the pane goes."""
        self.bring_back()
        self._thread.end()

    # Evidence and places

    def selection(self) -> Evidence | None:
        """What is selected, with its place; None where nothing is."""
        view = self.view()
        if view is self.pages:
            chosen = self.pages.selected()
            if chosen is None:
                return None
            page, start, _, words = chosen
            passage = self._places.at(page + 1, start) if self._places is not None else None
            if self._places is None:
                return Evidence("", page + 1, None, words)
            return self._places.evidence(passage, words, page + 1)
        if isinstance(view, PlanBrowser) and self._places is not None:
            found = view.selected()
            if found is not None:
                passage, words = found
                return self._places.evidence(passage, words, passage.page if passage is not None else None)
        return None

    def show_section(self, letter: str, *, unless_reading: bool = False) -> None:
        """Go to where a section begins; with `unless_reading` not while the reader is scrolling."""
        if self._places is None:
            self._pending_section = letter
            return
        passage = self._places.heading(letter)
        busy = self._moved_by_hand.isValid() and self._moved_by_hand.elapsed() < READING_ON
        if passage is None or (unless_reading and busy):
            return
        self._go_to_passage(passage, at_top=True)
        self._tabs.show_here(letter)

    def show_evidence(self, item: Evidence) -> None:
        """Go to the place of a piece of evidence and outline it for a moment."""
        view = self.view()
        if view is self.pages and item.page:
            self._guide(lambda: self.pages.go_to_mark(Mark((item.page or 1) - 1, item.quotation), outline=True))
        elif self._places is not None and isinstance(view, PlanBrowser):
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
        view = self.view()
        if view is self.pages:
            page = self.pages.here()[0] + 1
            letter = self._places.section_at(page, self.pages.index_here()) if self._places is not None else ""
            return letter, page
        passage = view.passage_here() if isinstance(view, PlanBrowser) else None
        return (passage.section, passage.page) if passage is not None else ("", None)

    def place(self) -> dict[str, Any]:
        """Where the reader is, to come back to. Holds nothing of the plan's text and not where it lies."""
        if not self._kind:
            return dict(self._pending)
        place: dict[str, Any] = {"text": self.view() is self.text}
        if self._kind == "pdf":
            place |= self.pages.place()
        view = self.view()
        if isinstance(view, PlanBrowser):
            place |= view.place()
        return place

    def return_to(self, place: dict[str, Any]) -> None:
        """Go back to what `place` gave, now or as soon as the plan is open."""
        self._pending = dict(place)
        self._pending_section = ""
        self._take_up_place()

    def panes(self) -> tuple[QWidget, ...]:
        """The parts F6 goes through: what shows the plan, or what stands in its place."""
        return (self.main_part(),) if self._window is None else ()

    def main_part(self) -> QWidget:
        """What the keyboard goes to."""
        view = self.view()
        if view is self._password:
            return self._password.field
        if view is self._refused:
            return self._refused.main
        if view is self._empty and self._empty.button is not None:
            return self._empty.button
        return view

    def commands(self) -> tuple[QAction, ...]:
        """The plan's commands, for the menu; their keys work while the keyboard is in the plan."""
        return tuple(self._commands.values())

    def set_paper(self, paper: str) -> None:
        """Pages on `white` paper, `inverted`, or with an empty text white by day and dimmed in the dark theme."""
        self.pages.set_paper(paper)

    # A window of its own

    @property
    def torn_out(self) -> bool:
        """Whether the plan stands in a window of its own."""
        return self._window is not None

    def tear_out(self) -> None:
        """Put the plan into a window of its own."""
        if self._window is not None:
            return
        size = self._room.size()
        self._box.removeWidget(self._room)
        self._window = TornWindow(self._room, "Plan · EHCP Auditor")
        self._window.leaving.connect(self.bring_back)
        self._window.resize(size)
        self._stand_in.setVisible(True)
        self._room.setVisible(True)
        self._window.show()
        self.main_part().setFocus()
        self._enable()

    def bring_back(self) -> None:
        """Put the plan back into the pane."""
        if self._window is None:
            return
        window, self._window = self._window, None
        self._stand_in.setVisible(False)
        self._box.addWidget(self._room, 1)
        self._room.setVisible(True)
        window.hide()
        window.deleteLater()
        self._enable()

    # Building

    def _build(self) -> None:
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._room = KeyRoom()
        self._stand_in = EmptyState(
            "file-text", "The plan is in a window of its own.", "Close that window to bring it back.", "Bring it back"
        )
        self._stand_in.action.connect(self.bring_back)
        self._stand_in.setVisible(False)
        self._box.addWidget(self._stand_in)
        self._box.addWidget(self._room, 1)
        self.find_bar, self._tabs = FindBar(), SectionTabs()
        self._find_key = KeyCap("Ctrl+F")
        self._zoom_out = QuietButton(icon="zoom-out", name="Smaller", key="Ctrl+-")
        self._zoom_in = QuietButton(icon="zoom-in", name="Larger", key="Ctrl++")
        self._zoom = QuietButton("100%")
        self._where = Text("", "caption", "ink2", wrap=False)
        zooms = Row(self._find_key, self._zoom_out, self._zoom, self._zoom_in, gap=1)
        head = Wrap((self.find_bar, 1), zooms, gap=2, least=220)
        self._head = Column(head, Row((self._tabs, 1), self._where), gap=2, margins=(3, 3, 3, 2))
        self._note_words = Text("", "caption")
        self._note = Row(Icon("info", "ink2", 20), (self._note_words, 1), gap=2, margins=(3, 2, 3, 2))
        self._note.setProperty("card", "quiet")
        self._note.setVisible(False)
        self._empty, self._password, self._refused = nothing_open(), PasswordPanel(), RefusedPanel()
        self._opening = EmptyState("file-text", "Opening the plan…")
        self._stack = QStackedWidget()
        for part in (self._empty, self._opening, self._password, self._refused, self.pages, self.word, self.text):
            self._stack.addWidget(part)
        self._room.box.setContentsMargins(0, 0, 0, 0)
        self._room.box.setSpacing(0)
        for part, stretch in ((self._head, 0), (self._note, 0), (self._stack, 1)):
            self._room.box.addWidget(part, stretch)

    def _make_commands(self) -> dict[str, PageAction]:
        commands = {
            "evidence": Command("Selection becomes evidence", "quote", ("Ctrl+Shift+C",), self._ask_evidence),
            "find": Command("Find in plan", "search", ("Ctrl+F",), self._to_find),
            "next": Command("Next place found", "chevron-down", ("F3", "Ctrl+G"), partial(self._finding.step, 1)),
            "previous": Command(
                "Previous place found", "chevron-up", ("Shift+F3", "Ctrl+Shift+G"), partial(self._finding.step, -1)
            ),
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
        thread = self._thread
        thread.opened_pdf.connect(self._opened_pdf)
        thread.opened_word.connect(self._opened_word)
        thread.refused.connect(self._refuse)
        thread.plan_read.connect(self._take_plan)
        thread.unread.connect(self._say_unread)
        thread.found.connect(self._finding.take)
        for view in (self.pages, self.word, self.text):
            view.scrolled.connect(self._on_scrolled)
            view.zoomed.connect(self._show_zoom)
        self._empty.action.connect(self.open_asked)
        self._refused.other.connect(self.open_asked)
        self._refused.again.connect(self._try_again)
        self._password.given.connect(self._open_with)
        self._tabs.chosen.connect(self._choose_section)
        self._zoom_in.clicked.connect(partial(self._step_zoom, 1))
        self._zoom_out.clicked.connect(partial(self._step_zoom, -1))
        self._zoom.clicked.connect(self._fit)
        self.find_bar.asked.connect(self._finding.ask)
        self.find_bar.stepped.connect(self._finding.step)
        self.find_bar.left.connect(self._leave_find)
        self._say_timer.timeout.connect(self._say_place)
        self._slow_timer.timeout.connect(lambda: self._show(self._opening))
        self.destroyed.connect(self._thread.end)

    # Opening

    def _forget(self) -> None:
        """Nothing of the last plan stays."""
        self._slow_timer.stop()
        self._thread.close_document()
        self._places, self._kind, self._said = None, "", ""
        self._pending, self._pending_section = {}, ""
        self._evidence, self._prompts = (), ()
        self.find_bar.field.clear()
        self.find_bar.set_searchable(True)
        self._finding.forget()
        self.pages.show_document(())
        self.word.show_html("")
        self.text.show_html("")
        self._tabs.set_places(None)
        self._where.set_text("")
        self._note.setVisible(False)
        self._enable()

    def _opened_pdf(self, sizes: Sequence[tuple[float, float]]) -> None:
        self._slow_timer.stop()
        self._kind = "pdf"
        self._show(self.pages)
        self.pages.show_document(sizes)
        self._take_up_place()
        self._on_scrolled()

    def _opened_word(self, html: str) -> None:
        self._slow_timer.stop()
        self._kind = "docx"
        self.word.show_html(html)
        self._show(self.word)

    def _refuse(self, code: str, sentence: str) -> None:
        self._slow_timer.stop()
        if code in PASSWORDS and self.path is not None and self.path.suffix.lower() != ".docx":
            wrong = sentence if code == "plan_wrong_password" else ""
            self._password.ask(f"{self.path.name} is protected by a password." if wrong else sentence, wrong)
            self._show(self._password)
            self._password.field.setFocus()
            announce(self, sentence, assertive=bool(wrong))
            return
        self._refused.say(sentence)
        self._show(self._refused)
        self.problem.emit(sentence)

    def _open_with(self, password: str) -> None:
        if self.path is not None:
            place = self._pending
            self.open_file(self.path, password)
            self._pending = place

    def _try_again(self) -> None:
        if self.path is not None:
            self.open_file(self.path)

    def _take_plan(self, plan: Plan) -> None:
        self._places = PlanPlaces(plan)
        self._tabs.set_places(self._places)
        if plan.kind == "docx":
            self.word.place_plan(plan)
        self.find_bar.set_searchable(not plan.scan)
        notes = list(plan.notes)
        if plan.scan:
            notes.insert(0, SCAN)
        elif plan.pictures:
            notes.insert(0, SOME_PICTURES + ", ".join(str(page) for page in plan.pictures) + ".")
        self._say_note(" ".join(notes))
        self._enable()
        self._show_tags()
        self._take_up_place()
        if self._pending_section:
            self.show_section(self._pending_section)
            self._pending_section = ""
        self._on_scrolled()
        self.read.emit(plan)

    def _say_unread(self, sentence: str) -> None:
        self._say_note(f"The pages can be read, and their sections were not found. {sentence}")

    def _say_note(self, words: str) -> None:
        self._note_words.set_text(words)
        self._note.setVisible(bool(words))
        if words:
            announce(self, words)

    @property
    def note(self) -> str:
        """What the quiet bar above the plan says; empty where it is hidden."""
        return "" if self._note.isHidden() else self._note_words.words

    def _take_up_place(self) -> None:
        """Go back to the remembered place as far as what is needed for it is there."""
        place = self._pending
        if not place or not self._kind:
            return
        if self._kind == "pdf":
            self._guide(lambda: self.pages.return_to(place))
        if self._places is None:
            return
        self._pending = {}
        if place.get("text") is True and not self._places.plan.scan:
            self._show_text()
        view = self.view()
        if isinstance(view, PlanBrowser):
            self._guide(lambda: view.return_to(place))

    # Views

    def view(self) -> QWidget:
        """What is shown now: pages, Word, text, or what stands in their place."""
        return cast(QWidget, self._stack.currentWidget())

    def _show(self, part: QWidget) -> None:
        had_focus = self.view().hasFocus()
        self._stack.setCurrentWidget(part)
        if had_focus:
            self.main_part().setFocus()
        self._enable()
        self._show_zoom()

    def _enable(self) -> None:
        """Offer what can be done now."""
        shown = self.view() in (self.pages, self.word, self.text)
        plan = self.plan
        for key in ("evidence", "find", "next", "previous", "jump", "larger", "smaller", "fit", "tear"):
            self._commands[key].setEnabled(shown)
        self._commands["tear"].setEnabled(shown or self.torn_out)
        self._commands["text"].setEnabled(shown and plan is not None and not plan.scan)
        self._commands["text"].setChecked(self.view() is self.text)
        self._commands["tear"].setChecked(self.torn_out)
        self._head.setVisible(shown)

    def _swap_text(self) -> None:
        """The plan as text, or as it looks; the same passage stays in view."""
        passage = self._passage_here()
        had_focus = self._room.isAncestorOf(self.focusWidget() or self._room.focusWidget() or self)
        if self.view() is self.text:
            self._show(self.pages if self._kind == "pdf" else self.word)
        else:
            self._show_text()
        if passage is not None:
            self._go_to_passage(passage, at_top=True)
        if had_focus:
            self.main_part().setFocus()
        self._finding.ask(self.find_bar.words)
        announce(self, "Plan as text" if self.view() is self.text else "Plan as it looks")

    def _show_text(self) -> None:
        if self.plan is not None and not self.text.has_plan:
            self.text.show_plan(self.plan)
            self._show_tags()
        self._show(self.text)

    def _passage_here(self) -> Passage | None:
        view = self.view()
        if isinstance(view, PlanBrowser):
            return view.passage_here()
        page = self.pages.here()[0] + 1
        return self._places.at(page, self.pages.index_here()) if self._places is not None else None

    def _go_to_passage(self, passage: Passage, *, outline: bool = False, at_top: bool = False) -> None:
        view = self.view()
        if view is self.pages and passage.page:
            mark = Mark(passage.page - 1, passage.text, passage.spans)
            self._guide(lambda: self.pages.go_to_mark(mark, outline=outline, at_top=at_top))
        elif isinstance(view, PlanBrowser):
            self._guide(lambda: view.go_to_passage(passage, outline=outline))

    def _guide(self, move: Any) -> None:
        """Move the plan without taking it for the reader's own scrolling."""
        self._guided = True
        move()
        self._guided = False

    def _show_tags(self) -> None:
        """Hand the marks to each view that shows the plan."""
        tagged: dict[tuple[int, str], list[str]] = {}
        for key, item in self._evidence:
            if item.page and item.quotation:
                tagged.setdefault((item.page - 1, item.quotation), []).append(key)
        marks = [Mark(page, words, tag=f"[{', '.join(keys)}]") for (page, words), keys in tagged.items()]
        marks += [Mark(prompt.page - 1, prompt.text) for prompt in self._prompts if prompt.page]
        self.pages.set_marks(marks)
        if self._places is None:
            return
        placed: list[tuple[Passage, str, str]] = []
        wanted = [(item, f"[{key}]") for key, item in self._evidence]
        wanted += [(Evidence(p.section, p.page, None, p.text), "") for p in self._prompts]
        for item, tag in wanted:
            passage = self._places.passage_of(item)
            if passage is not None and item.quotation:
                placed.append((passage, item.quotation, tag))
        for view in (self.word, self.text):
            view.set_marks(placed)

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
        for page in range(self.pages.count if self._kind == "pdf" else 0):
            entries.append(Entry(f"Page {page + 1}", "Page", "", partial(self._go_to_page, page + 1)))
        palette = Palette(entries, self._room)
        palette.setWindowTitle("Go to section or page")
        palette.field.setPlaceholderText("For example: F, or 9")
        palette.field.setAccessibleName("Go to section or page: type a letter or a number")
        palette.open()

    def _go_to_page(self, page: int) -> None:
        view = self.view()
        if isinstance(view, PlanBrowser):
            passages = self.plan.passages if self.plan is not None else ()
            passage = next((passage for passage in passages if passage.page and passage.page >= page), None)
            if passage is not None:
                self._go_to_passage(passage, at_top=True)
        else:
            self._guide(lambda: self.pages.go_to(page - 1))
        self.main_part().setFocus()

    def _on_scrolled(self) -> None:
        if not self._guided:
            self._moved_by_hand.start()
        letter, page = self.here()
        self._tabs.show_here(letter)
        self._where.set_text(f"Page {page} of {self._page_count()}" if page and self._page_count() else "")
        self._say_timer.start()
        self.moved.emit()

    def _page_count(self) -> int:
        return self.pages.count if self._kind == "pdf" else 0

    def _say_place(self) -> None:
        """Read out the section and page, once a place."""
        letter, page = self.here()
        count = self._page_count()
        parts = [f"Section {letter}" if letter else "", f"page {page} of {count}" if page and count else ""]
        words = ", ".join(part for part in parts if part)
        if words and words != self._said:
            self._said = words
            self.view().setAccessibleDescription(words)
            announce(self.view(), words)

    # Zoom, find, evidence

    def _step_zoom(self, steps: int) -> None:
        view = self.view()
        if isinstance(view, PageView | PlanBrowser):
            self._guide(lambda: view.step_zoom(steps))
            announce(self, self._zoom.text())

    def _fit(self) -> None:
        view = self.view()
        if isinstance(view, PageView | PlanBrowser):
            self._guide(view.fit_width)

    def _show_zoom(self) -> None:
        view = self.view()
        if isinstance(view, PageView | PlanBrowser):
            words = f"{view.zoom:.0%}"
            self._zoom.setText(words)
            self._zoom.setAccessibleName(f"Zoom {words}. Fit to the width")
            self._zoom.setToolTip("Fit to the width (Ctrl+0)")

    def _to_find(self) -> None:
        self.find_bar.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find_bar.field.selectAll()

    def _leave_find(self) -> None:
        self.main_part().setFocus()

    def _ask_evidence(self) -> None:
        item = self.selection()
        if item is None:
            announce(self, "Select words in the plan first.", assertive=True)
            self.problem.emit("Select words in the plan first; they become evidence for the open question.")
        else:
            self.evidence_asked.emit(item)

    def _tear(self) -> None:
        if self.torn_out:
            self.bring_back()
        else:
            self.tear_out()

    def look_for(self, words: str) -> None:
        """Have the document's thread look for words (for `Finding`)."""
        self._thread.find(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the hint to Ctrl+F where there is little room."""
        super().resizeEvent(event)
        self._find_key.setVisible(self._room.width() >= look().px(520))
