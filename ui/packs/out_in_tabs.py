"""What is out and what came in, as tabs; what came in can be undone as a whole, with the reason."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit

from auditor.packs.view import InPack, OutPack
from auditor.plural import several
from auditor.reports.wording import long_date
from ui.desk.words import agency_words
from ui.packs.list_tab import ListTab
from ui.packs.words import day_of, short_moment
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.doubt import Doubt
from ui.parts.form import FormRow
from ui.parts.layout import Card, Row, Wrap
from ui.parts.rows import MarkedRows
from ui.parts.words import Text

OUT_HEADS = ("Auditor", "Agency", "Back", "Last in", "Sent", "Papers with them")
IN_HEADS = ("From", "Sealed", "Taken in", "Plans", "Now")


class OutTab(ListTab):
    """Who was sent work, and how much of it is back."""

    def __init__(self) -> None:
        super().__init__(
            "Auditors and what of theirs is back", "package", "No work pack is out.",
            "Auditors who were sent one appear here, with how much of their work is back.", "",
        )  # fmt: skip

    def show_out(self, packs: Sequence[OutPack]) -> None:
        """Show these auditors."""
        rows = [
            (
                f"{p.name} ({p.code})", agency_words(p.agency), f"{p.back:,} of {p.plans:,}",
                day_of(p.last_in) if p.last_in else "Nothing yet", f"Pack {p.number}, {day_of(p.sealed_at)}",
                f"Until {long_date(p.papers_until)}" if p.papers_until else "None",
            )
            for p in packs
        ]  # fmt: skip
        keys = [
            (p.name, p.agency, p.back - p.plans, str(p.last_in or ""), str(p.sealed_at), str(p.papers_until or ""))
            for p in packs
        ]
        marks = {(at, 2): _state(p) for at, p in enumerate(packs)}
        out = sum(p.back < p.plans for p in packs)
        about = (
            f"{several(out, 'auditor')} still {'has' if out == 1 else 'have'} plans out."
            if out
            else ("Everything that was sent is back.")
        )
        self.show_rows(MarkedRows(OUT_HEADS, rows, frozenset(), keys, marks), about, self.row)


def _state(pack: OutPack) -> str:
    if pack.back >= pack.plans:
        return "completed"
    return "under_way" if pack.back else "not_started"


class UndoCard(Card):
    """Asks why a pack is undone, in place, or says what stands in the way. `asked` carries the reason."""

    asked = Signal(str)

    def __init__(self) -> None:
        self._why_not = Text("")
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        self.reason.setPlaceholderText("The wrong copy was sent")
        self._row = FormRow("Why is it undone?", self.reason, "The reason is kept in the change log.")
        self._doubt = Doubt()
        self.go, self.keep = PlainButton("Undo this pack", "undo-2"), QuietButton("Leave it as it is")
        self._form = Wrap(gap=3)
        self._form.add(self._row, stretch=1, least=280)
        super().__init__(self._why_not, self._form, self._doubt, Row(self.go, self.keep, 1), title="Undo", gap=3)
        self.go.clicked.connect(self._ask)
        self.reason.returnPressed.connect(self._ask)
        self.keep.clicked.connect(self.hide)
        self.hide()

    def open(self, who: str, why_not: Sequence[str]) -> None:
        """Ask for the reason, or say what stands in the way."""
        held = (
            "\n".join(("It cannot be undone now:", *(f"• {one}" for one in why_not)))
            if why_not
            else (f"Its revisions are withdrawn and count nowhere; nothing is deleted. {who} keeps their own copy.")
        )
        self._why_not.set_text(held)
        self.setAccessibleName(f"Undo. {held}")
        for part in (self._form, self.go):
            part.setVisible(not why_not)
        self.keep.setText("Close" if why_not else "Leave it as it is")
        self.reason.clear()
        self._row.set_problem("")
        self._doubt.stop()
        self.show()
        (self.keep if why_not else self.reason).setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self) -> None:
        reason = self.reason.text().strip()
        if not reason:
            self._row.set_problem("Say in a few words why.")
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._doubt.before(lambda: self.asked.emit(reason), self.reason, ("Reason", reason))


class InTab(ListTab):
    """The packs that were taken in. `undo_asked` and `undone` carry a pack's id, the second with the reason."""

    undo_asked = Signal(int)
    undone = Signal(int, str)

    def __init__(self, sentence: str, what_to_do: str, button: str) -> None:
        self.undo = PlainButton("Undo…", "undo-2")
        self.card = UndoCard()
        self._about_row = Text("", tone="ink2")
        self._foot = Row((self._about_row, 1), self.undo, gap=3)
        super().__init__(
            "Packs that were taken in", "package-open", sentence, what_to_do, button, self.card,
            self._foot,
        )  # fmt: skip
        self._packs: tuple[InPack, ...] = ()
        self.moved.connect(self._on_moved)
        self.undo.clicked.connect(self._ask)
        self.card.asked.connect(self._undo)
        self.card.keep.clicked.connect(self._end_asking)

    @property
    def pack(self) -> InPack | None:
        """The pack one is on."""
        return self._packs[self.row] if 0 <= self.row < len(self._packs) else None

    def show_in(self, packs: Sequence[InPack], lead: str = "") -> None:
        """Show these packs; `lead` names the sender where packs do not."""
        at, self._packs = self.row, tuple(packs)
        rows = [
            (
                f"{p.name} ({p.code})" if p.name and not lead else lead or p.name,
                f"Pack {p.number}, {day_of(p.sealed_at)}", short_moment(p.applied_at), _brought(p), _now(p),
            )
            for p in packs
        ]  # fmt: skip
        keys = [
            (p.name, str(p.sealed_at), str(p.applied_at), p.added + p.changed, str(p.undone_at or "")) for p in packs
        ]
        marks = {(at, 4): "completed" if p.undone_at is None else "not_started" for at, p in enumerate(packs)}
        self.card.hide()
        self.show_rows(MarkedRows(IN_HEADS, rows, frozenset(), keys, marks), "", at)
        self._on_moved()

    def ask_undo(self, why_not: Sequence[str]) -> None:
        """Ask for the reason, or say what stands in the way."""
        if self.pack is not None:
            self.card.open(self.pack.name or "Your lead", why_not)
            self._foot.hide()

    def _on_moved(self) -> None:
        pack = self.pack
        self.card.hide()
        self._foot.show()
        self.undo.setEnabled(pack is not None and pack.undone_at is None)
        if pack is None:
            self._about_row.set_text("")
        elif pack.undone_at is not None:
            self._about_row.set_text(f"Undone on {short_moment(pack.undone_at)}: {pack.undone_why}")
        else:
            self._about_row.set_text(f"Taken in on {short_moment(pack.applied_at)}. It can be undone as a whole.")

    def _end_asking(self) -> None:
        self._on_moved()
        self.undo.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self) -> None:
        if self.pack is not None:
            self.undo_asked.emit(self.pack.pack)

    def _undo(self, reason: str) -> None:
        if self.pack is not None:
            self.undone.emit(self.pack.pack, reason)


def _brought(pack: InPack) -> str:
    """Plans, not answers: how many were new here, how many were here already, how many stayed out."""
    parts = [
        f"{n:,} {word}" for n, word in ((pack.added, "new"), (pack.changed, "changed"), (pack.refused, "refused")) if n
    ]
    return ", ".join(parts) or "Nothing new"


def _now(pack: InPack) -> str:
    return f"Undone {short_moment(pack.undone_at)}" if pack.undone_at is not None else "In"
