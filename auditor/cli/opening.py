"""How commands come by a workspace: open it, unlocked where it is encrypted, or the key for one that is to be made."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import UserError

if TYPE_CHECKING:
    from db.store import Store
    from db.vault import Key

PASSPHRASE = "EHCP_AUDITOR_PASSPHRASE"
PLACE = "where backups lie, if not beside the workspace"
LONGEST = 4096  # bytes of the line
TRIES = 3  # at the keyboard; a file or a variable says the same each time


def add_passphrase(command: argparse.ArgumentParser) -> None:
    """Where the passphrase of an encrypted workspace is read."""
    words = f"a file whose first line is the passphrase; otherwise {PASSPHRASE} is used, or you are asked"
    command.add_argument("--passphrase-file", type=Path, metavar="F", help=words)


def add_place(command: argparse.ArgumentParser) -> None:
    """Where the backup goes that is made before a workspace is changed."""
    command.add_argument("--place", type=Path, metavar="DIR", help=PLACE)


def add_open(command: argparse.ArgumentParser) -> None:
    """For commands that make workspaces: whether one is left unencrypted."""
    command.add_argument(
        "--open", action="store_true", help="make the workspace without encryption: whoever has the file can read it"
    )


def opened(path: Path, given: argparse.Namespace, *, reading: bool = False, changing: bool = False) -> Store:
    """Open a workspace that a command was given, with its passphrase where it is encrypted.

    `reading` is for commands that change nothing: they work on a file that may not be changed as well. `changing` is
    for those that are there to change it: as in the window, a backup is made first if there is none of it as it stands.
    Raises UserError: `needs_passphrase` where nobody can be asked, `no_file` for the passphrase's, or as `Store.open`.
    """
    store = _opened(path, given, reading=reading)
    if changing and not store.owner().invented:
        from db.backups import Why, try_back_up

        if why := try_back_up(store, Why.OPENED, getattr(given, "place", None)):
            print(f"ehcp-auditor: {why}", file=sys.stderr)
    return store


def _opened(path: Path, given: argparse.Namespace, *, reading: bool) -> Store:
    # what opens databases is only for commands that do
    from db.store import Store
    from db.vault import is_locked, key_for

    say_policy_fault()
    if not is_locked(path):
        return Store.open(path, reading=reading)
    known = passphrase_given(given.passphrase_file)
    if known is not None:
        return Store.open(path, key=key_for(path, known), reading=reading)
    _need_keyboard(f"{path.name} is encrypted.")
    for left in reversed(range(TRIES)):
        try:
            typed = getpass.getpass(f"Passphrase of {path.name}: ")
            return Store.open(path, key=key_for(path, typed), reading=reading)
        except UserError as problem:
            if problem.code != "wrong_key" or not left:
                raise
            print("That is not it. Check Caps Lock and try again.", file=sys.stderr)
    raise AssertionError("the last try opens it or raises")


def key_to_make(path: Path, given: argparse.Namespace) -> Key | None:
    """The key for a workspace that a command makes, None where --open was given and the policy allows it.

    Raises UserError: `needs_passphrase`, `weak`, `policy`, `not_the_same` for two passphrases that should be one.
    """
    from auditor.locking import key_for_new

    say_policy_fault()
    if given.open:
        return key_for_new(None)
    known = passphrase_given(given.passphrase_file)
    if known is None:
        _need_keyboard("A new workspace is encrypted.", "; --open leaves it readable to whoever has the file")
        known = getpass.getpass(f"Passphrase for {path.name}: ")
        if getpass.getpass("The same again: ") != known:
            raise UserError("not_the_same", "Those are two different passphrases. Nothing was made. Try again.")
    return key_for_new(known)


def passphrase_given(file: Path | None) -> str | None:
    """The passphrase from a file's first line or from the environment; None without either.

    Raises UserError `no_file`, `not_text`.
    """
    if file is not None:
        try:
            with file.open("rb") as stream:
                first = stream.readline(LONGEST)
            return first.decode("utf-8-sig").rstrip("\r\n")
        except OSError as problem:
            raise UserError("no_file", f"No passphrase could be read from {file}. Check the name.") from problem
        except UnicodeDecodeError as problem:
            raise UserError(
                "not_text", f"The passphrase in {file} is not kept as UTF-8 text. Save the file as UTF-8 and try again."
            ) from problem
    known = os.environ.get(PASSPHRASE) or None
    try:
        (known or "").encode()
    except UnicodeEncodeError as problem:
        raise UserError(
            "not_text", f"What {PASSPHRASE} holds is not UTF-8 text. Set it again, or give --passphrase-file."
        ) from problem
    return known


def asked_passphrase(file: Path | None, locked: str) -> str:
    """The passphrase as given, or else asked for at the keyboard; `locked` says what it is for, as a sentence.

    Raises UserError `needs_passphrase`, `no_file`.
    """
    known = passphrase_given(file)
    if known is not None:
        return known
    _need_keyboard(locked)
    return getpass.getpass("Passphrase: ")


def _need_keyboard(locked: str, otherwise: str = "") -> None:
    if not sys.stdin.isatty():
        raise UserError(
            "needs_passphrase", f"{locked} Give --passphrase-file, or set {PASSPHRASE}, and try again{otherwise}."
        )


def say_policy_fault() -> None:
    """Say on stderr that the council's policy file cannot be followed, if so."""
    from auditor.policy import policy

    if fault := policy().fault:
        print(f"ehcp-auditor: {fault}", file=sys.stderr)
