"""Papers that came in a pack open by themselves, say until when they can be read, and lie nowhere in clear."""

import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from sqlmodel import select

from auditor import ready_made
from auditor.papers.keep import Arrived, kept, put_away, take_in
from auditor.papers.redact import redact
from auditor.papers.wishes import Wish
from auditor.people.register import today
from db.store import Store
from db.tables import Assignment, Plan, RoundPlan, Sampled
from db.vault import new_key
from db.vocabulary import PapersForm
from tests.auditor.papers.test_keep import pack
from tests.auditor.plan_reader.making import pdf_file, word_file
from tests.building import PEOPLE, make_round, small_framework
from tests.ui.desk.conftest import Desk
from tests.ui.document.conftest import F_LINE, PARTS
from ui.document.source import Held
from ui.pages.desk import DeskPage
from ui.session import Session
from ui.settings import Settings

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(qtbot, tmp_path: Path) -> Iterator[Desk]:
    """Two plans whose papers came in a pack: a redacted PDF and a Word file; the third has none."""
    file = tmp_path / "mine.ehcpaudit"
    with Store.create(
        file, owner="Edie Example", role="auditor", council="Example Council", key=new_key("four words of a test")
    ) as store:
        ready_made.add_people(store, PEOPLE)
        names = ["N-001", "N-002", "N-003"]
        make_round(store, small_framework(tmp_path), names, {name: ["EA"] for name in names})
        papers = {"N-001": ("pdf", redact(pdf_file(PARTS), [Wish("quiet")]).pdf), "N-002": ("docx", word_file(PARTS))}
        with store.write() as db:
            rows = db.exec(
                select(Plan.reference, Assignment.id)
                .join(RoundPlan, RoundPlan.plan_id == Plan.id)
                .join(Sampled, Sampled.round_plan_id == RoundPlan.id)
                .join(Assignment, Assignment.sampled_id == Sampled.id)
            ).all()
            take_in(
                store,
                db,
                pack(store, db),
                [
                    Arrived(number, papers[name][0], PapersForm.REDACTED, papers[name][1], date(2099, 12, 31))
                    for name, number in rows
                    if name in papers
                ],
            )
        session = Session(store)
        page = DeskPage(session, Settings())
        qtbot.addWidget(page)
        page.resize(1200, 800)
        page.show()
        page.activateWindow()
        page.focus_main()
        yield Desk(qtbot, page, session, Settings(), file)
        page.leave()


def wait_read(desk: Desk) -> None:
    desk.qtbot.waitUntil(lambda: desk.page.paper.plan is not None)


def test_the_paper_of_the_plan_on_the_desk_comes_from_the_pack(desk: Desk) -> None:
    wait_read(desk)
    assert isinstance(desk.page.reading.source, Held)
    assert desk.page.reading.path is None
    assert desk.page.paper.pane.note.startswith(
        "From your pack, redacted. Readable until 31 December 2099, and nowhere in clear."
    )
    assert F_LINE.split()[0] in " ".join(p.text for p in desk.page.paper.plan.passages)
    assert "quiet" not in " ".join(p.text for p in desk.page.paper.plan.passages)


def test_a_word_paper_is_shown_too_and_a_plan_without_one_asks_for_it(desk: Desk) -> None:
    wait_read(desk)
    desk.press(Qt.Key.Key_PageDown, modifier=CTRL)
    wait_read(desk)
    assert desk.page.reading.source.name == "N-002.docx"
    desk.press(Qt.Key.Key_PageDown, modifier=CTRL)
    assert desk.page.reading.source is None
    assert desk.shows("No paper is open for N-003.")


def test_what_cannot_be_opened_is_told(desk: Desk) -> None:
    wait_read(desk)
    for file in desk.file.with_name("mine.papers").iterdir():
        file.write_bytes(b"no longer a paper")
    desk.press(Qt.Key.Key_PageDown, modifier=CTRL)
    assert desk.page.reading.source is None
    assert desk.shows("No paper is open for N-002.")
    assert desk.shows("The papers of N-002 are damaged. What you answered is kept. Ask the lead to send them again.")


def test_papers_that_were_put_away_do_not_open_again(desk: Desk) -> None:
    wait_read(desk)
    put_away(desk.session.store)
    desk.press(Qt.Key.Key_PageDown, modifier=CTRL)
    desk.press(Qt.Key.Key_PageUp, modifier=CTRL)
    assert desk.page.reading.source is None


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Temporary files go where only this test's are, so that those of other programs are not taken for its own."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    for variable in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(variable, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))


def test_no_folder_that_could_be_written_to_holds_a_word_of_them(
    temporary: None, desk: Desk, tmp_path: Path, own_home: Path
) -> None:
    """While they are open and after: beside the workspace, among temporary files, among the settings."""
    wait_read(desk)
    desk.press(Qt.Key.Key_PageDown, modifier=CTRL)
    wait_read(desk)
    word = F_LINE[:20].encode()  # a short word may stand in encrypted bytes by chance
    files = [path for folder in (tmp_path, own_home) for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 2
    for path in files:
        content = path.read_bytes()
        assert word not in content, path
        assert word.decode().encode("utf-16-le") not in content, path
        assert b"%PDF" not in content, path
    assert len(kept(desk.session.store)) == 2


def test_what_has_expired_is_not_shown(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    wait_read(desk)
    monkeypatch.setattr("ui.desk.papers.today", lambda: today() + timedelta(days=40_000))
    desk.press(Qt.Key.Key_PageDown, modifier=CTRL)
    assert desk.page.reading.source is None
