"""Tagged PDF on ReportLab: marked content and a structure tree, so that a screen reader can read a report.

ReportLab writes neither. Everything drawn is either content of one structure element or an artifact (page
furniture, lines, grounds). Elements join the tree in the order they are drawn, and a flowable split over two
pages stays one element. Sources: ISO 32000-1 sections 14.6 to 14.8, ISO 14289-1 (PDF/UA-1).
"""

# pyright: basic, reportAttributeAccessIssue=false, reportIncompatibleMethodOverride=false
# pyright: reportIncompatibleVariableOverride=false, reportAssignmentType=false, reportArgumentType=false
# ReportLab's type stubs do not know the insides that this module has to reach into.

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar
from xml.sax.saxutils import escape

from reportlab.lib.utils import TimeStamp
from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject
from reportlab.platypus import Flowable, Paragraph
from reportlab.platypus.tables import Table, TableRenderCB

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<pdfuaid:part>1</pdfuaid:part></rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


@dataclass
class Annotation:
    """What can be pressed on a page, as a child of its structure element."""

    page: Any
    entries: PDFDictionary
    owner: Element


class Element:
    """One structure element: its kind (P, H1, Table …), attributes, and children or pieces of marked content.

    It stands outside the tree until something of it is drawn, so an element without content never appears.
    """

    def __init__(self, kind: str, **attributes: Any) -> None:
        self.kind, self.attributes = kind, attributes
        self.parent: Element | None = None
        self.kids: list[Element | Annotation | tuple[Any, int]] = []
        self.reference: Any = None

    def join(self, parent: Element) -> Element:
        """Take a place under `parent`, once."""
        if self.parent is None:
            self.parent = parent
            parent.kids.append(self)
        return self


class EmbeddedFont(TTFont):
    """A TrueType font whose unused slots are not mapped to U+0000, which PDF/UA-1 (7.21.7) forbids."""

    def addObjects(self, doc: Any) -> None:
        """Write the font, then drop the mappings to U+0000."""
        super().addObjects(doc)
        for name, thing in doc.idToObject.items():
            if name.startswith("toUnicodeCMap:") and isinstance(thing.content, str):
                thing.content = _without_nul(thing.content)


def _without_nul(cmap: str) -> str:
    lines = cmap.split("\n")
    kept = [line for line in lines if not line.endswith("> <0000>")]
    dropped = len(lines) - len(kept)
    return "\n".join(
        f"{int(line.split()[0]) - dropped} beginbfchar" if line.endswith("beginbfchar") else line for line in kept
    )


