"""A redacted copy tells what its page shows: what nobody sees stays behind, and no word is missed as it is set."""

import zlib
from datetime import date

import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.pdfbase.ttfonts import TTFont

from auditor.papers.apart import look_apart, redact_apart
from auditor.papers.redact import Finder, look_at, redact
from auditor.papers.wishes import Stream, Wish
from auditor.plan_reader import read_plan
from auditor.steps import finished
from resources import resource_path
from tests.auditor.papers.raw_pdf import letters, one_page, stream, text
from tests.auditor.papers.reading import holds

TODAY = date(2026, 11, 21)
NAME = "Kowalczyk"
WISH = [Wish(NAME)]
OPEN = text("Our plan likes trains", y=700)
HIDDEN = text(f"{NAME} unseen")
LAYER = {
    "catalog": "/OCProperties << /OCGs [10 0 R] /D << /OFF [10 0 R] /Order [10 0 R] >> >>",
    "objects": {10: f"<< /Type /OCG /Name ({NAME}) >>"},
}
FORM = "/Type /XObject /Subtype /Form /Resources << /Font << /F1 5 0 R >> >>"


def text_in(pdf: bytes) -> str:
    with pdfium.PdfDocument(pdf) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def shades(pdf: bytes, left: float, top: float, right: float, bottom: float) -> tuple[int, int]:
    """The darkest and the lightest shade of a place, in points from the top left corner."""
    with pdfium.PdfDocument(pdf) as document:
        image: Image.Image = document[0].render(scale=2, grayscale=True).to_pil().convert("L")
    found = image.crop((round(2 * left), round(2 * top), round(2 * right), round(2 * bottom))).getextrema()
    return int(found[0]), int(found[1])  # type: ignore[arg-type]


def is_gone(pdf: bytes) -> bool:
    return not holds(pdf, NAME) and not Stream([(0, word) for word in text_in(pdf).split()]).find(WISH)


@pytest.mark.parametrize(
    "plan",
    {
        "white": one_page(OPEN + text(f"{NAME} unseen", before="1 g")),
        "all but white": one_page(OPEN + text(f"{NAME} unseen", before="0.99 g")),
        "in no ink": one_page(OPEN + text(f"{NAME} unseen", before="3 Tr")),
        "as a clip": one_page(OPEN + text(f"{NAME} unseen", before="7 Tr")),
        "clipped": one_page(f"{OPEN} q 0 0 10 10 re W n {HIDDEN} Q"),
        "cropped": one_page(OPEN + text(f"{NAME} unseen", y=50), page="/CropBox [0 100 595 842]"),
        "beside the sheet": one_page(OPEN + text(f"{NAME} unseen", x=700)),
        "behind": one_page(f"{OPEN} {HIDDEN} 1 g 50 640 200 30 re f"),
        "too small": one_page(OPEN + text(f"{NAME} unseen", size=0.1)),
        "layer": one_page(f"{OPEN} /OC /L BDC {HIDDEN} EMC", resources="/Properties << /L 10 0 R >>", **LAYER),
        "form": one_page(
            f"{OPEN} /X Do", resources="/XObject << /X 11 0 R >>",
            objects={11: stream(f"{FORM} /BBox [0 0 10 10]", HIDDEN)},
        ),
    }.items(),
    ids=lambda one: one[0],
)  # fmt: skip
def test_what_nobody_sees_does_not_come_along(plan: tuple[str, bytes]) -> None:
    """Whether somebody thought of it or not: nobody looks for what cannot be seen."""
    content = plan[1]
    assert "unseen" in text_in(content), "this test says nothing"
    said = ("2 words that nobody can see are left out of the copy, on page 1.",)
    made = redact(content, [])
    assert text_in(made.pdf) == "Our plan likes trains"
    assert is_gone(made.pdf)
    assert made.notes == said
    assert look_at(content, TODAY).notes == said
    darkest, lightest = shades(made.pdf, 50, 842 - 670, 250, 842 - 640)
    assert darkest == lightest, "a machine can still tell it from the sheet"


@pytest.mark.parametrize(("flags", "seen"), [(4, True), (2, False), (32, False), (36, False)])
def test_a_note_that_no_screen_shows_does_not_come_to_light(flags: int, seen: bool) -> None:
    """Shown and printed; hidden; printed alone, by either of its flags."""
    drawn = stream(f"{FORM} /BBox [0 0 200 60]", text("A note", 5, 20))
    place = f"/Rect [60 600 260 660] /F {flags}"
    note = f"<< /Type /Annot /Subtype /FreeText {place} /DA (/F1 12 Tf 0 g) /AP << /N 11 0 R >> >>"
    made = redact(one_page(OPEN, page="/Annots [10 0 R]", objects={10: note, 11: drawn}), WISH)
    assert ("A note" in text_in(made.pdf)) is seen
    assert (shades(made.pdf, 60, 842 - 660, 260, 842 - 600)[0] < 128) is seen


