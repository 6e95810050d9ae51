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
    """How much was compared, and how much of it is otherwise than what was settled."""
    verb = "differs" if found.waiting == 1 else "differ"
    wait = f" {several(found.waiting, 'answer')} {verb} from somebody else's, not settled yet." if found.waiting else ""
    if not found.compared:
        return f"Nothing is settled beside somebody else's answers yet.{wait}"
    head = f"{several(found.compared, 'answer')} on {several(found.plans, 'plan')} stood beside somebody else's"
    if not found.differed:
        return f"{head}, and all of them are what was settled.{wait}"
    differ = "1 was" if len(found.differed) == 1 else f"{len(found.differed):,} were"
    return f"{head}. {found.same:,} are what was settled; {differ} settled otherwise.{wait}"


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
        f"Of {several(found.compared, 'scored answer')} as first submitted, {found.higher:,} "
        f"{'is' if found.higher == 1 else 'are'} higher and {found.lower:,} lower than what was settled."
    )
    if found.unsettled:
        return f"{counts} {several(found.unsettled, 'answer')} of theirs still to settle, so no mean is told yet."
    if found.mean is None:
        return f"{counts} {FEW}"
    if found.interval is None:
        return f"{counts} On average {signed(found.mean)} points, on a scale of 0 to 2."
    low, high = found.interval
    chance = " Chance alone could account for this." if low <= 0 <= high else ""
    return (
        f"{counts} On average {signed(found.mean)} points, on a scale of 0 to 2 (likely between {signed(low)} and "
        f"{signed(high)}).{chance}"
    )
