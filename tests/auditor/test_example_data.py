"""The files of the worked example, read here in a few lines of their own, without the jobs that build it."""

import csv
import re
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from auditor.frameworks import Framework, builtin
from db.vocabulary import Agency, Cause, Draw, Exception20, PhaseMove, PlanKind, Purpose, RoundKind
from resources import resource_path

FOLDER = resource_path("example")
EXAMPLE: dict[str, Any] = tomllib.loads((FOLDER / "example.toml").read_text(encoding="utf-8"))
ROUNDS: dict[str, dict[str, Any]] = {entry["name"]: entry for entry in EXAMPLE["rounds"]}
AGENCIES = {person["code"]: person["agency"] for person in EXAMPLE["people"]}
NAMES = ("Lancashire 2019", "Autumn 2026")
PLAN_COLUMNS = [
    "reference", "area", "year_group", "need", "setting_type", "phase", "plan_kind", "agencies", "requested_on",
    "first_final_on", "exception", "last_review_on", "decision_on", "amended_final_on", "decided_not_to_amend",
    "previous_anchor_on", "phase_move", "moves_on", "stratum", "order", "purpose",
]  # fmt: skip
SCORE_COLUMNS = ["reference", "auditor", "kind", "state"]
SEN2_NEEDS = {"SPLD", "MLD", "SLD", "PMLD", "SEMH", "SLCN", "HI", "VI", "MSI", "PD", "ASD", "OTH"}
SETTINGS = {
    "alternative provision", "early years setting", "education other than at school", "further education college",
    "independent special school", "mainstream school", "resourced provision", "school sixth form", "special school",
    "specialist post-16 institution",
}  # fmt: skip
PHASES = {"early years", "primary", "secondary", "post-16"}

Rows = list[dict[str, str]]


def rows(name: str, part: str) -> Rows:
    """One of a round's three files: plans, scores or shortfalls."""
    with Path(FOLDER, ROUNDS[name][part]).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def framework(name: str) -> Framework:
    return builtin(ROUNDS[name]["framework"])


def dates_of(plan: dict[str, str]) -> dict[str, date]:
    """The dates a plan gives; fromisoformat refuses what is not one."""
    return {key: date.fromisoformat(text) for key, text in plan.items() if key.endswith("_on") and text}


@pytest.mark.parametrize(
    ("measure", "met", "scored", "percent"),
    [("M1", 91, 165, 55), ("M2", 120, 231, 52), ("M3", 95, 194, 49), ("M4", 119, 195, 61), ("M5", 100, 227, 44)],
)
def test_the_answers_give_what_the_board_was_told(measure: str, met: int, scored: int, percent: int) -> None:
    """Counted once per plan and criterion: *met* of *met, partly met and not met*."""
    keys = [c.id for c in framework("Lancashire 2019").criteria_of(measure)]
    pooled = {(row["reference"], key): row[key] for row in rows("Lancashire 2019", "scores") for key in keys}
    counts = Counter(pooled.values())
    assert counts["2"] == met
    assert counts["2"] + counts["1"] + counts["0"] == scored
    assert (200 * met + scored) // (2 * scored) == percent


def test_what_leaves_the_count_is_not_applicable_or_cannot_tell() -> None:
    """The pooled measures miss 4, 3 and 4 answers of 33 times their criteria, and every one is accounted for."""
    pooled = {
        (row["reference"], c.id): row[c.id]
        for row in rows("Lancashire 2019", "scores")
        for c in framework("Lancashire 2019").judged
    }
    left_out = Counter((key[0], value) for (_, key), value in pooled.items() if value in "NC")
    assert left_out == {("C", "N"): 4, ("D", "N"): 3, ("E", "N"): 3, ("E", "C"): 1}


def test_lancashire_counts_33_plans_in_three_localities_with_no_known_draw() -> None:
    """How the plans were drawn and from how many was not published, so neither is given."""
    entry, plans = ROUNDS["Lancashire 2019"], rows("Lancashire 2019", "plans")
    assert Counter(plan["area"] for plan in plans) == {"North": 12, "South": 11, "East": 10}
    assert (entry["draw"], entry["as_at"]) == ("unknown", date(2019, 6, 30))
    assert not {"population", "seed", "strata"} & entry.keys()
    assert {plan["stratum"] for plan in plans} == {""}


def test_second_answers_of_2019_stand_as_after_the_moderation_meeting() -> None:
    """Both auditors of a plan give the same answers throughout, so that every plan counts."""
    first = {row["reference"]: row for row in rows("Lancashire 2019", "scores") if row["kind"] == "first"}
    second = [row for row in rows("Lancashire 2019", "scores") if row["kind"] == "second"]
    assert len(first) == 33
    assert len(second) == 7
    for row in second:
        assert all(row[c.id] == first[row["reference"]][c.id] for c in framework("Lancashire 2019").judged)


