"""Word plans: shown as written, loading nothing from anywhere."""

import base64
import io
import sys
import zipfile

import pytest
from PIL import Image
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument, QTextTable
from PySide6.QtWidgets import QApplication, QTextBrowser

from auditor.contents import Evidence
from tests.auditor.plan_reader.making import Line, word_file
from tests.ui.document.conftest import F_LINE
from ui.document.plan_browser import PlanBrowser

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
IMAGE = QTextDocument.ResourceType.ImageResource.value


def png(width: int = 40, height: int = 30) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(made, "PNG")
    return made.getvalue()


def with_picture(word: bytes, target: str, *, external: bool) -> bytes:
    """A Word file whose last paragraph shows a picture from `target`."""
    names = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    )
    attribute = "link" if external else "embed"
    drawing = (
        f'<w:p {names}><w:r><w:drawing><wp:inline><wp:docPr id="1" name="p"/><a:graphic><a:graphicData><pic:pic>'
        f'<pic:blipFill><a:blip r:{attribute}="r9"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )
    mode = ' TargetMode="External"' if external else ""
    relation = (
        '<Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
        f'Target="{target}"{mode}/></Relationships>'
    )
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name == "word/document.xml":
                text = text.replace("</w:body>", drawing + "</w:body>")
            elif name == "word/_rels/document.xml.rels":
                text = text.replace("</Relationships>", relation)
            elif name == "[Content_Types].xml":
                text = text.replace("</Types>", '<Default Extension="png" ContentType="image/png"/></Types>')
            new.writestr(name, text)
        new.writestr("word/media/p.png", png())
    return made.getvalue()


def pictures(browser: PlanBrowser) -> list[str]:
    """The addresses of the pictures in the text."""
    found = []
    block = browser.document().begin()
    while block.isValid():
        span = block.begin()
        while not span.atEnd():
            form = span.fragment().charFormat()
            if form.isImageFormat():
                found.append(form.toImageFormat().name())
            span += 1
        block = block.next()
    return found


def test_a_word_plan_is_shown_with_its_table_and_its_sections(desk, word):
    pane = desk.open(word, "plan.docx")
    assert pane.view is pane.word and pane.plan.kind == "docx"
    tables = [f for f in pane.word.document().rootFrame().childFrames() if isinstance(f, QTextTable)]
    assert len(tables) == 1 and tables[0].columns() == 3 and tables[0].format().border() == 1
    pane.show_section("G")
    assert pane.here() == ("G", None)


def test_evidence_in_word_has_section_and_paragraph_and_is_found_again(desk, word):
    pane = desk.open(word, "plan.docx")
    pane.word.setFocus()
    pane.find_bar.field.setText("quiet space as required")
    assert pane.find_bar.count == "1 of 1"
    desk.press(Qt.Key.Key_C, CTRL | SHIFT)
    (item,) = desk.evidence
    assert (item.section, item.page, item.quotation) == ("F", None, "quiet space as required")
    passages = pane.plan.section("F").passages
    assert "quiet space" in passages[item.paragraph - 1].text
    pane.show_section("A")
    pane.show_evidence(item)
    assert pane.word.outlined == "quiet space as required" and pane.here()[0] == "F"
    pane.show_evidence(Evidence("F", None, 1))
    assert pane.word.outlined == F_LINE


def test_a_section_asked_for_is_the_one_being_read_though_a_short_plan_cannot_bring_it_to_the_top(desk):
    short = "Section A: Views", "Section F: Special educational provision", "Section K: Advice"
    pane = desk.open(word_file([Line(words, level=2) for words in short]), "plan.docx")
    for letter in "KFA":
        pane.show_section(letter)
        assert pane.here()[0] == letter and pane.section_tabs.tabs[letter].isChecked()
    pane.show_section("A")
    pane.show_passage(pane.plan.passages[0])
    assert pane.here()[0] == "A"


def test_the_place_in_a_word_plan_is_come_back_to(desk, word):
    pane = desk.open(word, "plan.docx")
    pane.show_section("G")
    place = pane.place()
    pane.open_file(desk.file(word, "plan.docx"))
    pane.return_to(place)
    desk.qtbot.waitUntil(lambda: len(desk.plans) == 2)
    assert pane.here()[0] == "G"


def test_a_picture_in_the_file_is_shown(desk, word):
    pane = desk.open(with_picture(word, "media/p.png", external=False), "plan.docx")
    (address,) = pictures(pane.word)
    assert address.startswith("data:image/png;base64,")
    shown = pane.word.loadResource(IMAGE, QUrl(address))
    assert isinstance(shown, QImage) and shown.width() == 40


@pytest.mark.parametrize("target", ["file:///{folder}/p.png", "http://example.invalid/p.png", "//server/share/p.png"])
def test_a_picture_elsewhere_is_never_asked_for(desk, word, target):
    (desk.folder / "p.png").write_bytes(png())
    opened: list[str] = []
    sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event in ("open", "urllib.Request") else None)
    pane = desk.open(with_picture(word, target.format(folder=desk.folder), external=True), "plan.docx")
    assert pane.plan.section("F") is not None
    assert not [path for path in opened if "p.png" in path]
    assert pictures(pane.word) == []


@pytest.mark.parametrize(
    "address", ["file:///{folder}/p.png", "{folder}/p.png", "//server/p.png", "\\\\server\\p.png", "http://x.invalid/p"]
)
def test_the_browser_hands_nothing_on_to_qt(desk, monkeypatch, address):
    """What Qt would fetch by itself goes through its own loadResource, which is never reached."""
    reached: list[str] = []
    monkeypatch.setattr(QTextBrowser, "loadResource", lambda *given: reached.append(str(given)))
    (desk.folder / "p.png").write_bytes(png())
    browser = PlanBrowser("Plan")
    desk.qtbot.addWidget(browser)
    address = address.format(folder=desk.folder)
    browser.show_html(f'<p>Text</p><img src="{address}"><link rel="stylesheet" href="{address}">')
    browser.resize(300, 300)
    browser.show()
    browser.grab()
    assert reached == []
    assert not browser.loadResource(IMAGE, QUrl(address))


def test_a_picture_that_unpacks_to_too_much_is_left_out(desk):
    browser = PlanBrowser("Plan")
    desk.qtbot.addWidget(browser)
    made = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(made, "PNG")
    address = "data:image/png;base64," + base64.b64encode(made.getvalue()).decode()
    assert browser.loadResource(IMAGE, QUrl(address)).isNull()
    assert browser.loadResource(IMAGE, QUrl("data:image/png;base64,nonsense!")).isNull()


def test_links_do_nothing(desk):
    body = (
        '<w:p><w:r><w:t>Section A</w:t></w:r></w:p><w:p><w:hyperlink r:id="r9" xmlns:r="http://schemas.openxmlformats.org'
        '/officeDocument/2006/relationships"><w:r><w:t>A link</w:t></w:r></w:hyperlink></w:p>'
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r9" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" '
        'Target="http://example.invalid/" TargetMode="External"/></Relationships>'
    )
    pane = desk.open(word_file(body, **{"word/_rels/document.xml.rels": relations}), "plan.docx")
    flags = pane.word.textInteractionFlags()
    assert not flags & (
        Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
    )
    assert "A link" in pane.word.toPlainText()
    pane.word.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert pane.view is pane.word and QApplication.focusWidget() is pane.word
