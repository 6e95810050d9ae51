"""Evidence beside the audit: surveys such as POET, and how tribunals and mediations ended. Never part of a figure."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from auditor.changed import Changed
from auditor.reports.wording import date_within
from auditor.rounding import FEWEST_FOR_PERCENT, printed
from db import log
from db.errors import UserError
from db.store import Store
from db.tables import DisputeOutcome, Survey
from db.vocabulary import Agency, Dispute, Span

BESIDE = Changed(frozenset({"evidence_beside"}))


@dataclass(frozen=True)
class SurveyFacts:
    """What a survey asked, how many answered of how many asked, and how many of those gave the answer that is told.

    `k` is None where the source gives no count; `finding` then says it in words. `measure` is the measure it stands
    beside. Where no more than a month or year is known (`held_in`), `held_on` is its first day.
    """

    name: str
    source: str
    held_on: date
    question: str
    answered: int
    asked: int | None = None
    k: int | None = None
    finding: str = ""
    measure: str = ""
    held_in: str = Span.DAY


@dataclass(frozen=True)
class SurveyRow:
    """A survey with the number that changes it."""

    id: int
    facts: SurveyFacts


@dataclass(frozen=True)
class DisputeFacts:
    """How a tribunal or a mediation ended that concerned one agency's part of plans, and when the agency was told."""

    agency: str
    kind: str
    words: str
    decided_on: date
    told_on: date | None = None


@dataclass(frozen=True)
class DisputeRow:
    """The same with the number that changes it."""

    id: int
    facts: DisputeFacts


def surveys_of(store: Store) -> tuple[SurveyRow, ...]:
    """The surveys that are kept, newest first."""
    with store.read() as session:
        return read_surveys(session)


def read_surveys(session: Session) -> tuple[SurveyRow, ...]:
    """The same within another job."""
    rows = session.exec(select(Survey).order_by(col(Survey.held_on).desc(), col(Survey.id))).all()
    return tuple(
        SurveyRow(
            s.id or 0,
            SurveyFacts(
                s.name, s.source, s.held_on, s.question, s.answered, s.asked, s.k, s.finding, s.measure_key, s.held_in
            ),
        )
        for s in rows
    )


def keep_survey(store: Store, facts: SurveyFacts, survey: int | None = None) -> Changed:
    """Keep a survey, or change one by its number.

    Raises UserError: `no_name` without a name, a source or a question; `not_k_of_n` where more answered than were asked
    or gave the answer than answered; `no_survey`.
    """
    if not (facts.name.strip() and facts.source.strip() and facts.question.strip()):
        raise UserError("no_name", "A survey needs its name, its source and its question. Nothing was changed.")
    if facts.answered < 1 or (facts.asked is not None and facts.asked < facts.answered):
        raise UserError("not_k_of_n", "At least one answered, and no more than were asked. Nothing was changed.")
    if facts.k is not None and not 0 <= facts.k <= facts.answered:
        raise UserError("not_k_of_n", f"{facts.k} of {facts.answered} is not a share. Nothing was changed.")
    with store.write() as session:
        row = Survey(name="", source="", held_on=facts.held_on, question="", answered=1, row_version=0)
        if survey is not None:
            row = _row(session, survey)
        row.name, row.source, row.question = facts.name.strip(), facts.source.strip(), facts.question.strip()
        row.held_on, row.answered, row.asked, row.k = facts.held_on, facts.answered, facts.asked, facts.k
        row.finding, row.measure_key, row.held_in = facts.finding.strip(), facts.measure, facts.held_in
        row.row_version += 1
        session.add(row)
        session.flush()
        _log(session, store, "kept a survey", row.name)
        return Changed(BESIDE.kinds, (row.id or 0,))


def remove_survey(store: Store, survey: int) -> Changed:
    """Take a survey away. Raises UserError (`no_survey`)."""
    with store.write() as session:
        row = _row(session, survey)
        session.delete(row)
        _log(session, store, "removed a survey", row.name)
        return BESIDE


