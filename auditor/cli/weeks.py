"""Commands on the whole list of a round: what it shows, and what a week came to."""

from __future__ import annotations

import argparse
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.cli.folders import add_folder
from auditor.cli.frames import day_of
from auditor.cli.one_round import add_workspace, chosen_round
from auditor.cli.opening import add_passphrase, add_place, opened
from auditor.cli.printing import as_json, as_table

if TYPE_CHECKING:
    from auditor.compliance import LimitFigure
    from auditor.population import Facts, Population
    from auditor.weeks.figures import Locality, Point, WeekAdvice
    from auditor.weeks.weekly import ListTaken, Week
    from db.store import Store


def add_commands(actions: Any) -> None:
    """Add these commands to those on rounds."""
    population = actions.add_parser("population", help="the whole list of a round against the time limits of the law")
    add_workspace(population)
    add_folder(population, "folder to write the checklist to, as PDF and workbook", required=False)
    population.set_defaults(run=_population)
    week = actions.add_parser("week", help="one week by area: plans issued, advice, quick checks")
    week.add_argument("workspace", type=Path, metavar="WORKSPACE")
    add_passphrase(week)
    week.add_argument("--week", type=day_of, metavar="DATE", help="a day in it; the last whole week if left out")
    week.add_argument("--advice", type=Path, metavar="FILE", help="take in this list of advice first")
    add_folder(week, "folder to write the page to, as PDF and workbook", required=False)
    week.add_argument("--json", action="store_true", help="print figures for a program to read")
    add_place(week)
    week.set_defaults(run=_week)


def _today() -> date:
    return datetime.now().astimezone().date()


def _population(given: argparse.Namespace) -> None:
    from auditor.population import population
    from auditor.reports.week_files import made, population_steps

    with opened(given.workspace, given, reading=True) as store:
        found = population(store, chosen_round(store, given.round).id)
    files = made(population_steps(found, given.out, day=_today())) if given.out else ()
    if given.json:
        as_json(population_json(found) | ({"files": [str(file) for file in files]} if files else {}))
        return
    _print_population(found)
    for file in files:
        print(f"wrote {file}")


def population_json(found: Population) -> dict[str, Any]:
    """The facts of a list in the shape that scripts rely on; a percentage is null of fewer than ten."""
    return {
        "round": found.round,
        "as_at": found.as_at.isoformat(),
        "taken_on": found.taken_on.isoformat(),
        "rows": found.rows,
        **_facts_json(found.whole),
        "areas": {area: _facts_json(of) for area, of in found.areas.items()},
    }


def _facts_json(of: Facts) -> dict[str, Any]:
    return {
        "plans": of.plans,
        "sizes": {field: dict(sizes) for field, sizes in of.sizes.items()},
        "limits": [_limit_json(figure) for figure in of.limits],
        "ages": dict(of.ages),
    }


def _limit_json(figure: LimitFigure) -> dict[str, Any]:
    return {
        "limit": figure.limit,
        "k": figure.met,
        "n": figure.n,
        "percent": figure.percent,
        "late_with_exception": figure.excepted,
        "late": figure.late,
        "cannot_tell": figure.cannot_tell,
        "not_asked": figure.not_asked,
        "reasons": dict(figure.gaps),
    }


def _print_population(found: Population) -> None:
    from auditor.population import FIELDS
    from auditor.reports.week_words import gap_words, limit_words, list_words, say, value_words
    from auditor.reports.wording import long_date

    print(f"{found.round}, as on {long_date(found.as_at)}: {list_words(found)}.")
    print(say("population.about"))
    for figure in found.whole.limits:
        print(f"\n{say(f'limit.{figure.limit}')}: {limit_words(figure)}.")
        if figure.gaps:
            print(f"  {gap_words(figure)}")
    ages = "; ".join(f"{say(f'age.{band}')} {n:,}" for band, n in found.whole.ages.items())
    print(f"\n{say('age.title')}: {ages}")
    for field in FIELDS:
        sizes = found.whole.sizes[field].items()
        print(f"\n{say(f'field.{field}')}: {'; '.join(f'{value_words(field, value)} {n:,}' for value, n in sizes)}")


