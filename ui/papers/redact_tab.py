"""Redacted copies: open a plan, decide which words go, draw boxes, look at the copy, save it."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHeaderView, QLineEdit, QSplitter, QStackedWidget, QWidget

from auditor.papers.redact import Redacted, Standing
from auditor.papers.wishes import Wish, is_wish, without
from auditor.people.register import today
from db.errors import UserError
from ui.ask import Asks
from ui.document.document_thread import DocumentThread
from ui.document.page_text import Box
from ui.document.source import Held, Source
from ui.look import look
from ui.papers import work
from ui.papers.box_view import BoxView
from ui.papers.name_card import NameCard
from ui.papers.redact_words import BLIND, limits, listed, some_pages, still, told
from ui.papers.wish_model import CAPITAL, TIMES, WORD, WishModel
from ui.parts.announce import announce
from ui.parts.buttons import PlainButton, PrimaryButton, QuietButton
from ui.parts.empty import EmptyState
from ui.parts.form import FormRow
from ui.parts.layout import Column, Row, ScrollColumn, SectionTitle, Wrap
from ui.parts.message import MessageArea
from ui.parts.table import TableView
from ui.parts.words import Text
from ui.tasks import Steps, Task, Tasks

KINDS = "Plans (*.pdf *.docx)"
SIDE = 480  # design px: the list beside the pages, which has at least as much
LIST = 250  # design px: its least height
KEPT = (
    "The list of words stays in memory and is forgotten with the next plan, when the workspace is closed or locked. "
    "It is not kept in the workspace, since it holds a child's name. The copy lies where you save it, and the plan is "
    "left as it is."
)
WORD_PLAN = "This Word plan is set anew from its words. Its pictures are left out, and words alone can be removed."


class RedactTab(QStackedWidget):
    """`said` for the status line; what went wrong, and what is left to do, stands in `messages`."""

    said = Signal(str)

    def __init__(self, tasks: Tasks, asks: Asks, messages: MessageArea) -> None:
        super().__init__()
        self._tasks, self._asks, self.messages = tasks, asks, messages
        self.plan: work.OpenPlan | None = None
        self.copy: Redacted | None = None
        """The copy as it would be saved now; None until it was made, and after every change."""
        self._task: Task | None = None
        self._previewing = False
        self._kept_boxes: list[tuple[int, Box]] = []
        self._path: Path | None = None
        self._split = False
        self.model = WishModel()
        self.asking = NameCard()
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
        self.addWidget(self.asking)
        self.addWidget(self._build_workshop())
        self._connect()

    def _build_workshop(self) -> QWidget:
        self.head = SectionTitle("", caption="")
        self.open_button = QuietButton("Another plan…", "folder-open")
        self.table = TableView("Words that may go")
        self.table.setModel(self.model)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(TIMES, QHeaderView.ResizeMode.ResizeToContents)
        self.table.setColumnHidden(CAPITAL, True)  # the box below the list stands for the chosen row
        header.setMinimumSectionSize(look().px(40))
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.chosen = Text("", "caption", "ink2")
        self.capital = QCheckBox("Only with a capital letter")
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
            SectionTitle("Words that may go", self.all, self.none), self.table, self.chosen, self.capital, self.row,
            Row(self.add, 1),
            SectionTitle("Boxes"), self.boxes, Wrap(self.add_box, self.remove_box, gap=2), self.limits,
            Text(KEPT, "caption", "ink2"), gap=3, margins=4,
        )  # fmt: skip
        self._foot = Column(self.sum, Wrap(self.save, self.preview, gap=2), gap=2, margins=(4, 3, 4, 3))
        self._foot.set_ground("surface", "top")
        self._right = Column((self.side, 1), self._foot, gap=0)
        left = Column(Wrap((self.head, 1), self.open_button, gap=3), (self.pages, 1), gap=2, margins=(0, 3, 0, 0))
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self._right)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.splitterMoved.connect(self._on_split)
        look().changed.connect(self._fit)
        self._fit()
        return self.splitter

    def _connect(self) -> None:
        self.empty.action.connect(self.ask_plan)
        self.asking.given.connect(self.read_plan)
        self.asking.left.connect(self.forget)
        self.capital.clicked.connect(self._set_capital)
        self.pages.scrolled.connect(self._show_page)
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
        self._thread.refused.connect(lambda _code, sentence, _asks: self.messages.say("problem", sentence))
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
        """Ask whose plan it is; it is then read in place of the one that is open."""
        self.forget()
        self._path = path
        self.asking.ask(path.name)
        self.setCurrentWidget(self.asking)
        self.asking.first.setFocus()

    def read_plan(self, first: str, last: str) -> None:
        """Read the plan that was asked about, looking for this name."""
        if self._path is not None:
            self._begin("Reading the plan", partial(work.read, self._path, today(), (first, last)), self._take_plan)

    def forget(self) -> None:
        """Let go of the plan, of its copy, of the list of words and of the name."""
        self.plan = self.copy = self._path = None
        self.asking.forget()
        self.messages.dismiss()
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
        self.asking.forget()
        self.head.heading.set_text(plan.path.name)
        self.pages.can_draw = seen.kind == "pdf"
        self.model.fill(plan.found)
        self.limits.set_text(limits(plan))
        self._show_source(Held(plan.path.name, seen.shown))
        self.setCurrentWidget(self.splitter)
        self._on_changed()
        words = len(self.model.rows)
        self.messages.dismiss()
        if plan.missing:
            stand = "stands" if len(plan.missing) == 1 else "stand"
            self.messages.say(
                "look", f"{listed([f'“{name}”' for name in plan.missing])} {stand} nowhere in the words of this plan.",
                "Check how the plan writes it, and whether it is the right plan.",
            )  # fmt: skip
        count = "1 word or number" if words == 1 else f"{words} words or numbers"
        self.said.emit(f"The plan is read. {count} may identify somebody.")
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
        self._show_page()

    def _show_page(self) -> None:
        """Say which page is in view, and of what."""
        if self.pages.count:
            what = "The copy, page" if self._previewing else "Page"
            self.head.set_caption(f"{what} {self.pages.here()[0] + 1} of {self.pages.count}")

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
        self.capital.setVisible(row is not None)
        self.capital.setChecked(row is not None and row.as_written)

    def _set_capital(self, on: bool) -> None:
        index = self.model.index(self.table.currentIndex().row(), CAPITAL)
        state = Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        self.model.setData(index, state.value, Qt.ItemDataRole.CheckStateRole)

    def _add_box(self) -> None:
        self.pages.setFocus()
        self.pages.add_box()

    def _on_changed(self) -> None:
        """Other words or boxes: the copy is no longer what would be saved."""
        if self.copy is not None and not self._previewing:
            self.messages.dismiss()  # what it said was of that copy
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
        if made.standing:
            self._say_standing(made, ("Remove these as well", partial(self._remove, made.standing)))
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
        """Make the copy if it is not made yet, say what it still holds of the words, and ask where to save it."""
        self._with_copy(self._before_saving)

    def _before_saving(self, made: Redacted) -> None:
        if not made.standing:
            self._before_blind(made)
            return
        bar = self._say_standing(
            made,
            ("Remove these as well", partial(self._remove, made.standing)),
            ("Save it as it is…", partial(self._before_blind, made)),
        )
        if bar:
            self.messages.keyboard_here()

    def _before_blind(self, made: Redacted) -> None:
        """Point at pages whose words nobody can look for, before a copy with nothing covered there is saved."""
        drawn = {page for page, _ in self._drawn}
        pages = [page for page in made.blind if page not in drawn]
        if not pages:
            self._save(made)
            return
        self.messages.say(
            "look", f"Words on {some_pages(pages)} cannot be looked for, and no box is drawn there.", BLIND,
            (f"Show page {pages[0]}", partial(self._show_blind, pages[0])),
            ("Save it as it is…", partial(self._save, made)),
        )  # fmt: skip
        self.messages.keyboard_here()

    def _show_blind(self, page: int) -> None:
        if self._previewing:
            self._end_preview()
        self.pages.go_to(page - 1)
        self.pages.setFocus()

    def _say_standing(self, made: Redacted, *actions: tuple[str, Callable[[], object]]) -> bool:
        self.messages.say("look", "Parts of the removed words still stand in the copy.", still(made.standing), *actions)
        return True

    def _remove(self, standing: Sequence[Standing]) -> None:
        """Take what still stands into the list; a single letter would take too much, so its place is shown alone."""
        if self._previewing:
            self._end_preview()
        row = -1
        for one in standing:
            if self.plan is not None and len(one.text.rstrip(".")) > 1:
                places = self.plan.finder.places([Wish(one.text), Wish(one.text, as_written=True)])
                row = self.model.add(one.text, places[0], places[1])
                index = self.model.index(row, CAPITAL)
                self.model.setData(index, Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole)
        self.messages.dismiss()
        initials = sorted({page for one in standing if len(one.text.rstrip(".")) == 1 for page in one.pages})
        if initials:
            pages = f"page {listed(map(str, initials))}"
            self.messages.say(
                "look", f"An initial stands beside a bar on {pages}.",
                "Add it with what stands beside it, such as “Z. Brown”, or draw a box over it.",
            )  # fmt: skip
            self.pages.go_to(initials[0] - 1)
        if row >= 0:
            self.table.setCurrentIndex(self.model.index(row, WORD))
            self.table.setFocus()

    def _save(self, made: Redacted) -> None:
        if self.plan is None:
            return
        # the name of a plan's file may be the child's
        names = [row.wish for row in self.model.going] + [Wish(name) for name in self.plan.missing]
        stem = without(self.plan.path.stem, names) or "Plan"
        suggested = self.plan.path.with_name(f"{stem} redacted.pdf")
        target = self._asks.save_path(self, "Save the redacted copy", suggested, "PDF (*.pdf)")
        if target is None:
            return
        target = target if target.suffix.lower() == ".pdf" else target.with_name(target.name + ".pdf")
        try:
            work.save(made, target)
        except UserError as problem:
            self.messages.say("problem", str(problem))
            return
        left = f" It still holds {still(made.standing)}" if made.standing else ""
        look_again = () if self._previewing else (("Look at the copy", self.toggle_preview),)
        self.messages.say(
            "done", f"{target.name} is saved. {told(made, len(self._drawn))}",
            f"Look at every page once more before it goes out.{left}", *look_again,
        )  # fmt: skip

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
        self.messages.dismiss()  # what a try before this one said
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
            self.messages.say("problem", sentence)

        task.progressed.connect(lambda words: self.working.set_text(f"{words}…"))
        task.done.connect(done)
        task.failed.connect(failed)
        task.cancelled.connect(end)

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the pages at least as much as the list has."""
        super().resizeEvent(event)
        self._fit()

    def _on_split(self) -> None:
        self._split = True

    def _fit(self) -> None:
        self.table.setMinimumHeight(look().px(LIST))
        side = min(look().px(SIDE), self.width() // 2)
        self._right.setMinimumWidth(side)
        self.table.horizontalHeader().resizeSection(WORD, side * 2 // 5)
        if not self._split:  # until somebody moves it
            self.splitter.setSizes([self.width() - side, side])
        if look().scale > 1.5:
            self.side.add(self._foot)  # it would leave the list no room
        else:
            self._right.add(self._foot)
        self.pages.setMinimumWidth(look().px(150))
