"""Whole-file changes, one way: write a new file beside, then put it in the old one's place."""

import contextlib
import errno
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Generator
from pathlib import Path
from typing import BinaryIO

from db.errors import UserError

PRIVATE = (".ehcpaudit", ".ehcppack", ".age")
"""Endings of what only its owner may read: workspaces and their backups, packs, sealed papers and key lists."""
_BEGUN = re.compile(r"\.(?P<name>.+)\.(?P<process>\d{1,9})\.part(-wal|-shm|-journal)?")


def real(path: Path) -> Path:
    """The file that a symbolic link stands for, or the path itself.

    A new file put in a link's place would leave the true one behind as it was, and two would live on under one name.
    """
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def beside(target: Path) -> Path:
    """The hidden file, in the same folder, that a new `target` is written to before it is swapped in."""
    begun = _BEGUN.fullmatch(target.name)  # a file that is made whole within one that is made whole
    return target.with_name(f".{target.name if begun else _stem(target.name)}.{os.getpid()}.part")


def _stem(name: str) -> str:
    """A name cut short, and a mark of the whole: a name that begins alike and goes on otherwise has another."""
    whole_name = os.fsencode(name)
    return f"{whole_name[:160].decode('utf-8', 'ignore')[:60]}.{hashlib.sha256(whole_name).hexdigest()[:8]}"


@contextlib.contextmanager
def whole(*targets: Path, swap: Callable[[Path, Path], None] | None = None) -> Generator[tuple[Path, ...]]:
    """Give a new file beside each target to write to; at the end of the block they are all swapped in.

    `swap` puts a new file in an old one's place; `put_in_place` if left out. Two targets must not be one file.

    Whoever reads finds the old files or the new ones, never half of one. On any failure in the block the earlier
    files stay as they were and nothing is left beside them. Raises UserError (`file_locked`, `disk_full`,
    `no_folder`, `file_not_written`, `same_file`) with a sentence that names the file.
    """
    targets = tuple(real(target) for target in targets)
    new = tuple(beside(target) for target in targets if target.name)
    for number, target in enumerate(targets):
        if target in targets[:number]:
            raise UserError(
                "same_file", f"Two files would both be called {target.name}. Nothing was written. Name them apart."
            )
    at = targets[0]
    try:
        for at in targets:
            if not at.name:
                raise IsADirectoryError(errno.EISDIR, "no file name", str(at))
            if not at.parent.exists():
                raise FileNotFoundError(errno.ENOENT, "no such folder", str(at.parent))
            if at.exists() and not at.is_file() and not at.is_dir():  # swapping a file in would throw a device away
                raise OSError(errno.EINVAL, "it is a device or a pipe, not a file", str(at))
        yield new
        for at, complete in zip(targets, new, strict=True):
            (swap or put_in_place)(complete, at)
    except OSError as failure:
        begun = [target for target, file in zip(targets, new, strict=False) if _there(file)]
        raise told(begun[-1] if begun else at, failure) from failure
    finally:
        for half_written in new:
            remove_with_logs(half_written)


def _there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def write_whole(target: Path, write: Callable[[Path], object]) -> Path:
    """Let `write` fill a new file beside `target`, then swap it in; gives `target`. Raises as `whole`."""
    with whole(target) as (new,):
        write(new)
    return target


