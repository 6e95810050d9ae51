"""Kill a job at every step that touches the disk, one after another, in a process of its own each time.

A step is whatever Python tells its audit hooks of changes to files, every sync of a file, and every statement with
which a database puts something on the disk: what lies between two of them is a transaction. The process ends there as
by kill -9, and nothing is flushed, closed or cleaned up.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

STEPS = ("open", "os.rename", "os.remove", "os.mkdir", "os.chmod", "os.truncate", "shutil.copyfile", "os.link")
WRITES = (
    "COMMIT",
    "VACUUM",
    "PRAGMA journal_mode",
    "PRAGMA wal_checkpoint",
    "ATTACH",
    "SELECT sqlcipher_export",
    "DETACH",
)
KILLED, FAILED = 9, 70
MOST = 5000
MEMORY = Path("/dev/shm")  # a kill needs no disk, and each of some hundred steps would wait for it


def every_step_killed(start: Path, room: Path, job: Callable[[Path], object]) -> Iterator[Path]:
    """Copy the folder `start`, run `job` on the copy, kill it at step 1, then 2, and so on until it comes through.

    Gives each copy as the kill left it; the last one is what the job leaves when it is not killed. The copies lie in
    memory where there is a folder for that, otherwise in `room`.
    """
    room.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else room) as copies:
        for step in range(1, MOST):
            folder = Path(copies) / f"step-{step}"
            shutil.copytree(start, folder)
            ended = _run(job, folder, step)
            assert ended in (0, KILLED), f"the job failed at step {step}"
            yield folder
            shutil.rmtree(folder)
            if ended == 0:
                assert step > 3, "no step of the job was seen"
                return
    raise AssertionError("the job has more steps than anybody would wait for")


def _run(job: Callable[[Path], object], folder: Path, step: int) -> int:
    child = os.fork()
    if child == 0:
        code = FAILED
        try:
            _kill_at(folder, step)
            job(folder)
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def _kill_at(folder: Path, step: int) -> None:
    """From now on count steps, and end the process at the one given."""
    left = step

    def count() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os._exit(KILLED)

    def hear(event: str, args: tuple[Any, ...]) -> None:
        if event in STEPS and any(str(folder) in str(arg) for arg in args) and _changes(event, args):
            count()

    sys.addaudithook(hear)
    os.fsync = lambda _: count()  # what a killed process wrote is there without: only a power cut would show the sync
    _count_statements(count)


def _changes(event: str, args: tuple[Any, ...]) -> bool:
    """Whether something is written or taken away: opening to read changes nothing, nor removing what is not there."""
    match event:
        case "open":
            mode, flags = args[1], args[2]
            return bool(set(mode) & set("wax+")) if mode else bool(flags & (os.O_WRONLY | os.O_RDWR))
        case "os.remove":
            return os.path.lexists(args[0])
        case _:
            return True


def _count_statements(count: Callable[[], None]) -> None:
    """Each statement that ends up on the disk counts before it is run: SQLite tells it as it begins."""
    from db import connection

    class Told:
        """The driver, whose connections tell of every statement."""

        def __getattr__(self, name: str) -> Any:
            return getattr(driver, name)

        def connect(self, *args: Any, **more: Any) -> Any:
            made = driver.connect(*args, **more)
            made.set_trace_callback(lambda statement: count() if statement.startswith(WRITES) else None)
            return made

    driver = connection.driver
    connection.driver = Told()
