"""A mark that stands while a workspace is on the desk: found at the next start, the last run did not close it."""

from PySide6.QtCore import QSettings

from ui.desk.open_audit import OpenAudit

ENDED = "The program ended unexpectedly."


class RunningMark:
    """Kept beside the person's settings, never in the workspace. It names no plan and no file."""

    def __init__(self, file: QSettings, device: str) -> None:
        self._file, self._key = file, f"desk/running/{device}"

    @property
    def stands(self) -> bool:
        """Whether a run began and did not close."""
        return str(self._file.value(self._key, "")) == "True"

    def set(self) -> None:
        """A run begins. Written to disk at once."""
        self._file.setValue(self._key, "True")
        self._file.sync()

    def clear(self) -> None:
        """It closed as it should."""
        self._file.remove(self._key)
        self._file.sync()


def recovered_words(audit: OpenAudit) -> str:
    """What is there of the plan that was on the desk: 'All 24 answers of N-014 are here; …'."""
    reference, count = audit.sheet.facts.reference, audit.answered
    if not count:
        return f"No answer had been given for {reference}; a note you were typing may lack its last words."
    answers = "The 1 answer" if count == 1 else f"All {count} answers"
    are = "is" if count == 1 else "are"
    return f"{answers} of {reference} {are} here; the note you were typing may lack its last words."
