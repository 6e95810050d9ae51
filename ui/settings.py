"""What a person can set: one typed declaration a setting, kept in a small file of their own, acting at once."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar, overload

import platformdirs
from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from ui.look import Theme

T = TypeVar("T")
SCALES = (100, 125, 150, 175, 200, 225, 250, 275, 300)
MOVES_ON = {"met": "After met or not applicable", "always": "After every answer", "never": "Never"}
LOCKS_AFTER = (0, 5, 10, 15, 30, 60)  # minutes; 0 follows the council's policy or, without one, LOCKS_USUALLY
LOCKS_USUALLY = 15
SAID_KEPT = 200  # things that are said once
THEMES = {
    Theme.SYSTEM: "As the system",
    Theme.LIGHT: "Light",
    Theme.DARK: "Dark",
    Theme.CONTRAST: "High contrast",
}
PAPERS = {
    "theme": "White, dimmed in the dark",
    "white": "Always white",
    "dimmed": "Always dimmed",
    "inverted": "Inverted: light words on black",
}


class Setting(Generic[T]):
    """One setting: where it is kept, its default, and how it is read back from text (ValueError: the default)."""

    def __init__(self, key: str, default: T, read: Callable[[str], T]) -> None:
        self.key, self.default, self.read = key, default, read
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, settings: None, owner: type) -> "Setting[T]": ...
    @overload
    def __get__(self, settings: "Settings", owner: type) -> T: ...
    def __get__(self, settings: "Settings | None", owner: type) -> "T | Setting[T]":
        if settings is None:
            return self
        kept = settings.file.value(self.key)
        try:
            return self.default if kept is None else self.read(str(kept))
        except ValueError:
            return self.default

    def __set__(self, settings: "Settings", value: T) -> None:
        if value != self.__get__(settings, type(settings)):
            settings.file.setValue(self.key, str(value))
            settings.changed.emit(self.name)


def _yes(text: str) -> bool:
    if text not in ("True", "False"):
        raise ValueError(text)
    return text == "True"


def _one_of(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError(text)
        return text

    return read


def _scale(text: str) -> int:
    if int(text) not in SCALES:
        raise ValueError(text)
    return int(text)


def _minutes(text: str) -> int:
    if int(text) not in LOCKS_AFTER:
        raise ValueError(text)
    return int(text)


class Settings(QObject):
    """All settings as attributes; `changed` carries the name of the one that changed."""

    changed = Signal(str)

    theme = Setting("look/theme", Theme.SYSTEM, Theme)
    """Which colours: the system's choice of light or dark, or one of the three themes."""
    text_size = Setting("look/text_size", 100, _scale)
    """Percent of the ordinary text size: one of SCALES."""
    paper = Setting("look/paper", "theme", _one_of(*PAPERS))
    """What the pages of a PDF stand on: white and dimmed in the dark, always white, always dimmed, or inverted."""
    folded = Setting("look/sidebar_folded", False, _yes)
    """Whether the sidebar shows icons alone."""
    folded_where_wide = Setting("look/sidebar_folded_where_wide", True, _yes)
    """The same on pages that need its room, as the desk."""
    single_keys = Setting("keys/single_keys", True, _yes)
    """Whether 2, 1, 0, N and C answer on their own."""
    move_on = Setting("keys/move_on", "met", _one_of(*MOVES_ON))
    """When an answer goes on to the next question by itself: after met, always, never."""

    timer = Setting("desk/timer", False, _yes)
    """Whether the desk keeps how many minutes a plan takes."""

    lock_after = Setting("security/lock_after", 0, _minutes)
    """Minutes without use after which an encrypted workspace locks: one of LOCKS_AFTER."""

    backup_place = Setting("backups/place", "", str)
    """The folder for backups on this computer; empty for beside each workspace."""

    def __init__(self, file: QSettings | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.file = file or settings_file()

    def put_back(self, name: str) -> None:
        """Give a setting its default again."""
        setattr(self, name, getattr(Settings, name).default)

    def is_default(self, name: str) -> bool:
        """Whether a setting is as a new user has it."""
        return getattr(self, name) == getattr(Settings, name).default

    @property
    def backup_folder(self) -> Path | None:
        """The folder for backups on this computer; None for beside each workspace."""
        return Path(self.backup_place) if self.backup_place else None

    def first_time(self, what: str) -> bool:
        """Whether this has not been said before; from now on it has."""
        said = [str(one) for one in json.loads(str(self.file.value("said/once") or "[]"))]
        if what in said:
            return False
        self.file.setValue("said/once", json.dumps([*said, what][-SAID_KEPT:]))
        return True

    @property
    def geometry(self) -> QByteArray:
        """Where the window was when it was last closed; empty at first."""
        kept = self.file.value("window/geometry")
        return kept if isinstance(kept, QByteArray) else QByteArray()

    def keep_geometry(self, geometry: QByteArray) -> None:
        """Remember where the window is."""
        self.file.setValue("window/geometry", geometry)


def settings_file() -> QSettings:
    """The person's own settings, in the folder this system keeps such things in."""
    folder = Path(platformdirs.user_config_dir("EHCP Auditor", appauthor=False))
    return QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
