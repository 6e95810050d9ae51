"""What was removed from a copy is nowhere in it; what remains can be read, found and read aloud."""

import io
import random
import re
import shutil
import subprocess
import sys
from datetime import date

import pypdfium2 as pdfium
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from auditor.papers.apart import look_apart, redact_apart
from auditor.papers.redact import is_copy, look_at, redact
from auditor.papers.wishes import Stream, Wish
from auditor.plan_reader import read_plan
from auditor.steps import finished
from db.errors import UserError
from tests.auditor.papers.reading import holds, text_of
from tests.auditor.plan_reader import making

TODAY = date(2026, 11, 21)
FORM = "Section {letter}: {title}"
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="Poppler is not installed")


def plan(**more) -> bytes:
    return making.pdf_file(making.headed(FORM), **more)


def page_of(*lines: tuple[int, int, str], title: str = "", extras=None) -> bytes:
    """One page of A4 with lines of text at places from the bottom left."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.setTitle(title)
    canvas.setFont("Helvetica", 12)
    for x, y, text in lines:
        canvas.drawString(x, y, text)
    if extras is not None:
        extras(canvas)
    canvas.save()
    return out.getvalue()


def shown_words(pdf: bytes) -> str:
    with pdfium.PdfDocument(pdf) as document:
        return " ".join(page.get_textpage().get_text_range() for page in document)


def pixels(pdf: bytes, page: int = 0) -> Image.Image:
    with pdfium.PdfDocument(pdf) as document:
        return document[page].render(scale=2, grayscale=True).to_pil().convert("L")


@needs_poppler
@pytest.mark.parametrize("make", [making.pdf_file, making.word_file])
def test_a_removed_word_is_in_no_byte_and_in_no_text(make, tmp_path) -> None:
    before = make(making.headed(FORM))
    made = redact(before, [Wish("Robin"), Wish("Harbour View")])
    assert made.counts == (10, 1)
    for word in ("Robin", "Harbour"):
        assert not holds(made.pdf, word), word
        assert word.lower() not in text_of(made.pdf, tmp_path).lower()
    assert "[removed] likes trains" in " ".join(text_of(made.pdf, tmp_path).split())
    assert "Primary School" in text_of(made.pdf, tmp_path)


def test_the_test_would_see_a_word_that_was_left() -> None:
    """The search finds in the plan, and in a copy, what was not to go."""
    assert holds(page_of((60, 700, "Robin likes trains.")), "Robin")
    assert "Robin" in shown_words(redact(plan(), []).pdf)


@pytest.mark.parametrize(
    ("lines", "word"),
    [
        (("ada likes trains",), "Ada"),
        (("ADA LIKES TRAINS",), "Ada"),
        (("A D A likes trains",), "Ada"),
        (("Ada's trains",), "Ada"),
        (("Ada\u2019s trains",), "Ada"),
        (("Adas trains",), "Ada"),
        (("We saw Brace-", "girdle at school"), "Bracegirdle"),
        (("We saw Ada", "Brook at school"), "Ada Brook"),
        (("We saw Zo\u00eb at school",), "Zoe"),
        (("We saw Zoe at school",), "Zo\u00eb"),
        (("We saw O\u2019Brien at school",), "O'Brien"),
        (("We saw Anne-Marie at school",), "Anne Marie"),
        (("NHS number 943 476 5919",), "9434765919"),
        (("NHS number 9434765919",), "943 476 5919"),
        (("Home: SW1A1AA",), "sw1a 1aa"),
        (("write to ada.brook@example.org",), "brook"),
    ],
)  # fmt: skip
def test_a_word_is_found_however_the_plan_writes_it(lines, word) -> None:
    made = redact(page_of(*((60, 700 - 15 * n, line) for n, line in enumerate(lines))), [Wish(word)])
    assert made.counts[0] >= 1
    tokens = [(0, token) for line in lines for token in line.split()]
    assert Stream(tokens).find([Wish(word)]), "this test says nothing"
    assert not Stream([(0, token) for token in shown_words(made.pdf).split()]).find([Wish(word)])


def test_a_word_inside_a_longer_one_stays() -> None:
    made = redact(page_of((60, 700, "Adamant Ada made a canada of it")), [Wish("Ada")])
    assert made.counts == (1,)
    assert "Adamant" in shown_words(made.pdf)
    assert "canada" in shown_words(made.pdf)


def test_a_name_that_is_a_word_may_go_only_where_it_has_its_capital() -> None:
    made = redact(page_of((60, 700, "Will will do what WILL likes")), [Wish("Will", as_written=True)])
    assert made.counts == (2,)
    assert shown_words(made.pdf).count("will") == 1


def test_a_word_stands_under_a_black_bar() -> None:
    before, after = page_of((60, 700, "Robin likes trains")), None
    after = redact(before, [Wish("Robin")]).pdf
    where = (2 * 62, 2 * (842 - 708), 2 * 88, 2 * (842 - 700))
    assert min(pixels(before).crop(where).tobytes()) < 128 < max(pixels(before).crop(where).tobytes())
    assert max(pixels(after).crop(where).tobytes()) < 16
    beside = (2 * 100, 2 * (842 - 708), 2 * 160, 2 * (842 - 700))
    assert max(pixels(after).crop(beside).tobytes()) > 240


def test_a_box_takes_the_words_it_touches_and_no_others() -> None:
    before = page_of((60, 700, "Secret words here"), (60, 600, "Open words there"))
    made = redact(before, [], {1: [(100, 842 - 712, 300, 842 - 696)]})
    assert " here" not in shown_words(made.pdf)
    assert not holds(made.pdf, "Secret words here")
    assert "Open words there" in shown_words(made.pdf)
    assert max(pixels(made.pdf).crop((2 * 102, 2 * (842 - 710), 2 * 298, 2 * (842 - 698))).tobytes()) < 16


def test_a_page_that_lies_on_its_side_is_covered_where_it_is_seen() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.setPageRotation(90)
    canvas.drawString(60, 500, "Robin likes trains")
    canvas.save()
    made = redact(out.getvalue(), [Wish("Robin")])
    assert made.counts == (1,)
    image = pixels(made.pdf)
    assert max(image.crop((2 * 502, 2 * 62, 2 * 507, 2 * 85)).tobytes()) < 16


def test_properties_outline_notes_fields_and_attachments_do_not_come_along() -> None:
    def extras(canvas: Canvas) -> None:
        canvas.bookmarkPage("here")
        canvas.addOutlineEntry("Plan of Robin", "here")
        canvas.linkURL("https://example.org/robin", (60, 690, 200, 710))
        canvas.textAnnotation("Robin was here", Rect=[60, 500, 90, 530])
        canvas.acroForm.textfield(name="robin", value="Robin", x=60, y=400, width=200, height=20)
        canvas.setAuthor("Robin's mother")
        canvas.setKeywords("Robin")

    before = page_of((60, 700, "Likes trains"), title="Robin", extras=extras)
    made = redact(before, [Wish("Robin")])
    assert holds(before, "Robin")
    assert not holds(made.pdf, "Robin")
    with pdfium.PdfDocument(made.pdf) as copy:
        assert list(copy.get_toc()) == []
        assert copy.count_attachments() == 0
        assert copy.get_formtype() == 0
    assert b"/Annots" not in made.pdf


def test_a_scan_says_that_boxes_alone_cover_it() -> None:
    picture = Image.new("L", (200, 200), 90)
    before = page_of(extras=lambda canvas: canvas.drawImage(ImageReader(picture), 60, 500, 200, 200))
    made = redact(before, [Wish("Robin")], {1: [(60, 842 - 700, 260, 842 - 600)]})
    assert made.counts == (0,)
    assert made.blind == look_at(before, TODAY).unread == (1,)
    assert max(pixels(made.pdf).crop((2 * 62, 2 * (842 - 698), 2 * 258, 2 * (842 - 602))).tobytes()) < 16


def test_an_empty_page_is_no_scan() -> None:
    def extras(canvas: Canvas) -> None:
        canvas.showPage()
        canvas.showPage()

    before = page_of((60, 700, "Robin likes trains"), extras=extras)
    with pdfium.PdfDocument(before) as document:
        assert len(document) == 2, "this test says nothing"
    assert redact(before, [Wish("Robin")]).blind == look_at(before, TODAY).unread == ()


def test_sections_alone_hold_nothing_of_the_others() -> None:
    made = redact(plan(), [], keep_sections=["E", "F"])
    assert [section.section for section in read_plan(made.pdf).sections] == ["E", "F"]
    assert not holds(made.pdf, "asthma")
    assert "likes trains" not in shown_words(made.pdf)
    assert is_copy(made.pdf, "sections")


def test_sections_that_are_not_there_are_refused() -> None:
    with pytest.raises(UserError, match="None of the sections F was found") as told:
        redact(page_of((60, 700, "A letter")), [], keep_sections=["F"], name="letter.pdf")
    assert told.value.code == "no_section"


@pytest.mark.parametrize("make", [making.pdf_file, making.word_file])
def test_a_copy_has_the_sections_of_its_plan(make) -> None:
    """So that the desk goes to them in a copy as in the plan."""
    before = make(making.headed(FORM))
    after = redact(before, [Wish("Robin")]).pdf
    assert [s.section for s in read_plan(after).sections] == [s.section for s in read_plan(before).sections]


@pytest.mark.parametrize("part", ["redacted", "word", "sections"])
def test_a_checker_finds_no_fault_against_pdf_ua_1(part, tmp_path) -> None:
    """The rules a program can check: document language, headings, every word within the structure."""
    checker = pytest.importorskip("page", reason="page-validation is not installed")
    table = making.neighbours()
    made = {
        "redacted": lambda: redact(making.pdf_file(table, header="Plan {page}"), [Wish("Robin")]),
        "word": lambda: redact(making.word_file(table), [Wish("Robin")]),
        "sections": lambda: redact(making.pdf_file(table), [Wish("Robin")], keep_sections=["E", "F"]),
    }[part]()
    file = tmp_path / "copy.pdf"
    file.write_bytes(made.pdf)
    assert checker.validate_pdf(str(file), profile=checker.ValidationProfile.PDF_UA_1).failures == []
    assert b"/Lang (en-GB)" in made.pdf


def test_a_file_that_was_added_to_is_no_copy_of_ours() -> None:
    made = redact(plan(), [Wish("Robin")]).pdf
    assert is_copy(made, "redacted")
    assert not is_copy(made, "sections")
    assert not is_copy(made + b"\n1 0 obj<</Contents(Robin)>>endobj\nstartxref\n0\n%%EOF", "redacted")
    assert not is_copy(plan(), "redacted")


def test_signs_alone_are_no_word() -> None:
    with pytest.raises(UserError, match="no letter and no digit"):
        redact(plan(), [Wish("--")])


def test_names_numbers_and_addresses_are_suggested_and_nothing_is_decided() -> None:
    lines = [
        "Name: Robin Brook", "Date of birth: 3 May 2015", "NHS number: 943 476 5919", "Address: 4 Elm Lane, Anytown",
        "Postcode ZZ99 3WZ, telephone 01632 960983, robin@example.org",
        "Robin likes trains. Robin is tall. Robin has a sister. Ms Hill knows Robin's needs.",
    ]  # fmt: skip
    look = look_at(making.word_file([making.Line(line) for line in lines]), TODAY)
    found = {one.text: one.looks_like for one in look.suggestions}
    for words in ("Robin", "Robin Brook", "Brook", "3 May 2015", "943 476 5919", "4 Elm Lane, Anytown",
                  "01632 960983", "robin@example.org", "Ms Hill", "Hill"):  # fmt: skip
        assert words in found, found
    assert "Robin" in shown_words(look.shown)


def test_in_a_process_of_its_own_the_same_comes_out() -> None:
    before = plan(header="N-014, page {page}")
    look, seen = finished(look_apart(before, TODAY)), look_at(before, TODAY)
    assert look == seen
    made = finished(redact_apart(before, [Wish("Robin")], {1: [(60, 60, 100, 100)]}))
    assert shown_words(made.pdf) == shown_words(redact(before, [Wish("Robin")], {1: [(60, 60, 100, 100)]}).pdf)


def test_what_cannot_be_read_is_refused_from_there_too() -> None:
    with pytest.raises(UserError, match="not a Word document or a PDF"):
        finished(redact_apart(b"no plan", [Wish("Robin")], name="notes.txt"))


def test_work_that_is_stopped_leaves_no_process() -> None:
    job = redact_apart(making.pdf_file(making.headed(FORM) * 20), [Wish("Robin")])
    for _ in range(3):
        next(job)
    job.close()
    with pytest.raises(StopIteration):
        next(job)


NAMES = ["Ada", "Zoë", "O'Brien", "Anne-Marie", "Bracegirdle", "Will", "Lucía", "943 476 5919", "SW1A 1AA", "Ng"]
FORMS = [
    str,
    str.upper,
    str.lower,
    lambda w: f"{w}'s",
    lambda w: f"({w}),",
    lambda w: f"“{w}”",
    lambda w: w[:3] + "- " + w[3:],
]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10_000), chosen=st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True))
def test_none_of_the_words_survives(seed, chosen) -> None:
    """In random texts with the words in random forms, in PDF and in Word, by the copy's text and its bytes."""
    rng = random.Random(seed)
    sentences = []
    for _ in range(25):
        words = rng.choices(["the", "school", "will", "help", "and", "reads", "Adaptive", "in", "class", "3"], k=8)
        words.insert(rng.randrange(8), rng.choice(FORMS)(rng.choice(chosen)))
        sentences.append(" ".join(words))
    wishes = [Wish(name) for name in chosen]
    for make in (making.pdf_file, making.word_file):
        before = make([making.Line(line) for line in sentences])
        made = redact(before, wishes)
        assert sum(made.counts) > 0
        assert not Stream([(0, t) for t in re.split(r"\s+", shown_words(made.pdf)) if t]).find(wishes)
        for name in chosen:
            # short ones stand by chance in packed pictures
            assert len(name) < 6 or not holds(made.pdf, name), name


