"""Papers go along in a work pack, are kept sealed, and the next return says when they are gone."""

from datetime import date, timedelta

from sqlmodel import select

from auditor.packs.begin import begin_from_pack
from auditor.packs.rows import PackedPaper
from auditor.packs.staged import Standing
from auditor.packs.work import make_work_packs
from auditor.papers import keep
from auditor.people.register import today
from auditor.steps import finished
from db.store import Store
from db.tables import Sent
from db.vault import new_key
from db.vocabulary import PapersForm
from tests.auditor.packs.travelling import PASSPHRASE, Party, looked_at, made_return, person, taken_in

WORDS = b"%PDF-1.7 made up for a test: the plan of nobody"


def paper(until: date) -> PackedPaper:
    """Papers of a plan of nobody."""
    return PackedPaper(PapersForm.REDACTED, "pdf", until, WORDS)


def test_papers_arrive_sealed_and_are_said_to_be_gone(party: Party):
    until = today() + timedelta(days=30)
    with party.open("lead") as lead:
        sol = person(lead, "SC")
        steps = make_work_packs(
            lead, 1, [sol], party.folder, {sol: PASSPHRASE}, lambda _r, _p, ids: {key: paper(until) for key in ids}
        )
        (made,) = finished(steps)
        assert made.papers == 1
    path, key = party.folder / "sol.ehcpaudit", new_key("five words told at home")
    finished(begin_from_pack(path, made.file, PASSPHRASE, key))
    with Store.open(path, key=key) as own:
        (kept,) = keep.kept(own)
        assert keep.open_paper(own, kept.id, today()) == WORDS
        files = [f for f in keep.folder_of(path).rglob("*") if f.is_file()]
        assert files and all(b"plan of nobody" not in f.read_bytes() for f in files)
        assert not list(party.folder.glob(".*"))
        keep.put_away(own)
        back = made_return(own, party.folder / "gone.ehcppack").file
    with party.open("lead") as lead:
        (pack,) = looked_at(lead, back).packs
        assert (pack.standing, pack.notes) == (Standing.CAN, ("The papers of 1 plan are gone from their computer.",))
        taken_in(lead, back)
        with lead.read() as session:
            (sent,) = session.exec(select(Sent).where(Sent.papers != "")).all()
        assert sent.papers_gone_at is not None and sent.papers_until == until
