"""Seal a pack and open it again: an age file, in it a zip archive, in that a manifest signed with Ed25519.

The first work pack to somebody is sealed with a passphrase; all others to the keys of their readers. Opening writes
nothing: papers stay in memory. docs/pack-format.md describes the file.
"""

import hashlib
import io
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from auditor import sealing
from auditor.packs.archive import (
    LARGEST_ROWS,
    MANIFEST,
    SIGNATURE,
    Parts,
    check_entries,
    open_archive,
    read_part,
    write_archive,
)
from auditor.packs.manifest import MOST_PAPERS, ROWS, Manifest, entries_of, not_as_agreed, read_manifest
from auditor.packs.strict_json import NotPlain, read_json
from auditor.packs.words import as_made
from db.errors import UserError
from db.vault import MAGIC

SUFFIX = ".ehcppack"
LARGEST = 350_000_000  # bytes of the whole file: 300 MB of papers and their rows
_HEAD = 64_000  # bytes in which the list of an age file's readers ends
_MOST_READERS = 50


@dataclass(frozen=True)
class Recipient:
    """Whom a pack is sealed to: whoever knows the passphrase, or whoever has the secret to one of the age keys."""

    passphrase: str = field(default="", repr=False)
    age_public: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sealed:
    """A pack as the bytes of its file; `digest` is the SHA-256 of its manifest, by which it is known again."""

    content: bytes = field(repr=False)
    manifest: Manifest
    digest: str


@dataclass(frozen=True)
class Opened:
    """A pack whose seal is whole: every part is what `signed_by`, a public key, signed. Whose key that is, is not said.

    `by_passphrase` tells that it was sealed with a passphrase. See `keys.signer` for whether to trust it.
    """

    manifest: Manifest
    entries: Parts
    signed_by: str
    digest: str
    by_passphrase: bool

    def rows(self) -> Any:
        """The value of rows.json, within the limits of `strict_json`. Raises UserError `pack_form`."""
        try:
            return read_json(self.entries[ROWS], LARGEST_ROWS)
        except NotPlain as problem:
            raise not_as_agreed(f"its rows cannot be read ({problem})") from problem


def new_token() -> str:
    """A secret for a work pack, which its return shows again: 256 bits."""
    return secrets.token_urlsafe(32)


def seal(manifest: Manifest, entries: Mapping[str, bytes], *, to: Recipient, sign_secret: str) -> Sealed:
    """Seal a pack: `entries` are `rows.json` and `papers/N.pdf` or `.docx`; the manifest's entries are filled in.

    With a passphrase it takes seconds and a gigabyte of memory. Raises UserError `too_large`, and as `sealing.seal`.
    """
    if len(entries) > MOST_PAPERS + 1:
        raise UserError(
            "too_large",
            f"A pack takes {MOST_PAPERS:,} papers and this one would have more. Nothing was sealed. Share the plans "
            "out over several packs.",
        )
    if len(entries.get(ROWS, b"")) > LARGEST_ROWS:
        raise UserError(
            "too_large",
            f"A pack takes {LARGEST_ROWS // 1_000_000} MB of plans and answers, about 150,000 answers, and this one "
            "would have more. Nothing was sealed. Share the plans out over several people or rounds.",
        )
    whole = manifest.model_copy(update={"entries": entries_of(entries)})
    raw = whole.as_bytes()
    signature = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(sign_secret)).sign(raw)
    packed = write_archive(raw, signature, entries)
    if packed.getbuffer().nbytes > LARGEST - _HEAD:
        raise UserError(
            "too_large",
            f"A pack takes {LARGEST // 1_000_000} MB and this one would have more. Nothing was sealed. Share the plans "
            "out over several packs, or send them without their papers.",
        )
    if to.passphrase:
        content = sealing.seal(packed.getvalue(), to.passphrase)
    else:
        age: Any = import_module("pyrage")  # it comes without types
        made = io.BytesIO()
        age.encrypt_io(packed, made, [_recipient(key) for key in to.age_public])
        content = made.getvalue()
    return Sealed(content, whole, hashlib.sha256(raw).hexdigest())


def needs_passphrase(source: bytes | Path) -> bool:
    """Whether a pack was sealed with a passphrase rather than to a key. Raises UserError where it is no pack."""
    try:
        with _reading(source) as stream:
            return _by_passphrase(stream)
    except OSError as problem:
        raise _cannot_read() from problem


def open_pack(source: bytes | Path, *, age_secret: str = "", passphrase: str = "") -> Opened:
    """Open a pack with the secret of one's own age key, or with the passphrase it was sealed with.

    Takes memory for the pack once, and for its largest paper when that is read; with a passphrase several times that,
    and a gigabyte. Raises UserError: `no_file`, `folder`, `cannot_read`, `empty_file`, `workspace`, `not_pack`,
    `too_large`; `needs_passphrase`, `sealed_to_key`, `other_reader`, `wrong_passphrase`, `no_memory`; `pack_cut`,
    `pack_damaged`; `pack_unsafe`, `pack_form`, `pack_parts`, `bad_signature`; `too_new`.
    """
    try:
        with _reading(source) as stream:
            by_passphrase = _by_passphrase(stream)
            packed = _with_passphrase(stream, passphrase) if by_passphrase else _with_key(stream, age_secret)
    except OSError as problem:  # a stick that was pulled out
        raise _cannot_read() from problem
    archive = open_archive(packed)
    raw = read_part(archive, MANIFEST)
    manifest = read_manifest(raw)
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(manifest.sender.sign_public))
        key.verify(read_part(archive, SIGNATURE), raw)
    except (InvalidSignature, ValueError) as problem:
        raise UserError(
            "bad_signature",
            "The signature of this pack does not belong to what it says. Nothing was changed. Tell its sender, and ask "
            "for a new one.",
        ) from problem
    try:
        _recipient(manifest.sender.age_public)
    except ValueError as problem:
        raise not_as_agreed("it names no key to answer to") from problem
    parts = check_entries(archive, manifest.entries)
    return Opened(manifest, parts, manifest.sender.sign_public, hashlib.sha256(raw).hexdigest(), by_passphrase)


