"""Two computers: a lead sends work; an auditor scores, returns, corrects and returns again; the lead undoes it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from auditor.allocation.view import allocation
from auditor.changed import Changed
from db.store import Store
from db.tables import Assignment
from db.vocabulary import AssignmentKind, Value
from tests.building import make_round, make_workspace, small_framework
from tests.end_to_end.two_windows import Computer
from ui.look import Theme, look

PLANS, SPARE = ("N-001", "N-002", "S-003"), "E-004"
MET, PARTLY = [Value.MET] * 4, [Value.PARTLY, Value.MET, Value.MET, Value.MET]
OWN = "otter quilt marble seven"


@pytest.fixture
def lead(qtbot: QtBot, tmp_path: Path) -> Iterator[Computer]:
    """A lead's window on an open round of three plans."""
    look().set(Theme.LIGHT, 1.0)
    made = Computer(qtbot, tmp_path / "lead")
    path = made.folder / "lead.ehcpaudit"
    with make_workspace(path) as store:
        open_round(store, made.folder)
    made.open(path)
    yield made
    made.leave()


@pytest.fixture
def auditor(qtbot: QtBot, tmp_path: Path) -> Iterator[Computer]:
    """The window of somebody new, with nothing in it."""
    made = Computer(qtbot, tmp_path / "auditor")
    yield made
    made.leave()
    look().set(Theme.SYSTEM, 1.0)


def open_round(store: Store, folder: Path) -> None:
    """Three plans are Edie's; nobody has the fourth yet."""
    given = dict.fromkeys(PLANS, ("EA",))
    make_round(store, small_framework(folder), (*PLANS, SPARE), given, name="Autumn 2026")


def send_work(lead: Computer) -> tuple[Path, str]:
    """Make the work pack; where it lies and the passphrase that shows."""
    lead.go("packs")
    lead.press("Make 1 work pack")
    words = lead.read("Passphrase to tell")
    lead.press("Told")
    lead.press("Done")
    (pack,) = lead.folder.glob("*work*.ehcppack")
    return pack, words


def begin(auditor: Computer, pack: Path, words: str) -> None:
    """Open the first work pack, and make the workspace."""
    auditor.drop([pack])
    assert auditor.window.here == "begin"
    auditor.write("Passphrase of the pack", words)
    auditor.press("Open this pack")
    auditor.write("Passphrase", OWN)
    auditor.write("Passphrase again", OWN)
    target = auditor.window.page.file.target
    target.setText(str(auditor.folder / "mine.ehcpaudit"))
    target.setModified(True)
    auditor.press("Make my workspace")
    auditor.press("Go on")


def send_back(auditor: Computer, number: int) -> Path:
    """Make a return pack."""
    auditor.go("packs")
    auditor.press("Make a return pack")
    assert f"return {number}.ehcppack" in auditor.said()
    (pack,) = auditor.folder.glob(f"*return {number}.ehcppack")
    return pack


def test_work_goes_out_comes_back_is_corrected_and_undone(lead: Computer, auditor: Computer) -> None:
    pack, words = send_work(lead)
    begin(auditor, pack, words)
    assert auditor.window.open_session.store.encrypted
    auditor.score("N-001", MET)
    auditor.score("N-002", PARTLY, send=False)
    first = send_back(auditor, 1)
    assert "1 finished, 1 unfinished" in auditor.said()

    lead.go("desk")
    lead.drop([first])
    assert lead.window.here == "packs"
    assert lead.answers("N-001") == (None,) * 4, "nothing is written before Apply"
    lead.press("Apply 8 additions")
    assert "1 pack taken in: 8 additions." in lead.said()
    assert lead.state("N-001") == "submitted"
    assert lead.answers("N-001") == tuple(MET)

    auditor.correct("N-001", PARTLY, "Misread section F")
    second = send_back(auditor, 2)
    lead.drop([second])
    lead.press("Apply 1 change")
    assert lead.answers("N-001") == tuple(PARTLY)

    lead.press("Undo this pack")
    assert "1 pack undone." in lead.said()
    assert lead.answers("N-001") == tuple(MET), "what the first return brought stands again"
    lead.drop([first])
    assert lead.window.page.staging.pane.title.words.startswith("Edie Example")
    assert not lead.window.page.staging.apply.isVisible(), "the same pack twice changes nothing"


def test_a_pack_that_went_the_wrong_way_gets_one_clear_sentence(lead: Computer, auditor: Computer) -> None:
    pack, words = send_work(lead)
    lead.drop([pack])
    assert not lead.window.page.staging.apply.isVisible()
    assert lead.window.page.taking.staged.packs[0].word == "Refused: a work pack"
    begin(auditor, pack, words)
    auditor.score("N-001", MET)
    back = send_back(auditor, 1)
    auditor.drop([back])
    assert auditor.window.here == "packs"
    (staged,) = auditor.window.page.taking.staged.packs
    assert not staged.goes_in
    assert "Nothing was" in staged.why


def test_a_second_work_pack_needs_no_passphrase_and_brings_the_new_plan(lead: Computer, auditor: Computer) -> None:
    pack, words = send_work(lead)
    begin(auditor, pack, words)
    auditor.score("N-001", MET)
    lead.drop([send_back(auditor, 1)])
    lead.press("Apply")
    session = lead.window.open_session
    line = next(line for line in allocation(session.store, session.round.id).plans if line.plan.reference == SPARE)
    with session.store.write() as writing:
        writing.add(Assignment(sampled_id=line.sampled, person_id=1, kind=AssignmentKind.FIRST.value))
    session.tell(Changed(frozenset({"assignment"})))
    lead.go("packs")
    lead.press("Make 1 work pack")
    assert "There is nothing to tell." in lead.labels()
    lead.press("Done")
    (second,) = set(lead.folder.glob("*work*.ehcppack")) - {pack}
    auditor.drop([second])
    auditor.press("Apply 1 plan")
    assert auditor.state("E-004") == "not_started"


def test_two_computers_of_one_auditor_stand_side_by_side_until_the_lead_chooses(
    lead: Computer, auditor: Computer, qtbot: QtBot, tmp_path: Path
) -> None:
    other = Computer(qtbot, tmp_path / "other")
    pack, words = send_work(lead)
    for computer, values in ((auditor, MET), (other, PARTLY)):
        begin(computer, pack, words)
        computer.score("N-001", values)
    lead.drop([send_back(auditor, 1), send_back(other, 1)])
    assert len(lead.window.page.taking.staged.packs) == 2
    lead.press("Apply 8 additions")
    page = lead.window.page
    page.tabs.setCurrentWidget(page.decide)
    assert page.decide.waiting == 1
    assert "nothing of it counts until you choose" in lead.labels()
    page.decide.devices.reason.setText("She finished on the newer one")
    lead.press("Keep computer 2")
    assert page.decide.waiting == 0
    assert lead.answers("N-001") == tuple(PARTLY)
    other.leave()


def test_twenty_packs_are_staged_together_and_taken_in_by_one_press(lead: Computer, auditor: Computer) -> None:
    pack, words = send_work(lead)
    begin(auditor, pack, words)
    sent: list[Path] = []
    for number in range(1, 21):
        auditor.score("N-001", [Value(number % 3)] * 4, send=False)
        sent.append(send_back(auditor, number))
    lead.drop(sent)
    assert len(lead.window.page.taking.staged.packs) == 20
    lead.press("Apply")
    assert "taken in" in lead.said()
    assert lead.answers("N-001") == (Value(20 % 3),) * 4
