"""Files that are no plan, opened in the window: one sentence each, nothing lost, nothing left behind in any log."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from auditor.plan_reader.word import LARGEST_TEXT
from auditor.scoring import plan_rows
from db.store import Store
from tests.auditor.plan_reader.making import pdf_file, word_file
from tests.ui.document.conftest import PARTS
from tests.ui.window.conftest import Answers
from ui.document.places_in_pane import PasswordPanel, RefusedPanel
from ui.pages.desk import DeskPage
from ui.parts.words import Text
from ui.window import MainWindow

Key = Qt.Key
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def zipped(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return made.getvalue()


def bomb() -> bytes:
    """A Word file of a few kilobytes that unpacks to more than is read."""
    return zipped(**{"[Content_Types].xml": b"", "word/document.xml": bytes(LARGEST_TEXT + 1)})


def looping() -> bytes:
    """XML that multiplies itself."""
    names = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    xml = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e0 "ha">{names}]><a>&e9;</a>'
    return word_file([], **{"word/document.xml": xml})


def scan() -> bytes:
    """Two pages that are pictures."""
    made = io.BytesIO()
    canvas = Canvas(made)
    for shade in (210, 230):
        canvas.drawImage(ImageReader(Image.new("RGB", (400, 560), (shade, shade, shade))), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def with_picture_elsewhere() -> bytes:
    """A Word plan with a picture that lies on a server."""
    drawing = (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData>'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
        '<a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:link="far"/>'
        "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="far" Type="{office}/image" Target="http://pictures.example/child.png" '
        'TargetMode="External"/></Relationships>'
    )
    body = word_file(PARTS)
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        xml = package.read("word/document.xml").decode().replace("</w:body>", f"{drawing}</w:body>")
    return word_file([], **{"word/document.xml": xml, "word/_rels/document.xml.rels": rels})


REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "corrupt pdf": ("plan.pdf", lambda: b"%PDF-1.7\n" + b"nonsense " * 500, "damaged"),
    "cut pdf": ("plan.pdf", lambda: b"%PDF-1.7\n", "damaged"),
    "cut word": ("plan.docx", lambda: word_file(PARTS)[:900], "damaged"),
    "zip bomb": ("plan.docx", bomb, "unpack"),
    "looping xml": ("plan.docx", looping, "damaged"),
    "encrypted word": ("plan.docx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
    "old word by a new name": ("plan.docx", lambda: OLE + "WordDocument".encode("utf-16-le"), "old format (.doc)"),
    "empty": ("plan.pdf", lambda: b"", "is empty"),
    "a letter by the name of a plan": ("plan.pdf", lambda: b"Dear parent, here is the plan.", "is not a Word document"),
}


class Room:
    """The window with a plan on the desk and one answer given before anything is opened."""

    def __init__(self, window: MainWindow, desk: DeskPage, answers: Answers, workspace: Path, qtbot: QtBot) -> None:
        self.window, self.desk, self.workspace, self.qtbot = window, desk, workspace, qtbot
        self._answers = answers

    def open(self, path: Path) -> None:
        """Choose a file as the paper."""
        self._answers.path = path
        self.desk.reading.ask_paper()

    def drop(self, path: Path) -> None:
        """Drop a file on the desk."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        self.desk.dropEvent(QDropEvent(QPoint(5, 5), action, data, button, Qt.KeyboardModifier.NoModifier))

    @property
    def refusal(self) -> str:
        """What stands in place of the paper; empty where it is not refused."""
        panels = [panel for panel in self.desk.findChildren(RefusedPanel) if panel.isVisible()]
        return panels[0].sentence if panels else ""

    def sentences(self) -> list[str]:
        """All that the paper's side and the messages of the desk say."""
        return [text.words for text in self.desk.findChildren(Text) if text.isVisible()]

    def nothing_lost(self) -> None:
        """The answer given before is on disk, the next one goes there as well, and nobody was told of a bug."""
        self.desk.checklist.go("Q2")
        self.qtbot.keyClick(QApplication.focusWidget(), Key.Key_1)
        with Store.open(self.workspace) as other:
            assert plan_rows(other, 1)[0].answered == 2
        assert self.window.messages.bar is None
        assert not any("Details:" in words for words in self.sentences())


@pytest.fixture
def room(window: MainWindow, auditors_workspace: Path, answers: Answers, qtbot: QtBot) -> Room:
    window.open_file(auditors_workspace)
    desk = window.page
    assert isinstance(desk, DeskPage)
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_2)
    return Room(window, desk, answers, auditors_workspace, qtbot)


def one_sentence_or_two(words: str) -> None:
    """What happened and what to do, in plain words."""
    assert words.endswith(".")
    assert 1 <= words.replace(".docx", "").replace("(.doc)", "").replace("plan.pdf", "").count(".") <= 3
    assert not any(word in words for word in ("rror", "xception", "Traceback", "None"))


