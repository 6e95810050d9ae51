"""Where a bug is written down, without anybody's words in it."""

import contextlib
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import platformdirs

import auditor


def log_folder() -> Path:
    """The folder that crash notes are kept in, on this system."""
    return Path(platformdirs.user_log_dir("EHCP Auditor", appauthor=False))


def record_leftover(unraised: "sys.UnraisableHookArgs") -> None:
    """What Python calls for a failure while something is thrown away: written down, not shown to a person.

    A library that was stopped by a full disk stumbles once more over its half-written file when that is dropped; the
    failure itself has been told in a sentence by then.
    """
    record_crash(unraised.exc_value)


def record_crash(problem: BaseException | None = None) -> Path:
    """Write down where the program failed and return the file's path.

    Only the kind of failure and the places in the code are kept: a message or a value could hold free text.
    """
    problem = problem or sys.exc_info()[1]
    at = datetime.now(UTC)
    python = sys.version.split()[0]
    lines = [f"EHCP Auditor {auditor.__version__}, Python {python}, {sys.platform}, {at:%Y-%m-%d %H:%M:%S} UTC"]
    while problem is not None:
        lines.append(type(problem).__name__)
        for frame in traceback.extract_tb(problem.__traceback__):
            lines.append(f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}")
        problem = problem.__cause__ or problem.__context__
    text = "\n".join(lines) + "\n"
    # no home to write to: the system's own place for passing things is there for everybody
    for folder in (log_folder(), Path(tempfile.gettempdir())):
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            return _write_anew(folder, f"crash-{at:%Y%m%d-%H%M%S}", text)
    return folder


def _write_anew(folder: Path, name: str, text: str) -> Path:
    """Write to a file that is not there yet: several failures of one second are several files."""
    for number in count(1):
        place = folder / (f"{name}.txt" if number == 1 else f"{name}-{number}.txt")
        with contextlib.suppress(FileExistsError), place.open("x", encoding="utf-8") as file:
            file.write(text)
            return place
    raise AssertionError("numbers do not end")
