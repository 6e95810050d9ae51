"""What is said of a sample, in plain sentences: how it was drawn, how far luck reaches, what it cannot show."""

from collections.abc import Iterable, Sequence
from datetime import date
from math import floor, sqrt

from auditor.fields import FIELD_WORDS, NOT_GIVEN, year_words
from auditor.figures import SampleFacts
from auditor.intervals import normal_quantile
from auditor.sampling.draw import Filters, Part, Trial
from db.vocabulary import Draw, Replacement

FEWEST = 10
"""Below this number of plans a part has no figure of its own worth printing."""
NAMED = 6  # parts named one by one; of more only the number is told
AGENCIES = {
    "education": "education", "health": "health", "social_care": "social care",
    "parent_forum": "the parent carer forum", "school": "a school",
}  # fmt: skip
REASONS = {
    Replacement.CEASED: "The plan has ceased",
    Replacement.MOVED_AWAY: "The child has moved away",
    Replacement.DIED: "The child has died",
    Replacement.UNDER_APPEAL: "The plan is under appeal",
}
"""Why another plan may be drawn, as a menu says it."""
REPLACED = {"ceased": "ceased", "moved_away": "moved away", "died": "died", "under_appeal": "under appeal"}
"""The same in two words, for counts and tables."""


def plans(n: int) -> str:
    """A count of plans: 1 plan, 33 plans."""
    return f"{n:,} plan" if n == 1 else f"{n:,} plans"


def points(margin: float) -> str:
    """A margin as whole points: 17 points, 1 point, less than 1 point."""
    whole = floor(100 * margin + 0.5)
    return "less than 1 point" if not whole else "1 point" if whole == 1 else f"{whole} points"


def margin_sentence(found: Trial) -> str:
    """Size and margin in one sentence: 33 of 7,300: give or take 17 points."""
    if found.margin is None:
        return f"All {plans(found.matching)}: nothing is left to luck."
    return f"{found.drawn:,} of {found.matching:,}: give or take {points(found.margin)}."


def filter_sentences(filters: Filters) -> tuple[str, ...]:
    """Which plans could be drawn, a sentence a filter."""
    said: list[str] = []
    if filters.finalised_from or filters.finalised_to:
        ends = [f"from {_day(filters.finalised_from)}"] if filters.finalised_from else []
        ends += [f"up to {_day(filters.finalised_to)}"] if filters.finalised_to else []
        said.append(f"Only plans whose present wording was issued {' '.join(ends)} could be drawn.")
    if filters.year_from is not None and filters.year_to is not None:
        said.append(f"Only {year_words(filters.year_from)} to {year_words(filters.year_to)} could be drawn.")
    elif filters.year_from is not None:
        said.append(f"Only {year_words(filters.year_from)} and over could be drawn.")
    elif filters.year_to is not None:
        said.append(f"Only {year_words(filters.year_to)} and under could be drawn.")
    if filters.agency:
        said.append(f"Only plans with {AGENCIES[filters.agency]} involved could be drawn.")
    for name, values in filters.only.items():
        written = [value.replace("_", " ") if name == "plan_kind" else value for value in values]
        said.append(f"Only plans with this {FIELD_WORDS[name]} could be drawn: {joined(sorted(written))}.")
    return tuple(said)


def cannot_show(found: Trial, filters: Filters, calibration: int = 0) -> tuple[str, ...]:
    """What a sample drawn like this cannot show."""
    said: list[str] = []
    if found.margin is None:
        said.append("Every plan that can be drawn is in. What auditors overlook or see differently stays possible.")
    else:
        said.append(f"Luck alone can move a headline by {points(found.margin)} either way.")
        move = floor(100 * normal_quantile(0.95) * sqrt(0.5 / found.worth) + 0.5)
        said.append(
            f"Between two rounds of this size a headline must move by about {move} points before it can be called "
            "better or worse."
            if move < 100
            else "Two rounds of this size cannot be compared at all: any difference can be luck."
        )
    said += _of_others(found.frame, found.matching, filter_sentences(filters))
    said += _of_parts(found.parts, found.weighted)
    if found.weighted:
        worth = floor(found.worth + 0.5)
        said.append(
            "Parts of the list are drawn more thickly than others, so every overall figure is weighted. "
            f"These {plans(found.drawn)} tell as much as {worth:,} drawn in proportion."
        )
    said += _kept_back(calibration)
    return tuple(said)


def not_by_lot(draw: Draw, taken: int, population: int | None) -> tuple[str, ...]:
    """What plans cannot show that were not drawn by lot, or from nobody knows how many."""
    if draw.by_lot:
        return ("These plans were drawn by lot from nobody knows how many. They speak for all if the draw was even.",)
    if draw == Draw.CHOSEN:
        first = "These plans were chosen, not drawn by lot. They show what was found in them and speak for no others."
    elif draw == Draw.UNKNOWN:
        first = "How these plans were picked is not known, so they speak for no others."
    else:
        return (f"All {plans(taken)} of the list are in, so no luck of a draw is left to allow for.",)
    others = f" The other {population - taken:,} may look quite different." if population and population > taken else ""
    return (f"{first}{others}", "Figures carry no likely range, and such a round enters no trend.")


