"""How many days a round's plans took from the draw to each step, told as a middle and a longest, never as a mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from auditor.standing.expected import AskedPlan


@dataclass(frozen=True)
class Days:
    """Whole days from the draw to a step: over the `n` plans that came to it, of `of`. None where undefined."""

    n: int
    of: int
    median: int | None
    longest: int | None
    why: str = ""

    @property
    def words(self) -> str:
        """Median and longest in a sentence's worth of words, or why there are none."""
        if self.median is None or self.longest is None:
            return self.why
        if not self.longest:
            return f"on the day of the draw ({self.n:,} {'plan' if self.n == 1 else 'plans'} of {self.of:,})"
        if self.n == 1:
            return f"{day_count(self.longest)} (1 plan of {self.of:,})"
        half, longest = day_count(self.median), day_count(self.longest)
        return f"half within {half}, the longest {longest} ({self.n:,} plans of {self.of:,})"


def to_submission(plans: Sequence[AskedPlan], drawn: date | None) -> Days:
    """A plan is submitted on the day the last of its audits first came in."""
    ends = [max(a.submitted for a in p.counted if a.submitted) for p in plans if all_in(p)]
    return _days("submitted", [end.astimezone().date() for end in ends], len(plans), drawn)


def to_agreement(plans: Sequence[AskedPlan], undecided: Mapping[str, object], drawn: date | None) -> Days:
    """A plan is agreed once all its audits are in and none of its answers is undecided."""
    agreed = [p for p in plans if all_in(p) and p.reference not in undecided]
    ends = [max(a.latest for a in p.counted if a.latest) for p in agreed]
    return _days("agreed", [end.astimezone().date() for end in ends], len(plans), drawn)


def all_in(plan: AskedPlan) -> bool:
    """Whether every audit that makes figures has been submitted for a plan, and there is one."""
    return bool(plan.counted) and all(a.submitted is not None for a in plan.counted)


def to_step(word: str, days: Sequence[date | None], drawn: date | None) -> Days:
    """Days to a step that is kept as a date of each plan; `word` says what a plan is then."""
    return _days(word, [day for day in days if day is not None], len(days), drawn)


def _days(word: str, ends: Sequence[date], of: int, drawn: date | None) -> Days:
    if not ends:
        return Days(0, of, None, None, f"No plan is {word} yet.")
    if drawn is None:
        return Days(len(ends), of, None, None, "Not known: the day of the draw was not kept.")
    waits = sorted(max(0, (end - drawn).days) for end in ends)
    below, above = waits[(len(waits) - 1) // 2], waits[len(waits) // 2]
    return Days(len(waits), of, (below + above + 1) // 2, waits[-1])  # the middle of the two, halves rounded up


def left_words(days: int) -> str:
    """How long it is until a day, or since: 6 days left, 2 days ago."""
    return f"{day_count(days)} left" if days >= 0 else f"{day_count(-days)} ago"


def day_count(n: int) -> str:
    """1 day, 12 days."""
    return "1 day" if n == 1 else f"{n:,} days"