def test_the_words_of_a_scan_are_seen_in_its_picture() -> None:
    """Hidden text that a scanner set over a picture is what is read aloud, and what names are found by."""
    about = "/Width 100 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /FlateDecode"
    picture = stream(f"/Type /XObject /Subtype /Image {about}", zlib.compress(bytes([0, 255] * 50)))
    scan = f"q 200 0 0 20 55 645 cm /P Do Q {text(f'{NAME} reads', before='3 Tr')}"
    made = redact(one_page(scan, resources="/XObject << /P 11 0 R >>", objects={11: picture}), WISH)
    assert made.counts == (1,)
    assert made.notes == ()
    assert "[removed] reads" in text_in(made.pdf)


@pytest.mark.parametrize(
    "content",
    {
        "drawn by letters": letters(NAME),
        "drawn backwards": "".join(text(letter, 60 + 7 * n) for n, letter in [*enumerate(NAME)][::-1]),
        "gaps": "BT /F1 12 Tf 60 650 Td [(Ko) -250 (wal) -120 (cz) -280 (yk)] TJ ET",
        "first letter large": f"{text('K', y=640, size=40)} {text('owalczyk likes', 90, 655)}",
        "parted without a hyphen": f"{text('Kowal')} {text('czyk', y=636)}",
        "hyphen in a column": f"{text('Here is Kowal-')} {text('to the right', 360)} {text('czyk is here', y=636)} "
        f"{text('it goes on', 360, 636)}",
        "two sets of letters": letters(NAME) + letters(NAME, 61, 650.5, font="F2", size=11, before="3 Tr"),
        "in turns": "".join(
            letters(c, 60 + 7 * n) + letters(c, 61 + 7 * n, 650.5, font="F2", size=11, before="3 Tr")
            for n, c in enumerate(NAME)
        ),
        "letters over a line": text("The cat sat on the mat") + letters(NAME, 61, font="F2", before="3 Tr"),
        "letters over a line in its face": text("The cat sat on the mat") + letters(NAME, 61, before="3 Tr"),
        "words over a line": text("The cat sat on the mat today") + text("With", 63, font="F2", before="3 Tr")
        + text(NAME, 90, font="F2", before="3 Tr") + text("home", 150, font="F2", before="3 Tr"),
        "another text stands for it": f"/Span << /ActualText (nobody) >> BDC {text(NAME)} EMC",
        "it stands for another text": f"/Span << /ActualText ({NAME}) >> BDC {text('XXXXX')} EMC",
        "twice": text(NAME, 64, 646, before="0.6 g") + text(NAME),
    }.items(),
    ids=lambda one: one[0],
)  # fmt: skip
def test_a_word_is_found_however_it_is_drawn(content: tuple[str, str]) -> None:
    plan = one_page(OPEN + content[1])
    made = redact(plan, WISH)
    assert made.counts[0] >= 1
    assert is_gone(made.pdf)
    assert "Our plan likes trains" in text_in(made.pdf)
    assert Finder(look_at(plan, TODAY).pages).places(WISH)[0], "the page would say that it is not there"


def test_the_process_beside_finds_words_that_lie_over_each_other_too() -> None:
    plan = one_page(OPEN + letters(NAME) + letters(NAME, 61, 650.5, font="F2", size=11, before="3 Tr"))
    assert len(Finder(finished(look_apart(plan, TODAY)).pages).places(WISH)[0]) == 2
    assert is_gone(finished(redact_apart(plan, WISH)).pdf)


def test_a_word_drawn_twice_is_covered_twice() -> None:
    """As a shadow is drawn; a reader tells it once."""
    plan = one_page(OPEN + text(NAME, 64, 646, before="0.6 g") + text(NAME))
    assert text_in(plan).count(NAME) == 1, "this test says nothing"
    made = redact(plan, WISH)
    assert shades(made.pdf, 61, 842 - 657, 112, 842 - 650)[1] < 16
    assert shades(made.pdf, 66, 842 - 653, 116, 842 - 645)[1] < 16


def test_a_word_cut_by_the_edge_of_the_page_is_covered() -> None:
    plan = one_page(OPEN + text(NAME, 540, 400, size=40))
    assert shades(plan, 540, 842 - 425, 594, 842 - 402)[0] < 128, "this test says nothing"
    made = redact(plan, WISH)
    assert made.counts == (1,)
    assert shades(made.pdf, 542, 842 - 425, 594, 842 - 402)[1] < 16


