"""Papers from a pack are readable while they may be, by their workspace alone, and then by nobody."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from auditor.papers.keep import (
    Arrived,
    expire,
    folder_of,
    forget,
    kept,
    open_paper,
    paper_of,
    put_away,
    sweep,
    take_in,
)
from db.errors import UserError
from db.store import Store
from db.tables import Log, Pack, Paper
from db.vault import new_key
from db.vocabulary import PackKind, PapersForm
from tests.building import PEOPLE, assignment_of, make_round, small_framework

UNTIL, AFTER = date(2026, 12, 31), date(2027, 1, 1)
SECRET = b"%PDF-1.7 Robin Brook likes trains " * 50


@pytest.fixture(params=[True])
def place(tmp_path, request):
    from auditor import ready_made

    key = new_key("four words of test") if request.param else None
    path = tmp_path / "mine.ehcpaudit"
    with Store.create(path, owner="Ola", role="lead", council="Example Council", key=key) as store:
        ready_made.add_people(store, PEOPLE)
        round_id = make_round(store, small_framework(tmp_path), ["P-1", "P-2"], {"P-1": ["EA"], "P-2": ["EA"]})
        yield store, [assignment_of(store, round_id, reference, "EA") for reference in ("P-1", "P-2")]


def pack(store: Store, session) -> int:
    row = Pack(
        kind=PackKind.WORK, outgoing=False, device="d", number=1, digest="0" * 64, log_head="0" * 64,
        sealed_at=datetime.now(UTC),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id or 0


def arrive(place, content: bytes = SECRET, which: int = 0) -> tuple[int, int]:
    store, ids = place
    with store.write() as session:
        number = pack(store, session)
        take_in(store, session, number, [Arrived(ids[which], "pdf", PapersForm.REDACTED, content, UNTIL)])
    with store.read() as session:
        found = paper_of(session, ids[which], UNTIL)
    return number, found.id


def files(place) -> list:
    folder = folder_of(place[0].path)
    return sorted(folder.iterdir()) if folder.exists() else []


def test_papers_come_back_as_they_were(place) -> None:
    _, paper = arrive(place)
    assert open_paper(place[0], paper, UNTIL) == SECRET
    assert [(one.reference, one.form, one.expires_on, one.gone_at) for one in kept(place[0])] == [
        ("P-1", PapersForm.REDACTED, UNTIL, None)
    ]


def test_nothing_of_them_lies_in_clear(place, tmp_path) -> None:
    arrive(place)
    assert len(files(place)) == 1
    assert files(place)[0].read_bytes().startswith(b"age-encryption.org/v1")
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or b"Robin" not in path.read_bytes(), path
    assert "Robin" not in files(place)[0].name


@pytest.mark.parametrize("place", [False], indirect=True)
def test_a_workspace_that_is_not_encrypted_takes_none(place) -> None:
    with pytest.raises(UserError) as told:
        arrive(place)
    assert told.value.code == "papers_need_lock"
    assert files(place) == []


def test_the_day_after_the_last_nobody_can_read_them(place) -> None:
    store, ids = place
    _, paper = arrive(place)
    assert expire(store, UNTIL) == 0
    with pytest.raises(UserError) as told:
        open_paper(store, paper, AFTER)
    assert told.value.code == "paper_gone"
    assert expire(store, AFTER) == 1
    assert files(place) == []
    with store.read() as session:
        assert session.exec(select(Paper.age_secret)).all() == [""]
        assert paper_of(session, ids[0], UNTIL) is None
        assert all(session.exec(select(Paper.gone_at)))


def test_put_away_they_are_gone_for_good_and_the_log_says_so(place) -> None:
    store, _ = place
    _, first = arrive(place)
    _, second = arrive(place, which=1)
    sealed = files(place)[0].read_bytes()
    assert put_away(store, first).ids == (first,)
    assert len(files(place)) == 1
    put_away(store)
    assert files(place) == []
    assert put_away(store).ids == ()
    files_again = folder_of(store.path)
    files_again.mkdir()
    (files_again / "x.age").write_bytes(sealed)  # somebody kept a copy of the file: without its key it is noise
    with pytest.raises(UserError):
        open_paper(store, first, UNTIL)
    with store.read() as session:
        told = session.exec(select(Log.subject).where(Log.what == "put papers away").order_by(Log.seq)).all()
    assert told == ["P-1", "P-2"]
    assert second


def test_papers_sent_again_take_the_place_of_the_earlier_ones(place) -> None:
    _, first = arrive(place)
    _, second = arrive(place, b"%PDF newer")
    assert len(files(place)) == 1
    assert open_paper(place[0], second, UNTIL) == b"%PDF newer"
    with pytest.raises(UserError):
        open_paper(place[0], first, UNTIL)


def test_undoing_a_pack_puts_its_papers_away(place) -> None:
    store, _ = place
    number, paper = arrive(place)
    with store.write() as session:
        assert forget(store, session, number) == 1
    assert files(place) == []
    with pytest.raises(UserError):
        open_paper(store, paper, UNTIL)


def test_what_was_taken_in_half_leaves_nothing_readable(place) -> None:
    store, ids = place
    with store.write() as session:
        take_in(store, session, pack(store, session), [Arrived(ids[0], "pdf", PapersForm.WHOLE, SECRET, UNTIL)])
        assert len(files(place)) == 1
        session.rollback()
    assert kept(store) == ()
    sweep(store)
    assert files(place) == []


@pytest.mark.parametrize("harm", ["cut", "flip", "swap", "missing"])
def test_damaged_papers_are_told_and_nothing_else_happens(place, harm) -> None:
    _, paper = arrive(place)
    arrive(place, which=1, content=b"another")
    store = place[0]
    with store.read() as session:
        uid = session.get(Paper, paper).uid
    path = folder_of(store.path) / f"{uid}.age"
    sealed = path.read_bytes()
    if harm == "missing":
        path.unlink()
    elif harm == "swap":
        path.write_bytes(next(other for other in files(place) if other != path).read_bytes())
    else:
        path.write_bytes(sealed[:-9] if harm == "cut" else sealed[:-3] + bytes([sealed[-3] ^ 1]) + sealed[-2:])
    with pytest.raises(UserError) as told:
        open_paper(store, paper, UNTIL)
    assert told.value.code == ("paper_not_there" if harm == "missing" else "paper_damaged")
    assert len(kept(store)) == 2


def test_papers_whose_file_is_lost_are_told_as_gone(place) -> None:
    arrive(place)
    files(place)[0].unlink()
    assert expire(place[0], UNTIL) == 1
    with place[0].read() as session:
        assert all(session.exec(select(Paper.gone_at)))
