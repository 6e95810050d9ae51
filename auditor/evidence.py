"""What answers rest on: places in the plan, outcomes listed one by one, passages marked, the plan's thread."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlmodel import Session, col, delete, func, select

from auditor.answers import Answer, clean_note
from auditor.audits import Work, answer_of, asked_of, criterion_ids, draft_of, framework_of, put_answers, work_of
from auditor.changed import Changed
from auditor.contents import QUOTATION_LIMIT, Evidence, Link
from auditor.frameworks import Framework
from auditor.parts import combine
from auditor.policy import quotations_allowed
from db import tables
from db.errors import UserError
from db.store import Store
from db.tables import Round
from db.vocabulary import Value

MARKS = ("used", "fine", "counts", "counts_not")
MOST_OUTCOMES = 60


def shortened(text: str) -> str:
    """A quotation as it is kept: on one line, without control characters, cut at a word within the limit."""
    words = " ".join(clean_note(text).split())
    if len(words) <= QUOTATION_LIMIT:
        return words
    return words[: QUOTATION_LIMIT - 2].rsplit(" ", 1)[0] + " …"


def add_evidence(store: Store, assignment: int, criterion: str, item: Evidence, *, at: int | None = None) -> Changed:
    """Put a place, with its quotation cut to the limit, last among a criterion's evidence or at position `at`.

    Where the round keeps no quotations, the place alone is kept.
    Raises UserError (`round_state`, `locked_audit`, `off_scale`).
    """

    def write(session: Session, work: Work, audit: int) -> None:
        criterion_id = _criterion(session, work, criterion)
        kept = _evidence(session, audit, criterion_id)
        quotation = shortened(item.quotation) if quotations_kept(session, work.round_id) else ""
        kept.insert(len(kept) if at is None else at, replace(item, quotation=quotation))
        _put_evidence(session, audit, criterion_id, kept)

    return _change(store, assignment, write)


def remove_evidence(store: Store, assignment: int, criterion: str, position: int) -> Changed:
    """Take one piece of evidence away, by its place in the list from 0. One that is not there changes nothing."""

    def write(session: Session, work: Work, audit: int) -> None:
        criterion_id = _criterion(session, work, criterion)
        kept = _evidence(session, audit, criterion_id)
        _put_evidence(session, audit, criterion_id, [e for place, e in enumerate(kept) if place != position])

    return _change(store, assignment, write)


def set_outcomes(store: Store, assignment: int, outcomes: Sequence[str], was: Sequence[int] | None = None) -> Changed:
    """List the outcomes of section E, in order. Answers to outcomes no longer listed go; the rest is rolled up anew.

    `was` gives for each outcome the number it had before, 0 for a new one, so that answers move along with their
    outcome; without it, answers stay with their number.
    Raises UserError (`too_many` above 60, `round_state`, `locked_audit`).
    """
    if len(outcomes) > MOST_OUTCOMES:
        raise UserError("too_many", f"{len(outcomes)} outcomes are more than the {MOST_OUTCOMES} that can be listed.")

    def write(session: Session, work: Work, audit: int) -> None:
        session.exec(delete(tables.Outcome).where(col(tables.Outcome.audit_id) == audit))
        session.add_all(
            tables.Outcome(audit_id=audit, number=number, words=shortened(words))
            for number, words in enumerate(outcomes, 1)
        )
        _move_parts(session, audit, range(1, len(outcomes) + 1) if was is None else was)
        framework = framework_of(session, work.round_id)
        for c in asked_of(framework, work.assignment.criteria):
            if c.each == "outcome":
                _roll_up(session, work, framework, audit, c.id)

    return _change(store, assignment, write)


def save_part(store: Store, assignment: int, criterion: str, number: int, value: Value | None) -> Changed:
    """Answer a repeated question for one outcome; the plan's one answer follows by the framework's rule.

    Raises UserError: `no_outcome` for a number that is not listed, `off_scale`, `round_state`, `locked_audit`.
    """

    def write(session: Session, work: Work, audit: int) -> None:
        framework = framework_of(session, work.round_id)
        mine = asked_of(framework, work.assignment.criteria)
        asked = next((c for c in mine if c.id == criterion and c.each == "outcome"), None)
        if asked is None or (value is not None and value not in asked.scale):
            raise UserError("off_scale", f"{criterion} does not take that answer for one outcome. Nothing was changed.")
        if number < 1 or number > _outcome_count(session, audit):
            raise UserError("no_outcome", f"Outcome {number} is not listed. Nothing was changed. List it first.")
        criterion_id = _criterion(session, work, criterion)
        answer = _answer(session, audit, criterion_id, number).with_value(value)
        put_answers(session, audit, {criterion_id: answer}, number)
        _roll_up(session, work, framework, audit, criterion)

    return _change(store, assignment, write)


def mark_passage(store: Store, assignment: int, passage: str, mark: str) -> Changed:
    """Keep what the auditor made of a passage: one of MARKS, or empty to take it back. It never scores."""
    if mark and mark not in MARKS:
        raise ValueError(f"no mark {mark}")

    def write(session: Session, _work: Work, audit: int) -> None:
        here = (col(tables.PromptMark.audit_id) == audit, col(tables.PromptMark.passage) == passage)
        session.exec(delete(tables.PromptMark).where(*here))
        if mark:
            session.add(tables.PromptMark(audit_id=audit, passage=passage, mark=mark))

    return _change(store, assignment, write)


def set_link(store: Store, assignment: int, link: Link, confirmed: bool) -> Changed:
    """Confirm a link of the plan's thread, or take it back."""

    def write(session: Session, _work: Work, audit: int) -> None:
        row = tables.ThreadLink
        session.exec(
            delete(row).where(
                col(row.audit_id) == audit,
                col(row.from_kind) == link.from_kind,
                col(row.from_number) == link.from_number,
                col(row.to_kind) == link.to_kind,
                col(row.to_number) == link.to_number,
            )
        )
        if confirmed:
            session.add(row(audit_id=audit, **vars(link)))

    return _change(store, assignment, write)


