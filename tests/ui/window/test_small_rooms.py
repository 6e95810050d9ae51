"""What needs no window: finding by typing, back and forward, the recent list."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSettings

from ui.history import History
from ui.matching import best_first, fit
from ui.recent import KEPT, KEY, Recents, when_words

NAMES = ["Score plans", "Results", "Settings", "Open a workspace…", "Close the workspace", "Smaller text"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [("res", "Results"), ("clw", "Close the workspace"), ("SMALL", "Smaller text"), ("score pl", "Score plans"),
     ("opwo", "Open a workspace…")],
)  # fmt: skip
def test_the_name_one_has_in_mind_comes_first(typed: str, found: str) -> None:
    assert NAMES[best_first(typed, NAMES)[0]] == found


@given(st.text(max_size=12), st.lists(st.text(max_size=20), max_size=12))
def test_only_names_that_hold_every_letter_in_order_are_found(typed: str, names: list[str]) -> None:
    found = best_first(typed, names)
    wanted = typed.casefold().replace(" ", "")
    for at, name in enumerate(names):
        letters = iter(name.casefold())
        holds = all(letter in letters for letter in wanted)
        assert (at in found) == (holds or not typed.strip())
        assert (fit(typed, name) is not None) == holds


def test_nothing_typed_keeps_everything_in_its_order() -> None:
    assert best_first("  ", NAMES) == list(range(len(NAMES)))


def test_going_somewhere_else_forgets_what_lay_ahead() -> None:
    history = History()
    for key in ("a", "b", "c"):
        history.leave({"from": key})
        history.visit(key)
    assert history.step(1) is None
    history.leave({"row": 3})
    assert history.step(-1).key == "b"
    assert history.step(1) == ("c", {"row": 3})
    history.step(-1)
    history.visit("d")
    assert not history.can_go_forward and history.can_go_back


@pytest.fixture
def file(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "recent.ini"), QSettings.Format.IniFormat)


def test_the_newest_workspace_is_first_and_stands_once(file: QSettings, tmp_path: Path) -> None:
    recents = Recents(file)
    for name in [f"{i}.ehcpaudit" for i in range(KEPT + 3)] + ["3.ehcpaudit"]:
        recents.add(tmp_path / name, f"about {name}")
    names = [row.path.name for row in Recents(file).all()]
    assert names[:2] == ["3.ehcpaudit", f"{KEPT + 2}.ehcpaudit"]
    assert len(names) == len(set(names)) == KEPT


@pytest.mark.parametrize("spoilt", ["[", "{}x", '[{"path": 1}]', "7", '[{"path": "a", "at": "never", "about": ""}]'])
def test_a_spoilt_list_counts_as_empty(file: QSettings, spoilt: str) -> None:
    file.setValue(KEY, spoilt)
    assert Recents(file).all() == ()


def moment(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc]  # year, month, day, hour, minute


@pytest.mark.parametrize(
    ("at", "words"),
    [(moment(2026, 7, 18, 9, 5), "Today, 09:05"), (moment(2026, 7, 17, 16, 5), "Yesterday, 16:05"),
     (moment(2026, 3, 1, 0, 0), "1 March"), (moment(2025, 7, 18, 0, 0), "18 July 2025")],
)  # fmt: skip
def test_a_moment_in_words(at: datetime, words: str) -> None:
    assert when_words(at, moment(2026, 7, 18, 11, 0)) == words
