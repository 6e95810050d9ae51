"""What of an audit's answers is otherwise in a later revision, without anybody's words, for the change log."""

from collections.abc import Callable

from auditor.answers import Answer
from auditor.contents import Contents


def before_and_after(old: Contents, new: Contents) -> tuple[str, str]:
    """The answers that differ, as they were and as they are: 'Q1 met; Q4 not_met'. Of a note only that it changed.

    The words of both revisions are kept with them; the log says where to look.
    """
    before: list[str] = []
    after: list[str] = []
    keys = sorted(old.answers.keys() | new.answers.keys())
    for key in keys:
        was, now = old.answers.get(key, Answer()), new.answers.get(key, Answer())
        if was != now:
            before.append(f"{_name(*key)} {_said(was)}")
            after.append(f"{_name(*key)} {_said(now)}{', note changed' if was.note != now.note else ''}")
    parts: tuple[tuple[str, Callable[[Contents], object]], ...] = (
        ("evidence", lambda c: c.evidence), ("outcomes", lambda c: c.outcomes), ("marks", lambda c: c.marks),
        ("links", lambda c: c.links),
    )  # fmt: skip
    changed = [name for name, part in parts if part(old) != part(new)]
    if changed:
        after.append(f"also changed: {', '.join(changed)}")
    return "; ".join(before), "; ".join(after) or "no answer changed"


def _name(criterion: str, part: int) -> str:
    return f"{criterion} of outcome {part}" if part else criterion


def _said(answer: Answer) -> str:
    if answer.value is None:
        return "unanswered"
    named = (answer.value.token, answer.cause, answer.agency)
    return " ".join(word for word in named if word)