def test_autumn_is_drawn_in_proportion_to_its_areas() -> None:
    """The strata add up to the frame, the sample to 60, and each area has its share of both."""
    entry, plans = ROUNDS["Autumn 2026"], rows("Autumn 2026", "plans")
    strata: dict[str, int] = entry["strata"]
    drawn = Counter(plan["stratum"] for plan in plans)
    assert sum(strata.values()) == entry["population"] == 7300
    assert drawn == {"North": 24, "South": 21, "East": 15}
    assert all(drawn[area] * entry["population"] == 60 * size for area, size in strata.items())
    for area, size in strata.items():
        orders = sorted(int(plan["order"]) for plan in plans if plan["stratum"] == area)
        assert orders == list(range(1, drawn[area] + 1))
        assert all(1 <= int(plan["reference"][2:]) <= size for plan in plans if plan["stratum"] == area)
    assert all(plan["stratum"] == plan["area"] for plan in plans)


def test_autumn_auditors_differ_about_as_much_as_people_do() -> None:
    """On plans scored twice: four in five alike, nearly all within one step, some seen as not applicable by one."""
    scores = [row for row in rows("Autumn 2026", "scores") if row["state"] == "submitted"]
    first = {row["reference"]: row for row in scores if row["kind"] == "first"}
    second = [row for row in scores if row["kind"] == "second"]
    pairs = [(first[row["reference"]][c.id], row[c.id]) for row in second for c in framework("Autumn 2026").judged]
    both = [(int(a), int(b)) for a, b in pairs if a in "012" and b in "012"]
    assert len(second) == 12
    assert 0.75 <= sum(a == b for a, b in both) / len(both) <= 0.85
    assert 0.95 <= sum(abs(a - b) <= 1 for a, b in both) / len(both) < 1
    assert 3 <= sum((a == "N") != (b == "N") for a, b in pairs) <= 12


def test_the_owner_has_audits_to_go_on_with() -> None:
    """Three audits are drafts, two of them the owner's, each begun and not finished."""
    drafts = [row for row in rows("Autumn 2026", "scores") if row["state"] == "draft"]
    assert len(drafts) == 3
    assert sum(row["auditor"] == EXAMPLE["owner"] for row in drafts) == 2
    for row in drafts:
        assert 0 < sum(row[c.id] == "" for c in framework("Autumn 2026").judged) < len(framework("Autumn 2026").judged)


@pytest.mark.parametrize("name", NAMES)
def test_every_score_is_on_the_scale_of_its_criterion(name: str) -> None:
    """2, 1, 0, N or C as the framework offers it; blanks only in drafts; one column for each judged criterion."""
    judged = framework(name).judged
    offered = {c.id: {value.key for value in c.scale} for c in judged}
    for row in rows(name, "scores"):
        assert list(row) == SCORE_COLUMNS + [c.id for c in judged]
        assert row["kind"] in ("first", "second")
        assert row["state"] in ("submitted", "draft")
        for key, codes in offered.items():
            assert row[key] in (codes | {""} if row["state"] == "draft" else codes), (row["reference"], key, row[key])


@pytest.mark.parametrize("name", NAMES)
def test_each_plan_is_scored_once_and_second_scorers_come_from_another_agency(name: str) -> None:
    """One first audit for each plan; a second one by a trained person from elsewhere."""
    scores = rows(name, "scores")
    first = {row["reference"]: row["auditor"] for row in scores if row["kind"] == "first"}
    second = {row["reference"]: row["auditor"] for row in scores if row["kind"] == "second"}
    assert len(first) + len(second) == len(scores)
    assert set(first) == {plan["reference"] for plan in rows(name, "plans")}
    assert all(AGENCIES[auditor] != AGENCIES[first[reference]] for reference, auditor in second.items())
    trained = {person["code"]: person["trained_on"] for person in EXAMPLE["people"]}
    assert all(trained[row["auditor"]] <= ROUNDS[name]["as_at"] for row in scores)
    assert {AGENCIES[row["auditor"]] for row in scores} == {agency.value for agency in Agency}


@pytest.mark.parametrize("name", NAMES)
def test_shortfalls_belong_to_answers_that_fall_short(name: str) -> None:
    """A cause, an agency and a line for an answer 1 or 0 that stands in the scores; never twice."""
    scores = {(row["reference"], row["auditor"]): row for row in rows(name, "scores")}
    shortfalls = rows(name, "shortfalls")
    seen = [(row["reference"], row["auditor"], row["criterion"]) for row in shortfalls]
    assert len(seen) == len(set(seen))
    for row in shortfalls:
        assert scores[row["reference"], row["auditor"]][row["criterion"]] in ("0", "1")
        assert row["cause"] in tuple(Cause)
        assert row["agency"] in tuple(Agency)
        assert 10 < len(row["note"]) < 120


