"""Commands on change over time: rounds beside one another, quarters, markers and figures of old papers."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.cli.arguments import whole_number
from auditor.cli.frames import day_of
from auditor.cli.one_round import add_workspace, chosen_round
from auditor.cli.opening import add_passphrase, opened
from auditor.cli.printing import as_json, as_table
from auditor.cli.telling import warn_of_names
from db.errors import UserError

if TYPE_CHECKING:
    from auditor.change.figures import MarkerRow, OverTime, Series
    from db.store import Store


def add_commands(commands: Any) -> None:
    """Add these commands to the parser's list."""
    change = commands.add_parser("change", help="a round beside those before it: better, worse, or no more than chance")
    add_workspace(change)
    change.add_argument("--against", metavar="NAME", help="the round, or old paper, to compare with; the latest before")
    change.add_argument("--by-quarter", action="store_true", help="the plans by the quarter they were written in")
    change.set_defaults(run=_change)

    marker = commands.add_parser("marker", help="mark on the line what happened, such as training delivered")
    marker.add_argument("workspace", type=Path, metavar="WORKSPACE")
    add_passphrase(marker)
    marker.add_argument("--on", type=day_of, metavar="DATE", help="the day; without it the markers are listed")
    marker.add_argument("--words", default="", metavar="WORDS", help="what happened, in a few words")
    marker.add_argument("--attended", type=whole_number, metavar="N", help="how many took part")
    marker.add_argument("--remove", type=whole_number, metavar="NUMBER", help="take the marker of that number away")
    marker.add_argument("--json", action="store_true", help="print the markers for a program to read")
    marker.set_defaults(run=_marker)

    paper = commands.add_parser("old-paper", help="keep a figure of an old paper, and say whether it can be k of n")
    add_workspace(paper)
    paper.add_argument("--measure", metavar="ID", help="the standard, such as M1; without it the figures are listed")
    paper.add_argument("--label", default="", metavar="WORDS", help="what its time is called, such as '2019 audit'")
    paper.add_argument("--as-at", type=day_of, metavar="DATE", help="the day it stands for")
    paper.add_argument("--percent", default="", metavar="P", help="the share that meets it, as the paper prints it")
    paper.add_argument("--met", type=whole_number, metavar="K", help="how many met it, where the paper says so")
    paper.add_argument("--of", type=whole_number, metavar="N", help="out of how many")
    paper.add_argument("--basis", choices=("plans", "answers"), default="", help="what is counted, where it says so")
    paper.add_argument("--source", default="", metavar="WORDS", help="which paper, which page")
    paper.add_argument("--remove", type=whole_number, metavar="NUMBER", help="take the figure of that number away")
    paper.set_defaults(run=_paper)


def _change(given: argparse.Namespace) -> None:
    with opened(given.workspace, given, reading=True) as store:
        name = chosen_round(store, given.round).name
        if given.by_quarter:
            _quarters(store, name, as_data=given.json)
            return
        from auditor.change.over_time import over_time
        from auditor.results import results

        found = over_time(store, name, given.against)
        mark = results(store, name).fingerprint
    if given.json:
        as_json(change_json(found) | {"fingerprint": mark})
        return
    _print_change(found)
    print(f"The figures of {name} are known as {mark}.")


def _quarters(store: Store, name: str, *, as_data: bool) -> None:
    from auditor.change.cohorts import cohorts
    from auditor.change.markers import markers
    from auditor.results import read_results

    _, reading = read_results(store, name)
    if reading is None:
        raise UserError("no_plans", "Only the totals of this round are kept, so its plans cannot be told by quarter.")
    found = cohorts(reading, markers(store))
    if as_data:
        as_json(asdict(found))
        return
    if found.scored == found.undated:
        print("No scored plan has a day on which it was finalised or amended, so there are no quarters to tell.")
        return
    points = [series.points for series in found.headlines]
    rows = [
        [at[0].label, *(_cell(p.printed if p.percent is not None else "", p.k, p.n) for p in at)]
        for at in zip(*points, strict=True)
    ]
    as_table([["Quarter", *(series.short for series in found.headlines)], *rows])
    print(found.caution)
    if found.undated:
        print(f"{found.undated:,} of {found.scored:,} plans stand in no quarter.")


