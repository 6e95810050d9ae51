"""The words of the redaction page: what the program cannot see, what a copy lost, and what it still holds."""

from collections.abc import Iterable, Sequence

from auditor.papers.redact import Redacted, Standing
from ui.papers import work

CUT = 8  # what still stands: more is told as a count
LOOK_TOO = (
    "Pictures, signatures and handwriting are shown as they are: look at every page and draw a box over what must go."
)

BLIND = "They are a picture, or the file does not say which letters they are. Look before the copy goes out."


def still(standing: Sequence[Standing]) -> str:
    """What a copy still holds, each with its pages."""
    each = [
        f"“{one.text}” ({'once' if one.times == 1 else f'{one.times} times'}, page {listed(map(str, one.pages))})"
        for one in standing[:CUT]
    ]
    more = len(standing) - CUT
    return f"{listed([*each, f'{more} more'] if more > 0 else each)}."


def some_pages(pages: Sequence[int]) -> str:
    """Pages by their numbers, and how many more: page 3 and 4; page 1, 2, 3, 4, 5, 6, 7, 8 and 22 more."""
    named = [str(page) for page in pages[:CUT]]
    return f"page {listed([*named, f'{len(pages) - CUT:,} more'] if len(pages) > CUT else named)}"


def listed(each: Iterable[str]) -> str:
    """Some things in one sentence: A, B and C."""
    names = list(each)
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def limits(plan: work.OpenPlan) -> str:
    """What the program cannot see in this plan."""
    seen = plan.look
    parts = [] if seen.kind == "docx" else [LOOK_TOO]
    if seen.pictures:
        parts.append(f"There are pictures on page {', '.join(map(str, seen.pictures))}.")
    if seen.unread:
        every = len(seen.unread) == len(seen.pages)
        pages = "Every page is a picture" if every else f"A picture: page {', '.join(map(str, seen.unread))}"
        parts.append(f"{pages}. No word is found there, so boxes alone cover anything.")
    parts += seen.notes
    parts.append("The length of a bar can be seen, and a bare name may be missed." if seen.kind == "pdf" else
                 "A bare name may be missed: read the copy through.")  # fmt: skip
    return " ".join(parts)


def told(made: Redacted, boxes: int) -> str:
    """What was taken out of a copy."""
    words = sum(made.removed)
    removed = "1 word is" if words == 1 else f"{words:,} words are"
    drawn = "" if not boxes else ", with 1 box" if boxes == 1 else f", with {boxes} boxes"
    return f"{removed} gone from it{drawn}."