@pytest.mark.parametrize("what", sorted(REFUSED))
def test_what_is_no_plan_is_refused_in_place_with_a_way_on(
    room: Room, tmp_path: Path, own_home: Path, capfd: pytest.CaptureFixture[str], what: str
) -> None:
    name, make, said = REFUSED[what]
    (tmp_path / name).write_bytes(make())
    room.open(tmp_path / name)
    room.qtbot.waitUntil(lambda: room.refusal != "")
    assert said in room.refusal
    one_sentence_or_two(room.refusal)
    room.nothing_lost()
    printed = "".join(capfd.readouterr()).replace("This plugin does not support propagateSizeHints()", "")
    assert printed.strip() == ""
    assert not [file for file in own_home.rglob("*") if "crash" in file.name.lower()]


def test_a_huge_file_is_refused_before_it_is_read(room: Room, tmp_path: Path) -> None:
    """200 MB on disk that take no room there."""
    path = tmp_path / "huge.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(200 * 1024 * 1024)
    room.open(path)
    room.qtbot.waitUntil(lambda: room.refusal != "")
    assert room.refusal == (
        "huge.pdf is larger than 100 MB, so it was not opened. Ask for a copy with smaller pictures."
    )
    room.nothing_lost()


@pytest.mark.parametrize("way", ["chosen", "dropped"])
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("plan.doc", "plan.doc is in Word's old format (.doc). Save it in Word as .docx or PDF and open that."),
        ("plan.odt", "plan.odt is neither a PDF nor a Word file that ends in .docx."),
        ("plans", "plans is a folder. Choose the plan itself"),
    ],
)
def test_another_kind_of_file_is_said_to_be_one(room: Room, tmp_path: Path, way: str, name: str, said: str) -> None:
    """The paper that was open, if any, stays."""
    path = tmp_path / name
    if "." in name:
        path.write_bytes(OLE + "WordDocument".encode("utf-16-le"))
    else:
        path.mkdir()
    (tmp_path / "before.pdf").write_bytes(pdf_file(PARTS))
    room.open(tmp_path / "before.pdf")
    room.qtbot.waitUntil(lambda: room.desk.paper.plan is not None)
    room.open(path) if way == "chosen" else room.drop(path)
    assert "This file cannot be shown here." in room.sentences()
    assert any(words.startswith(said) for words in room.sentences())
    assert room.desk.reading.path == tmp_path / "before.pdf"
    room.nothing_lost()


def test_a_file_that_went_away_meanwhile_is_said_to_be_gone_and_can_be_tried_again(room: Room, tmp_path: Path) -> None:
    room.open(tmp_path / "gone.pdf")
    room.qtbot.waitUntil(lambda: room.refusal != "")
    assert "was not found" in room.refusal
    (tmp_path / "gone.pdf").write_bytes(pdf_file(PARTS))
    next(panel for panel in room.desk.findChildren(RefusedPanel)).again.emit()
    room.qtbot.waitUntil(lambda: room.desk.paper.plan is not None)
    assert room.refusal == ""
    room.nothing_lost()


def test_a_scan_is_shown_and_said_to_be_a_picture(room: Room, tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(scan())
    room.open(tmp_path / "scan.pdf")
    room.qtbot.waitUntil(lambda: room.desk.paper.plan is not None)
    assert room.desk.paper.pane.note.startswith("This plan is a picture.")
    assert room.desk.paper.pane.pages.count == 2
    assert not room.desk.strip.isVisible()
    room.nothing_lost()


def test_a_locked_pdf_asks_for_its_password_in_place(room: Room, tmp_path: Path) -> None:
    """A wrong one is said to be wrong; the right one opens it; neither is kept anywhere."""
    (tmp_path / "locked.pdf").write_bytes(pdf_file(PARTS, password="harbour-7"))
    room.open(tmp_path / "locked.pdf")
    panel = room.desk.findChild(PasswordPanel)
    assert panel is not None
    room.qtbot.waitUntil(panel.isVisible)
    assert any("locked.pdf" in words for words in room.sentences())
    for password in ("wrong-77", "harbour-7"):
        field = panel.findChild(QLineEdit)
        assert field is not None
        assert field.echoMode() is QLineEdit.EchoMode.Password
        field.setText(password)
        room.qtbot.keyClick(field, Key.Key_Return)
        if password == "wrong-77":
            room.qtbot.waitUntil(lambda: any("does not open" in words for words in room.sentences()))
    room.qtbot.waitUntil(lambda: room.desk.paper.plan is not None)
    room.nothing_lost()
    room.window.settings.file.sync()
    kept = [file.read_bytes() for file in tmp_path.rglob("*") if file.is_file() and file.name != "locked.pdf"]
    assert not any(word in content for content in kept for word in (b"wrong-77", b"harbour-7"))


def test_a_picture_that_lies_on_a_server_is_not_asked_for(room: Room, tmp_path: Path) -> None:
    """The network is watched by every test; the plan is read without it, and its reader hears of the missing one."""
    (tmp_path / "far.docx").write_bytes(with_picture_elsewhere())
    room.open(tmp_path / "far.docx")
    room.qtbot.waitUntil(lambda: room.desk.paper.plan is not None)
    assert "http" not in room.desk.paper.pane.word.toHtml().replace("http://www.w3.org", "")
    room.nothing_lost()
