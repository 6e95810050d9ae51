"""Agreement in words: the sentence for the Board, what divides auditors and what to do, ranges, leniency."""

from collections.abc import Mapping

from auditor.agreeing.figures import AgreementFigure, Interval, RoundAgreement
from auditor.agreeing.people import Divided, Divider, Leniency
from auditor.agreement import ENOUGH_PLANS
from auditor.plural import several
from auditor.rounding import half_up_percent, whole_percent
from db.vocabulary import Value

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
ANSWERS: Mapping[Value, str] = {
    Value.MET: "met", Value.PARTLY: "partly met", Value.NOT_MET: "not met", Value.NOT_APPLICABLE: "not applicable",
    Value.CANNOT_TELL: "cannot tell",
}  # fmt: skip
BEFORE = "How far they agreed before it is not known."
NOBODY = "No plan was scored by two auditors, so this round cannot say how far auditors agree."
TOLD_BEFORE = (
    "Some plans are scored by two auditors who do not see each other's answers. Afterwards the program works out how "
    "far auditors agree, and for each auditor whether they score higher or lower than what was settled on these plans. "
    "That comparison is seen by the lead of the round and by the auditor it is about, and by nobody else. It shows "
    "where a question needs plainer words or more practice, and is no mark for an auditor."
)
ONLY_YOU = (
    "This is for you and for the auditor it is about, and for nobody else; auditors are told in the handbook that it "
    "is worked out. It stands in no report. Who differs from what was settled is not thereby careless."
)
TO_DO: Mapping[Divider, str] = {
    Divider.WORDING: "It looks like the wording: everybody differs from somebody. Reword the question or {anchors} "
    "before the next round, with an example of each answer.",
    Divider.PERSON: "It looks like one person: {person} differs, and the others mostly agree with one another. Look at "
    "{anchors} together, and train where that does not settle it. It does not say who is right.",
    Divider.TWO: "Two auditors cannot show whether it is the wording or a person. Look at {anchors} together, on the "
    "plans where they differ; if both readings hold, reword.",
    Divider.FEW: "With so few differences nobody can tell whether it is the wording or a person. Look at {anchors} "
    "together, on the plans where auditors differ.",
    Divider.UNCLEAR: "Whether it is the wording or a person cannot be told from these plans. Look at {anchors} "
    "together, and ask again after the next round.",
}


def board_sentence(found: RoundAgreement) -> str:
    """One or two sentences fit for the Board: who scored how many plans, and how often answers were alike.

    Under ten plans, and where hundredths would round a difference away, they are counts. Of answers entered as they
    stood after moderation they say so, and that nobody knows how far auditors agreed before.
    """
    if not found.n_units:
        return NOBODY
    if not found.compared:
        return f"{_scored(found)} No question was answered by two of them."
    who = "Any two of them" if found.most > 2 else "They"
    if found.after_moderation:
        return f"{_scored(found)} After moderation {who[0].lower()}{who[1:]} {_alike(found)} {BEFORE}"
    return f"{_scored(found)} {who} {_alike(found)}"


def _scored(found: RoundAgreement) -> str:
    plans = several(found.n_units, "plan")
    if found.fewest == found.auditors:
        return f"{_number(found.auditors).capitalize()} auditors scored {plans}."
    each = plans if found.n_units == 1 else f"each of {plans}"
    many = _number(found.fewest).capitalize() + (" or more" if found.most > found.fewest else "")
    return f"{many} of {_number(found.auditors)} auditors scored {each}."


def _alike(found: RoundAgreement) -> str:
    if found.same == found.compared:
        every = "the one question" if found.compared == 1 else f"all {found.compared:,} questions"
        return f"gave the same answer to {every}."
    same, one_step = found.same, found.one_step
    hundredths = [half_up_percent(n, found.compared) for n in (same, one_step)]
    # 99.6 in 100 is not 100, 0.4 is not none, and two halves rounded up may come to more than all
    rounded_away = any(
        (shown in (0, 100)) != (n in (0, found.compared)) for shown, n in zip(hundredths, (same, one_step), strict=True)
    )
    if found.n_units >= ENOUGH_PLANS and same and not rounded_away and sum(hundredths) <= 100:
        counts, shown = f"{hundredths[0]} in 100", hundredths[1]
    else:
        counts, shown = f"{same or 'none'} of {found.compared:,}", one_step
    questions = "question" if found.compared == 1 else "questions"
    return (
        f"gave the same answer to {counts} {questions} and were one step apart on {f'{shown:,}' if shown else 'none'}."
    )


def divided_title(divided: Divided) -> str:
    """The question that divides, and how often."""
    figure = divided.figure
    return f"{figure.id} {figure.short}: the same answer {figure.same:,} of {figure.compared:,} times"


def divided_words(divided: Divided, names: Mapping[str, str]) -> str:
    """How they differ, where it seems to come from and what to do; `names` gives auditors' names by code."""
    return f"{how_they_differ(divided)} {what_to_do(divided, names)}"


def how_they_differ(divided: Divided) -> str:
    """Which two answers stand against each other most, and how often."""
    higher, lower, times = divided.most
    against, differing = f"{ANSWERS[higher]} against {ANSWERS[lower]}", divided.figure.differing
    if differing == 1:
        return f"The one difference is {against}."
    if times == differing:
        return f"All {differing:,} differences are {against}."
    return f"{times:,} of {differing:,} differences are {against}."


def what_to_do(divided: Divided, names: Mapping[str, str]) -> str:
    """Where differences seem to come from, and what to do about it."""
    anchors = "the rule for “not applicable”" if Value.NOT_APPLICABLE in divided.most[:2] else "the anchors"
    return TO_DO[divided.divider].format(person=names.get(divided.person, divided.person), anchors=anchors)


