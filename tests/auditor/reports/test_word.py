"""The Word file of a report: real headings, lists and tables, pictures with words, nothing Word takes for damage."""

import io
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from docx import Document

from auditor.reports.blocks import Banner, Bullets, Contents, Facts, Heading, Kept, PageBreak, Panel, Paragraph, Point
from auditor.reports.board import board
from auditor.reports.charts import alt_text
from auditor.reports.described import bars_of, checks_of
from auditor.reports.details import ReportDetails
from auditor.reports.report import Commentary
from auditor.reports.word import TABLE_PARTS, write_word
from tests.auditor.reports.made_up import random_round

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DETAILS = ReportDetails(council="Example Council", contact="Lee Example", date=date(2026, 12, 4))
LIST = Bullets((Point("", "First."), Point("Strong.", "Second.")), numbered=True)
WRITTEN = Commentary(recommendations=(LIST,), background=(Paragraph("Why & <how>."), Kept((Banner("Mind."),))),
                     next_steps=(LIST,))  # fmt: skip


@pytest.fixture(scope="module")
def made() -> bytes:
    report = board(random_round(), DETAILS, WRITTEN, sheets=False)
    file = io.BytesIO()
    write_word((*report.front, PageBreak(), Contents("Contents")), report.imprint, file)
    return file.getvalue()


@pytest.fixture(scope="module")
def document(made: bytes) -> Any:
    return Document(io.BytesIO(made))


def part(made: bytes, name: str) -> ET.Element:
    return ET.fromstring(zipfile.ZipFile(io.BytesIO(made)).read(name))


def test_headings_are_those_of_the_report_in_their_order(document) -> None:
    report = board(random_round(), DETAILS, WRITTEN, sheets=False)
    expected = [
        block.text if isinstance(block, Heading) else block.heading
        for block in report.front
        if isinstance(block, Heading | Panel)
    ]
    found = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert found == [*expected, "Contents"]
    assert [p.text for p in document.paragraphs if p.style.name == "Title"] == [DETAILS.heading]


def test_words_of_people_stand_as_they_are(document) -> None:
    words = [p.text for p in document.paragraphs]
    assert "Why & <how>." in words
    assert "Mind." in words
    facts = next(block for block in board(random_round(), DETAILS).front if isinstance(block, Facts))
    for label, value in facts.pairs:
        assert f"{label}: {value}" in words


def test_each_numbered_list_counts_from_one(made: bytes, document) -> None:
    numbered = [p for p in document.paragraphs if p.style.name == "List Number"]
    assert [p.text for p in numbered] == ["First.", "Strong. Second."] * 2
    lists = [p._p.pPr.numPr.numId.val for p in numbered]
    assert lists[0] == lists[1] != lists[2] == lists[3]
    starts = {
        num.get(f"{W}numId"): start.get(f"{W}val")
        for num in part(made, "word/numbering.xml").iter(f"{W}num")
        for start in num.iter(f"{W}startOverride")
    }
    assert {starts[str(number)] for number in lists} == {"1"}


def test_tables_have_heading_rows_titles_and_their_parts_in_words_order(made: bytes, document) -> None:
    assert len(document.tables) == 3
    for table in part(made, "word/document.xml").iter(f"{W}tbl"):
        first, *others = table.findall(f"{W}tr")
        assert first.find(f"{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr/{W}tblHeader") is None for row in others)
        properties = table.find(f"{W}tblPr")
        assert properties is not None
        names = [child.tag.removeprefix(W) for child in properties]
        assert names == [name for name in TABLE_PARTS if name in names]
        assert "tblCaption" in names


def test_pictures_say_what_they_show(made: bytes) -> None:
    space = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
    told = [p.get("descr") for p in part(made, "word/document.xml").iter(f"{space}docPr")]
    results = random_round()
    assert told == [alt_text(bars_of(results)), alt_text(checks_of(results))]


def test_title_author_and_language_are_set(made: bytes, document) -> None:
    about = document.core_properties
    assert about.title == "How good are our Education, Health and Care Plans? Autumn 2026"
    assert (about.author, about.language) == ("Example Council", "en-GB")
    told = {lang.get(f"{W}val") for lang in part(made, "word/styles.xml").iter(f"{W}lang")}
    assert told == {"en-GB"}
    assert "figures 7C41-09BE" in document.sections[0].footer.paragraphs[0].text


@pytest.mark.outside
def test_another_program_opens_it(made: bytes, tmp_path: Path) -> None:
    """LibreOffice reads it; its words come out in order."""
    (tmp_path / "report.docx").write_bytes(made)
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "report.docx")], check=True, capture_output=True, timeout=120)
    words = (tmp_path / "report.txt").read_text(encoding="utf-8")
    places = [words.index(name) for name in ("In short", "What we ask", "Background", "Statutory checks", "Next steps")]
    assert places == sorted(places)
