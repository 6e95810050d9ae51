"""Asks what is to become of the key list: where to save it, and whether somebody is sure who saves it otherwise."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QWidget

from auditor.frames.key_list import CLEAR, LOCKED, refuse_near
from db.errors import UserError
from ui.ask import Asks
from ui.frame.key_step import KeyStep
from ui.frame.work import KeyWish

NONE = (
    "Keep no key list? Nobody will be able to tell which plan a made reference stands for, so its papers cannot be "
    "found by it."
)
IN_CLEAR = (
    "Save the key list in clear? Whoever gets at the file can read every name or number in it and tell whose plans "
    "are in the round."
)


def ask_wish(step: KeyStep, asks: Asks, parent: QWidget, round_name: str, workspace: Path) -> KeyWish | None:
    """What the person wants, or None where they thought better of it or a field of the step says what it lacks.

    Raises UserError `beside_workspace` for a file in the workspace's folder.
    """
    match step.chosen:
        case "none":
            return KeyWish(None) if asks.sure(parent, NONE, "Keep none", "Go back") else None
        case "clear":
            sure = asks.sure(parent, IN_CLEAR, "Save it in clear", "Go back")
            file = _file(asks, parent, CLEAR, round_name, workspace) if sure else None
            return KeyWish(file) if file else None
        case _:
            passphrase = step.passphrase()
            file = _file(asks, parent, LOCKED, round_name, workspace) if passphrase else None
            return KeyWish(file, passphrase) if file else None


def _file(asks: Asks, parent: QWidget, ending: str, round_name: str, workspace: Path) -> Path | None:
    suggested = _suggested(ending, round_name, workspace)
    path = asks.save_path(parent, "Save the key list", suggested, f"Key list (*{ending})")
    if path is None:
        return None
    path = path if path.suffix else path.with_name(path.name + ending)
    refuse_near(path, workspace)
    return path


def _suggested(ending: str, round_name: str, workspace: Path) -> Path:
    """A name for the key list in the first of the usual folders that is not the workspace's."""
    name = "".join(c if c.isalnum() or c in " -" else "-" for c in round_name) + ending
    places = QStandardPaths.StandardLocation
    for place in (places.DocumentsLocation, places.DesktopLocation, places.HomeLocation):
        suggested = Path(QStandardPaths.writableLocation(place)) / name
        try:
            refuse_near(suggested, workspace)
        except UserError:
            continue
        return suggested
    return Path(name)
