"""What rows.json of a pack holds, as strict models: the door where every value from another machine is checked.

Rows are named by their `uid` or by what names them in every file (a criterion's key, a framework's hash), never by a
row number. `JOURNEY` says of each column of each table that travels whether it is carried, and if not, why.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import Enum
from types import MappingProxyType
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from auditor.answers import NOTE_LIMIT, Answer, clean_note
from auditor.contents import QUOTATION_LIMIT, Contents, Evidence, Link
from auditor.frameworks import Framework
from db.errors import UserError
from db.vocabulary import (
    Agency,
    AssignmentKind,
    AuditState,
    Cause,
    Draw,
    Exception20,
    PapersForm,
    PhaseMove,
    PlanKind,
    Purpose,
    RoundKind,
    RoundState,
    UrgentKind,
    Value,
)

MOST_PLANS = 20_000
MOST_REVISIONS = 200  # of one assignment
MOST_PIECES = 20_000  # answers, places or marks of one revision
YEARS = range(1980, 2200)  # what a computer's clock may say, set rightly or not; others cannot be shown everywhere


def _from_text(of: type[date] | type[datetime]) -> BeforeValidator:
    """Days and moments are text in JSON; a number would be read as seconds since 1970."""

    def read(given: object) -> object:
        return of.fromisoformat(given) if isinstance(given, str) and len(given) <= 32 else given

    return BeforeValidator(read)


def _in_utc(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError("a moment without its zone")
    if moment.year not in YEARS:
        raise ValueError("a moment out of time")
    return moment.astimezone(UTC).replace(microsecond=0)


def plain_line(text: str) -> bool:
    """Whether it is one line without control characters."""
    return clean_note(text) == text and "\n" not in text and "\t" not in text


def clean_line(text: str) -> str:
    """The text as one line without control characters."""
    return " ".join(clean_note(text).split())


def _no_signs(text: str) -> str:
    if not plain_line(text):
        raise ValueError("control characters")
    return text


def _as_kept(text: str) -> str:
    if clean_note(text).strip() != text:
        raise ValueError("not as words are kept")
    return text


def _word(of: type[Enum], *, blank: bool = False) -> BeforeValidator:
    """A word of a closed list, or nothing where `blank` allows it. Looked up, as there are a million in 300 packs."""
    members: dict[object, Enum] = {member.value: member for member in of}
    kinds = (str, int)  # not their kin: True is no 1

    def read(given: object) -> object:
        if given.__class__ not in kinds or (blank and given == ""):
            return given
        return members[given] if given in members else of(given)

    return BeforeValidator(read)


Day = Annotated[date, _from_text(date)]
Moment = Annotated[
    datetime, BeforeValidator(lambda v: _in_utc(v) if isinstance(v, datetime) else v), _from_text(datetime)
]
Uid = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Line = Annotated[str, StringConstraints(max_length=500)]
Named = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Plain = Annotated[str, StringConstraints(max_length=500), AfterValidator(_no_signs)]
Words = Annotated[str, StringConstraints(max_length=NOTE_LIMIT)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^\S+$")]
Hex = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Small = Annotated[int, Field(ge=0, le=1_000_000)]
OneOrMore = Annotated[int, Field(ge=1, le=1_000_000)]
CauseWord = Annotated[Literal[""] | Cause, _word(Cause, blank=True)]
AgencyWord = Annotated[Literal[""] | Agency, _word(Agency, blank=True)]


def _many(most: int) -> Any:
    return Field(max_length=most, strict=False)


class Row(BaseModel):
    """Nothing but what is named, each of its own kind, and not changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class RoundRow(Row):
    """The round; `invented` says what in it is made up, `urgent_contact` who is told of plans that cannot wait."""

    uid: Uid
    name: Named
    kind: Annotated[RoundKind, _word(RoundKind)]
    draw: Annotated[Draw, _word(Draw)]
    state: Annotated[RoundState, _word(RoundState)]
    as_at: Day
    due_on: Day | None
    retain_until: Day | None
    drawn_at: Moment | None
    opened_at: Moment | None
    calibration_required: bool
    quotations: bool
    wrong_child: bool
    urgent_contact: Plain
    invented: Line


class FrameworkRow(Row):
    """The frozen framework; its criteria are worked out of its content."""

    uid: Uid
    key: Named
    version: Named
    content: Annotated[str, StringConstraints(max_length=8_000_000)]
    hash: Hex


