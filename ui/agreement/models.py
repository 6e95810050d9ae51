"""Tables of agreement as item models: questions with their meters, measures, pairs of auditors, leniency."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt

from auditor.agreeing.figures import AgreementFigure
from auditor.agreeing.people import Leniency, PairAgreement
from auditor.agreeing.words import figure_text, leniency_verdict, share_range_text, share_text, signed
from auditor.agreement import ENOUGH_PLANS
from ui.parts.progress import Part
from ui.parts.rows import Index, RowsModel
from ui.standing.progress_table import PARTS_ROLE

METER = 1
FIGURES = ("percent_agreement", "within_one", "gwet_ac1", "gwet_ac2_quadratic", "alpha_ordinal")
HEADS = ("Question", "The same answer", "Plans", "Exact", "Within one", "AC1", "AC2", "Alpha")
PAIR_HEADS = ("Auditors", "The same answer", "Plans", "Share", "Likely range", "Within one", "Likely range")
LENIENCY_HEADS = ("Auditor", "Beside what was settled", "Mean difference", "Likely range", "Higher", "Lower", "Answers",
                  "Plans")  # fmt: skip


def meter_parts(same: int, one_step: int, further: int) -> tuple[Part, ...]:
    """The shares of an agreement meter, in their order."""
    return (
        Part(same, "the same", "solid"),
        Part(one_step, "one step apart", "hatched"),
        Part(further, "further, or not applicable to one", "dotted"),
    )


class MeterRows(RowsModel):
    """Rows of words whose second column is a meter: the same, one step apart, further."""

    def __init__(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        meters: Sequence[tuple[Part, ...]],
        keys: Sequence[Sequence[Any]],
    ) -> None:
        super().__init__(heads, rows, frozenset(range(2, len(heads))), keys)
        self._meters = meters

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The meter's shares and what they are called, or what rows of words have."""
        if not index.isValid() or index.column() != METER:
            return super().data(index, role)
        said = ", ".join(f"{part.count:,} {part.word}" for part in self._meters[index.row()])
        if role == PARTS_ROLE:
            return self._meters[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.headerData(METER, Qt.Orientation.Horizontal)}: {said}"
        return said if role == Qt.ItemDataRole.ToolTipRole else super().data(index, role)


def figure_model(figures: Sequence[AgreementFigure], what: str) -> MeterRows:
    """One row a question or measure, in the order given; only counts where none has plans enough."""
    enough = any(f.n_units >= ENOUGH_PLANS for f in figures)
    names = FIGURES if enough else ()
    rows = [
        (
            f"{f.id}  {f.short}",
            _of(f.same, f.compared),
            f"{f.n_units:,}",
            *(figure_text(f, n) for n in names),
        )
        for f in figures
    ]
    keys = [
        (at, f.same / f.compared if f.compared else 2.0, f.n_units, *(_key(getattr(f, n)) for n in names))
        for at, f in enumerate(figures)
    ]
    meters = [meter_parts(f.same, f.one_step, f.differing - f.one_step) for f in figures]
    heads = (what, *HEADS[1 : 3 + len(names)])
    return MeterRows(heads, rows, meters, keys)


def pair_model(pairs: Sequence[PairAgreement], names: dict[str, str]) -> MeterRows:
    """One row a pair of auditors; only counts where none has plans enough."""
    titles = [f"{names.get(p.first, p.first)} and {names.get(p.second, p.second)}" for p in pairs]
    heads = PAIR_HEADS if any(p.exact is not None for p in pairs) else PAIR_HEADS[:3]
    rows: list[tuple[str, ...]] = []
    keys: list[tuple[Any, ...]] = []
    for title, p in zip(titles, pairs, strict=True):
        shares = ((p.exact, p.exact_interval), (p.within_one, p.within_one_interval))
        told = tuple(words for share, ends in shares for words in (share_text(share), share_range_text(ends)))
        rows.append((title, _of(p.same, p.compared), f"{p.plans:,}", *told)[: len(heads)])
        each = tuple(key for share, ends in shares for key in (_key(share), _key(ends[0] if ends else None)))
        keys.append((title, p.same / p.compared if p.compared else 2.0, p.plans, *each)[: len(heads)])
    meters = [meter_parts(p.same, p.one_step, p.compared - p.same - p.one_step) for p in pairs]
    return MeterRows(heads, rows, meters, keys)


def leniency_model(found: Sequence[Leniency], names: dict[str, str]) -> RowsModel:
    """One row an auditor: how much higher or lower than what was settled, in points of 0 to 2."""
    rows = [
        (names.get(one.person, one.person), leniency_verdict(one), "none" if one.mean is None else signed(one.mean),
         f"{signed(one.interval[0])} to {signed(one.interval[1])}" if one.interval else "none",
         f"{one.higher:,}", f"{one.lower:,}", f"{one.compared:,}", f"{one.plans:,}")
        for one in found
    ]  # fmt: skip
    return RowsModel(LENIENCY_HEADS, rows, frozenset(range(2, len(LENIENCY_HEADS))))


def most_divided_first(figures: Sequence[AgreementFigure]) -> list[AgreementFigure]:
    """The questions in the order of how much they divide; those nobody compared last."""
    return sorted(figures, key=lambda f: (f.same / f.compared if f.compared else 2.0, -f.differing))


def _of(same: int, compared: int) -> str:
    return f"{same:,} of {compared:,}" if compared else "nothing compared"


def _key(value: float | None) -> float:
    return -9.0 if value is None else value
