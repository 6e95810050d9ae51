"""A workspace that is opened through a symbolic link is the one that the link stands for, whatever is done to it."""

from pathlib import Path

import pytest
from sqlmodel import Session, select

from db.backups import Why, back_up, folder_for, list_backups, restore
from db.files import write_whole
from db.rewrite import rewrite
from db.store import Store
from db.tables import Plan
from db.vault import Key, new_key


@pytest.fixture(scope="module")
def key() -> Key:
    """A key of a made-up passphrase, worked out once."""
    return new_key("six made up words for tests only")


@pytest.fixture
def linked(tmp_path: Path) -> tuple[Path, Path]:
    """A workspace with one plan, and a link to it in another folder."""
    true, link = tmp_path / "lead.ehcpaudit", tmp_path / "sub" / "link.ehcpaudit"
    with Store.create(true, owner="Lee Example", role="lead", council="Example Council") as store:
        add(store, "N-1")
    link.parent.mkdir()
    try:
        link.symlink_to(true)
    except OSError:
        pytest.skip("links may not be made on this computer")
    return true, link


def add(store: Store, reference: str) -> None:
    """Change something."""
    with store.write() as session:
        session.add(Plan(reference=reference))


def plans(path: Path, key: Key | None = None) -> list[str]:
    """The references a workspace holds."""
    with Store.open(path, key=key) as store, store.read() as session:
        return list(session.exec(select(Plan.reference).order_by(Plan.reference)))


def test_restoring_through_a_link_restores_the_file_behind_it(linked: tuple[Path, Path]):
    true, link = linked
    with Store.open(link) as store:
        backup = back_up(store, Why.OPENED)
        add(store, "N-2")
    restore(link, backup.path, None)
    assert link.is_symlink()
    assert plans(true) == plans(link) == ["N-1"]


def test_the_backups_of_a_link_are_those_of_the_file_behind_it(linked: tuple[Path, Path]):
    true, link = linked
    with Store.open(link) as store:
        made = back_up(store, Why.OPENED)
    assert folder_for(link) == folder_for(true) == made.path.parent
    assert [b.path for b in list_backups(link)] == [b.path for b in list_backups(true)] == [made.path]


def test_rewriting_through_a_link_leaves_one_workspace_without_what_went(linked: tuple[Path, Path]):
    true, link = linked

    def change(session: Session) -> None:
        session.add(Plan(reference="N-2"))

    rewrite(link, None, change)
    assert link.is_symlink()
    assert plans(true) == plans(link) == ["N-1", "N-2"]


def test_encrypting_through_a_link_encrypts_the_file_behind_it(linked: tuple[Path, Path], key: Key):
    true, link = linked
    with Store.open(link) as store:
        store.rekey(key)
        add(store, "N-2")
    assert link.is_symlink()
    assert plans(true, key) == plans(link, key) == ["N-1", "N-2"]


def test_a_file_written_whole_through_a_link_goes_where_the_link_leads(tmp_path: Path):
    true, link = tmp_path / "true.txt", tmp_path / "link.txt"
    true.write_text("old")
    try:
        link.symlink_to(true)
    except OSError:
        pytest.skip("links may not be made on this computer")
    write_whole(link, lambda new: new.write_text("new"))
    assert link.is_symlink()
    assert true.read_text() == "new"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["link.txt", "true.txt"]