def _week(given: argparse.Namespace) -> None:
    from auditor.reports.week_files import made, week_steps
    from auditor.weeks.weekly import weekly

    with opened(given.workspace, given, reading=not given.advice, changing=bool(given.advice)) as store:
        if given.advice:
            _take_in(store, given.advice)
        week = weekly(store, given.week, _today())
    files = made(week_steps(week, given.out, day=_today())) if given.out else ()
    if given.json:
        as_json(week_json(week) | ({"files": [str(file) for file in files]} if files else {}))
        return
    _print_week(week)
    for file in files:
        print(f"wrote {file}")


def _take_in(store: Store, file: Path) -> None:
    """Take a list of advice in, saying on stderr what was left out of it."""
    from auditor.frames.keep import digest_of
    from auditor.reports.week_words import taken_words
    from auditor.weeks.advice import standing, take_in_advice
    from auditor.weeks.advice_list import read_advice

    sheet = read_advice(file, _today())
    for row in (*sheet.rejected, *sheet.questions):
        print(row, file=sys.stderr)
    take_in_advice(store, sheet, digest_of(file))
    print(f"ehcp-auditor: {taken_words(sheet, standing(sheet.items, _today()))}", file=sys.stderr)


def week_json(week: Week) -> dict[str, Any]:
    """The week in the shape that scripts rely on; a percentage is null of fewer than ten."""
    return {
        "week": week.monday.isoformat(),
        "to": week.sunday.isoformat(),
        "plans_from": _list_json(week.plans_from),
        "advice_from": _list_json(week.advice_from),
        "whole": _locality_json(week.whole),
        "localities": {place.area: _locality_json(place) for place in week.localities},
        "checks": [
            {"checklist": one.title, "id": key, "check": short, **_check_json(week.whole, one.framework, key)}
            for one in week.lists
            for key, short in one.checks.items()
        ],
        "series": {name: [_point_json(point) for point in points] for name, points in week.series.items()},
    }


def _list_json(taken: ListTaken | None) -> dict[str, str] | None:
    if taken is None:
        return None
    days = {"taken_on": taken.taken_on.isoformat(), "known_to": taken.known_to.isoformat()}
    return days | ({"round": taken.round} if taken.round else {})


def _locality_json(place: Locality) -> dict[str, Any]:
    return {
        "issued": place.issued.plans,
        "first_plan": _limit_json(place.issued),
        "advice": _advice_json(place.advice),
        "advisers": {adviser.value: _advice_json(figure) for adviser, figure in place.advisers.items()},
        "checked": place.checked,
    }


def _advice_json(figure: WeekAdvice) -> dict[str, Any]:
    return {
        "asked": figure.asked,
        "in_time": figure.in_time,
        "late": figure.late,
        "percent": figure.percent,
        "out": figure.out,
        "overdue": figure.overdue,
    }


def _check_json(place: Locality, framework: str, key: str) -> dict[str, Any]:
    figure = place.checks[framework, key]
    return {
        "k": figure.met,
        "n": figure.n,
        "percent": figure.percent,
        "not_applicable": figure.not_applicable,
        "cannot_tell": figure.cannot_tell,
        "undecided": figure.undecided,
    }


def _point_json(point: Point) -> dict[str, Any]:
    return {"week": point.monday.isoformat(), "n": point.n} | (
        {} if point.in_time is None else {"in_time": point.in_time}
    )


def _print_week(week: Week) -> None:
    from auditor.reports.week_report import advisers_table, checks_table, localities_table
    from auditor.reports.week_words import caveats, in_short, origins, rules, say, week_words

    print(say("week.title", week=week_words(week.monday)))
    for strong, text in in_short(week):
        print(f"{strong} {text}")
    for text in caveats(week):
        print(text)
    tables = [localities_table(week)] if week.localities else []
    tables += [advisers_table(week.whole)] if week.advice_from else []
    tables += [checks_table(one, week.whole) for one in week.lists]
    for table in tables:
        print(f"\n{table.caption}")
        as_table([list(table.columns), *(list(row) for row in table.rows)])
    print()
    for text in (*origins(week), *rules(week)):
        print(text)
