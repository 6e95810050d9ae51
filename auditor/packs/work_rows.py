"""The table of a work pack before it comes in: what the reader is given, what was taken back, what changed."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select

from auditor.audits import framework_of
from auditor.counting import not_taken_back
from auditor.frameworks import Framework
from auditor.packs.bulk import existing
from auditor.packs.door import Admitted, Arrival, in_force, summary_of
from auditor.packs.questions_in import open_here
from auditor.packs.rows import AssignmentRow, WorkRows
from auditor.packs.staged import StagedRow, Verdict
from auditor.packs.write_work import plain_values
from auditor.reports.wording import long_date
from auditor.round_states import WORDS
from db import tables
from db.tables import Assignment, Audit
from db.vocabulary import RoundState


def work_table(session: Session, found: Admitted, arrival: Arrival) -> tuple[tuple[StagedRow, ...], tuple[str, ...]]:
    """A row for each plan and each note of the lead that would change, and in sentences what else would."""
    rows = arrival.work
    if rows is None:
        raise TypeError("only a work pack has such a table")
    table = [*_plan_rows(session, rows), *_question_rows(session, rows)]
    notes: list[str] = []
    if found.round is None:
        notes.append(f"The round {rows.round.name} is new here.")
    else:
        table += _guidance_rows(session, rows, found.round.id or 0)
        if found.round.state != rows.round.state:
            notes.append(f"{rows.round.name} is now {WORDS[RoundState(rows.round.state)]}.")
        if found.round.due_on != rows.round.due_on and rows.round.due_on:
            notes.append(f"Audits are now due by {long_date(rows.round.due_on)}.")
        notes += _other_notes(session, rows, found.round)
    if rows.papers:
        count = len(rows.papers)
        notes.append(f"It brings the papers of {'1 plan' if count == 1 else f'{count:,} plans'}.")
    return tuple(table), tuple(notes)


def _other_notes(session: Session, rows: WorkRows, rnd: tables.Round) -> list[str]:
    """What else would be otherwise: what is right on calibration plans, what must not be scored, the register."""
    notes: list[str] = []
    if _right(session, rnd) != {(r.sampled, r.criterion, int(r.value), r.reason) for r in rows.right}:
        notes.append("It says what is right on calibration plans that you have submitted.")
    kept = session.exec(
        select(tables.Conflict.uid)
        .join(tables.Person, col(tables.Person.id) == tables.Conflict.person_id)
        .where(tables.Person.uid == rows.person.uid)
    )
    earlier = {uid for pack in in_force(session, rnd.id or 0, None) for uid in summary_of(pack).get("conflicts", ())}
    asked = {q.uid for q in rows.questions}
    if over := sum(1 for row in open_here(session, rnd.id or 0) if row.uid not in asked):
        notes.append("1 question is no longer asked." if over == 1 else f"{over} questions are no longer asked.")
    here, there = set(kept), {c.uid for c in rows.conflicts}
    if there - here or here & (earlier - there):
        notes.append("What you must not score is changed.")
    (old,) = existing(session, "person", "uid", [{"uid": rows.person.uid}]).values()
    if any(old[n] != v for n, v in plain_values(rows.person).items()) or _settings_differ(rnd, rows):
        notes.append("What your lead has noted of you or of the round is changed.")
    return notes


def _settings_differ(rnd: tables.Round, rows: WorkRows) -> bool:
    told = ("state", "due_on")
    return any(getattr(rnd, n) != v for n, v in plain_values(rows.round).items() if n not in told)


def _right(session: Session, rnd: tables.Round) -> set[tuple[str | int, ...]]:
    found = session.exec(
        select(tables.Sampled.uid, tables.Criterion.key, tables.ReferenceAnswer.value, tables.ReferenceAnswer.reason)
        .join(tables.Sampled, col(tables.Sampled.id) == tables.ReferenceAnswer.sampled_id)
        .join(tables.Criterion, col(tables.Criterion.id) == tables.ReferenceAnswer.criterion_id)
        .join(tables.RoundPlan, col(tables.RoundPlan.id) == tables.Sampled.round_plan_id)
        .where(tables.RoundPlan.round_id == rnd.id)
    )
    return {tuple(row) for row in found}


def _plan_rows(session: Session, rows: WorkRows) -> list[StagedRow]:
    plans = {p.uid: p for p in rows.plans}
    places = {s.uid: s for s in rows.sampled}
    here = existing(session, "assignment", "uid", [{"uid": a.uid} for a in rows.assignments])
    begun = _begun(session)
    facts = _facts(session, rows)
    table: list[StagedRow] = []
    for a in rows.assignments:
        place = places.get(a.sampled)
        plan = plans.get(place.plan) if place else None
        if plan is None:
            table.append(StagedRow(Verdict.REFUSE, a.uid, "", "", why="The pack does not say which plan this is."))
            continue
        table.append(_row(a, plan.reference, here.get(a.uid), begun, facts.get(plan.reference, ())))
    return table


def _row(a: AssignmentRow, reference: str, old: Any, begun: set[int], changed: Sequence[str]) -> StagedRow:
    due = f"by {long_date(a.due_on)}" if a.due_on else "to score"
    if old is None:
        if a.withdrawn_at is not None:
            return StagedRow(Verdict.SAME, reference, "", "", why="It was taken back again before it came here.")
        return StagedRow(Verdict.ADD, reference, "", "", become_words=due)
    if a.withdrawn_at is not None:
        if old["withdrawn_at"] is not None:
            return StagedRow(Verdict.SAME, reference, "", "")
        kept = "What you answered is kept, and counts nowhere." if old["id"] in begun else ""
        return StagedRow(
            Verdict.CHANGE, reference, "", "", now_words="yours", become_words="taken back by your lead", why=kept
        )
    words: list[str] = []
    if old["withdrawn_at"] is not None:
        words.append("yours again")
    if old["due_on"] != a.due_on:
        words.append(due)
    if old["criteria"] != a.criteria:
        words.append("other questions")
    words += changed
    if not words:
        return StagedRow(Verdict.SAME, reference, "", "")
    return StagedRow(Verdict.CHANGE, reference, "", "", become_words=", ".join(words))


def _question_rows(session: Session, rows: WorkRows) -> list[StagedRow]:
    """The questions about the reader's answers that are new here."""
    plans, places = {p.uid: p.reference for p in rows.plans}, {s.uid: s.plan for s in rows.sampled}
    short = {c.id: c.short for c in Framework.from_json(rows.framework.content).criteria}
    here = existing(session, "aside", "uid", [{"uid": q.uid} for q in rows.questions])
    return [
        StagedRow(
            Verdict.ADD, plans[places[q.sampled]], q.criterion, short.get(q.criterion, ""), become_words=q.words,
            why="Your lead asks you about your answer.",
        )
        for q in rows.questions
        if q.uid not in here or here[q.uid]["closed_at"] is not None
    ]  # fmt: skip


