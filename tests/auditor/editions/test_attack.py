"""Nothing hidden in a public edition can be worked out, whatever was published before and however the rule is known."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from itertools import combinations_with_replacement, pairwise
from typing import cast

import pytest

from auditor.editions.figures import (
    Earlier,
    Least,
    PublicFigures,
    PublicGroup,
    PublicLine,
    Publishing,
    figures_from_json,
)
from auditor.editions.levels import Raw, fits, levels_of, public_line
from auditor.editions.public import public, whole_lines_refused
from auditor.editions.report import public_report
from auditor.figures import Results
from auditor.reports.blocks import Figure
from auditor.reports.details import ReportDetails
from auditor.rollup import judge
from db.errors import UserError
from tests.auditor.editions.attack import Attack, Told, differences
from tests.auditor.editions.making import JUDGED, MadePlan, framework, made_plans, results_of

SIZES = (14, 24, 33, 60, 120)


def numbers_of(figures: PublicFigures) -> dict[Told, float]:
    """Every number of a public edition about plans, read back from the JSON that is kept of it."""
    figures = figures_from_json(figures.to_json())
    found: dict[Told, float | None] = {
        ("sample", "", "", "", "scored"): figures.sample.scored,
        ("sample", "", "", "", "drawn"): figures.sample.drawn,
        ("sample", "", "", "", "away"): figures.sample.papers_missing,
        ("sample", "", "", "", "population"): figures.sample.population,
    }
    for line in figures.lines:
        found |= {(line.kind, line.id, "", "", cell): n for cell, n in line.cells.items()}
        found |= {
            (line.kind, line.id, "", "", cell): n
            for cell, n in (("k", line.k), ("n", line.n), ("percent", line.percent))
        }
        low, high = line.interval or (None, None)
        found |= {(line.kind, line.id, "", "", "low"): low, (line.kind, line.id, "", "", "high"): high}
        for tried, (k, n) in line.at_thresholds.items():
            found |= {
                (line.kind, line.id, "", "", f"at {tried} k"): k,
                (line.kind, line.id, "", "", f"at {tried} n"): n,
            }
    for table in figures.tables:
        for group in table.groups:
            for measure, (k, n) in group.counts.items():
                name = ("measure", measure, table.field, group.value)
                found |= {(*name, "k"): k, (*name, "n"): n}
                low, high = group.intervals[measure] or (None, None)
                found |= {(*name, "low"): low, (*name, "high"): high}
    return {what: value for what, value in found.items() if value is not None}


def attack_on(plans: Sequence[MadePlan], editions: Sequence[PublicFigures]) -> Attack:
    """An attacker who has all these editions of one round."""
    audited = [plan for plan in plans if plan.scored]
    attack = Attack(sorted({p.area for p in audited}), sorted({p.need for p in audited}), editions[0].basis)
    for figures in editions:
        attack.learn(numbers_of(figures))
    return attack


def true_counts(plans: Sequence[MadePlan], basis: str = "plans") -> dict[Told, int]:
    """Every count there is of these plans: of headlines and questions, over the round and within each group."""
    found: dict[Told, int] = {}

    def add(*what: str) -> None:
        kind, key, by, group, cell = what
        found[kind, key, by, group, cell] = found.get((kind, key, by, group, cell), 0) + 1

    marks = framework().thresholds
    for plan in (plan for plan in plans if plan.scored):
        for by, group in (("", ""), ("area", plan.area), ("need", plan.need)):
            for measure in ("A", "B"):
                criteria = framework().criteria_of(measure)
                each = [plan.answers[c.id].token for c in criteria]
                for came_to in each if basis == "answers" else [judge(criteria, plan.answers, marks)]:
                    add("measure", measure, by, group, came_to)
            for key in JUDGED:
                kind = "statutory" if key == "s1" else "criterion"
                add(kind, key, by, group, plan.answers[key].token)
    for plan in plans:
        add("statutory", "d1", "", "", plan.in_time.token)
    found["sample", "", "", "", "away"] = sum(1 for plan in plans if not plan.scored)
    return found


def hidden_counts(plans: Sequence[MadePlan], figures: PublicFigures, least: Least) -> Iterator[Told]:
    """What must stay unknown: every small count that is not shown, and every count that the edition says it hides."""
    shown = numbers_of(figures)
    yield from (
        what for what, n in true_counts(plans, figures.basis).items() if 0 < n < least.count and what not in shown
    )
    for line in figures.lines:
        yield from ((line.kind, line.id, "", "", cell) for cell, n in line.cells.items() if n is None)
        yield from ((line.kind, line.id, "", "", cell) for cell in ("k", "n") if getattr(line, cell) is None)
    for table in figures.tables:
        for group in table.groups:
            if not group.shown:
                yield from (
                    ("measure", m, table.field, group.value, cell) for m in table.measures for cell in ("k", "n")
                )


def given_away(
    plans: Sequence[MadePlan], editions: Sequence[PublicFigures], least: Least | None = None
) -> dict[Told, int]:
    """The hidden counts that the attacker is certain of. What a later edition shows is not hidden any more."""
    attack = attack_on(plans, editions)
    shown = {what for figures in editions for what in numbers_of(figures)}
    names = {what for figures in editions for what in hidden_counts(plans, figures, least or Least())} - shown
    return attack.certain({what: attack.term(what) for what in sorted(names)})


def published(
    plans: Sequence[MadePlan], earlier: Sequence[Earlier] = (), *, whole_lines: bool = False, basis: str = "plans"
) -> PublicFigures | None:
    """The public edition, or None where none may be made."""
    try:
        return public(framework(basis), _results(plans, basis), earlier, whole_lines=whole_lines)
    except UserError:
        return None


def _results(plans: Sequence[MadePlan], basis: str = "plans") -> Results:
    return results_of(plans, basis=basis, population=len(plans) * 9, seed="")


def out(plans: Sequence[MadePlan], figures: PublicFigures) -> Earlier:
    """An edition that is out."""
    return Earlier(figures, _results(plans, figures.basis).fingerprint)


def a_round(seed: int) -> list[MadePlan]:
    rng = random.Random(seed)
    return made_plans(rng, rng.choice(SIZES), areas=rng.choice((2, 3, 4)), needs=rng.choice((2, 3)))


@pytest.mark.parametrize("basis", ["plans", "answers"])
@pytest.mark.parametrize("seed", range(6))
def test_no_hidden_count_of_a_random_round_can_be_worked_out(seed: int, basis: str) -> None:
    """From one edition, and from a second one in which the lines over the whole round are shown however small."""
    plans = a_round(seed)
    first = published(plans, basis=basis)
    if first is None:
        return
    assert given_away(plans, [first]) == {}
    both = published(plans, [out(plans, first)], whole_lines=True, basis=basis)
    assert both is not None
    assert given_away(plans, [first, both]) == {}
    after = published(plans, [out(plans, first), out(plans, both)], basis=basis)
    assert after is not None
    assert after.sample.seed == "", "all lines rest on nobody knowing which plans were drawn"


@pytest.mark.parametrize("seed", range(100, 103))
def test_a_round_that_grew_gives_nothing_away_by_the_difference(seed: int) -> None:
    """Neither of the plans that were there, nor of those that came: both editions and the difference are attacked."""
    rng = random.Random(seed)
    later = made_plans(rng, 90, areas=2, needs=2)
    sooner = later[: 90 - rng.choice((5, 8, 20))]
    first = published(sooner)
    assert first is not None
    second = published(later, [out(sooner, first)])
    if second is None:
        return
    now, before = attack_on(later, [second]), attack_on(sooner, [first])
    both = now.grown_from(before)
    targets = {what: now.term(what) for what in hidden_counts(later, second, Least())}
    assert both.certain(targets) == {}
    then = {what: both.then(before.term(what)) for what in hidden_counts(sooner, first, Least())}
    assert both.certain(then) == {}
    came = later[len(sooner) :]
    small = [what for what, n in true_counts(came).items() if 0 < n < Least().count]
    assert both.certain(differences(now, both, small)) == {}


def test_editions_of_a_round_that_hardly_changed_are_refused() -> None:
    """One plan more: the difference between the editions would be that plan's answers."""
    plans = a_round(3)
    first = published(plans)
    assert first is not None
    with pytest.raises(UserError, match="tell of them") as refused:
        public(framework(), _results([*plans, plans[0]]), [out(plans, first)])
    assert refused.value.code == "few_changed"


