"""The minutes of a meeting: views as counts, decisions with reasons, and nothing that says whose plan or whose view."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from auditor.moderation.decide import decide, overrule
from auditor.moderation.meeting import close_meeting, note_view, open_meeting, write_words
from auditor.moderation.minutes import Minutes, minutes
from auditor.moderation.plain import without_references
from auditor.reports.minutes import minutes_steps
from db.errors import UserError
from db.store import Store
from db.tables import Decision, NotedView
from tests.moderating import MET, NOT_MET, PARTLY, person_of, two_scored


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Minutes]:
    """A meeting at which N-002 came up before N-001, of whose two differences one was settled."""
    folder = tmp_path_factory.mktemp("minutes")
    plans = [((MET,) * 4, (NOT_MET, PARTLY, MET, MET)), ((MET,) * 4, (MET, PARTLY, MET, MET))]
    with two_scored(folder, plans) as store:
        edie, hal = person_of(store, "EA"), person_of(store, "HB")
        open_meeting(store, 1, date(2026, 5, 12), [edie, hal])
        for person, value in ((edie, MET), (hal, PARTLY)):
            note_view(store, 1, 2, "Q2", person, value)
        decide(store, 2, "Q2", PARTLY, "Unlike n-001, one line of N-002 has no amount", "template", "health", meeting=1)
        with store.write() as session:  # an hour earlier than what follows
            for row in (*session.exec(select(NotedView)), *session.exec(select(Decision))):
                row.at -= timedelta(hours=1)
        note_view(store, 1, 1, "Q1", edie, NOT_MET)
        write_words(store, 1, "N-001 is read again by both.\nQ2 is to be reworded.")
        return store.path, minutes(store, 1)


def test_they_say_who_was_there_and_each_question_with_counts(held: tuple[Path, Minutes]):
    _, found = held
    assert found.present == (("Edie Example", "education"), ("Hal Example", "health"))
    first, second = found.items
    assert (first.plan, first.question.id, first.answers, first.views) == (
        1, "Q2", {MET: 1, PARTLY: 1}, {MET: 1, PARTLY: 1},
    )  # fmt: skip
    assert (first.decided, first.cause, first.agency, first.since) == (PARTLY, "template", "health", False)
    assert (second.plan, second.question.id, second.views, second.decided) == (2, "Q1", {NOT_MET: 1}, None)
    assert found.settled == 1 and not found.closed


def test_a_reference_that_was_typed_becomes_the_plans_number(held: tuple[Path, Minutes]):
    _, found = held
    assert found.items[0].reason == "Unlike plan 2, one line of plan 1 has no amount"
    assert found.words.splitlines()[0] == "plan 2 is read again by both."


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("N-001/N-002 both", "plan 1/plan 2 both"), ("N-001.See p. 4", "plan 1.See p. 4"), ("_n-001_", "_plan 1_"),
        ("N-001_v2.pdf", "plan 1_v2.pdf"), ("N-001-draft", "plan 1-draft"), ("N\u2011001 N\u2013001", "plan 1 plan 1"),
        ("N -001, N\u200b-\u00ad001", "plan 1, plan 1"), ("EHC 1234 and EHC-1234", "another plan and another plan"),
        ("EHC#77, ehc#77", "another plan, another plan"), ("12-34: 12\u201334", "another plan: another plan"),
        ("N-001 B is not N-001", "plan 3 is not plan 1"), ("N-0012, XN-001", "N-0012, XN-001"),
        ("page 4, 2 of 5\nQ2", "page 4, 2 of 5\nQ2"),
    ],
)  # fmt: skip
def test_a_reference_is_found_whatever_stands_around_it_and_however_its_dash_is_typed(typed: str, shown: str):
    names = {"N-001": "plan 1", "N-002": "plan 2", "N-001-B": "plan 3"}
    plain = without_references(names | dict.fromkeys(("EHC 1234", "EHC#77", "12\u201334"), "another plan"))
    assert plain(typed) == shown


def test_what_was_decided_otherwise_since_says_so(held: tuple[Path, Minutes], tmp_path: Path):
    path = tmp_path / "copy.ehcpaudit"
    path.write_bytes(held[0].read_bytes())
    with Store.open(path) as store:
        overrule(store, 2, "Q2", MET, "it stands on page 4")
        close_meeting(store, 1)
        found = minutes(store, 1)
    assert (found.items[0].decided, found.items[0].since, found.closed) == (PARTLY, True, True)


def test_the_file_holds_it_all_and_no_reference_and_nobodys_view_by_name(held: tuple[Path, Minutes], tmp_path: Path):
    with Store.open(held[0]) as store:
        page = tmp_path / "minutes.html"
        assert list(minutes_steps(store, 1, page))[-1] == (page,)
        with pytest.raises(UserError, match="is there already"):
            list(minutes_steps(store, 1, page))
        for ending in ("pdf", "docx"):
            list(minutes_steps(store, 1, tmp_path / f"minutes.{ending}"))
            assert (tmp_path / f"minutes.{ending}").stat().st_size > 1_000
    text = page.read_text("utf-8")
    for words in (
        "Edie Example", "Plan 1, Q2: Question Q2", "1 met, 1 partly met.", "partly met, template, health.",
        "one line of plan 1 has no amount", "Not decided at this meeting.", "1 of 2 questions that came up",
        "It is not for publication", "Q2 is to be reworded.", "This meeting is still open.",
    ):  # fmt: skip
        assert words in text
    assert "N-00" not in text and text.count("Edie Example") == 1
