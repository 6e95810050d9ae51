"""The results page's sentences, all from the same words as the report."""

from collections.abc import Iterator

from auditor.figures import Results
from auditor.reports.figure_words import missing_ranges
from auditor.reports.sentences import is_weighted, sample_sentence, undecided_sentence
from auditor.reports.wording import counted, say
from auditor.rounding import printed
from auditor.scoring import GivenAnswer


def framework_line(figures: Results) -> str:
    """What the page is about: round, plans, framework."""
    framework = f"{figures.framework_title}, version {figures.framework_version}"
    return f"{figures.round} · {counted(figures.plans, 'plan')} · {framework}"


def in_short(figures: Results) -> tuple[str, ...]:
    """Which plans were audited, what the bars beside it mean, and by what mark these figures are known."""
    return (
        sample_sentence(figures),
        f"These figures are known as {figures.fingerprint}; report and workbook print the same.",
    )


def counted_by(figures: Results) -> str:
    """What the bars count, and that their order means nothing."""
    shares = {
        "plans": "Share of plans that meet each standard.",
        "answers": "Share of answers that are met, pooled over each standard's questions.",
    }
    weighted = " Weighted, because some parts of the list were drawn more thickly." if is_weighted(figures) else ""
    return f"{shares[figures.basis]}{weighted} In the framework's order, not ranked."


def how_sure(figures: Results) -> Iterator[tuple[str, str]]:
    """An icon and a sentence for each thing that makes the figures more or less sure."""
    left = figures.plans - figures.scored - figures.sample.papers_missing
    if left > 0:
        verb = "has" if left == 1 else "have"
        yield "clock", f"{left} of {figures.plans} plans {verb} no submitted audit yet, so figures will move."
    for sentence in missing_ranges(figures):
        yield "shuffle", sentence
    if any(m.interval for m in figures.measures):
        yield "shuffle", "The likely ranges cover the luck of the draw, not differences between auditors."
    if is_weighted(figures):
        yield "scale", say("sure.weighted")
    told = (
        ("sign_off", "triangle-alert"), ("purged", "trash-2"), ("parts", "scale"), ("unasked", "scale"),
        ("papers", "file-text"),
    )  # fmt: skip
    for key, icon in told:
        if sentence := figures.reasons.get(key):
            yield icon, sentence
    if figures.compared:
        same = f"{figures.same} of {figures.compared} ({printed(figures.same, figures.compared)})"
        twice = counted(figures.scored_twice, "plan")
        yield "badge-check", f"{twice} scored twice: the same answer {same}, one step apart {figures.one_step}."
    if figures.undecided:
        yield "scale", undecided_sentence(figures)


def who_said_what(given: tuple[GivenAnswer, ...]) -> str:
    """What each auditor answered to one question on one plan, and how it can be settled."""
    return (
        f"{said_by(given)} It counts once they agree: whoever changes their mind reopens their audit and gives the "
        "reason."
    )


def said_by(given: tuple[GivenAnswer, ...]) -> str:
    """What each auditor answered to one question on one plan."""
    return " ".join(
        f"{g.auditor} ({say(f'agency.{g.agency}').lower()}): {say(f'answer.{g.value.token}')}." for g in given
    )
