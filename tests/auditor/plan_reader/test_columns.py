"""Tables that fill many pages, with and without drawn lines, between running headers and footers."""

import pytest
from reportlab.pdfgen.canvas import Canvas

from auditor.plan_reader import read_plan
from tests.auditor.plan_reader.making import (
    LETTERS,
    TEXT,
    TITLES,
    Grid,
    Line,
    headed,
    neighbours,
    pdf_file,
    side_by_side,
    word_file,
)
from tests.auditor.plan_reader.test_layouts import WRITTEN, texts

RUNNING = {"header": "EHC plan for Robin, Harbour Council", "footer": "Page {page} of 8. CONFIDENTIAL"}


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "plain"])
@pytest.mark.parametrize("wide", [True, False], ids=["landscape", "portrait"])
def test_columns_stay_apart_over_pages(ruled, wide):
    times = 20
    plan = read_plan(pdf_file(side_by_side(ruled=ruled, filler=times), wide=wide, **RUNNING))
    long = {letter: " ".join([WRITTEN[letter]] * times) for letter in "BCDEFG"}
    long |= {letter: " ".join([WRITTEN[letter]] * times) for letter in ("H1", "H2")}
    assert plan.pages > 4
    assert texts(plan) == WRITTEN | long


@pytest.mark.parametrize("wide", [True, False], ids=["landscape", "portrait"])
def test_labels_beside_text_need_no_drawn_lines(wide):
    assert texts(read_plan(pdf_file(neighbours(ruled=False), wide=wide, **RUNNING))) == WRITTEN


@pytest.mark.parametrize("pages", [2, 12])
def test_running_headers_and_footers_belong_to_no_section(pages):
    filler = [Line(f"Robin is heard, part {n}.") for n in range(40 * pages - 60)]
    plan = read_plan(pdf_file([*headed("Section {letter}: {title}"), *filler], **RUNNING))
    assert plan.pages >= pages
    assert not any("Harbour Council" in passage.text or "CONFIDENTIAL" in passage.text for passage in plan.passages)
    assert plan.section("K").text == " ".join([WRITTEN["K"], *(line.text for line in filler)])


def test_a_sentence_that_many_pages_repeat_is_not_a_running_line():
    sentence = "Robin is checked on at the start of each lesson."
    plan = read_plan(pdf_file([Line("Section F: Special educational provision", level=2), *[Line(sentence)] * 200]))
    assert plan.section("F").text.count(sentence) == 200


@pytest.mark.parametrize("make", [pdf_file, word_file], ids=["pdf", "word"])
def test_columns_without_a_letter_go_with_the_column_to_their_left(make):
    heads = [[Line(text, bold=True)] for text in ("B – Needs", "F – Provision", "Who", "E – Outcomes")]
    row = [
        [Line(text)] for text in ("Robin cannot yet read.", "A daily reading lesson.", "Teacher", "Robin will read.")
    ]
    plan = read_plan(make([Grid([heads, row])]))
    assert plan.section("F").text == "Who A daily reading lesson. Teacher"
    assert (plan.section("B").text, plan.section("E").text) == ("Robin cannot yet read.", "Robin will read.")


@pytest.mark.parametrize("make", [pdf_file, word_file], ids=["pdf", "word"])
def test_plain_words_head_columns_below_a_heading_that_names_the_letters(make):
    heads = [[Line(text, bold=True)] for text in ("Needs", "Outcomes", "Provision")]
    row = [[Line(text)] for text in ("Robin has asthma.", "Robin will run.", "A nurse visits.")]
    plan = read_plan(make([Line("Health needs, outcomes and provision (C, E and G)", level=2), Grid([heads, row])]))
    assert texts(plan) == {"C": "Robin has asthma.", "E": "Robin will run.", "G": "A nurse visits."}


@pytest.mark.parametrize("make", [pdf_file, word_file], ids=["pdf", "word"])
def test_a_row_across_the_columns_goes_with_the_needs(make):
    heads = [[Line(f"{letter} – {TITLES[letter]}", bold=True)] for letter in "FBE"]
    rows = [[[Line("Cognition and learning")]], [[Line(TEXT[letter][0])] for letter in "FBE"]]
    plan = read_plan(make([Line("Needs and provision (B, F and E)", level=2), Grid([heads, *rows])]))
    assert TEXT["B"][0] in plan.section("B").text
    assert plan.section("E").text == TEXT["E"][0]


@pytest.mark.parametrize("make", [pdf_file, word_file], ids=["pdf", "word"])
def test_letters_and_titles_may_head_columns_in_two_rows(make):
    heads = [[[Line(f"Section {letter}", bold=True)] for letter in "BFE"], [[Line(TITLES[letter])] for letter in "BFE"]]
    plan = read_plan(make([Grid([*heads, [[Line(TEXT[letter][0])] for letter in "BFE"]])]))
    assert texts(plan) == {letter: TEXT[letter][0] for letter in "BEF"}


@pytest.mark.parametrize("make", [pdf_file, word_file], ids=["pdf", "word"])
def test_letters_may_stand_behind_the_titles_of_columns(make):
    heads = [[Line(text, bold=True)] for text in ("Needs (B)", "Provision (F)", "Outcomes (Section E)")]
    plan = read_plan(make([Grid([heads, [[Line(TEXT[letter][0])] for letter in "BFE"]])]))
    assert texts(plan) == {letter: TEXT[letter][0] for letter in "BEF"}


@pytest.mark.parametrize("make", [pdf_file, word_file], ids=["pdf", "word"])
def test_a_table_of_section_f_keeps_its_column_of_outcomes(make):
    heads = [[Line(text, bold=True)] for text in ("Special educational provision", "Who", "Outcomes")]
    row = [[Line(text)] for text in ("A daily reading lesson.", "Teacher", "Robin will read.")]
    plan = read_plan(make([Line("Section F", level=2), Grid([heads, row])]))
    assert set(texts(plan)) == {"F"}
    assert plan.section("F").text.endswith("A daily reading lesson. Teacher Robin will read.")


@pytest.mark.parametrize(("turn", "origin"), [(0, (0, 842)), (90, (0, 0)), (180, (842, 0)), (270, (842, 842))])
def test_a_turned_page_reads_like_an_upright_one(tmp_path, turn, origin):
    canvas = Canvas(str(tmp_path / "turned.pdf"), pagesize=(842, 842))
    canvas.translate(*origin)
    canvas.rotate(turn)
    canvas.rect(50, -500, 20, 20)
    for number, letter in enumerate("BFE"):
        canvas.drawString(60 + 240 * number, -100, f"{letter} – {TITLES[letter]}")
        canvas.drawString(60 + 240 * number, -130, f"Text of {letter} one")
        canvas.drawString(60 + 240 * number, -145, "and two.")
    canvas.save()
    found = texts(read_plan(tmp_path / "turned.pdf"))
    assert found == {letter: f"Text of {letter} one and two." for letter in "BEF"}


def test_every_letter_is_looked_for():
    plan = read_plan(pdf_file([Line("Section F", level=2), Line("A daily reading lesson.")]))
    assert set(plan.missing) == set(LETTERS) - {"F"}
