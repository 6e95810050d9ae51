"""Locks bytes with a passphrase as the program does, but stretches the passphrase little, and opens them here.

The program's own stretching takes a gigabyte of memory and seconds for every file, which tests of something else need
not wait for. The format is the same (age-encryption.org/v1, recipient type scrypt), written here from its description,
so the program opens what is locked here in its ordinary way, which is gone whenever it does not open at once.
`stretched` in conftest.py asks for the real thing.
"""

import os
import re
from base64 import b64encode
from contextlib import suppress
from importlib import import_module
from typing import Any

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from auditor import sealing

WORK = 4  # as a power of 2; the program's own is about 20
CHUNK = 64 * 1024

OURS = re.compile(rb"%s\n-> scrypt \S+ %d\n" % (re.escape(sealing.HEAD), WORK))

age: Any = import_module("pyrage")  # it comes without types
as_shipped = sealing._child


def lightly(what: str, content: bytes, passphrase: str) -> bytes:
    """What `sealing` does in a process of its own, done here; that process says why something does not open."""
    words = passphrase.strip().replace("\n", " ")
    if what == "seal":
        return locked(content, words.encode())
    if OURS.match(content):
        with suppress(age.DecryptError):
            return age.passphrase.decrypt(content, words)
    return as_shipped(what, content, passphrase)


def locked(content: bytes, passphrase: bytes) -> bytes:
    """An age file for a passphrase."""
    file_key, salt = os.urandom(16), os.urandom(16)
    wrapping = Scrypt(b"age-encryption.org/v1/scrypt" + salt, length=32, n=2**WORK, r=8, p=1).derive(passphrase)
    body = ChaCha20Poly1305(wrapping).encrypt(bytes(12), file_key, None)
    head = b"%s\n-> scrypt %s %d\n%s\n---" % (sealing.HEAD, _text(salt), WORK, _text(body))
    signed = hmac.HMAC(_derived(file_key, b"", b"header"), hashes.SHA256())
    signed.update(head)
    nonce = os.urandom(16)
    payload = ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))
    chunks = [content[at : at + CHUNK] for at in range(0, len(content), CHUNK)] or [b""]
    last = len(chunks) - 1
    sealed = [
        payload.encrypt(number.to_bytes(11, "big") + bytes([number == last]), chunk, None)
        for number, chunk in enumerate(chunks)
    ]
    return b"".join((head, b" ", _text(signed.finalize()), b"\n", nonce, *sealed))


def _derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(hashes.SHA256(), length=32, salt=salt or None, info=info).derive(key)


def _text(value: bytes) -> bytes:
    return b64encode(value).rstrip(b"=")
