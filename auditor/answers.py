"""One auditor's answers to one plan: what they hold, and what stands in the way of submitting them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from auditor.frameworks import Criterion, Framework
from db.errors import UserError
from db.vocabulary import Value

NOTE_LIMIT = 20_000
_CONTROL = {code: None for code in (*range(32), 127, *range(0xD800, 0xE000)) if chr(code) not in "\n\t"}


def clean_note(text: str) -> str:
    """The text without control characters and stray halves of surrogate pairs, its line ends made plain."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROL)


def kept_note(text: str) -> str:
    """The note as it is kept. Raises UserError (`long_note`)."""
    note = clean_note(text)
    if len(note) > NOTE_LIMIT:
        raise UserError(
            "long_note",
            f"This note has {len(note):,} characters and {NOTE_LIMIT:,} can be kept. The note saved before is kept. "
            "Shorten it.",
        )
    return note


@dataclass(frozen=True)
class Answer:
    """What an auditor has given for one criterion so far; `cause` and `agency` only beside a shortfall."""

    value: Value | None = None
    cause: str = ""
    agency: str = ""
    note: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing has been given at all."""
        return self.value is None and not self.note

    def with_value(self, value: Value | None) -> "Answer":
        """The same answer with another value; cause and agency go when it is no longer a shortfall."""
        kept = value is not None and value.shortfall
        return replace(self, value=value, cause=self.cause if kept else "", agency=self.agency if kept else "")


@dataclass(frozen=True)
class Problem:
    """Something to look at before submitting. `kind` is unanswered, contradictory or incomplete.

    Only unanswered criteria block submission; the other two are shown, and the auditor decides.
    """

    kind: str
    criterion: str
    sentence: str


def problems(
    framework: Framework,
    asked: tuple[Criterion, ...],
    answers: Mapping[str, Answer],
    year_group: int | None,
    evidence: Collection[str] = (),
) -> tuple[Problem, ...]:
    """What is unanswered, contradictory or incomplete, in the framework's order.

    Incomplete means a shortfall without a line of evidence, a cause or an agency; `evidence` names the criteria that
    rest on a place in the plan, which serves as well as a note. Contradictory means that one of the framework's own
    checks fires (`Framework.contradictions`).
    """
    found: list[Problem] = []
    values = {key: answer.value for key, answer in answers.items() if answer.value is not None}
    for criterion in asked:
        answer = answers.get(criterion.id, Answer())
        if answer.value is None:
            found.append(Problem("unanswered", criterion.id, "Not answered yet."))
        elif answer.value.shortfall:
            missing = [
                name
                for name, given in (
                    ("a line of evidence", answer.note or criterion.id in evidence),
                    ("the cause", answer.cause),
                    ("the agency best placed to act", answer.agency),
                )
                if not given
            ]
            if missing:
                found.append(Problem("incomplete", criterion.id, f"Still to give: {_listed(missing)}."))
    for check in framework.contradictions(values, year_group):
        found.append(Problem("contradictory", check.criterion, check.why))
    order = {criterion.id: position for position, criterion in enumerate(asked)}
    return tuple(sorted(found, key=lambda p: order.get(p.criterion, len(order))))


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