def test_what_was_typed_into_a_form_or_written_as_a_note_is_found_and_covered() -> None:
    """It can be seen on the page, and no program finds it in the page's text before it is made part of it."""

    def extras(canvas: Canvas) -> None:
        canvas.acroForm.textfield(
            name="name", value="Robin", x=60, y=400, width=200, height=20, borderWidth=0, fontSize=12, forceBorder=False
        )
        canvas.freeTextAnnotation("Robin again", "/Helv 12 Tf 0 g", Rect=[60, 300, 260, 320])

    before = page_of((60, 700, "Name of the child"), extras=extras)
    where = (2 * 61, 2 * (842 - 418), 2 * 95, 2 * (842 - 402))
    assert min(pixels_with_forms(before).crop(where).tobytes()) < 128, "this test says nothing"
    look = look_at(before, TODAY)
    assert "Robin" in [token.text for token in look.pages[0].tokens]
    made = redact(before, [Wish("Robin")])
    assert made.counts[0] >= 1
    inside = (2 * 64, 2 * (842 - 412), 2 * 88, 2 * (842 - 406))
    assert max(pixels(made.pdf).crop(inside).tobytes()) < 40
    assert not holds(made.pdf, "Robin")


def pixels_with_forms(pdf: bytes) -> Image.Image:
    with pdfium.PdfDocument(pdf) as document:
        document.init_forms()
        return document[0].render(scale=2, grayscale=True).to_pil().convert("L")


