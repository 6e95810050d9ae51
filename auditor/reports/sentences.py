"""The sentences that say what a round found: for the report, the results page and whoever reads aloud."""

from auditor.figures import MeasureFigure, Results, SignedOff
from auditor.reports.figure_words import ends, sentence
from auditor.reports.wording import counted, knows, long_date, say
from auditor.signed_figures import moment_of
from db.log import short
from db.vocabulary import Draw


def sample_sentence(results: Results) -> str:
    """Say which plans were drawn and how many of them audited, how they were picked and which could have been."""
    known = results.population is not None or not Draw(results.draw).by_lot
    how = f"{results.draw}_weighted" if is_weighted(results) else results.draw
    drawn = Draw(results.draw).by_lot and known
    plans = f"{results.plans:,}" if drawn else counted(results.plans, "plan")
    standards = counted(len(results.measures), "standard")
    key = f"sample.{how}" if known else f"sample.{how}_unknown"
    waiting = results.scored < results.plans
    if waiting and knows(f"{key}_so_far"):
        key = f"{key}_so_far"
    audited = say("sample.audited_so_far" if waiting else "sample.audited", n=results.scored)
    values = {"plans": plans, "population": results.population or 0, "standards": standards, "n": results.scored}
    first = say(key, **values, audited=audited)
    return " ".join((first, *results.sample.pooled, *results.sample.filters))


def is_weighted(results: Results) -> bool:
    """Whether the figures weigh plans unequally, because parts of the list were drawn by unequal shares."""
    return any(figure.weighted for figure in (*results.measures, *results.criteria, *results.statutory))


def measure_sentence(results: Results, measure: MeasureFigure) -> str:
    """Say one headline in words, with k, n, its percentage and its likely range."""
    if measure.percent is None:
        return sentence(results.reasons.get(measure.id, say("headlines.no_figure")))
    weighted = "weighted_" if measure.weighted else ""
    if measure.basis == "answers":
        key = f"short.{weighted}answers"
        found = say(key, answers=counted(measure.n, "answer"), k=measure.k, percent=measure.printed)
    else:
        some = "plans" if weighted else "plans_all" if measure.n == results.plans else "plans_some"
        key = f"short.{weighted}{some}"
        found = say(key, plans=counted(measure.n, "plan"), k=measure.k, percent=measure.printed)
    if measure.interval is None:
        return found
    expect = "short.expect" if results.population else "short.expect_unknown"
    return f"{found} {say(expect, population=results.population or 0, **ends(measure.interval))}"


def undecided_sentence(results: Results) -> str:
    """Say how many answers are undecided and what that means for the figures."""
    return say("short.undecided", undecided=counted(results.undecided, "undecided"))


def measure_line(results: Results, measure: MeasureFigure) -> str:
    """Say one headline as a line of a list: k of n, percentage, likely range."""
    if measure.percent is None:
        return measure_sentence(results, measure)
    key = f"short.line_{'weighted_' if measure.weighted else ''}{measure.basis}"
    of = say(key, k=measure.k, n=measure.n, percent=measure.printed)
    return say("short.line_range", of=of, **ends(measure.interval)) if measure.interval else f"{of}."


def findings(results: Results) -> str:
    """Say which plans were audited, and what the ranges of the lines that follow mean."""
    if not any(m.interval for m in results.measures):
        return f"{sample_sentence(results)} {say('short.lines')}"
    key = "short.lines_range" if results.population else "short.lines_range_unknown"
    return f"{sample_sentence(results)} {say(key, population=results.population or 0)}"


def provisional_sentence(results: Results) -> str:
    """Say why the figures of a round that is not signed off may still move."""
    reason = results.reasons.get("provisional")
    return say("report.provisional_why", reason=sentence(reason)) if reason else say("report.provisional")


def warnings_of(results: Results) -> list[str]:
    """Say what to know before the figures: made up, provisional, not as signed off, kept of a round now removed."""
    found = [sentence(results.invented)] if results.invented else []
    if results.state != "signed_off":
        found.append(provisional_sentence(results))
    return [*found, *(results.reasons[key] for key in ("sign_off", "purged") if key in results.reasons)]


def signed_line(signed: SignedOff | None) -> str:
    """Say who signed the figures off and when, with their mark and the head of the change log; empty where nobody did.

    The mark and the head are those of the signing off, which a later look at the change log finds again.
    """
    if signed is None or not signed.by:
        return ""
    said = say("report.signed", name=signed.by, day=long_date(moment_of(signed).date()))
    return say("report.signed_line", signed=said, fingerprint=signed.fingerprint, head=short(signed.log_head))


def signed_by(signed: SignedOff | None) -> str:
    """Say by whom and when, for a list of facts; empty where nobody signed off."""
    if signed is None or not signed.by:
        return ""
    return say("report.signed_by", name=signed.by, day=long_date(moment_of(signed).date()))
