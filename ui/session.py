"""One open workspace, as the window sees it: its store, its round, and the news of what changed."""

from PySide6.QtCore import QObject, Signal

from auditor.changed import Changed
from auditor.rounds import RoundRow, rounds
from db.store import Owner, Store
from db.vocabulary import Role


class Session(QObject):
    """Handed to each page by constructor. Pages call jobs with `store`, then `tell` what came of it."""

    changed = Signal(object)
    round_switched = Signal()
    saved = Signal(str)

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self.owner: Owner = store.owner()
        self.rounds: tuple[RoundRow, ...] = rounds(store)
        self._round = self.rounds[0].id if self.rounds else None
        self._seen = store.data_version()

    @property
    def lead(self) -> bool:
        """Whether the owner runs rounds; otherwise they score plans."""
        return self.owner.role == Role.LEAD

    @property
    def round(self) -> RoundRow | None:
        """The round the window is on, or None in a workspace without one."""
        return next((row for row in self.rounds if row.id == self._round), None)

    def switch_round(self, round_id: int) -> None:
        """Put the window on another round."""
        if round_id != self._round:
            self._round = round_id
            self.round_switched.emit()

    def tell(self, changed: Changed, saved: str = "") -> None:
        """Pass on what a job changed; `saved` is the status line, such as 'All answers saved · 14:06:31'."""
        if changed.kinds & {"audit", "round"}:
            self.rounds = rounds(self.store)
        self.changed.emit(changed)
        if saved:
            self.saved.emit(saved)

    def look_again(self) -> None:
        """On coming back to the window: if another program changed the file, every page looks again."""
        seen = self.store.data_version()
        if seen != self._seen:
            self._seen = seen
            self.rounds = rounds(self.store)
            self.changed.emit(Changed(frozenset({"everything"})))

    def close(self) -> None:
        """Close the workspace file."""
        self.store.close()
