"""What the pages for packs say: moments, counts, and what a pack in the list is read out as."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from auditor.packs.staged import StagedPack, Standing, Verdict
from auditor.plural import several

SIGNS: Mapping[Verdict, str] = {Verdict.REFUSE: "×", Verdict.CHANGE: "±", Verdict.ADD: "+", Verdict.SAME: "="}
VERDICTS: Mapping[Verdict, str] = {
    Verdict.REFUSE: "Refuse", Verdict.CHANGE: "Change", Verdict.ADD: "Add", Verdict.SAME: "Same"
}  # fmt: skip
VERDICT_TONES: Mapping[Verdict, str] = {
    Verdict.REFUSE: "delayed", Verdict.CHANGE: "under_way", Verdict.ADD: "on_track", Verdict.SAME: "ink2"
}  # fmt: skip
STATES: Mapping[Standing, str] = {
    Standing.CAN: "on_track", Standing.LOOK: "under_way", Standing.NOTHING: "not_started",
    Standing.REFUSED: "delayed", Standing.PASSPHRASE: "under_way",
}  # fmt: skip
"""The square or triangle mark of each standing."""


def day_of(at: datetime) -> str:
    """Its day alone: 20 November."""
    here = at.astimezone()
    return f"{here.day} {here:%B}"


def short_moment(at: datetime) -> str:
    """A moment where there is little room: 20 Nov, 17:12."""
    here = at.astimezone()
    return f"{here.day} {here:%b}, {here:%H:%M}"


def pack_line(pack: StagedPack) -> str:
    """The second line of a pack in the list: which of the sender's packs it is, and when it was sealed."""
    number = f"Pack {pack.number}" if pack.number else ""
    sealed = f"sealed {short_moment(pack.sealed_at)}" if pack.sealed_at else ""
    return " · ".join(part for part in (number, sealed) if part) or "Not opened"


def pack_title(pack: StagedPack) -> str:
    """Who sent it, or the file's name where that is not known."""
    return pack.sender or pack.file


def pack_name(pack: StagedPack, goes_in: bool) -> str:
    """What a pack in the list is read out as."""
    chosen = ("Goes in" if goes_in else "Left for later") if pack.goes_in else ""
    parts = (pack_title(pack), pack_line(pack).replace(" · ", ", "), pack.word, chosen)
    return ". ".join(part for part in parts if part)


def changes_words(packs: Sequence[StagedPack]) -> str:
    """What would be written, counted in answers: 116 additions and 2 changes. Plans count where there are no answers.

    A work pack brings plans and no answers: 8 plans.
    """
    told = {verdict: sum(_answers(pack, verdict) for pack in packs) for verdict in (Verdict.ADD, Verdict.CHANGE)}
    nouns = {Verdict.ADD: "addition", Verdict.CHANGE: "change"}
    if not any(told.values()):
        told = {verdict: sum(pack.count(verdict) for pack in packs) for verdict in told}
        nouns[Verdict.ADD] = "plan"
    return " and ".join(several(n, nouns[verdict]) for verdict, n in told.items() if n)


def counts_line(pack: StagedPack) -> str:
    """The caption of the table, counted in the same way: 2 refused · 2 change · 116 add · 80 the same."""
    words = {Verdict.REFUSE: "refused", Verdict.CHANGE: "change", Verdict.ADD: "add", Verdict.SAME: "the same"}
    counts = {verdict: _answers(pack, verdict) for verdict in Verdict}
    if not any(counts.values()):
        counts = {verdict: pack.count(verdict) for verdict in Verdict}
    return " · ".join(f"{n:,} {words[verdict]}" for verdict, n in counts.items() if n)


def _answers(pack: StagedPack, verdict: Verdict) -> int:
    """How many answers have this verdict; rows of a plan as a whole are none."""
    return sum(row.verdict == verdict and bool(row.criterion) for row in pack.rows)
