"""Save what is wrong with a list as a file for whoever mends it."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from auditor.frames.told import Checked, problems_csv
from db.errors import UserError
from db.files import write_whole
from ui.ask import Asks
from ui.parts.message import MessageArea


def save_problems(page: QWidget, asks: Asks, messages: MessageArea, file: Path, checked: Checked) -> None:
    """Ask where, and write the rows of the list `file` that cannot be used; what came of it is said in `messages`."""
    path = asks.save_path(page, "Save what is wrong", Path(f"{file.stem} - what is wrong.csv"), "CSV (*.csv)")
    if path is None:
        return
    try:
        if path.exists():
            raise UserError("exists", f"{path.name} is there already and was left as it was. Choose another name.")
        write_whole(path, lambda beside: beside.write_bytes(problems_csv(checked)))
    except UserError as problem:
        messages.say("problem", str(problem))
    else:
        messages.say("done", f"What is wrong with the list is saved as {path.name}.", f"In {path.parent}")
