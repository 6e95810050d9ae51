"""Blocks to files of several kinds: all of them together, whole or not at all."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from auditor.file_names import cut, mark_of
from auditor.reports.blocks import Block
from auditor.reports.details import Imprint
from auditor.reports.make import slug
from db.errors import UserError
from db.files import whole

FORMATS = ("pdf", "docx", "html")

Document = tuple[str, tuple[Block, ...], Imprint]
"""A document: what its file is called without its ending, its blocks, and what it says of itself."""


def document_steps(
    documents: Sequence[Document],
    folder: Path,
    formats: Sequence[str],
    beside_them: Sequence[tuple[str, bytes]] = (),
) -> Iterator[str | tuple[Path, ...]]:
    """Write documents into a folder in each of the formats, and beside them files that are whole already.

    Gives what is being done, in words, and last the paths.

    Raises UserError: `no_format`, `exists` before anything is written where a file is there already, and those of
    `db.files.whole`.
    """
    for wanted in formats:
        if wanted not in FORMATS:
            raise UserError(
                "no_format", f"{wanted} is not written. Choose of {', '.join(FORMATS)}. Nothing was written."
            )
    targets = [folder / f"{name}.{wanted}" for name, _, _ in documents for wanted in formats]
    targets += [folder / name for name, _ in beside_them]
    if there := next((target for target in targets if target.exists()), None):
        raise UserError("exists", f"{there.name} is there already. Nothing was written. Choose another folder.")
    with ExitStack() as stack:
        beside = iter(stack.enter_context(whole(*targets)))
        for number, (name, blocks, imprint) in enumerate(documents, 1):
            yield f"Writing {number:,} of {len(documents):,}: {name}"
            for wanted in formats:
                with next(beside).open("w+b") as file:
                    _writer(wanted)(blocks, imprint, file)
        for _, content in beside_them:
            next(beside).write_bytes(content)
    yield tuple(targets)


def called(kind: str, *names: str) -> str:
    """A file's name of its kind and of names that people gave; two that look alike once cleaned stay two.

    References in capitals, the usual ones, are written as they are; others get a mark of their own.
    """
    whole_name = "-".join((kind, *names))
    plain = slug(whole_name)
    usual = whole_name.lower() == plain and all(name == name.upper() for name in names)
    return plain if usual else f"{cut(plain, 60)}-{mark_of(whole_name)}"


def _writer(wanted: str) -> Callable[[tuple[Block, ...], Imprint, BinaryIO], None]:
    """What writes blocks in a format: slow to import, so each is imported when it is first used."""
    match wanted:
        case "pdf":
            from auditor.reports.pdf import write_document

            return write_document
        case "docx":
            from auditor.reports.word import write_word

            return write_word
        case _:
            from auditor.reports.web import write_web

            return write_web