class GuidanceRow(Row):
    """The lead's note on a criterion."""

    uid: Uid
    criterion: Key
    words: Words
    written_by: Line
    written_at: Moment


class PlanRow(Row):
    """A plan by its local reference, with its facts and dates in this round. It names no child."""

    uid: Uid
    reference: Named
    frame_row: Small | None
    year_group: Annotated[int, Field(ge=-4, le=20)] | None
    need: Line
    setting_code: Line
    setting_type: Line
    phase: Line
    area: Line
    plan_kind: Annotated[PlanKind, _word(PlanKind)]
    writer_code: Line
    team: Line
    advice_codes: Line
    agencies: Line
    requested_on: Day | None
    first_final_on: Day | None
    exception: Annotated[Literal[""] | Exception20, _word(Exception20, blank=True)]
    exception_applies: bool | None
    previous_anchor_on: Day | None
    last_review_on: Day | None
    decision_on: Day | None
    decided_not_to_amend: bool
    amended_final_on: Day | None
    phase_move: Annotated[PhaseMove, _word(PhaseMove)]
    moves_on: Day | None


class SampledRow(Row):
    """A plan's place in the sample, or among those that are practised on."""

    uid: Uid
    plan: Uid
    draw_order: Small
    purpose: Annotated[Purpose, _word(Purpose)]
    papers_missing_on: Day | None


class AssignmentRow(Row):
    """What is asked of the reader: one of the plans in the pack. `withdrawn_at` is set where it was taken back."""

    uid: Uid
    sampled: Uid
    kind: Annotated[AssignmentKind, _word(AssignmentKind)]
    criteria: Annotated[str, StringConstraints(max_length=20_000)]
    due_on: Day | None
    given_at: Moment
    known_child_at: Moment | None
    withdrawn_at: Moment | None


class PersonRow(Row):
    """The reader, as the register has them."""

    uid: Uid
    code: Named
    name: Named
    agency: Annotated[Agency, _word(Agency)]
    load_share: Annotated[int, Field(ge=0, le=100)]
    undertaking_on: Day | None
    outside: bool
    left_on: Day | None


class ConflictRow(Row):
    """What its person must not score; `plan` and its `reference` where it is one plan, else empty."""

    uid: Uid
    plan: Annotated[Literal[""] | Uid, Field()]
    reference: Line
    setting: Plain
    area: Plain
    writer: Plain
    reason: Annotated[str, StringConstraints(max_length=NOTE_LIMIT), AfterValidator(_no_signs)]

    @model_validator(mode="after")
    def _one_target(self) -> "ConflictRow":
        """One thing that must not be scored, as the table has it; a reference where that is a plan."""
        if sum(map(bool, (self.plan, self.setting, self.area, self.writer))) != 1 or bool(self.plan) != bool(
            self.reference
        ):
            raise ValueError("not one thing that must not be scored")
        return self


class RightRow(Row):
    """What the lead holds right for a question of a calibration plan which the reader has submitted."""

    sampled: Uid
    criterion: Key
    value: Annotated[Value, _word(Value)]
    reason: Words


class QuestionRow(Row):
    """A question of the lead about an answer of the reader; what others answered does not travel."""

    uid: Uid
    sampled: Uid
    criterion: Key
    words: Annotated[Words, StringConstraints(min_length=1), AfterValidator(_as_kept)]
    by: Line
    at: Moment


class PaperRow(Row):
    """Which part of the pack holds a plan's papers, in which form, and until when they may be read."""

    assignment: Uid
    form: Annotated[PapersForm, _word(PapersForm)]
    kind: Literal["pdf", "docx"]
    until: Day
    entry: Annotated[str, StringConstraints(pattern=r"^papers/[1-9][0-9]{0,4}\.(pdf|docx)$")]


