"""What counts as a heading, as empty and as text, one trap at a time."""

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.plan_reader import LETTERS, read_plan
from auditor.plan_reader.headings import heading_of
from tests.auditor.plan_reader import making
from tests.auditor.plan_reader.making import Grid, Line, pdf_file, word_file, word_line

FILES = pytest.mark.parametrize("make", [pdf_file, word_file], ids=["pdf", "word"])


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Section F", ("F",)),
        ("SECTION F: Special Educational Provision", ("F",)),
        ("F – Special Educational Provision", ("F",)),
        ("F: Special educational provision", ("F",)),
        ("(F) Special educational provision", ("F",)),
        ("Section H1 - Social care provision", ("H1",)),
        ("Section H 1: Social care provision", ("H1",)),
        ("SECTION H(2)", ("H2",)),
        ("H2 – Other social care provision", ("H2",)),
        ("Section F (continued)", ("F",)),
        ("Part 2: Section B: Special educational needs", ("B",)),
        ("A1 – Summary of the child's history", ("A",)),
        ("Sections C (health needs) and G (health provision)", ("C", "G")),
        ("Section A .......... 3", ("A",)),
        ("1. Section A: Views and interests", ("A",)),
        ("Section F:Special educational provision", ("F",)),
        ("SECTION F SPECIAL EDUCATIONAL PROVISION", ("F",)),
    ],
)
def test_headings_come_in_many_forms(text, letters):
    assert heading_of(text, styled=False).letters == letters


@pytest.mark.parametrize(
    "text",
    [
        "Section F of this plan sets out the provision.",
        "Section F must be specific.",
        "section F.",
        "Section F, which the school delivers, is long.",
        "Sections A to K follow the regulations.",
        "See section F.",
        "A teaching assistant works with Robin.",
        "A: Robin is happy.",
        "I like trains.",
        "I – would like a friend",
        "E. coli was ruled out.",
        "B positive is his blood group.",
        "F: special educational provision will be reviewed in July.",
        "Section 19 of the Act",
        "Key stage 2",
        "",
    ],
)
def test_prose_that_names_a_section_is_no_heading(text):
    assert heading_of(text, styled=False) is None


@given(st.text(max_size=300), st.booleans())
def test_any_text_can_be_asked_about(text, styled):
    found = heading_of(text, styled=styled)
    assert found is None or set(found.letters) <= {*LETTERS, "H"}


@FILES
def test_a_section_with_labels_only_is_missing(make):
    parts = [
        Line("Section I: Placement", level=2),
        Grid([[[Line("Name", bold=True)], []], [[Line("Type", bold=True)], []]]),
        Line("Section J: Personal budget", level=2),
        Line("____________"),
        Line("Section K: Advice and information", level=2),
        Line("Click or tap here to enter text."),
    ]
    plan = read_plan(make(parts))
    assert [(part.section, part.words, part.text) for part in plan.sections] == [
        ("I", 0, ""),
        ("J", 0, ""),
        ("K", 0, ""),
    ]
    assert plan.missing == LETTERS


@FILES
def test_a_filled_form_keeps_its_labels(make):
    parts = [Line("I - Placement", level=2), Grid([[[Line("Name")], [Line("Harbour View")]], [[Line("Type")], []]])]
    plan = read_plan(make(parts))
    assert plan.section("I").text == "Name Harbour View Type"


@FILES
def test_what_stands_before_a_and_after_the_signatures_belongs_to_no_section(make):
    parts = [
        Line("Personal details", level=1),
        Line("Name: Robin"),
        *making.headed("Section {letter}: {title}")[2:],
        Line("Signed", bold=True),
        Line("A. Officer, 4 May 2026"),
        Line("Appendix 1: Report of the educational psychologist", level=1),
        Line("Robin was seen in March."),
    ]
    plan = read_plan(make(parts))
    assert plan.section("K").text == " ".join(making.TEXT["K"])
    outside = {passage.text for passage in plan.passages if not passage.section}
    assert {"Name: Robin", "A. Officer, 4 May 2026", "Robin was seen in March."} <= outside


@FILES
def test_a_section_h_that_is_not_divided_stands_under_both_letters(make):
    plan = read_plan(make([Line("Section H: Social care provision", level=2), Line("A sitter comes on Fridays.")]))
    assert {part.section: part.text for part in plan.sections} == dict.fromkeys(
        ("H1", "H2"), "A sitter comes on Fridays."
    )


@FILES
def test_the_heading_and_its_title_on_two_lines_are_one_heading(make):
    parts = [Line("Section F", level=2), Line("Special educational provision", level=2), Line("A daily lesson.")]
    (part,) = read_plan(make(parts)).sections
    assert (part.heading, part.text) == ("Section F Special educational provision", "A daily lesson.")


@FILES
def test_the_only_words_of_a_section_are_not_lost_in_its_heading(make):
    (part,) = read_plan(make([Line("Section I: Harbour View", level=2)])).sections
    assert part.text == "Harbour View"


