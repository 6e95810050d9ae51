"""The figures of a round as sheets of a workbook, every column with what it means."""

from __future__ import annotations

from auditor.breakdowns import FIELD_WORDS
from auditor.change.figures import OverTime
from auditor.figures import Breakdown, CriterionFigure, MeasureFigure, Results
from auditor.reports.agreement_sheet import agreement_sheet
from auditor.reports.appendices import method, picked, stands_for
from auditor.reports.breakdown_words import basis_words, title_words, value_words
from auditor.reports.cells import WIDEST, WIDEST_NOTE, Amount, Value, as_share, ends_of
from auditor.reports.change_sheets import change_notes, change_sheets
from auditor.reports.content import how_sure
from auditor.reports.sentences import is_weighted, sample_sentence
from auditor.reports.sheets import Sheet, StackedBars, dictionary
from auditor.reports.trend_words import trend_say
from auditor.reports.wording import capital, knows, say
from auditor.rounding import FEWEST_FOR_PERCENT

Rows = list[list[Value]]
Columns = list[tuple[str, str]]
"""Each column's heading, and what it means."""


def board_sheets(results: Results, edition: str = "working", change: OverTime | None = None) -> tuple[Sheet, ...]:
    """Give the sheets of a round. Only the working edition has rows for one plan, and counts of parts of the list."""
    working = edition == "working"
    over: Rows = [[trend_say("sheet.title.change"), line] for line in change_notes(change)] if change else []
    made = [_sheet(results, "notes", _columns("about", "note"), _notes(results) + over)]
    if results.measures:
        chart = StackedBars(say(f"workbook.chart_{results.basis}"), 1, 3)
        made.append(_sheet(results, "headlines", *_headlines(results), chart=chart))
    made.append(_sheet(results, "criteria", *_criteria(results)))
    made.append(_sheet(results, "statutory", *_statutory(results)))
    made.append(_sheet(results, "causes", _columns("agency", "cause", "count"), _causes(results)))
    made += change_sheets(change) if change else ()
    made += [_breakdown(found, number) for number, found in enumerate(results.breakdowns, 1)]
    if results.sample.parts:
        made.append(_sheet(results, "parts", *_parts(results, counts=working)))
    if results.agreement is not None and results.agreement.n_units:
        heads, rows = agreement_sheet(results.agreement)
        made.append(_sheet(results, "agreement", [(head, say("workbook.means.agreement")) for head in heads], rows))
    if working:
        made.append(_sheet(results, "plans", *_plans(results)))
    return (*made, dictionary(made))


def _sheet(results: Results, name: str, columns: Columns, rows: Rows, *, chart: StackedBars | None = None) -> Sheet:
    """A sheet by the name its words have."""
    after = name == "agreement" and results.agreement is not None and results.agreement.after_moderation
    note = say(f"workbook.note.{name}{'_after' if after else ''}", basis=say(f"basis.{results.basis}.caption"))
    if is_weighted(results) and name in ("headlines", "criteria", "statutory"):
        note = f"{note} {say('section.headlines_weighted')}"
    heads, means = tuple(head for head, _ in columns), tuple(means for _, means in columns)
    widest = WIDEST_NOTE if name == "notes" else WIDEST
    title, holds = say(f"workbook.{name}"), say(f"workbook.holds.{name}")
    return Sheet(name.capitalize(), title, holds, heads, rows, note, widest, means, chart)


def _columns(*names: str) -> Columns:
    return [(say(f"workbook.column.{name}"), say(f"workbook.means.{name}")) for name in names]


def _notes(results: Results) -> Rows:
    about: Rows = [[say("facts.plans"), sample_sentence(results)]]
    sure: Rows = [[point.strong.rstrip("."), point.text] for point in how_sure(results)]
    how: Rows = [[say("workbook.picked", n=i), step] for i, step in enumerate(picked(results), 1)]
    steps: Rows = [[say("workbook.method", n=i), step] for i, step in enumerate(method(results), 1)]
    return about + sure + how + steps


def _headlines(results: Results) -> tuple[Columns, Rows]:
    tried = sorted({t for m in results.measures for t in m.at_thresholds})
    columns = _columns(
        "standard", "met", "partly", "not_met", "of", "share", "low", "high", "basis", "insufficient", "undecided",
        "cannot_tell", "bound_low", "bound_high", "id", "short",
    )  # fmt: skip
    rows: Rows = []
    for m in results.measures:
        share = as_share(m.percent, m.printed)
        bounds = m.bounds or (say("left_out.none"), say("left_out.none"))
        basis = say(f"basis.{m.basis}.column").lower()
        rest = [basis, m.insufficient, m.undecided, m.cannot_tell, *bounds, m.id, m.short]
        at: list[Value] = [m.at_thresholds[t][0] if t in m.at_thresholds else say("range.none") for t in tried]
        rows.append([m.name, m.k, m.partly, m.not_met, m.n, share, *ends_of(m.interval), *rest, *at])
    marks = [(say("workbook.column.at", percent=t), say("workbook.means.at", percent=t)) for t in tried]
    return columns + marks, rows