def _edition(wanted: Callable[[PublicFigures], bool]) -> tuple[list[MadePlan], PublicFigures]:
    """A random round whose edition is as wanted."""
    for seed in range(400):
        plans = made_plans(random.Random(seed), 100, areas=4, needs=2)
        found = published(plans)
        if found is not None and wanted(found):
            return plans, found
    raise AssertionError("no such round among these")


def _line(figures: PublicFigures, key: str) -> PublicLine:
    return next(line for line in figures.lines if line.id == key)


def _with(figures: PublicFigures, line: PublicLine) -> PublicFigures:
    return replace(figures, lines=tuple(line if old.id == line.id else old for old in figures.lines))


def test_a_planted_range_of_a_hidden_headline_is_found_out() -> None:
    """A range has one k of n behind it."""
    plans, sound = _edition(lambda found: _line(found, "B").k is None)
    true = next(m for m in _results(plans).measures if m.id == "B")
    assert given_away(plans, [sound]) == {}
    leaky = _with(sound, replace(_line(sound, "B"), interval=true.interval))
    assert given_away(plans, [leaky])["measure", "B", "", "", "k"] == true.k


def test_a_planted_percentage_of_a_hidden_check_is_found_out() -> None:
    """With the number of plans it is of, which another line may tell."""
    plans, sound = _edition(lambda found: _line(found, "s1").k is None)
    true = next(c for c in _results(plans).statutory if c.id == "s1")
    leaky = _with(sound, replace(_line(sound, "s1"), percent=true.percent, n=true.n))
    assert given_away(plans, [leaky])["statutory", "s1", "", "", "k"] == true.k


