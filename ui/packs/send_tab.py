"""Work packs to make: who has something to send to them, who gets one now, and whether papers go along."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox

from auditor.packs.work import Addressee
from auditor.plural import several
from ui.desk.words import agency_words
from ui.packs.list_tab import ListTab
from ui.packs.words import day_of
from ui.parts.buttons import QuietButton
from ui.parts.layout import Column, Row
from ui.parts.rows import Index, MarkedRows
from ui.parts.words import Text

HEADS = ("Auditor", "Agency", "Plans", "What is new", "Sent before", "Opens with")


def waits(addressee: Addressee) -> bool:
    """Whether there is something to send to somebody."""
    return addressee.changed or (addressee.sent_at is None and addressee.assignments > 0)


class SendModel(MarkedRows):
    """One row an auditor, with a box: who gets a pack now."""

    def __init__(self, people: Sequence[Addressee], chosen: set[int], told: Callable[[], None]) -> None:
        self.people, self._chosen, self._told = people, chosen, told
        rows = [
            (
                f"{p.name} ({p.code})", agency_words(p.agency), f"{p.assignments:,}", _new(p),
                day_of(p.sent_at) if p.sent_at else "Never",
                "Their key" if p.has_key else "Passphrase",
            )
            for p in people
        ]  # fmt: skip
        keys = [(p.name, p.agency, p.assignments, not waits(p), str(p.sent_at or ""), p.has_key) for p in people]
        marks = {(at, 3): "under_way" for at, p in enumerate(people) if waits(p)}
        super().__init__(HEADS, rows, frozenset({2}), keys, marks)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The first column can be ticked."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """As any table's, with the box."""
        if index.isValid() and index.column() == 0:
            ticked = self.people[index.row()].person in self._chosen
            if role == Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return f"{super().data(index, role)}, {'gets a pack' if ticked else 'gets none'}"
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick or untick."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        person = self.people[index.row()].person
        (self._chosen.add if Qt.CheckState(value) == Qt.CheckState.Checked else self._chosen.discard)(person)
        self.dataChanged.emit(index, index)
        self._told()
        return True


def _new(addressee: Addressee) -> str:
    """What there is to send, in words."""
    if addressee.sent_at is None:
        return several(addressee.assignments, "plan") if addressee.assignments else "Nothing to send"
    if not addressee.changed:
        return "Nothing since"
    back = f", {addressee.taken_back:,} taken back" if addressee.taken_back else ""
    return f"Changed since{back}"


class SendTab(ListTab):
    """`chosen_changed` says that other auditors are ticked."""

    chosen_changed = Signal()

    def __init__(self) -> None:
        self.papers = QCheckBox("Send the papers of their plans along")
        self.papers.toggled.connect(lambda _on: self.chosen_changed.emit())
        self._papers_why = Text("", "caption", "ink2")
        self.all = QuietButton("Tick all")
        self.who = QuietButton("Who may see the papers", "eye-off")
        # the box is as wide as its words: where its focus ring goes, a click ticks it
        below = Row((Column(Row(self.papers, 1), self._papers_why, gap=1), 1), self.who, self.all, gap=3)
        super().__init__(
            "Auditors and what is to send to them", "send", "Nobody has plans to score yet.",
            "Share the round's plans out first. A work pack then carries them to each auditor.", "Allocation", below,
        )  # fmt: skip
        self.all.clicked.connect(self._tick_all)
        self._people: tuple[Addressee, ...] = ()
        self._chosen: set[int] = set()
        self._round: int | None = None
        self.allow_papers(False, "")

    @property
    def chosen(self) -> tuple[Addressee, ...]:
        """Who gets a pack, in the order of the list."""
        return tuple(p for p in self._people if p.person in self._chosen)

    @property
    def waiting(self) -> int:
        """How many have something to send to them."""
        return sum(waits(p) for p in self._people)

    @property
    def leaves_papers_out(self) -> bool:
        """Whether papers might go along and are not to."""
        return self.papers.isEnabled() and not self.papers.isChecked()

    def show_people(self, round_id: int, people: Sequence[Addressee]) -> None:
        """Show who could get a pack, those first who wait for one; they are ticked until somebody else says."""
        before = {p.person: waits(p) for p in self._people} if round_id == self._round else {}
        self._people = tuple(sorted(people, key=lambda p: (not waits(p), p.name)))
        self._round = round_id
        fresh = {p.person for p in self._people if waits(p) and not before.get(p.person)}
        still = {p.person for p in self._people if waits(p)}
        self._chosen = (self._chosen & still if before else set()) | fresh
        model = SendModel(self._people, self._chosen, self._on_ticked)
        keyless = sum(not p.has_key for p in self._people if waits(p))
        self.show_rows(model, _about(self.waiting, keyless), self.row)
        self._show_all()

    def allow_papers(self, may: bool, why: str) -> None:
        """Offer to send papers along, or say why they cannot go."""
        self.papers.setEnabled(may)
        if not may:
            self.papers.setChecked(False)
        self._papers_why.set_text(why)
        self._papers_why.setVisible(bool(why))
        self.papers.setAccessibleDescription(why)

    def forget_chosen(self) -> None:
        """Have nobody ticked, such as after their packs were made."""
        self._chosen.clear()

    def _tick_all(self) -> None:
        wanted = {p.person for p in self._people if p.assignments}
        ticked = self._chosen >= wanted
        self._chosen.clear()
        self._chosen.update(() if ticked else wanted)
        if (shown := self.table.shown) is not None and self.rows:
            shown.dataChanged.emit(shown.index(0, 0), shown.index(self.rows - 1, 0))
        self._on_ticked()

    def _on_ticked(self) -> None:
        self._show_all()
        self.chosen_changed.emit()

    def _show_all(self) -> None:
        able = {p.person for p in self._people if p.assignments}
        self.all.setText("Tick none" if self._chosen >= able else f"Tick all {len(able):,}")
        self.all.setVisible(len(able) > 1)


def _about(waiting: int, keyless: int) -> str:
    if not waiting:
        return "Everything is sent. Tick somebody to make their pack again, for example if it was lost."
    told = ""
    if keyless:
        whom = "They have" if waiting == 1 else f"{keyless:,} of them {'has' if keyless == 1 else 'have'}"
        told = (
            f" {whom} no key yet: you tell {'them' if waiting == 1 else 'each'} a passphrase by telephone, this once."
        )
    return f"{several(waiting, 'auditor')} {'waits' if waiting == 1 else 'wait'} for a pack.{told}"
