"""The key list: from made references back to the rows and references that were not kept. Never near the workspace.

Locked it is an age file holding JSON, `{"format": 1, "column": …, "keys": [[reference, row, original], …]}`; in clear,
where somebody chose that, it is a CSV file with the heads `reference,row,original`.
"""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from auditor.frames.csv_rows import csv_rows
from auditor.frames.frame import Key, Keys
from auditor.sealing import seal, sealed, unseal
from db.errors import UserError
from db.files import write_whole

LOCKED, CLEAR = ".keys.age", ".keys.csv"
LARGEST = 50_000_000  # bytes: a list of 100,000 plans takes about 4 million
_HEADS = ("reference", "row", "original")


def merged(earlier: Sequence[Key], keys: Keys) -> Keys:
    """The keys of this list, and after them those of earlier lists that it does not hold, with row 0.

    So a plan that is away for one list has the same reference when it comes back.
    """
    here = {key.reference.casefold() for key in keys.rows}
    gone = (Key(key.reference, 0, key.original) for key in earlier if key.reference.casefold() not in here)
    return Keys(keys.column, (*keys.rows, *gone))


def save_key_list(keys: Keys, target: Path, workspace: Path, passphrase: str | None) -> Path:
    """Save the key list, locked with a passphrase; with None in clear, for whoever asked for that.

    Takes some seconds and a gigabyte of memory. Raises UserError `beside_workspace` where it would lie in the folder
    of the workspace or below it, `exists`, and as `sealing.seal` and `db.files.write_whole`.
    """
    refuse_near(target, workspace)
    if target.exists():
        raise UserError("exists", f"{target.name} is there already and was left as it was. Choose another name.")
    content = _csv(keys) if passphrase is None else seal(_json(keys), passphrase)
    return write_whole(target, lambda beside: _write(beside, content))


def refuse_near(target: Path, workspace: Path) -> None:
    """Refuse a place in the workspace's folder: whoever copied the folder would have both. Raises UserError."""
    folder = workspace.resolve().parent
    if folder == target.resolve().parent or folder in target.resolve().parents:
        raise UserError(
            "beside_workspace",
            f"The key list must not lie in {folder}, where the workspace is: whoever has both knows whose plans they "
            "are. Nothing was saved. Choose a folder elsewhere, which only you can open.",
        )


def open_key_list(path: Path, passphrase: str | None) -> Keys:
    """Open a key list.

    Raises UserError: `no_file`, `cannot_read`, `needs_passphrase`, `wrong_passphrase`, `not_key_list`, `no_memory`.
    """
    content = _content(path)
    if not sealed(content):
        return _checked(path, _from_csv(path, content))
    if not passphrase:
        raise UserError("needs_passphrase", f"{path.name} is locked. Give its passphrase.")
    return _checked(path, _from_json(path, unseal(content, passphrase)))


def locked(path: Path) -> bool:
    """Whether a key list asks for a passphrase. Raises UserError as `open_key_list` does."""
    return sealed(_content(path))


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise UserError("no_file", f"There is no file {path}. Check the name.")
    try:
        if path.stat().st_size > LARGEST:
            raise _not_one(path)
        return path.read_bytes()
    except OSError as problem:
        raise UserError("cannot_read", f"{path.name} could not be read. Check that you may open it.") from problem


def _write(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)  # for its owner alone
    path.write_bytes(content)


def _json(keys: Keys) -> bytes:
    rows = [[key.reference, key.row, key.original] for key in keys.rows]
    return json.dumps({"format": 1, "column": keys.column, "keys": rows}, ensure_ascii=False).encode()


def _csv(keys: Keys) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_HEADS)
    writer.writerows((key.reference, key.row or "", key.original) for key in keys.rows)
    return text.getvalue().encode("utf-8-sig")


def _from_json(path: Path, content: bytes) -> Keys:
    try:
        given: Any = json.loads(content)
        if given["format"] != 1:
            raise UserError("too_new", f"{path.name} was made by a newer version of EHCP Auditor. Update this program.")
        return Keys(str(given["column"]), tuple(Key(str(r), int(n), str(o)) for r, n, o in given["keys"]))
    except (ValueError, KeyError, TypeError) as problem:
        raise _not_one(path) from problem


def _from_csv(path: Path, content: bytes) -> Keys:
    try:
        rows = [cells for _, cells in csv_rows(content).rows]
    except UserError as problem:
        raise _not_one(path) from problem
    if not rows or tuple(cell.casefold() for cell in rows[0][:3]) != _HEADS:
        raise _not_one(path)
    found = [[*cells, "", ""][:3] for cells in rows[1:]]
    return Keys("", tuple(Key(r, int(n) if n.isdecimal() else 0, o) for r, n, o in found if r))


def _checked(path: Path, keys: Keys) -> Keys:
    """Refuse a list in which a reference stands for two children. Raises UserError."""
    seen: dict[str, str] = {}
    for key in keys.rows:
        if seen.setdefault(key.reference.casefold(), key.original) != key.original:
            raise UserError(
                "not_key_list",
                f"In {path.name} the reference {key.reference} stands for two rows, so it cannot be used. Nothing was "
                "changed. Take the list as it was saved.",
            )
    return keys


def _not_one(path: Path) -> UserError:
    return UserError("not_key_list", f"{path.name} is not a key list of EHCP Auditor. Nothing was changed.")
