"""Makes plans to read: invented text in several layouts, as PDF and as Word. No child described here exists."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

TITLES = {
    "A": "The views, interests and aspirations of the child and their parents",
    "B": "Special educational needs",
    "C": "Health needs which are related to the child's special educational needs",
    "D": "Social care needs which relate to the child's special educational needs or to a disability",
    "E": "Outcomes",
    "F": "Special educational provision",
    "G": "Health provision reasonably required",
    "H1": "Social care provision made under section 2 of the Chronically Sick and Disabled Persons Act 1970",
    "H2": "Any other social care provision reasonably required",
    "I": "Placement",
    "J": "Personal budget (including direct payments)",
    "K": "Advice and information",
}
TEXT = {
    "A": [
        "Robin likes trains and wants to become a signaller.",
        "The family hopes that Robin will make a friend this year. What they ask for stands in section F of this plan.",
        "Section F is where the help they asked for is written down.",
    ],
    "B": ["Robin finds it hard to follow spoken instructions of more than three words.", "Reading is secure."],
    "C": ["Robin has asthma, which tires him after physical education."],
    "D": ["Robin needs an adult beside him in busy places outside home."],
    "E": [
        "By July 2027 Robin will follow instructions of six words in four lessons out of five.",
        "By July 2027 Robin will start a conversation with a classmate once a day.",
    ],
    "F": [
        "A teaching assistant trained in language support works with Robin for 20 minutes every school day.",
        "A speech and language therapist visits once every half term for one hour and sets the programme.",
        "See section B for the need this meets.",
    ],
    "G": ["The asthma nurse reviews the care plan with the school every term."],
    "H1": ["A support worker takes Robin to the Saturday club for three hours each week."],
    "H2": ["The family receives six overnight short breaks each year."],
    "I": ["Harbour View Primary School, a mainstream school."],
    "J": ["The family has not asked for one."],
    "K": [
        "Report of the educational psychologist, 3 March 2026.",
        "Report of the community paediatrician, 9 March 2026.",
    ],
}
LETTERS = tuple(TITLES)


@dataclass(frozen=True)
class Line:
    """A paragraph: `level` 1 to 3 a heading style, `bold` the whole of it."""

    text: str
    level: int = 0
    bold: bool = False


@dataclass(frozen=True)
class Grid:
    """A table: rows of cells, each cell lines; a row with fewer cells than the widest spreads its last one."""

    rows: Sequence[Sequence[Sequence[Line]]]
    ruled: bool = True


class Break:
    """The next page begins here."""


Part = Line | Grid | Break


def lines(letter: str) -> list[Line]:
    """What section `letter` says."""
    return [Line(text) for text in TEXT[letter]]


# --- the layouts


def headed(form: str, *, order: Sequence[str] = LETTERS, level: int = 2, bold: bool = False) -> list[Part]:
    """Every section under a heading of its own; `form` takes {letter} and {title}."""
    parts: list[Part] = [Line("Education, Health and Care Plan", level=1), Line("Name: Robin")]
    for letter in order:
        parts += [Line(form.format(letter=letter, title=TITLES[letter]), level=level, bold=bold), *lines(letter)]
    return parts


def with_contents(parts: list[Part]) -> list[Part]:
    """A contents page before them that names every section and its page."""
    entries: list[Part] = [Line("Contents", level=1), Line("Personal details 2")]
    for number, letter in enumerate(LETTERS):
        entries.append(Line(f"Section {letter}: {TITLES[letter]} ........ {number + 3}"))
    return [*entries, Break(), *parts]


def neighbours(*, ruled: bool = True) -> list[Part]:
    """Label in one cell, text in the next."""
    rows = [[[Line(f"Section {letter}", bold=True)], lines(letter)] for letter in LETTERS]
    return [Line("Education, Health and Care Plan", level=1), Grid(rows, ruled)]


def three_cells() -> list[Part]:
    """Letter, title and text each in a cell."""
    rows = [[[Line(letter, bold=True)], [Line(TITLES[letter], bold=True)], lines(letter)] for letter in LETTERS]
    return [Line("Education, Health and Care Plan", level=1), Grid(rows)]


def letters_alone() -> list[Part]:
    """Nothing but a letter in the first cell."""
    return [Grid([[[Line(letter)], lines(letter)] for letter in LETTERS])]


def side_by_side(*, ruled: bool = True, filler: int = 1) -> list[Part]:
    """Needs, provision and outcomes in columns, the rest under headings; `filler` rows make the table longer."""

    def columns(letters: Sequence[str]) -> Grid:
        heads = [[Line(f"{letter} – {TITLES[letter]}", bold=True)] for letter in letters]
        rows = [[lines(letter) if letter != "E" or "F" in letters else [] for letter in letters] for _ in range(filler)]
        return Grid([heads, *rows], ruled)

    def plain(letter: str) -> list[Part]:
        return [Line(f"Section {letter} – {TITLES[letter]}", level=2), *lines(letter)]

    parts: list[Part] = [*plain("A"), Line("Special educational needs, provision and outcomes (B-F-E)", level=2)]
    parts += [columns("BFE"), Line("Sections C and G", level=2), columns("CGE")]
    parts += [Line("Sections D, H1 and H2", level=2), columns(["D", "H1", "H2", "E"])]
    return parts + [part for letter in "IJK" for part in plain(letter)]


def boxed() -> list[Part]:
    """A table for each section: its heading in a row of its own, its text split over rows and tables."""
    parts: list[Part] = []
    for letter in LETTERS:
        first, *more = lines(letter)
        parts.append(Grid([[[Line(f"SECTION {letter}: {TITLES[letter].upper()}", bold=True)]], [[first]]]))
        parts += [Grid([[[line]]]) for line in more]
    return parts


def run_in() -> list[Part]:
    """The letter and the text in one paragraph."""
    parts: list[Part] = []
    for letter in LETTERS:
        first, *more = lines(letter)
        parts += [Line(f"Section {letter}: {first.text}"), *more]
    return parts


def untitled() -> list[Part]:
    """Titles without letters."""
    return [part for letter in LETTERS for part in (Line(TITLES[letter], level=2), *lines(letter))]


# --- Word

_NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word_file(parts: Sequence[Part] | str, **more: str) -> bytes:
    """A .docx of the parts, or of a body's own XML; `more` are further files by their names in the package."""
    body = parts if isinstance(parts, str) else "".join(map(_word_part, parts))
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{n}"><w:name w:val="heading {n}"/>'
        '<w:rPr><w:b/><w:sz w:val="28"/></w:rPr></w:style>'
        for n in (1, 2, 3)
    )
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_KINDS}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_KINDS}.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" '
        f'Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "word/styles.xml": f"<w:styles {_NAMES}>{styles}</w:styles>",
        "word/document.xml": f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>",
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in (files | more).items():
            package.writestr(name, content)
    return made.getvalue()


