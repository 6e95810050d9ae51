"""The council's policy for its computers: one small TOML file, read strictly, honoured by every job it concerns.

It lies where only an administrator may write. It tells honest people what is asked of them; it cannot stop whoever
rules the computer. docs/policy.md describes each key.
"""

import errno
import os
import re
import stat
import tomllib
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

NAMED_BY = "EHCP_AUDITOR_POLICY"
_LARGEST = 100_000  # bytes; a policy has a dozen lines
_LONGEST = 500  # letters of a line that is no remark
_YES_NO = "must be true or false, without quotes"
_WANTED: Mapping[str, str] = MappingProxyType(
    {
        "encryption_required": _YES_NO,
        "passphrase_min": "must be a whole number from 12 to 64",
        "lock_after_minutes": "must be a whole number from 1 to 240",
        "lock_after_max": "must be a whole number from 1 to 240, and no less than lock_after_minutes",
        "retention_months": "must be a whole number from 1 to 240",
        "quotations": _YES_NO,
        "public_percent_least": "must be a whole number from 10 to 1000",
        "public_count_least": "must be a whole number from 5 to 1000",
    }
)
_STRICTEST: Mapping[str, Any] = MappingProxyType(
    {
        "encryption_required": True,
        "passphrase_min": 20,
        "lock_after_minutes": 5,
        "lock_after_max": 5,
        "quotations": False,
    }
)
"""What holds of a file that cannot be followed. Nothing is to be thrown away by mistake, so retention is not in it."""


class Policy(BaseModel):
    """What the council asks. None leaves a matter to whoever uses the program.

    Minutes without use, characters of a passphrase, months that a round is kept after its reference date or its making.
    The public thresholds can only be raised. `source` is the file; `fault` says in a sentence why it, or part of it,
    cannot be followed, and then the strictest reading holds for what it does not say clearly.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    encryption_required: bool = False
    passphrase_min: Annotated[int, Field(ge=12, le=64)] = 12
    lock_after_minutes: Annotated[int, Field(ge=1, le=240)] | None = None
    lock_after_max: Annotated[int, Field(ge=1, le=240)] | None = None
    retention_months: Annotated[int, Field(ge=1, le=240)] | None = None
    quotations: bool | None = None
    public_percent_least: Annotated[int, Field(ge=10, le=1000)] = 10
    public_count_least: Annotated[int, Field(ge=5, le=1000)] = 5
    source: Path | None = None
    fault: str = ""

    @field_validator("lock_after_max")
    @classmethod
    def _no_less(cls, most: int | None, info: ValidationInfo) -> int | None:
        if most is not None and most < (info.data.get("lock_after_minutes") or 0):
            raise ValueError("the longest time is shorter than the usual one")
        return most


def policy_file() -> Path | None:
    """The file that holds: the computer's own, otherwise the one named in EHCP_AUDITOR_POLICY; None without either."""
    own = platformdirs.site_config_path("ehcp-auditor", appauthor=False) / "policy.toml"
    try:
        own.lstat()
    except (FileNotFoundError, NotADirectoryError):
        pass
    except OSError:  # a folder that may not be looked into
        return own
    else:
        return own
    named = os.environ.get(NAMED_BY)
    return Path(named) if named else None


def policy() -> Policy:
    """The council's policy as it stands now; without a file, the program's own defaults. Never fails."""
    path = policy_file()
    return Policy() if path is None else _read(path)


def quotations_allowed() -> bool:
    """Whether evidence may hold words of a plan at all; a round may still choose not to."""
    return policy().quotations is not False


def kept_until(as_at: date) -> date | None:
    """Until when a round made today is kept; None where the policy says nothing, or no calendar goes that far.

    The months count from its reference date, or from today where that has long gone by.
    """
    months = policy().retention_months
    if months is None:
        return None
    day = max(as_at, datetime.now().astimezone().date())
    years, month = divmod(day.month - 1 + months, 12)
    try:
        last = monthrange(day.year + years, month + 1)[1]
        return date(day.year + years, month + 1, min(day.day, last))
    except ValueError:
        return None


def _read(path: Path) -> Policy:
    try:
        text = _bytes_of(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        return _strictest(path, {}, "it is not UTF-8 text")
    except OSError as problem:
        return _strictest(path, {}, f"it cannot be read ({problem.strerror or problem})")
    if len(text) > _LARGEST:
        return _strictest(path, {}, "it is larger than a policy can be")
    text = text.replace("\r\n", "\n")
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > _LONGEST and not line.lstrip().startswith("#"):  # thousands of brackets take for ever to read
            return _strictest(path, {}, f"line {number}: it is longer than a line of a policy can be")
    try:
        said = tomllib.loads(text)
    except (ValueError, RecursionError) as problem:  # TOML has numbers that Python has not
        return _strictest(path, {}, f"it is not TOML: {_short(str(problem))}")
    known = {name: value for name, value in said.items() if name in _WANTED}
    try:
        if len(known) < len(said):
            name = next(name for name in said if name not in _WANTED)
            why = f"there is no key {_short(name)}"
            return _strictest(path, _sound(known), _at(text, name) + why)
        return Policy(**known, source=path)
    except ValidationError as problem:
        name = str(problem.errors(include_url=False)[0]["loc"][0])
        return _strictest(path, _sound(known), f"{_at(text, name)}{name} {_WANTED[name]}")


def _bytes_of(path: Path) -> bytes:
    """No more of a plain file than a policy can have. A pipe or a device is not waited for: it is no file."""
    waiting_for_nobody = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, os.O_RDONLY | waiting_for_nobody), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "it is no file")
        return file.read(_LARGEST + 1)


def _shown(path: Path) -> str:
    return str(path).encode("utf-8", "replace").decode()


def _short(words: str) -> str:
    """Words of the file or about it, on one line that a terminal can be trusted with."""
    plain = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in words)
    return plain if len(plain) <= 100 else f"{plain[:100]}…"


def _at(text: str, name: str) -> str:
    found = re.search(rf"""^[ \t]*[\["']*{re.escape(name)}\b""", text, re.MULTILINE)
    return f"line {text.count(chr(10), 0, found.start()) + 1}: " if found else ""


def _sound(known: Mapping[str, Any]) -> dict[str, Any]:
    """The keys that can be followed, each taken by itself."""
    sound: dict[str, Any] = {}
    for name, value in known.items():
        try:
            Policy(**sound, **{name: value})
        except ValidationError:
            continue
        sound[name] = value
    return sound


def _strictest(path: Path, sound: Mapping[str, Any], why: str) -> Policy:
    fault = (
        f"The policy file {_shown(path)} cannot be followed: {why}. Until it is mended the strictest reading holds "
        "for what it does not say clearly. Tell whoever looks after your computer."
    )
    held = {**_STRICTEST, **sound}
    held["lock_after_minutes"] = min(held["lock_after_minutes"], held["lock_after_max"])
    return Policy(**held, source=path, fault=fault)