class WorkRows(Row):
    """Everything of a work pack: all that one auditor has in one round, as it stands with the lead."""

    round: RoundRow
    framework: FrameworkRow
    guidance: Annotated[tuple[GuidanceRow, ...], _many(2_000)]
    plans: Annotated[tuple[PlanRow, ...], _many(MOST_PLANS)]
    sampled: Annotated[tuple[SampledRow, ...], _many(MOST_PLANS)]
    assignments: Annotated[tuple[AssignmentRow, ...], _many(MOST_PLANS)]
    person: PersonRow
    conflicts: Annotated[tuple[ConflictRow, ...], _many(MOST_PLANS)]
    right: Annotated[tuple[RightRow, ...], _many(2_000)]
    questions: Annotated[tuple[QuestionRow, ...], _many(MOST_PLANS)]
    papers: Annotated[tuple[PaperRow, ...], _many(MOST_PLANS)]

    @model_validator(mode="after")
    def _each_once(self) -> "WorkRows":
        """Nothing stands twice by any of its names, and what rows point to is there."""
        plans, places = {p.uid for p in self.plans}, {s.uid for s in self.sampled}
        names: tuple[list[object], ...] = (
            [p.uid for p in self.plans],
            [p.reference for p in self.plans],
            [s.uid for s in self.sampled],
            [s.plan for s in self.sampled],
            [a.uid for a in self.assignments],
            [(a.sampled, a.kind) for a in self.assignments],
            [g.uid for g in self.guidance],
            [g.criterion for g in self.guidance],
            [c.uid for c in self.conflicts],
            [(r.sampled, r.criterion) for r in self.right],
            [q.uid for q in self.questions],
            [(q.sampled, q.criterion) for q in self.questions],
            [p.assignment for p in self.papers],
            [p.entry for p in self.papers],
        )
        if any(len(set(listed)) != len(listed) for listed in names):
            raise ValueError("something stands twice")
        if not plans.issuperset(s.plan for s in self.sampled):
            raise ValueError("a plan is missing")
        if not places.issuperset(one.sampled for one in (*self.assignments, *self.questions)):
            raise ValueError("a place in the sample is missing")
        if self.round.state == RoundState.SIGNED_OFF:
            raise ValueError("no work is sent in a round that is signed off")
        return self


AnswerRow = Annotated[
    tuple[
        Key,
        Annotated[int, Field(ge=0, le=1_000)],
        Annotated[Value | None, _word(Value)],
        CauseWord,
        AgencyWord,
        Words,
    ],
    Field(strict=False),
]
"""Criterion, part, value, cause, agency, note."""
EvidenceRow = Annotated[
    tuple[
        Key, Small, Line, OneOrMore | None, Small | None, Annotated[str, StringConstraints(max_length=QUOTATION_LIMIT)]
    ],
    Field(strict=False),
]
"""Criterion, position, section, page, paragraph, quotation."""
OutcomeRow = Annotated[
    tuple[OneOrMore, Annotated[str, StringConstraints(max_length=QUOTATION_LIMIT)]], Field(strict=False)
]
"""Number, words."""
MarkRow = Annotated[
    tuple[Annotated[str, StringConstraints(max_length=64)], Literal["used", "fine", "counts", "counts_not"]],
    Field(strict=False),
]
"""Digest of the passage, mark."""
_Kind = Literal["aspiration", "need", "outcome", "provision"]
LinkRow = Annotated[tuple[_Kind, Small, _Kind, Small], Field(strict=False)]
"""From kind and number, to kind and number."""


class RevisionRow(Row):
    """One revision of the sender's answers, as it was when it was ended; `parent` is empty for the first."""

    uid: Uid
    device: Annotated[Plain, StringConstraints(min_length=1)]
    number: OneOrMore
    parent: Annotated[Literal[""] | Uid, Field()]
    state: Literal["sealed", "submitted"]
    reason: Words
    digest: Hex
    started_at: Moment
    ended_at: Moment
    minutes: Small | None
    answers: Annotated[tuple[AnswerRow, ...], _many(MOST_PIECES)]
    evidence: Annotated[tuple[EvidenceRow, ...], _many(MOST_PIECES)]
    outcomes: Annotated[tuple[OutcomeRow, ...], _many(1_000)]
    marks: Annotated[tuple[MarkRow, ...], _many(MOST_PIECES)]
    links: Annotated[tuple[LinkRow, ...], _many(MOST_PIECES)]

    @property
    def submitted(self) -> bool:
        """Whether it was finished; a sealed one was sent on the way."""
        return self.state == AuditState.SUBMITTED

    def contents(self) -> Contents:
        """All that it holds, as the rest of the program has it."""
        evidence: dict[str, list[Evidence]] = {}
        for key, _, section, page, paragraph, quotation in sorted(self.evidence, key=lambda e: (e[0], e[1])):
            evidence.setdefault(key, []).append(Evidence(section, page, paragraph, quotation))
        return Contents(
            {(key, part): Answer(value, cause, agency, note) for key, part, value, cause, agency, note in self.answers},
            {key: tuple(items) for key, items in evidence.items()},
            dict(self.outcomes),
            dict(self.marks),
            frozenset(Link(*link) for link in self.links),
        )


