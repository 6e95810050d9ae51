"""Everything held for one reference: complete, readable, and put right with a reason."""

import json
import re
import shutil
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from sqlmodel import select

from auditor.checking import check_workspace
from auditor.frames.keep import take_in_frame
from auditor.privacy.correction import KINDS, correct, read_fact
from auditor.privacy.subject import held
from auditor.privacy.subject_files import as_json, as_page, export, summary
from auditor.results import results
from auditor.rounds import NewRound, new_round, rounds
from auditor.sampling.draw import Rules
from auditor.sampling.sample import draw
from auditor.sampling.view import sample
from db.errors import UserError
from db.store import Store
from db.tables import Conflict, Criterion, Guidance, Log, LogPayload, Person, Plan, RoundPlan
from db.vocabulary import RoundKind
from tests.auditor.privacy.rooms import lead_workspace, word
from tests.auditor.sampling.test_sample import frame_of, listed
from tests.building import make_workspace, small_framework


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the open workspace; each test works on a copy."""
    folder = tmp_path_factory.mktemp("made")
    lead_workspace(folder / "a.ehcpaudit").close()
    return folder


@pytest.fixture
def store(made: Path, tmp_path: Path):
    """A copy of it, open."""
    with Store.open(Path(shutil.copytree(made, tmp_path / "copy")) / "a.ehcpaudit") as opened:
        yield opened


def round_id(store: Store, name: str) -> int:
    return next(row.id for row in rounds(store) if row.name == name)


def texts(value: object) -> set[str]:
    """Every text in a tree."""
    if isinstance(value, dict):
        return {text for part in value.values() for text in texts(part)}
    if isinstance(value, list):
        return {text for part in value for text in texts(part)}
    return {str(value)}


def test_all_that_anybody_wrote_about_a_plan_is_held_under_its_reference(store: Store):
    found = " ".join(texts(held(store, "N-002")))
    for words in (
        "note on N-002",
        "quotation of N-002",
        "outcome of N-002",
        "reason of an exclusion",
        "HB, Hal Example",
        word("before"),
    ):
        assert words in found
    found = " ".join(texts(held(store, "N-001")))
    for words in (
        "reason to reopen", "what is right", "note on N-001", "point raised", "why not accepted", "why urgent",
        "what was done", "on mending", word("question"), word("reply"),
    ):  # fmt: skip
        assert words in found


def test_nothing_of_another_plan_is_among_it_and_no_secret(store: Store):
    found = " ".join(texts(held(store, "N-002")))
    assert "N-001" not in found
    assert "N-003" not in found
    assert "key of a paper" not in " ".join(texts(held(store, "N-001")))


def test_every_fact_the_tables_have_of_a_plan_is_shown(store: Store):
    facts = held(store, "N-001")["rounds"][0]["facts"]
    assert set(facts) == set(RoundPlan.model_fields) - {"id", "round_id", "plan_id", "row_version"}


def test_the_log_is_searched_by_the_whole_reference(store: Store):
    entries = held(store, "N-001")["change_log"]
    assert len([e for e in entries if e["what"] == "submitted audit"]) == 2
    assert not any("N-002" in e["subject"] for e in entries)


def test_words_elsewhere_that_name_the_reference_are_held_and_those_of_a_longer_one_are_not(store: Store):
    with store.write() as session:
        criterion = session.exec(select(Criterion)).first()
        assert criterion is not None
        reference = session.exec(select(Plan.reference)).first()
        assert reference is not None
        words = f"As with {reference}, see section F."
        session.add(Guidance(criterion_id=criterion.id or 0, words=words, written_by="Lee Example"))
        auditor = session.exec(select(Person)).first()
        assert auditor is not None
        session.add(Conflict(person_id=auditor.id or 0, area="North", reason=f"Wrote {reference}9"))
    assert {"in": "guidance on a question", "words": words} in held(store, reference)["named_elsewhere"]
    assert f"Wrote {reference}9" not in texts(held(store, reference))


def test_a_reference_that_is_not_there_is_told(store: Store):
    with pytest.raises(UserError) as refused:
        held(store, "N-00")
    assert refused.value.code == "no_plan"


class Words(HTMLParser):
    """The words of a page, and whether each thing that was opened is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_page_says_what_the_json_says_and_stands_alone(store: Store):
    tree = held(store, "N-002")
    page = Words()
    page.feed(as_page(tree))
    assert page.open == []
    said = re.sub(r"\s+", " ", " ".join(page.words))
    for words in ("note on N-002", "reason of an exclusion", "Hal Example", "First final on", "partly met"):
        assert words in said
    assert json.loads(as_json(tree))["reference"] == "N-002"
    assert "http" not in as_page(tree).replace("http-equiv", "")


def test_words_with_signs_of_markup_are_shown_as_words(store: Store):
    tree = held(store, "N-002") | {"exclusions": [{"reason": "<script>alert(1)</script>"}]}
    assert "<script>" not in as_page(tree)
    assert "&lt;script&gt;" in as_page(tree)


