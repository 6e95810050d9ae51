"""Which groups of which breakdowns may be shown.

A group is shown for all headlines that are broken down, or for none, and so in every table of its field. The groups
that are not shown add up to sums that may themselves be shown. So whoever reads the tables could swap the plans of
those groups among them at will, and nothing published would change: no count of theirs can be worked out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from auditor.editions.figures import Earlier, Hidden, Least, PublicGroup, PublicLine, PublicTable
from auditor.figures import Breakdown, Results

PUBLIC_FIELDS = ("area", "need", "phase")
"""What a public edition is broken down by. No field lies within another, as a year group lies within a phase."""
MOST_TRIED = 8  # headlines of which every choice is tried; beyond, all of them or none

Counts = Mapping[str, tuple[int, int]]
"""k of n by headline."""


@dataclass(frozen=True)
class _Field:
    """One breakdown: how many plans of every group were audited, its counts and their ranges."""

    name: str
    plans: Mapping[str, int]
    counts: Mapping[str, Counts]
    ranges: Mapping[str, Mapping[str, tuple[float, float] | None]]


def tables_of(
    results: Results, lines: Sequence[PublicLine], least: Least, earlier: Sequence[Earlier]
) -> tuple[tuple[PublicTable, ...], list[Hidden]]:
    """The breakdowns that may be shown, and what of them is not and why."""
    fields = [_field(found) for found in results.breakdowns if len(found.fields) == 1 and found.name in PUBLIC_FIELDS]
    fields = [field for field in fields if len(field.counts) > 1]
    everything = Hidden("Breakdowns", "")
    if not fields:
        return (), []
    if results.basis == "answers":
        why = "k of n answers of a group would tell how many of its answers could not be counted."
        return (), [_because(everything, why)]
    if any(m.weighted for m in results.measures):
        return (), [
            _because(everything, "parts of the list were drawn unequally, so k of n of a group is not its figure.")
        ]
    totals = {line.id: (line.k, line.n) for line in lines if line.kind == "measure" and line.k is not None and line.n}
    mixed = [m for m, (k, n) in totals.items() if k >= least.count and n - k >= least.count]
    out = [release for release in earlier if release.figures.tables]
    if out:
        return _as_before(results, fields, totals, least, out)
    chosen = _best(fields, mixed, totals, least)
    tables = tuple(_table(field, chosen, _groups(field, chosen, totals, least)) for field in fields)
    tables = tuple(table for table in tables if any(group.shown for group in table.groups))
    return tables, list(_told(results, fields, tables, chosen, totals, least))


def _field(found: Breakdown) -> _Field:
    counts = {group.name: {m.id: (m.k, m.n) for m in group.measures} for group in found.groups}
    ranges = {
        group.name: {m.id: m.interval if m.basis == "plans" else None for m in group.measures} for group in found.groups
    }
    return _Field(found.name, {group.name: group.scored for group in found.groups}, counts, ranges)


def _best(fields: Sequence[_Field], mixed: Sequence[str], totals: Counts, least: Least) -> tuple[str, ...]:
    """The headlines to break down: those with which the most counts are shown, and of like choices the larger."""
    sizes = range(len(mixed), 0, -1) if len(mixed) <= MOST_TRIED else [len(mixed)]
    best: tuple[int, tuple[str, ...]] = (0, ())
    for size in sizes:
        for tried in combinations(mixed, size):
            score = size * sum(len(_groups(field, tried, totals, least)) for field in fields)
            if score > best[0]:
                best = (score, tried)
    return best[1]


def _groups(field: _Field, measures: Sequence[str], totals: Counts, least: Least) -> set[str]:
    """The groups to show: those fit by themselves, less the smallest, until the rest of the round is fit as well."""
    if not measures:
        return set()
    kept = {name for name in field.counts if _fit(field, name, measures, least)}
    by_size = sorted(kept, key=lambda name: (sum(field.counts[name][m][1] for m in measures), name), reverse=True)
    while kept and not _all_fits(field, kept, measures, totals, least):
        kept.discard(by_size.pop())
    return kept


def _all_fits(field: _Field, kept: set[str], measures: Sequence[str], totals: Counts, least: Least) -> bool:
    """Whether these groups beside each other, and beside the figures over the round, give nothing away."""
    return (
        _rest_fits(field, kept, measures, totals, least)
        and _sizes_fit(field, kept, measures, least)
        and _spread(field, kept, measures, totals)
    )


def _fit(field: _Field, name: str, measures: Sequence[str], least: Least) -> bool:
    """Whether a group may be shown by itself: of enough plans, also where answers are counted."""
    counts = [field.counts[name][m] for m in measures]
    return field.plans[name] >= least.percent and all(n >= least.percent and least.fits(k, n - k) for k, n in counts)


def _rest_fits(field: _Field, kept: set[str], measures: Sequence[str], totals: Counts, least: Least) -> bool:
    """Whether what the round has beyond these groups gives nothing away: nothing, or enough of both in two or more."""
    hidden = [name for name in field.counts if name not in kept]
    if not hidden:
        return True
    if len(hidden) < 2 or sum(field.plans[name] for name in hidden) < least.percent:
        return False
    for m in measures:
        k, n = (total - sum(field.counts[g][m][i] for g in kept) for i, total in enumerate(totals[m]))
        if k < least.count or n - k < least.count or n < least.percent:
            return False
    return True


def _sizes_fit(field: _Field, kept: set[str], measures: Sequence[str], least: Least) -> bool:
    """Whether nothing follows about how many plans of a group were not counted for a headline.

    A group holds at least as many plans as are counted for any headline. Where that adds up to all plans of the round,
    sizes are known, though none is told, and what each headline leaves out of a group must itself be fit to show.
    """
    rows = [{name} for name in kept] + [field.counts.keys() - kept]
    counted = [[sum(field.counts[name][m][1] for name in row) for m in measures] for row in rows]
    sizes = [sum(field.plans[name] for name in row) for row in rows]
    if sum(max(row) for row in counted) < sum(sizes):
        return True
    return all(least.fits(*(size - n for n in row)) for size, row in zip(sizes, counted, strict=True))


def _spread(field: _Field, kept: set[str], measures: Sequence[str], totals: Counts) -> bool:
    """Whether plans that met a standard, and plans that did not, are in two groups at least.

    Were all of a kind in one, whatever is told of them over the round would be told of that group.
    """
    for m in measures:
        shown = [field.counts[name][m] for name in kept]
        k, n = (total - sum(counts[i] for counts in shown) for i, total in enumerate(totals[m]))
        rows = [*shown, (k, n)]
        if sum(k > 0 for k, _ in rows) < 2 or sum(n > k for k, n in rows) < 2:
            return False
    return True


def _table(field: _Field, measures: Sequence[str], kept: set[str]) -> PublicTable:
    groups = tuple(
        PublicGroup(
            name,
            name in kept,
            {m: counts[m] for m in measures} if name in kept else {},
            {m: field.ranges[name][m] for m in measures} if name in kept else {},
        )
        for name, counts in field.counts.items()
    )
    return PublicTable(field.name, tuple(measures), groups)


def _as_before(
    results: Results, fields: Sequence[_Field], totals: Counts, least: Least, out: Sequence[Earlier]
) -> tuple[tuple[PublicTable, ...], list[Hidden]]:
    """The same tables as in the earlier editions, where nothing has changed since; otherwise none."""
    first = out[0].figures
    by_name = {field.name: field for field in fields}
    same = all(release.fingerprint == results.fingerprint for release in out)
    for table in first.tables if same else ():
        field, kept = by_name.get(table.field), {group.value for group in table.groups if group.shown}
        if field is None or not kept <= field.counts.keys() or not set(table.measures) <= totals.keys():
            same = False
            break
        fit = all(_fit(field, name, table.measures, least) for name in kept)
        fit = fit and _all_fits(field, kept, table.measures, totals, least)
        same = same and fit and _table(field, table.measures, kept) == table
    if same:
        chosen = first.tables[0].measures
        return first.tables, list(_told(results, fields, first.tables, chosen, totals, least))
    why = "an earlier edition has breakdowns of other figures; the difference between the two would tell of few plans."
    return (), [_because(Hidden("Breakdowns", ""), why)]


def _told(
    results: Results,
    fields: Sequence[_Field],
    tables: Sequence[PublicTable],
    chosen: Sequence[str],
    totals: Counts,
    least: Least,
) -> Iterator[Hidden]:
    """What is not shown, with why."""
    made = {table.field: table for table in tables}
    for field in fields:
        table = made.get(field.name)
        if table is None:
            yield Hidden(
                f"By {field.name}", f"Fewer than two groups have {least.percent} plans and {least.count} of each kind."
            )
            continue
        for group in table.groups:
            if not group.shown:
                why = "Too few to report, or needed so that no other group can be worked out from the whole."
                yield Hidden(f"By {field.name}: {group.value}", why)
    for m in results.measures:
        if made and m.id not in chosen:
            yield Hidden(f"{m.short}, broken down", _why_not(totals.get(m.id), least))


def _why_not(counted: tuple[int, int] | None, least: Least) -> str:
    """Why a headline is not broken down."""
    if counted is None:
        return "Its figure over the whole round is not shown."
    k, n = counted
    if min(k, n - k) < least.count:
        return "All plans, or all but too few, came to the same."
    return "Too few plans of one kind in too many groups."


def _because(hidden: Hidden, why: str) -> Hidden:
    return Hidden(hidden.where, f"Not shown: {why}")
