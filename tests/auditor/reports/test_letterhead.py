"""A council's logo and colour at the head of a report."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from auditor.reports.board import board
from auditor.reports.details import Imprint, ReportDetails
from auditor.reports.logo import read_logo
from auditor.reports.pdf import write_document
from auditor.reports.web import web_page
from auditor.reports.word import write_word
from db.errors import UserError
from tests.auditor.reports.made_up import random_round

REPORT = board(random_round(), ReportDetails(council="Tŷ <Council>", date=date(2026, 12, 4)), sheets=False)


def picture(width: int = 400, height: int = 100, kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), "#781E5A").save(file, kind)
    return file.getvalue()


def headed() -> Imprint:
    return replace(REPORT.imprint, logo=picture(), accent="#781E5A")


def test_a_logo_is_fourteen_millimetres_high_or_sixty_wide() -> None:
    low, wide = read_logo(picture(100, 100, "JPEG")), read_logo(picture(1000, 100))
    assert low is not None
    assert wide is not None
    assert (low.kind, low.height, low.width) == ("jpeg", pytest.approx(14), pytest.approx(14))
    assert (wide.kind, wide.height, wide.width) == ("png", pytest.approx(6), pytest.approx(60))
    assert read_logo(None) is None


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n and no more", picture()[:-20], b"<svg/>", b"GIF89a"])
def test_what_is_no_picture_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(UserError, match="could not be read as a picture") as refused:
        read_logo(data)
    assert refused.value.code == "no_picture"


def test_the_pdf_shows_both_and_stays_without_fault(tmp_path: Path) -> None:
    checker = pytest.importorskip("page", reason="page-validation is not installed")
    file = tmp_path / "report.pdf"
    with file.open("wb") as out:
        write_document(REPORT.blocks, headed(), out)
    assert file.read_bytes().count(b"/Subtype /Image") == 1
    assert checker.validate_pdf(str(file), profile=checker.ValidationProfile.PDF_UA_1).failures == []


def test_the_web_page_holds_the_picture_and_names_it() -> None:
    text = web_page(REPORT.blocks, headed())
    assert text.count("<img ") == 1
    assert 'alt="Logo of Tŷ &lt;Council&gt;"' in text
    assert "data:image/png;base64," in text
    assert "@media (prefers-color-scheme: light) { :root { --accent: #781E5A" in text


def test_the_word_file_holds_the_picture_and_names_it() -> None:
    file = io.BytesIO()
    write_word(REPORT.front, headed(), file)
    with zipfile.ZipFile(file) as made:
        assert picture() in [made.read(name) for name in made.namelist() if name.startswith("word/media/")]
        assert 'descr="Logo of Tŷ &lt;Council&gt;"' in made.read("word/document.xml").decode()
        assert '<w:color w:val="781E5A"' in made.read("word/styles.xml").decode()
