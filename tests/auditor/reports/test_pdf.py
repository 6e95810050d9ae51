"""The PDF says what the results say, in reading order, in letters it has, with a structure a reader can follow."""

import ctypes
import io
import re
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from auditor.figures import Results
from auditor.reports.blocks import (
    Banner,
    Block,
    Bullets,
    Contents,
    Facts,
    Heading,
    Panel,
    Paragraph,
    Table,
    Title,
)
from auditor.reports.details import ReportDetails, report_imprint
from auditor.reports.pdf import write_document
from tests.auditor.reports.made_up import board_blocks, chosen_round, large_round, measure, random_round

DETAILS = ReportDetails(
    council="Example Council", meeting="SEND Partnership Board", contact="SEND auditor", date=date(2026, 12, 4)
)
ROUNDS = [chosen_round, random_round, large_round]


def made(results: Results, details: ReportDetails = DETAILS) -> bytes:
    file = io.BytesIO()
    write_document(board_blocks(results, details), report_imprint(results, details), file)
    return file.getvalue()


def pages_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def structure_of(pdf: bytes) -> list[tuple[str, str]]:
    """Every structure element of every page: kind and alternative text, in tree order."""
    document = pypdfium2.PdfDocument(pdf)
    found: list[tuple[str, str]] = []

    def text(call, element) -> str:
        raw = ctypes.create_string_buffer(call(element, None, 0))
        call(element, raw, len(raw))
        return raw.raw.decode("utf-16-le").rstrip("\0")

    def walk(element) -> None:
        found.append(
            (text(pdfium.FPDF_StructElement_GetType, element), text(pdfium.FPDF_StructElement_GetAltText, element))
        )
        for i in range(pdfium.FPDF_StructElement_CountChildren(element)):
            child = pdfium.FPDF_StructElement_GetChildAtIndex(element, i)
            if child:
                walk(child)

    for page in document:
        tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
        for i in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            walk(pdfium.FPDF_StructTree_GetChildAtIndex(tree, i))
        pdfium.FPDF_StructTree_Close(tree)
    return found


@pytest.mark.parametrize("make", ROUNDS)
def test_every_figure_of_the_results_is_read_back(make) -> None:
    results = make()
    text = " ".join(pages_of(made(results)))
    unit = results.basis
    for m in results.measures:
        if m.percent is not None:
            assert f"{m.short}: {m.k} of {m.n} {unit} ({m.printed})" in text
    for c in results.criteria:
        assert re.search(rf"{re.escape(c.id)} .{{0,90}}?{c.met} {c.partly} {c.not_met} {re.escape(c.printed)}", text), (
            c.id
        )
    for c in results.statutory:
        if c.n:
            assert f"{c.k} of {c.n}" in text
    assert results.fingerprint in text
    assert results.framework_hash[:32] in text


def test_the_parts_come_in_order() -> None:
    pages = pages_of(made(random_round()))
    text = " ".join((*pages[:2], *pages[3:]))  # without the contents, which name them all
    parts = [
        "How good are our", "In short", "How far plans meet", "Statutory checks", "How sure are we?",
        "Where shortfalls", "Appendix A", "Appendix B", "Appendix C", "Appendix D",
    ]  # fmt: skip
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_the_front_takes_two_pages_and_every_page_is_numbered_and_marked() -> None:
    pages = pages_of(made(random_round()))
    assert pages[2].startswith("Contents In short 1")
    assert pages[3].startswith("Appendix A")
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Every plan here is invented" in page
        assert "provisional · figures 7C41-09BE" in page


def test_a_signed_off_round_of_real_plans_carries_neither_warning() -> None:
    text = " ".join(pages_of(made(replace(random_round(), state="signed_off", invented=""))))
    assert "rovisional" not in text
    assert "invented" not in text.lower()


def test_a_round_not_drawn_by_lot_prints_no_interval_and_says_why() -> None:
    text = " ".join(pages_of(made(chosen_round())))
    assert "likely between" not in text
    assert "No likely range. How these plans were picked was not published or recorded." in text
    assert "It is not a share of plans." in text


def test_headlines_at_other_marks_are_printed_where_plans_are_counted() -> None:
    text = " ".join(pages_of(made(random_round())))
    assert "At 70% At 75% At 80%" in text
    assert "Voice recorded 19 of 33 17 of 33 14 of 33" in text