class ReturnedRow(Row):
    """One assignment of the sender: whether it was given back, and all its ended revisions, the oldest first."""

    uid: Uid
    known_child_at: Moment | None
    revisions: Annotated[tuple[RevisionRow, ...], _many(MOST_REVISIONS)]


class GoneRow(Row):
    """Papers that came in a work pack and can be read no more."""

    pack: Uid
    assignment: Uid
    gone_at: Moment


class UrgentRow(Row):
    """A plan that cannot wait, by one of the sender's assignments: why, and whom they have told, if they have."""

    uid: Uid
    assignment: Uid
    kind: Annotated[UrgentKind, _word(UrgentKind)]
    words: Words
    raised_by: Plain
    raised_at: Moment
    contact: Plain
    told_on: Day | None

    @model_validator(mode="after")
    def _told_somebody(self) -> "UrgentRow":
        """Whoever was told was told on a day, and the words are as ours."""
        if (self.told_on is None) != (self.contact == "") or clean_note(self.words) != self.words:
            raise ValueError("told nobody, or on no day")
        return self


class ReplyRow(Row):
    """What the sender wrote back to a question about one of their answers."""

    uid: Uid
    aside: Uid
    assignment: Uid
    words: Annotated[Words, StringConstraints(min_length=1), AfterValidator(_as_kept)]
    at: Moment


class ReturnRows(Row):
    """Everything of a return pack: all that the sender has done in one round so far."""

    round: Uid
    person: Uid
    assignments: Annotated[tuple[ReturnedRow, ...], _many(MOST_PLANS)]
    conflicts: Annotated[tuple[ConflictRow, ...], _many(MOST_PLANS)]
    gone: Annotated[tuple[GoneRow, ...], _many(MOST_PLANS)]
    urgent: Annotated[tuple[UrgentRow, ...], _many(MOST_PLANS)]
    replies: Annotated[tuple[ReplyRow, ...], _many(MOST_PLANS)]

    @model_validator(mode="after")
    def _each_once(self) -> "ReturnRows":
        """No urgent plan and no reply stands twice."""
        names: tuple[list[object], ...] = (
            [u.uid for u in self.urgent],
            [r.uid for r in self.replies],
            [(r.aside, r.assignment) for r in self.replies],
        )
        if any(len(set(listed)) != len(listed) for listed in names):
            raise ValueError("something stands twice")
        return self


def read_work(given: Any) -> WorkRows:
    """The rows of a work pack. Raises UserError `pack_form`."""
    rows = read_as(WorkRows, given)
    wanted = {key for a in rows.assignments for key in a.criteria.split()} | {q.criterion for q in rows.questions}
    if wanted:
        wrong = _not_as_ours("the questions that its assignments ask")
        try:
            framework = Framework.from_json(rows.framework.content)
        except UserError as problem:
            raise wrong from problem
        if framework.hash != rows.framework.hash or wanted - {c.id for c in framework.judged}:
            raise wrong
    return rows


def read_return(given: Any) -> ReturnRows:
    """The rows of a return pack. Raises UserError `pack_form`."""
    return read_as(ReturnRows, given)


_R = TypeVar("_R", bound=Row)


def read_as(of: type[_R], given: Any) -> _R:
    """What a pack's rows hold, checked by their model. Raises UserError `pack_form`."""
    try:
        return of.model_validate(given)
    except (ValidationError, OverflowError) as problem:
        where = "its rows"
        if isinstance(problem, ValidationError):
            steps = problem.errors(include_input=False, include_url=False)[0]["loc"]
            where += f" at “{'.'.join(str(step) for step in steps)[:80]}”" if steps else ""
        raise _not_as_ours(where) from problem


def _not_as_ours(where: str) -> UserError:
    return UserError(
        "pack_form",
        f"This pack is not as EHCP Auditor makes them: {where} hold what they may not. Nothing was changed. "
        "Ask its sender to make it again.",
    )


