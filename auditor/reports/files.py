"""Write a file beside its target and swap it in whole: a reader finds the old file or the new one, never half."""

import errno
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from auditor.reports.wording import say
from db.errors import UserError


def write_whole(target: Path, write: Callable[[BinaryIO], None]) -> Path:
    """Let `write` fill a file and put it in the place of `target`; give `target`.

    On any failure the earlier file stays as it was and nothing is left beside it. Raises UserError
    (`file_locked`, `disk_full`, `no_folder`, `file_not_written`) with a sentence that names the file.
    """
    try:
        _swap_in(target, write)
    except OSError as failure:
        raise _told(target, failure) from failure
    return target


def _swap_in(target: Path, write: Callable[[BinaryIO], None]) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{target.stem[:40]}-", suffix=".part", dir=target.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        _as_usual(beside, target)
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _as_usual(beside: Path, target: Path) -> None:
    """A temporary file is readable by its owner alone: give it the rights of the file it replaces, or the usual."""
    if os.name == "posix":
        try:
            rights = target.stat().st_mode & 0o777
        except FileNotFoundError:
            mask = os.umask(0o077)
            os.umask(mask)
            rights = 0o666 & ~mask
        beside.chmod(rights)


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system lets a folder be synced."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _told(target: Path, failure: OSError) -> UserError:
    name, folder = target.name, str(target.parent)
    if failure.errno in (errno.ENOSPC, errno.EDQUOT):
        return UserError("disk_full", say("file.full", name=name))
    if isinstance(failure, NotADirectoryError):
        return UserError("no_folder", say("file.not_folder", name=name, folder=folder))
    if isinstance(failure, FileNotFoundError):
        return UserError("no_folder", say("file.no_folder", name=name, folder=folder))
    if isinstance(failure, (PermissionError, IsADirectoryError)) or failure.errno == errno.EROFS:
        return UserError("file_locked", say("file.open_elsewhere", name=name))
    return UserError("file_not_written", say("file.other", name=name, why=failure.strerror or str(failure)))