def _recipient(age_public: str) -> Any:
    """The key that packs can be sealed to. Raises ValueError where these letters are none."""
    age: Any = import_module("pyrage")
    try:
        return age.x25519.Recipient.from_str(age_public)
    except age.RecipientError as problem:
        raise ValueError("no age key") from problem


def _reading(source: bytes | Path) -> IO[bytes]:
    """The bytes of a pack to read, not larger than a pack may be."""
    if isinstance(source, bytes):
        if len(source) > LARGEST:
            raise _too_large()
        return io.BytesIO(source)
    if source.is_dir():
        raise UserError("folder", f"{source.name} is a folder. Open the packs that lie in it. Nothing was changed.")
    if not source.is_file():
        if os.path.lexists(source):
            raise UserError("no_file", f"{source.name} is no file that can be read. Nothing was changed.")
        raise UserError("no_file", f"There is no file {source}. Check the name.")
    if source.stat().st_size > LARGEST:
        raise _too_large()
    return source.open("rb")


def _by_passphrase(stream: IO[bytes]) -> bool:
    """Whether the lines at the head of an age file name a passphrase. Raises UserError where there are none."""
    head = stream.read(_HEAD)
    stream.seek(0)
    if not head.startswith(sealing.HEAD + b"\n"):
        raise _no_pack(head)
    lines, mac, _ = head.partition(b"\n--- ")
    if not mac:
        raise _cut() if len(head) < _HEAD else _damaged()
    readers = re.findall(rb"^-> (\S+)", lines, re.MULTILINE)
    if not readers or len(readers) > _MOST_READERS:
        raise _damaged()
    return b"scrypt" in readers


def _with_passphrase(stream: IO[bytes], passphrase: str) -> io.BytesIO:
    if not passphrase:
        raise UserError(
            "needs_passphrase",
            "This pack was sealed with a passphrase, which its sender tells you by telephone. Nothing was changed. "
            "Type it to open the pack.",
        )
    content, made = stream.read(LARGEST + 1), as_made(passphrase)
    if made and made != passphrase:
        try:
            return io.BytesIO(sealing.unseal(content, made))
        except UserError as problem:
            if problem.code != "wrong_passphrase":
                raise
    return io.BytesIO(sealing.unseal(content, passphrase))


def _with_key(stream: IO[bytes], age_secret: str) -> io.BytesIO:
    if not age_secret:
        raise UserError(
            "sealed_to_key",
            "This pack was sealed to the key of a workspace, so a passphrase does not open it. Nothing was changed. "
            "Open it from the workspace it was made for.",
        )
    age: Any = import_module("pyrage")  # it comes without types
    packed = io.BytesIO()
    try:
        age.decrypt_io(stream, packed, [age.x25519.Identity.from_str(age_secret)])
    except age.DecryptError as problem:
        said = str(problem).lower()
        if "no matching keys" in said:
            raise UserError(
                "other_reader",
                "This pack is sealed for somebody else, or its first lines were changed on the way. Nothing was "
                "changed. Ask its sender to make one for you.",
            ) from problem
        raise _damaged() from problem
    except OSError as problem:
        if problem.errno is not None:  # the disk's own, while age reports what is wrong with the file without a number
            raise
        raise _cut() if "truncated" in str(problem) else _damaged() from problem
    packed.seek(0)
    return packed


def _cannot_read() -> UserError:
    return UserError(
        "cannot_read",
        "The pack could not be read from where it lies. Nothing was changed. Check that you may open it and that the "
        "disk or stick is still there.",
    )


def _no_pack(head: bytes) -> UserError:
    if not head:
        return UserError("empty_file", "This file is empty. Nothing was changed. Ask its sender for the pack again.")
    if head.startswith(MAGIC):
        return UserError("workspace", "This file is no pack but a workspace. Nothing was changed. Open it by itself.")
    return UserError(
        "not_pack",
        f"This file is no pack of EHCP Auditor; the names of packs end in {SUFFIX}. Nothing was changed. Ask its "
        "sender which file it is.",
    )


def _too_large() -> UserError:
    return UserError(
        "too_large",
        f"This file is larger than the {LARGEST // 1_000_000} MB that a pack may have. Nothing was changed. Ask its "
        "sender for several smaller packs.",
    )


def _cut() -> UserError:
    return UserError(
        "pack_cut",
        "This pack did not arrive whole: its end is missing. Nothing was changed. Ask its sender to send it again.",
    )


def _damaged() -> UserError:
    return UserError(
        "pack_damaged",
        "This pack was cut short or changed on its way, so it stays closed. Nothing was changed. Ask its sender to "
        "send it again.",
    )
