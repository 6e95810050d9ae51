"""How the plans of a public edition came about, as far as it may be told."""

from collections.abc import Callable, Sequence

from auditor.editions.figures import Count, Hidden, Least, PublicSample
from auditor.figures import Results
from db.vocabulary import Draw

SMALL_STEP = "One step of the way from the list to the plans audited left out too few plans to report."


def public_sample(
    results: Results, least: Least, before: Sequence[PublicSample], *, whole_lines: bool, keep_seed: bool
) -> tuple[PublicSample, list[Hidden]]:
    """The numbers of the way from the list to the figures. What fell away at a step is small or not, as any count.

    `before` is what editions of other figures told: no number may differ from it by a small count. Plans replaced, and
    why, tell of children themselves: such counts are hidden when small whatever was agreed. `keep_seed` while an
    edition rests on nobody knowing which plans were drawn.
    """
    facts, hidden = results.sample, list[Hidden]()

    def may(*counts: int) -> bool:
        return whole_lines or least.fits(*counts)

    def stays(now: int, then: Callable[[PublicSample], Count]) -> bool:
        told = [count for sample in before if (count := then(sample)) is not None]
        return whole_lines or least.fits(*(abs(now - count) for count in told))

    away = results.plans - results.scored
    drawn = results.plans if may(away) and stays(away, _away) else None
    split = drawn is not None and may(facts.papers_missing, away - facts.papers_missing)
    split = split and stays(facts.papers_missing, lambda sample: sample.papers_missing)
    split = split and stays(away - facts.papers_missing, lambda sample: sample.waiting)
    if not split:
        hidden.append(Hidden("Plans drawn that were not audited", SMALL_STEP))
    whole = results.population if results.population is not None else facts.matching
    # where all plans were taken the list tells how many were drawn
    known = drawn is not None or results.draw != Draw.ALL
    may_whole = whole is not None and known and may(whole - results.plans)
    population = whole if may_whole and stays(whole or 0, lambda sample: sample.population) else None
    if whole is not None and population is None:
        hidden.append(Hidden("Plans on the list", SMALL_STEP))
    frame = None
    if facts.frame is not None and whole is not None and population is not None:
        fits = least.fits(facts.frame - whole) and stays(facts.frame, lambda sample: sample.frame)
        frame = facts.frame if fits else None
        if frame is None:
            hidden.append(Hidden("Plans on the list that could not be drawn", SMALL_STEP))
    fits = may(results.scored_twice, results.scored - results.scored_twice)
    twice = results.scored_twice if fits and stays(results.scored_twice, lambda sample: sample.twice) else None
    if twice is None:
        hidden.append(Hidden("Plans audited twice", "Too few plans, or all but too few, were audited twice."))
    replaced = (
        None
        if any(_differs(facts.replaced, sample.replaced, least) for sample in before)
        else (_replaced(facts.replaced, least))
    )
    if replaced is None or ("all" in replaced and facts.replaced):
        hidden.append(Hidden("Plans replaced, by reason", "Too few plans were replaced for one of the reasons."))
    sample = PublicSample(
        frame=frame,
        population=population,
        drawn=drawn,
        papers_missing=facts.papers_missing if split else None,
        waiting=away - facts.papers_missing if split else None,
        scored=results.scored,
        twice=twice,
        audits=results.audits_submitted if twice is not None else None,
        replaced=replaced,
        seed="" if keep_seed else facts.seed,
        seed_kept=keep_seed and bool(facts.seed),
        drawn_here=facts.matching is not None,
        filters=facts.filters,
        divided_by=facts.by,
    )
    return sample, hidden


def _replaced(counts: dict[str, int], least: Least) -> dict[str, int] | None:
    """Every reason, or all together, or nothing."""
    if least.fits(*counts.values()):
        return {why: n for why, n in sorted(counts.items()) if n}
    total = sum(counts.values())
    return {"all": total} if least.fits(total) else None


def _away(sample: PublicSample) -> Count:
    """How many plans that were drawn were not audited."""
    return None if sample.drawn is None else sample.drawn - sample.scored


def _differs(now: dict[str, int], then: dict[str, int] | None, least: Least) -> bool:
    """Whether some count of plans replaced differs by a small one from what was told, or their sum does."""
    if then is None:
        return False
    fit = least.fits(abs(sum(now.values()) - sum(then.values())))
    return not (fit and ("all" in then or least.fits(*(abs(now.get(w, 0) - then.get(w, 0)) for w in now | then))))
