"""The letters of printed reports: Atkinson Hyperlegible, or DejaVu Sans for a document it has no letters for.

A document is set in one face throughout. Atkinson Hyperlegible lacks, among others, w and y with circumflex.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fontpkg_atkinson_hyperlegible  # pyright: ignore[reportMissingTypeStubs]
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfmetrics import stringWidth

from auditor.reports.drawing import Face
from auditor.reports.tagging import EmbeddedFont
from auditor.reports.wording import readable
from resources import resource_path

UNKNOWN = "\ufffd"


@dataclass(frozen=True)
class Letters:
    """One registered face: font names for ReportLab, the characters it has, and how large it is set.

    DejaVu Sans runs wide: nine tenths of a size look like a whole one of Atkinson Hyperlegible.
    """

    regular: str
    bold: str
    has: frozenset[int]
    size: float

    @property
    def face(self) -> Face:
        """The same letters for charts, with exact widths."""
        return Face(self.regular, self.bold, self._width)

    def _width(self, text: str, bold: bool, size: float) -> float:
        return float(stringWidth(text, self.bold if bold else self.regular, size))

    def write(self, text: str) -> str:
        """Give `text` with accents composed, without control characters, and with � for what the face lacks."""
        return "".join(c if ord(c) in self.has else UNKNOWN for c in readable(text))


def letters_for(texts: Iterable[str]) -> Letters:
    """Pick the face for a whole document: the first that has every character of `texts`, else DejaVu Sans."""
    needed = {ord(c) for text in texts for c in readable(text)}
    atkinson = _letters(
        "Atkinson", Path(fontpkg_atkinson_hyperlegible.__file__).parent / "files", "AtkinsonHyperlegible-Regular", 1.0
    )
    if needed <= atkinson.has:
        return atkinson
    return _letters("DejaVu", resource_path("fonts"), "DejaVuSans", 0.9)


def _letters(name: str, folder: Path, regular: str, size: float) -> Letters:
    bold = regular.removesuffix("-Regular") + "-Bold"
    registry: Any = pdfmetrics  # ReportLab keeps one list of fonts for the whole process
    for font, file in ((name, regular), (f"{name}-Bold", bold)):
        if font not in registry.getRegisteredFontNames():
            registry.registerFont(EmbeddedFont(font, str(folder / f"{file}.ttf")))
    registry.registerFontFamily(name, normal=name, bold=f"{name}-Bold", italic=name, boldItalic=f"{name}-Bold")
    both = [frozenset[int](registry.getFont(font).face.charToGlyph) for font in (name, f"{name}-Bold")]
    # above U+FFFF ReportLab writes a broken map back to text
    return Letters(name, f"{name}-Bold", frozenset(c for c in both[0] & both[1] if c <= 0xFFFF), size)