def quotations_kept(session: Session, round_id: int) -> bool:
    """Whether this round keeps quotations of plans; the lead, or the council's policy, can switch them off."""
    return session.get_one(Round, round_id).quotations and quotations_allowed()


def _change(store: Store, assignment: int, write: Callable[[Session, Work, int], None]) -> Changed:
    """One transaction on an assignment's draft, made now if nothing was answered yet."""
    with store.write() as session:
        work = work_of(session, assignment)
        audit = draft_of(session, store, work)
        write(session, work, audit.id or 0)
        return Changed(frozenset({"answer"}), (audit.id or 0,))


def _criterion(session: Session, work: Work, key: str) -> int:
    ids = criterion_ids(session, session.get_one(Round, work.round_id).framework_id)
    asked = work.assignment.criteria.split()
    if key not in ids or (asked and key not in asked):
        raise UserError("off_scale", f"{key} is not asked here. Nothing was changed.")
    return ids[key]


def _evidence(session: Session, audit: int, criterion: int) -> list[Evidence]:
    rows = session.exec(
        select(tables.Evidence)
        .where(tables.Evidence.audit_id == audit, tables.Evidence.criterion_id == criterion)
        .order_by(col(tables.Evidence.position))
    )
    return [Evidence(row.section, row.page, row.paragraph, row.quotation) for row in rows]


def _put_evidence(session: Session, audit: int, criterion: int, items: Sequence[Evidence]) -> None:
    here = (col(tables.Evidence.audit_id) == audit, col(tables.Evidence.criterion_id) == criterion)
    session.exec(delete(tables.Evidence).where(*here))
    session.add_all(
        tables.Evidence(audit_id=audit, criterion_id=criterion, position=position, **vars(item))
        for position, item in enumerate(items)
    )


def _outcome_count(session: Session, audit: int) -> int:
    rows = select(func.count()).select_from(tables.Outcome).where(tables.Outcome.audit_id == audit)
    return session.exec(rows).one()


def _move_parts(session: Session, audit: int, was: Sequence[int]) -> None:
    """Number answers given for outcomes anew; those whose outcome is not listed go."""
    now = {number: at for at, number in enumerate(was, 1) if number}
    here = (col(tables.Answer.audit_id) == audit, col(tables.Answer.part) > 0)
    rows = [(row.criterion_id, row.part, answer_of(row)) for row in session.exec(select(tables.Answer).where(*here))]
    session.expire_all()
    session.exec(delete(tables.Answer).where(*here))
    for criterion, part, answer in rows:
        if part in now:
            put_answers(session, audit, {criterion: answer}, now[part])


def _answer(session: Session, audit: int, criterion: int, part: int) -> Answer:
    row = session.get(tables.Answer, (audit, criterion, part))
    return Answer() if row is None else answer_of(row)


def _roll_up(session: Session, work: Work, framework: Framework, audit: int, key: str) -> None:
    """Bring the whole answer of a repeated question in line with the answers for each outcome.

    It is given once every listed outcome is answered; until then the question counts as unanswered.
    """
    criterion = _criterion(session, work, key)
    session.flush()
    parts = session.exec(
        select(tables.Answer.value).where(
            tables.Answer.audit_id == audit, tables.Answer.criterion_id == criterion, tables.Answer.part > 0
        )
    )
    values = [Value(value) for value in parts if value is not None]
    complete = values and len(values) == _outcome_count(session, audit)
    whole = combine(values, framework.parts_rule) if complete else None
    kept = _answer(session, audit, criterion, 0).with_value(whole)
    session.expire_all()
    put_answers(session, audit, {criterion: kept})
