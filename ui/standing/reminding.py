"""Reminders on the clipboard, to be pasted into an e-mail."""

from PySide6.QtGui import QGuiApplication

from auditor.standing.reminders import reminders
from db.store import Store
from ui.parts.message import MessageArea


def copy_reminders(
    store: Store, round_id: int, messages: MessageArea, person: int | None = None, *, late_only: bool = False
) -> None:
    """Copy the reminders of a round, or of one person in it, and say how many."""
    found = tuple(
        one for one in reminders(store, round_id, late_only=late_only) if person is None or one.person == person
    )
    if not found:
        messages.say("note", "Nobody has an audit to submit.")
        return
    QGuiApplication.clipboard().setText("\n\n\n".join(one.words for one in found))
    whose = f"The reminder for {found[0].name} is" if len(found) == 1 else f"{len(found)} reminders are"
    messages.say("done", f"{whose} on the clipboard.", "Paste it into an e-mail. Nothing is sent from here.")