def change_json(found: OverTime) -> dict[str, Any]:
    """The figures in the shape that scripts rely on: percentages 0 to 100, intervals as shares -1 to 1."""
    return {
        "round": found.round,
        "then": found.then,
        "basis": found.basis,
        "invented": found.invented,
        "why": found.why,
        "choices": found.choices,
        "measures": [_series_json(s) for s in found.headlines],
        "criteria": [_series_json(s) for s in found.criteria],
        "markers": [asdict(row) for row in found.markers],
        "left_out": [{"round": name, "why": why} for name, why in found.left_out],
        "cautions": found.cautions,
    }


def _series_json(series: Series) -> dict[str, Any]:
    change = series.change
    told = None
    if change is not None:
        names = ("verdict", "points", "interval", "p", "adjusted", "family", "needed", "needed_together", "sentence")
        told = {name: getattr(change, name) for name in names} | {
            "then": asdict(change.then),
            "now": asdict(change.now),
        }
    plain = asdict(series)
    return {name: plain[name] for name in ("id", "short", "basis", "points", "breaks", "left_out")} | {"change": told}


def _print_change(found: OverTime) -> None:
    from auditor.change.over_time import EXPLORATORY
    from auditor.change.words import beside_chip, chip
    from auditor.reports.change_section import left_out, question_columns, question_rows

    if found.why:
        print(found.why)
        return
    print(f"{found.round} beside {found.then}" if found.then else f"{found.round}: there is nothing before it yet.")
    for series in found.headlines:
        print(f"\n{series.short}")
        as_table([[p.label, _cell(p.printed, p.k, p.n), p.note] for p in series.points])
        for broken in series.breaks:
            print(broken.why)
        if series.change is not None:
            print(" ".join(words for words in (f"{chip(series.change)}.", beside_chip(series.change)) if words))
            print(series.change.sentence)
    if rows := question_rows(found):
        print()
        as_table([list(question_columns()), *(list(row) for row in rows)])
        print(EXPLORATORY)
    _print_lines([*found.cautions, *left_out(found)])


def _print_lines(lines: Sequence[str]) -> None:
    if lines:
        print()
    for line in lines:
        print(line)


def _cell(printed: str, k: int | None, n: int | None) -> str:
    if k is None or n is None:
        return printed
    return f"{printed} ({k:,} of {n:,})" if printed else f"{k:,} of {n:,}"


def _marker(given: argparse.Namespace) -> None:
    from auditor.change.markers import MarkerFacts, add_marker, markers, remove_marker

    warn_of_names(("--words", given.words))
    with opened(given.workspace, given, reading=given.on is None and given.remove is None) as store:
        if given.remove is not None:
            remove_marker(store, given.remove)
        if given.on is not None:
            add_marker(store, MarkerFacts(given.on, given.words, given.attended))
        rows = markers(store)
    if given.json:
        as_json({"markers": [asdict(row) for row in rows]})
    else:
        as_table([["Number", "Day", "What", "Took part"], *(_row(row) for row in rows)])


def _row(row: MarkerRow) -> list[str]:
    return [str(row.id), row.on.isoformat(), row.words, "" if row.attended is None else f"{row.attended:,}"]


def _paper(given: argparse.Namespace) -> None:
    from auditor.change.history import HistoryFacts, add_history, check, history, remove_history

    warn_of_names(("--label", given.label), ("--source", given.source))
    if given.measure is not None and given.as_at is None:
        raise UserError("no_day", "Say with --as-at which day the figure stands for. Nothing was changed.")
    with opened(given.workspace, given, reading=given.measure is None and given.remove is None) as store:
        if given.remove is not None:
            remove_history(store, given.remove)
        if given.measure is not None:
            facts = HistoryFacts(
                given.measure, given.label, given.as_at, given.percent, given.met, given.of, given.basis, given.source
            )
            add_history(store, chosen_round(store, given.round).id, facts)
        rows = [(row, check(row.facts)) for row in history(store)]
    if given.json:
        as_json({"figures": [asdict(row) | {"check": asdict(found)} for row, found in rows]})
        return
    as_table(
        [
            ["Number", "Standard", "When", "Share met"],
            *([str(r.id), r.facts.measure, r.facts.label, r.facts.percent] for r, _ in rows),
        ]
    )
    for row, found in rows:
        print(f"{row.facts.label}, {row.facts.measure}: {' '.join(found.sentences)}")
