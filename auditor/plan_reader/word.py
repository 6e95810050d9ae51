"""Word plans to blocks. Mammoth reads them: it keeps content controls and tracked insertions, and drops deletions."""

import io
import re
import zipfile
from html.parser import HTMLParser
from typing import Any

from auditor.plan_reader.blocks import Block, Cell, Document, Paragraph, Table
from db.errors import UserError

LARGEST_TEXT = 32_000_000  # bytes of XML a plan may unpack to; a plan of 100 pages holds about 2 million
LARGEST_WHOLE = 300_000_000  # bytes in all; photographs hardly shrink, so a file under 100 MB stays below it
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PARAGRAPHS = ("p", *_HEADINGS)


def read_word(content: bytes, name: str) -> Document:
    """The blocks of a Word file. Raises UserError: `plan_not_document`, `plan_corrupt`, `plan_too_large`."""
    _check_package(content, name)
    # mammoth takes 50 ms to import, which only those who read Word plans should wait for
    import mammoth  # pyright: ignore[reportMissingTypeStubs]

    try:
        convert: Any = mammoth.convert_to_html  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        html = convert(io.BytesIO(content), convert_image=_no_image).value
        collector = _Collector()
        collector.feed(str(html))
        collector.close()
    except Exception as problem:  # a damaged file makes the libraries below fail in any way
        raise corrupt(name) from problem
    return Document("docx", None, tuple(collector.blocks))


def corrupt(name: str) -> UserError:
    """What to say of a file that starts well and cannot be read to the end."""
    return UserError(
        "plan_corrupt",
        f"{name} is damaged and could not be read. The file was left as it is. Ask for a fresh copy.",
    )


def _no_image(image: Any) -> list[Any]:  # noqa: ARG001 - mammoth hands over pictures; reading text needs none
    return []


def _check_package(content: bytes, name: str) -> None:
    """Refuse what is no Word file, and what would fill the memory, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
    except Exception as problem:  # zipfile fails in many ways on damaged directories
        raise corrupt(name) from problem
    if not any(part.filename == "[Content_Types].xml" for part in parts) or not any(
        part.filename.startswith("word/") for part in parts
    ):
        raise UserError(
            "plan_not_document", f"{name} is not a Word document or a PDF. Nothing was read. Choose the plan itself."
        )
    if any(part.flag_bits & 1 for part in parts):
        raise UserError(
            "plan_password", f"{name} is protected by a password. Save a copy without it in Word and open that."
        )
    text = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    if text > LARGEST_TEXT or sum(part.file_size for part in parts) > LARGEST_WHOLE:
        raise UserError(
            "plan_too_large",
            f"{name} would unpack to far more than a plan holds, so it was not opened. Ask for a fresh copy.",
        )


class _Collector(HTMLParser):
    """Builds blocks from mammoth's HTML, which is well formed and knows few elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._homes: list[list[Block]] = [self.blocks]
        self._tables: list[_Rows] = []
        self._text: list[str] = []
        self._plain = False  # something in this paragraph is not bold
        self._heading = False
        self._bold = 0
        self._quiet = 0  # inside a mark that points to a footnote
        self._superscript = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _PARAGRAPHS or tag in ("li", "ul", "ol"):
            self._end_paragraph()
            self._heading = tag in _HEADINGS
        elif tag == "br":
            heading = self._heading
            self._end_paragraph()
            self._heading = heading
        elif tag == "strong":
            self._bold += 1
        elif tag == "sup":
            self._superscript += 1
        elif tag == "a" and (given.get("href") or "").startswith(("#footnote", "#endnote")):
            self._quiet += 1
        elif tag == "input":
            self.handle_data("☒ " if "checked" in given else "☐ ")
        elif tag == "table":
            self._end_paragraph()
            self._tables.append(_Rows())
        elif tag == "tr":
            self._tables[-1].start_row()
        elif tag in ("td", "th"):
            self._homes.append([])
            self._tables[-1].start_cell(_count(given.get("colspan")), _count(given.get("rowspan")))

    def handle_endtag(self, tag: str) -> None:
        if tag in _PARAGRAPHS or tag == "li":
            self._end_paragraph()
        elif tag == "strong":
            self._bold -= 1
        elif tag == "sup":
            self._superscript -= 1
        elif tag == "a" and self._quiet:
            self._quiet -= 1
        elif tag in ("td", "th"):
            self._end_paragraph()
            self._tables[-1].end_cell(tuple(self._homes.pop()))
        elif tag == "table":
            self._end_paragraph()
            self._homes[-1].append(self._tables.pop().table())

    def handle_data(self, data: str) -> None:
        if self._quiet:
            return
        self._text.append(data)
        if data.strip() and not self._bold:
            self._plain = True

    def close(self) -> None:
        super().close()
        self._end_paragraph()

    def _end_paragraph(self) -> None:
        text = " ".join("".join(self._text).replace("\u00ad", "").split())
        if text and text != "↑":  # the way back from a footnote
            styled = self._heading or not self._plain
            self._homes[-1].append(Paragraph(re.sub(r"\s*↑$", "", text), styled))
        self._text, self._plain, self._heading = [], False, False


class _Rows:
    """The rows of one table while it is read; knows which columns a cell from a row above still fills."""

    def __init__(self) -> None:
        self._rows: list[list[Cell]] = []
        self._filled: dict[int, int] = {}  # column -> rows still filled from above
        self._column = self._wide = self._tall = 0

    def start_row(self) -> None:
        self._rows.append([])
        self._column = 0
        self._filled = {column: rows - 1 for column, rows in self._filled.items() if rows > 1}

    def start_cell(self, wide: int, tall: int) -> None:
        while self._filled.get(self._column):
            self._column += 1
        self._wide, self._tall = wide, tall
        # an inner table must not lose where this cell stands
        for column in range(self._column, self._column + wide):
            if tall > 1:
                self._filled[column] = tall

    def end_cell(self, blocks: tuple[Block, ...]) -> None:
        self._rows[-1].append(Cell(self._column, self._column + self._wide, blocks))
        self._column += self._wide

    def table(self) -> Table:
        return Table(tuple(tuple(row) for row in self._rows))


def _count(number: str | None) -> int:
    """How many rows or columns a cell reaches over; damaged files may say anything."""
    return min(int(number), 200) if number and number.isdecimal() and int(number) else 1
