"""The one door for words that somebody types: what it finds, says, and lets through once it was asked about."""

from datetime import date

import pytest

from auditor.cli import main
from auditor.cli.telling import warn_of_names
from auditor.free_text import Found, look_through, told

TODAY = date(2026, 3, 31)


def words(*texts: tuple[str, str], passed: frozenset[str] = frozenset()) -> list[str]:
    return [one.words for one in look_through(texts, today=TODAY, passed=passed)]


def test_each_find_says_where_it_stands_and_what_it_looks_like():
    assert look_through([("the note", "See Mr Poole."), ("the reason", "Born 1/2/2014.")], today=TODAY) == (
        Found("the note", "Mr Poole", "a name"), Found("the reason", "Born 1/2/2014", "a date of birth"),
    )  # fmt: skip


def test_the_same_words_are_told_once_and_those_let_through_not_again():
    twice = (("the note", "Mr Poole saw Mr Poole."), ("the reason", "Mr Poole"))
    assert words(*twice) == ["Mr Poole"]
    assert words(*twice, passed=frozenset({"Mr Poole"})) == []


def test_a_first_name_is_found_only_where_it_is_given():
    assert look_through([("", "Robin likes trains.")], today=TODAY) == ()
    assert [one.words for one in look_through([("", "Robin likes trains.")], "Robin", today=TODAY)] == ["Robin"]


def test_a_long_list_of_finds_is_counted():
    found = [Found("", f"Mr Poole{n}", "a name") for n in range(6)]
    assert told(found).endswith("“Mr Poole3” like a name, and 2 more.")


def test_a_command_warns_on_stderr_and_goes_on(capsys: pytest.CaptureFixture[str]):
    warn_of_names(("the name", "Audit for Mrs Example"))
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(
        "ehcp-auditor: look at the name, which is kept: “Mrs Example” looks like a name. A first"
    )
    warn_of_names(("the name", "Spring 2026"))
    assert not capsys.readouterr().err


def test_whatever_the_command_what_is_kept_in_somebodys_words_is_warned_of(capsys: pytest.CaptureFixture[str]):
    nowhere = ["round", "new", "nowhere.ehcpaudit", "--name", "For Mrs Example", "--as-at", "2026-03-31"]
    assert main(nowhere) == 2
    assert "look at --name, which is kept: “Mrs Example”" in capsys.readouterr().err
