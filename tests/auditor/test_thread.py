"""The plan's thread: its items, links suggested by shared words, and where it is broken. All plans are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.contents import Link
from auditor.plan_reader import Plan, read_plan
from auditor.thread import PAIRS, SECTIONS, Item, gaps, items_of, lines_of, linked_with, suggested
from tests.auditor.plan_reader.making import Grid, Line, Part, word_file

PARTS: list[Part] = [
    Line("Section A: Views, interests and aspirations", level=2),
    Line("Robin wants to become a train driver."),
    Line("Section B: Special educational needs", level=2),
    Line("Robin finds reading hard: letters and sounds are not secure."),
    Line("Robin becomes anxious in noisy rooms and leaves."),
    Line("Section E: Outcomes", level=2),
    Line("By July 2027 Robin will read a page of unseen text aloud."),
    Line("By July 2027 Robin will tell the time of three trains from a timetable."),
    Line("Section F: Special educational provision", level=2),
    Grid(
        [
            [[Line("Provision", bold=True)], [Line("Who and how often", bold=True)]],
            [[Line("Daily reading programme of letters and sounds.")], [Line("Teaching assistant, 15 minutes daily")]],
            [[Line("Swimming in the hydrotherapy pool every Tuesday.")], [Line("Teaching assistant, one hour weekly")]],
        ]
    ),
]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_plan(word_file(PARTS), name="plan.docx")


def test_items_stand_in_the_order_of_the_thread_and_are_numbered_by_kind(plan: Plan) -> None:
    assert [item.name for item in items_of(plan)] == [
        "Aspiration 1", "Need 1", "Need 2", "Outcome 1", "Outcome 2", "Provision 1", "Provision 2",
    ]  # fmt: skip


def test_heads_of_a_table_are_no_lines_and_cells_beside_belong_to_theirs(plan: Plan) -> None:
    assert [line.text for line in lines_of(plan, "F")] == [
        "Daily reading programme of letters and sounds. Teaching assistant, 15 minutes daily",
        "Swimming in the hydrotherapy pool every Tuesday. Teaching assistant, one hour weekly",
    ]


def test_outcomes_the_auditor_listed_stand_in_for_those_found(plan: Plan) -> None:
    listed = ["By July 2027 Robin will read a page of unseen text aloud.", "One of the auditor's own."]
    found = [item for item in items_of(plan, listed) if item.kind == "outcome"]
    assert [item.words for item in found] == listed
    assert found[0].passage is not None
    assert found[1].passage is None


def test_links_are_suggested_by_shared_words_and_broken_threads_are_named(plan: Plan) -> None:
    items = items_of(plan)
    links = suggested(items)
    assert Link("aspiration", 1, "outcome", 2) in links, "train and trains"
    assert Link("need", 1, "provision", 1) in links, "letters and sounds"
    assert Link("outcome", 1, "provision", 1) in links, "read and reading"
    assert [gap.sentence for gap in gaps(items, links)] == [
        "Need 2 has no provision.", "Outcome 2 has no provision.", "Provision 2 serves no outcome.",
    ]  # fmt: skip


def test_a_confirmed_link_closes_the_gap_at_both_its_ends(plan: Plan) -> None:
    items = items_of(plan)
    link = Link("outcome", 2, "provision", 2)
    sentences = [gap.sentence for gap in gaps(items, {link})]
    assert "Outcome 2 has no provision." not in sentences
    assert "Provision 2 serves no outcome." not in sentences
    assert linked_with(items[4], {link}) == (("provision", 2),)
    assert linked_with(items[6], {link}) == (("outcome", 2),)


def test_an_empty_plan_has_no_thread() -> None:
    empty = Plan("docx", None, (), (), ())
    assert (items_of(empty), suggested(()), gaps((), ())) == ((), (), ())


WORDS = st.lists(
    st.sampled_from(["reading", "trains", "swimming", "noisy", "rooms", "friends", "the", "will"]), max_size=6
)
ITEMS = st.lists(st.tuples(st.sampled_from(list(SECTIONS)), WORDS.map(" ".join)), max_size=10).map(
    lambda rows: tuple(Item(kind, number, words, None) for number, (kind, words) in enumerate(rows, 1))
)


@given(ITEMS)
def test_suggestions_join_only_what_belongs_together_and_are_the_same_each_time(items: tuple[Item, ...]) -> None:
    links = suggested(items)
    assert links == suggested(items)
    assert len(set(links)) == len(links)
    assert {(link.from_kind, link.to_kind) for link in links} <= set(PAIRS)


@given(ITEMS)
def test_a_suggested_link_never_opens_a_gap(items: tuple[Item, ...]) -> None:
    assert set(gaps(items, suggested(items))) <= set(gaps(items, ()))
