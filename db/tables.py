"""The nouns that are kept, as tables. Plans carry no name, UPN, NHS number, date of birth or address.

Rows that travel between machines carry a `uid`; rows that people edit carry a `row_version`. Table classes
do not check their values when they are made, so each rule also stands here as a constraint. No table
instance leaves a job of `auditor`.
"""

import os
import re
import time
from collections.abc import Iterable
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, MetaData, UniqueConstraint
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel, col

from db.vocabulary import (
    Adviser,
    Agency,
    AsideKind,
    AssignmentKind,
    AuditState,
    Basis,
    Cause,
    Dispute,
    Draw,
    Edition,
    Exception20,
    ExemplarBasis,
    FactOutcome,
    Mended,
    PackKind,
    PapersForm,
    PhaseMove,
    PlanKind,
    Purged,
    Purpose,
    Replacement,
    Role,
    RoundKind,
    RoundState,
    Span,
    UrgentKind,
    Value,
)

# Stable names, so that a migration can find a constraint again on any database.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
METADATA: MetaData = SQLModel.metadata


def new_uid() -> str:
    """A UUID of version 7 (RFC 9562): 48 bits of milliseconds, then random; sorts by time of making."""
    value = (time.time_ns() // 1_000_000 << 80) | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | (0x7 << 76)
    value = value & ~(0x3 << 62) | (0x2 << 62)
    return str(UUID(int=value))


def now() -> datetime:
    """The present moment in UTC, to the second, which is how every time is kept."""
    return datetime.now(UTC).replace(microsecond=0)


THREAD = ("aspiration", "need", "outcome", "provision")
"""What a plan's thread runs through, in order."""


def one_of(column: str, words: type[Enum] | Iterable[str], *, blank: bool = False) -> CheckConstraint:
    """A CHECK that a text column holds one word of a closed list, or nothing where `blank` allows it."""
    values = [str(w.value if isinstance(w, Enum) else w) for w in words] + ([""] if blank else [])
    return CheckConstraint(f"{column} IN ({', '.join(repr(v) for v in values)})", name=f"{column}_known")


_VALUES = ", ".join(str(int(v)) for v in Value)


class Table(SQLModel):
    """A table, named as its class: RoundPlan is round_plan."""

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805  # pyright: ignore[reportIncompatibleVariableOverride] - called with the class
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).lower()