def test_word_has_no_pages():
    plan = read_plan(word_file(making.headed("Section {letter}: {title}")))
    assert plan.pages is None
    assert {part.page for part in plan.sections} == {None}


def test_a_pdf_says_where_each_passage_stands():
    content = pdf_file([*making.headed("Section {letter}: {title}"), *making.side_by_side(filler=12)])
    document = pypdfium2.PdfDocument(content)
    plan = read_plan(content)
    assert plan.pages > 3
    for passage in plan.passages:
        page = document[passage.page - 1].get_textpage()
        shown = " ".join(page.get_text_range(start, end - start) for start, end in passage.spans)
        assert shown.split() == passage.text.split()
    assert [p.paragraph for p in plan.passages] == sorted(p.paragraph for p in plan.passages)
    document.close()


def test_headings_on_several_pages_count_from_the_first():
    filler = [Line(f"Robin is heard, part {n}.") for n in range(60)]
    parts = [Line("Section A", level=2), *filler, Line("Section B", level=2), *filler, Line("Section A", level=2)]
    plan = read_plan(pdf_file([*parts, Line("Robin adds this.")]))
    assert (plan.section("A").page, plan.section("B").page) == (1, 2)
    assert plan.section("A").text.endswith("part 59. Robin adds this.")


def test_words_parted_at_line_ends_are_joined_with_care(tmp_path):
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "a.pdf"))
    text = canvas.beginText(60, 700)
    text.textLines("Section F: Special educational provision")
    text.moveCursor(0, 20)
    text.textLines(
        "A teaching assistant gives Robin provi-\nsion for reading, speech and well-\nbeing, always one-\nto-one."
    )
    canvas.drawText(text)
    canvas.save()
    found = read_plan(tmp_path / "a.pdf").section("F").text
    assert found == "A teaching assistant gives Robin provision for reading, speech and well-being, always one-to-one."


def test_bullets_are_passages_of_their_own():
    lines = [
        Line(f"• {word} each day, with a teaching assistant who has been trained for it") for word in ("Read", "Talk")
    ]
    plan = read_plan(pdf_file([Line("Section F", level=2), *lines]))
    assert [p.text[:4] for p in plan.section("F").passages] == ["Read", "Talk"]


def test_word_keeps_content_controls_and_insertions_and_drops_deletions():
    control = f"<w:sdt><w:sdtContent>{word_line(Line('In a control.'))}</w:sdtContent></w:sdt>"
    inserted = '<w:p><w:ins w:id="1"><w:r><w:t>Inserted.</w:t></w:r></w:ins></w:p>'
    deleted = '<w:p><w:del w:id="2"><w:r><w:delText>Deleted.</w:delText></w:r></w:del></w:p>'
    body = word_line(Line("Section F", level=2)) + control + inserted + deleted
    assert read_plan(word_file(body)).section("F").text == "In a control. Inserted."


def test_line_breaks_in_word_part_passages():
    body = word_line(Line("Section F", level=2)) + "<w:p><w:r><w:t>One.</w:t><w:br/><w:t>Two.</w:t></w:r></w:p>"
    assert [passage.text for passage in read_plan(word_file(body)).section("F").passages] == ["One.", "Two."]


def test_a_cell_that_reaches_over_rows_does_not_shift_columns():
    def cell(text: str, tall: str = "") -> str:
        merge = f"<w:tcPr><w:vMerge{tall}/></w:tcPr>" if tall else ""
        return f"<w:tc>{merge}{word_line(Line(text)) if text else '<w:p/>'}</w:tc>"

    heads = "".join(cell(text) for text in ("B – Needs", "F – Provision", "E – Outcomes"))
    first = cell("Need.", ' w:val="restart"') + cell("One.") + cell("Aim one.")
    second = cell("", ' w:val="continue"') + cell("Two.") + cell("Aim two.")
    plan = read_plan(
        word_file("<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in (heads, first, second)) + "</w:tbl>")
    )
    assert {p.section: p.text for p in plan.sections} == {"B": "Need.", "F": "One. Two.", "E": "Aim one. Aim two."}


def test_a_file_that_is_no_plan_has_no_sections():
    plan = read_plan(pdf_file([Line("Minutes of the governors"), Line("Everybody was there.")]))
    assert plan.sections == ()
    assert plan.missing == LETTERS
    assert [passage.text for passage in plan.passages] == ["Minutes of the governors", "Everybody was there."]


@FILES
def test_the_first_section_right_under_the_contents_is_found(make):
    entries = [Line(f"Section {letter}: {making.TITLES[letter]}") for letter in LETTERS]
    body = [
        part
        for letter in LETTERS
        for part in (Line(f"Section {letter}: {making.TITLES[letter]}", level=2), Line(f"What {letter} says of Robin."))
    ]
    plan = read_plan(make([Line("Contents", level=2), *entries, *body]))
    assert plan.missing == ()
    assert plan.section("A").text == "What A says of Robin."
