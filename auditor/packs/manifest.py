"""What a pack says of itself: who sealed it for whom, for which round, in answer to what, and what else is in it."""

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any, cast

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

import auditor
from auditor.packs.strict_json import NotPlain, read_json
from db.errors import UserError
from db.vocabulary import PackKind

FORMAT = 1
READER_LEAST = "0.1.0"  # the oldest version of this program that reads this format
LARGEST_MANIFEST = 4_000_000  # bytes: 20,000 papers take about 3 million
MOST_PAPERS = 20_000
EARLIEST = 2020  # no pack is older than the program
LATEST = 2199  # what is later cannot be shown everywhere
MOST_PACKS = 1_000_000  # of one computer, for a round
ROWS = "rows.json"
ENTRY = re.compile(r"rows\.json|papers/[1-9][0-9]{0,4}\.(?:pdf|docx)")

_Line = Annotated[str, StringConstraints(max_length=2000)]
_Name = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
_Uid = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
_Hex = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
_AgePublic = Annotated[str, StringConstraints(pattern=r"^age1[0-9a-z]{58}$")]


class _Part(BaseModel):
    # a failure must not carry the token, or anybody's name, to where it is written down
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)


class RoundNamed(_Part):
    """Which round."""

    uid: _Uid
    name: _Name


class Sender(_Part):
    """Who sealed it, on which device, and the public keys of that device.

    `uid` and `code` are the person's in the register; for a lead `uid` is the workspace's and `code` is empty.
    """

    uid: _Uid
    name: _Name
    code: _Line
    device: _Uid
    sign_public: _Hex
    age_public: _AgePublic


class Reader(_Part):
    """Whom it is for; `uid` and `code` as with the sender."""

    uid: _Uid
    name: _Name
    code: _Line


class Entry(_Part):
    """One other part of the pack, bound by its size in bytes and its SHA-256."""

    name: Annotated[str, StringConstraints(pattern=rf"^(?:{ENTRY.pattern})$")]
    size: Annotated[int, Field(ge=0)]
    sha256: _Hex


class Manifest(_Part):
    """What a pack says of itself. `entries` is filled in as it is sealed.

    `number` counts the packs of one sender's device for a round. `answers_to` is the uid of the work pack that a return
    answers, empty in a work pack; `token` is the secret of that work pack, known to its reader alone.
    """

    format: int = FORMAT
    app: _Line = auditor.__version__
    reader_least: _Line = READER_LEAST
    kind: Annotated[PackKind, Field(strict=False)]
    uid: _Uid
    number: Annotated[int, Field(ge=1, le=MOST_PACKS)]
    round: RoundNamed
    framework: _Hex
    council: _Line
    sender: Sender
    reader: Reader
    answers_to: _Uid | Annotated[str, StringConstraints(max_length=0)] = ""
    token: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{16,200}$"), Field(repr=False)]
    sealed_at: Annotated[datetime, Field(strict=False)]
    log_head: _Hex
    entries: Annotated[tuple[Entry, ...], Field(max_length=MOST_PAPERS + 1, strict=False)] = ()

    def as_bytes(self) -> bytes:
        """The manifest as it is signed and sealed: JSON in UTF-8."""
        return self.model_dump_json().encode()

    def told(self) -> dict[str, Any]:
        """The manifest as plain values for people and programs to read, without its secret token."""
        return self.model_dump(mode="json", exclude={"token"})


def entries_of(entries: Mapping[str, bytes]) -> tuple[Entry, ...]:
    """The name, size and SHA-256 of every part."""
    return tuple(Entry(name=n, size=len(c), sha256=hashlib.sha256(c).hexdigest()) for n, c in entries.items())


def read_manifest(raw: bytes) -> Manifest:
    """The manifest that bytes hold. Raises UserError `too_new`, `pack_form`."""
    try:
        given = read_json(raw, LARGEST_MANIFEST)
    except NotPlain as problem:
        raise not_as_agreed(f"what it says of itself cannot be read ({problem})") from problem
    names = cast(dict[str, Any], given) if isinstance(given, dict) else {}
    found = names.get("format")
    if isinstance(found, int) and not isinstance(found, bool) and found > FORMAT:
        raise _too_new(names.get("reader_least"))
    if found != FORMAT or isinstance(found, bool):
        raise not_as_agreed("what it says of itself names no format")
    try:
        manifest = Manifest.model_validate(names)
    except ValidationError as problem:
        where = ".".join(str(step) for step in problem.errors(include_input=False)[0]["loc"])
        raise not_as_agreed(f"what it says of itself is not right at “{where[:80]}”") from problem
    if manifest.sealed_at.utcoffset() != timedelta(0) or not EARLIEST <= manifest.sealed_at.year <= LATEST:
        raise not_as_agreed("what it says of itself is not right at “sealed_at”")
    if bool(manifest.answers_to) != (manifest.kind == PackKind.RETURN):
        raise not_as_agreed("what it says of itself is not right at “answers_to”")
    return manifest


def _too_new(least: object) -> UserError:
    named = isinstance(least, str) and re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,4}){0,3}", least)
    which = f"version {least} or later" if named else "the newest version"
    return UserError(
        "too_new",
        "This pack was sealed by a newer EHCP Auditor than this one. Nothing was changed. Update this program to "
        f"{which}, then open the pack again.",
    )


def not_as_agreed(what: str) -> UserError:
    """The refusal `pack_form` of what is no work of this program; `what` says how that shows."""
    return UserError(
        "pack_form",
        f"This pack is not as EHCP Auditor makes them: {what}. Nothing was changed. Ask its sender to make it again.",
    )
