"""How far auditors agree, as a sheet of the workbook: no auditor is named in it."""

from auditor.agreeing.calculate import FIGURES
from auditor.agreeing.figures import AgreementFigure, RoundAgreement
from auditor.agreeing.words import SHARES
from auditor.reports.cells import Coefficient, Value
from auditor.reports.wording import say


def agreement_sheet(found: RoundAgreement) -> tuple[list[str], list[list[Value]]]:
    """Give the heads and rows of the sheet: every question, then every standard, every figure with its range."""
    counts = ("n_units", "compared", "same", "one_step", "applying", "left_out")
    columns = [say(f"workbook.column.{name}") for name in ("id", "agreed_on", "twice", *counts[1:])]
    for name in FIGURES:
        figure = say(f"workbook.column.{name}")
        columns += [figure, *(say(f"workbook.column.figure_{end}", figure=figure) for end in ("from", "to"))]
    columns += [say("workbook.column.applicability_n_units"), say("workbook.column.why")]
    rows: list[list[Value]] = []
    for f in (*found.criteria, *found.measures):
        row: list[Value] = [f.id, f.short, *(int(getattr(f, name)) for name in counts)]
        for name in FIGURES:
            row += _cells(f, name)
        why = " ".join(dict.fromkeys(f.reasons[name] for name in FIGURES if name in f.reasons))
        rows.append([*row, f.applicability_n_units, why])
    return columns, rows


def _cells(figure: AgreementFigure, name: str) -> list[Value]:
    """A figure and both ends of its range, each as a number, or as the word that there is none."""
    number = float if name in SHARES else Coefficient
    value: float | None = getattr(figure, name)
    ends = figure.intervals.get(name)
    none = say("agreement.none")
    return [none if value is None else number(value), *((number(e) for e in ends) if ends else (none, none))]
