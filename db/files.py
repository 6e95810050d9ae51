"""Whole-file changes, one way: write a new file beside, then put it in the old one's place."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from db.errors import UserError


def write_whole(target: Path, write: Callable[[Path], object]) -> Path:
    """Let `write` fill a new file beside `target`, then swap it in; gives `target`.

    Whoever reads finds the old file or the new one, never half of one. On any failure the earlier file stays as it
    was and nothing is left beside it. Raises UserError (`file_locked`, `disk_full`, `no_folder`, `file_not_written`)
    with a sentence that names the file.
    """
    beside = target.with_name(f".{target.name[:60]}.{os.getpid()}.part")
    try:
        if not target.parent.exists():
            raise FileNotFoundError(errno.ENOENT, "no such folder", str(target.parent))
        write(beside)
        put_in_place(beside, target)
    except OSError as failure:
        raise _told(target, failure) from failure
    finally:
        if target.parent.is_dir():
            beside.unlink(missing_ok=True)
    return target


def copy_whole(source: Path, target: Path) -> None:
    """Copy a file so that `target` is either as before or complete. Raises as `write_whole`."""
    write_whole(target, lambda beside: shutil.copyfile(source, beside))


def put_in_place(new: Path, target: Path) -> None:
    """Put `new`, already complete, where `target` is, whole or not at all, through a power cut as well.

    It takes on the rights of the file it replaces.
    """
    if os.name == "posix" and target.is_file():
        new.chmod(target.stat().st_mode & 0o777)
    _sync(new)
    new.replace(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return  # Windows has no handle for a folder that can be synced
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _told(target: Path, failure: OSError) -> UserError:
    name, folder = target.name, target.parent
    if failure.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        why, code = "because the disk is full", "disk_full"
        then = "Nothing was changed and any earlier file is untouched. Free some space and try again."
    elif isinstance(failure, NotADirectoryError) or (folder.exists() and not folder.is_dir()):
        why, code = f"because {folder} is a file, not a folder", "no_folder"
        then = "Nothing was changed. Choose a folder."
    elif isinstance(failure, FileNotFoundError):
        why, code = f"because the folder {folder} is not there", "no_folder"
        then = "Nothing was written. Choose a folder that exists."
    elif isinstance(failure, (PermissionError, IsADirectoryError)) or failure.errno == errno.EROFS:
        why, code = "because it is open in another program or may not be changed", "file_locked"
        then = "The old file is untouched. Close it, or choose another folder, and try again."
    else:
        why, code = f"({failure.strerror or failure})", "file_not_written"
        then = "Any earlier file is untouched. Choose another place and try again."
    return UserError(code, f"{name} could not be written {why}. {then}")