def test_text_is_set_in_one_embedded_face_that_has_every_letter() -> None:
    plain, welsh = made(random_round()), made(random_round(), replace(DETAILS, council="Cyngor Tŷ Ŵyl"))
    assert b"AtkinsonHyperlegible" in plain
    assert b"DejaVu" not in plain
    assert b"DejaVu" in welsh
    assert b"AtkinsonHyperlegible" not in welsh
    assert "Cyngor Tŷ Ŵyl" in pages_of(welsh)[0]
    assert b"/Helvetica" not in plain


def test_a_letter_no_face_has_is_shown_as_unknown_and_control_characters_are_dropped() -> None:
    first = pages_of(made(random_round(), replace(DETAILS, council="A\x00B \U0001f600 C\nD")))[0]
    assert "AB � C D" in first


def test_markup_in_a_name_is_printed_as_it_is() -> None:
    odd = replace(random_round(), measures=(replace(measure(0, 3, 10, "plans"), short="<b>A & B</b> </para>"),))
    assert "<b>A & B</b> </para>: 3 of 10 plans (30%)." in pages_of(made(odd))[0]


def test_very_long_texts_and_many_measures_still_make_a_report() -> None:
    many = tuple(
        replace(measure(i % 5, 3, 10, "plans"), id=f"M{i}", short="Wordwithoutanyspace" * 8) for i in range(30)
    )
    results = replace(random_round(), measures=many, invented="Made up. " * 60, round="R" * 300)
    assert "Page 1 of" in pages_of(made(results, replace(DETAILS, title="Very long title " * 30)))[0]


def test_an_empty_round_makes_a_report_of_words() -> None:
    empty = replace(random_round(), measures=(), criteria=(), statutory=(), causes=(), plan_lines=(), plans=0, scored=0)
    assert "No causes have been recorded" in " ".join(pages_of(made(empty)))


def test_headings_tables_lists_and_figures_are_tagged() -> None:
    results = random_round()
    kinds = structure_of(made(results))
    names = [kind for kind, _ in kinds]
    assert names.count("H1") >= 1
    for kind in (
        "H2",
        "H3",
        "P",
        "L",
        "LI",
        "LBody",
        "Table",
        "TR",
        "TH",
        "TD",
        "Caption",
        "Figure",
        "TOC",
        "TOCI",
        "Link",
    ):
        assert kind in names, kind
    alternatives = [alt for kind, alt in kinds if kind == "Figure"]
    assert len(alternatives) == 3
    assert "Voice recorded: 52%, 17 of 33 plans met, likely range 35% to 68%." in alternatives[0]
    assert "Sections A to K present and labelled: 27 of 33, 82%." in alternatives[1]


def test_bookmarks_language_and_title_are_set() -> None:
    pdf = made(random_round())
    document = pypdfium2.PdfDocument(pdf)
    titles = [mark.get_title() for mark in document.get_toc()]
    assert "In short" in titles
    assert "Appendix C. How the figures were made" in titles
    assert document.get_metadata_value("Title") == "How good are our Education, Health and Care Plans? Autumn 2026"
    assert b"/Lang (en-GB)" in pdf
    assert b"/Marked true" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf


def test_the_same_figures_and_date_give_the_same_bytes() -> None:
    assert made(random_round()) == made(random_round())


def words_of(block: Block) -> list[str]:
    """What a reader should hear of a block, in order."""
    match block:
        case Title(text) | Heading(_, text) | Paragraph(text) | Banner(text):
            return [text]
        case Facts(pairs):
            return [words for pair in pairs for words in pair]
        case Bullets(points):
            return [f"{point.strong} {point.text}" for point in points]
        case Panel(heading, inside):
            return [heading, *(words for part in inside for words in words_of(part))]
        case Table():
            return [block.caption, *(cell for row in (block.columns, *block.rows) for cell in row)]
        case _:
            return []


