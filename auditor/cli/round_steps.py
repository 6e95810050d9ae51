"""Commands that draw a round's sample and share it out among its auditors."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.cli.arguments import as_share, whole_number
from auditor.cli.frames import day_of
from auditor.cli.one_round import add_workspace, chosen_round
from auditor.cli.opening import add_place, opened
from auditor.cli.printing import as_json, as_table
from db.errors import UserError

if TYPE_CHECKING:
    from auditor.allocation.view import AllocationTable
    from auditor.sampling.draw import Filters, Rules
    from auditor.sampling.view import Sample, Tried
    from db.store import Store

WHERE = """Only plans of which this is true; given for several things, all of it. FIELD=VALUE[,VALUE] with area, need,
phase, setting_type, plan_kind, team or year_group; agency=health; year=9.. or ..5 or 9..11;
finalised=2026-03-01..2026-03-31."""


def add_commands(actions: Any) -> None:
    """Add these commands to those on rounds."""
    draw = actions.add_parser("draw", help="draw a round's sample from its list, so that anybody can draw it again")
    add_workspace(draw)
    how_many = draw.add_mutually_exclusive_group(required=True)
    how_many.add_argument("--size", type=whole_number, metavar="N", help="how many plans")
    how_many.add_argument("--margin", type=as_share, metavar="M", help="as many as give this margin, such as 0.05")
    draw.add_argument(
        "--by", metavar="FIELD[,FIELD]", default="", help="draw from each area, need, phase… by its share"
    )
    draw.add_argument("--minimum", type=whole_number, default=0, metavar="M", help="the least from each of those parts")
    draw.add_argument("--where", metavar="WHAT", action="append", default=[], help=WHERE)
    draw.add_argument("--seed", default="", metavar="S", help="the seed; made and printed if left out")
    add_place(draw)
    draw.set_defaults(run=_draw)

    allocate = actions.add_parser("allocate", help="share a round's sample out among its auditors")
    add_workspace(allocate)
    allocate.add_argument("--people", type=Path, metavar="FILE.csv", help="auditors to take into the register first")
    allocate.add_argument(
        "--twice", type=whole_number, metavar="N", help="how many plans are scored twice; a fifth, at least 12"
    )
    allocate.add_argument("--due", type=day_of, metavar="DATE", help="when audits are due")
    add_place(allocate)
    allocate.set_defaults(run=_allocate)


def _draw(given: argparse.Namespace) -> None:
    from auditor.sampling.draw import Rules
    from auditor.sampling.sample import draw
    from auditor.sampling.view import drawn_trial, sample

    by = tuple(word.strip() for word in given.by.split(",") if word.strip())
    rules = Rules(given.size, by, given.minimum, filters=filters_of(given.where), seed=given.seed)
    with opened(given.workspace, given, changing=True) as store:
        rnd = chosen_round(store, given.round)
        draw(store, rnd.id, rules if given.margin is None else _sized(store, rnd.id, rules, given.margin))
        drawn, trial = sample(store, rnd.id), drawn_trial(store, rnd.id)
    if trial is None:
        raise AssertionError("what was drawn by rules has its trial")
    if given.json:
        as_json(_draw_json(drawn, trial))
    else:
        _print_draw(drawn, trial)


def _sized(store: Store, round_id: int, rules: Rules, margin: float) -> Rules:
    """The rules with the size that gives this margin for the plans that match."""
    from auditor.sampling.sample import try_draw
    from auditor.sampling.size import sample_size

    matching = try_draw(store, round_id, rules).trial.matching
    try:
        return replace(rules, size=sample_size(matching, margin))
    except ValueError as problem:
        raise UserError("margin", f"{problem} Nothing was drawn.") from problem


def filters_of(wanted: list[str]) -> Filters:
    """Filters from what the command line says. Raises UserError (`where`)."""
    from auditor.fields import FIELDS
    from auditor.sampling.draw import Filters

    filters, only, said = Filters(), dict[str, tuple[str, ...]](), set[str]()
    for text in wanted:
        name, equals, value = (part.strip() for part in text.partition("="))
        values = tuple(word.strip() for word in value.split(",") if word.strip())
        if not equals or not values:
            raise UserError("where", f"{text} says nothing to look for: write it as need=ASD,SEMH. Nothing was drawn.")
        if name in said:
            raise UserError(
                "where", f"--where says {name} twice. Nothing was drawn. Say it once: need=ASD,SEMH or year=9..11."
            )
        said.add(name)
        if name == "agency":
            filters = replace(filters, agency=value)
        elif name == "year":
            low, high = [_year(end, text) for end in _ends(value)]
            filters = replace(filters, year_from=low, year_to=high)
        elif name == "finalised":
            first, last = [_finalised(end, text) for end in _ends(value)]
            filters = replace(filters, finalised_from=first, finalised_to=last)
        elif name in FIELDS:
            only[name] = values
        else:
            raise UserError(
                "where",
                f"Plans cannot be picked out by {name}. Nothing was drawn. "
                f"Choose one of {', '.join(FIELDS)}, agency, year or finalised.",
            )
    return replace(filters, only=only)


def _ends(value: str) -> tuple[str, str]:
    """Both ends of 9..11, of 9.. and of 9 alone."""
    low, dots, high = value.partition("..")
    return (low.strip(), high.strip()) if dots else (value, value)


def _year(end: str, text: str) -> int | None:
    try:
        return int(end) if end else None
    except ValueError as problem:
        raise UserError("where", f"{text} names no years: write it as year=9..11. Nothing was drawn.") from problem


def _finalised(end: str, text: str) -> date | None:
    try:
        return date.fromisoformat(end) if end else None
    except ValueError as problem:
        raise UserError(
            "where", f"{text} names no days: write it as finalised=2026-03-01..2026-03-31. Nothing was drawn."
        ) from problem


def _draw_json(drawn: Sample, tried: Tried) -> dict[str, Any]:
    """The draw in the shape that scripts rely on; the plans in the order drawn, part by part."""
    trial, rules = tried.trial, drawn.rules
    return {
        "round": drawn.round,
        "draw": drawn.draw.value,
        "seed": rules.seed if rules else "",
        "frame": trial.frame,
        "matching": trial.matching,
        "drawn": trial.drawn,
        "by": list(rules.by) if rules else [],
        "strata": [{"stratum": p.key, "size": p.size, "drawn": p.drawn} for p in trial.parts],
        "weighted": trial.weighted,
        "margin": trial.margin,
        "said": tried.said,
        "cannot_show": list(tried.cannot_show),
        "plans": [{"reference": plan.reference, "stratum": plan.part} for plan in drawn.plans],
    }


def _print_draw(drawn: Sample, tried: Tried) -> None:
    seed = drawn.rules.seed if drawn.rules else ""
    print(f"{drawn.round}: {tried.trial.drawn:,} of {tried.trial.matching:,} plans drawn with the seed {seed}.")
    print(tried.said)
    if len(tried.trial.parts) > 1:
        rows = [[p.key, f"{p.size:,}", f"{p.drawn:,}"] for p in tried.trial.parts]
        as_table([["Part", "Plans", "Drawn"], *rows])
    print("\n".join(plan.reference for plan in drawn.plans))
    for sentence in tried.cannot_show:
        print(sentence)


def _allocate(given: argparse.Namespace) -> None:
    from auditor.allocation.sharing_out import Wishes, share_out
    from auditor.allocation.view import allocation

    if given.twice is not None and given.twice < 0:
        raise UserError("twice", "The number of plans scored twice is 0 or more. Nothing was shared out.")
    with opened(given.workspace, given, changing=True) as store:
        rnd = chosen_round(store, given.round)
        if given.people is not None:
            _take_people(store, given.people)
        try:
            share_out(store, rnd.id, Wishes(twice=given.twice, due_on=given.due))
        except UserError as problem:
            if problem.code != "nobody" or given.people is not None:
                raise
            raise UserError("nobody", f"{problem} --people FILE.csv takes them in from a list.") from problem
        table = allocation(store, rnd.id)
    if given.json:
        as_json(_allocation_json(table))
    else:
        _print_allocation(table)


def _take_people(store: Store, file: Path) -> None:
    """Take a list of auditors into the register, all of it or nothing."""
    from auditor.people.listed import read_people, take_people

    listed = read_people(file.read_bytes())
    if listed.wrong:
        first, *others = listed.wrong
        more = f" And {len(others):,} more wrong rows." if others else ""
        raise UserError("people", f"{file.name}: {first}{more} Nobody was taken in and nothing shared out.")
    take_people(store, listed.people)


def _allocation_json(table: AllocationTable) -> dict[str, Any]:
    return {
        "round": table.round,
        "due_on": table.due_on,
        "plans": len(table.plans),
        "audits": table.given,
        "twice": table.twice,
        "auditors": [
            {
                "code": line.person.facts.code, "agency": line.person.facts.agency, "first": line.first,
                "second": line.second, "load": line.load, "may": line.standing.may, "why": line.standing.why,
            }
            for line in table.auditors
        ],
        "allocation": [
            {"reference": line.plan.reference, "given": [{"auditor": g.code, "kind": g.kind} for g in line.given]}
            for line in table.plans
        ],
        "lacking": [{"reference": line.plan.reference, "why": line.lacks} for line in table.lacking],
    }  # fmt: skip


def _print_allocation(table: AllocationTable) -> None:
    print(f"{table.round}: {table.given:,} audits of {len(table.plans):,} plans, {table.twice:,} of them scored twice.")
    heads = ["Auditor", "First", "Second", "All"]
    rows = [[a.person.facts.code, str(a.first), str(a.second), str(a.load)] for a in table.auditors]
    as_table([heads, *rows])
    for line in table.auditors:
        if not line.standing.may:
            print(f"{line.person.facts.name} {line.standing.why}.")
    for line in table.lacking:
        print(f"{line.plan.reference}: {line.lacks}")
