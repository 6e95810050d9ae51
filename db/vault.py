"""The key of an encrypted workspace: from a passphrase, from a printed recovery key, and never shown by itself.

An encrypted workspace is an ordinary SQLCipher 4 file: its first 16 bytes are a salt, its key is PBKDF2-HMAC-SHA512 of
the passphrase with 256,000 rounds (https://www.zetetic.net/sqlcipher/design/). The key is worked out once, a tenth of
a second; every connection then takes the raw key. Nothing here opens the file as a database.
"""

import hashlib
import hmac
import os
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from db.errors import UserError
from db.files import not_read

SUFFIX = ".ehcpaudit"
MAGIC = b"SQLite format 3\x00"  # the first bytes of every SQLite file that is not encrypted
_SALT, _RAW, _ROUNDS, _PAGE = 16, 32, 256_000, 4096

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O, U: Crockford's base 32
_READ_AS = {"O": "0", "I": "1", "L": "1"}
_GROUPS, _OF = 13, 4  # 13 groups of four signs hold 260 bits; a fifth sign checks each group


@dataclass(frozen=True)
class Key:
    """The raw key and the salt of one encrypted file. Whoever holds it can read the file, so it shows neither."""

    raw: bytes = field(repr=False)
    salt: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if (len(self.raw), len(self.salt)) != (_RAW, _SALT):
            raise ValueError("a key has 32 bytes, its salt 16")

    def literal(self) -> str:
        """The key and its salt as SQLCipher takes them. Only for the statement that hands it over."""
        return f"x'{self.raw.hex()}{self.salt.hex()}'"


def named_as_ours(path: Path) -> Path:
    """The path with the ending of workspaces: by it alone an encrypted one is known again."""
    return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)


def need_our_ending(path: Path) -> None:
    """Stop a workspace from being written under a name that it is not known by. Raises UserError `ending`."""
    if path.suffix != SUFFIX:
        raise UserError(
            "ending",
            f"The name of a workspace ends in {SUFFIX}, or it would not be known again as one. Nothing was written. "
            f"Name it {named_as_ours(path).name}.",
        )


def is_locked(path: Path) -> bool:
    """Whether a file looks like an encrypted workspace: our ending, whole pages, and no sign of plain SQLite.

    Nobody can tell more without the key. False for a file that is not there or cannot be read.
    """
    try:
        size = path.stat().st_size
        if path.suffix != SUFFIX or not size or size % _PAGE:
            return False
        with path.open("rb") as file:
            return file.read(len(MAGIC)) != MAGIC
    except OSError:
        return False


def new_key(passphrase: str) -> Key:
    """A key for a file yet to be made, with a new salt. Takes a tenth of a second."""
    return _derived(passphrase, os.urandom(_SALT))


def key_for(path: Path, passphrase: str) -> Key:
    """The key that a passphrase gives for this file; whether it is the right one, opening tells. A tenth of a second.

    Raises UserError: `no_file`, `cannot_read`.
    """
    return _derived(passphrase, _salt_of(path))


def is_passphrase(key: Key, passphrase: str) -> bool:
    """Whether this passphrase gives this key. A tenth of a second; the file is not touched, so it may be open."""
    return hmac.compare_digest(_derived(passphrase, key.salt).raw, key.raw)


def is_recovery(key: Key, text: str) -> bool:
    """Whether this is the recovery key of this key, as somebody typed it."""
    return hmac.compare_digest(_signs(text).encode(), _signs(recovery_text(key)).encode())


def _signs(text: str) -> str:
    return "".join(_READ_AS.get(sign, sign) for sign in text.upper() if sign.isalnum())


def _derived(passphrase: str, salt: bytes) -> Key:
    # one letter with an accent is typed as one sign or as two, depending on the system
    words = unicodedata.normalize("NFC", passphrase).strip().encode()
    return Key(hashlib.pbkdf2_hmac("sha512", words, salt, _ROUNDS, _RAW), salt)


def _salt_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            salt = file.read(_SALT)
    except OSError as failure:
        raise not_read(path, failure) from failure
    return salt.ljust(_SALT, b"\x00")  # a file cut off this early has no right key


def recovery_text(key: Key) -> str:
    """The raw key to print and keep: 13 groups of five signs, the fifth of which checks its group."""
    number = int.from_bytes(key.raw, "big")
    signs = [_SIGNS[number >> 5 * place & 31] for place in reversed(range(_GROUPS * _OF))]
    groups = ["".join(signs[at : at + _OF]) for at in range(0, _GROUPS * _OF, _OF)]
    return " ".join(group + _check_sign(group, at) for at, group in enumerate(groups))


def key_from_recovery(path: Path, text: str) -> Key:
    """The key of this file from its recovery key as somebody typed it, with or without spaces and capitals.

    Raises UserError: `recovery_slip` naming the group with the slip, or as `key_for`.
    """
    signs = _signs(text)
    whole = _GROUPS * (_OF + 1)
    groups = [signs[at : at + _OF + 1] for at in range(0, len(signs), _OF + 1)]
    for at, group in enumerate(groups[:_GROUPS]):
        if len(group) == _OF + 1 and (set(group) - set(_SIGNS) or group[-1] != _check_sign(group[:-1], at)):
            raise UserError(
                "recovery_slip",
                f"Group {at + 1} of the recovery key, {group}, has a slip in it. Compare it and retype.",
            )
    if len(signs) != whole:
        raise UserError(
            "recovery_slip",
            f"A recovery key has {_GROUPS} groups of {_OF + 1} signs, {whole} in all; these are {len(signs)}. "
            "Compare them and retype.",
        )
    number = 0
    for group in groups:
        for sign in group[:-1]:
            number = number << 5 | _SIGNS.index(sign)
    if number >> 8 * _RAW:
        raise UserError("recovery_slip", "This is no recovery key of EHCP Auditor. Compare its first group and retype.")
    return Key(number.to_bytes(_RAW, "big"), _salt_of(path))


def _check_sign(group: str, at: int) -> str:
    """A sign that no longer fits when one sign of a group is wrong, two are swapped, or the group stands elsewhere.

    A weighted sum in the field of 32 elements (x^5 + x^2 + 1): each place has a weight of its own, so both slips
    always show; the group's number is added.
    """
    total = 0
    for sign in group:
        total = _doubled(total ^ _SIGNS.index(sign))
    return _SIGNS[total ^ at + 1]


def _doubled(value: int) -> int:
    return value << 1 ^ (0b100101 if value & 16 else 0)