class _Page(pdfdoc.PDFPage):
    """A page that may carry the keys a tagged page needs."""

    __NoDefault__: ClassVar[list[str]] = [*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs"]


class _Text(PDFTextObject):
    """Text with a real space at each line's end, so that readers do not join the last word to the next line's."""

    def _textOut(self, text: Any, TStar: Any = 0) -> None:
        super()._textOut(f"{text} " if TStar and isinstance(text, str) and not text.endswith(" ") else text, TStar)


class TaggedCanvas(Canvas):
    """A canvas that keeps a structure tree. `here` is the element that what is drawn next belongs to."""

    def __init__(self, file: Any, *, when: float, font: str, **options: Any) -> None:
        self._own_font = font
        options |= {"lang": "en-GB", "pdfVersion": (1, 7), "initialFontName": font, "invariant": 1}
        super().__init__(file, **options)
        self._doc._timeStamp = _moment(when)
        self.root = self.here = Element("Document")
        self._open = False
        self._artifacts = 0
        self._on_page: list[Element] = []
        self._pages: list[list[Element]] = []
        self._pressed: list[Annotation] = []
        self._doc.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        self.setViewerPreference("DisplayDocTitle", "true")

    def setFont(self, psfontname: str, size: float, leading: float | None = None) -> None:
        """Set the font; drawings and table cells begin in Helvetica, which is not embedded, and get our own."""
        super().setFont(self._own_font if psfontname == "Helvetica" else psfontname, size, leading)

    def beginText(self, x: float = 0, y: float = 0, direction: Any = None, **more: Any) -> PDFTextObject:
        """As ReportLab's, with spaces at line ends."""
        return _Text(self, x, y, direction=direction, **more)

    @contextmanager
    def within(self, element: Element) -> Iterator[None]:
        """Make `element` the parent of what is drawn inside."""
        before, self.here = self.here, element.join(self.here)
        yield
        self.here = before

    @contextmanager
    def content(self, element: Element | None = None) -> Iterator[None]:
        """Mark what is drawn inside as content of `element`, or of `here`. Inside an artifact it stays artifact."""
        if self._artifacts or self._open:
            yield
            return
        owner = element.join(self.here) if element else self.here
        owner.kids.append((self._doc.thisPageRef(), len(self._on_page)))
        self._code.append(f"/{owner.kind} <</MCID {len(self._on_page)}>> BDC")
        self._on_page.append(owner)
        self._open = True
        yield
        self._open = False
        self._code.append("EMC")

    def link(self, element: Element, key: str, words: str, size: tuple[float, float]) -> None:
        """Let a place of `size`, from the origin, be pressed to go to the bookmark `key`; `words` say what that is."""
        corners = (*self.absolutePosition(0, 0), *self.absolutePosition(*size))
        entries = PDFDictionary({"Type": PDFName("Annot"), "Subtype": PDFName("Link"), "F": 4})
        entries["Rect"] = PDFArray([round(v, 2) for v in corners])
        entries["Border"] = PDFArray([0, 0, 0])
        entries["Contents"] = PDFString(words)
        entries["Dest"] = self._bookmarkReference(key)
        self._addAnnotation(entries)
        made = Annotation(self._doc.thisPageRef(), entries, element)
        element.kids.append(made)
        self._pressed.append(made)

    def open_artifact(self, kind: str = "Layout") -> None:
        """Begin what a screen reader skips: Layout (lines, grounds) or Pagination (headers, footers)."""
        if not self._artifacts and not self._open:
            self._code.append(f"/Artifact <</Type /{kind}>> BDC")
        self._artifacts += 1

    def close_artifact(self) -> None:
        """End what `open_artifact` began."""
        self._artifacts -= 1
        if not self._artifacts and not self._open:
            self._code.append("EMC")

    @contextmanager
    def artifact(self, kind: str = "Layout") -> Iterator[None]:
        """Draw something a screen reader skips."""
        self.open_artifact(kind)
        yield
        self.close_artifact()

    def showPage(self) -> None:
        """Close the page and note which elements have content on it."""
        count = len(self._doc.Pages.pages)
        super().showPage()
        pages = self._doc.Pages.pages
        if len(pages) > count:
            pages[-1].__class__ = _Page
            pages[-1].StructParents = len(self._pages)
            pages[-1].Tabs = PDFName("S")
            self._pages.append(self._on_page)
        self._on_page = []

    def save(self) -> None:
        """Write the tree and the metadata, then the file."""
        if len(self._code):
            self.showPage()
        self._write_tree()
        about = self._doc.info
        text = _XMP.format(title=escape(about.title), author=escape(about.author))
        # filters=None: an empty list would write an empty /Filter, and checkers then see no metadata
        kind = PDFDictionary({"Type": PDFName("Metadata"), "Subtype": PDFName("XML")})
        self._doc.Catalog.Metadata = self._doc.Reference(PDFStream(kind, text.encode("utf-8"), None))
        super().save()

    def _write_tree(self) -> None:
        doc = self._doc
        top = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        reference = doc.Reference(top)
        top["K"] = PDFArray([self._write_element(self.root, reference)])
        numbers: list[Any] = []
        for page, owners in enumerate(self._pages):
            numbers += [page, doc.Reference(PDFArray([owner.reference for owner in owners]))]
        for key, made in enumerate(self._pressed, len(self._pages)):
            made.entries["StructParent"] = key
            numbers += [key, made.owner.reference]
        top["ParentTree"] = doc.Reference(PDFDictionary({"Nums": PDFArray(numbers)}))
        top["ParentTreeNextKey"] = len(self._pages) + len(self._pressed)
        doc.Catalog.StructTreeRoot = reference

    def _write_element(self, element: Element, parent: Any) -> Any:
        entry = PDFDictionary({"Type": PDFName("StructElem"), "S": PDFName(element.kind), "P": parent})
        element.reference = self._doc.Reference(entry)
        for name, value in element.attributes.items():
            entry[name] = PDFString(value) if isinstance(value, str) else value
        entry["K"] = PDFArray([self._write_kid(kid, element.reference) for kid in element.kids])
        return element.reference

    def _write_kid(self, kid: Element | Annotation | tuple[Any, int], parent: Any) -> Any:
        if isinstance(kid, Element):
            return self._write_element(kid, parent)
        if isinstance(kid, Annotation):
            reference = self._doc.Reference(kid.entries)
            return PDFDictionary({"Type": PDFName("OBJR"), "Obj": reference, "Pg": kid.page})
        return PDFDictionary({"Type": PDFName("MCR"), "Pg": kid[0], "MCID": kid[1]})


class DraftCanvas(TaggedCanvas):
    """A canvas whose pages are counted and thrown away."""

    def save(self) -> None:
        """Write nothing."""
        if len(self._code):
            self.showPage()


def _moment(seconds: float) -> TimeStamp:
    """The time a file says it was made, given as seconds since 1970: the same report gives the same bytes."""
    import time

    stamp = TimeStamp(invariant=1)
    stamp.t, stamp.lt = seconds, time.gmtime(seconds)
    stamp.YMDhms = tuple(stamp.lt)[:6]
    return stamp


class TaggedParagraph(Paragraph):
    """A paragraph that belongs to the last element of `path`; both halves of a split one belong to the same.

    An empty path marks it as content of whatever it is drawn in, such as a table cell.
    """

    def __init__(self, text: str, style: Any, path: tuple[Element, ...] = (), **options: Any) -> None:
        super().__init__(text, style, **options)
        self.path = path

    def split(self, availWidth: float, availHeight: float) -> list[Any]:
        """Split as ReportLab does, and hand the path on."""
        parts = super().split(availWidth, availHeight)
        for part in parts:
            part.path = self.path
        return parts

    def draw(self) -> None:
        """Draw inside marked content."""
        canvas: TaggedCanvas = self.canv
        parent = canvas.here
        for element in self.path:
            parent = element.join(parent)
        with canvas.content(parent if self.path else None):
            super().draw()


class TaggedEntry(TaggedParagraph):
    """One line of the contents: a heading, its page at the right, and a link to the bookmark `key`."""

    def __init__(self, text: str, style: Any, path: tuple[Element, ...], *, key: str, page: str) -> None:
        super().__init__(text, style, path)
        self.key, self.page = key, page

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Leave room for the page at the right."""
        _, height = super().wrap(availWidth - 3 * self.style.fontSize, availHeight)
        self._whole = availWidth
        return availWidth, height

    def draw(self) -> None:
        """Draw heading and page as one link."""
        canvas: TaggedCanvas = self.canv
        parent = canvas.here
        for element in self.path:
            parent = element.join(parent)
        with canvas.content(parent):
            Paragraph.draw(self)
            canvas.setFont(self.style.fontName, self.style.fontSize)
            canvas.setFillColor(self.style.textColor)
            base = self.height - self.style.leading + 0.28 * self.style.leading
            canvas.drawRightString(self._whole, base, f" {self.page}")
        canvas.link(parent, self.key, self.getPlainText(), (self._whole, self.height))


class TaggedFigure(Flowable):
    """A drawing with the text that says what it shows."""

    def __init__(self, drawing: Any, alternative: str) -> None:
        super().__init__()
        self.drawing, self.alternative = drawing, alternative

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """The drawing's own size."""
        self.width, self.height = self.drawing.wrap(availWidth, availHeight)
        return self.width, self.height

    def draw(self) -> None:
        """Draw inside one Figure element with its place on the page."""
        canvas: TaggedCanvas = self.canv
        corners = (*canvas.absolutePosition(0, 0), *canvas.absolutePosition(self.width, self.height))
        place = PDFArray([round(v, 2) for v in corners])
        layout = PDFDictionary({"O": PDFName("Layout"), "Placement": PDFName("Block"), "BBox": place})
        with canvas.content(Element("Figure", Alt=self.alternative, A=layout)):
            self.drawing.drawOn(canvas, 0, 0)


class TableTags(TableRenderCB):
    """What a Table calls while it draws: makes TR, TH and TD of its rows and cells.

    One object serves every part of a split table. The first `heads` rows are column headings, repeated ones
    are furniture; the columns of `row_heads` head their rows.
    """

    def __init__(self, element: Element, heads: int, row_heads: frozenset[int]) -> None:
        self.element, self.heads, self.row_heads = element, heads, row_heads
        self._begun = False
        self._row: Element | None = None
        self._stack: list[Any] = []

    def startTable(self, table: Table) -> None:
        """The table, or a further part of it."""
        self._enter(table.canv, self.element)

    def endTable(self, table: Table) -> None:
        """Parts drawn after this one repeat the heading rows."""
        self._begun = True
        self._leave()

    def startBG(self, table: Table) -> None:
        """Grounds say nothing to a reader."""
        table.canv.open_artifact()

    def endBG(self, table: Table) -> None:
        """Close what `startBG` opened."""
        table.canv.close_artifact()

    startLines, endLines = startBG, endBG

    def startRow(self, table: Table, row: int) -> None:
        """A row, or a repeated heading row that readers have heard already."""
        self._heading = row < self.heads
        self._repeated = self._heading and self._begun
        if self._repeated:
            table.canv.open_artifact("Pagination")
        else:
            self._enter(table.canv, Element("TR"))

    def endRow(self, table: Table) -> None:
        """Close what `startRow` opened."""
        if self._repeated:
            table.canv.close_artifact()
        else:
            self._leave()

    def startCell(self, table: Table, row: int, column: int, value: Any, style: Any, pos: Any, size: Any) -> None:
        """A heading cell with its scope, or a plain one."""
        if self._repeated:
            return
        scope = "Column" if self._heading else "Row" if column in self.row_heads and value else ""
        heading = {"A": PDFDictionary({"O": PDFName("Table"), "Scope": PDFName(scope)})} if scope else {}
        self._enter(table.canv, Element("TH" if scope else "TD", **heading))

    def endCell(self, table: Table) -> None:
        """Close what `startCell` opened."""
        if not self._repeated:
            self._leave()

    def _enter(self, canvas: TaggedCanvas, element: Element) -> None:
        scope = canvas.within(element)
        scope.__enter__()
        self._stack.append(scope)

    def _leave(self) -> None:
        self._stack.pop().__exit__(None, None, None)


class TaggedTable(Table):
    """A ReportLab table whose cells are flowables and whose structure is written by `TableTags`."""

    def __init__(
        self,
        rows: list[list[Any]],
        element: Element | None = None,
        row_heads: frozenset[int] = frozenset(),
        **options: Any,
    ) -> None:
        if "renderCB" not in options:
            options["renderCB"] = TableTags(element or Element("Table"), options.get("repeatRows", 0), row_heads)
        super().__init__(rows, **options)