def survey_sentence(facts: SurveyFacts) -> str:
    """Say a survey with its n of n and its source; never a percentage of fewer than ten who answered."""
    of = f" of {facts.asked:,} asked" if facts.asked is not None else ""
    who = (
        f"{facts.name}, {date_within(facts.held_on, facts.held_in)}: {facts.answered:,}{of} answered “{facts.question}”"
    )
    if facts.k is None:
        found = facts.finding
    else:
        share = f" ({printed(facts.k, facts.answered)})" if facts.answered >= FEWEST_FOR_PERCENT else ""
        found = f"{facts.k:,} of {facts.answered:,}{share}" + (f" {facts.finding}" if facts.finding else "")
    source = facts.source.rstrip(".")
    return f"{who}. {found.rstrip('.')}. Source: {source}." if found else f"{who}. Source: {source}."


WHY_DIFFERENT = (
    "A survey asks other people another question than auditors answer, and those who answer it choose to. So it may "
    "differ from the audit without either being wrong, and the two are never added together."
)


def disputes_of(store: Store, agency: str = "") -> tuple[DisputeRow, ...]:
    """How tribunals and mediations ended, newest first; of one agency where it is named."""
    with store.read() as session:
        rows = session.exec(select(DisputeOutcome).order_by(col(DisputeOutcome.decided_on).desc())).all()
        return tuple(
            DisputeRow(d.id or 0, DisputeFacts(d.agency, d.kind, d.words, d.decided_on, d.told_on))
            for d in rows
            if not agency or d.agency == agency
        )


def keep_dispute(store: Store, facts: DisputeFacts, dispute: int | None = None) -> Changed:
    """Keep how a tribunal or mediation ended, or change it by its number.

    Raises UserError: `no_words`, `no_agency`, `no_kind`, `told_first` for an agency told before it was decided,
    `no_dispute`.
    """
    if not facts.words.strip():
        raise UserError("no_words", "Say how it ended, without anybody's name. Nothing was changed.")
    if facts.agency not in {a.value for a in Agency}:
        raise UserError("no_agency", "Choose the agency whose part of the plan it was about. Nothing was changed.")
    if facts.kind not in {d.value for d in Dispute}:
        raise UserError("no_kind", "Say whether it was a tribunal or a mediation. Nothing was changed.")
    if facts.told_on is not None and facts.told_on < facts.decided_on:
        raise UserError("told_first", "The agency cannot be told before it was decided. Nothing was changed.")
    with store.write() as session:
        row = DisputeOutcome(agency="", kind="", words="", decided_on=facts.decided_on, row_version=0)
        if dispute is not None:
            found = session.get(DisputeOutcome, dispute)
            if found is None:
                raise UserError("no_dispute", "That entry is gone. Nothing was changed.")
            row = found
        row.agency, row.kind, row.words = facts.agency, facts.kind, facts.words.strip()
        row.decided_on, row.told_on = facts.decided_on, facts.told_on
        row.row_version += 1
        session.add(row)
        session.flush()
        _log(session, store, f"kept how a {facts.kind} ended", facts.agency)
        return Changed(BESIDE.kinds, (row.id or 0,))


def remove_dispute(store: Store, dispute: int) -> Changed:
    """Take an entry away. Raises UserError (`no_dispute`)."""
    with store.write() as session:
        row = session.get(DisputeOutcome, dispute)
        if row is None:
            raise UserError("no_dispute", "That entry is gone. Nothing was changed.")
        session.delete(row)
        _log(session, store, f"removed how a {row.kind} ended", row.agency)
        return BESIDE


def _row(session: Session, survey: int) -> Survey:
    row = session.get(Survey, survey)
    if row is None:
        raise UserError("no_survey", "That survey is gone. Nothing was changed.")
    return row


def _log(session: Session, store: Store, what: str, subject: str) -> None:
    log.append(session, who=store.owner(session).name, what=what, subject=subject)
