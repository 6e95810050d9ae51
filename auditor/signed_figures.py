"""The figures kept when a round is signed off, and whether those worked out now are still the same."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session, col, select

from auditor.figures import Results, SignedOff
from db import log
from db.tables import Round, SignOff
from db.vocabulary import Purged, RoundState

NAMED = 3
"""How many differences a sentence names before it counts the rest."""
NOT_KEPT = (
    "No figures are kept of when this round was signed off, so nobody can say whether these are the same. Its change "
    "log tells who signed it off."
)
_BESIDE = ("signed_off", "log_head", "breakdowns")
_WORDS = {"reasons", "invented", "fingerprint", "state", "plan_lines", *_BESIDE}
"""What a newer version of the program may word otherwise, and what is told beside the figures."""
_COUNTS = {
    "plans": "the plans sampled", "scored": "the plans scored", "scored_twice": "the plans scored twice",
    "audits_expected": "the audits expected", "audits_submitted": "the audits submitted",
    "population": "the plans in all", "undecided": "the undecided answers", "compared": "the answers compared",
    "same": "the answers given alike", "one_step": "the answers one step apart",
}  # fmt: skip
_LINES = "plan_lines_sha256"


def kept_json(figures: Results) -> str:
    """The figures as they are kept: canonical JSON of all totals; of the lines of single plans a SHA-256 alone."""
    plain = asdict(figures)
    lines = json.dumps(plain["plan_lines"], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    left = {key: value for key, value in plain.items() if key not in _BESIDE}
    kept: dict[str, Any] = left | {"plan_lines": [], _LINES: hashlib.sha256(lines.encode()).hexdigest()}
    return json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def kept_digest(figures: str) -> str:
    """The SHA-256 of kept figures, which the change log tells beside the signing off."""
    return hashlib.sha256(figures.encode()).hexdigest()


def in_force(session: Session, rnd: Round) -> SignOff | None:
    """The newest signing off of a round that is signed off; None where it is not, or none is kept."""
    if rnd.state != RoundState.SIGNED_OFF:
        return None
    rows = select(SignOff).where(SignOff.round_id == rnd.id).order_by(col(SignOff.id).desc())
    return session.exec(rows.limit(1)).first()


def kept_figures(session: Session, rnd: Round) -> Results | None:
    """The figures a purged round was signed off with; None for any other round, or where none are kept."""
    row = in_force(session, rnd) if rnd.purged == Purged.ROUND else None
    if row is None:
        return None
    try:
        kept = TypeAdapter(Results).validate_json(row.figures)
    except ValidationError:
        return None
    why = (
        "The round itself was removed when the time to keep it was over. These are the figures it was signed off with."
    )
    return replace(kept, reasons={**kept.reasons, "purged": why}, signed_off=_said(row), log_head=log.head(session))


def with_sign_off(session: Session, rnd: Round, figures: Results) -> Results:
    """The figures with the head of the change log, and where their round is signed off, whether they are the same."""
    figures = replace(figures, log_head=log.head(session))
    if rnd.state != RoundState.SIGNED_OFF:
        return figures
    row = in_force(session, rnd)
    signed = SignedOff("", "", "", "", NOT_KEPT) if row is None else _said(row, differs=_told(row, figures))
    reasons = {**figures.reasons, "sign_off": signed.differs} if signed.differs else figures.reasons
    return replace(figures, reasons=reasons, signed_off=signed)


def with_sign_offs(session: Session, rounds: Sequence[tuple[Round, Results]], figures: Results) -> Results:
    """The figures of several rounds together, and which of those rounds are no longer as they were signed off."""
    each = {rnd.name: with_sign_off(session, rnd, own).signed_off for rnd, own in rounds}
    told = [f"{name}: {signed.differs}" for name, signed in each.items() if signed is not None and signed.differs]
    reasons = {**figures.reasons, "sign_off": " ".join(told)} if told else figures.reasons
    return replace(figures, reasons=reasons, log_head=log.head(session))


def _said(row: SignOff, differs: str = "") -> SignedOff:
    at = row.at.astimezone(UTC).isoformat()
    return SignedOff(row.by, at, row.fingerprint, row.log_head, differs)


def _told(row: SignOff, figures: Results) -> str:
    """What differs, in a sentence; empty where nothing does."""
    try:
        kept: dict[str, Any] = json.loads(row.figures)
        found = list(differences(kept, json.loads(kept_json(figures))))
    except (ValueError, AttributeError, KeyError, TypeError):
        found = ["what was kept of them can no longer be read"]
    if not found:
        return ""
    on = f"{row.at.astimezone(UTC).astimezone():%d %B %Y}".lstrip("0")
    more = len(found) - NAMED
    rest = f"; and {more:,} more" if more > 0 else ""
    return (
        f"These figures are not those that {row.by} signed off on {on}, which are known as {row.fingerprint}, "
        f"log {log.short(row.log_head)}: "
        f"{'; '.join(found[:NAMED])}{rest}."
    )


def differences(kept: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """What of kept figures is otherwise now, both as `kept_json` gives them; a phrase each, the headlines first.

    What only one of the two knows, because the program has learnt a figure since, is passed over.
    """
    yield from _of_figures(kept.get("measures", []), now["measures"], by_short=True)
    for group in ("criteria", "statutory"):
        yield from _of_figures(kept.get(group, []), now[group], by_short=False)
    for key, words in _COUNTS.items():
        if key in kept and kept[key] != now[key]:
            yield f"{words} were {_number(kept[key])} and are {_number(now[key])}"
    told = {*_WORDS, *_COUNTS, "measures", "criteria", "statutory", _LINES}
    for key in sorted((kept.keys() & now.keys()) - told):
        if _numbers(kept[key]) != _numbers(now[key]):
            yield f"{_ABOUT.get(key, 'what the figures are made from')} changed"
    if kept.get(_LINES) != now[_LINES]:
        yield "the answers of single plans behind the totals changed"


_ABOUT = {
    "causes": "the causes named", "sample": "how the sample came about", "draw": "how the plans were picked",
    "as_at": "the reference date", "thresholds": "the thresholds", "auditors_by_agency": "the auditors",
    "round": "the round's name", "agreement": "how far auditors agreed",
}  # fmt: skip


def _of_figures(kept: Sequence[Any], now: Sequence[Any], *, by_short: bool) -> Iterator[str]:
    before: dict[str, dict[str, Any]] = {figure["id"]: figure for figure in kept}
    after: dict[str, dict[str, Any]] = {figure["id"]: figure for figure in now}
    for key in [*before, *(key for key in after if key not in before)]:
        old, new = before.get(key), after.get(key)
        name = (before.get(key) or after[key])["short"] if by_short else key
        if old is None or new is None:
            yield f"{name} was not there" if old is None else f"{name} is no longer there"
        elif (old["k"], old["n"]) != (new["k"], new["n"]):
            yield f"{name} was {old['k']:,} of {old['n']:,} and is {new['k']:,} of {new['n']:,}"
        elif any(_numbers(old[part]) != _numbers(new[part]) for part in (old.keys() & new.keys()) - _SENTENCES):
            yield f"what stands behind {name} changed"


def _numbers(value: Any) -> Any:
    """A value without its words, and numbers to nine places: the last bits of a computed one are the machine's."""
    if isinstance(value, float):
        return round(value, 9)
    if isinstance(value, dict):
        named = cast("dict[str, Any]", value)
        return {key: _numbers(item) for key, item in named.items() if key not in _SENTENCES}
    if isinstance(value, list):
        return [_numbers(item) for item in cast("list[Any]", value)]
    return value


# words; and ranges drawn again and again, whose last places are the machine's
_SENTENCES = {"printed", "name", "short", "question", "source", "filters", "pooled", "reasons", "intervals"}


def _number(value: Any) -> str:
    return "not known" if value is None else f"{value:,}"


def moment_of(signed: SignedOff) -> datetime:
    """When it was signed off, in this computer's time."""
    return datetime.fromisoformat(signed.at).astimezone()