@pytest.mark.parametrize(
    "run",
    [
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Quillfeather</w:t></w:r>",
        "<w:r><w:rPr><w:webHidden/></w:rPr><w:t>Quillfeather</w:t></w:r>",
        '<w:r><w:rPr><w:rStyle w:val="Unseen"/></w:rPr><w:t>Quillfeather</w:t></w:r>',
        '<w:r><w:rPr><w:rStyle w:val="Child"/></w:rPr><w:t>Quillfeather</w:t></w:r>',
    ],
)
def test_hidden_words_of_a_word_plan_do_not_come_to_light(run) -> None:
    styles = (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:type="character" w:styleId="Unseen"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Child"><w:basedOn w:val="Unseen"/></w:style></w:styles>'
    )
    seen = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>Robin likes trains. </w:t></w:r>'
    content = making.word_file(f"<w:p>{seen}{run}</w:p>", **{"word/styles.xml": styles})
    for made in (redact(content, []), finished(redact_apart(content, []))):
        assert not holds(made.pdf, "Quillfeather")
        assert "Robin likes trains" in shown_words(made.pdf)
        assert made.notes == ("Hidden words at 1 place are left out of the copy.",)
    look = look_at(content, TODAY)
    assert "Quillfeather" not in shown_words(look.shown)
    assert look.notes == ("Hidden words at 1 place are left out of the copy.",)


def test_the_process_that_works_on_a_plan_loads_no_database_so_that_it_starts_at_once() -> None:
    run = subprocess.run(
        [sys.executable, "-c", "import auditor.papers.apart, sys\nsys.exit('sqlalchemy' in sys.modules)"], check=False
    )
    assert run.returncode == 0
