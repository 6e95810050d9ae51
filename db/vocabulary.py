"""The closed lists of words the program keeps: stored as short text, checked by the tables."""

from enum import IntEnum, StrEnum


class Value(IntEnum):
    """One answer to one criterion. The scored ones are their own points."""

    MET = 2
    PARTLY = 1
    NOT_MET = 0
    NOT_APPLICABLE = -1
    CANNOT_TELL = -2

    @property
    def scored(self) -> bool:
        """Whether the answer counts towards points: met, partly met or not met."""
        return self >= 0

    @property
    def shortfall(self) -> bool:
        """Whether the answer asks for a cause and an agency: partly met or not met."""
        return self in (Value.PARTLY, Value.NOT_MET)

    @property
    def token(self) -> str:
        """The name used by marks, colours and files: met, partly, not_met, not_applicable, cannot_tell."""
        return self.name.lower()

    @property
    def key(self) -> str:
        """The key that gives this answer, and its code in score files: 2, 1, 0, N or C."""
        return {Value.NOT_APPLICABLE: "N", Value.CANNOT_TELL: "C"}.get(self) or str(int(self))


class Cause(StrEnum):
    """Why a plan falls short on a criterion."""

    ADVICE_MISSING = "advice_missing"
    ADVICE_WEAK = "advice_weak"
    REQUEST = "request"
    PLAN_WRITING = "plan_writing"
    TEMPLATE = "template"
    PROCESS = "process"
    OUT_OF_DATE = "out_of_date"
    OTHER = "other"


class Agency(StrEnum):
    """Who a person works for, and who is best placed to mend a shortfall."""

    EDUCATION = "education"
    HEALTH = "health"
    SOCIAL_CARE = "social_care"
    PARENT_FORUM = "parent_forum"
    SCHOOL = "school"


class Role(StrEnum):
    """What the owner of a workspace does in it."""

    LEAD = "lead"
    AUDITOR = "auditor"


class RoundKind(StrEnum):
    """What sort of audit exercise a round is."""

    FULL = "full"
    ROLLING = "rolling"
    THEMATIC = "thematic"
    SINGLE_AGENCY = "single_agency"
    CHECKLIST = "checklist"
    RE_AUDIT = "re_audit"


class Draw(StrEnum):
    """How a round's plans were picked. Only random and stratified draws carry an interval."""

    RANDOM = "random"
    STRATIFIED = "stratified"
    ALL = "all"
    CHOSEN = "chosen"
    UNKNOWN = "unknown"

    @property
    def by_lot(self) -> bool:
        """Whether chance alone picked the plans, so that an interval means something."""
        return self in (Draw.RANDOM, Draw.STRATIFIED)


class RoundState(StrEnum):
    """How far a round has come."""

    DRAFT = "draft"
    OPEN = "open"
    MODERATING = "moderating"
    FACTS_CHECK = "facts_check"
    SIGNED_OFF = "signed_off"


class AuditState(StrEnum):
    """How far one revision of an audit has come. Anything but a draft is immutable."""

    DRAFT = "draft"
    SEALED = "sealed"
    SUBMITTED = "submitted"


class Purpose(StrEnum):
    """Why a plan is in a round: it counts in the figures, or auditors practise on it."""

    SAMPLE = "sample"
    CALIBRATION = "calibration"


class AssignmentKind(StrEnum):
    """What an assignment is for.

    A plan's first scoring or an independent second one; a blind one by somebody from outside, whose answers stand
    apart and settle nothing; or practice on a calibration plan.
    """

    FIRST = "first"
    SECOND = "second"
    OUTSIDE = "outside"
    CALIBRATION = "calibration"


class AsideKind(StrEnum):
    """Why a difference is not settled yet: put off, or back with its auditors and a question."""

    PARKED = "parked"
    ASKED = "asked"


class UrgentKind(StrEnum):
    """Why a plan cannot wait for the round's figures."""

    OTHER_CHILD = "other_child"
    SAFEGUARDING = "safeguarding"
    NO_PROVISION = "no_provision"


class FactOutcome(StrEnum):
    """What became of a point that a writer or an agency raised in a facts check."""

    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"


class Mended(StrEnum):
    """Whether a plan seen again was mended as asked."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class ExemplarBasis(StrEnum):
    """Why a good plan, or a passage of it, may be shown to others."""

    CONSENT = "consent"
    LEGAL = "legal"


class Edition(StrEnum):
    """Whom a report is for, and so how much of it: the lead, the partnership's agencies, or anybody."""

    WORKING = "working"
    PARTNERSHIP = "partnership"
    PUBLIC = "public"


class Basis(StrEnum):
    """What a percentage counts: plans that meet a measure, or answers that are met."""

    PLANS = "plans"
    ANSWERS = "answers"


class Dispute(StrEnum):
    """Where a disagreement about a plan went."""

    TRIBUNAL = "tribunal"
    MEDIATION = "mediation"


class PlanKind(StrEnum):
    """What brought the present wording of a plan about."""

    NEW = "new"
    AMENDED = "amended"
    PHASE_TRANSFER = "phase_transfer"
    REASSESSMENT = "reassessment"
    TRIBUNAL = "tribunal"


class Exception20(StrEnum):
    """The four exceptions to the 20 weeks: SEND Regulations 2014, regulation 10(4)(a) to (d)."""

    A = "a"
    B = "b"
    C = "c"
    D = "d"


class PhaseMove(StrEnum):
    """A move between phases of education, each with its own deadline (regulation 18)."""

    NONE = "none"
    SCHOOL = "school"
    SECONDARY_TO_POST16 = "secondary_to_post16"
    POST16_TO_POST16 = "post16_to_post16"


class Replacement(StrEnum):
    """Why a sampled plan may be replaced by the next in its part of the list. There are no other reasons.

    That its papers were not found is none of them: that is a finding, and the plan stays in.
    """

    CEASED = "ceased"
    MOVED_AWAY = "moved_away"
    DIED = "died"
    UNDER_APPEAL = "under_appeal"


class Adviser(StrEnum):
    """Whom advice for an assessment is asked of: SEND Regulations 2014, regulation 6(1), as councils count it."""

    EDUCATION = "education"
    PSYCHOLOGY = "psychology"
    HEALTH = "health"
    SOCIAL_CARE = "social_care"
    OTHER = "other"


class Span(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class PackKind(StrEnum):
    """Which way a pack goes: work out to an auditor, an auditor's answers back, or feedback on them out again."""

    WORK = "work"
    RETURN = "return"
    FEEDBACK = "feedback"


class PapersForm(StrEnum):
    """How much of a plan's papers somebody is given: all of it, with words removed, or their own sections alone."""

    WHOLE = "whole"
    REDACTED = "redacted"
    SECTIONS = "sections"


class Purged(StrEnum):
    """What was removed of a round: its free text and quotations, or everything of it but the published figures."""

    WORDS = "words"
    ROUND = "round"
