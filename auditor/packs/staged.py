"""What taking packs in would do, as plain rows: for the page that shows it and the command that prints it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from db.vocabulary import Value


class Verdict(StrEnum):
    """What would become of one row: refused, changed, added, or nothing because it is the same already."""

    REFUSE = "refuse"
    CHANGE = "change"
    ADD = "add"
    SAME = "same"


class Standing(StrEnum):
    """What would become of one pack as a whole.

    `look` can go in, but somebody should read why first; `nothing` brings nothing new; `passphrase` is still shut.
    """

    CAN = "can"
    LOOK = "look"
    NOTHING = "nothing"
    REFUSED = "refused"
    PASSPHRASE = "passphrase"


@dataclass(frozen=True, slots=True)
class StagedRow:
    """One answer, or with an empty `criterion` the plan as a whole: what stands now, and what would stand then.

    `now_words` and `become_words` say what the values alone do not, such as "with cause" or "2 of 5 outcomes". `why` is
    the reason in one sentence, where there is one to give.
    """

    verdict: Verdict
    reference: str
    criterion: str
    short: str
    now: Value | None = None
    becomes: Value | None = None
    now_words: str = ""
    become_words: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class StagedPack:
    """One file that was read: who sent it, when it was sealed, what it would do.

    `number` counts the packs of its sender's device; `answers_to` is when the work pack it answers was sealed. `word`
    is its standing for a chip, `why` the whole sentence: what happened, what is kept, what to do. `notes` are sentences
    of what else it brings: plans given back, conflicts declared, papers gone. A file that could not be opened has
    little more than its name and the reason. `reasons` are all refusals in it, `arrival` is what applying works on.
    """

    file: str
    standing: Standing
    word: str
    why: str = ""
    uid: str = ""
    kind: str = ""
    sender: str = ""
    code: str = ""
    agency: str = ""
    device: str = ""
    number: int = 0
    sealed_at: datetime | None = None
    answers_to: datetime | None = None
    seal: str = ""
    rows: tuple[StagedRow, ...] = ()
    notes: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    manifest: Mapping[str, Any] = field(default_factory=dict[str, Any], repr=False)
    arrival: Any = field(default=None, repr=False, compare=False)

    def count(self, verdict: Verdict) -> int:
        """How many rows have this verdict."""
        return sum(row.verdict == verdict for row in self.rows)

    @property
    def goes_in(self) -> bool:
        """Whether applying would write anything of it."""
        return self.standing in (Standing.CAN, Standing.LOOK)


@dataclass(frozen=True, slots=True)
class Staged:
    """All files that were opened together, in the order they would go in."""

    round_id: int | None
    packs: tuple[StagedPack, ...]

    def going_in(self, only: Collection[str] | None = None) -> tuple[StagedPack, ...]:
        """Those that would go in, or of them those with the uids in `only`."""
        return tuple(p for p in self.packs if p.goes_in and (only is None or p.uid in only))
