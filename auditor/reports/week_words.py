"""The words of the population facts and the weekly page: read from one file, the same on pages and in files."""

from collections.abc import Iterator
from datetime import date

from auditor.compliance import LimitFigure, percent_of
from auditor.fields import year_words
from auditor.frames.needs import NEEDS
from auditor.population import NOT_GIVEN, Population
from auditor.reports.wording import capital, counted, joined, long_date
from auditor.weeks.advice import AdviceFigure
from auditor.weeks.advice_list import AdviceSheet
from auditor.weeks.figures import Locality
from auditor.weeks.weekly import Week
from resources.sentences import Sentences

say = Sentences("weeks.toml").say


def area_words(area: str) -> str:
    """An area's name, or that none is given."""
    return area or say("no_area")


def value_words(field: str, value: str) -> str:
    """A value of a field as people say it: ASD becomes Autistic spectrum disorder (ASD)."""
    if value == NOT_GIVEN:
        return say("no_area") if field == "area" else say("not_given")
    if field == "need" and value in NEEDS:
        return f"{NEEDS[value]} ({value})"
    if field == "plan_kind":
        return say(f"plan_kind.{value}")
    if field == "year_group":
        return year_words(int(value))
    return capital(value) if field == "phase" else value


def share_words(k: int, n: int) -> str:
    """The whole percentage of k out of n; of fewer than ten that they are too few, of none that there are none."""
    percent = percent_of(k, n)
    return f"{percent}%" if percent is not None else say("few") if n else say("nothing")


def share_cell(k: int, n: int) -> float | str:
    """The share of k out of n for a cell of a workbook, 0 to 1; where `share_words` gives none, its words."""
    return share_words(k, n) if percent_of(k, n) is None else k / n


def of_words(k: int, n: int) -> str:
    """Such as *7 of 12 (58%)*, or *3 of 7*: a percentage is drawn from ten or more."""
    percent = percent_of(k, n)
    return say("of", k=k, n=n) if percent is None else say("share", k=k, n=n, percent=percent)


def state_of(figure: LimitFigure) -> str:
    """Which mark a time limit gets: met where all are in time, partly, not_met, cannot_tell, not_applicable."""
    if not figure.n:
        return "cannot_tell" if figure.cannot_tell else "not_applicable"
    return "met" if figure.met == figure.n else "partly" if figure.met else "not_met"


def limit_words(figure: LimitFigure) -> str:
    """A time limit in one line: in time, late with an exception and without, not to be told, not due."""
    told = [say("limit_line.told", share=of_words(figure.met, figure.n))] if figure.n else []
    return capital("; ".join([*told, *_rest_of(figure)] or [say("limit_line.empty")]))


def rest_words(figure: LimitFigure) -> str:
    """The same without what is in time, for where that stands beside it; empty where nothing is left to say."""
    return capital("; ".join(_rest_of(figure)))


def _rest_of(figure: LimitFigure) -> list[str]:
    parts: list[str] = []
    if figure.excepted:
        parts.append(say("limit_line.excepted", n=figure.excepted))
    if figure.late:
        parts.append(say("limit_line.rest" if figure.excepted else "limit_line.late", n=figure.late))
    if figure.cannot_tell:
        parts.append(say("limit_line.cannot_tell", n=figure.cannot_tell))
    if figure.not_asked:
        parts.append(say("limit_line.not_asked", n=figure.not_asked))
    return parts


def gap_words(figure: LimitFigure) -> str:
    """What could not be told of a limit: every reason with how many plans it keeps back."""
    return " ".join(say("population.gap", reason=f"{why.rstrip('.')}:", n=n) for why, n in figure.gaps)


def list_words(found: Population) -> str:
    """How many plans the list holds, and how many of its rows could not be used."""
    usable, rows = f"{found.whole.plans:,}", f"{found.rows:,}"
    return usable if usable == rows else say("population.facts.plans_of", usable=usable, rows=rows)


def week_words(monday: date) -> str:
    """A week by its days: 2 to 8 March 2026, or 23 February to 1 March 2026."""
    sunday = date.fromordinal(monday.toordinal() + 6)
    first = long_date(monday)
    if monday.year == sunday.year:
        first = first.removesuffix(f" {monday.year}")
        if monday.month == sunday.month:
            first = str(monday.day)
    return f"{first} to {long_date(sunday)}"


