"""What of a workspace belongs to one round, as queries, and what of it is somebody's words."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, func, or_, select

from auditor.people.records import KNOWS_THE_CHILD
from auditor.sampling.facts import DREW, TOOK
from auditor.scoring import SUBMITTED
from db.tables import (
    Answer,
    Aside,
    AsideReply,
    Assignment,
    Audit,
    Commentary,
    Conflict,
    Decision,
    Evidence,
    Exemplar,
    FactPoint,
    Log,
    LogPayload,
    Meeting,
    Mending,
    Outcome,
    Pack,
    Paper,
    Plan,
    ReferenceAnswer,
    Reply,
    Round,
    RoundPlan,
    Sampled,
    UrgentFlag,
)

REMOVED = "removed"
"""What stands where a reason must stand and its words were removed."""

WORDLESS = frozenset({SUBMITTED, DREW, TOOK, "made round", "copied round", "moved round", "published"})
"""Log entries of a round whose payloads are digests, numbers and the program's own words alone."""

STAY = frozenset({"moved round", "published"})
"""Those of them that stay when the whole round goes: its state, the digest of its figures, what of them is out."""

EXCLUSIONS = ("added an exclusion", "removed an exclusion")


@dataclass(frozen=True)
class Belongings:
    """The rows of one round, each as a query for ids, so that ten thousand plans are no long list."""

    round_id: int

    @property
    def round_plans(self) -> Any:
        """Facts of plans in this round."""
        return select(RoundPlan.id).where(RoundPlan.round_id == self.round_id)

    @property
    def sampled(self) -> Any:
        """Places in its sample and its calibration."""
        return select(Sampled.id).where(col(Sampled.round_plan_id).in_(self.round_plans))

    @property
    def assignments(self) -> Any:
        """Audits asked for in it, those taken back among them."""
        return select(Assignment.id).where(col(Assignment.sampled_id).in_(self.sampled))

    @property
    def audits(self) -> Any:
        """All revisions of its audits."""
        return select(Audit.id).where(col(Audit.assignment_id).in_(self.assignments))

    @property
    def meetings(self) -> Any:
        """Meetings held to settle its differences."""
        return select(Meeting.id).where(Meeting.round_id == self.round_id)

    @property
    def plans_here_alone(self) -> Any:
        """Plans that no other round has."""
        here = select(RoundPlan.plan_id).where(RoundPlan.round_id == self.round_id)
        elsewhere = select(RoundPlan.plan_id).where(RoundPlan.round_id != self.round_id)
        return select(Plan.id).where(col(Plan.id).in_(here), col(Plan.id).not_in(elsewhere))

    @property
    def packs(self) -> Any:
        """Packs made or taken in for it."""
        return select(Pack.id).where(Pack.round_id == self.round_id)

    def papers(self) -> ColumnElement[bool]:
        """Papers that came for its assignments."""
        return or_(col(Paper.assignment_id).in_(self.assignments), col(Paper.pack_id).in_(self.packs))

    def log_entries(self, session: Session) -> frozenset[int]:
        """The log's entries on this round: those whose subject is its name or begins with it, and those on its plans.

        Where one round's name begins with another's, an entry belongs to the longer name.
        """
        names = {r.id: r.name for r in session.exec(select(Round))}
        own = names[self.round_id]
        longer = [name for name in names.values() if name != own and name.startswith(f"{own} ")]
        entries = select(Log.seq).where(_about(own), *(~_about(name) for name in longer))
        return frozenset(seq or 0 for seq in session.exec(entries)) | self._exclusions(session)

    def _exclusions(self, session: Session) -> frozenset[int]:
        """Entries on who must not score a plan that this round alone has."""
        references = select(func.concat("plan ", Plan.reference)).where(col(Plan.id).in_(self.plans_here_alone))
        payloads = select(LogPayload.seq).where(
            or_(col(LogPayload.before).in_(references), col(LogPayload.after).in_(references))
        )
        entries = select(Log.seq).where(col(Log.what).in_(EXCLUSIONS), col(Log.seq).in_(payloads))
        return frozenset(seq or 0 for seq in session.exec(entries))


def _about(name: str) -> ColumnElement[bool]:
    """Whether an entry's subject is a round, or something of it."""
    return or_(col(Log.subject) == name, col(Log.subject).startswith(f"{name} ", autoescape=True))