def remove_with_logs(database: Path) -> None:
    """Take a file away with what SQLite may have left beside it; what cannot be reached is left."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        with contextlib.suppress(OSError):
            database.with_name(database.name + suffix).unlink(missing_ok=True)


def overwrite_and_remove(path: Path) -> None:
    """Write zeros over a file and take it away. Disks of today may keep what was there all the same.

    A file that is not there is left alone. Raises UserError (`file_locked`, …) where it may not be changed.
    """
    try:
        if path.exists():
            with path.open("r+b") as file:
                _overwrite(file)
            path.unlink()
    except OSError as failure:
        raise told(path, failure) from failure


def replace_and_overwrite(new: Path, target: Path) -> None:
    """Put `new` in the place of `target` as `put_in_place` does, and then write zeros over what was there before.

    Windows keeps a file that somebody holds open in its place, so there the old one is only let go.
    """
    if os.name == "nt" or target.stat().st_nlink > 1:  # what has a second name belongs to somebody else as well
        put_in_place(new, target)
        return
    target = real(target)
    with target.open("r+b") as old:
        put_in_place(new, target)
        _overwrite(old)


def _overwrite(file: BinaryIO) -> None:
    left = file.seek(0, os.SEEK_END)
    file.seek(0)
    while left > 0:
        left -= file.write(bytes(min(left, 1 << 20)))
    file.flush()
    os.fsync(file.fileno())


def clear_leftovers(path: Path) -> None:
    """Take away what a run that was killed left half made beside a file: hidden, and useless to anybody.

    What a run that still goes on is making stays. What cannot be reached is left.
    """
    with contextlib.suppress(OSError):
        for file in path.parent.iterdir():
            name = file.name
            while begun := _BEGUN.fullmatch(name):  # a file that was made whole within one that was made whole
                name = begun["name"]
                if name == _stem(path.name) and not _running(int(begun["process"])):
                    remove_with_logs(file)


def _running(process: int) -> bool:
    if process == os.getpid():
        return True
    if os.name == "nt":
        return False  # and a file that somebody has open cannot be taken away there
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return True


def may_write(path: Path) -> bool:
    """Whether a file may be changed and its folder may hold more files."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def copy_whole(source: Path, target: Path) -> None:
    """Copy a file so that `target` is either as before or complete. Raises as `write_whole`."""
    write_whole(target, lambda new: shutil.copyfile(source, new))


def put_in_place(new: Path, target: Path) -> None:
    """Put `new`, already complete, where `target` is, whole or not at all, through a power cut as well.

    It takes on the rights of the file it replaces; behind a link that is the file the link stands for. Where there is
    none and its ending is one of `PRIVATE`, nobody but its owner may read it.
    """
    target = real(target)
    if os.name == "posix" and target.is_file():
        allow(new, target.stat().st_mode & 0o777)
    elif target.suffix.lower() in PRIVATE:
        allow(new, 0o600)
    _sync(new)
    new.replace(target)
    _sync(target.parent)


def allow(path: Path, mode: int) -> None:
    """Set who may read and change a file, where the place knows of such rights: many a stick does not."""
    with contextlib.suppress(OSError):
        path.chmod(mode)


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return  # Windows has no handle for a folder that can be synced
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_whole(path: Path) -> bytes:
    """All that a file holds. Raises UserError (`no_file`, `cannot_read`)."""
    try:
        return path.read_bytes()
    except OSError as failure:
        raise not_read(path, failure) from failure


def not_read(path: Path, failure: OSError) -> UserError:
    """The sentence for a file that could not be read: `no_file`, `cannot_read`."""
    if isinstance(failure, FileNotFoundError):
        return UserError("no_file", f"There is no file {path}. Check the name, or look in its folder.")
    return UserError("cannot_read", f"{path.name} could not be read. Check that you may open it.")


def told(target: Path, failure: OSError) -> UserError:
    """The sentence for a file or folder that could not be written, by what stood in the way."""
    name, folder = target.name or str(target), target.parent
    if failure.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        why, code = "because the disk is full", "disk_full"
        then = "Nothing was changed and any earlier file is untouched. Free some space and try again."
    elif failure.errno == errno.ENAMETOOLONG:
        why, code = "because its name is too long", "file_not_written"
        then = "Nothing was changed. Choose a shorter name."
    elif isinstance(failure, NotADirectoryError) or folder.is_file():
        why, code = f"because {folder} is a file, not a folder", "no_folder"
        then = "Nothing was changed. Choose a folder."
    elif isinstance(failure, FileNotFoundError):
        why, code = f"because the folder {folder} is not there", "no_folder"
        then = "Nothing was written. Choose a folder that exists."
    elif isinstance(failure, IsADirectoryError):
        why, code = "because it is a folder", "file_not_written"
        then = "Nothing was changed. Choose another name."
    elif isinstance(failure, PermissionError) or failure.errno == errno.EROFS:
        why, code = "because it is open in another program or may not be changed", "file_locked"
        then = "The old file is untouched. Close it, or choose another folder, and try again."
    else:
        why, code = f"({failure.strerror or failure})", "file_not_written"
        then = "Any earlier file is untouched. Choose another place and try again."
    return UserError(code, f"{name} could not be written {why}. {then}")
