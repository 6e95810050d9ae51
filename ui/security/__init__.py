"""The sections of *Settings and security*: one table says what each is called, who sees it and how it is made."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.roles import EVERYBODY, IN_A_WORKSPACE

if TYPE_CHECKING:
    from ui.security.section import SectionView
    from ui.window import MainWindow


@dataclass(frozen=True)
class Section:
    """One section. `seen_by` holds roles, and an empty one for a window without a workspace.

    `make` is called when the section is first looked at, and imports what it needs then.
    """

    key: str
    title: str
    icon: str
    make: Callable[["MainWindow"], "SectionView"]
    seen_by: frozenset[str] = EVERYBODY


def _look(window: "MainWindow") -> "SectionView":
    from ui.security.look import LookSection

    return LookSection(window.settings)


def _keys(window: "MainWindow") -> "SectionView":
    from ui.security.keys import KeysSection

    return KeysSection(window.settings)


def _desk(window: "MainWindow") -> "SectionView":
    from ui.security.desk import DeskSection

    return DeskSection(window.settings)


def _contacts(window: "MainWindow") -> "SectionView":
    from ui.security.contacts import ContactsSection

    return ContactsSection(window.open_session)


def _passphrase(window: "MainWindow") -> "SectionView":
    from ui.security.passphrase import PassphraseSection

    return PassphraseSection(
        window.open_session, window.tasks, window.asks, window.settings, window.workspaces.change_file
    )


def _log(_window: "MainWindow") -> "SectionView":
    from ui.security.log import LogSection

    return LogSection()


def _lock(window: "MainWindow") -> "SectionView":
    from ui.security.lock import LockSection

    return LockSection(window.settings)


def _backups(window: "MainWindow") -> "SectionView":
    from ui.security.backups import BackupsSection

    return BackupsSection(
        window.open_session, window.tasks, window.asks, window.settings, window.workspaces.change_file
    )


def _privacy(window: "MainWindow") -> "SectionView":
    from ui.security.privacy import PrivacySection

    return PrivacySection(
        window.open_session, window.tasks, window.asks, window.settings, window.workspaces.change_file
    )


def _about(_window: "MainWindow") -> "SectionView":
    from ui.security.about import AboutSection

    return AboutSection()


SECTIONS: tuple[Section, ...] = (
    Section("look", "Text and colours", "a-large-small", _look),
    Section("keys", "Keys", "keyboard", _keys),
    Section("desk", "While you score", "clock", _desk),
    Section("passphrase", "Passphrase and recovery key", "key-round", _passphrase, IN_A_WORKSPACE),
    Section("lock", "Lock after", "lock", _lock),
    Section("contacts", "Contacts and fingerprints", "users", _contacts, IN_A_WORKSPACE),
    Section("backups", "Backups", "history", _backups, IN_A_WORKSPACE),
    Section("privacy", "Privacy and purge", "eye-off", _privacy, IN_A_WORKSPACE),
    Section("log", "Change log", "clipboard-list", _log, IN_A_WORKSPACE),
    Section("about", "About and licences", "info", _about),
)


def sections_for(role: str) -> tuple[Section, ...]:
    """The sections that a role sees (empty: no workspace is open), in the list's order."""
    return tuple(section for section in SECTIONS if role in section.seen_by)