def _breakdown(found: Breakdown, number: int) -> Sheet:
    """One row a group and standard."""
    columns = [
        (capital(FIELD_WORDS[name]), say("workbook.means.group", field=FIELD_WORDS[name])) for name in found.fields
    ]
    columns += _columns("group_plans", "group_scored", "standard", "met", "of", "share", "low", "high", "basis", "id")
    rows: Rows = []
    for group in found.groups:
        values = [value_words(name, value) for name, value in zip(found.fields, group.values, strict=True)]
        rows += [[*values, group.plans, group.scored, *_group_cells(m)] for m in group.measures]
    title = title_words(found.fields)
    heads, means = tuple(head for head, _ in columns), tuple(means for _, means in columns)
    holds = say("workbook.holds.breakdown", title=title)
    # a sheet's name has 31 letters at most, and no two may be the same
    name = title if len(title) <= 31 else f"{title[:27]}… {number}"
    return Sheet(f"Breakdown{number}", name, holds, heads, rows, basis_words(found), means=means)


def _group_cells(m: MeasureFigure) -> list[Value]:
    basis = say(f"basis.{m.basis}.column").lower()
    return [m.short, m.k, m.n, as_share(m.percent, m.printed), *ends_of(m.interval), basis, m.id]


def _parts(results: Results, *, counts: bool) -> tuple[Columns, Rows]:
    """The parts of the list; in a weighted round also met and counted for each standard."""
    measures = [m for m in results.measures if m.by_part] if counts else []
    columns = _columns("part", "size", "drawn", "stands_for")
    columns += [
        (f"{m.short}: {say(f'workbook.column.{name}').lower()}", say(f"workbook.means.{name}"))
        for m in measures
        for name in ("met", "of")
    ]
    rows: Rows = []
    for part in results.sample.parts:
        counted = (v for m in measures for p in m.by_part if p.key == part.key for v in (p.k, p.n))
        stands: Value = Amount(part.size / part.drawn) if part.drawn else stands_for(part)
        rows.append([part.key, part.size, part.drawn, stands, *counted])
    return columns, rows


def _criteria(results: Results) -> tuple[Columns, Rows]:
    columns = _columns(
        "id", "short", "standard", "critical", "share", "low", "high", "met", "partly", "not_met", "of",
        "not_applicable", "cannot_tell", "undecided", "criterion", "source", "law",
    )  # fmt: skip
    names = {m.id: m.short for m in results.measures}
    rows: Rows = [
        [
            c.id, c.short, names.get(c.measure, say("workbook.none")), say(f"workbook.{'yes' if c.critical else 'no'}"),
            as_share(c.percent, c.printed), *ends_of(c.interval), c.met, c.partly, c.not_met, c.n,
            *_rest(c), c.question, c.source, _law(c),
        ]
        for c in results.criteria
    ]  # fmt: skip
    return columns, rows


def _statutory(results: Results) -> tuple[Columns, Rows]:
    columns = _columns(
        "id", "short", "share", "low", "high", "met", "not_met", "of", "not_applicable", "cannot_tell", "undecided",
        "criterion", "source", "law",
    )  # fmt: skip
    rows: Rows = []
    for c in results.statutory:
        enough = c.percent is not None and c.n >= FEWEST_FOR_PERCENT
        words = say("statutory.table.few" if c.n else "statutory.table.nothing")
        share, ends = as_share(c.percent if enough else None, words), ends_of(c.interval if enough else None)
        # a check is met or not; where a framework gives it a middle step, that is not met either
        rows.append([c.id, c.short, share, *ends, c.k, c.n - c.k, c.n, *_rest(c), c.question, c.source, _law(c)])
    return columns, rows


def _rest(c: CriterionFigure) -> tuple[int, int, int]:
    return c.not_applicable, c.cannot_tell, c.undecided


def _law(c: CriterionFigure) -> str:
    return say(f"law.{c.law}") if knows(f"law.{c.law}") else capital(c.law)


def _causes(results: Results) -> Rows:
    return [[say(f"agency.{c.agency}"), say(f"cause.{c.cause}"), c.count] for c in results.causes]


def _plans(results: Results) -> tuple[Columns, Rows]:
    asked = (*results.criteria, *results.statutory)
    words = {token: say(f"answer.{token}") for token in ANSWERS}
    none = say("workbook.not_asked")
    rows: Rows = [
        [p.reference, p.area, *(words[p.answers[c.id]] if c.id in p.answers else none for c in asked)]
        for p in results.plan_lines
    ]
    answers = [(c.id, say("workbook.means.answer", question=c.question)) for c in asked]
    return _columns("plan", "area") + answers, rows


ANSWERS = ("met", "partly", "not_met", "not_applicable", "cannot_tell", "undecided")