def _begun(session: Session) -> set[int]:
    rows = select(Audit.assignment_id).join(Assignment, col(Assignment.id) == Audit.assignment_id)
    return set(session.exec(rows.where(not_taken_back(), col(Audit.withdrawn_at).is_(None))))


def _facts(session: Session, rows: WorkRows) -> dict[str, tuple[str, ...]]:
    """Which facts of plans that are here would change, by reference."""
    rnd = session.exec(select(tables.Round.id).where(tables.Round.uid == rows.round.uid)).first()
    if rnd is None:
        return {}
    plans = existing(session, "plan", "reference", [{"reference": p.reference} for p in rows.plans])
    keys = [{"plan_id": p["id"], "round_id": rnd} for p in plans.values()]
    facts = existing(session, "round_plan", "plan_id", keys, within="round_id")
    found: dict[str, tuple[str, ...]] = {}
    for plan in rows.plans:
        old = facts.get(plans.get(plan.reference, {}).get("id"))
        if old is not None:
            changed = [n for n in type(plan).model_fields if n in old and n != "uid" and old[n] != getattr(plan, n)]
            if changed:
                found[plan.reference] = ("corrected: " + ", ".join(n.replace("_", " ") for n in changed[:3]),)
    return found


def _guidance_rows(session: Session, rows: WorkRows, round_id: int) -> list[StagedRow]:
    short = {c.id: c.short for c in framework_of(session, round_id).criteria}
    notes = (
        select(tables.Criterion.key, tables.Guidance.words)
        .join(tables.Criterion, col(tables.Criterion.id) == tables.Guidance.criterion_id)
        .join(tables.Round, col(tables.Round.framework_id) == tables.Criterion.framework_id)
        .where(tables.Round.id == round_id)
    )
    kept = dict(session.exec(notes).all())
    said = {g.criterion: g.words for g in rows.guidance if g.criterion in short}
    table: list[StagedRow] = []
    for key in [c for c in short if kept.get(c, "") != said.get(c, "")]:
        verdict = Verdict.CHANGE if kept.get(key) else Verdict.ADD
        table.append(
            StagedRow(
                verdict, "", key, short[key], now_words=kept.get(key, ""), become_words=said.get(key, ""),
                why="Your lead's note on this question.",
            )
        )  # fmt: skip
    return table
