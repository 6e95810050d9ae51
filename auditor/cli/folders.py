"""Folders that commands write into: made where they are not there, and taken away again where nothing was written."""

import argparse
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path


def add_folder(command: argparse.ArgumentParser, words: str, *, required: bool = True) -> None:
    """Let a command take the folder it writes into; it is there while the command runs."""
    command.add_argument(
        "--out", type=Path, required=required, metavar="DIR", help=f"{words}; made if it is not there yet"
    )
    command.set_defaults(writes_into="out")


def folder_of(given: argparse.Namespace) -> Path | None:
    """The folder that what was typed writes into, if any."""
    return getattr(given, getattr(given, "writes_into", ""), None)


@contextmanager
def made(folder: Path | None) -> Generator[None]:
    """The folder is there within; those that were made for it and still hold nothing go again."""
    new = [path for path in (folder, *folder.parents) if not path.exists()] if folder is not None else []
    if new:
        new[0].mkdir(parents=True, exist_ok=True)
    try:
        yield
    finally:
        for path in new:
            with suppress(OSError):
                path.rmdir()
