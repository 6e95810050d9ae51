"""Files that are not opened: refused in a sentence, before memory is spent, whatever their bytes."""

import contextlib
import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from auditor.plan_reader import documents, pdf, read_plan, word
from db.errors import UserError
from tests.auditor.plan_reader import making
from tests.auditor.plan_reader.making import Line, pdf_file, word_file

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
WORD = word_file(making.headed("Section {letter}: {title}") + making.side_by_side())
PDF = pdf_file(making.headed("Section {letter}: {title}") + making.side_by_side())


def zipped(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return made.getvalue()


def code(source, **more) -> str:
    with pytest.raises(UserError) as refused:
        read_plan(source, **more)
    sentence = str(refused.value)
    assert sentence[-1] == "." and "rror" not in sentence
    return refused.value.code


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "plan_not_document"),
        (b"Dear parent, here is the plan.", "plan_not_document"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "plan_not_document"),
        (OLD + "WordDocument".encode("utf-16-le"), "plan_old_word"),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "plan_password"),
        (OLD, "plan_not_document"),
        (zipped(**{"a.txt": b"a"}), "plan_not_document"),
        (b"PK\x03\x04" + bytes(50), "plan_corrupt"),
        (WORD[: len(WORD) // 2], "plan_corrupt"),
        (b"%PDF-1.7\n", "plan_corrupt"),
        (b"%PDF-1.7\n" + b"nonsense " * 500, "plan_corrupt"),
        (zipped(**{"[Content_Types].xml": b"<", "word/document.xml": b"<w"}), "plan_corrupt"),
    ],
)
def test_what_is_no_plan_is_refused_with_its_reason(content, expected):
    assert code(content, name="plan") == expected


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path):
    assert code(tmp_path / "none.pdf") == "plan_missing"
    assert code(tmp_path) == "plan_not_document"


def test_a_file_named_for_the_wrong_kind_is_read_for_what_it_is(tmp_path):
    path = tmp_path / "plan.docx"
    path.write_bytes(PDF)
    assert read_plan(path).kind == "pdf"


def test_a_huge_file_is_refused_unread(tmp_path):
    path = tmp_path / "huge.pdf"
    with path.open("wb") as file:
        file.truncate(documents.LARGEST_FILE + 1)
    assert code(path) == "plan_too_large"


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused_unread():
    bomb = zipped(**{"[Content_Types].xml": b"", "word/document.xml": bytes(word.LARGEST_TEXT + 1)})
    assert len(bomb) < 200_000
    assert code(bomb) == "plan_too_large"


def test_xml_that_multiplies_itself_is_refused():
    names = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    xml = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e0 "ha">{names}]><a>&e9;</a>'
    assert code(word_file([], **{"word/document.xml": xml})) == "plan_corrupt"


def test_a_locked_pdf_asks_for_its_password():
    locked = pdf_file([Line("Section F", level=2), Line("A daily lesson.")], password="harbour")
    assert code(locked) == "plan_password"
    assert code(locked, password="wrong") == "plan_wrong_password"
    assert read_plan(locked, password="harbour").section("F").text == "A daily lesson."


def test_a_scan_is_said_to_be_one():
    made = io.BytesIO()
    canvas = Canvas(made)
    for _ in range(2):
        canvas.drawInlineImage(Image.new("L", (10, 10), 128), 50, 100, 400, 500)
        canvas.showPage()
    canvas.save()
    plan = read_plan(made.getvalue())
    assert (plan.scan, plan.pictures, plan.pages, plan.sections) == (True, (1, 2), 2, ())


def test_a_plan_with_one_scanned_page_is_no_scan():
    made = io.BytesIO()
    canvas = Canvas(made)
    canvas.drawString(60, 700, "Section F: Special educational provision")
    canvas.showPage()
    canvas.drawInlineImage(Image.new("L", (10, 10), 128), 50, 100, 400, 500)
    canvas.save()
    plan = read_plan(made.getvalue())
    assert (plan.scan, plan.pictures) == (False, (2,))


def test_of_thousands_of_pages_the_first_are_read(monkeypatch):
    monkeypatch.setattr(pdf, "MOST_PAGES", 3)
    made = io.BytesIO()
    canvas = Canvas(made)
    for number in range(5):
        canvas.drawString(60, 700, f"Page about something {'abcde'[number]}")
        canvas.showPage()
    canvas.save()
    plan = read_plan(made.getvalue())
    assert {passage.page for passage in plan.passages} == {1, 2, 3}
    assert plan.notes == ("The file has 5 pages. Only the first 3 were read.",)


HOSTILE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read_or_refuse(content: bytes) -> None:
    """Anything but a refusal in a sentence fails the test."""
    with contextlib.suppress(UserError):
        assert read_plan(content).kind in ("pdf", "docx")


@HOSTILE
@given(st.binary(max_size=2000), st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", OLD[:8]]))
def test_any_bytes_are_read_or_refused(content, start):
    read_or_refuse(start + content)


@HOSTILE
@given(st.sampled_from([WORD, PDF]), st.data())
def test_a_cut_file_is_read_or_refused(content, data):
    read_or_refuse(content[: data.draw(st.integers(0, len(content)))])


@HOSTILE
@given(st.sampled_from([WORD, PDF]), st.data())
def test_a_file_with_changed_bytes_is_read_or_refused(content, data):
    changed = bytearray(content)
    for place, bits in data.draw(
        st.lists(st.tuples(st.integers(0, len(content) - 1), st.integers(1, 255)), min_size=1, max_size=30)
    ):
        changed[place] ^= bits
    read_or_refuse(bytes(changed))


XML = [
    b"<w:p>",
    b"</w:p>",
    b"<w:tbl>",
    b"</w:tbl>",
    b"<w:tr>",
    b"<w:tc>",
    b'w:val="',
    b"Section F",
    b"&amp;",
    b"9999999",
]


@HOSTILE
@given(st.data())
def test_a_word_file_with_its_xml_mixed_up_is_read_or_refused(data):
    with zipfile.ZipFile(io.BytesIO(WORD)) as package:
        body = package.read("word/document.xml")
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(body)))
        body = body[:place] + data.draw(st.sampled_from(XML)) + body[place + data.draw(st.integers(0, 40)) :]
    read_or_refuse(word_file([], **{"word/document.xml": body.decode("utf-8", "replace")}))
