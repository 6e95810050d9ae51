"""Drawing a sample: the same list and seed give the same plans, on any machine, for ever."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from auditor.sampling.draw import (
    Candidate,
    Filters,
    Rules,
    clean_seed,
    in_order,
    matching,
    natural,
    new_seed,
    next_in,
    parts_of,
    pick,
    rank,
    trial,
)
from db.errors import UserError

LIST = tuple(
    Candidate(f"N-{i:03}", area=("North", "East", "Central")[i % 3], need=("ASD", "SEMH")[i % 2], year_group=i % 15)
    for i in range(1, 61)
)
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
CANDIDATES = st.lists(
    st.builds(
        Candidate, TEXT, area=st.sampled_from(["", "North", "East", "Mid"]), need=st.sampled_from(["ASD", "SEMH", ""]),
        year_group=st.none() | st.integers(-4, 20),
    ),
    min_size=1, max_size=60, unique_by=lambda c: c.reference,
)  # fmt: skip
BY = st.sampled_from([(), ("area",), ("need",), ("area", "need"), ("year_group", "area")])


def test_a_plans_rank_is_what_any_tool_for_sha_256_says():
    """In a shell: printf '4827-1936[line feed]N-001' piped to sha256sum."""
    assert rank("4827-1936", "N-001") == "cfe07db418351d6ddf902a6f8c4406cb5692fdc1d0a5ef25d5e6d0a4fbf888c3"
    assert rank("Gwanwyn 2026", "Ŵ-1") == hashlib.sha256(b"Gwanwyn 2026\n\xc5\xb4-1").hexdigest()


def test_these_draws_hold_for_ever():
    """Samples that were drawn with these rules must come out the same in every later version."""
    _, simple = pick(LIST, Rules(8, seed="4827-1936"))
    assert simple == {"": ("N-032", "N-012", "N-027", "N-046", "N-019", "N-004", "N-045", "N-059")}
    _, stratified = pick(LIST, Rules(8, by=("area",), seed="4827-1936"))
    assert stratified == {
        "Central": ("N-032", "N-059", "N-008"),
        "East": ("N-046", "N-019", "N-004"),
        "North": ("N-012", "N-027"),
    }
    _, crossed = pick(LIST, Rules(7, by=("area", "need"), minimum=1, factors={"North · SEMH": 3}, seed="Spring 2026"))
    assert crossed == {
        "Central · ASD": ("N-008",),
        "Central · SEMH": ("N-011",),
        "East · ASD": ("N-040",),
        "East · SEMH": ("N-031",),
        "North · ASD": ("N-048",),
        "North · SEMH": ("N-021", "N-015"),
    }


@given(CANDIDATES, st.data(), TEXT, BY)
def test_the_order_of_the_list_does_not_matter_and_no_plan_comes_twice(plans, data, seed: str, by):
    size = data.draw(st.integers(1, len(plans)))
    shuffled = data.draw(st.permutations(plans))
    rules = Rules(size, by=by, seed=seed)
    _, drawn = pick(plans, rules)
    assert pick(shuffled, rules)[1] == drawn
    flat = [reference for references in drawn.values() for reference in references]
    assert len(flat) == len(set(flat)) == size
    assert set(flat) <= {plan.reference for plan in plans}


@given(CANDIDATES, st.data(), TEXT)
def test_a_bigger_simple_sample_with_the_same_seed_holds_the_smaller(plans, data, seed: str):
    small = data.draw(st.integers(1, len(plans)))
    large = data.draw(st.integers(small, len(plans)))
    first, more = (pick(plans, Rules(size, seed=seed))[1][""] for size in (small, large))
    assert more[:small] == first


@given(CANDIDATES, st.data(), BY, st.integers(0, 4), st.integers(1, 9))
def test_the_sizes_add_up_whatever_is_asked_of_the_parts(plans, data, by, minimum: int, factor: int):
    groups = parts_of(plans, by)
    sizes = {key: len(references) for key, references in groups.items()}
    assert sum(sizes.values()) == len(plans)
    least = sum(min(minimum, size) for size in sizes.values())
    size = data.draw(st.integers(max(1, least), len(plans)))
    more = data.draw(st.sampled_from(sorted(sizes)))
    came = trial(sizes, len(plans), Rules(size, by=by, minimum=minimum, factors={more: factor}))
    assert came.drawn == size
    assert all(min(minimum, part.size) <= part.drawn <= part.size for part in came.parts)
    assert came.worth <= size * (1 + 1e-9)
    assert (came.margin is None) is (size == len(plans))


@given(CANDIDATES, TEXT, st.data())
def test_the_next_plan_of_a_part_is_the_one_that_a_sample_one_larger_would_have_drawn(plans, seed: str, data):
    size = data.draw(st.integers(1, len(plans)))
    rules = Rules(size, seed=seed)
    taken = pick(plans, rules)[1][""]
    found = next_in(plans, rules, "", frozenset(taken))
    if size == len(plans):
        assert found is None
    else:
        assert found == pick(plans, replace(rules, size=size + 1))[1][""][-1]


def test_parts_are_named_by_their_facts_and_stand_as_people_sort_them():
    years = parts_of(
        [Candidate("a", year_group=10), Candidate("b", year_group=9), Candidate("c"), Candidate("d", year_group=0)],
        ("year_group",),
    )
    assert list(years) == ["Reception", "Year 9", "Year 10", "Year not given"]
    kinds = parts_of([Candidate("a", area="North_East", plan_kind="phase_transfer")], ("area", "plan_kind"))
    assert list(kinds) == ["North_East · phase transfer"]
    assert list(parts_of([Candidate("a")], ("area",))) == ["not given"]
    assert natural("Team 2") < natural("Team 10") < natural("Team 10b")


@given(st.lists(st.tuples(*[st.text("a ·", min_size=1, max_size=5)] * 2), min_size=1, max_size=8, unique=True))
@example([("North", "East · SLCN"), ("North · East", "SLCN")])
@example([("a", "· b"), ("a ·", "b"), ("a · ·", "b"), ("a ··", "b")])
def test_two_parts_never_share_a_name_whatever_their_values_hold(values: list[tuple[str, str]]):
    plans = [Candidate(f"{i}", area=area, need=need) for i, (area, need) in enumerate(values)]
    assert len(parts_of(plans, ("area", "need"))) == len(values)


def test_an_exact_tie_between_parts_is_settled_by_their_names_not_by_the_list():
    plans = [Candidate(f"{area}{i}", area=area) for area in ("South", "East") for i in range(5)]
    for listed in (plans, plans[::-1]):
        _, drawn = pick(listed, Rules(3, by=("area",), seed="x"))
        assert {key: len(references) for key, references in drawn.items()} == {"East": 2, "South": 1}


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        (Filters(finalised_from=date(2026, 3, 1)), {"March", "April"}),
        (Filters(date(2026, 3, 1), date(2026, 3, 31)), {"March"}),
        (Filters(finalised_to=date(2026, 3, 31)), {"January", "March"}),
        (Filters(year_from=9), {"March"}),
        (Filters(year_to=9), {"January", "March", "April"}),
        (Filters(agency="health"), {"April"}),
        (Filters(only={"area": ("North", "East")}), {"January", "March", "April"}),
        (Filters(only={"area": ("North", "East"), "need": ("not given",)}), {"March", "April"}),
    ],
)
def test_filters_take_what_has_the_fact_and_leave_out_what_does_not_say(filters: Filters, kept: set[str]):
    plans = [
        Candidate("January", "North", "ASD", year_group=8, finalised=date(2026, 1, 31)),
        Candidate("March", "East", year_group=9, agencies="education", finalised=date(2026, 3, 31)),
        Candidate("April", "East", year_group=0, agencies="education;health", finalised=date(2026, 4, 1)),
        Candidate("unknown"),
    ]
    assert {c.reference for c in matching(plans, filters)} == kept
    assert filters
    assert not Filters()


@pytest.mark.parametrize(
    "rules",
    [
        Rules(33),
        Rules(None, filters=Filters(date(2026, 3, 1), date(2026, 3, 31), 9, None, "health", {"area": ("B", "A")})),
        Rules(60, ("area", "need"), 3, {"Ŵ · ASD": 2}),
    ],
)
def test_rules_are_plain_text_that_reads_back_the_same(rules: Rules):
    again = Rules.from_json(replace(rules, seed="s").as_json(), "s")
    assert again is not None
    assert again.as_json() == rules.as_json()
    assert (
        pick(LIST, replace(again, size=1, filters=Filters(), by=(), factors={}, minimum=0))[1][""]
        == in_order("s", [c.reference for c in LIST])[:1]
    )


def test_a_round_without_rules_has_none_and_spoilt_ones_are_said():
    assert Rules.from_json("{}") is None
    for spoilt in ("", "[1]", '{"size": 3}', '{"size": 3, "by": 7}'):
        with pytest.raises(UserError, match="Nothing was changed") as refused:
            Rules.from_json(spoilt)
        assert refused.value.code == "damaged_rules"


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        (Rules(61), "too_many"),
        (Rules(0), "too_many"),
        (Rules(5, filters=Filters(year_from=19)), "nothing_matches"),
        (Rules(5, by=("area",), minimum=2), "share"),
        (Rules(5, by=("area",), minimum=-1), "share"),
        (Rules(5, by=("area",), factors={"West": 2}), "factor"),
        (Rules(5, by=("area",), factors={"North": 10}), "factor"),
        (Rules(5, by=("area", "area")), "too_many_fields"),
        (Rules(5, by=("writer",)), "no_field"),
        (Rules(5, filters=Filters(only={"name": ("A",)})), "no_field"),
        (Rules(5, filters=Filters(agency="police")), "no_agency"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_a_sentence(rules: Rules, code: str):
    with pytest.raises(UserError, match=r"\.$") as refused:
        pick(LIST, rules)
    assert refused.value.code == code


def test_parts_drawn_unequally_are_weighted_and_worth_less_than_their_number():
    sizes = {"New": 100, "Old": 900}
    even, uneven = (trial(sizes, 1000, Rules(40, ("plan_kind",), factors={"New": f})) for f in (1, 9))
    assert [p.drawn for p in even.parts] == [4, 36]
    assert [p.drawn for p in uneven.parts] == [20, 20]
    assert (even.weighted, uneven.weighted) == (False, True)
    # Kish by hand: weights 5 and 45 on 20 plans each
    assert uneven.worth == pytest.approx((20 * 5 + 20 * 45) ** 2 / (20 * 25 + 20 * 2025))
    assert even.margin is not None
    assert uneven.margin is not None
    assert uneven.margin > even.margin


def test_seeds_are_short_and_are_used_as_they_are_kept():
    assert len({new_seed() for _ in range(50)}) > 45
    assert all(clean_seed(seed) == seed for seed in (new_seed() for _ in range(50)))
    assert clean_seed("  Spring\t2026 ") == "Spring 2026"
    assert clean_seed("é") == "é"
    for bad in ("x" * 61, "a\x00b"):
        with pytest.raises(UserError, match="Nothing was drawn"):
            clean_seed(bad)
