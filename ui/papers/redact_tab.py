"""Redacted copies: open a plan, decide which words go, draw boxes, look at the copy, save it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QLineEdit, QSplitter, QStackedWidget, QWidget

from auditor.papers.redact import Redacted
from auditor.papers.wishes import Wish, is_wish
from auditor.people.register import today
from db.errors import UserError
from ui.ask import Asks
from ui.document.document_thread import DocumentThread
from ui.document.page_text import Box
from ui.document.source import Held, Source
from ui.look import look
from ui.papers import work
from ui.papers.box_view import BoxView
from ui.papers.wish_model import CAPITAL, TIMES, WORD, WishModel
from ui.parts.announce import announce
from ui.parts.buttons import PlainButton, PrimaryButton, QuietButton
from ui.parts.empty import EmptyState
from ui.parts.form import FormRow
from ui.parts.layout import Column, Row, ScrollColumn, SectionTitle, Wrap
from ui.parts.table import TableView
from ui.parts.words import Text
from ui.tasks import Steps, Task, Tasks

KINDS = "Plans (*.pdf *.docx)"
SIDE = 480  # design px: the list beside the pages
WORD_WIDE = 190  # design px
LIST = 250  # design px: its least height
KEPT = (
    "The list of words stays in memory and is forgotten with the next plan, when the workspace is closed or locked. "
    "It is not kept in the workspace, since it holds a child's name. The copy lies where you save it, and the plan is "
    "left as it is."
)
LOOK_TOO = (
    "Pictures, signatures and handwriting are shown as they are: look at every page and draw a box over what must go."
)
WORD_PLAN = "This Word plan is set anew from its words. Its pictures are left out, and words alone can be removed."


class RedactTab(QStackedWidget):
    """`said` for the status line, `problem` and `note` for the message bar."""

    said = Signal(str)
    problem = Signal(str)
    note = Signal(str)

    def __init__(self, tasks: Tasks, asks: Asks) -> None:
        super().__init__()
        self._tasks, self._asks = tasks, asks
        self.plan: work.OpenPlan | None = None
        self.copy: Redacted | None = None
        """The copy as it would be saved now; None until it was made, and after every change."""
        self._task: Task | None = None
        self._previewing = False
        self._kept_boxes: list[tuple[int, Box]] = []
        self.model = WishModel()
        self._thread = DocumentThread(self)
        self.pages = BoxView(self._thread)
        self.empty = EmptyState(
            "eye-off", "Make a copy of a plan with words removed.",
            "Open the plan as PDF or Word. What was removed is in no byte of the copy, and what remains can be "
            f"searched and read aloud. {KEPT}", "Open a plan…",
        )  # fmt: skip
        self.working, self.stop = Text("", bold=True), PlainButton("Stop")
        self._busy = Column(Row(self.working, 1), Row(self.stop, 1), 1, gap=3, margins=6)
        self.addWidget(self.empty)
        self.addWidget(self._busy)
        self.addWidget(self._build_workshop())
        self._connect()

    def _build_workshop(self) -> QWidget:
        self.head = SectionTitle("", caption="")
        self.open_button = QuietButton("Another plan…", "folder-open")
        self.table = TableView("Words that may go")
        self.table.setModel(self.model)
        header = self.table.horizontalHeader()
        for column in (TIMES, CAPITAL):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.resizeSection(WORD, look().px(WORD_WIDE))
        header.setMinimumSectionSize(look().px(40))
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.chosen = Text("", "caption", "ink2")
        self.field, self.add = QLineEdit(), PlainButton("Add")
        self.field.setMaxLength(200)
        self.row = FormRow(
            "Other words to remove", self.field, "A name, an address, a school: as it is usually written."
        )
        self.all, self.none = QuietButton("Tick all"), QuietButton("Tick none")
        self.sum = Text("", bold=True)
        self.boxes = Text("", "caption", "ink2")
        self.add_box = PlainButton("Add a box", "plus", key="B")
        self.remove_box = PlainButton("Take this box away", "trash-2")
        self.limits = Text("", "caption", "ink2")
        self.save = PrimaryButton("Save redacted copy…", "download")
        self.preview = PlainButton("Look at the copy", "eye")
        self.side = ScrollColumn(
            SectionTitle("Words that may go", self.all, self.none), self.table, self.chosen, self.row, Row(self.add, 1),
            SectionTitle("Boxes"), self.boxes, Wrap(self.add_box, self.remove_box, gap=2), self.limits,
            Text(KEPT, "caption", "ink2"), gap=3, margins=4,
        )  # fmt: skip
        self._foot = Column(self.sum, Wrap(self.save, self.preview, gap=2), gap=2, margins=(4, 3, 4, 3))
        self._foot.set_ground("surface", "top")
        self._right = Column((self.side, 1), self._foot, gap=0)
        left = Column(Row((self.head, 1), self.open_button, margins=(4, 2, 4, 2)), (self.pages, 1), gap=0)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self._right)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 1)
        look().changed.connect(self._fit)
        self._fit()
        return self.splitter

    def _connect(self) -> None:
        self.empty.action.connect(self.ask_plan)
        self.open_button.clicked.connect(self.ask_plan)
        self.stop.clicked.connect(self._stop)
        self.add.clicked.connect(self.add_words)
        self.field.returnPressed.connect(self.add_words)
        self.field.textChanged.connect(lambda: self.row.set_problem(""))
        self.all.clicked.connect(lambda: self.model.tick_all(True))
        self.none.clicked.connect(lambda: self.model.tick_all(False))
        self.model.changed.connect(self._on_changed)
        self.pages.changed.connect(self._on_changed)
        self.pages.chosen_changed.connect(self._show_boxes)
        self.add_box.clicked.connect(self._add_box)
        self.remove_box.clicked.connect(self.pages.remove_box)
        self.save.clicked.connect(self.ask_save)
        self.preview.clicked.connect(self.toggle_preview)
        self.table.activated.connect(lambda index: self.show_row(index.row()))
        self.table.selectionModel().currentRowChanged.connect(lambda index, _before: self._tell_row(index.row()))
        self.table.clicked.connect(lambda index: self.show_row(index.row()))
        self._thread.opened_pdf.connect(self._take_sizes)
        self._thread.refused.connect(lambda _code, sentence, _asks: self.problem.emit(sentence))
        self.destroyed.connect(self._thread.end)

    # Opening

    def ask_plan(self) -> None:
        """Ask which plan."""
        chosen = self._asks.open_path(
            self, "Open a plan to redact", KINDS, self.plan.path.parent if self.plan else None
        )
        if chosen is not None:
            self.open_plan(chosen)

    def open_plan(self, path: Path) -> None:
        """Read a plan in place of the one that is open."""
        self.forget()
        self._begin(f"Reading {path.name}", partial(work.read, path, today()), self._take_plan)

    def forget(self) -> None:
        """Let go of the plan, of its copy and of the list of words."""
        self.plan = self.copy = None
        self._previewing, self._kept_boxes = False, []
        self._enable(True)
        self.preview.setText("Look at the copy")
        self._thread.close_document()
        self.pages.forget()
        self.model.fill(())
        self.field.clear()
        self.setCurrentWidget(self.empty)

    def leave(self) -> None:
        """The workspace is about to be closed."""
        self._stop()
        self.forget()
        self._thread.end()

    def _take_plan(self, plan: work.OpenPlan) -> None:
        self.plan = plan
        seen = plan.look
        self.head.heading.set_text(plan.path.name)
        pages = len(seen.pages)
        self.head.set_caption("1 page" if pages == 1 else f"{pages} pages")
        self.pages.can_draw = seen.kind == "pdf"
        self.model.fill(plan.found)
        self.limits.set_text(_limits(plan))
        self._show_source(Held(plan.path.name, seen.shown))
        self.setCurrentWidget(self.splitter)
        self._on_changed()
        words = len(self.model.rows)
        self.said.emit(f"{plan.path.name} is open. {words} words or numbers may identify somebody.")
        self.table.setFocus()
        if words:
            self.table.setCurrentIndex(self.model.index(0, WORD))

    def _show_source(self, source: Source) -> None:
        self._thread.open(source)

    def _take_sizes(self, sizes: object) -> None:
        place = self.pages.place() if self.pages.count else {}
        self.pages.show_document(sizes)  # pyright: ignore[reportArgumentType]
        if place:
            self.pages.return_to(place)

    # Words

    def add_words(self) -> None:
        """Take what is typed into the list, ticked."""
        text = " ".join(self.field.text().split())
        if self.plan is None or not text:
            return
        if not is_wish(text):
            self.row.set_problem("Type at least one letter or digit.")
            return
        places = self.plan.finder.places([Wish(text), Wish(text, as_written=True)])
        row = self.model.add(text, places[0], places[1])
        self.table.setCurrentIndex(self.model.index(row, WORD))
        count = len(self.model.rows[row].found)
        self.row.set_problem(
            "" if count else f"“{text}” was not found in the words of this plan. It stays in the list."
        )
        announce(self, f"{text}: found {count} times")
        self.field.clear() if count else self.field.selectAll()

    def show_row(self, row: int) -> None:
        """Bring the first place of a word into view."""
        if self.plan is None or self._previewing or not 0 <= row < len(self.model.rows):
            return
        found = self.model.rows[row].found
        if found:
            page, token = found[0][0]
            self.pages.show_place(page, self.plan.look.pages[page - 1].tokens[token].box)

    def _tell_row(self, number: int) -> None:
        """Say the whole of a row, which the table may have cut short."""
        there = 0 <= number < len(self.model.rows)
        row = self.model.rows[number] if there else None
        self.chosen.set_text(f"{row.text}: {row.looks_like}" if row is not None else "")

    def _add_box(self) -> None:
        self.pages.setFocus()
        self.pages.add_box()

    def _on_changed(self) -> None:
        """Other words or boxes: the copy is no longer what would be saved."""
        self.copy = None
        if self.plan is None:
            return
        boxes: dict[int, dict[tuple[int, int], Box]] = {}
        places = {place for row in self.model.going for place in row.found}
        for place in places:
            for page, token in place:
                boxes.setdefault(page, {})[page, token] = self.plan.look.pages[page - 1].tokens[token].box
        self.pages.show_words({page: tuple(found.values()) for page, found in boxes.items()})
        going, drawn = len(self.model.going), len(self.pages.boxes)
        parts = [f"{going} of {len(self.model.rows)} entries go, at {len(places)} places"]
        parts += [f"{drawn} box" if drawn == 1 else f"{drawn} boxes"] if drawn else []
        self.sum.set_text(" · ".join(parts))
        self._show_boxes()

    def _show_boxes(self) -> None:
        drawing, drawn = self.pages.can_draw and not self._previewing, len(self.pages.boxes)
        where = sorted({page for page, _ in self.pages.boxes})
        if self.plan is not None and self.plan.look.kind == "docx":
            self.boxes.set_text(WORD_PLAN)
        elif self._previewing:
            self.boxes.set_text("This is the copy as it would be saved.")
        elif self.pages.chosen >= 0:
            self.boxes.set_text(f"{self.pages.describe()}. Arrows move it, Shift and arrows resize it.")
        elif drawn:
            listed = ", ".join(map(str, where))
            self.boxes.set_text(f"Boxes on page {listed}. Click one, or press Enter on the plan, to choose it.")
        else:
            self.boxes.set_text("Drag over the plan with the mouse, or press B on it. Words a box touches go whole.")
        self.add_box.setEnabled(drawing)
        self.remove_box.setEnabled(drawing and self.pages.chosen >= 0)

    # The copy

    def toggle_preview(self) -> None:
        """Look at the copy as it would be saved, or at the plan again."""
        if self._previewing:
            self._end_preview()
        else:
            self._with_copy(self._begin_preview)

    def _begin_preview(self, made: Redacted) -> None:
        self._previewing = True
        self._show_source(Held("The copy", made.pdf))
        self.pages.show_words({})
        self._kept_boxes = self.pages.take_boxes()
        self._enable(False)
        self.preview.setText("Back to the plan")
        announce(self, "The copy is shown")

    def _end_preview(self) -> None:
        if self.plan is None:
            return
        self._previewing = False
        self.pages.take_boxes(self._kept_boxes)
        made = self.copy
        self._show_source(Held(self.plan.path.name, self.plan.look.shown))
        self._enable(True)
        self.preview.setText("Look at the copy")
        self._on_changed()
        self.copy = made  # nothing could be changed meanwhile
        announce(self, "The plan is shown")

    def _enable(self, on: bool) -> None:
        for part in (self.table, self.row, self.add, self.all, self.none):
            part.setEnabled(on)
        self.pages.can_draw = on and self.plan is not None and self.plan.look.kind == "pdf"
        self._show_boxes()

    def ask_save(self) -> None:
        """Make the copy if it is not made yet, and ask where to save it."""
        self._with_copy(self._save)

    def _save(self, made: Redacted) -> None:
        if self.plan is None:
            return
        suggested = self.plan.path.with_name(f"{self.plan.path.stem} redacted.pdf")
        target = self._asks.save_path(self, "Save the redacted copy", suggested, "PDF (*.pdf)")
        if target is None:
            return
        target = target if target.suffix.lower() == ".pdf" else target.with_name(target.name + ".pdf")
        try:
            work.save(made, target)
        except UserError as problem:
            self.problem.emit(str(problem))
            return
        self.note.emit(
            f"{target.name} is saved. {_told(made, len(self._drawn))} Look at it once more before it goes out."
        )

    @property
    def _drawn(self) -> list[tuple[int, Box]]:
        return self._kept_boxes if self._previewing else self.pages.boxes

    def _with_copy(self, then: Callable[[Redacted], None]) -> None:
        plan = self.plan
        if plan is None:
            return
        if self.copy is not None:
            then(self.copy)
            return
        words, boxes = [row.wish for row in self.model.going], self.pages.by_page

        def take(made: Redacted) -> None:
            self.copy = made
            self.setCurrentWidget(self.splitter)
            then(made)

        self._begin("Making the copy", partial(work.copy, plan, words, boxes), take)

    # Long jobs

    def _begin(self, title: str, steps: Callable[[], Steps], then: Callable[..., None]) -> None:
        if self._task is not None:
            return
        back = self.splitter if self.plan is not None else self.empty
        self.working.set_text(f"{title}…")
        self.setCurrentWidget(self._busy)
        self.stop.setFocus()
        task = self._task = self._tasks.start(title, steps)

        def end() -> None:
            self._task = None
            self.setCurrentWidget(back)

        def done(result: object) -> None:
            end()
            then(result)

        def failed(sentence: str) -> None:
            end()
            self.problem.emit(sentence)

        task.progressed.connect(lambda words: self.working.set_text(f"{words}…"))
        task.done.connect(done)
        task.failed.connect(failed)
        task.cancelled.connect(end)

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _fit(self) -> None:
        self.table.setMinimumHeight(look().px(LIST))
        self._right.setMinimumWidth(min(look().px(SIDE), 600))
        if look().scale > 1.5:
            self.side.add(self._foot)  # it would leave the list no room
        else:
            self._right.add(self._foot)
        self.pages.setMinimumWidth(look().px(220))


def _limits(plan: work.OpenPlan) -> str:
    """What the program cannot see in this plan."""
    seen = plan.look
    parts = [] if seen.kind == "docx" else [LOOK_TOO]
    if seen.pictures:
        parts.append(f"There are pictures on page {', '.join(map(str, seen.pictures))}.")
    if seen.unread:
        every = len(seen.unread) == len(seen.pages)
        pages = "Every page is a picture" if every else f"A picture: page {', '.join(map(str, seen.unread))}"
        parts.append(f"{pages}. No word is found there, so boxes alone cover anything.")
    parts += seen.notes
    parts.append("The length of a bar can be seen, and a bare name may be missed." if seen.kind == "pdf" else
                 "A bare name may be missed: read the copy through.")  # fmt: skip
    return " ".join(parts)


def _told(made: Redacted, boxes: int) -> str:
    words = sum(made.removed)
    removed = "1 word is" if words == 1 else f"{words:,} words are"
    drawn = "" if not boxes else ", with 1 box" if boxes == 1 else f", with {boxes} boxes"
    return f"{removed} gone from it{drawn}."