def test_an_export_writes_both_files_and_the_log_tells_of_it(store: Store, tmp_path: Path):
    files = export(store, "N-002", tmp_path)
    assert [file.name for file in files] == ["held-n-002.json", "held-n-002.html"]
    with store.read() as session:
        last = session.exec(select(Log).order_by(Log.seq.desc())).first()  # type: ignore[union-attr]
    assert last is not None
    assert (last.what, last.subject) == ("exported what is held", "N-002")
    assert dict(summary(json.loads(files[0].read_text()))) | {"Entries of the change log": 0} == dict(
        summary(held(store, "N-002"))
    ) | {"Entries of the change log": 0}


def test_facts_are_put_right_in_a_round_under_way_and_the_log_keeps_before_and_after(store: Store):
    rnd = round_id(store, "Spring 2026")
    facts = {"area": "South", "first_final_on": date(2025, 5, 6), "year_group": 4}
    assert not correct(store, rnd, "N-003", facts, "the list had it wrong").noted
    with store.read() as session:
        row = session.exec(
            select(RoundPlan).join(Plan).where(Plan.reference == "N-003", RoundPlan.round_id == rnd)
        ).one()
        assert (row.area, row.first_final_on, row.year_group) == ("South", date(2025, 5, 6), 4)
        entry = session.exec(select(Log).where(Log.what == "corrected facts")).one()
        payload = session.get_one(LogPayload, entry.seq)
    assert json.loads(payload.before) == {"area": "North", "first_final_on": None, "year_group": None}
    assert json.loads(payload.after) == {"area": "South", "first_final_on": "2025-05-06", "year_group": 4}
    assert payload.why == "the list had it wrong"
    assert check_workspace(store) == ()


def test_in_a_signed_off_round_a_correction_is_a_note_and_no_figure_moves(store: Store):
    rnd, before = round_id(store, "Spring"), results(store, "Spring").fingerprint
    assert correct(store, rnd, "N-002", {"area": "South"}, "the parent says so").noted
    assert results(store, "Spring").fingerprint == before
    tree = held(store, "N-002")
    assert tree["rounds"][0]["facts"]["area"] == "North"
    assert any(e["what"] == "noted a correction" and "South" in e["after"] for e in tree["change_log"])
    assert check_workspace(store) == ()


def test_the_same_fact_again_is_no_correction(store: Store):
    head = store.log_head()
    correct(store, round_id(store, "Spring 2026"), "N-003", {"area": "North"}, "to be sure")
    assert store.log_head() == head


@pytest.mark.parametrize(
    ("facts", "why", "code"),
    [
        ({"area": "South"}, " ", "no_reason"),
        ({"reference": "N-9"}, "because", "no_fact"),
        ({"plan_kind": "other"}, "because", "not_a_fact"),
        ({"year_group": 99}, "because", "not_a_fact"),
    ],
)
def test_a_correction_that_cannot_be_changes_nothing(store: Store, facts: dict, why: str, code: str):
    head = store.log_head()
    with pytest.raises(UserError) as refused:
        correct(store, round_id(store, "Spring 2026"), "N-003", facts, why)
    assert refused.value.code == code
    assert store.log_head() == head


@pytest.mark.parametrize(
    ("name", "text", "fact"),
    [
        ("first_final_on", "31/03/2026", date(2026, 3, 31)),
        ("first_final_on", "2026-03-31", date(2026, 3, 31)),
        ("first_final_on", "", None),
        ("year_group", "0", 0),
        ("exception_applies", "no", False),
        ("decided_not_to_amend", "", False),
        ("area", " South ", "South"),
    ],
)
def test_facts_are_read_as_somebody_types_them(name: str, text: str, fact: object):
    assert read_fact(name, text) == fact


@pytest.mark.parametrize(
    ("name", "text"),
    [("first_final_on", "31/11/2025"), ("year_group", "four"), ("exception_applies", "maybe"), ("x", "")],
)
def test_what_is_no_fact_gets_a_sentence(name: str, text: str):
    with pytest.raises(UserError) as refused:
        read_fact(name, text)
    assert str(refused.value).endswith("Nothing was changed.")


def test_every_fact_but_where_it_came_from_can_be_put_right():
    assert set(KINDS) == set(RoundPlan.model_fields) - {"id", "round_id", "plan_id", "frame_row", "row_version"}


def test_a_sample_is_still_what_its_seed_gives_after_facts_it_was_drawn_by_were_put_right(tmp_path: Path):
    with make_workspace(tmp_path / "b.ehcpaudit") as store:
        rnd = new_round(store, small_framework(tmp_path), NewRound("Spring", RoundKind.FULL, date(2026, 3, 31)))
        take_in_frame(store, rnd, frame_of(listed(60)), "d" * 64)
        reference = listed(60)[0].reference
        correct(store, rnd, reference, {"area": "East"}, "before the draw")
        draw(store, rnd, Rules(12, ("area",), seed="first"))
        facts = {"area": "North", "first_final_on": date(2020, 1, 1)}
        for plan in sample(store, rnd).plans[:6]:
            correct(store, rnd, plan.reference, facts, "the list had it wrong")
        correct(store, rnd, reference, {"area": "South"}, "the list had it wrong")
        correct(store, rnd, reference, {"area": "West"}, "and so had the correction")
        assert check_workspace(store) == ()
        with store.write() as session:
            for row in session.exec(select(RoundPlan)):
                row.area = "West"
        assert any("seed" in fault for fault in check_workspace(store))
