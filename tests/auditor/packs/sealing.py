"""Made-up packs for tests, sealed by the ordinary job."""

import io
import json
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from auditor.packs.container import Opened, Recipient, Sealed, new_token, open_pack, seal
from auditor.packs.keys import Own
from auditor.packs.manifest import Manifest, Reader, RoundNamed, Sender
from db.tables import new_uid
from db.vocabulary import PackKind

PASSPHRASE = "amber trotting unrated dwelled slacker"
ROWS = {"rows.json": json.dumps({"plans": [{"reference": "EX-001"}]}).encode()}


def keys() -> Own:
    """A pair of pairs of keys."""
    age: Any = import_module("pyrage")
    sign, secret = Ed25519PrivateKey.generate(), age.x25519.Identity.generate()
    return Own(
        sign.public_key().public_bytes_raw().hex(), str(secret.to_public()), sign.private_bytes_raw().hex(), str(secret)
    )


def manifest(own: Own, **more: Any) -> Manifest:
    """A work pack from a lead, with some of it changed."""
    sender = Sender(
        uid=new_uid(),
        name="Lee Example",
        code="",
        device=new_uid(),
        sign_public=own.sign_public,
        age_public=own.age_public,
    )
    plain = {
        "kind": PackKind.WORK,
        "uid": new_uid(),
        "number": 1,
        "round": RoundNamed(uid=new_uid(), name="Spring"),
        "framework": "0" * 64,
        "council": "Example Council",
        "sender": sender,
        "reader": Reader(uid=new_uid(), name="Edie Example", code="EA"),
        "token": new_token(),
        "sealed_at": datetime(2026, 3, 31, 12, tzinfo=UTC),
        "log_head": "0" * 64,
    }
    return Manifest(**(plain | more))


def sealed(own: Own, reader: Own, entries: Mapping[str, bytes] = ROWS, **more: Any) -> Sealed:
    """A pack sealed to a reader's key."""
    return seal(
        manifest(own, **more), entries, to=Recipient(age_public=(reader.age_public,)), sign_secret=own.sign_secret
    )


def opened(content: bytes | Path, reader: Own) -> Opened:
    """A pack opened with its reader's key."""
    return open_pack(content, age_secret=reader.age_secret)


def signed(raw: bytes, own: Own) -> bytes:
    """The signature of a manifest's bytes."""
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(own.sign_secret)).sign(raw)


def zipped(parts: Sequence[tuple[str | zipfile.ZipInfo, bytes]], method: int = zipfile.ZIP_STORED) -> bytes:
    """An archive of any parts at all."""
    made = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(made, "w", method) as archive:
        warnings.simplefilter("ignore")  # of two parts with one name
        for part, content in parts:
            info = part if isinstance(part, zipfile.ZipInfo) else zipfile.ZipInfo(part)
            info.compress_type = method
            archive.writestr(info, content)
    return made.getvalue()


def to_reader(archive: bytes, reader: Own) -> bytes:
    """Any bytes at all, sealed to a reader as somebody does who knows their key and means them harm."""
    age: Any = import_module("pyrage")
    return age.encrypt(archive, [age.x25519.Recipient.from_str(reader.age_public)])


def forged(own: Own, reader: Own, told: Mapping[str, Any] | bytes, entries: Mapping[str, bytes] = ROWS) -> bytes:
    """A pack with any manifest at all, rightly signed and sealed."""
    raw = told if isinstance(told, bytes) else json.dumps(told).encode()
    parts = [("manifest.json", raw), ("manifest.sig", signed(raw, own)), *entries.items()]
    return to_reader(zipped(parts), reader)
