"""Whole-file changes, one way: write a new file beside, check it, then put it in the old one's place."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from db.errors import UserError


def sync(path: Path) -> None:
    """Make a file, or a folder's list of names, reach the disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows has no handle for a folder that can be synced
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_in_place(new: Path, target: Path) -> None:
    """Put `new`, already complete, where `target` is, whole or not at all, and sync the folder."""
    sync(new)
    new.replace(target)
    sync(target.parent)


def write_whole(target: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a new file beside `target`, then swap it in.

    Raises UserError (`no_folder`, `disk_full`, `cannot_write`); whatever goes wrong, an earlier file stays
    as it was and the half-written one is removed.
    """
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    if not target.parent.is_dir():
        raise cannot_write(target, FileNotFoundError(target.parent))
    try:
        write(beside)
        put_in_place(beside, target)
    except OSError as problem:
        raise cannot_write(target, problem) from problem
    finally:
        beside.unlink(missing_ok=True)


def cannot_write(target: Path, problem: OSError) -> UserError:
    """The sentence for a file that could not be written, by what stood in the way."""
    kept = "The file that was there is untouched." if target.exists() else "Nothing was written."
    if not target.parent.is_dir():
        return UserError("no_folder", f"There is no folder {target.parent}. {kept} Choose a folder that exists.")
    if problem.errno in (28, 122):  # ENOSPC, EDQUOT
        return UserError("disk_full", f"The disk is full, so {target.name} was not written. {kept} Free some space.")
    return UserError(
        "cannot_write",
        f"{target.name} could not be written: it may be open in another program, or the folder may be read-only. "
        f"{kept} Close it or choose another folder, then try again.",
    )


def copy_whole(source: Path, target: Path) -> None:
    """Copy a file so that `target` is either as before or complete."""
    write_whole(target, lambda beside: shutil.copyfile(source, beside) and None)
