"""Figures from old papers, typed in as they were printed there, and whether they can be what they say they are."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from auditor.attainable import attainable
from auditor.audits import framework_of
from auditor.changed import Changed
from auditor.frameworks import Framework
from auditor.reports.wording import readable
from auditor.rounding import FEWEST_FOR_PERCENT
from db import log
from db.errors import UserError
from db.store import Owner, Store
from db.tables import HistoryFigure
from db.vocabulary import Basis

LONGEST = {"label": 60, "source": 200}
KINDS = frozenset({"history"})
_OF = {Basis.PLANS: "plans", Basis.ANSWERS: "answers", "": ""}


@dataclass(frozen=True)
class HistoryFacts:
    """One figure of an old paper: which measure, what the paper calls that time, its day, and what it prints.

    `percent` is the share that *meets* the standard, as text with at most two decimals. `basis` is plans, answers or
    empty where the paper does not say; k and n are None where it does not give them.
    """

    measure: str
    label: str
    as_at: date
    percent: str
    k: int | None = None
    n: int | None = None
    basis: str = ""
    source: str = ""


@dataclass(frozen=True)
class HistoryRow:
    """A figure of an old paper with who typed it in, and the number that changes it."""

    id: int
    framework: str
    facts: HistoryFacts
    by: str
    row_version: int = 1


@dataclass(frozen=True)
class Checked:
    """Whether a figure of an old paper can be what it says; None where it does not say enough to be checked.

    `sentences` say what was found, and by which other reading it could be right. `k` and `n` are known and print as the
    paper's percentage where `comparable`.
    """

    fits: bool | None
    sentences: tuple[str, ...]
    comparable: bool = False


def check(facts: HistoryFacts) -> Checked:
    """Whether the percentage can be k of n; if not, by which basis it could. Raises UserError (`no_percent`)."""
    percent = _percent(facts.percent)
    if facts.n is None:
        smallest = attainable(percent, 1).smallest_n
        what = "plans or answers" if not facts.basis else _OF[facts.basis]
        said = (
            f"Without the number it is a share of, {percent} cannot be checked or compared. It takes at least "
            f"{smallest} {what} to give it."
        )
        return Checked(None, (said,))
    found = attainable(percent, facts.n)
    of = f"{facts.n:,} {_OF[facts.basis]}".strip()
    if not found.attainable:
        below, above = found.nearest
        near = " or ".join(f"{value:g}%" for value in (below, above) if value is not None)
        return Checked(
            False, (f"{percent} cannot be a share of {of}: the nearest that can are {near}.", *found.explanations)
        )
    if facts.k is None:
        return Checked(True, (f"{percent} can be a share of {of}.", *found.explanations))
    if not _prints(percent, facts.k, facts.n):
        said = f"{facts.k:,} of {facts.n:,} does not give {percent}. Both are kept as you typed them."
        return Checked(False, (said, *found.explanations))
    comparable = facts.basis == Basis.PLANS and facts.n >= FEWEST_FOR_PERCENT
    return Checked(True, (f"{facts.k:,} of {of} gives {percent}.",), comparable)


def history(store: Store) -> tuple[HistoryRow, ...]:
    """All figures of old papers, the earliest first."""
    with store.read() as session:
        return history_of(session)


def history_of(session: Session, framework: str | None = None) -> tuple[HistoryRow, ...]:
    """All figures of old papers, or those for one framework by its id, the earliest first, within another job."""
    rows = select(HistoryFigure).order_by(col(HistoryFigure.as_at), col(HistoryFigure.id))
    if framework is not None:
        rows = rows.where(HistoryFigure.framework_key == framework)
    return tuple(HistoryRow(r.id or 0, r.framework_key, _facts(r), r.by, r.row_version) for r in session.exec(rows))


def add_history(store: Store, round_id: int, facts: HistoryFacts) -> Changed:
    """Keep a figure of an old paper for a headline of a round's framework.

    Raises UserError: `not_lead`, `no_measure`, `no_words`, `long_words`, `no_percent`, `no_count`, `history_twice`.
    """
    with store.write() as session:
        owner = store.lead(session, "types in figures of old papers")
        framework = framework_of(session, round_id)
        row = HistoryFigure(
            framework_key=framework.id, measure_key="", label="", as_at=facts.as_at, percent="", source="", by=""
        )
        _write(session, row, owner, framework, facts)
        log.append(
            session, who=owner.name, what="added a figure of an old paper", subject=_subject(row), after=_said(row)
        )
        return Changed(KINDS, (row.id or 0,))


def change_history(store: Store, round_id: int, figure: int, facts: HistoryFacts) -> Changed:
    """Put a figure of an old paper right. Raises as `add_history`, and `no_history`."""
    with store.write() as session:
        owner = store.lead(session, "types in figures of old papers")
        row = _row(session, figure)
        before = _said(row)
        _write(session, row, owner, framework_of(session, round_id), facts)
        if _said(row) == before:
            return Changed(frozenset())
        row.row_version += 1
        log.append(
            session, who=owner.name, what="changed a figure of an old paper", subject=_subject(row), before=before,
            after=_said(row),
        )  # fmt: skip
        return Changed(KINDS, (figure,))


def remove_history(store: Store, figure: int) -> Changed:
    """Take a figure of an old paper away. Raises UserError: `not_lead`, `no_history`."""
    with store.write() as session:
        owner = store.lead(session, "takes figures of old papers away")
        row = _row(session, figure)
        log.append(
            session, who=owner.name, what="removed a figure of an old paper", subject=_subject(row), before=_said(row)
        )
        session.delete(row)
        return Changed(KINDS)


def _row(session: Session, figure: int) -> HistoryFigure:
    row = session.get(HistoryFigure, figure)
    if row is None:
        raise UserError("no_history", "That figure is no longer here. Nothing was changed.")
    return row


def _write(session: Session, row: HistoryFigure, owner: Owner, framework: Framework, facts: HistoryFacts) -> None:
    if facts.measure not in {m.id for m in framework.headlines}:
        raise UserError("no_measure", "Choose the standard that this figure is about. Nothing was changed.")
    label, source = (_line(facts, name) for name in LONGEST)
    if (facts.n is not None and facts.n < 1) or (
        facts.k is not None and (facts.n is None or not 0 <= facts.k <= facts.n)
    ):
        raise UserError(
            "no_count",
            "How many met it lies between 0 and the number looked at, and that is 1 or more. Nothing was changed.",
        )
    same = select(HistoryFigure.id).where(
        HistoryFigure.measure_key == facts.measure, HistoryFigure.label == label, col(HistoryFigure.id) != row.id
    )
    if row.id is None:
        same = select(HistoryFigure.id).where(HistoryFigure.measure_key == facts.measure, HistoryFigure.label == label)
    with session.no_autoflush:
        if session.exec(same).first() is not None:
            raise UserError(
                "history_twice",
                f"There is a figure called {label} for this standard already. Nothing was changed. Change that one, "
                "or give this one another name.",
            )
    row.framework_key, row.measure_key, row.label, row.source = framework.id, facts.measure, label, source
    row.as_at, row.percent, row.k, row.n = facts.as_at, _percent(facts.percent), facts.k, facts.n
    row.basis, row.by = str(facts.basis), owner.name
    session.add(row)
    session.flush()


def _line(facts: HistoryFacts, name: str) -> str:
    text = " ".join(readable(getattr(facts, name)).split())
    if not text:
        asked = "a name for its time, such as 2019 audit" if name == "label" else "its source: which paper, which page"
        raise UserError("no_words", f"A figure of an old paper needs {asked}. Nothing was changed.")
    if len(text) > LONGEST[name]:
        what = "The name of its time" if name == "label" else "The source"
        raise UserError("long_words", f"{what} holds {LONGEST[name]} characters, and this has {len(text)}. Nothing "
                        "was changed.")  # fmt: skip
    return text


def _percent(text: str) -> str:
    """The percentage as it is kept: 49%, 45.5%."""
    plain = text.strip().removesuffix("%").strip()
    try:
        attainable(plain, 1)
    except ValueError:
        raise UserError(
            "no_percent",
            "Type the percentage as the paper prints it, from 0 to 100 with at most two decimals. Nothing was changed.",
        ) from None
    return f"{plain}%"


def _prints(percent: str, k: int, n: int) -> bool:
    """Whether k of n, rounded half up, is the percentage to the decimals it was printed with."""
    digits = percent.removesuffix("%")
    whole = 100 * 10 ** (len(digits.split(".")[1]) if "." in digits else 0)
    return (2 * whole * k + n) // (2 * n) == int(digits.replace(".", ""))


def _facts(row: HistoryFigure) -> HistoryFacts:
    return HistoryFacts(row.measure_key, row.label, row.as_at, row.percent, row.k, row.n, row.basis, row.source)


def _subject(row: HistoryFigure) -> str:
    return f"{row.framework_key} {row.measure_key} {row.as_at.isoformat()}"


def _said(row: HistoryFigure) -> str:
    of = "" if row.n is None else f" of {row.n:,}" if row.k is None else f", {row.k:,} of {row.n:,}"
    return f"{row.label}: {row.percent}{of}, basis {row.basis or 'not known'}, from {row.source}"
