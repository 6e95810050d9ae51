"""What reading a frame gives: usable plans, what is wrong row by row, where each fact came from, what was assumed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from auditor.clocks import PlanDates
from auditor.frames.values import WrongRow
from db.errors import UserError
from db.vocabulary import PhaseMove, PlanKind


@dataclass(frozen=True)
class FramePlan:
    """One plan of a frame, without whose it is. `row` is its row in the file; `year_group` 0 is Reception.

    `exception_applies` is what SEN2 says without naming the exception; None where nothing is said.
    """

    row: int
    reference: str
    area: str = ""
    year_group: int | None = None
    need: str = ""
    setting_code: str = ""
    setting_type: str = ""
    phase: str = ""
    plan_kind: PlanKind = PlanKind.NEW
    agencies: str = ""
    team: str = ""
    requested_on: date | None = None
    first_final_on: date | None = None
    exception: str = ""
    exception_applies: bool | None = None
    previous_anchor_on: date | None = None
    last_review_on: date | None = None
    decision_on: date | None = None
    decided_not_to_amend: bool = False
    amended_final_on: date | None = None
    phase_move: PhaseMove = PhaseMove.NONE
    moves_on: date | None = None

    @property
    def dates(self) -> PlanDates:
        """Its dates, as the time limits of the law ask for them."""
        return PlanDates(
            requested=self.requested_on,
            first_final=self.first_final_on,
            exception=self.exception,
            plan_kind=self.plan_kind,
            last_review_meeting=self.last_review_on,
            last_decision=self.decision_on,
            amended_final=self.amended_final_on,
            decided_not_to_amend=self.decided_not_to_amend,
            year_group=self.year_group,
            phase_move=self.phase_move,
            moves_on=self.moves_on,
            previous_anchor=self.previous_anchor_on,
        )


@dataclass(frozen=True)
class Source:
    """Where one of our fields came from: the column, how many usable rows hold it, and how often each value stands.

    `values` is None for what differs from plan to plan, such as references and dates.
    """

    column: str
    filled: int
    values: Mapping[str, int] | None = None


@dataclass(frozen=True)
class Key:
    """What a made reference stands for: the row, and the reference or number that was not kept."""

    reference: str
    row: int
    original: str


@dataclass(frozen=True)
class Keys:
    """The list that leads from made references back to children. It is never part of a frame; keep it encrypted."""

    column: str
    rows: tuple[Key, ...] = field(repr=False)


@dataclass(frozen=True)
class Frame:
    """A list of plans that was read and checked. Nothing in it says who a child is.

    `rejected` rows are left out; `questions` are worth a look, and their plans are in. `dropped` columns tell who a
    child is, `ignored` ones are not known here. `missing` are fields that no column gave. `notes` say what was assumed.
    """

    kind: str
    sheet: str
    as_at: date
    rows: int
    plans: tuple[FramePlan, ...]
    rejected: tuple[WrongRow, ...]
    questions: tuple[WrongRow, ...]
    fields: Mapping[str, Source]
    dropped: tuple[str, ...]
    ignored: tuple[str, ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """A column as the mapping shows it: its name, the field it is taken for, and a few of its cells.

    An identifying column shows none. `at` is its place in the list, from 0.
    """

    name: str
    field: str
    identifying: bool
    samples: tuple[str, ...]
    at: int = 0


@dataclass(frozen=True)
class Look:
    """What a file looks like: its kind, its sheets, its columns, and which fields nobody gives."""

    kind: str
    sheet: str
    sheets: tuple[str, ...]
    columns: tuple[Column, ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """All that reading a file gave: what it looks like, and the frame with its keys, or why there is none.

    `columns` names the list's columns by their digest; `at` is which of them was taken for which field, and
    `as_last_time` says that this was remembered from an earlier list.
    """

    look: Look
    columns: str
    at: Mapping[str, int]
    as_last_time: bool
    frame: Frame | None
    keys: Keys | None
    refused: UserError | None
