"""What the desk says: names of causes and agencies, and the sentences a card, a plan and an answer are read out as."""

from collections.abc import Mapping

from auditor.answers import Answer
from auditor.fields import year_words
from auditor.frameworks import Criterion
from auditor.scoring import PlanRow
from db.vocabulary import Agency, Cause
from ui.look import WORDS

CAUSES: Mapping[str, str] = {
    Cause.ADVICE_MISSING: "Advice missing",
    Cause.ADVICE_WEAK: "Advice weak",
    Cause.REQUEST: "Request for advice unclear",
    Cause.PLAN_WRITING: "Plan writing",
    Cause.TEMPLATE: "Template",
    Cause.PROCESS: "Process",
    Cause.OUT_OF_DATE: "Out of date",
    Cause.OTHER: "Another cause",
}
AGENCIES: Mapping[str, str] = {
    Agency.EDUCATION: "Education",
    Agency.HEALTH: "Health",
    Agency.SOCIAL_CARE: "Social care",
    Agency.PARENT_FORUM: "Parent carer forum",
    Agency.SCHOOL: "School",
}
BASES: Mapping[str, str] = {
    "law": "Law", "must": "Statutory duty", "should": "Statutory guidance", "practice": "Good practice"
}  # fmt: skip
STATES: Mapping[str, str] = {"not_started": "not_started", "draft": "under_way", "submitted": "completed"}
ENDED: Mapping[str, str] = {
    "submitted": "Submitted",
    "given_back": "Given back",
    "taken_back": "Taken back",
    "contested": "Two computers",
}
KINDS: Mapping[str, str] = {
    "second": "second scoring", "outside": "scored from outside", "calibration": "calibration"
}  # fmt: skip
NOT_SAVED = "Not yet saved"


def answer_words(answer: Answer) -> str:
    """An answer as a closed card shows it: Partly met, or Not answered."""
    return WORDS[answer_token(answer)]


def answer_token(answer: Answer) -> str:
    """The name of an answer's mark."""
    return "unanswered" if answer.value is None else answer.value.token


def card_name(criterion: Criterion, answer: Answer, place: str, unsaved: bool = False) -> str:
    """What a card is read out as: 'P2, critical. Is section F specific? Partly met. 1 of 8 in Provision specified'."""
    critical = ", critical" if criterion.critical else ""
    said = f"{criterion.id}{critical}. {criterion.question} {answer_words(answer)}."
    return " ".join(part for part in (said, f"{NOT_SAVED}." if unsaved else "", place) if part)


def plan_facts(row: PlanRow) -> str:
    """What is known of a plan in one line: Year 9 · SEMH · North."""
    return " · ".join(part for part in (year_words(row.year_group), row.need, row.area) if part)


def plan_state(row: PlanRow) -> str:
    """How far an audit has come: Submitted, Given back, Not started, or 24 of 40 answered; a question comes first."""
    if row.questions:
        return question_words(row.questions)
    if row.state in ENDED:
        return ENDED[row.state]
    return "Not started" if not row.answered else f"{row.answered} of {row.asked} answered"


def question_words(n: int) -> str:
    """How much the lead asks: 1 question for you."""
    return "1 question for you" if n == 1 else f"{n} questions for you"


def plan_mark(row: PlanRow) -> str:
    """The square mark of a plan's state of work."""
    return STATES.get(row.state, "not_started") if row.answered or row.state == "submitted" else "not_started"


def plan_name(row: PlanRow) -> str:
    """What a row of the plan list is read out as."""
    kind = f", {KINDS[row.kind]}" if row.kind in KINDS else ""
    return f"{row.reference}{kind}. {plan_facts(row).replace(' · ', ', ')}. {plan_state(row)}"


def agency_words(agency: str) -> str:
    """An agency's name as people say it; a word of the workspace's own stays as it is."""
    return AGENCIES.get(agency, agency)
