"""What is aimed at for each measure, and what can be said of it: below, reached, or not to be told yet."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sqlmodel import Session, col, delete, select

from auditor.audits import framework_of
from auditor.changed import Changed
from auditor.figures import MeasureFigure, Results
from auditor.rounding import half_up_percent
from db import log
from db.errors import UserError
from db.store import Store
from db.tables import Target, TargetPart

TARGETS = Changed(frozenset({"target"}))


class Judged(StrEnum):
    """What can be said of a measure against its target; `UNRATED` where nothing is rated, and why stands beside it."""

    BELOW = "below"
    REACHED = "reached"
    CANNOT_TELL = "cannot tell yet"
    UNRATED = ""


@dataclass(frozen=True)
class Part:
    """k of n in one named part, as its own source gives it."""

    name: str
    k: int
    n: int
    source: str = ""


@dataclass(frozen=True)
class TargetFacts:
    """What is aimed at for one measure of a framework, in whole percent.

    With `parts` the actual is a range over them.
    """

    framework: str
    measure: str
    percent: int
    source: str = ""
    due_on: date | None = None
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Against:
    """A target and its actual: what was judged, and the sentence that says it."""

    target: TargetFacts
    name: str
    judged: Judged
    said: str


@dataclass(frozen=True)
class Aims:
    """What can be aimed at in a round: its framework, the headlines' short names by their keys, and what is set."""

    framework: str = ""
    measures: dict[str, str] = field(default_factory=dict[str, str])
    targets: tuple[TargetFacts, ...] = ()


def aims_of(store: Store, round_id: int) -> Aims:
    """The headlines of a round's framework, and the targets set for them. Works out no figure."""
    with store.read() as session:
        framework = framework_of(session, round_id)
        measures = {m.id: m.short for m in framework.headlines}
        return Aims(framework.id, measures, read_targets(session, framework.id))


def targets_of(store: Store, framework: str) -> tuple[TargetFacts, ...]:
    """The targets set for the measures of a framework, whatever its version, by measure."""
    with store.read() as session:
        return read_targets(session, framework)


def read_targets(session: Session, framework: str) -> tuple[TargetFacts, ...]:
    """The same within another job."""
    rows = session.exec(select(Target).where(Target.framework_key == framework).order_by(col(Target.measure_key))).all()
    parts: dict[int, list[Part]] = {}
    for p in session.exec(select(TargetPart).order_by(col(TargetPart.id))):
        parts.setdefault(p.target_id, []).append(Part(p.name, p.k, p.n, p.source))
    return tuple(
        TargetFacts(t.framework_key, t.measure_key, t.percent, t.source, t.due_on, tuple(parts.get(t.id or 0, ())))
        for t in rows
    )


def aimed_at(targets: Sequence[TargetFacts]) -> dict[str, int]:
    """What is aimed at for each measure, in whole percent; of a target whose actual is a range over parts nothing."""
    return {target.measure: target.percent for target in targets if not target.parts}


def set_target(store: Store, facts: TargetFacts) -> Changed:
    """Set what is aimed at for a measure, or change it.

    Raises UserError: `no_percent` outside 0 to 100; `not_k_of_n` for a part whose k is no part of n; `no_name` and
    `name_taken` for parts without a name of their own.
    """
    if not 0 <= facts.percent <= 100:
        raise UserError("no_percent", "A target lies between 0 and 100 percent. Nothing was changed.")
    names = [part.name.strip().casefold() for part in facts.parts]
    if "" in names:
        raise UserError("no_name", "Each part needs a name, such as an area. Nothing was changed.")
    if len(set(names)) < len(names):
        raise UserError("name_taken", "Two parts have the same name. Nothing was changed. Name each differently.")
    for part in facts.parts:
        if part.n < 1 or not 0 <= part.k <= part.n:
            raise UserError("not_k_of_n", f"{part.name}: {part.k} of {part.n} is not a share. Nothing was changed.")
    with store.write() as session:
        row = _row(session, facts.framework, facts.measure)
        before = "" if row is None else f"{row.percent}%"
        row = row or Target(framework_key=facts.framework, measure_key=facts.measure, percent=0, row_version=0)
        row.percent, row.source, row.due_on = facts.percent, facts.source.strip(), facts.due_on
        row.row_version += 1
        session.add(row)
        session.flush()
        session.exec(delete(TargetPart).where(col(TargetPart.target_id) == row.id))
        session.add_all(
            TargetPart(target_id=row.id or 0, name=p.name.strip(), k=p.k, n=p.n, source=p.source.strip())
            for p in facts.parts
        )
        _log(session, store, "set a target", facts.measure, before, f"{facts.percent}%")
        return TARGETS