def test_a_group_too_many_is_found_out() -> None:
    """Showing all groups but one shows that one as well."""
    plans, sound = _edition(
        lambda found: any(sum(not g.shown for g in t.groups) == 2 and t.field == "area" for t in found.tables)
    )
    table = next(table for table in sound.tables if table.field == "area")
    one, other = (group for group in table.groups if not group.shown)
    true = next(found for found in _results(plans).breakdowns if found.name == "area")
    of_one = {group.name: {m.id: (m.k, m.n) for m in group.measures} for group in true.groups}[one.value]
    shown = PublicGroup(one.value, True, of_one, dict.fromkeys(of_one))
    groups = tuple(shown if group is one else group for group in table.groups)
    leaky = replace(sound, tables=tuple(replace(t, groups=groups) if t is table else t for t in sound.tables))
    assert given_away(plans, [sound]) == {}
    found = given_away(plans, [leaky])
    assert all(("measure", m, "area", other.value, "k") in found for m in table.measures)


def test_another_choice_of_groups_in_an_earlier_edition_is_found_out() -> None:
    """Which is why what was broken down once is broken down in the same way again, or not at all."""
    plans, first = _edition(
        lambda found: any(sum(not g.shown for g in t.groups) == 2 and t.field == "area" for t in found.tables)
    )
    table = next(table for table in first.tables if table.field == "area")
    one = next(group for group in table.groups if not group.shown)
    true = next(found for found in _results(plans).breakdowns if found.name == "area")
    of_one = {group.name: {m.id: (m.k, m.n) for m in group.measures} for group in true.groups}[one.value]
    only = replace(table, groups=(PublicGroup(one.value, True, of_one, dict.fromkeys(of_one)),))
    assert given_away(plans, [first, replace(first, tables=(only,))]) != {}
    again = published(plans, [out(plans, first)])
    assert again is not None
    assert again.tables == first.tables


def test_the_questions_beside_a_headline_are_found_out_to_tell_more_than_they_show() -> None:
    """By the rule of the roll-up, which is public: so a headline goes without them unless all can be shown."""
    plans, sound = _edition(
        lambda found: _line(found, "A").k is not None and not any(line.id == "a2" for line in found.lines)
    )
    whole = published(plans, whole_lines=True)
    assert whole is not None
    beside = [replace(_line(whole, key), at_thresholds={}) for key in ("a1", "a2")]
    hidden = dict.fromkeys(("partly", "not_met", "not_applicable", "cannot_tell"))
    lines = tuple(
        replace(line, cells={**line.cells, **{c: None for c in hidden if c in line.cells}}) for line in beside
    )
    found = given_away(plans, [replace(sound, lines=(*sound.lines, *lines))])
    assert found != {}


