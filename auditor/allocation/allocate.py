"""Who scores what: loads as even as they can be, never an excluded plan, two agencies on what is scored twice.

Plain values in and out. Loads are evened out along cost-reducing paths (Harvey, Ladner, Lovász and Tamir, "Semi-
matchings for bipartite graphs and load balancing", Journal of Algorithms 59, 2006): as long as a plan can go from one
auditor to the next and so on until somebody with less to do has one more, it goes. What is left has the least possible
greatest load, in proportion to how much of a load each auditor takes. What is left to chance is drawn by lot from the
seed, so that every machine gives the same answer.
"""

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from auditor.allocation.evening_out import Unit, even_out
from db.vocabulary import AssignmentKind

TWICE_SHARE = 5  # one plan in so many
TWICE_LEAST = 12  # agreement needs ten plans or more


def usual_twice(plans: int) -> int:
    """How many plans are scored twice unless somebody says otherwise: a fifth, at least twelve, never more than all."""
    return min(plans, max(TWICE_LEAST, math.ceil(plans / TWICE_SHARE)))


@dataclass(frozen=True)
class PlanToScore:
    """What an exclusion can name of a plan: its reference, its setting's code, its area, who wrote it."""

    reference: str
    setting: str = ""
    area: str = ""
    writer: str = ""


@dataclass(frozen=True)
class Exclusion:
    """What somebody must not score: `what` is plan, setting, area or writer; `value` the reference, code or name."""

    what: str
    value: str
    reason: str = ""

    def covers(self, plan: PlanToScore) -> bool:
        """Whether the plan is one of those; capital letters and spaces around make no difference."""
        given = plan.reference if self.what == "plan" else str(getattr(plan, self.what))
        return bool(given) and given.strip().casefold() == self.value.strip().casefold()


@dataclass(frozen=True)
class Auditor:
    """Somebody who may be given plans. `barred` says in a sentence why they may not be; `share` is in percent."""

    code: str
    agency: str
    share: int = 100
    exclusions: tuple[Exclusion, ...] = ()
    barred: str = ""
    outside: bool = False


@dataclass(frozen=True)
class Part:
    """The questions that go to one auditor together. No `agencies` means any; no `criteria` means all questions."""

    name: str = ""
    agencies: frozenset[str] = frozenset()
    criteria: tuple[str, ...] = ()

    def takes(self, agency: str) -> bool:
        """Whether somebody of this agency may answer it."""
        return not self.agencies or agency in self.agencies


WHOLE = Part()


@dataclass(frozen=True)
class Given:
    """One plan, or one part of it, with the auditor who scores it."""

    reference: str
    auditor: str
    kind: AssignmentKind
    part: Part = WHOLE


@dataclass(frozen=True)
class Lacking:
    """A plan, or a part of it, that nobody may score; `why` says of each auditor why not, by code."""

    reference: str
    part: Part
    why: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Shared:
    """What came of sharing out: what is newly given, what nobody may score, and who has how much in all.

    `twice` counts the plans scored twice, `outside` those scored from outside as well; both may be fewer than wished.
    """

    given: tuple[Given, ...]
    lacking: tuple[Lacking, ...]
    loads: Mapping[str, int]
    twice: int
    outside: int


def lot(seed: str, *words: str) -> str:
    """A place in an order that nobody can choose: the SHA-256 of the seed and the words."""
    return hashlib.sha256("\n".join((seed, *words)).encode()).hexdigest()


def allocate(
    plans: Sequence[PlanToScore],
    auditors: Sequence[Auditor],
    *,
    seed: str,
    twice: int,
    outside: int = 0,
    parts: Sequence[Part] = (WHOLE,),
    kept: Iterable[Given] = (),
) -> Shared:
    """Give every plan to an auditor, so many to a second one, and so many to somebody from outside as well.

    With `parts`, each part goes to one of its own agencies, and a second opinion comes from there too. `kept` is what
    was given before and stays: it counts as load and as done. Which plans are scored twice, or from outside, is drawn
    by lot. The second auditor is of another agency wherever one may score the plan, even if that burdens somebody.
    """
    by_reference, by_code = sorted(plans, key=lambda p: p.reference), sorted(auditors, key=lambda a: a.code)
    table = _Table(by_reference, by_code, seed, tuple(kept))
    table.add_house(parts, twice)
    table.add_outside(outside)
    return table.solved()


