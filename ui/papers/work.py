"""The long jobs of the redaction page: read a plan and find what may go, and make the copy."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from auditor.papers.apart import look_apart, redact_apart
from auditor.papers.naming import Suggestion, parts_of
from auditor.papers.redact import Finder, Look, Redacted
from auditor.papers.tokens import Box
from auditor.papers.wishes import Wish
from auditor.plan_reader.documents import content_of
from db.errors import UserError
from db.files import write_whole
from ui.papers.wish_model import Place

Found = tuple[Suggestion, tuple[Place, ...], tuple[Place, ...]]
"""A suggestion, where it stands, and where it begins with a capital letter."""


@dataclass(frozen=True)
class OpenPlan:
    """A plan being redacted: its bytes, what was seen in it, what looks for words, and what may go."""

    path: Path
    content: bytes = field(repr=False)
    look: Look
    finder: Finder = field(repr=False)
    found: tuple[Found, ...]
    missing: tuple[str, ...] = ()
    """Those of the child's names that stand nowhere in its words."""


def read(path: Path, today: date, child: tuple[str, str] = ("", "")) -> Generator[str, None, OpenPlan]:
    """Read a plan and look for what may go, `child` being its first and family name as far as somebody said them.

    Raises UserError as the plan reader does.
    """
    content = content_of(path, path.name)
    try:
        look = yield from look_apart(content, today, child=child, name=path.name)
    except UserError as problem:
        if problem.code == "plan_password":
            raise UserError(
                "plan_password", f"{path.name} is protected by a password. Save a copy without it and open that."
            ) from problem
        raise
    yield "Looking where they stand"
    finder = Finder(look.pages)
    places = finder.places([Wish(one.text) for one in look.suggestions])
    capital = finder.places([Wish(one.text, as_written=True) for one in look.suggestions])
    found = tuple(zip(look.suggestions, places, capital, strict=True))
    names = [name for said in child for name in parts_of(said)]
    missing = tuple(name for name, at in zip(names, finder.places([Wish(n) for n in names]), strict=True) if not at)
    return OpenPlan(path, content, look, finder, tuple(one for one in found if one[1]), missing)


def copy(plan: OpenPlan, words: Sequence[Wish], boxes: Mapping[int, Sequence[Box]]) -> Generator[str, None, Redacted]:
    """Make the copy in memory."""
    return (yield from redact_apart(plan.content, words, boxes, name=plan.path.name))


def save(made: Redacted, target: Path) -> Path:
    """Write a copy, whole or not at all. Raises UserError `exists` where there is such a file already."""
    if target.exists():
        raise UserError("exists", f"{target.name} is there already and was left as it was. Choose another name.")
    return write_whole(target, lambda beside: beside.write_bytes(made.pdf))
