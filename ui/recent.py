"""The workspaces opened lately: where they lie, when they were used, and a line of what is in them."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal

KEPT = 8
KEY = "recent/workspaces"


@dataclass(frozen=True)
class Recent:
    """One workspace: its file, when it was last in use, and what was in it then."""

    path: Path
    at: datetime
    about: str

    @property
    def there(self) -> bool:
        """Whether the file is still where it was."""
        return self.path.is_file()


class Recents(QObject):
    """The list, newest first, kept with the settings."""

    changed = Signal()

    def __init__(self, file: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = file

    def all(self) -> tuple[Recent, ...]:
        """Every workspace remembered; a list that cannot be read counts as empty."""
        try:
            rows = json.loads(str(self._file.value(KEY) or "[]"))
            return tuple(Recent(Path(r["path"]), datetime.fromisoformat(r["at"]), str(r["about"])) for r in rows)
        except (ValueError, KeyError, TypeError):
            return ()

    def add(self, path: Path, about: str, at: datetime | None = None) -> None:
        """Put a workspace at the top."""
        path = path.absolute()
        self._keep((Recent(path, at or datetime.now().astimezone(), about), *(r for r in self.all() if r.path != path)))

    def forget(self, path: Path) -> None:
        """Take a workspace off the list; its file stays."""
        self._keep(tuple(r for r in self.all() if r.path != path))

    def _keep(self, rows: tuple[Recent, ...]) -> None:
        kept = [{"path": str(r.path), "at": r.at.isoformat(timespec="seconds"), "about": r.about} for r in rows[:KEPT]]
        self._file.setValue(KEY, json.dumps(kept))
        self.changed.emit()


def when_words(at: datetime, now: datetime) -> str:
    """A moment as people say it: 'Today, 14:06', 'Yesterday, 16:05', '18 July', '18 July 2025'."""
    day = f"{at.day} {at:%B}"
    if at.date() == now.date():
        return f"Today, {at:%H:%M}"
    if at.date() == now.date() - timedelta(days=1):
        return f"Yesterday, {at:%H:%M}"
    return day if at.year == now.year else f"{day} {at.year}"
