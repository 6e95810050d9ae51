"""Where the person's copy of the worked example lies, and making it anew."""

from pathlib import Path
from typing import NamedTuple

import platformdirs

from ui.tasks import Steps


class MadeExample(NamedTuple):
    """The new example, and what the copy that was there before is called now."""

    path: Path
    kept: Path | None


def example_folder() -> Path:
    """The folder for it, among this person's own files."""
    return Path(platformdirs.user_data_dir("EHCP Auditor", appauthor=False)) / "example"


def example_file() -> Path:
    """The workspace, whether or not it is there yet."""
    return example_folder() / "worked-example.ehcpaudit"


def example_steps() -> Steps:
    """Make the example in steps; a copy that was there is kept under another name."""
    from auditor import example

    before = set(example_folder().glob("*.ehcpaudit")) if example_folder().is_dir() else set[Path]()
    made = example_file()
    for step in example.example_steps(example_folder()):
        if isinstance(step, Path):
            made = step
        else:
            yield step
    aside = set(example_folder().glob("*.ehcpaudit")) - before - {made}
    return MadeExample(made, next(iter(aside), None))