@dataclass(frozen=True)
class PackedPaper:
    """A plan's papers as they go into a work pack, in the form that their reader may see, until a day."""

    form: PapersForm
    kind: Literal["pdf", "docx"]
    until: date
    content: bytes = field(repr=False)


PapersFor = Callable[[int, int, Sequence[int]], Mapping[int, PackedPaper]]
"""Which papers go to somebody: of a round, a person and their assignments; from assignment to papers."""

ROW_VERSION = "counts the edits in one file"
ROW_NUMBER = "row numbers hold in one file only; rows are named by uid or key"
OF_THE_LEAD = "how the sample came about is the lead's"
JOURNEY: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "round": {
            "id": ROW_NUMBER, "framework_id": "", "row_version": ROW_VERSION, "population": OF_THE_LEAD,
            "rules": OF_THE_LEAD, "seed": OF_THE_LEAD, "copied_from_id": OF_THE_LEAD,
            "replace_under_appeal": OF_THE_LEAD, "names_hidden": OF_THE_LEAD,
            "after_moderation": "how far auditors agree is the lead's",
            "made_at": "when the row was made in one file",
            "purged": "each file is purged by itself", "purged_at": "each file is purged by itself",
        },
        "framework": {"id": ROW_NUMBER},
        "criterion": dict.fromkeys(
            ("id", "framework_id", "key", "position", "hash"), "worked out of the framework's content"
        ),
        "guidance": {"id": ROW_NUMBER, "criterion_id": "", "row_version": ROW_VERSION},
        "plan": {"id": ROW_NUMBER},
        "round_plan": {"id": ROW_NUMBER, "round_id": "", "plan_id": "", "row_version": ROW_VERSION},
        "sampled": {
            "id": ROW_NUMBER, "round_plan_id": "", "row_version": ROW_VERSION, "stratum_id": OF_THE_LEAD,
            "replaces_id": "a plan that is out travels as an assignment taken back", "reason": OF_THE_LEAD,
            "fed_back_on": "what follows the audit is the lead's", "mended_on": "what follows the audit is the lead's",
        },
        "person": {"id": ROW_NUMBER, "row_version": ROW_VERSION},
        "conflict": {"id": ROW_NUMBER, "person_id": "", "plan_id": ""},
        "reference_answer": {"sampled_id": "", "criterion_id": ""},
        "assignment": {"id": ROW_NUMBER, "sampled_id": "", "person_id": ""},
        "audit": {
            "id": ROW_NUMBER, "assignment_id": "", "parent_id": "", "row_version": ROW_VERSION,
            "pack_id": "by which pack it came is the reader's to note",
            "entered_by": "a return holds only what its sender wrote; sheets are typed in and checked in one file",
            "checked_by": "sheets are typed in and checked in one file",
            "checked_at": "sheets are typed in and checked in one file",
            "withdrawn_at": "what is withdrawn does not travel", "withdrawn_why": "what is withdrawn does not travel",
        },
        "answer": {"audit_id": "", "criterion_id": ""},
        "evidence": {"id": ROW_NUMBER, "audit_id": "", "criterion_id": ""},
        "outcome": {"audit_id": ""},
        "prompt_mark": {"audit_id": ""},
        "thread_link": {"audit_id": ""},
        "aside": {
            "id": ROW_NUMBER, "sampled_id": "", "criterion_id": "",
            "kind": "only questions travel", "closed_at": "only open questions travel",
        },
        "aside_reply": {"id": ROW_NUMBER, "aside_id": "", "assignment_id": ""},
        "urgent_flag": {
            "id": ROW_NUMBER, "sampled_id": "", "row_version": ROW_VERSION, "done_words": "the lead closes it",
            "done_on": "the lead closes it",
        },
        "paper": {
            "id": ROW_NUMBER, "pack_id": "", "assignment_id": "", "uid": "given where the papers are kept",
            "size": "the manifest binds it", "digest": "the manifest binds it",
            "age_secret": "made where the papers are kept", "gone_at": "",
        },
    }
)  # fmt: skip
"""The columns of the tables that travel which are not carried under their own name, and why.

An empty reason: what it points to is carried by its uid or key. All other columns are carried as they are.
"""