def why_not(auditor: Auditor, plan: PlanToScore) -> str:
    """Why somebody may not score a plan, in a sentence without its subject; empty where they may."""
    if auditor.barred:
        return auditor.barred
    if not auditor.share:
        return "takes no plans (load share 0%)"
    for exclusion in auditor.exclusions:
        if exclusion.covers(plan):
            whose = {"plan": "this plan", "writer": f"what {exclusion.value} wrote"}.get(
                exclusion.what, f"{exclusion.what} {exclusion.value}"
            )
            return f"must not score {whose}" + (f": {exclusion.reason}" if exclusion.reason else "")
    return ""


@dataclass(frozen=True)
class _Wanted:
    """What one unit of the balance stands for: a part of a plan, and the kinds of scoring that it still needs."""

    plan: PlanToScore
    part: Part
    kinds: tuple[AssignmentKind, ...]


@dataclass
class _Table:
    """The work of one sharing out: auditors as bits of a number, plans as units to be given."""

    plans: Sequence[PlanToScore]
    auditors: Sequence[Auditor]
    seed: str
    kept: tuple[Given, ...]
    units: list[Unit] = field(default_factory=list[Unit])
    wanted: list[_Wanted] = field(default_factory=list[_Wanted])
    lacking: list[Lacking] = field(default_factory=list[Lacking])
    twice: int = 0
    outside: int = 0

    def __post_init__(self) -> None:
        self._bits = {a.code: 1 << i for i, a in enumerate(self.auditors)}
        self._may = {p.reference: 0 for p in self.plans}
        for auditor in self.auditors:
            if auditor.barred or not auditor.share:
                continue
            bit, excluded = self._bits[auditor.code], _excluded(auditor, self.plans)
            for plan in self.plans:
                if plan.reference not in excluded:
                    self._may[plan.reference] |= bit
        self._outsiders = sum(self._bits[a.code] for a in self.auditors if a.outside)
        self._agency: dict[str, int] = {}
        for auditor in self.auditors:
            self._agency[auditor.agency] = self._agency.get(auditor.agency, 0) | self._bits[auditor.code]
        self._had: dict[str, list[Given]] = {}
        for given in self.kept:
            self._had.setdefault(given.reference, []).append(given)

    def add_house(self, parts: Sequence[Part], twice: int) -> None:
        """Ask for a first scoring of every part of every plan, and for a second of the plans drawn for it."""
        drawn = self._drawn_twice(parts, twice)
        self.twice = len(drawn)
        for plan in self.plans:
            for part in parts:
                had = self._scorers(plan, part)
                may = self._pool(part) & self._may[plan.reference] & ~self._on(plan)
                goal = 2 if plan.reference in drawn and (may | had).bit_count() > 1 else 1
                kinds = [AssignmentKind.FIRST, AssignmentKind.SECOND][:goal]
                for given in self._had.get(plan.reference, []):
                    if given.kind in kinds and _same_part(given.part, part):
                        kinds.remove(given.kind)
                kinds = kinds[: max(0, goal - had.bit_count())]
                if kinds and not may:
                    self.lacking.append(Lacking(plan.reference, part, self._reasons(plan, part)))
                elif kinds:
                    self._add(plan, part, tuple(kinds), may, had)

    def add_outside(self, outside: int) -> None:
        """Ask for as many blind scorings by auditors from outside as wished, of plans drawn by lot."""
        there = [p for p in self.plans if any(g.kind is AssignmentKind.OUTSIDE for g in self._had.get(p.reference, []))]
        self.outside = len(there)
        for plan in self._by_lot("outside"):
            if self.outside >= outside:
                break
            may = self._may[plan.reference] & self._outsiders & ~self._on(plan)
            if plan not in there and may:
                self._add(plan, WHOLE, (AssignmentKind.OUTSIDE,), may, 0)
                self.outside += 1

    def solved(self) -> Shared:
        """Even the loads out and say who has what."""
        loads = [sum(1 for given in self.kept if given.auditor == a.code) for a in self.auditors]
        even_out(self.units, [a.share for a in self.auditors], loads, lambda unit, i: self._lot_of(unit, i))
        given: list[Given] = []
        for wanted, unit in zip(self.wanted, self.units, strict=True):
            given += [
                Given(wanted.plan.reference, self.auditors[i].code, kind, wanted.part)
                for i, kind in zip(unit.chosen, wanted.kinds, strict=True)
            ]
        return Shared(
            tuple(given), tuple(self.lacking), {a.code: n for a, n in zip(self.auditors, loads, strict=True)},
            self.twice, self.outside,
        )  # fmt: skip

    def _add(self, plan: PlanToScore, part: Part, kinds: tuple[AssignmentKind, ...], may: int, had: int) -> None:
        # Two agencies wherever two can be had; otherwise two people
        agencies = [mask for mask in self._agency.values() if mask & (may | had)]
        mixed = len(agencies) > 1 and (len(kinds) > 1 or bool(had))
        others = sum(mask for mask in agencies if mask & had) if mixed else 0
        if mixed and may & ~others:
            may &= ~others
        self.units.append(Unit(may, len(kinds), tuple(agencies) if mixed else ()))
        self.wanted.append(_Wanted(plan, part, kinds))

    def _drawn_twice(self, parts: Sequence[Part], twice: int) -> set[str]:
        """The plans scored twice: those that are already, then by lot those that two auditors may score."""
        drawn = {g.reference for g in self.kept if g.kind is AssignmentKind.SECOND}
        for plan in self._by_lot("twice"):
            if len(drawn) >= twice:
                break
            may, on = self._may[plan.reference], self._on(plan)
            if any(((self._pool(part) & may & ~on) | self._scorers(plan, part)).bit_count() > 1 for part in parts):
                drawn.add(plan.reference)
        return drawn

    def _by_lot(self, what: str) -> list[PlanToScore]:
        return sorted(self.plans, key=lambda plan: lot(self.seed, what, plan.reference))

    def _lot_of(self, unit: int, auditor: int) -> str:
        wanted = self.wanted[unit]
        return lot(self.seed, "who", wanted.plan.reference, wanted.part.name, self.auditors[auditor].code)

    def _pool(self, part: Part) -> int:
        """Who of the house takes this part."""
        return sum(self._bits[a.code] for a in self.auditors if part.takes(a.agency) and not a.outside)

    def _on(self, plan: PlanToScore) -> int:
        """Who has something to do with the plan already."""
        return self._mask(given.auditor for given in self._had.get(plan.reference, []))

    def _scorers(self, plan: PlanToScore, part: Part) -> int:
        """Who scores this part of the plan already."""
        return self._mask(
            given.auditor
            for given in self._had.get(plan.reference, [])
            if given.kind is not AssignmentKind.OUTSIDE and _same_part(given.part, part)
        )

    def _mask(self, codes: Iterable[str]) -> int:
        mask = 0
        for code in codes:
            mask |= self._bits.get(code, 0)
        return mask

    def _reasons(self, plan: PlanToScore, part: Part) -> tuple[tuple[str, str], ...]:
        on = self._on(plan)
        said = [
            (a.code, why_not(a, plan) or ("has it already" if self._bits[a.code] & on else ""))
            for a in self.auditors
            if part.takes(a.agency) and not a.outside
        ]
        return tuple((code, why) for code, why in said if why)


def _same_part(given: Part, part: Part) -> bool:
    """Whether what was given covers this part: the whole plan does."""
    return not given.criteria or (bool(part.criteria) and set(part.criteria) <= set(given.criteria))


def _excluded(auditor: Auditor, plans: Sequence[PlanToScore]) -> set[str]:
    """The references of the plans that an auditor must not score."""
    if not auditor.exclusions:
        return set()
    return {plan.reference for plan in plans if any(exclusion.covers(plan) for exclusion in auditor.exclusions)}