def remove_target(store: Store, framework: str, measure: str) -> Changed:
    """Aim at nothing for a measure any more. Raises UserError (`no_target`)."""
    with store.write() as session:
        row = _row(session, framework, measure)
        if row is None:
            raise UserError("no_target", "That measure has no target. Nothing was changed.")
        session.exec(delete(TargetPart).where(col(TargetPart.target_id) == row.id))
        session.delete(row)
        _log(session, store, "removed a target", measure, f"{row.percent}%", "")
        return TARGETS


def against(targets: tuple[TargetFacts, ...], results: Results) -> tuple[Against, ...]:
    """Each target of the round's framework beside its actual, in the order of the measures.

    Judged by the interval, as figures of a sample are: *below* where all of it lies below the target, *reached* where
    none does. Where every plan was audited the share itself is judged. Plans that were chosen rate nothing, a range
    over parts neither.
    """
    wanted = {t.measure: t for t in targets if t.framework == results.framework_id}
    return tuple(judge(wanted[m.id], m, results.draw) for m in results.measures if m.id in wanted)


def judge(target: TargetFacts, measure: MeasureFigure, draw: str) -> Against:
    """One measure against its target; `draw` is how the round's plans were picked."""
    if target.parts:
        return Against(target, measure.short, Judged.UNRATED, parts_sentence(target))
    aim = f"Target {target.percent}%."
    if measure.percent is None or measure.n == 0:
        return Against(target, measure.short, Judged.UNRATED, f"{aim} There is no figure to hold against it.")
    actual = f"Actual {measure.printed} ({measure.k:,} of {measure.n:,})."
    if draw == "all":
        judged = Judged.REACHED if measure.k * 100 >= target.percent * measure.n else Judged.BELOW
        if measure.undecided:
            judged = Judged.CANNOT_TELL
        return Against(target, measure.short, judged, f"{aim} {actual} {_WORDS[judged]}")
    if measure.interval is None:
        why = "Too little is known of the luck of the draw to judge it."
        return Against(target, measure.short, Judged.UNRATED, f"{aim} {actual} {why}")
    low, high = measure.interval
    judged = Judged.CANNOT_TELL
    if high * 100 < target.percent:
        judged = Judged.BELOW
    elif low * 100 >= target.percent:
        judged = Judged.REACHED
    return Against(target, measure.short, judged, f"{aim} {actual} {_WORDS[judged]}")


_WORDS = {
    Judged.BELOW: "Below the target, even allowing for the luck of the draw.",
    Judged.REACHED: "The target is reached, even allowing for the luck of the draw.",
    Judged.CANNOT_TELL: "We cannot tell yet whether the target is reached.",
}


def parts_sentence(target: TargetFacts) -> str:
    """Say a range over parts: how far it reaches, each part's own k of n, and how many parts reach the target."""
    percents = [half_up_percent(p.k, p.n) for p in target.parts]
    reach = sum(1 for p in target.parts if p.k * 100 >= target.percent * p.n)
    each = "; ".join(f"{p.name} {half_up_percent(p.k, p.n)}% ({p.k:,} of {p.n:,})" for p in target.parts)
    low, high = min(percents), max(percents)
    spread = f"It varies {low}% to {high}%" if low < high else f"It is {low}% in each part"
    count = len(percents)
    return (
        f"Target {target.percent}%. {spread}: {each}. {reach} of {count} {'part' if count == 1 else 'parts'} "
        f"{'reaches' if reach == 1 else 'reach'} the target. A range is not rated."
    )


def _row(session: Session, framework: str, measure: str) -> Target | None:
    return session.exec(
        select(Target).where(Target.framework_key == framework, Target.measure_key == measure)
    ).one_or_none()


def _log(session: Session, store: Store, what: str, measure: str, before: str, after: str) -> None:
    log.append(session, who=store.owner(session).name, what=what, subject=measure, before=before, after=after)
