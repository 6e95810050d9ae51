"""Papers from a pack whose time is over are put away as their workspace opens, and the window says so."""

from datetime import timedelta
from pathlib import Path

from auditor import ready_made
from auditor.papers.keep import Arrived, folder_of, kept, take_in
from auditor.people.register import today
from db.store import Store
from db.vault import new_key
from db.vocabulary import PapersForm
from tests.auditor.papers.test_keep import pack
from tests.building import PEOPLE, assignment_of, make_round, small_framework
from ui.settings import Settings
from ui.window import MainWindow


def test_what_has_expired_is_put_away_as_the_workspace_opens(qtbot, settings: Settings, tmp_path: Path) -> None:
    path, key = tmp_path / "mine.ehcpaudit", new_key("four words of a test")
    with Store.create(path, owner="Edie Example", role="auditor", council="Example Council", key=key) as store:
        ready_made.add_people(store, PEOPLE)
        names = ["P-1", "P-2"]
        round_id = make_round(store, small_framework(tmp_path), names, {name: ["EA"] for name in names})
        with store.write() as session:
            days = {"P-1": today() - timedelta(days=1), "P-2": today()}
            arrived = [
                Arrived(assignment_of(store, round_id, name, "EA"), "pdf", PapersForm.WHOLE, b"%PDF", day)
                for name, day in days.items()
            ]
            take_in(store, session, pack(store, session), arrived)
        assert len(list(folder_of(path).iterdir())) == 2
    window = MainWindow(settings)
    qtbot.addWidget(window)
    window.show()
    assert window.open_file(path, key)
    assert [(one.reference, one.gone_at is None) for one in kept(window.open_session.store)] == [
        ("P-1", False), ("P-2", True),
    ]  # fmt: skip
    assert len(list(folder_of(path).iterdir())) == 1
    assert window.status.words[0] == "The papers of 1 plan have expired and can be read no more."
    window.close()