@pytest.mark.outside
def test_a_screen_reader_hears_the_blocks_and_nothing_else(tmp_path: Path) -> None:
    """Poppler's structure text, charts and contents left out, is the blocks' words in their order, words apart."""
    results = random_round()
    file = tmp_path / "report.pdf"
    file.write_bytes(made(results))
    told = subprocess.run(["pdfinfo", "-struct-text", str(file)], capture_output=True, text=True, check=True).stdout
    heard: list[str] = []
    left_out = -1
    for line in told.splitlines():
        depth = len(line) - len(line.lstrip())
        if depth <= left_out:
            left_out = -1
        if left_out < 0 and line.strip().startswith(("Figure", "TOC")):
            left_out = depth
        if left_out < 0 and line.strip().startswith('"'):
            heard.append(line.strip()[1:-1])
    blocks = board_blocks(results, DETAILS)
    expected = [w for b in blocks for w in ([b.heading] if isinstance(b, Contents) else words_of(b))]
    heard_words, words = " ".join(heard).split(), " ".join(expected).split()
    assert "".join(heard_words) == "".join(words)
    long = {word for word in words if len(word) > 40}  # a mark that is broken at the end of a line comes in two
    assert {word for word in words if word not in long} <= set(heard_words)


def test_the_contents_name_every_heading_with_its_page_and_lead_there() -> None:
    pdf = made(random_round())
    document = pypdfium2.PdfDocument(pdf)
    bookmarks = {mark.get_title(): int(mark.get_dest().get_index()) for mark in document.get_toc()}
    headings = [b for b in board_blocks(random_round(), DETAILS) if isinstance(b, Heading)]
    contents = pages_of(pdf)[2]
    for heading in headings:
        assert heading.text in bookmarks
    for heading in (b for b in headings if b.level == 1):
        assert f"{heading.text} {bookmarks[heading.text] + 1}" in contents
    assert pdf.count(b"/Subtype /Link") == len(headings) + 1, "the box at the top has a heading too"


FAULTS = (
    (b"/Marked true", b"/Marked null", "TAGGED-DOCUMENT"),
    (b"/Lang (en-GB)", b"/Lung (en-GB)", "LANGUAGE"),
    (b"/Alt (", b"/Olt (", "FIGURE-ALTERNATIVE-TEXT"),
    (b"/S /H2", b"/S /H4", "HEADING-NESTING"),
    (b"/S /LBody", b"/S /LBoby", "LI-KIDS"),
    (b"/S /TR", b"/S /TX", "TABLE-KIDS"),
    (b"/S /Link", b"/S /Span", "LINK-LINK-TAG"),
    (b"/StructParent ", b"/StrictParent ", "LINK-LINK-TAG"),
    (b"/Contents (In", b"/Cantents (In", "LINK-CONTENTS"),
    (b"<pdfuaid:part>1", b"<pdfuaid:part>7", "ID-PART"),
    (b"/DisplayDocTitle true", b"/DisplayDocTitle null", "VIEWER-PREFERENCES"),
)


@pytest.fixture(scope="module")
def sound() -> bytes:
    return made(random_round())


@pytest.mark.parametrize(("right", "wrong", "rule"), FAULTS)
def test_the_checker_finds_planted_faults(right: bytes, wrong: bytes, rule: str, sound: bytes, tmp_path: Path) -> None:
    """Otherwise the test below shows nothing. The places of everything else in the file stay."""
    checker = pytest.importorskip("page", reason="page-validation is not installed")
    assert right in sound
    assert len(right) == len(wrong)
    file = tmp_path / "report.pdf"
    file.write_bytes(sound.replace(right, wrong, 1))
    found = checker.validate_pdf(str(file), profile=checker.ValidationProfile.PDF_UA_1).failures
    assert any(rule in failure.rule_id for failure in found)


@pytest.mark.parametrize("make", ROUNDS)
def test_a_checker_finds_no_fault_against_pdf_ua_1(make, tmp_path: Path) -> None:
    """The rules of PDF/UA-1 that a program can check; a reader's own test it is not."""
    checker = pytest.importorskip("page", reason="page-validation is not installed")
    for council in ("Example Council", "Cyngor Tŷ Ŵyl"):
        file = tmp_path / "report.pdf"
        file.write_bytes(made(make(), replace(DETAILS, council=council)))
        assert checker.validate_pdf(str(file), profile=checker.ValidationProfile.PDF_UA_1).failures == []