def word_line(line: Line) -> str:
    """A paragraph's XML."""
    style = f'<w:pPr><w:pStyle w:val="Heading{line.level}"/></w:pPr>' if line.level else ""
    bold = "<w:rPr><w:b/></w:rPr>" if line.bold else ""
    return f'<w:p>{style}<w:r>{bold}<w:t xml:space="preserve">{escape(line.text)}</w:t></w:r></w:p>'


def _word_part(part: Part) -> str:
    if isinstance(part, Line):
        return word_line(part)
    if isinstance(part, Break):
        return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    wide = max(map(len, part.rows))
    rows: list[str] = []
    for row in part.rows:
        cells: list[str] = []
        for number, cell in enumerate(row, 1):
            span = wide - len(row) + 1 if number == len(row) else 1
            grid = f'<w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>' if span > 1 else ""
            cells.append(f"<w:tc>{grid}{''.join(map(word_line, cell)) or '<w:p/>'}</w:tc>")
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    looks = f"<w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr>" if part.ruled else "<w:tblPr/>"
    grid = "".join(f'<w:gridCol w:w="{9000 // wide}"/>' for _ in range(wide))
    return f"<w:tbl>{looks}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl><w:p/>"


# --- PDF

_BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=12.5, spaceAfter=5)


def pdf_file(
    parts: Sequence[Part], *, header: str = "", footer: str = "", wide: bool = False, password: str | None = None
) -> bytes:
    """A PDF of the parts; `header` and `footer` stand on every page, {page} in them being its number."""
    made = io.BytesIO()
    size = landscape(A4) if wide else A4

    def furnish(canvas, document) -> None:
        canvas.setFont("Helvetica", 9)
        canvas.drawString(60, size[1] - 35, header.format(page=document.page))
        canvas.drawString(60, 30, footer.format(page=document.page))

    story = [flowable for part in parts for flowable in _flowables(part, size[0] - 120)]
    document = SimpleDocTemplate(
        made, pagesize=size, leftMargin=60, rightMargin=60, topMargin=60, bottomMargin=60, encrypt=password
    )
    document.build(story, onFirstPage=furnish, onLaterPages=furnish)
    return made.getvalue()


def _flowables(part: Part, width: float) -> list[Flowable]:
    if isinstance(part, Line):
        return [_pdf_line(part)]
    if isinstance(part, Break):
        return [PageBreak()]
    wide = max(map(len, part.rows))
    rows = [[[_pdf_line(line) for line in cell] for cell in row] + [""] * (wide - len(row)) for row in part.rows]
    style: list[tuple] = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    if part.ruled:
        style.append(("GRID", (0, 0), (-1, -1), 0.5, "black"))
    for number, row in enumerate(part.rows):
        if len(row) < wide:
            style.append(("SPAN", (len(row) - 1, number), (-1, number)))
    return [Table(rows, colWidths=[width / wide] * wide, style=style), Spacer(1, 8)]


def _pdf_line(line: Line) -> Paragraph:
    size = {0: 10, 1: 18, 2: 14, 3: 12}[line.level]
    font = "Helvetica-Bold" if line.bold or line.level else "Helvetica"
    style = ParagraphStyle("line", parent=_BODY, fontName=font, fontSize=size, leading=size * 1.25)
    return Paragraph(escape(line.text), style)
