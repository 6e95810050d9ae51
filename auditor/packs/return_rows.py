"""The table of a return before it comes in: for each plan and question, what stands now and what would stand then."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session

from auditor.answers import Answer
from auditor.frameworks import Criterion
from auditor.packs.answers_in import Planned, ReturnPlan, standing_answers
from auditor.packs.door import Admitted
from auditor.packs.rows import RevisionRow
from auditor.packs.staged import StagedRow, Verdict
from auditor.packs.urgent_in import urgent_notes
from auditor.reports.wording import long_date
from db.vocabulary import AuditState


def return_table(session: Session, plan: ReturnPlan, found: Admitted) -> tuple[StagedRow, ...]:
    """A row for each plan, and below it one for each question that would be answered or is answered otherwise."""
    newest = {p.uid: _newest(p) for p in plan.assignments if p.coming and p.here}
    now = standing_answers(session, [a.id for a in newest.values() if a is not None])
    rows: list[StagedRow] = []
    order = {c.id: c for c in plan.framework.judged}
    for planned in plan.assignments:
        rows.append(_plan_row(planned, newest.get(planned.uid), found))
        if planned.coming and not planned.refused:
            standing = newest.get(planned.uid)
            rows += _answer_rows(planned, order, now.get(standing.id, {}) if standing else {})
    rows += _reply_rows(plan, order)
    return tuple(rows)


def _newest(planned: Planned) -> Any:
    """The newest revision that stands now, or None."""
    audits = planned.here.audits.values() if planned.here else ()
    return max((a for a in audits if a.withdrawn_at is None), key=lambda a: (a.number, a.id), default=None)


def _plan_row(planned: Planned, standing: Any, found: Admitted) -> StagedRow:
    if planned.here is None or planned.refused:
        name = planned.here.reference if planned.here else "A plan that is not theirs"
        return StagedRow(Verdict.REFUSE, name, "", "", why=planned.refused)
    reference = planned.here.reference
    if not planned.coming:
        if planned.given_back:
            now, then = ("given back", "taken up again") if planned.here.known_child_at else ("", "given back")
            return StagedRow(Verdict.CHANGE, reference, "", "", now_words=now, become_words=then)
        why = "An older pack: a later one of this computer is in already." if found.newer else ""
        return StagedRow(Verdict.SAME, reference, "", "", why=why)
    row = planned.coming[-1].row
    return StagedRow(
        Verdict.CHANGE if standing is not None else Verdict.ADD, reference, "", "",
        now_words=_words(standing.state, standing.number) if standing is not None else "",
        become_words=_words(row.state, row.number) + (f", because: {row.reason}" if row.reason else ""),
        why=_why(planned, row),
    )  # fmt: skip


def _words(state: str, number: int) -> str:
    ended = "submitted" if state == AuditState.SUBMITTED else "unfinished"
    return f"{ended}, revision {number}" if number > 1 else ended


def _why(planned: Planned, row: RevisionRow) -> str:
    here = planned.here
    if len(planned.devices) > 1:
        return "There are answers from two computers; both are kept, and you choose."
    if here is not None and here.withdrawn_at is not None:
        day = long_date(here.withdrawn_at.astimezone().date())
        return f"Taken back from them on {day}: the answers are kept and count nowhere."
    if here is not None and not here.in_sample:
        return "Another plan was drawn for this one: the answers are kept and count nowhere."
    if planned.known_after is not None:
        return "They gave the plan back: the answers are kept and count nowhere."
    if not row.submitted and any(c.row.submitted for c in planned.coming):
        return "The answers submitted before count until it is submitted again."
    return ""


def _answer_rows(planned: Planned, order: Mapping[str, Criterion], now: Mapping[str, Answer]) -> Iterable[StagedRow]:
    reference = planned.here.reference if planned.here else ""
    row = planned.coming[-1].row
    then = {a[0]: Answer(a[2], str(a[3]), str(a[4]), a[5]) for a in row.answers if a[1] == 0}
    blank = Answer()
    for key, criterion in order.items():
        old, new = now.get(key, blank), then.get(key, blank)
        if old.blank and new.blank:
            continue
        verdict = Verdict.SAME if old == new else Verdict.ADD if old.blank else Verdict.CHANGE
        yield StagedRow(
            verdict, reference, key, criterion.short, old.value, new.value, _more(old), _more(new),
            "The earlier answer stays in the revision before." if new.blank else "",
        )  # fmt: skip


def _reply_rows(plan: ReturnPlan, order: Mapping[str, Criterion]) -> Iterable[StagedRow]:
    """What they wrote back to questions about their answers."""
    names = {p.here.id: p.here.reference for p in plan.assignments if p.here}
    for one in plan.replies:
        yield StagedRow(
            Verdict.CHANGE if one.before else Verdict.ADD, names.get(one.assignment, ""), one.criterion,
            order[one.criterion].short if one.criterion in order else "", now_words=one.before,
            become_words=one.row.words, why="Their reply to your question.",
        )  # fmt: skip
    for one in plan.replies_refused:
        short = order[one.criterion].short if one.criterion in order else ""
        yield StagedRow(Verdict.REFUSE, names.get(one.assignment, ""), one.criterion, short, why=one.refused)


def _more(answer: Answer) -> str:
    """What an answer has beside its value: with cause, with note."""
    if answer.cause:
        return "with cause and note" if answer.note else "with cause"
    return "with note" if answer.note else ""


def return_notes(plan: ReturnPlan) -> tuple[str, ...]:
    """What else a return brings, in sentences."""
    notes = list(urgent_notes(plan.urgent))
    back = [p.here.reference for p in plan.assignments if p.here and p.given_back and p.known_after is not None]
    again = [p.here for p in plan.assignments if p.here and p.given_back and p.known_after is None]
    if back:
        notes.append(f"Given back, because the child is known: {', '.join(back)}.")
    for here in again:
        else_ = " Somebody else has it meanwhile." if here.withdrawn_at is not None else ""
        notes.append(f"{here.reference} is taken up again: they do not know the child after all.{else_}")
    if plan.conflicts:
        count = len(plan.conflicts)
        notes.append(f"{count} {'thing' if count == 1 else 'things'} declared that they must not score.")
    if plan.replies_out:
        count = plan.replies_out
        stay = "1 reply stays" if count == 1 else f"{count} replies stay"
        notes.append(f"{stay} out: nothing like it was asked here.")
    if plan.gone:
        count = len(plan.gone)
        notes.append(f"The papers of {count} {'plan are' if count == 1 else 'plans are'} gone from their computer.")
    return tuple(notes)
