"""The public edition as sheets of a workbook and as rows of a data file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.breakdowns import FIELD_WORDS
from auditor.editions.appendix import corrections_words, hidden_words, limits_words, method_words, picked_words
from auditor.editions.figures import CELLS, Count, PublicFigures, PublicLine, Publishing
from auditor.editions.words import count_words, say, share_words
from auditor.figures import TOO_FEW
from auditor.reports.breakdown_words import value_words
from auditor.reports.report import FigureLine
from auditor.reports.wording import capital
from auditor.reports.wording import say as say_in_report
from auditor.rounding import printed

if TYPE_CHECKING:
    from auditor.reports.cells import Value
    from auditor.reports.details import ReportDetails
    from auditor.reports.sheets import Sheet


def figure_lines(figures: PublicFigures) -> tuple[FigureLine, ...]:
    """Every published figure once; of a hidden one the place, and that it is suppressed."""
    return (*(_of_line(line) for line in figures.lines), *_of_tables(figures), *_of_causes(figures))


def _of_line(line: PublicLine) -> FigureLine:
    low, high = line.interval or (None, None)
    cells = {name: line.cells.get(name) for name in CELLS if name in FigureLine.__dataclass_fields__}
    hidden = line.k is None or None in line.cells.values() or (line.percent is None and line.weighted)
    return FigureLine(
        line.kind, line.id, line.name, line.measure, basis=line.basis, k=line.k, n=line.n, percent=line.percent,
        low=low, high=high, printed=line.printed, weighted=line.weighted, suppressed=hidden,
        partly=cells["partly"], not_met=cells["not_met"], not_applicable=cells["not_applicable"],
        cannot_tell=cells["cannot_tell"], insufficient=cells["insufficient"], undecided=0,
    )  # fmt: skip


def _of_tables(figures: PublicFigures) -> Iterator[FigureLine]:
    names = {line.id: line.name for line in figures.of("measure")}
    for table in figures.tables:
        for group in table.groups:
            for m in table.measures:
                place = FigureLine("measure", m, names[m], m, table.field, group.value, figures.basis, suppressed=True)
                if not group.shown:
                    yield place
                    continue
                k, n = group.counts[m]
                low, high = group.intervals[m] or (None, None)
                yield FigureLine(
                    "measure", m, names[m], m, table.field, group.value, figures.basis, k, n, 100 * k / n, low, high,
                    printed(k, n),
                )  # fmt: skip


def _of_causes(figures: PublicFigures) -> Iterator[FigureLine]:
    causes = figures.causes
    if causes is None:
        return
    for agency, total in causes.by_agency.items():
        cells = causes.cells[agency].items() if causes.cells is not None else [("", total)]
        for cause, n in cells:
            name = say_in_report(f"cause.{cause}") if cause else say("causes.by_agency")
            yield FigureLine(
                "cause", cause, name, group_field="agency", group_value=agency, basis="shortfalls", k=n,
                printed=f"{n:,}",
            )  # fmt: skip


def sheets(figures: PublicFigures, details: ReportDetails, publishing: Publishing) -> tuple[Sheet, ...]:
    """The sheets of the workbook, each with what its columns mean, and the data dictionary last."""
    # the library behind them is slow to import
    from auditor.reports.sheets import dictionary

    notes = _notes_sheet(figures, details, publishing)
    made = [notes, _lines_sheet(figures), *_tables_sheet(figures), *_causes_sheet(figures), _hidden_sheet(figures)]
    return (*made, dictionary(made))


def _sheet(
    table: str, title: str, columns: list[tuple[str, str]], rows: list[list[Value]], *, wide: bool = False
) -> Sheet:
    from auditor.reports.cells import WIDEST, WIDEST_NOTE
    from auditor.reports.sheets import Sheet

    heads, means = tuple(head for head, _ in columns), tuple(meaning for _, meaning in columns)
    return Sheet(table, title, say(f"sheet.{table.lower()}"), heads, rows, "", WIDEST_NOTE if wide else WIDEST, means)


def _column(name: str) -> tuple[str, str]:
    return say(f"sheet.{name}"), say(f"sheet.{name}_means")


def _value(count: Count) -> Value:
    return count_words(None) if count is None else count


def _share(percent: float | None) -> Value:
    return TOO_FEW if percent is None else percent / 100


def _ends(interval: tuple[float, float] | None) -> tuple[Value, Value]:
    none = say_in_report("range.none")
    return interval or (none, none)


_RANGE = ("low", "high")


def _range_columns() -> list[tuple[str, str]]:
    return [(say(f"sheet.{end}"), say("sheet.range_means")) for end in _RANGE]


def _notes_sheet(figures: PublicFigures, details: ReportDetails, publishing: Publishing) -> Sheet:
    told = {
        say("section.picked"): picked_words(figures),
        say("section.method"): method_words(figures),
        say("section.hidden"): hidden_words(figures),
        say("section.limits"): limits_words(figures),
        say("section.corrections"): corrections_words(figures, details, publishing),
    }
    rows: list[list[Value]] = [[about, words] for about, notes in told.items() for words in notes]
    return _sheet("Notes", say_in_report("workbook.notes"), [_column("about"), _column("note")], rows, wide=True)


def _lines_sheet(figures: PublicFigures) -> Sheet:
    kinds = {"measure": say("table.line"), "criterion": say("table.question"), "statutory": say("table.check")}
    columns = [_column("code"), _column("name"), _column("kind")]
    columns += [(say(f"table.{name}"), say("sheet.count_means")) for name in CELLS]
    columns += [_column("out_of"), (say("table.share"), say("sheet.share_means")), *_range_columns()]
    rows: list[list[Value]] = [
        [
            line.id, line.short, kinds[line.kind],
            *(_value(line.cells[name]) if name in line.cells else say("table.none") for name in CELLS),
            _value(line.n), share_words(line) if line.percent is None else line.percent / 100, *_ends(line.interval),
        ]
        for line in figures.lines
    ]  # fmt: skip
    return _sheet("Lines", say("section.lines"), columns, rows)


def _tables_sheet(figures: PublicFigures) -> list[Sheet]:
    if not figures.tables:
        return []
    shorts = {line.id: line.short for line in figures.of("measure")}
    columns = [_column("field"), _column("group"), _column("code"), _column("name")]
    columns += [(say("table.met"), say("sheet.count_means")), _column("out_of")]
    columns += [(say("table.share"), say("sheet.share_means")), *_range_columns()]
    rows: list[list[Value]] = []
    for table in figures.tables:
        for group in table.groups:
            for m in table.measures:
                k, n = group.counts.get(m, (None, None))
                percent = None if k is None or not n else 100 * k / n
                where = [capital(FIELD_WORDS[table.field]), value_words(table.field, group.value), m, shorts[m]]
                rows.append([*where, _value(k), _value(n), _share(percent), *_ends(group.intervals.get(m))])
    return [_sheet("Tables", say("tables.heading"), columns, rows)]


def _causes_sheet(figures: PublicFigures) -> list[Sheet]:
    causes = figures.causes
    if causes is None or not causes.by_agency:
        return []
    agency, count = (say("causes.agency"), say("sheet.agency_means")), (say("causes.count"), say("sheet.count_means"))
    title = say_in_report("section.causes")
    if causes.cells is None:
        totals: list[list[Value]] = [[say_in_report(f"agency.{a}"), n] for a, n in causes.by_agency.items()]
        return [_sheet("Causes", title, [agency, count], totals)]
    rows: list[list[Value]] = [
        [say_in_report(f"agency.{a}"), say_in_report(f"cause.{cause}"), n]
        for a, counts in causes.cells.items()
        for cause, n in counts.items()
    ]
    return [_sheet("Causes", title, [agency, _column("cause"), count], rows)]


def _hidden_sheet(figures: PublicFigures) -> Sheet:
    columns = [(say("table.hidden_where"), say("sheet.where_means")), (say("table.hidden_why"), say("sheet.why_means"))]
    rows: list[list[Value]] = [[hidden.where, hidden.why] for hidden in figures.hidden]
    return _sheet("Hidden", say("section.hidden")[:31], columns, rows)