def test_nearly_every_shortfall_of_autumn_has_its_cause() -> None:
    """In 2019 causes were noted for some; in Autumn for all but a few."""
    for name, least, most in (("Lancashire 2019", 0.3, 0.6), ("Autumn 2026", 0.94, 0.999)):
        short = sum(row[c.id] in ("0", "1") for row in rows(name, "scores") for c in framework(name).judged)
        assert least <= len(rows(name, "shortfalls")) / short <= most


@pytest.mark.parametrize("name", NAMES)
def test_plans_hold_codes_and_dates_in_a_possible_order(name: str) -> None:
    """Words from the closed lists, and no date before what it follows or after the reference date."""
    as_at = ROUNDS[name]["as_at"]
    for plan in rows(name, "plans"):
        assert list(plan) == PLAN_COLUMNS
        assert plan["plan_kind"] in tuple(PlanKind)
        assert plan["exception"] in ("", *Exception20)
        assert plan["phase_move"] in tuple(PhaseMove)
        assert plan["purpose"] == Purpose.SAMPLE
        assert plan["decided_not_to_amend"] in ("", "yes")
        assert set(plan["agencies"].split(";")) <= {"education", "health", "social_care"}
        assert -1 <= int(plan["year_group"]) <= 14
        known = dates_of(plan)
        moves_on = known.pop("moves_on", None)
        assert (moves_on is None) == (plan["phase_move"] == "none")
        steps = ("requested_on", "first_final_on", "previous_anchor_on", "last_review_on", "decision_on")
        given = [known[step] for step in steps if step in known]
        assert given == sorted(given)
        assert all(day <= as_at for day in known.values())
        assert all(day.weekday() < 5 for day in known.values())
        assert not (plan["decided_not_to_amend"] and plan["amended_final_on"])


def test_not_applicable_in_autumn_agrees_with_the_facts() -> None:
    """Adulthood is asked from Year 9, therapy where health advised, joint working where two services are involved."""
    plans = {plan["reference"]: plan for plan in rows("Autumn 2026", "plans")}
    for row in rows("Autumn 2026", "scores"):
        plan = plans[row["reference"]]
        below_9, services = int(plan["year_group"]) < 9, plan["agencies"].split(";")
        if row["P8"]:
            assert (row["P8"] == "N") == below_9
        if row["S8"]:
            assert (row["S8"] == "N") == (below_9 or not plan["last_review_on"])
        if row["P3"]:
            assert (row["P3"] == "N") == ("health" not in services)
        if row["P4"]:
            assert (row["P4"] == "N") == (services == ["education"])
        if row["V3"] == "N":
            assert int(plan["year_group"]) >= 12


def test_references_are_unique_across_the_example() -> None:
    """A reference names one plan in every round, so two rounds of different plans share none."""
    references = [plan["reference"] for name in NAMES for plan in rows(name, "plans")]
    assert len(references) == len(set(references)) == 93
    areas = {"N": "North", "S": "South", "E": "East"}
    for plan in (plan for name in NAMES for plan in rows(name, "plans")):
        assert re.fullmatch(r"[NSE]-\d{3,4}", plan["reference"])
        assert areas[plan["reference"][0]] == plan["area"]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_in_the_files_could_name_a_child(name: str) -> None:
    """Plans hold closed words, codes and dates; notes hold no name, number, postcode or date."""
    for plan in rows(name, "plans"):
        assert plan["need"] in SEN2_NEEDS
        assert plan["setting_type"] in SETTINGS
        assert plan["phase"] in PHASES
        assert plan["stratum"] in ("", plan["area"])
    people = {word for person in EXAMPLE["people"] for word in person["name"].split()}
    for row in rows(name, "shortfalls"):
        note = row["note"]
        assert not people & set(re.findall(r"\w+", note))
        assert not re.search(r"\d{3}|\d/\d|\d-\d", note)
        # a capital in mid-sentence would be a name, a place or a school; section letters are single
        assert not re.findall(r"(?<=[a-z,;] )[A-Z][a-z]+", note), note


def test_each_round_says_what_is_invented() -> None:
    """The notes people read on every page and report."""
    assert "made up" in EXAMPLE["invented"]
    assert "re-creates published figures" in ROUNDS["Lancashire 2019"]["invented"]
    assert "not published" in ROUNDS["Lancashire 2019"]["invented"]
    assert "Everything in this round is made up" in ROUNDS["Autumn 2026"]["invented"]


def test_the_example_names_known_people_kinds_and_draws() -> None:
    """Codes are unique, the owner is one of the people, and the words come from the closed lists."""
    assert len(AGENCIES) == len(EXAMPLE["people"])
    assert EXAMPLE["owner"] in AGENCIES
    assert set(AGENCIES.values()) == {agency.value for agency in Agency}
    for entry in ROUNDS.values():
        assert entry["kind"] in tuple(RoundKind)
        assert entry["draw"] in tuple(Draw)