def in_short(week: Week) -> Iterator[tuple[str, str]]:
    """What the week came to for the whole council: what it is about, and a sentence; only of what is known."""
    whole = week.whole
    if week.plans_from is not None and week.plans_from.known_to >= week.monday:
        yield say("week.short_issued"), f"{_issued(whole)}."
    if week.advice_from is not None and week.advice_from.known_to >= week.monday:
        yield say("week.short_advice"), f"{_advice(whole)}."
    yield say("week.short_checked"), f"{_checked(whole)}."


def _issued(whole: Locality) -> str:
    figure = whole.issued
    if not figure.plans:
        return say("week.nothing_issued")
    parts = [say("week.issued", plans=counted(figure.plans, "plan"))]
    if figure.n:
        parts.append(say("week.issued_told", share=of_words(figure.met, figure.n)))
    if figure.excepted:
        parts.append(say("limit_line.excepted", n=figure.excepted))
    if figure.late:
        parts.append(say("limit_line.rest" if figure.excepted else "limit_line.late", n=figure.late))
    if figure.cannot_tell:
        parts.append(say("limit_line.cannot_tell", n=figure.cannot_tell))
    if figure.not_asked:
        parts.append(say("week.other_limits", n=figure.not_asked))
    return "; ".join(parts)


def _advice(whole: Locality) -> str:
    figure = whole.advice
    parts: list[str] = []
    if figure.asked or figure.received:
        parts.append(say("week.advice", asked=figure.asked))
        parts.append(say("week.advice_came", received=figure.received))
        if figure.received:
            parts.append(say("week.advice_told", share=of_words(figure.in_time, figure.received)))
    else:
        parts.append(say("week.nothing_advice"))
    out = [say("week.advice_out", n=figure.out)] if figure.out else []
    out += [say("week.advice_overdue", n=figure.overdue)] if figure.overdue else []
    return "; ".join([*parts, *([joined(out)] if out else [])])


def _checked(whole: Locality) -> str:
    if not whole.checked:
        return say("week.nothing_checked")
    return say("week.checked", drafts=counted(whole.checked, "draft"))


def taken_words(sheet: AdviceSheet, now: AdviceFigure) -> str:
    """What came of taking a list of advice in: how many of its rows, and how the advice stands."""
    parts = [
        say("week.advice_told", share=of_words(now.in_time, now.received)) if now.received else "",
        say("week.advice_out", n=now.out) if now.out else "",
        say("week.advice_overdue", n=now.overdue) if now.overdue else "",
    ]
    return say("week.taken", n=len(sheet.items), rows=sheet.rows, stands="; ".join(part for part in parts if part))


def caveats(week: Week) -> Iterator[str]:
    """What the lists cannot say of this week, a sentence each: none was taken in, or it ends too early."""
    plans, advice = week.plans_from, week.advice_from
    if plans is None:
        yield say("week.no_plans_list")
    elif plans.known_to < week.monday:
        yield say("week.plans_after")
    elif plans.known_to < week.sunday:
        yield say("week.plans_part", known_to=long_date(plans.known_to))
    if advice is None:
        yield say("week.no_advice_list")
    elif advice.known_to < week.monday:
        yield say("week.advice_after")
    elif advice.known_to < week.sunday:
        yield say("week.advice_part", known_to=long_date(advice.known_to))


def origins(week: Week) -> Iterator[str]:
    """From which lists the figures come, and as of when."""
    plans, advice = week.plans_from, week.advice_from
    if plans is not None:
        days = {"taken_on": long_date(plans.taken_on), "known_to": long_date(plans.known_to)}
        yield say("week.plans_list", round=plans.round, **days)
    if advice is not None:
        yield say("week.advice_list", taken_on=long_date(advice.taken_on))


def rules(week: Week) -> Iterator[str]:
    """How the figures of the week are to be read."""
    yield say("week.rule_plans")
    if week.advice_from is not None:
        yield say("week.rule_advice")
    yield say("week.rule_few")
    yield say("week.rule_gone")
