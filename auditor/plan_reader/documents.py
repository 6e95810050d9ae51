"""Open a plan safely, from a path or from memory. Nothing is written, nothing is copied, no network."""

import os
from collections.abc import Callable
from pathlib import Path

from auditor.plan_reader import pdf, word
from auditor.plan_reader.blocks import Block, Document
from auditor.plan_reader.furniture import without_running_lines
from auditor.plan_reader.layout import PageReader
from auditor.plan_reader.lines import habits_of
from db.errors import UserError

LARGEST_FILE = 100_000_000  # bytes
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_document(
    source: Path | bytes,
    *,
    password: str | None = None,
    name: str = "",
    between: Callable[[], object] = lambda: None,
) -> Document:
    """The paragraphs and tables of a plan, PDF or Word .docx.

    `name` is what to call bytes in sentences; `between` is called after each page of a PDF.
    Raises UserError: `plan_missing`, `plan_cannot_read`,
    `plan_too_large`, `plan_old_word`, `plan_not_document`, `plan_corrupt`, `plan_password`, `plan_wrong_password`.
    """
    name = name or (source.name if isinstance(source, Path) else "The document")
    content = content_of(source, name)
    if b"%PDF-" in content[:1024]:
        return _from_pages(content, name, password, between)
    if content.startswith(b"PK\x03\x04"):
        return word.read_word(content, name)
    raise _refusal(content, name)


def content_of(source: Path | bytes, name: str) -> bytes:
    """All bytes of what may be a plan. Raises UserError: `plan_missing`, `plan_cannot_read`, `plan_too_large`."""
    too_large = UserError(
        "plan_too_large", f"{name} is larger than 100 MB, so it was not opened. Ask for a copy with smaller pictures."
    )
    if isinstance(source, bytes):
        if len(source) > LARGEST_FILE:
            raise too_large
        return source
    try:
        if not source.is_file():
            code, what = (
                ("plan_not_document", "is not a file") if source.exists() else ("plan_missing", "was not found")
            )
            raise UserError(code, f"{source} {what}. Choose the plan again where it lies now.")
        with source.open("rb") as file:
            if os.fstat(file.fileno()).st_size > LARGEST_FILE:
                raise too_large
            # the file may grow while it is read
            content = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as problem:
        raise UserError(
            "plan_cannot_read", f"{name} could not be read. Check that you may open it and that its disk is there."
        ) from problem
    if len(content) > LARGEST_FILE:
        raise too_large
    return content


def _refusal(content: bytes, name: str) -> UserError:
    if content.startswith(_OLD_OFFICE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            return UserError(
                "plan_password", f"{name} is protected by a password. Save a copy without it in Word and open that."
            )
        if "WordDocument".encode("utf-16-le") in content:
            return UserError(
                "plan_old_word",
                f"{name} is in Word's old format (.doc). Save it in Word as .docx or PDF and open that.",
            )
    if not content:
        return UserError("plan_not_document", f"{name} is empty. Choose the plan itself.")
    return UserError(
        "plan_not_document", f"{name} is not a Word document or a PDF. Nothing was read. Choose the plan itself."
    )


def _from_pages(content: bytes, name: str, password: str | None, between: Callable[[], object]) -> Document:
    pages, notes = pdf.read_pages(content, name, password, between)
    words = without_running_lines(pages)
    reader = PageReader(habits_of(words))
    blocks: list[Block] = []
    for page, shown in zip(pages, words, strict=True):
        blocks += reader.blocks(page, shown)
        between()
    pictures = tuple(page.number for page in pages if page.is_picture)
    return Document("pdf", len(pages), tuple(blocks), pictures, tuple(notes))