class Workspace(Table, table=True):
    """The one row that says whose file this is, and on which device it was made."""

    __table_args__ = (one_of("role", Role), CheckConstraint("id = 1", name="single"))
    id: int | None = Field(default=1, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    device: str = Field(default_factory=new_uid)
    owner: str
    role: str
    council: str
    person_id: int | None = Field(default=None, foreign_key="person.id")
    invented: str = ""
    made_at: datetime = Field(default_factory=now)
    row_version: int = 1


class Framework(Table, table=True):
    """A frozen copy of a framework: `content` is the truth, as canonical JSON; `hash` names it."""

    __table_args__ = (UniqueConstraint("key", "version"), UniqueConstraint("hash"))
    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    key: str
    version: str
    content: str
    hash: str


class Criterion(Table, table=True):
    """One criterion of a frozen framework, for keys and joins; `hash` is of what it asks."""

    __table_args__ = (UniqueConstraint("framework_id", "key"), UniqueConstraint("framework_id", "position"))
    id: int | None = Field(default=None, primary_key=True)
    framework_id: int = Field(foreign_key="framework.id")
    key: str
    position: int
    hash: str


class Round(Table, table=True):
    """One audit exercise: one framework version, one frame, one sample, one reference date.

    `rules` is how its sample was drawn, as JSON. `quotations` lets evidence quote the plan; `wrong_child` has the desk
    point at a first name that is not the usual. `replace_under_appeal` is the council's own rule. `names_hidden` keeps
    auditors' names from whoever settles a difference until it is settled. `after_moderation` says that answers were
    entered as they stood after that, so what auditors first gave is not known. `urgent_contact` is who hears of plans
    that cannot wait. `purged` says what was removed when the time to keep it was over.
    """

    __table_args__ = (
        UniqueConstraint("name"),
        one_of("purged", Purged, blank=True),
        CheckConstraint("(purged = '') = (purged_at IS NULL)", name="purge_has_moment"),
        one_of("kind", RoundKind),
        one_of("draw", Draw),
        one_of("state", RoundState),
        CheckConstraint("population IS NULL OR population > 0", name="population_positive"),
    )
    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    name: str
    framework_id: int = Field(foreign_key="framework.id")
    kind: str
    draw: str
    state: str = RoundState.DRAFT.value
    as_at: date
    population: int | None = None
    rules: str = "{}"
    seed: str = ""
    copied_from_id: int | None = Field(default=None, foreign_key="round.id")
    retain_until: date | None = None
    due_on: date | None = None
    drawn_at: datetime | None = None
    opened_at: datetime | None = None
    calibration_required: bool = False
    replace_under_appeal: bool = False
    names_hidden: bool = True
    after_moderation: bool = False
    quotations: bool = True
    wrong_child: bool = False
    urgent_contact: str = ""
    invented: str = ""
    made_at: datetime = Field(default_factory=now)
    purged: str = ""
    purged_at: datetime | None = None
    row_version: int = 1


class Frame(Table, table=True):
    """The list a round's plans come from, as it was read: how many rows it had, how many could be used.

    `digest` is the file's SHA-256 and the only thing kept of it; `notes` is what was assumed, as JSON.
    """

    __table_args__ = (
        UniqueConstraint("round_id"),
        CheckConstraint("rows >= usable AND usable >= 0", name="usable_within_rows"),
    )
    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id")
    kind: str
    rows: int
    usable: int
    digest: str
    notes: str = "[]"
    taken_at: datetime = Field(default_factory=now)


class ColumnMapping(Table, table=True):
    """Which column of a list is which field, remembered for the next list with the same columns (their digest)."""

    columns: str = Field(primary_key=True)
    mapping: str
    used_at: datetime = Field(default_factory=now)


class Plan(Table, table=True):
    """A plan, known by a local reference alone, the same in every round."""

    __table_args__ = (UniqueConstraint("reference"), CheckConstraint("reference <> ''", name="reference_given"))
    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    reference: str


class RoundPlan(Table, table=True):
    """The facts and dates of one plan as they stood for one round.

    `frame_row` is its row in the list the round was drawn from; None where it came in by another way.
    """

    __table_args__ = (
        UniqueConstraint("round_id", "plan_id"),
        one_of("plan_kind", PlanKind),
        one_of("exception", Exception20, blank=True),
        one_of("phase_move", PhaseMove),
        CheckConstraint("year_group IS NULL OR year_group BETWEEN -4 AND 20", name="year_group_range"),
    )
    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id", index=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    frame_row: int | None = None
    year_group: int | None = None
    need: str = ""
    setting_code: str = ""
    setting_type: str = ""
    phase: str = ""
    area: str = ""
    plan_kind: str = PlanKind.NEW.value
    writer_code: str = ""
    team: str = ""
    advice_codes: str = ""
    agencies: str = ""
    requested_on: date | None = None
    first_final_on: date | None = None
    exception: str = ""
    exception_applies: bool | None = None
    previous_anchor_on: date | None = None
    last_review_on: date | None = None
    decision_on: date | None = None
    decided_not_to_amend: bool = False
    amended_final_on: date | None = None
    phase_move: str = PhaseMove.NONE.value
    moves_on: date | None = None
    row_version: int = 1


class Stratum(Table, table=True):
    """One part of the frame that the draw was made from: how many plans it holds, how many were drawn."""

    __table_args__ = (
        UniqueConstraint("round_id", "key"),
        CheckConstraint("size >= drawn AND drawn >= 0", name="drawn_within_size"),
    )
    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id")
    key: str
    size: int
    drawn: int


class Sampled(Table, table=True):
    """One plan in the sample, in the order it was drawn, or standing in for another with a reason.

    A plan that another row `replaces` is out; one whose papers were not found stays in, and is said.
    """

    __table_args__ = (
        UniqueConstraint("round_plan_id"),
        UniqueConstraint("stratum_id", "draw_order"),
        one_of("purpose", Purpose),
        UniqueConstraint("replaces_id"),
        one_of("reason", Replacement, blank=True),
        CheckConstraint("(replaces_id IS NULL) = (reason = '')", name="replacement_has_reason"),
    )
    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    round_plan_id: int = Field(foreign_key="round_plan.id")
    stratum_id: int | None = Field(default=None, foreign_key="stratum.id")
    draw_order: int
    purpose: str = Purpose.SAMPLE.value
    replaces_id: int | None = Field(default=None, foreign_key="sampled.id")
    reason: str = ""
    papers_missing_on: date | None = None
    fed_back_on: date | None = None
    mended_on: date | None = None
    row_version: int = 1


class ReferenceAnswer(Table, table=True):
    """What the lead holds to be right for a criterion of a calibration plan, and why."""

    __table_args__ = (CheckConstraint(f"value IN ({_VALUES})", name="value_on_scale"),)
    sampled_id: int = Field(primary_key=True, foreign_key="sampled.id")
    criterion_id: int = Field(primary_key=True, foreign_key="criterion.id")
    value: int
    reason: str


class Person(Table, table=True):
    """Somebody who takes part in audits: a colleague, never a child or a parent of one in the sample.

    `load_share` is how much of a full load they take, in percent. `undertaking_on` is when they promised to keep what
    they read to themselves. `outside` marks an auditor from another area, whose blind answers stand apart.
    """

    __table_args__ = (
        UniqueConstraint("code"),
        one_of("agency", Agency),
        CheckConstraint("load_share BETWEEN 0 AND 100", name="load_share_percent"),
    )
    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    code: str
    name: str
    agency: str
    load_share: int = 100
    undertaking_on: date | None = None
    outside: bool = False
    left_on: date | None = None
    row_version: int = 1


class Training(Table, table=True):
    """One course somebody took: when, on which version of the handbook, how it went, when a refresher is due."""

    __table_args__ = (UniqueConstraint("person_id", "course", "taken_on"),)
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    course: str
    taken_on: date
    handbook: str = ""
    result: str = ""
    refresher_due: date | None = None


class Conflict(Table, table=True):
    """What somebody must not score: one plan, a setting, an area, or whatever one writer wrote."""

    __table_args__ = (
        CheckConstraint(
            "(plan_id IS NOT NULL) + (setting <> '') + (area <> '') + (writer <> '') = 1", name="one_target"
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    plan_id: int | None = Field(default=None, foreign_key="plan.id")
    setting: str = ""
    area: str = ""
    writer: str = ""
    reason: str = ""


class Assignment(Table, table=True):
    """An auditor asked to score a plan: all criteria, or those whose keys are listed, space between.

    `known_child_at` is set when the auditor knew the child and closed the paper unread; nothing more is kept of it.
    `withdrawn_at` is set when an assignment that already travelled is taken back: what was answered stays, and counts
    nowhere.
    """

    __table_args__ = (UniqueConstraint("sampled_id", "person_id", "kind"), one_of("kind", AssignmentKind))
    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    sampled_id: int = Field(foreign_key="sampled.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    kind: str = AssignmentKind.FIRST.value
    criteria: str = ""
    due_on: date | None = None
    given_at: datetime = Field(default_factory=now)
    known_child_at: datetime | None = None
    withdrawn_at: datetime | None = None


class Audit(Table, table=True):
    """One revision of one auditor's answers. Once it leaves *draft* it is never changed again.

    `pack_id` is the pack it came in with; None where it was written here. A revision is withdrawn, never deleted:
    `withdrawn_why` says by what. `entered_by` marks a paper sheet typed in for the auditor, which somebody else checks.
    """

    __table_args__ = (
        UniqueConstraint("assignment_id", "device", "number"),
        one_of("state", AuditState),
        CheckConstraint("number = 1 OR parent_id IS NOT NULL", name="later_revision_has_parent"),
        CheckConstraint("number = 1 OR reason <> ''", name="reopening_has_reason"),
        CheckConstraint("state = 'draft' OR (digest <> '' AND ended_at IS NOT NULL)", name="ended_has_digest"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_why = '')", name="withdrawal_has_reason"),
        CheckConstraint("checked_by = '' OR (entered_by <> '' AND checked_at IS NOT NULL)", name="check_of_sheet"),
    )
    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    assignment_id: int = Field(foreign_key="assignment.id")
    device: str
    number: int
    parent_id: int | None = Field(default=None, foreign_key="audit.id")
    state: str = AuditState.DRAFT.value
    entered_by: str = ""
    reason: str = ""
    digest: str = ""
    started_at: datetime = Field(default_factory=now)
    ended_at: datetime | None = None
    pack_id: int | None = Field(default=None, foreign_key="pack.id", index=True)
    withdrawn_at: datetime | None = None
    withdrawn_why: str = ""
    checked_by: str = ""
    checked_at: datetime | None = None
    minutes: int | None = None
    row_version: int = 1


class Answer(Table, table=True):
    """One answer. Keyed by integers alone: 1.2 million rows take 17 MB (with a UUID each, 214 MB)."""

    __table_args__: Any = (
        ForeignKeyConstraint(["audit_id"], ["audit.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["criterion_id"], ["criterion.id"]),
        CheckConstraint(f"value IS NULL OR value IN ({_VALUES})", name="value_on_scale"),
        CheckConstraint("(cause = '' AND agency = '') OR COALESCE(value, -9) IN (0, 1)", name="cause_with_shortfall"),
        CheckConstraint("length(note) <= 20000", name="note_length"),
        one_of("cause", Cause, blank=True),
        one_of("agency", Agency, blank=True),
        {"sqlite_with_rowid": False},
    )
    audit_id: int = Field(primary_key=True)
    criterion_id: int = Field(primary_key=True)
    part: int = Field(default=0, primary_key=True)
    value: int | None = None
    cause: str = ""
    agency: str = ""
    note: str = ""


class Evidence(Table, table=True):
    """A place in the plan that an answer rests on: section and page or paragraph, and a short quotation if allowed."""

    __table_args__ = (
        ForeignKeyConstraint(["audit_id"], ["audit.id"], ondelete="CASCADE"),
        UniqueConstraint("audit_id", "criterion_id", "position"),
        CheckConstraint("length(quotation) <= 600", name="quotation_length"),
        CheckConstraint("page IS NULL OR page > 0", name="page_positive"),
    )
    id: int | None = Field(default=None, primary_key=True)
    audit_id: int
    criterion_id: int = Field(foreign_key="criterion.id")
    position: int
    section: str = ""
    page: int | None = None
    paragraph: int | None = None
    quotation: str = ""


class Outcome(Table, table=True):
    """One outcome of section E, as the auditor lists them; repeated questions are answered for each number."""

    __table_args__ = (
        ForeignKeyConstraint(["audit_id"], ["audit.id"], ondelete="CASCADE"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("length(words) <= 600", name="words_length"),
    )
    audit_id: int = Field(primary_key=True)
    number: int = Field(primary_key=True)
    words: str = ""


class PromptMark(Table, table=True):
    """What the auditor made of a passage worth a look; known by a digest, so that no text of the plan is kept."""

    __table_args__ = (
        ForeignKeyConstraint(["audit_id"], ["audit.id"], ondelete="CASCADE"),
        one_of("mark", ("used", "fine", "counts", "counts_not")),
    )
    audit_id: int = Field(primary_key=True)
    passage: str = Field(primary_key=True)
    mark: str


class ThreadLink(Table, table=True):
    """A link of the plan's thread that the auditor confirmed, such as from need 2 to provision 5."""

    __table_args__ = (
        ForeignKeyConstraint(["audit_id"], ["audit.id"], ondelete="CASCADE"),
        one_of("from_kind", THREAD),
        one_of("to_kind", THREAD),
    )
    audit_id: int = Field(primary_key=True)
    from_kind: str = Field(primary_key=True)
    from_number: int = Field(primary_key=True)
    to_kind: str = Field(primary_key=True)
    to_number: int = Field(primary_key=True)


class Decision(Table, table=True):
    """What the lead settled for one plan and criterion, and why; the auditors' own answers stay as they are.

    `rests_on` is a digest of the answers it was made upon: once they are others, it no longer stands. A decision is
    never changed; a later one `supersedes` it, so that one is current. One without a value takes the earlier one back.
    """

    __table_args__ = (
        UniqueConstraint("supersedes_id"),
        CheckConstraint(f"value IS NULL OR value IN ({_VALUES})", name="value_on_scale"),
        CheckConstraint("(cause = '' AND agency = '') OR COALESCE(value, -9) IN (0, 1)", name="cause_with_shortfall"),
        CheckConstraint("reason <> '' AND length(reason) <= 20000", name="reason_given"),
        CheckConstraint("value IS NOT NULL OR supersedes_id IS NOT NULL", name="taken_back_was_there"),
        one_of("cause", Cause, blank=True),
        one_of("agency", Agency, blank=True),
    )
    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    sampled_id: int = Field(foreign_key="sampled.id", index=True)
    criterion_id: int = Field(foreign_key="criterion.id", index=True)
    value: int | None = None
    cause: str = ""
    agency: str = ""
    reason: str
    rests_on: str
    by: str
    at: datetime = Field(default_factory=now)
    supersedes_id: int | None = Field(default=None, foreign_key="decision.id")
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id")


class Aside(Table, table=True):
    """A difference that was not settled yet: *parked*, or *asked* back to its auditors with a question.

    It is closed when the difference is decided, or taken up again. It changes no answer.
    """

    __table_args__ = (
        one_of("kind", AsideKind),
        CheckConstraint("kind = 'parked' OR words <> ''", name="question_has_words"),
        CheckConstraint("length(words) <= 20000", name="words_length"),
    )
    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    sampled_id: int = Field(foreign_key="sampled.id", index=True)
    criterion_id: int = Field(foreign_key="criterion.id")
    kind: str
    words: str = ""
    by: str
    at: datetime = Field(default_factory=now)
    closed_at: datetime | None = None


class AsideReply(Table, table=True):
    """What an auditor wrote back to a question about a difference; an answer is changed by reopening the audit."""

    __table_args__ = (
        UniqueConstraint("aside_id", "assignment_id"),
        CheckConstraint("words <> '' AND length(words) <= 20000", name="words_given"),
    )
    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    aside_id: int = Field(foreign_key="aside.id", index=True)
    assignment_id: int = Field(foreign_key="assignment.id", index=True)
    words: str
    at: datetime = Field(default_factory=now)


class Meeting(Table, table=True):
    """A moderation meeting: when it was held, and what its minutes say besides views and decisions."""

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    round_id: int = Field(foreign_key="round.id", index=True)
    held_on: date
    words: str = ""
    opened_at: datetime = Field(default_factory=now)
    closed_at: datetime | None = None
    row_version: int = 1


class Present(Table, table=True):
    """Somebody who was present at a meeting."""

    meeting_id: int = Field(primary_key=True, foreign_key="meeting.id")
    person_id: int = Field(primary_key=True, foreign_key="person.id")


class NotedView(Table, table=True):
    """What one person at a meeting held to be the answer, noted before it was talked about. It settles nothing.

    `shown_at` is when the room saw the views on this question; from then on they stand.
    """

    __table_args__ = (CheckConstraint(f"value IN ({_VALUES})", name="value_on_scale"),)
    meeting_id: int = Field(primary_key=True, foreign_key="meeting.id")
    sampled_id: int = Field(primary_key=True, foreign_key="sampled.id")
    criterion_id: int = Field(primary_key=True, foreign_key="criterion.id")
    person_id: int = Field(primary_key=True, foreign_key="person.id")
    value: int
    at: datetime = Field(default_factory=now)
    shown_at: datetime | None = None


class FactSheet(Table, table=True):
    """What was sent to a plan's writer, or to an agency about all its plans, so that facts can be put right."""

    __table_args__ = (
        CheckConstraint("(sampled_id IS NOT NULL) + (agency <> '') = 1", name="plan_or_agency"),
        one_of("agency", Agency, blank=True),
    )
    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    round_id: int = Field(foreign_key="round.id", index=True)
    sampled_id: int | None = Field(default=None, foreign_key="sampled.id", index=True)
    agency: str = ""
    sent_on: date
    due_on: date | None = None
    returned_on: date | None = None
    row_version: int = 1


class FactPoint(Table, table=True):
    """One point that a writer or an agency raised, and what became of it; only `decision_id` changes figures."""

    __table_args__ = (
        one_of("outcome", FactOutcome, blank=True),
        CheckConstraint("words <> '' AND length(words) <= 20000", name="words_given"),
        CheckConstraint("(outcome = '') = (settled_on IS NULL)", name="outcome_has_day"),
        CheckConstraint("outcome = '' OR why <> ''", name="outcome_has_reason"),
    )
    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    sheet_id: int = Field(foreign_key="fact_sheet.id", index=True)
    sampled_id: int = Field(foreign_key="sampled.id", index=True)
    criterion_id: int | None = Field(default=None, foreign_key="criterion.id")
    words: str
    raised_on: date
    outcome: str = ""
    why: str = ""
    settled_by: str = ""
    settled_on: date | None = None
    decision_id: int | None = Field(default=None, foreign_key="decision.id")


class UrgentFlag(Table, table=True):
    """A plan that cannot wait: why, whom it was told to and when, and when it was done. It stays in every figure."""

    __table_args__ = (
        one_of("kind", UrgentKind),
        CheckConstraint("length(words) <= 20000", name="words_length"),
        CheckConstraint("(told_on IS NULL) = (contact = '')", name="told_has_contact"),
        CheckConstraint("(done_on IS NULL) = (done_words = '')", name="done_has_words"),
    )
    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    sampled_id: int = Field(foreign_key="sampled.id", index=True)
    kind: str
    words: str = ""
    raised_by: str
    raised_at: datetime = Field(default_factory=now)
    contact: str = ""
    told_on: date | None = None
    done_words: str = ""
    done_on: date | None = None
    row_version: int = 1


class Mending(Table, table=True):
    """Whether what was asked of a plan on one criterion was found mended when it was audited again (`seen_id`)."""

    __table_args__ = (UniqueConstraint("sampled_id", "criterion_id", "seen_id"), one_of("result", Mended))
    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    sampled_id: int = Field(foreign_key="sampled.id", index=True)
    criterion_id: int = Field(foreign_key="criterion.id")
    seen_id: int = Field(foreign_key="sampled.id", index=True)
    result: str
    words: str = ""
    by: str
    at: datetime = Field(default_factory=now)


class Reply(Table, table=True):
    """What a plan's writer wrote back to the feedback on it. The writer is held by code with the plan's facts."""

    __table_args__ = (CheckConstraint("words <> '' AND length(words) <= 20000", name="words_given"),)
    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    sampled_id: int = Field(foreign_key="sampled.id", index=True)
    words: str
    received_on: date
    entered_by: str


class Exemplar(Table, table=True):
    """A good plan, or a passage of one, that may be shown: for which criteria, who agreed, on what basis, until when.

    Passage and redacted copy are emptied when it is withdrawn.
    """

    __table_args__ = (
        one_of("basis", ExemplarBasis),
        CheckConstraint("basis_words <> '' AND agreed_by <> ''", name="basis_is_said"),
        CheckConstraint("(withdrawn_on IS NULL) = (withdrawn_why = '')", name="withdrawal_has_reason"),
        CheckConstraint("withdrawn_on IS NULL OR (passage = '' AND redacted IS NULL)", name="withdrawn_is_empty"),
    )
    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    sampled_id: int = Field(foreign_key="sampled.id", index=True)
    criteria: str
    passage: str = ""
    redacted: bytes | None = Field(default=None, repr=False)
    agreed_by: str
    basis: str
    basis_words: str
    agreed_on: date
    review_on: date
    withdrawn_on: date | None = None
    withdrawn_why: str = ""
    row_version: int = 1


class Advice(Table, table=True):
    """One piece of advice for an assessment under way: of whom, when asked for, when it came. It names no child."""

    __table_args__ = (
        one_of("adviser", Adviser),
        CheckConstraint("received_on IS NULL OR received_on >= asked_on", name="received_after_asked"),
    )
    id: int | None = Field(default=None, primary_key=True)
    area: str = ""
    adviser: str
    asked_on: date
    received_on: date | None = None


class AdviceList(Table, table=True):
    """The list that the rows of `advice` were read from: its rows, how many could be used, its SHA-256, and when."""

    __table_args__ = (
        CheckConstraint("id = 1", name="single"),
        CheckConstraint("rows >= usable AND usable >= 0", name="usable_within_rows"),
    )
    id: int | None = Field(default=1, primary_key=True)
    rows: int
    usable: int
    digest: str
    taken_at: datetime = Field(default_factory=now)


class Guidance(Table, table=True):
    """A note the lead has written on a criterion, for everybody who scores with that framework."""

    __table_args__ = (UniqueConstraint("criterion_id"),)
    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    criterion_id: int = Field(foreign_key="criterion.id")
    words: str
    written_by: str
    written_at: datetime = Field(default_factory=now)
    row_version: int = 1


class Identity(Table, table=True):
    """This workspace's own keys: `sign_secret` (Ed25519, hex) signs packs, `age_secret` (age, X25519) opens them.

    They lie in the workspace alone, so they are as safe as it is.
    """

    __table_args__ = (CheckConstraint("id = 1", name="single"),)
    id: int | None = Field(default=1, primary_key=True)
    sign_secret: str = Field(repr=False)
    age_secret: str = Field(repr=False)
    made_at: datetime = Field(default_factory=now)


class ContactKey(Table, table=True):
    """The keys somebody's packs are signed and sealed with, on one device, learnt from a pack.

    `person_id` is None for the lead, in the workspace of an auditor. A revoked key opens and signs nothing more.
    """

    __table_args__ = (
        UniqueConstraint("sign_public"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_why = '')", name="revocation_has_reason"),
    )
    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    name: str
    device: str
    sign_public: str
    age_public: str
    pack_id: int | None = Field(default=None, foreign_key="pack.id")
    learnt_at: datetime = Field(default_factory=now)
    compared_at: datetime | None = None
    revoked_at: datetime | None = None
    revoked_why: str = ""


class Pack(Table, table=True):
    """A pack that was made here (`outgoing`) or taken in; `uid` is the pack's own and `digest` its manifest's SHA-256.

    `number` counts the packs of one sender's device for a round. `answers_to` is the uid of the work pack that a return
    answers, and `token` the secret that only a reader of that work pack knows. `before` is what applying it changed, as
    JSON, for undoing it. `log_head` is the head of the sender's change log as the pack was sealed.
    """

    __table_args__ = (
        UniqueConstraint("uid", "outgoing"),
        one_of("kind", PackKind),
        CheckConstraint("undone_at IS NULL OR applied_at IS NOT NULL", name="undone_was_applied"),
    )
    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid)
    kind: str
    outgoing: bool
    round_id: int | None = Field(default=None, foreign_key="round.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    device: str
    number: int
    answers_to: str = ""
    token: str = Field(default="", repr=False)
    digest: str
    log_head: str
    sealed_at: datetime
    applied_at: datetime | None = None
    undone_at: datetime | None = None
    undone_why: str = ""
    before: str = "{}"
    summary: str = "{}"


class Sent(Table, table=True):
    """What a work pack took to its reader: one assignment, and in which form its papers went along, if they did."""

    __table_args__ = (one_of("papers", PapersForm, blank=True),)
    pack_id: int = Field(primary_key=True, foreign_key="pack.id")
    assignment_id: int = Field(primary_key=True, foreign_key="assignment.id")
    papers: str = ""
    papers_until: date | None = None
    papers_gone_at: datetime | None = None


class Paper(Table, table=True):
    """Papers that came in a work pack. They lie sealed beside the workspace and open with `age_secret` alone.

    When they have expired or were put away the secret is emptied, and nobody can read them any more.
    """

    __table_args__ = (
        UniqueConstraint("pack_id", "assignment_id"),
        one_of("form", PapersForm),
        CheckConstraint("(gone_at IS NULL) = (age_secret <> '')", name="gone_has_no_key"),
    )
    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    pack_id: int = Field(foreign_key="pack.id", index=True)
    assignment_id: int = Field(foreign_key="assignment.id", index=True)
    kind: str
    form: str
    size: int
    digest: str
    age_secret: str = Field(repr=False)
    expires_on: date
    gone_at: datetime | None = None


class PapersBasis(Table, table=True):
    """Why one class of auditors may see the papers of a round, who approved it and when; without it none are sent.

    The class is an agency, or "outside" for auditors from another area. SEND Regulations 2014, regulation 17,
    restricts disclosure; what allows it here is for the council to say.
    """

    __table_args__ = (
        UniqueConstraint("round_id", "auditors"),
        one_of("auditors", [*(a.value for a in Agency), "outside"]),
        one_of("form", PapersForm),
        CheckConstraint("basis <> '' AND approved_by <> ''", name="basis_is_said"),
    )
    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id", index=True)
    auditors: str
    form: str
    basis: str
    approved_by: str
    approved_on: date
    row_version: int = 1


class SignOff(Table, table=True):
    """One signing off of a round: by whom, the fingerprint of its figures, the figures as JSON, the log's head then.

    The newest is in force while its round is signed off. Its figures stay when the round itself is purged.
    """

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    round_id: int = Field(foreign_key="round.id", index=True)
    by: str
    at: datetime = Field(default_factory=now)
    fingerprint: str
    figures: str
    log_head: str


class Release(Table, table=True):
    """One edition of a round's figures that went out: who agreed, who saw it early, what it held and what it hid.

    `figures` and `hidden` are JSON. The figures stay when the round itself is purged: they are out.
    """

    __table_args__ = (one_of("edition", Edition),)
    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    round_id: int = Field(foreign_key="round.id", index=True)
    edition: str
    at: datetime = Field(default_factory=now)
    by: str
    agreed_by: str = ""
    seen_early: str = ""
    fingerprint: str
    figures: str
    hidden: str = "[]"
    files: str = "[]"
    log_head: str


class Commentary(Table, table=True):
    """What is written for one section of a round's report; figures stand in it as named fields, never as digits."""

    __table_args__ = (UniqueConstraint("round_id", "audience", "section"),)
    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id", index=True)
    audience: str
    section: str
    words: str
    by: str
    at: datetime = Field(default_factory=now)
    row_version: int = 1


class ReportChoice(Table, table=True):
    """Which sections a round's report for one audience has, in which order (JSON), and in which edition."""

    __table_args__ = (one_of("edition", Edition),)
    round_id: int = Field(primary_key=True, foreign_key="round.id")
    audience: str = Field(primary_key=True)
    edition: str
    sections: str
    row_version: int = 1


class Letterhead(Table, table=True):
    """What stands at the head of reports: the council's logo and colour, the meeting, whom to ask."""

    __table_args__ = (CheckConstraint("id = 1", name="single"),)
    id: int | None = Field(default=1, primary_key=True)
    logo: bytes | None = Field(default=None, repr=False)
    accent: str = ""
    meeting: str = ""
    contact: str = ""
    classification: str = ""
    row_version: int = 1


class Marker(Table, table=True):
    """Something that happened and that a line over time should show: training delivered, a template changed."""

    __table_args__ = (CheckConstraint("attended IS NULL OR attended >= 0", name="attended_counted"),)
    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    marked_on: date
    words: str
    attended: int | None = None
    row_version: int = 1


class HistoryFigure(Table, table=True):
    """A figure from an old paper, as it was printed there: `percent` is its text, k and n where it gives them."""

    __table_args__ = (
        UniqueConstraint("measure_key", "label"),
        one_of("basis", Basis, blank=True),
        CheckConstraint("n IS NULL OR n > 0", name="n_positive"),
        CheckConstraint("k IS NULL OR (n IS NOT NULL AND k BETWEEN 0 AND n)", name="k_within_n"),
        CheckConstraint("source <> ''", name="source_given"),
    )
    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    framework_key: str
    measure_key: str
    label: str
    as_at: date
    percent: str
    k: int | None = None
    n: int | None = None
    basis: str = ""
    source: str
    by: str
    at: datetime = Field(default_factory=now)
    row_version: int = 1


class Target(Table, table=True):
    """The percentage that is aimed at for one measure, who set it, and by when."""

    __table_args__ = (
        UniqueConstraint("framework_key", "measure_key"),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent_range"),
    )
    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    framework_key: str
    measure_key: str
    percent: int
    source: str = ""
    due_on: date | None = None
    row_version: int = 1


class TargetPart(Table, table=True):
    """k of n in one named part, where an actual is told as a range over parts instead of one figure."""

    __table_args__ = (
        UniqueConstraint("target_id", "name"),
        CheckConstraint("n > 0 AND k BETWEEN 0 AND n", name="k_within_n"),
    )
    id: int | None = Field(default=None, primary_key=True)
    target_id: int = Field(foreign_key="target.id", index=True)
    name: str
    k: int
    n: int
    source: str = ""


class ActionArea(Table, table=True):
    """One area of the improvement plan, with what its one-page highlight report says."""

    __table_args__ = (UniqueConstraint("name"),)
    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    name: str
    position: int
    measure_key: str = ""
    inspectors_said: str = ""
    standing: str = ""
    next_steps: str = ""
    people_said: str = ""
    risks: str = ""
    row_version: int = 1


class ActionState(Table, table=True):
    """A state an action can be in: its name and colour, whether it counts as in hand, and what it needs to be saved."""

    __table_args__ = (
        one_of("colour", ("blue", "green", "amber", "red", "grey")),
        one_of("needs", ("done", "exception"), blank=True),
    )
    key: str = Field(primary_key=True)
    name: str
    colour: str
    position: int
    in_hand: bool
    needs: str = ""


class Action(Table, table=True):
    """What is to be done, for which measure, by which agency, who owns it by role, and until when."""

    __table_args__ = (one_of("agency", Agency, blank=True), CheckConstraint("what <> ''", name="what_is_said"))
    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    area_id: int = Field(foreign_key="action_area.id", index=True)
    round_id: int | None = Field(default=None, foreign_key="round.id", index=True)
    what: str
    priority: str = ""
    measure_key: str = ""
    agency: str = ""
    owner: str = ""
    due_on: date | None = None
    made_at: datetime = Field(default_factory=now)
    removed_at: datetime | None = None
    row_version: int = 1


class ActionUpdate(Table, table=True):
    """How an action stands from a day on; the newest is how it stands. Never changed: another one follows."""

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    action_id: int = Field(foreign_key="action.id", index=True)
    state_key: str = Field(foreign_key="action_state.key")
    told_on: date
    words: str = ""
    done_by: str = ""
    done_on: date | None = None
    by: str
    at: datetime = Field(default_factory=now)


class ActionReport(Table, table=True):
    """A day on which the actions were reported; the next report counts against it."""

    __table_args__ = (UniqueConstraint("told_on"),)
    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    told_on: date
    name: str


class Survey(Table, table=True):
    """Evidence beside the audit: what a survey asked, how many answered of how many asked, and what was found."""

    __table_args__ = (
        CheckConstraint("answered > 0 AND (asked IS NULL OR asked >= answered)", name="answered_within_asked"),
        CheckConstraint("k IS NULL OR k BETWEEN 0 AND answered", name="k_within_answered"),
        one_of("held_in", Span),
    )
    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    name: str
    source: str
    held_on: date
    held_in: str = Span.DAY
    question: str
    answered: int
    asked: int | None = None
    k: int | None = None
    finding: str = ""
    measure_key: str = ""
    row_version: int = 1


class DisputeOutcome(Table, table=True):
    """How a tribunal or a mediation ended that concerned one agency's part of plans, and when the agency was told."""

    __table_args__ = (one_of("kind", Dispute), one_of("agency", Agency), CheckConstraint("words <> ''", name="is_said"))
    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    agency: str
    kind: str
    words: str
    decided_on: date
    told_on: date | None = None
    row_version: int = 1


class Log(Table, table=True):
    """One user action. `hash` covers the entry and the hash before it; the payload only by its digest."""

    seq: int | None = Field(default=None, primary_key=True)
    at: datetime
    who: str
    what: str
    subject: str
    payload_digest: str
    previous: str
    hash: str


class LogPayload(Table, table=True):
    """What an action changed, and why. Can be purged: the chain stands on its salted digest alone."""

    seq: int = Field(primary_key=True, foreign_key="log.seq")
    salt: str
    before: str
    after: str
    why: str


Index("ix_audit_assignment_id_state", Audit.assignment_id, Audit.state)  # pyright: ignore[reportArgumentType]
_FIRST = col(Decision.supersedes_id).is_(None)
Index("uq_decision_first", Decision.sampled_id, Decision.criterion_id, unique=True, sqlite_where=_FIRST)  # pyright: ignore[reportArgumentType]
_OPEN = col(Aside.closed_at).is_(None)
Index("uq_aside_open", Aside.sampled_id, Aside.criterion_id, unique=True, sqlite_where=_OPEN)  # pyright: ignore[reportArgumentType]
