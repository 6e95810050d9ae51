"""What backups are called on the page: why they were made, when, how large, what they hold."""

from datetime import datetime

from auditor.reports.wording import long_date
from auditor.round_states import WORDS
from db.backups import Backup, Why
from db.vocabulary import RoundState

MADE_FOR = {
    Why.OPENED: "on opening, after changes",
    Why.MIGRATION: "before an update of the file",
    Why.PACKS: "before packs were taken in",
    Why.RESTORE: "before restoring another",
    Why.PURGE: "before a purge",
    Why.REKEY: "before the passphrase changed",
    Why.BY_HAND: "by hand",
}


def when_words(when: datetime) -> str:
    """The moment here: 3 April 2026, 14:06."""
    here = when.astimezone()
    return f"{long_date(here.date())}, {here:%H:%M}"


SHORT = {
    Why.OPENED: "Changes",
    Why.MIGRATION: "Update",
    Why.PACKS: "Packs",
    Why.RESTORE: "Restoring",
    Why.PURGE: "Purge",
    Why.REKEY: "Passphrase",
    Why.BY_HAND: "By hand",
}
"""The same in a word, for a column."""


def short_when(when: datetime) -> str:
    """The moment here, for a column: 3 Apr 2026, 14:06."""
    here = when.astimezone()
    day, month, year = long_date(here.date()).split()
    return f"{day} {month[:3]} {year}, {here:%H:%M}"


def size_words(size: int) -> str:
    """How large a file is: 480 KB, 3.2 MB."""
    return f"{size / 1e6:.1f} MB" if size >= 1_000_000 else f"{max(1, size // 1000)} KB"


def held_words(backup: Backup) -> str:
    """What it holds in a line, or that this cannot be seen."""
    if backup.holds is not None:
        rounds, audits = len(backup.holds.rounds), backup.holds.submitted
        return f"{rounds} round{'' if rounds == 1 else 's'}, {audits:,} audit{'' if audits == 1 else 's'} in"
    return "Another passphrase" if backup.locked else "Cannot be read"


def rounds_words(backup: Backup) -> str:
    """Its rounds with their states, in a sentence; empty where none can be seen."""
    rounds = backup.holds.rounds if backup.holds else ()
    return "; ".join(f"{name} ({WORDS[RoundState(state)]})" for name, state in rounds)
