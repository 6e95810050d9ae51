"""The command on a round's figures: as lines for people, or as JSON in the shape that scripts rely on."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.agreeing.figures import RoundAgreement
from auditor.cli.opening import add_passphrase, opened
from auditor.cli.printing import as_json, as_table, percent_range
from auditor.extremes import extremes
from auditor.figures import Breakdown, CriterionFigure, MeasureFigure, Results

if TYPE_CHECKING:
    from db.store import Store

ROUNDS = "which round; the newest if left out; given several times, those rounds pooled"
BY = "break down by a field, or by two crossed: area,need"


def add_results(commands: Any) -> None:
    """Add the command to the parser's list."""
    results = commands.add_parser("results", help="the figures of a round")
    results.add_argument("workspace", type=Path, metavar="WORKSPACE")
    add_passphrase(results)
    results.add_argument("--round", metavar="NAME", action="append", default=[], help=ROUNDS)
    results.add_argument("--by", metavar="FIELD", action="append", default=[], help=BY)
    results.add_argument("--json", action="store_true", help="print figures for a program to read")
    results.set_defaults(run=_results)


def _results(given: argparse.Namespace) -> None:
    from auditor.agreeing.words import board_sentence
    from auditor.reports.sentences import signed_line

    with opened(given.workspace, given, reading=True) as store:
        figures = figures_of(store, given.round, by_fields(given.by))
    if given.json:
        as_json(results_json(figures))
        return
    print(f"{figures.round}: {figures.plans} plans, {figures.scored} with a submitted audit.")
    if "held_back" in figures.reasons:  # --json has them, beside this reason
        print(figures.reasons["held_back"])
        return
    print_measures(figures)
    _print_parts(figures)
    _print_ends(figures)
    if figures.agreement is not None:
        print(board_sentence(figures.agreement))
    for found in figures.breakdowns:
        _print_breakdown(found)
    for reason in figures.reasons.values():
        print(reason)
    print(signed_line(figures.signed_off) or f"These figures are known as {figures.fingerprint}.")


def by_fields(words: Sequence[str]) -> list[tuple[str, ...]]:
    """The fields to break down by, as they were asked for: area, or area,need."""
    return [tuple(field.strip() for field in word.split(",")) for word in words]


def figures_of(store: Store, names: list[str], by: Sequence[tuple[str, ...]] = ()) -> Results:
    """The figures of the round named, of several pooled, or of the newest, which is said on stderr beside others."""
    from auditor.breakdowns import refuse_unknown
    from auditor.cli.one_round import chosen_round
    from auditor.pooling import pooled
    from auditor.results import results

    refuse_unknown(by)  # before it is said which round was taken
    if len(names) > 1:
        return pooled(store, names, by)
    return results(store, chosen_round(store, names[0] if names else None).name, by)


def _print_breakdown(found: Breakdown) -> None:
    from auditor.reports.breakdown_words import basis_words, breakdown_table

    table = breakdown_table(found)
    print(f"\n{table.caption}. {basis_words(found)}")
    as_table([table.columns, *table.rows])


def print_measures(figures: Results) -> None:
    """Print the headlines as a table, and below it what they are of all plans where some could not be judged."""
    from auditor.reports.breakdown_words import judged_sentence

    what = "plans" if figures.basis == "plans" else "answers"
    met = "Met, weighted" if any(m.weighted for m in figures.measures) else "Met"
    rows = [["Measure", met, what.capitalize(), "Likely range"]]
    rows += [[m.short, m.printed, f"{m.k} of {m.n}", percent_range(m.interval) or "none"] for m in figures.measures]
    as_table(rows)
    for m in figures.measures:
        if said := judged_sentence(m):
            print(f"{m.short}: {said}")


def _print_parts(figures: Results) -> None:
    """Where parts of the list were drawn unequally, each part's own k of n, which the percentages weigh."""
    from auditor.reports.breakdown_words import parts_table

    if (table := parts_table(figures)) is not None:
        print(f"\n{table.caption}.")
        as_table([table.columns, *table.rows])


def _print_ends(figures: Results) -> None:
    from auditor.reports.breakdown_words import criterion_line, ends_sentence

    found = extremes(figures)
    for title, criteria in (("Met most often", found.strongest), ("Met least often", found.weakest)):
        if criteria:
            print(f"\n{title}:")
            for criterion in criteria:
                print(f"  {criterion_line(criterion)}")
    if found.strongest or found.weakest:
        print(f"{ends_sentence(figures)}\n")


def results_json(figures: Results) -> dict[str, Any]:
    """The figures in the shape that scripts rely on; percentages 0 to 100, intervals as shares 0 to 1."""
    return {
        "round": figures.round,
        "draw": figures.draw,
        "framework": {
            "id": figures.framework_id,
            "version": figures.framework_version,
            "hash": figures.framework_hash,
        },
        "population": figures.population,
        "plans": figures.plans,
        "measures": [_measure_json(m) for m in figures.measures],
        "criteria": [_criterion_json(c) for c in (*figures.criteria, *figures.statutory)],
        "undecided": figures.undecided,
        "by": {
            found.name: {group.name: [_measure_json(m) for m in group.measures] for group in found.groups}
            for found in figures.breakdowns
        },
        "reasons": {**_why_undefined(figures), **figures.reasons},
        "basis": figures.basis,
        "scored": figures.scored,
        "scored_twice": figures.scored_twice,
        "as_at": figures.as_at,
        "invented": figures.invented,
        "fingerprint": figures.fingerprint,
        "sample": asdict(figures.sample),
        "agreement": None if figures.agreement is None else _agreement_json(figures.agreement),
        "signed_off": None if figures.signed_off is None else asdict(figures.signed_off),
        "log_head": figures.log_head,
    }


def _why_undefined(figures: Results) -> dict[str, str]:
    """Why other figures are null than those whose reasons people read beside them: by criterion, and for a subject."""
    nobody = "No plan could be judged on this question yet."
    reasons = {c.id: nobody for c in (*figures.criteria, *figures.statutory) if c.percent is None}
    if figures.population is None:
        reasons["population"] = "How many plans these speak for is not known."
    if any(m.percent is None for found in figures.breakdowns for group in found.groups for m in group.measures):
        reasons["by"] = "Where fewer than ten plans stand behind a figure, its counts stand alone."
    return reasons


def _agreement_json(agreement: RoundAgreement) -> dict[str, Any]:
    """With the names that `agreement` has; `worst` names the question. Auditors are not told apart."""
    from auditor.agreeing.words import board_sentence

    worst = {
        name: None if found is None else {"id": found[0], "value": found[1]} for name, found in agreement.worst.items()
    }
    return {**asdict(agreement), "worst": worst, "sentence": board_sentence(agreement)}


def _measure_json(measure: MeasureFigure) -> dict[str, Any]:
    return {name: value for name, value in asdict(measure).items() if name != "short"}


def _criterion_json(criterion: CriterionFigure) -> dict[str, Any]:
    left_out = ("short", "question", "source", "law")
    return {name: value for name, value in asdict(criterion).items() if name not in left_out}
