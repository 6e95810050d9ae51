"""Words that stand in fields of a page and are not on disk: gathered before the page goes, and shown afterwards."""

import hashlib
import json
import os
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

FINDERS = ("Find", "Search", "Words")  # what is looked for is no loss
_NONCE = 12


class Typed(NamedTuple):
    """A field's name and what somebody wrote in it."""

    field: str
    words: str


def typed_in(page: QWidget) -> tuple[Typed, ...]:
    """What was written by hand in the fields of a page, in their order; never what is hidden by dots."""
    found: list[Typed] = []
    for field in page.findChildren(QWidget):
        name, words = field.accessibleName() or "A field without a name", _written(field)
        if words and not name.startswith(FINDERS):
            found.append(Typed(name, words))
    return tuple(found)


def _written(field: QWidget) -> str:
    if isinstance(field, QLineEdit):
        inner = isinstance(field.parent(), QComboBox | QAbstractSpinBox)
        hidden = field.echoMode() != QLineEdit.EchoMode.Normal
        return "" if inner or hidden or field.isReadOnly() or not field.isModified() else field.text().strip()
    if getattr(field, "waiting", None) is False:  # a note that saves itself, and has
        return ""
    if isinstance(field, QTextEdit | QPlainTextEdit):
        kept = field.isReadOnly() or not field.document().isModified()
        return "" if kept else field.toPlainText().strip()
    return ""


def sealed(typed: Sequence[Typed], raw_key: bytes) -> bytes:
    """Lock the words with the key of the workspace they belong to: while it is locked, so are they."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_own(raw_key)).encrypt(nonce, json.dumps(typed).encode(), None)


def unsealed(locked: bytes, raw_key: bytes) -> tuple[Typed, ...]:
    """The words again. They are of the same key, or there are none."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        words = AESGCM(_own(raw_key)).decrypt(locked[:_NONCE], locked[_NONCE:], None)
    except InvalidTag:  # another file lies there by now
        return ()
    return tuple(Typed(*pair) for pair in json.loads(words))


def _own(raw_key: bytes) -> bytes:
    """A key for this alone, so that the file's own is used for nothing but the file."""
    return hashlib.sha256(b"EHCP Auditor typed 1" + raw_key).digest()