@pytest.mark.parametrize(
    ("name", "words"), [("Hasan", "He has an"), ("Asher", "The same as her"), ("Amina", "I am in a")]
)
def test_the_ends_of_ordinary_words_are_no_short_name(name: str, words: str) -> None:
    plan = one_page(text(f"{words} class with {name}"))
    made = redact(plan, [Wish(name)])
    assert made.counts == (1,)
    assert words in text_in(made.pdf)


@pytest.mark.parametrize("page", ["", "/Rotate 90"])
@pytest.mark.parametrize("pieces", [("Zofi", "a"), ("Z", "of", "ia"), ("Zo", "f", "i", "a")])
def test_a_short_name_in_pieces_that_are_no_words_is_found(pieces: tuple[str, ...], page: str) -> None:
    plan = one_page("".join(text(piece, 60 + 40 * n) for n, piece in enumerate(pieces)), page=page)
    assert redact(plan, [Wish("Zofia")]).counts == (1,)


def test_a_name_of_ordinary_words_is_found() -> None:
    made = redact(one_page(text("We saw May Hope here. She may hope so.")), [Wish("May Hope", as_written=True)])
    assert made.counts == (1,)
    assert text_in(made.pdf) == "We saw [removed] here. She may hope so."


def test_a_short_name_whose_letters_lie_close_is_found() -> None:
    made = redact(
        one_page("BT /F1 12 Tf 60 650 Td [(Has) -170 (an)] TJ ET" + text("has an adult", y=600)), [Wish("Hasan")]
    )
    assert made.counts == (1,)
    assert "has an adult" in text_in(made.pdf)


@pytest.mark.parametrize(("written", "name"), [("Zo\xa8e", "Zo\u00eb"), ("Zo\xa8e", "Zoe"), ("O\xb4Brien", "O'Brien")])
def test_an_accent_beside_its_letter_is_no_sign_between_words(written: str, name: str) -> None:
    made = redact(one_page(text(f"We saw {written} at school")), [Wish(name)])
    assert made.counts == (1,)
    assert text_in(made.pdf) == "We saw [removed] at school"


def without_letters(words: str) -> bytes:
    """A page in a face whose file does not say which letters its pictures are, as some programs leave it out."""
    file = resource_path("fonts", "DejaVuSans.ttf")
    glyphs, face = TTFont("Plain", str(file)).face.charToGlyph, file.read_bytes()
    about = "/FontName /AAAAAA+Plain /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 900 /Descent -200"
    system = "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
    kind = "/Type /Font /BaseFont /AAAAAA+Plain"
    return one_page(
        OPEN + f"BT /F2 12 Tf 60 650 Td <{''.join(f'{glyphs[ord(c)]:04x}' for c in words)}> Tj ET",
        objects={
            6: f"<< {kind} /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [20 0 R] >>",
            20: f"<< {kind} /Subtype /CIDFontType2 {system} /FontDescriptor 21 0 R /CIDToGIDMap /Identity /DW 600 >>",
            21: f"<< /Type /FontDescriptor {about} /CapHeight 700 /StemV 80 /FontFile2 22 0 R >>",
            22: stream(f"/Filter /FlateDecode /Length1 {len(face)}", zlib.compress(face)),
        },
    )


def test_letters_that_the_file_does_not_tell_are_said_and_no_text() -> None:
    """What stands for them is the name in other letters: nobody finds it, and whoever wants to can read it."""
    plan = without_letters(f"{NAME} was here")
    told = text_in(plan).removeprefix("Our plan likes trains ")
    assert NAME not in told, "this test says nothing"
    assert len(told) >= len(NAME), "this test says nothing"
    made = redact(plan, WISH)
    assert made.counts == (0,)
    assert text_in(made.pdf) == "Our plan likes trains"
    said = "The file does not say which letters some words are, so they are not found: look at page 1 and draw boxes."
    assert made.notes == (said,)
    assert made.blind == (1,)
    assert look_at(plan, TODAY).notes == (said,)


def test_what_nobody_sees_in_a_section_does_not_come_to_light_in_a_copy_of_sections() -> None:
    heading, line = "Section {}: {}", 0
    content = ""
    for letter, title in (("A", "Views, interests and aspirations"), ("B", "Special educational needs")):
        content += text(heading.format(letter, title), y=760 - line, size=14)
        content += text("Reads with help and likes trains.", y=730 - line)
        content += text(f"{NAME} unseen", 260, 730 - line, before="1 g")
        line += 90
    plan = one_page(content)
    assert any("unseen" in passage.text for passage in read_plan(plan).passages), "this test says nothing"
    made = redact(plan, [], keep_sections=["B"])
    assert "Reads with help and likes trains." in text_in(made.pdf)
    assert "unseen" not in text_in(made.pdf)
    assert made.notes == ("4 words that nobody can see are left out of the copy, on page 1.",)