@pytest.mark.parametrize("total", [10, 13])
def test_whoever_knows_the_rule_cannot_work_out_a_joined_count(total: int) -> None:
    """Of all lines there can be, take those that look the same when published: no hidden count is the same in all."""
    alike: dict[tuple[tuple[str, int | None], ...], list[dict[str, int]]] = {}
    for cut in combinations_with_replacement(range(total + 1), 3):
        ends = (0, *cut, total)
        counts = dict(zip(("met", "partly", "not_met", "cannot_tell"), (b - a for a, b in pairwise(ends)), strict=True))
        raw = Raw("criterion", "x", "", "", "", "plans", total, counts, None, "", None)
        blocks = next(blocks for blocks in levels_of(raw) if fits(raw, blocks, Least()))
        told = public_line(raw, blocks, Least(), weights=True)
        alike.setdefault((*told.cells.items(), ("k", told.k), ("n", told.n)), []).append(counts)
    assert len(alike) >= 10
    for told, lines in alike.items():
        for cell, shown in told:
            if cell in lines[0]:
                values = {line[cell] for line in lines}
                assert values == {shown} if shown is not None else len(values) > 1


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_whoever_knows_the_rule_cannot_work_out_a_hidden_group(seed: int) -> None:
    """There is another round that is published in the very same words, and in which the group's count is another."""
    plans, found = _edition(lambda found: any(not g.shown for t in found.tables for g in t.groups))
    rng = random.Random(seed)
    for table in found.tables:
        hidden = {group.value for group in table.groups if not group.shown}
        alone = {(value, m) for value in hidden for m in table.measures}
        for _ in range(60):
            if not alone:
                break
            movable = [i for i, plan in enumerate(plans) if plan.scored and getattr(plan, table.field) in hidden]
            moved = list(plans)
            for at in rng.sample(movable, 3):
                moved[at] = replace(moved[at], **{table.field: rng.choice(sorted(hidden))})
            if published(moved) == found:
                alone -= {
                    (value, m)
                    for value, m in alone
                    if _met(moved, table.field, value, m) != _met(plans, table.field, value, m)
                }
        assert not alone


def _met(plans: Sequence[MadePlan], by: str, value: str, measure: str) -> int:
    return true_counts(plans).get(("measure", measure, by, value, "met"), 0)


def test_all_lines_may_be_shown_only_where_nobody_knows_which_plans_were_drawn() -> None:
    """By lot, under a fifth of a list whose length is known, with a seed that is not out."""
    plans = a_round(3)
    assert whole_lines_refused(_results(plans)) == ""
    assert "drawn by lot" in whole_lines_refused(results_of(plans, population=900, draw="chosen"))
    assert "Under a fifth" in whole_lines_refused(results_of(plans, population=5 * len(plans)))
    assert "not known" in whole_lines_refused(results_of(plans))
    first = public(framework(), results_of(plans, population=900, seed="2026"))
    assert "seed" in whole_lines_refused(_results(plans), [out(plans, first)])


def _strings(thing: object) -> Iterator[str]:
    """Every text in frozen blocks, sheets and rows, however deep."""
    if isinstance(thing, str):
        yield thing
    elif is_dataclass(thing) and not isinstance(thing, type):
        for part in fields(thing):
            yield from _strings(getattr(thing, part.name))
    elif isinstance(thing, list | tuple):
        for part in cast("Sequence[object]", thing):
            yield from _strings(part)


def _floats(thing: object) -> Iterator[float]:
    """The same of shares and percentages."""
    if isinstance(thing, float):
        yield thing
    elif is_dataclass(thing) and not isinstance(thing, type):
        for part in fields(thing):
            yield from _floats(getattr(thing, part.name))
    elif isinstance(thing, list | tuple):
        for part in cast("Sequence[object]", thing):
            yield from _floats(part)


@pytest.mark.parametrize("seed", [1, 5, 8])
def test_a_report_holds_no_figure_that_was_not_attacked(seed: int) -> None:
    """Every k of n, percentage and range in any block, sheet or row of a report is one of the published numbers."""
    plans = made_plans(random.Random(seed), 120, areas=4)
    figures = published(plans, whole_lines=seed == 8)
    assert figures is not None
    report = public_report(figures, framework(), ReportDetails(), Publishing("Dana Example"))
    groups = [(group, *pair) for t in figures.tables for group in t.groups for pair in group.counts.items()]
    pairs = {(line.k, line.n) for line in figures.lines} | {kn for _, _, kn in groups}
    pairs |= {kn for line in figures.lines for kn in line.at_thresholds.values()}
    pairs.add((figures.sample.twice, figures.sample.scored))
    found = {
        (int(k.replace(",", "")), int(n.replace(",", "")))
        for text in _strings((report.blocks, report.sheets, report.figures))
        for k, n in re.findall(r"(\d[\d,]*) of (\d[\d,]*)", text)
    }
    assert found <= pairs
    shares = {value for line in figures.lines for value in (line.percent, *(line.interval or ()))}
    shares |= {value for group, m, _ in groups for value in group.intervals[m] or ()}
    shares |= {100 * k / n for _, _, (k, n) in groups}
    shares |= {value / 100 for value in shares if value is not None}
    known = {round(value, 9) for value in shares if value is not None}
    # widths of columns are no figures, so of the blocks the charts alone are looked at
    drawn = [block.chart for block in report.blocks if isinstance(block, Figure)]
    assert {round(value, 9) for value in _floats((report.sheets, report.figures, drawn))} <= known
