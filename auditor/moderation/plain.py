"""The references of plans that somebody typed among words: found, or taken out for a room and for minutes."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from sqlmodel import Session, col, select

from db.tables import Plan, RoundPlan, Sampled

# what a keyboard, a word processor or a telephone makes of a dash
_DASHES = r"\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
_GAP = re.compile(rf"[\s_{_DASHES}]+")
ANOTHER, THIS = "another plan", "this plan"


def without_references(names: Mapping[str, str]) -> Callable[[str], str]:
    """What puts in the place of each reference that is typed in a text what `names` calls its plan.

    Small and capital letters are alike, and so are blanks and dashes; what stands around a reference does not matter
    unless it is a letter or a digit, which makes it another. Of references that hold one another the longest is found.
    Letters that cannot be seen, behind which a reference could pass, are taken out.
    """
    folded = {_folded(_seen(reference)): name for reference, name in names.items()}
    folded.pop("", None)

    def plain(text: str) -> str:
        text = _seen(text)
        typed = _folded(text)
        found = sorted((key for key in folded if key in typed), key=len, reverse=True)
        if not found:
            return text
        any_of = "|".join(_GAP.pattern.join(map(re.escape, key.split("-"))) for key in found)
        pattern = re.compile(rf"(?<![^\W_])(?:{any_of})(?![^\W_])", re.IGNORECASE)
        return pattern.sub(lambda match: folded.get(_folded(match[0]), ANOTHER), text)

    return plain


def plans_in(session: Session, texts: Sequence[str]) -> tuple[str, ...]:
    """For each text, the reference of a plan of the workspace that stands in it; empty where none does.

    It is found however `without_references` finds it.
    """
    seen = [_seen(text) for text in texts]
    # most are no part of any even by their letters and digits alone, which is quick to see
    typed = _squeezed("\n".join(seen))
    near = [one for one in session.exec(select(Plan.reference)) if (key := _squeezed(_seen(one))) and key in typed]
    plain = [(one, without_references({one: ANOTHER})) for one in near]
    return tuple(next((one for one, without in plain if without(text) != text), "") for text in seen)


def plans_named(session: Session, round_id: int, numbers: Mapping[int, int], here: int | None = None) -> dict[str, str]:
    """What every plan of the workspace is called at a meeting, by its reference: plan 2, or another plan.

    `numbers` are those the meeting gave, by place in the sample; the place `here` is this plan.
    """
    names = dict.fromkeys(session.exec(select(Plan.reference)), ANOTHER)
    rows = session.exec(
        select(Plan.reference, Sampled.id)
        .join(RoundPlan, col(RoundPlan.plan_id) == Plan.id)
        .join(Sampled, col(Sampled.round_plan_id) == RoundPlan.id)
        .where(RoundPlan.round_id == round_id)
    )
    for reference, sampled in rows:
        if sampled == here:
            names[reference] = THIS
        elif (number := numbers.get(sampled or 0)) is not None:
            names[reference] = f"plan {number}"
    return names


def _seen(text: str) -> str:
    """A text as it is seen: without letters that only steer it, and composed, so that alike looks are alike."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cn")))


def _squeezed(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def _folded(text: str) -> str:
    return _GAP.sub("-", text.strip().lower())