@dataclass(frozen=True)
class Words:
    """A column that holds somebody's words: what they are, what is put in their place, and in which rows."""

    what: str
    table: Any
    column: Any
    put: Any
    rows: ColumnElement[bool]

    @property
    def there(self) -> ColumnElement[bool]:
        """The rows in which there is something to remove."""
        return and_(self.rows, col(self.column) != self.put)


def words_of(own: Belongings) -> tuple[Words, ...]:
    """Every column in which people write about the plans of a round."""
    audits, alone = own.audits, own.plans_here_alone
    on_plan = and_(col(Conflict.plan_id).in_(alone), col(Conflict.reason) != KNOWS_THE_CHILD)
    of_round = col(Pack.id).in_(own.packs)
    return (
        Words("notes on answers", Answer, Answer.note, "", col(Answer.audit_id).in_(audits)),
        Words("quotations from plans", Evidence, Evidence.quotation, "", col(Evidence.audit_id).in_(audits)),
        Words("outcomes in an auditor's words", Outcome, Outcome.words, "", col(Outcome.audit_id).in_(audits)),
        _reason("reasons for reopening an audit", Audit, Audit.reason, col(Audit.id).in_(audits)),
        _reason("reasons for withdrawing an audit", Audit, Audit.withdrawn_why, col(Audit.id).in_(audits)),
        Words(
            "reasons for what is right in calibration", ReferenceAnswer, ReferenceAnswer.reason, "",
            col(ReferenceAnswer.sampled_id).in_(own.sampled),
        ),
        _reason("reasons for decisions", Decision, Decision.reason, col(Decision.sampled_id).in_(own.sampled)),
        _reason("questions to auditors", Aside, Aside.words, col(Aside.sampled_id).in_(own.sampled)),
        *_after_the_audit(own),
        *_learnt(own),
        _reason(
            "replies to questions", AsideReply, AsideReply.words, col(AsideReply.assignment_id).in_(own.assignments)
        ),
        Words("commentary of reports", Commentary, Commentary.words, "", col(Commentary.round_id) == own.round_id),
        Words("minutes of meetings", Meeting, Meeting.words, "", col(Meeting.round_id) == own.round_id),
        Words("reasons for keeping an auditor from a plan", Conflict, Conflict.reason, "", on_plan),
        Words("what packs changed, for undoing them", Pack, Pack.before, "{}", of_round),
        Words("summaries of packs", Pack, Pack.summary, "{}", of_round),
        Words("reasons for undoing a pack", Pack, Pack.undone_why, "", of_round),
    )  # fmt: skip


def _after_the_audit(own: Belongings) -> tuple[Words, ...]:
    """What was written in a facts check, about urgent plans, and about plans that were audited again."""
    points, urgent = col(FactPoint.sampled_id).in_(own.sampled), col(UrgentFlag.sampled_id).in_(own.sampled)
    again = or_(col(Mending.sampled_id).in_(own.sampled), col(Mending.seen_id).in_(own.sampled))
    return (
        _reason("points raised in the facts check", FactPoint, FactPoint.words, points),
        _reason("reasons for what became of points", FactPoint, FactPoint.why, points),
        Words("words on urgent plans", UrgentFlag, UrgentFlag.words, "", urgent),
        _reason("what was done about urgent plans", UrgentFlag, UrgentFlag.done_words, urgent),
        Words("words on what was mended", Mending, Mending.words, "", again),
    )


def _learnt(own: Belongings) -> tuple[Words, ...]:
    """What writers wrote back, and what of good plans is shown to others."""
    shown = col(Exemplar.sampled_id).in_(own.sampled)
    return (
        _reason("replies of writers", Reply, Reply.words, col(Reply.sampled_id).in_(own.sampled)),
        Words("passages of good plans", Exemplar, Exemplar.passage, "", shown),
        Words("redacted copies of good plans", Exemplar, Exemplar.redacted, None, shown),
        _reason("reasons why good plans may be shown", Exemplar, Exemplar.basis_words, shown),
        _reason("who agreed that good plans may be shown", Exemplar, Exemplar.agreed_by, shown),
        _reason("reasons for withdrawing good plans", Exemplar, Exemplar.withdrawn_why, shown),
    )


def _reason(what: str, table: Any, column: Any, rows: ColumnElement[bool]) -> Words:
    """Where the table asks for a reason, that there was one stays."""
    return Words(what, table, column, REMOVED, and_(rows, col(column) != ""))
