"""Agreement among auditors, held by figures that at least two other programs give."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.agreement import Agreement, agreement
from tests.auditor.verified import Case, case, cases

RATINGS = st.integers(2, 4).flatmap(
    lambda auditors: st.lists(
        st.lists(st.sampled_from(["0", "1", "2", "NA", None]), min_size=auditors, max_size=auditors), max_size=25
    )
)
SCALE = ["0", "1", "2"]


def ratings(figures: Case) -> list[list[str | None]]:
    """The rows of a verified case, a table of two auditors written out plan by plan."""
    if figures.data["form"] == "ratings":
        return [
            [None if score is None else str(score) for score in row] for row in figures.data["ratings_units_by_raters"]
        ]
    labels = [str(label) for label in figures.data["categories"]]
    table = figures.data["table_raterA_rows_raterB_cols"]
    return [[labels[a], labels[b]] for a, row in enumerate(table) for b, plans in enumerate(row) for _ in range(plans)]


def of(figures: Case) -> Agreement:
    return agreement(ratings(figures), [str(label) for label in figures.data["categories"]])


@pytest.mark.parametrize("figures", cases("agreement"), ids=str)
def test_agreement_gives_the_verified_figures(figures: Case) -> None:
    found = of(figures)
    for name, value in figures.expected.items():
        if value is None:
            assert getattr(found, name) is None, name
            assert found.reasons[name]
        else:
            assert getattr(found, name) == pytest.approx(value, abs=figures.tolerance), name


def test_nearly_every_plan_met_brings_kappa_down_but_not_gwet() -> None:
    found = of(case("audit_one_disagreement_else_all_met"))
    assert found.cohen_kappa == pytest.approx(0, abs=1e-12)
    assert found.gwet_ac1 is not None
    assert found.gwet_ac1 > 0.96


def test_whether_a_criterion_applies_is_asked_apart_from_the_score() -> None:
    """The same invented 33 plans: NA as a category of its own, and NA left to the question of applying."""
    rows = ratings(case("audit_2auditors_NA_as_category"))
    found = agreement(rows, SCALE)
    apart = case("audit_2auditors_both_applicable")
    assert found.n_units == apart.expected["n_units"]
    assert found.cohen_kappa == pytest.approx(apart.expected["cohen_kappa"], abs=apart.tolerance)
    assert found.applicability_percent_agreement == pytest.approx(30 / 33)
    as_category = agreement(rows, [*SCALE, "NA"])
    assert as_category.n_units == 33
    assert as_category.applicability_gwet_ac1 is None
    assert as_category.gwet_ac2_quadratic is None
    assert "order" in as_category.reasons["gwet_ac2_quadratic"]


def test_no_variation_is_said_and_never_shown_as_nought_or_one() -> None:
    found = agreement([["2", "2"]] * 12, SCALE)
    assert found.percent_agreement == found.gwet_ac1 == 1
    for name in ("cohen_kappa", "fleiss_kappa", "alpha_nominal", "alpha_interval"):
        assert getattr(found, name) is None
        assert "no variation" in found.reasons[name]


def test_within_one_step_counts_neighbours_on_the_scale() -> None:
    found = agreement([["0", "1"], ["0", "2"], ["2", "2"], ["1", "2"]], SCALE)
    assert found.within_one == pytest.approx(0.75)
    assert found.percent_agreement == pytest.approx(0.25)


def test_gwet_uses_the_points_nobody_gave() -> None:
    rows: list[list[str | None]] = [["2", "2"], ["1", "2"], ["1", "1"]]
    assert agreement(rows, SCALE).gwet_ac1 != agreement(rows, ["1", "2"]).gwet_ac1
    assert agreement(rows, SCALE).alpha_nominal == agreement(rows, ["1", "2"]).alpha_nominal


def test_numbers_are_known_in_any_spelling_and_words_stand_in_order() -> None:
    assert agreement([["2.0", " 1 "], ["0", "0"]], SCALE) == agreement([["2", "1"], ["0", "0"]], SCALE)
    words = agreement([["yes", "partly"], ["no", "no"]], ["no", "partly", "yes"])
    assert words == agreement([["3", "2"], ["1", "1"]], ["1", "2", "3"])


@pytest.mark.parametrize("rows", [[], [["1", ""], [None, "2"]], [["NA", "NA"]]])
def test_without_a_plan_scored_twice_nothing_is_estimated(rows: list[list[str | None]]) -> None:
    found = agreement(rows, SCALE)
    assert found.n_units == 0
    assert found.percent_agreement is None
    assert found.gwet_ac1 is None
    assert "twice" in found.reasons["percent_agreement"]


def test_few_plans_say_so_and_kappa_says_it_is_for_two() -> None:
    found = agreement([["1", "1", "2"], ["0", "0", "0"]], SCALE)
    assert "Fewer than 10" in found.reasons["n_units"]
    assert "two auditors" in found.reasons["cohen_kappa"]


@pytest.mark.parametrize(
    ("rows", "scale"),
    [
        ([["3", "1"]], SCALE),
        ([["1", "1"], ["1"]], SCALE),
        ([], ["1"]),
        ([], ["1", "1"]),
        ([], ["1", "1.0"]),
        ([], [""]),
    ],
)
def test_what_cannot_be_compared_is_refused_in_a_sentence(rows: list[list[str | None]], scale: list[str]) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        agreement(rows, scale)


@given(RATINGS)
def test_neither_the_order_of_plans_nor_of_auditors_matters(rows: list[list[str | None]]) -> None:
    turned = [list(reversed(row)) for row in reversed(rows)]
    before, after = agreement(rows, SCALE), agreement(turned, SCALE)
    assert before.reasons == after.reasons
    for name in Agreement.__dataclass_fields__:
        if name != "reasons":
            assert getattr(after, name) == pytest.approx(getattr(before, name), abs=1e-9), name


@given(RATINGS)
def test_every_missing_figure_has_its_reason_and_none_is_above_one(rows: list[list[str | None]]) -> None:
    found = agreement(rows, SCALE)
    for name in Agreement.__dataclass_fields__:
        value = getattr(found, name)
        if name in ("n_units", "reasons"):
            continue
        assert (value is None) == (name in found.reasons)
        assert value is None or value <= 1 + 1e-12


@given(RATINGS)
def test_plans_scored_once_leave_percentages_and_alpha_as_they_are(rows: list[list[str | None]]) -> None:
    width = len(rows[0]) if rows else 2
    once: list[str | None] = ["1", *[None] * (width - 1)]
    before, after = agreement(rows, SCALE), agreement([*rows, once], SCALE)
    assert (after.n_units, after.percent_agreement, after.alpha_nominal, after.alpha_ordinal) == (
        before.n_units,
        before.percent_agreement,
        before.alpha_nominal,
        before.alpha_ordinal,
    )
