"""A page for families: what was looked at, what was found, how sure we are, and whom to ask, in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from auditor.editions.figures import PublicFigures
from auditor.figures import TOO_FEW
from auditor.intervals import Interval
from auditor.reports.blocks import Banner, Block, Bullets, Heading, Paragraph, Point, Title
from auditor.reports.details import ReportDetails
from auditor.reports.wording import joined, long_date
from auditor.rounding import whole_percent
from db.vocabulary import Agency, Draw

DRAFT = "Draft: these figures are not published yet. Publish the public edition first, then make this page again."
TITLE = "How good are our children's plans?"
WHERE = {
    Agency.EDUCATION: "education",
    Agency.HEALTH: "health",
    Agency.SOCIAL_CARE: "social care",
    Agency.PARENT_FORUM: "the parent carer forum",
    Agency.SCHOOL: "schools",
}


@dataclass(frozen=True)
class Found:
    """One standard as the page tells it; `of` is None where it is hidden or there is no figure."""

    name: str
    of: tuple[int, int] | None
    interval: Interval | None = None


@dataclass(frozen=True)
class Looked:
    """What was looked at: how many plans of how many, how they were picked, who read them, as at which day.

    `plans` is how many were picked, `audited` how many of them were read so far; None where that is hidden.
    """

    as_at: date
    draw: str
    basis: str
    plans: int | None
    audited: int | None
    population: int | None
    agencies: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def foot_of(figures: PublicFigures) -> str:
    """What stands at the foot: for whom, of which round, and the mark of the figures that everybody may see."""
    return f"For families · {figures.round} · figures {figures.mark}"


def looked_at(figures: PublicFigures) -> Looked:
    """The same of what is shown to everybody."""
    sample = figures.sample
    return Looked(
        date.fromisoformat(figures.as_at), figures.draw, figures.basis, sample.drawn, sample.scored,
        sample.population, tuple(figures.auditors), (figures.invented,) if figures.invented else (),
    )  # fmt: skip


def found_in(figures: PublicFigures) -> tuple[Found, ...]:
    """The headlines that are shown to everybody; what is hidden there is hidden here."""
    return tuple(
        Found(
            line.name,
            (line.k, line.n) if line.k is not None and line.n is not None and line.percent is not None else None,
            None if line.weighted else line.interval,
        )
        for line in figures.of("measure")
    )


def families_page(
    looked: Looked, found: Sequence[Found], details: ReportDetails, written: Sequence[Block] = (), *, out: bool = True
) -> tuple[Block, ...]:
    """Give the page; `written` is what the council says happens next. Unless the figures are `out` it is a draft."""
    blocks: list[Block] = [Title(TITLE)]
    if warnings := [*looked.warnings, *([] if out else [DRAFT])]:
        blocks.append(Banner(" ".join(warnings)))
    answers = looked.basis == "answers"
    what = "answers to our questions" if answers else "of the plans that we could judge"
    blocks += [
        Paragraph(
            "An Education, Health and Care Plan says what a child or young person with special educational needs "
            "hopes for, what they need, and who does what. We check some of these plans to see how good they are."
        ),
        Heading(1, "What we looked at"),
        Paragraph(_looked(looked)),
        Heading(1, "What we found"),
        Paragraph(f"This is how many {what} met each standard. Some plans did not tell enough to judge them."),
        Bullets(tuple(Point(f"{f.name.rstrip('.')}:", _of(f)) for f in found)),
        Heading(1, "How sure we are"),
        Paragraph(_sure(looked, found)),
        *((Heading(1, "What happens next"), *written) if written else ()),
        Heading(1, "Whom to ask"),
        Paragraph(
            details.contact or "Ask the council's special educational needs team, or your parent carer forum. "
            "You can also ask the local information, advice and support service, which is free and independent."
        ),
    ]  # fmt: skip
    return tuple(blocks)


def _looked(looked: Looked) -> str:
    many = "some" if looked.plans is None else f"{looked.plans:,}"
    of = f" of {looked.population:,}" if looked.population and looked.plans is not None else ""
    plans = "plan" if looked.plans == 1 and not of else "plans"
    day = f"as they were on {long_date(looked.as_at)}"
    if looked.audited is None or looked.audited == looked.plans:
        first = f"We looked at {many}{of} {plans}, {day}."
    else:
        first = f"We picked {many}{of} {plans}, {day}. We have looked at {looked.audited:,} of them so far."
    how = {
        Draw.RANDOM: "A draw by lot chose them, so that every plan had the same chance.",
        Draw.STRATIFIED: "A draw by lot chose them, from each part of the area.",
        Draw.ALL: "That is all of them.",
        Draw.CHOSEN: "People chose them, so they do not stand for all plans.",
        Draw.UNKNOWN: "We do not know how they were chosen, so they do not stand for all plans.",
    }[Draw(looked.draw)]
    return f"{first} {how} {_who(looked.agencies)}".strip()


def _who(agencies: Sequence[str]) -> str:
    if not agencies:
        return ""
    names = joined([WHERE[Agency(a)] for a in agencies])
    return f"People from {names} read them against the same questions."


def _of(found: Found) -> str:
    if found.of is None:
        return f"{TOO_FEW}."
    k, n = found.of
    first = f"{k:,} of {n:,}."
    if found.interval is None:
        return first
    low, high = (whole_percent(end).rstrip("%") for end in found.interval)
    return f"{first} If we had looked at every plan, we would expect between {low} and {high} in every 100."


def _sure(looked: Looked, found: Sequence[Found]) -> str:
    readers = "Other readers might have judged some plans otherwise; the numbers cannot show that."
    if any(f.interval for f in found):
        return (
            "We looked at some plans and not at all of them, and another draw would have given somewhat other numbers. "
            f"That is why we give two numbers: the truth for all plans is likely to lie between them. {readers}"
        )
    if Draw(looked.draw).by_lot:
        return f"We looked at some plans and not at all of them, too few to say what is true of all. {readers}"
    if looked.draw == Draw.ALL:
        return f"We looked at every plan, so there is no luck in it. {readers}"
    return f"These plans were not drawn by lot. The numbers tell about them and about no other plans. {readers}"
