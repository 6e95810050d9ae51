"""Passages of the open paper that are worth a look: looked for beside the window, shown one by one, never scored."""

from threading import Thread

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from auditor.contents import Evidence, passage_key
from auditor.plan_reader import Plan
from auditor.plan_reader.passages import Prompt, worth_a_look
from ui.desk.document_side import DocumentSide
from ui.desk.gathering import Gathering
from ui.desk.keeping import Keeping
from ui.desk.prompt_strip import PromptStrip
from ui.desk.reading import Reading
from ui.desk.room import PAPER, Room
from ui.desk.scorer import Scorer
from ui.document.plan_places import PlanPlaces
from ui.parts.announce import announce

MARKED = {"used": "Used as evidence.", "fine": "Fine as it is."}
NOTHING = "Nothing more is worth a look in this plan."


class Prompting(QObject):
    """Goes through the prompts of the paper on the desk and keeps what the auditor makes of each, by its digest."""

    _found = Signal(object, object)

    def __init__(
        self, page: QWidget, scorer: Scorer, keeping: Keeping, gathering: Gathering, reading: Reading,
        side: DocumentSide, room: Room, strip: PromptStrip,
    ) -> None:  # fmt: skip
        super().__init__(page)
        self._page, self._scorer, self._keeping, self._gathering = page, scorer, keeping, gathering
        self._reading, self._side, self._room, self._strip = reading, side, room, strip
        self.prompts: tuple[Prompt, ...] = ()
        self._at = -1
        self._went = False  # whether the reader went to another place since a passage was shown
        self._for_names = False  # whether the paper was looked through for first names as well
        self._thread: Thread | None = None
        self._found.connect(self._take)
        side.read.connect(self._look)
        side.moved.connect(self._moved)
        side.went.connect(self._on_went)
        reading.changed.connect(self._forget)
        keeping.kept.connect(lambda what, _key: self._show() if what == "marks" else None)
        gathering.added.connect(self._added)
        strip.next_asked.connect(self.step)
        strip.fine.connect(self.fine)
        strip.used.connect(self.use)

    @property
    def current(self) -> Prompt | None:
        """The passage looked at, or None."""
        return self.prompts[self._at] if 0 <= self._at < len(self.prompts) else None

    def step(self, by: int = 1) -> None:
        """Go to the next (1) or previous (-1) passage that nothing was made of yet, round the ends.

        From the section being read, where the reader went to one since the last passage.
        """
        at = next((place for place in self._turns(by) if not self._mark_of(self.prompts[place])), None)
        if at is None:
            announce(self._page, NOTHING)
            return
        self._at = at
        self._room.bring_up(PAPER)
        prompt = self.prompts[at]
        self._side.pane.show_passage(prompt.passage)
        self._went = False
        self._show()
        announce(self._page, f"{self._strip.words} {prompt.text}")

    def _turns(self, by: int) -> list[int]:
        """The places of all prompts, in the order in which they are gone to from here."""
        total, here = len(self.prompts), self._side.here()
        current = self.current
        if current is not None and (not self._went or current.section == here):
            return [(self._at + by * n) % total for n in range(1, total + 1)]
        plan = self._side.plan
        order = [section.section for section in plan.sections] if plan is not None else []
        reached = order.index(here) if here in order else -1
        before = sum(1 for p in self.prompts if p.section not in order or order.index(p.section) < reached)
        upto = sum(1 for p in self.prompts if p.section not in order or order.index(p.section) <= reached)
        first = before if by > 0 else upto - 1
        return [(first + by * n) % total for n in range(total)] if total else []

    def _on_went(self) -> None:
        self._went = True

    def fine(self) -> None:
        """The passage looked at is fine as it is."""
        self._put("fine")

    def use(self) -> None:
        """Make the passage looked at evidence of the open criterion; once it is kept, it counts as used."""
        prompt, plan = self.current, self._side.plan
        if prompt is not None and plan is not None:
            self._gathering.take(self._evidence(prompt, plan))

    def look_again(self) -> None:
        """The lead may have chosen otherwise for the round: look through the paper anew if so."""
        plan = self._side.plan
        if plan is not None and self._wants_names != self._for_names:
            self._look(plan)

    def leave(self) -> None:
        """Wait for what still looks through a paper."""
        if self._thread is not None:
            self._thread.join()

    def _look(self, plan: Plan) -> None:
        """Look through a plan in a thread of its own, so that no key waits for it."""
        self.leave()
        names = self._for_names = self._wants_names
        self._thread = Thread(target=lambda: self._found.emit(plan, worth_a_look(plan, usual_name=names)), daemon=True)
        self._thread.start()

    @property
    def _wants_names(self) -> bool:
        audit = self._scorer.audit
        return audit is not None and audit.sheet.wrong_child

    def _take(self, plan: Plan, prompts: tuple[Prompt, ...]) -> None:
        if plan is self._side.plan:  # and not one that was closed meanwhile
            self.prompts, self._at = prompts, -1
            self._show()

    def _forget(self) -> None:
        self.prompts, self._at = (), -1
        self._show()

    def _moved(self) -> None:
        if self.current is None:
            self._show()

    def _added(self, item: Evidence) -> None:
        prompt, plan = self.current, self._side.plan
        if prompt is not None and plan is not None and item.place == self._evidence(prompt, plan).place:
            self._put("used")

    def _put(self, mark: str) -> None:
        prompt = self.current
        if prompt is None:
            return
        if self._keeping.mark(_key(prompt), mark, f"passage {'used' if mark == 'used' else 'fine as it is'}"):
            left = len(self._open())
            announce(self._page, f"{MARKED[mark]} Saved. {left} left." if left else f"{MARKED[mark]} Saved. {NOTHING}")

    def _open(self) -> list[Prompt]:
        return [prompt for prompt in self.prompts if not self._mark_of(prompt)]

    def _mark_of(self, prompt: Prompt) -> str:
        audit = self._scorer.audit
        return audit.sheet.contents.marks.get(_key(prompt), "") if audit is not None else ""

    def _evidence(self, prompt: Prompt, plan: Plan) -> Evidence:
        return PlanPlaces(plan).evidence(prompt.passage, prompt.text, prompt.page)

    def _show(self) -> None:
        left = self._open()
        self._reading.show_tags(left)
        prompt, plan = self.current, self._side.plan
        if prompt is not None and plan is not None:
            place = self._evidence(prompt, plan).place
            self._strip.show_prompt(place, prompt.why, MARKED.get(self._mark_of(prompt), ""), len(left))
        else:
            section = self._side.here()
            self._strip.show_count(sum(1 for p in left if p.section == section), len(left), len(self.prompts))


def _key(prompt: Prompt) -> str:
    return passage_key(prompt.section, prompt.text)
