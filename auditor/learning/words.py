"""What feedback says in sentences, on pages, in files and in packs alike."""

from auditor.agreeing.people import Leniency
from auditor.agreeing.words import signed
from auditor.learning.feedback import AuditorFeedback, ByQuestion
from auditor.plural import several
from db.vocabulary import Value

ANSWERS = {
    Value.MET: "Met", Value.PARTLY: "Partly met", Value.NOT_MET: "Not met", Value.NOT_APPLICABLE: "Not applicable",
    Value.CANNOT_TELL: "Cannot tell",
}  # fmt: skip
FEW = "Fewer than ten plans could be compared, so no mean is told: it would say more of them than of the person."


def summary(found: AuditorFeedback) -> str:
    """What became of the answers that somebody else gave as well; the three counts add up to the first."""
    total = found.compared + found.waiting
    if not total:
        return "None of these plans was scored by somebody else as well."
    parts = [f"{found.same:,} {'stands' if found.same == 1 else 'stand'} as given"]
    if found.differed:
        parts.append(f"{len(found.differed):,} {'was' if len(found.differed) == 1 else 'were'} settled otherwise")
    if found.waiting:
        parts.append(
            f"{found.waiting:,} {'differs and waits' if found.waiting == 1 else 'differ and wait'} to be settled"
        )
    told = f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]
    return f"{several(total, 'question')} on {several(found.plans, 'plan')} had another auditor's answer too: {told}."


def question_words(question: ByQuestion) -> str:
    """One question in a line: 3 of 12, settled 2 lower and 1 higher."""
    ways = [f"{n:,} {way}" for n, way in ((question.higher, "lower"), (question.lower, "higher")) if n]
    told = f", settled {' and '.join(ways)}" if ways else ""
    return f"{question.differed:,} of {question.compared:,}{told}"


def leniency_words(found: Leniency | None) -> str:
    """How much higher or lower somebody scores than what was settled, with its range; empty where it is not known."""
    if found is None or not found.compared:
        return ""
    counts = (
        f"Counted are answers on the scale of 0 to 2, as first submitted. Of {found.compared:,} that stand beside "
        f"another auditor's, {found.higher:,} {'is' if found.higher == 1 else 'are'} higher than what was settled and "
        f"{found.lower:,} lower."
    )
    if found.unsettled:
        waits = "1 more waits" if found.unsettled == 1 else f"{found.unsettled:,} more wait"
        return f"{counts} {waits} to be settled, so no mean is told yet."
    if found.mean is None:
        return f"{counts} {FEW}"
    if found.interval is None:
        return f"{counts} On average {signed(found.mean)} points."
    low, high = found.interval
    chance = " Chance alone could account for this." if low <= 0 <= high else ""
    return f"{counts} On average {signed(found.mean)} points (likely between {signed(low)} and {signed(high)}).{chance}"
