"""An attacker's integer programme: which values can a hidden count have, given all that was published?

It knows the framework and its roll-up, the rules of the time limits, and every number of every edition of a round. It
uses none of the program's own reasoning: its unknowns are how many plans there are of each type, a type being where a
plan counts and what was answered about it, and every published number is a sum over types. HiGHS solves it, through
SciPy.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from auditor.intervals import plans_interval
from auditor.rollup import judge
from db.vocabulary import Value
from tests.auditor.editions.making import framework

Term = dict[int, int]
"""How often each unknown counts towards a number."""
Told = tuple[str, str, str, str, str]
"""What a published number is called: kind, id, field, group, and cell."""
Place = tuple[str, str]
"""An area and a need."""
QUESTIONS = {"A": ("a1", "a2"), "B": ("b1",), "s1": ("s1",)}
DATED = (Value.MET, Value.NOT_MET, Value.NOT_APPLICABLE, Value.CANNOT_TELL)
SCORED = {"met", "partly", "not_met"}
CELLS = {"k": {"met"}, "n": SCORED, "other": {"partly", "not_met"}}
DERIVED = ("percent", "low", "high")
MOST = 100_000


@dataclass
class Attack:
    """The unknowns of a round, and what is known of them."""

    areas: Sequence[str]
    needs: Sequence[str]
    basis: str = "plans"
    _index: dict[tuple[object, ...], int] = field(default_factory=dict[tuple[object, ...], int])
    _rows: list[tuple[Term, float, float]] = field(default_factory=list[tuple[Term, float, float]])

    def __post_init__(self) -> None:
        """Each plan has an area and a need and answers to all questions; every group that is named has a plan."""
        for area, need in product(self.areas, self.needs):
            for family in QUESTIONS:
                for answers in _vectors(family):
                    self._index[area, need, family, answers] = len(self._index)
        for value in DATED:
            self._index["dates", value] = len(self._index)
        self._index["not audited",] = len(self._index)
        for area, need in product(self.areas, self.needs):
            own = {family: self._plans(family, lambda at, here=(area, need): at == here) for family in QUESTIONS}
            self._equal(_minus(own["A"], own["B"]), 0)
            self._equal(_minus(own["A"], own["s1"]), 0)
        for area in self.areas:
            self._rows.append((self._plans("A", lambda at, here=area: at[0] == here), 1, MOST))
        for need in self.needs:
            self._rows.append((self._plans("A", lambda at, here=need: at[1] == here), 1, MOST))
        dated = {self._index["dates", value]: 1 for value in DATED}
        self._equal(_minus(dated, self._sample("drawn")), 0)

    @property
    def unknowns(self) -> int:
        """How many types there are."""
        return len(self._index)

    def term(self, what: Told) -> Term:
        """The sum over types that a number of that name is."""
        kind, key, by, group, cell = what
        if kind == "sample":
            return self._sample(cell)

        def there(at: Place) -> bool:
            return not by or at[("area", "need").index(by)] == group

        wanted = CELLS.get(cell, {cell})
        if kind == "measure":
            marks, met_at = framework().thresholds, None
            if cell.startswith("at "):
                _, tried, of = cell.split()
                wanted, met_at = CELLS[of], int(tried)
            asked = framework().criteria_of(key)
            if self.basis == "answers":
                return self._plans(key, there, lambda given: sum(value.token in wanted for value in given.values()))
            return self._plans(key, there, lambda given: judge(asked, given, marks, met_at) in wanted)
        if key in ("d1", "d2"):
            return {self._index["dates", value]: 1 for value in DATED if _dated(key, value) in wanted}
        family = next(name for name, asked in QUESTIONS.items() if key in asked)
        return self._plans(family, there, lambda given: given[key].token in wanted)

    def learn(self, numbers: Mapping[Told, float]) -> None:
        """Take in what was published: counts, and percentages and ranges of what is not counted beside them."""
        for what, value in numbers.items():
            if what[-1] == "population":
                continue
            if what[-1] in DERIVED:
                self._decode(what, value, numbers)
            else:
                self._equal(self.term(what), value)

    def grown_from(self, earlier: "Attack") -> "Attack":
        """Both rounds at once, where the later one has all plans of the earlier one, unchanged, and some more.

        The unknowns of the earlier one come after those of the later one, see `then`.
        """
        both = Attack(self.areas, self.needs, self.basis)
        shift = both.unknowns
        both._index |= {("then", *name): shift + at for name, at in both._index.items()}
        both._rows = [*self._rows, *((_shifted(term, shift), low, high) for term, low, high in earlier._rows)]
        both._rows += [({at: 1, shift + at: -1}, 0, MOST) for at in range(shift - 1)]
        return both

    def then(self, term: Term) -> Term:
        """The same sum in the earlier of two rounds."""
        return _shifted(term, self.unknowns // 2)

    def certain(self, targets: Mapping[Told, Term]) -> dict[Told, int]:
        """The targets that can have one value only, with it."""
        first = self._solution({})
        values = {what: _worth(term, first) for what, term in targets.items()}
        left, sure = dict(targets), dict[Told, int]()
        while left:
            what, term = next(iter(left.items()))
            for sign in (1, -1):
                found = self._solution({at: sign * n for at, n in term.items()})
                left = {name: t for name, t in left.items() if _worth(t, found) == values[name]}
                if what not in left:
                    break
            if left.pop(what, None) is not None:
                sure[what] = values[what]
        return sure

    def _sample(self, cell: str) -> Term:
        audited = self._plans("A", lambda _: True)
        away = {self._index["not audited",]: 1}
        return {"scored": audited, "drawn": {**audited, **away}, "away": away}[cell]

    def _decode(self, what: Told, value: float, numbers: Mapping[Told, float]) -> None:
        """Read k and n out of a percentage or the end of a range, by trying every pair."""
        kind, key, by, group, cell = what
        k_name, n_name = (kind, key, by, group, "k"), (kind, key, by, group, "n")
        if k_name in numbers and n_name in numbers:
            return
        most = int(numbers.get(("sample", "", "", "", "scored"), 200))
        population = None if by else numbers.get(("sample", "", "", "", "population"))
        tried = [int(numbers[n_name])] if n_name in numbers else range(1, most + 1)
        pairs = [
            (k, n)
            for n in tried
            for k in range(n + 1)
            if abs(_derived(cell, k, n, None if population is None else int(population)) - value) < 1e-9
        ]
        assert pairs, f"{what} is no figure of any k of n"
        for name, found in ((k_name, [k for k, _ in pairs]), (n_name, [n for _, n in pairs])):
            self._rows.append((self.term(name), min(found), max(found)))

    def _plans(
        self,
        family: str,
        there: Callable[[Place], bool],
        counts: Callable[[dict[str, Value]], int] = lambda _: True,
    ) -> Term:
        """How often each plan of a family counts, 0 or 1 or for each of its answers."""
        worth = {a: int(counts(dict(zip(QUESTIONS[family], a, strict=True)))) for a in _vectors(family)}
        places = [at for at in product(self.areas, self.needs) if there(at)]
        return {self._index[*at, family, answers]: n for at in places for answers, n in worth.items() if n}

    def _equal(self, term: Term, value: float) -> None:
        self._rows.append((term, value, value))

    def _solution(self, aim: Term) -> list[int]:
        """Plans of each type that fit all that is known, with the least sum there is of what is aimed at."""
        goal = np.zeros(self.unknowns)
        for at, n in aim.items():
            goal[at] = n
        entries = [(row, at, n) for row, (term, _, _) in enumerate(self._rows) for at, n in term.items()]
        rows, columns, data = zip(*entries, strict=True)
        matrix = csr_array((data, (rows, columns)), shape=(len(self._rows), self.unknowns))
        limits = LinearConstraint(matrix, [low for _, low, _ in self._rows], [high for _, _, high in self._rows])
        found = milp(goal, integrality=np.ones(self.unknowns), bounds=Bounds(0, MOST), constraints=limits)
        assert found.x is not None, f"what was published contradicts itself: {found.message}"
        return [round(x) for x in found.x]


def _vectors(family: str) -> list[tuple[Value, ...]]:
    return list(product(*(framework().criterion(key).scale for key in QUESTIONS[family])))


def _dated(key: str, value: Value) -> str:
    """What a time limit comes to for dates that give `value` for the first plan: d2 asks of late ones alone."""
    return (Value.NOT_APPLICABLE if key == "d2" and value is Value.MET else value).token


def _minus(first: Term, second: Term) -> Term:
    return {at: first.get(at, 0) - second.get(at, 0) for at in first.keys() | second.keys()}


def _shifted(term: Term, by: int) -> Term:
    return {by + at: n for at, n in term.items()}


def _worth(term: Term, solution: Sequence[int]) -> int:
    return sum(n * solution[at] for at, n in term.items())


def _derived(cell: str, k: int, n: int, population: int | None) -> float:
    if cell == "percent":
        return 100 * k / n
    ends = plans_interval(k, n, population)
    return -1.0 if ends is None else ends[cell == "high"]


def differences(now: Attack, both: Attack, names: Iterable[Told]) -> dict[Told, Term]:
    """For each name, the sum over the plans that are in the later round alone."""
    return {what: _minus(now.term(what), both.then(now.term(what))) for what in names}