def middle_words(found: RoundAgreement) -> str:
    """The middle and the lowest of the coefficients over the questions; empty where there is none."""
    middle, worst = found.median.get("gwet_ac2_quadratic"), found.worst.get("gwet_ac2_quadratic")
    if middle is None or worst is None or found.after_moderation:
        return ""
    lowest = f"the lowest is {coefficient(worst[1])}, of {worst[0]}"
    return f"Over the questions the middle AC2 is {coefficient(middle)}; {lowest}."


def left_out_words(times: int) -> str:
    """How often an answer was left out of what is compared; empty where none was."""
    often = "once" if times == 1 else f"{times:,} times"
    return f"Cannot tell was answered {often} and is left out." if times else ""


def not_enough_words(audits: int) -> str:
    """How many audits were left out because they come to nothing for a measure; empty where none was."""
    if not audits:
        return ""
    if audits == 1:
        return "1 audit has too few answers to say what the measure comes to, and is left out."
    return f"{audits:,} audits have too few answers to say what the measure comes to, and are left out."


def coefficient(value: float | None) -> str:
    """A coefficient to two places, or that it cannot be estimated."""
    return "not estimable" if value is None else decimals(value)


def decimals(value: float) -> str:
    """A number to two places, with a true minus."""
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "−")


def figure_words(figure: AgreementFigure, *, rolled_up: bool = False) -> tuple[str, ...]:
    """Everything told of one question, in sentences: counts, then each figure with its range or why not.

    `rolled_up` says that it is a measure, of which each auditor's own answers may not be enough to say anything.
    """
    counts = (
        f"Compared {figure.compared:,} times on plans scored twice: the same {figure.same:,}, one step apart "
        f"{figure.one_step:,}, further apart {figure.compared - figure.same - figure.one_step - figure.applying:,}"
    )
    apart = f", and {figure.applying:,} where one said not applicable." if figure.applying else "."
    left = not_enough_words(figure.left_out) if rolled_up else left_out_words(figure.left_out)
    lines = [" ".join(words for words in (f"{counts}{apart}", left) if words)]
    if "n_units" in figure.reasons:
        return (*lines, figure.reasons["n_units"])
    said = [_with_range(figure, name, words) for name, words in NAMES.items()]
    lines.append(f"On {several(figure.n_units, 'plan')} with two or more scores: {'; '.join(said)}.")
    if figure.applicability_percent_agreement is not None:
        said = [_with_range(figure, name, words) for name, words in APPLYING_NAMES.items()]
        lines.append(
            f"Whether it applies at all, on {several(figure.applicability_n_units, 'plan')}: {'; '.join(said)}."
        )
    return tuple(lines)


NAMES: Mapping[str, str] = {
    "percent_agreement": "exact", "within_one": "within one step", "gwet_ac1": "AC1", "gwet_ac2_quadratic": "AC2",
    "alpha_ordinal": "alpha",
}  # fmt: skip
APPLYING_NAMES: Mapping[str, str] = {"applicability_percent_agreement": "the same", "applicability_gwet_ac1": "AC1"}
SHARES = frozenset({"percent_agreement", "within_one", "applicability_percent_agreement"})


def figure_text(figure: AgreementFigure, name: str) -> str:
    """One figure as a table shows it: a percentage or two places; where there is none, in two words why."""
    value: float | None = getattr(figure, name)
    if value is not None:
        return whole_percent(value) if name in SHARES else decimals(value)
    if figure.n_units < ENOUGH_PLANS:
        return "too few"
    return "two answers" if name == "within_one" else "not estimable"


def range_text(figure: AgreementFigure, name: str) -> str:
    """The likely range of a figure as a table shows it; empty where there is none."""
    ends = figure.intervals.get(name)
    if ends is None:
        return ""
    shown = whole_percent if name in SHARES else decimals
    return f"{shown(round(ends[0], 4))} to {shown(round(ends[1], 4))}"


def share_text(share: float | None) -> str:
    """A share as a table shows it, or that there are too few plans for one."""
    return "too few" if share is None else whole_percent(share)


def share_range_text(ends: Interval | None) -> str:
    """The likely range of a share as a table shows it."""
    return f"{whole_percent(round(ends[0], 4))} to {whole_percent(round(ends[1], 4))}" if ends else "none"


def _with_range(figure: AgreementFigure, name: str, words: str) -> str:
    value: float | None = getattr(figure, name)
    if value is None:
        why = figure.reasons.get(name, "").rstrip(".")
        return f"{words} not told ({why[:1].lower()}{why[1:]})"
    ends = range_text(figure, name)
    return f"{words} {figure_text(figure, name)}" + (f" (likely {ends})" if ends else "")


def leniency_verdict(found: Leniency) -> str:
    """In a few words how one auditor scores beside what was settled."""
    if found.unsettled:
        return f"{several(found.unsettled, 'answer')} to settle first"
    if found.mean is None:
        return "Too few plans for a mean" if found.compared else "Nothing scored by others as well"
    if found.interval is None:
        return "No range can be given"
    if found.interval[0] <= 0 <= found.interval[1]:
        return "No clear difference"
    return "Scores higher" if found.mean > 0 else "Scores lower"


def signed(value: float) -> str:
    """A difference with its sign, to two places."""
    rounded = round(value, 2)
    return f"{rounded:+.2f}".replace("-", "−") if rounded else "0.00"


def _number(n: int) -> str:
    return NUMBERS[n] if n < len(NUMBERS) else f"{n:,}"
