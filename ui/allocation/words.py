"""What the Allocation page says."""

from collections.abc import Mapping

from auditor.allocation.outside import OutsideAgreement
from auditor.allocation.view import AllocationTable, AuditorLine, GivenPlan
from auditor.rounding import printed
from ui.desk.words import agency_words
from ui.people.words import exclusion_words

KINDS: Mapping[str, str] = {"first": "First", "second": "Second", "outside": "From outside"}
STATES: Mapping[str, str] = {
    "not_started": "not started", "draft": "under way", "submitted": "submitted",
    "given_back": "given back, knows the child",
}  # fmt: skip
LEADS: Mapping[str, str] = {
    "education": "Education", "health": "Health", "social_care": "Social care", "parent": "Parent carer forum",
}  # fmt: skip


def in_short(table: AllocationTable) -> str:
    """The whole allocation in a sentence."""
    plans = len(table.to_score)
    if not table.given:
        return f"{plans:,} plans, nobody's yet." if plans else "No plans yet."
    busy = [line for line in table.auditors if line.load and not line.person.facts.outside]
    shares = {line.person.facts.load_share for line in busy if line.person.facts.load_share}
    # Where loads differ by intent, what is even is what each would have with a full one
    full = 100 if len(shares) > 1 else max(shares, default=100)
    loads = [(2 * full * line.load + share) // (2 * share) for line in busy if (share := line.person.facts.load_share)]
    each = f"{min(loads, default=0)}"
    each += f" to {max(loads)}" if loads and max(loads) != min(loads) else ""
    each += " for a full load" if len(shares) > 1 else " each"
    outside = f", {table.outside:,} from outside as well" if table.outside else ""
    return f"{plans:,} plans, {table.twice:,} scored twice{outside}: {table.given:,} audits, {each}."


def lacking_words(count: int) -> str:
    """How many plans wait for an auditor."""
    return f"{count:,} {'plan needs' if count == 1 else 'plans need'} an auditor or another one"


def given_words(given: GivenPlan, name: str) -> str:
    """One who scores a plan, in one line."""
    part = f" · {given.questions} questions" if given.criteria else ""
    return f"{name} ({given.code}), {agency_words(given.agency)} · {STATES[given.state]}{part}"


def may_words(line: AuditorLine) -> str:
    """Somebody who may have a plan, as a menu offers them: with how much they have."""
    return (
        f"{line.person.facts.name} ({line.person.facts.code}) · {agency_words(line.person.facts.agency)} · {line.load}"
    )


def auditor_words(table: AllocationTable, line: AuditorLine) -> str:
    """What stands behind an auditor's line: why they may not score, what they must not score."""
    name = line.person.facts.name
    said = [] if line.standing.may else [f"{name} {line.standing.why}."]
    if line.person.exclusions:
        what = "; ".join(exclusion_words(row.exclusion) for row in line.person.exclusions)
        plans = "1 plan" if line.excluded == 1 else f"{line.excluded:,} plans"
        said.append(f"{name} must not score {plans} of the {len(table.plans):,} here: {what}.")
    if line.shared_with:
        shared = ", ".join(f"{code} {n}" for code, n in line.shared_with)
        said.append(f"Scores plans twice with {shared}.")
    return " ".join(said) or f"{name} may score every plan here."


def outside_words(found: OutsideAgreement) -> str:
    """How far somebody from outside agrees, apart from every other figure; under ten plans counts only."""
    if not found.given:
        return ""
    if not found.plans:
        given = "1 plan" if found.given == 1 else f"{found.given:,} plans"
        return f"Somebody from outside scores {given} blind. Nothing can be compared yet."
    plans = "1 plan" if found.plans == 1 else f"{found.plans} plans"
    beside = f"{plans} scored blind from outside and by the house"
    if not found.enough:
        return (
            f"{beside}: of {found.compared} answers {found.same} are the same and {found.one_step} one step apart. "
            "Too few plans for a percentage."
        )
    return (
        f"{beside}: {printed(found.same, found.compared)} of answers are the same ({found.same} of {found.compared}), "
        f"{found.one_step} one step apart."
    )