def since_drawn(facts: SampleFacts) -> tuple[str, ...]:
    """What happened to a sample after, or before, it was drawn as it stands."""
    said: list[str] = []
    if facts.calibration_since:
        verb = "was" if facts.calibration_since == 1 else "were"
        said.append(
            f"{plans(facts.calibration_since)} {verb} chosen for calibration after the draw, from the plans not drawn."
        )
    if facts.times > 1:
        said.append(
            f"A sample was drawn {facts.times} times for this round, and this is the last of them. The change log "
            "holds when, and by which seeds."
        )
    if facts.replaced:
        parts = joined([f"{n:,} {REPLACED[reason]}" for reason, n in sorted(facts.replaced.items())])
        total = sum(facts.replaced.values())
        verb = "was" if total == 1 else "were"
        said.append(f"{plans(total)} {verb} replaced by the next in the order drawn: {parts}.")
    if facts.papers_missing:
        stays = "It stays" if facts.papers_missing == 1 else "They stay"
        said.append(
            f"The papers of {plans(facts.papers_missing)} were not found. {stays} in the sample as a finding and "
            "could not be scored."
        )
    return tuple(said)


def how_drawn(draw: Draw, facts: SampleFacts) -> tuple[str, ...]:
    """How a sample was drawn, for the method of a report, a sentence a step; empty where nothing is kept of it."""
    said = list(facts.pooled)
    drawn_here = facts.matching is not None
    if facts.seed and draw.by_lot and not drawn_here:
        said.append(f"The plans were drawn elsewhere. The seed kept of it is {facts.seed}.")
    elif facts.seed and draw.by_lot:
        said.append(
            "The plans were put in the order of the SHA-256 digests of the seed, a line feed and the plan's reference. "
            f"The seed is {facts.seed}. With the same list, anybody gets the same order."
        )
    if facts.frame is not None and facts.matching is not None:
        said.append(
            f"The list held {plans(facts.frame)}, and {facts.matching:,} could be drawn."
            if facts.matching < facts.frame
            else f"The list held {plans(facts.frame)}, and each could be drawn."
        )
    said += facts.filters
    said += _kept_back(facts.calibration)
    if facts.parts and drawn_here:
        said.append(_division(facts))
    return (*said, *since_drawn(facts))


def joined(words: Sequence[str]) -> str:
    """Words as a sentence joins them: a, b and c."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def _division(facts: SampleFacts) -> str:
    by = joined([FIELD_WORDS.get(name, name) for name in facts.by])
    rule = f"The list was divided by {by}" if by else "The list was divided"
    rule += f" into {len(facts.parts):,} parts, and each gave plans in proportion to its size"
    extra = [f"at least {facts.minimum:,} from each where there were so many"] if facts.minimum > 1 else []
    extra += ["at least one from each"] if facts.minimum == 1 else []
    extra += [f"“{key}” counting {n} times its size" for key, n in sorted(facts.factors.items()) if n > 1]
    return f"{rule}, with {joined(extra)}." if extra else f"{rule}."


def _of_others(frame: int, matching: int, filters: Iterable[str]) -> list[str]:
    rest = frame - matching
    if not rest or not list(filters):
        return []
    return [f"{matching:,} of {plans(frame)} match the filters. The sample says nothing about the other {rest:,}."]


def _of_parts(parts: Sequence[Part], weighted: bool) -> list[str]:
    if len(parts) < 2:
        return []
    said: list[str] = []
    empty = [part for part in parts if part.size and not part.drawn]
    if empty:
        left = "They are in no figure." if weighted else "The sample says nothing of them."
        said.append(
            f"No plan comes from {_names([part.key for part in empty])}. {left} A larger sample or a least number from "
            "each part takes them in."
        )
    small = [part for part in parts if 0 < part.drawn < FEWEST and part.drawn < part.size]
    if small:
        said.append(
            f"Fewer than {FEWEST} plans come from {_names([part.key for part in small])}. They count in the overall "
            "figures and are too few for figures of their own."
        )
    return said


def _names(keys: Sequence[str]) -> str:
    named = [f"the part “{key}”" if NOT_GIVEN in key else key for key in keys]
    return joined(named) if len(keys) <= NAMED else f"{len(keys):,} parts"


def _kept_back(calibration: int) -> list[str]:
    if not calibration:
        return []
    verb = "is" if calibration == 1 else "are"
    return [f"{plans(calibration)} {verb} kept for calibration and could not be drawn."]


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def _day(day: date | None) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if day else ""
