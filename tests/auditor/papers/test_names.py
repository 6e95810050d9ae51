"""A child's name is offered for removal, and found again in a copy, however a plan writes it. Every name is made up."""

import io
from datetime import date

import pytest
from reportlab.pdfgen.canvas import Canvas

from auditor.papers.apart import look_apart, redact_apart
from auditor.papers.redact import Standing, look_at, redact
from auditor.papers.wishes import Stream, Wish
from auditor.steps import finished
from tests.auditor.papers.reading import holds
from tests.auditor.plan_reader.making import Line, pdf_file, word_file

TODAY = date(2026, 11, 21)
CHILD = ("Zofia", "Kowalczyk-Brown")
PLAN = [
    Line("Section A: Views", level=2),
    Line("Zofia says she likes drawing. ZOFIA KOWALCZYK-BROWN was seen in May."),
    Line("Zofia Kowalczyk-Brown likes her school."),
    Line("Section B: Special educational needs", level=2),
    Line("Zofia's speech is unclear. Ms K. Brown agrees with the Kowalczyk family."),
    Line("Section F: Provision", level=2),
    Line("Z. Kowalczyk Brown will have 3 hours. Kowalczyk Brown, Z. has a key worker."),
    Line("Notes of Z.K.B. are kept, and Zofia K. may see them. Zofia likes that."),
]
SHORT = [
    Line("Section A", level=2),
    Line("Zofia Kowalczyk-Brown likes drawing"),
    Line("Section F", level=2),
    Line("Zofia will have 3 hours a week. ZOFIA's mother, Mrs Kowalczyk-Brown, agrees."),
]


def redacted(content: bytes, child: tuple[str, str] = ("", "")):
    """A copy with everything removed that was offered."""
    look = look_at(content, TODAY, child=child)
    return redact(content, [Wish(one.text, one.as_written) for one in look.suggestions])


@pytest.mark.parametrize("child", [("", ""), ("Zofia", ""), CHILD], ids=["nobody said", "first name", "both"])
@pytest.mark.parametrize("make", [pdf_file, word_file])
@pytest.mark.parametrize("parts", [PLAN, SHORT], ids=["plan", "short"])
def test_no_part_of_a_double_name_is_left(make, parts, child) -> None:
    made = redacted(make(parts), child)
    for part in ("zofia", "kowalczyk", "brown"):
        assert not holds(made.pdf, part), part


@pytest.mark.parametrize(
    "written",
    [
        "Z.K.B.", "ZKB", "Z K-B", "Zofia K.", "Z. Brown", "Brown, Z.", "zofia.kowalczykbrown", "Kowalczyk\u2011Brown",
        "Kowalczyk  \u2013 Brown", "KOWALCZYK BROWN", "zofia",
    ],
)  # fmt: skip
def test_a_name_that_was_said_is_found_as_a_plan_writes_it(written) -> None:
    """Even where it stands once and nothing else tells that it is a name."""
    content = word_file([Line("Section A", level=2), Line(f"There is a note by {written} on file.")])
    made = redacted(content, CHILD)
    tokens = [(0, token) for token in written.split()]
    assert Stream(tokens).find([Wish(w) for w in (written, "Zofia", "Kowalczyk", "Brown")]), "this test says nothing"
    with_it = redact(content, [])
    assert holds(with_it.pdf, "note")
    assert sum(made.removed) >= 1
    for part in ("zofia", "kowalczyk", "brown", "Z.", "ZKB"):
        assert not holds_word(made, part), part


def holds_word(made, word: str) -> bool:
    """Whether a copy's own text holds a word; its bytes hold “Z.” by chance."""
    look = look_at(made.pdf, TODAY)
    return any(word.lower() in token.text.lower() for page in look.pages for token in page.tokens)


def test_initials_are_no_word() -> None:
    """A.S. takes AS and A. S., and leaves “As” and “was”."""
    content = word_file([Line("Section A", level=2), Line("As was said, AS and A. S. like it. As before.")])
    made = redacted(content, ("Ada", "Stone"))
    text = " ".join(token.text for page in look_at(made.pdf, TODAY).pages for token in page.tokens)
    assert "As was said, [removed] and [removed] like it. As before." in text.replace(
        "[removed] [removed]", "[removed]"
    )


def test_what_the_copy_still_holds_of_a_removed_name_is_said() -> None:
    content = pdf_file([Line("Kowalczyk-Brown is here, and Brown too."), Line("Z. Kowalczyk-Brown has a brown bag.")])
    made = redact(content, [Wish("Kowalczyk-Brown")])
    assert made.standing == (Standing("Brown", 1, (1,)), Standing("Z.", 1, (1,)))
    told = redact(content, [Wish("Kowalczyk-Brown"), Wish("Brown", as_written=True), Wish("Z.")])
    assert told.standing == (Standing("brown", 1, (1,)),)
    assert redact(content, [Wish("Kowalczyk-Brown"), Wish("Brown"), Wish("Z.")]).standing == ()


def test_a_name_parted_by_the_end_of_a_page_goes() -> None:
    """Between its halves stand the words at the page's foot."""
    whole_plan = [("Zo-", "Council"), ("fia likes it.", "Council"), ("More of it.", "Council")]
    content = several_pages(*whole_plan)
    made = redact(content, [Wish("Zofia")])
    assert made.counts == (1,)
    assert not holds_word(made, "fia")


def several_pages(*pages: tuple[str, str]) -> bytes:
    """Pages with words, and words at their foot."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    for words, foot in pages:
        canvas.drawString(60, 600, words)
        canvas.drawString(60, 30, foot)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_letters_that_look_alike_are_read_as_the_same() -> None:
    assert Stream([(0, "Z\u043efi\u0430")]).find([Wish("Zofia")])
    assert Stream([(0, "Zofia")]).find([Wish("Z\u043efi\u0430")])


def test_the_process_beside_tells_the_same() -> None:
    content = word_file(SHORT)
    assert (
        finished(look_apart(content, TODAY, child=CHILD)).suggestions
        == look_at(content, TODAY, child=CHILD).suggestions
    )
    words = [Wish("Kowalczyk-Brown", as_written=True)]
    assert finished(redact_apart(content, words)).standing == redact(content, words).standing


def test_ordinary_words_beside_a_name_are_not_offered() -> None:
    lines = ["Zofia Needs a quiet room; she needs it daily.", "Dear Zofia", "However, Zofia can read."]
    look = look_at(word_file([Line("Section A", level=2), *map(Line, lines)]), TODAY, child=("Zofia", ""))
    assert [one.text for one in look.suggestions] == ["Zofia"]
