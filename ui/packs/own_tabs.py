"""An auditor's lists: plans with what was not yet sent, return packs that were made, papers and until when."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox

from auditor.packs.view import OwnPaper, OwnPlan, SentPack
from auditor.plural import several
from auditor.reports.wording import long_date
from ui.desk.words import KINDS
from ui.packs.list_tab import ListTab
from ui.packs.words import day_of, short_moment
from ui.parts.buttons import PlainButton
from ui.parts.layout import Row
from ui.parts.rows import MarkedRows
from ui.parts.words import Text

PLAN_HEADS = ("Plan", "What for", "Your audit", "In a return pack")
SENT_HEADS = ("Return pack", "Made", "Finished plans", "Unfinished plans")
PAPER_HEADS = ("Plan", "Papers", "Came", "Can be read")
FORMS = {"whole": "Whole plan", "redacted": "Redacted plan", "sections": "Your sections"}
MADE = "Everything you did is in a return pack. Send the file: your lead has it only when they take it in."
STATES = {"submitted": "Finished", "given_back": "Given back", "not_started": "Not started"}


class OwnPlansTab(ListTab):
    """Every plan of one's own, those first that have something new."""

    def __init__(self) -> None:
        self.unfinished = QCheckBox("Send unfinished plans as well")
        self.unfinished.setChecked(True)
        self.unfinished.setAccessibleDescription("Your lead sees how far you are. You go on with them here afterwards.")
        about = Text("Your lead sees how far you are. You go on with them here afterwards.", "caption", "ink2")
        super().__init__(
            "Your plans and what of them is in a return pack", "list-checks", "No plan was given to you yet.",
            "Open the work pack that your lead sent you; it can also be dropped on this window.", "Open packs…",
            Row(self.unfinished, (about, 1), gap=3),
        )  # fmt: skip

    def show_plans(self, plans: Sequence[OwnPlan]) -> None:
        """Show them."""
        plans = sorted(plans, key=lambda plan: plan.sent)
        rows = [(p.reference, KINDS.get(p.kind, "scoring").capitalize(), _state(p), _has(p)) for p in plans]
        keys = [(p.reference, p.kind, p.answered, (p.sent, p.state)) for p in plans]
        keys = [(*row[:3], str(row[3])) for row in keys]
        marks = {(at, 3): _mark(p) for at, p in enumerate(plans)}
        self.show_rows(MarkedRows(PLAN_HEADS, rows, frozenset(), keys, marks), _about(plans), self.row)


def _state(plan: OwnPlan) -> str:
    return STATES.get(plan.state, f"{plan.answered:,} of {plan.asked:,} answered")


def _has(plan: OwnPlan) -> str:
    if plan.state == "not_started":
        return "Nothing to send"
    return "All of it" if plan.sent else "Not the newest"


def _mark(plan: OwnPlan) -> str:
    if plan.state == "not_started":
        return "not_started"
    return "completed" if plan.sent else "under_way"


def _about(plans: Sequence[OwnPlan]) -> str:
    new = sum(not plan.sent for plan in plans)
    begun = any(plan.state != "not_started" for plan in plans)
    if not new:
        return MADE if begun else "You have not begun a plan yet."
    have = "has" if new == 1 else "have"
    return f"{several(new, 'plan')} {have} something that is in no return pack yet."


class SentTab(ListTab):
    """The return packs that were made here."""

    def __init__(self) -> None:
        super().__init__(
            "Return packs you made", "send", "You have made no return pack yet.",
            "Make one as often as you like and send it to your lead: it holds what you did up to that moment.", "",
        )  # fmt: skip

    def show_sent(self, packs: Sequence[SentPack]) -> None:
        """Show them."""
        rows = [
            (f"Pack {p.number}", f"{day_of(p.sealed_at)}, {p.sealed_at.astimezone():%H:%M}", f"{p.submitted:,}",
             f"{p.unfinished:,}")
            for p in packs
        ]  # fmt: skip
        keys = [(p.number, str(p.sealed_at), p.submitted, p.unfinished) for p in packs]
        self.show_rows(MarkedRows(SENT_HEADS, rows, frozenset({2, 3}), keys))


class PapersTab(ListTab):
    """Papers that came along. `put_away` carries which are to go."""

    put_away = Signal(int)

    def __init__(self) -> None:
        self.away = PlainButton("Put these papers away", "trash-2")
        self._about_row = Text("", tone="ink2")
        super().__init__(
            "Papers that came with work packs", "file-text", "No papers came with your work packs.",
            "Your lead says whether papers may travel. Without them, open each plan's papers from where they lie.", "",
            Row((self._about_row, 1), self.away, gap=3),
        )  # fmt: skip
        self._papers: tuple[OwnPaper, ...] = ()
        self._today = date.min
        self.moved.connect(self._on_moved)
        self.away.clicked.connect(self._put_away)

    def show_papers(self, papers: Sequence[OwnPaper], today: date) -> None:
        """Show them as they stand on a day."""
        self._papers, self._today = tuple(papers), today
        rows = [(p.reference, FORMS.get(p.form, p.form), short_moment(p.came_at), self._until(p)) for p in papers]
        keys = [(p.reference, p.form, str(p.came_at), str(p.expires_on)) for p in papers]
        marks = {(at, 3): "completed" if p.gone_at else "on_track" for at, p in enumerate(papers)}
        self.show_rows(MarkedRows(PAPER_HEADS, rows, frozenset(), keys, marks), "", self.row)
        self._on_moved()

    def _until(self, paper: OwnPaper) -> str:
        if paper.gone_at is not None:
            return f"No longer: gone on {day_of(paper.gone_at)}"
        return f"Until {long_date(paper.expires_on)}"

    def _on_moved(self) -> None:
        paper = self._papers[self.row] if 0 <= self.row < len(self._papers) else None
        self.away.setEnabled(paper is not None and paper.gone_at is None)
        self._about_row.set_text(
            "They lie sealed beside your workspace and are shown from memory. Your next return says which are gone."
            if paper is not None else ""
        )  # fmt: skip

    def _put_away(self) -> None:
        if 0 <= self.row < len(self._papers):
            self.put_away.emit(self._papers[self.row].paper)
