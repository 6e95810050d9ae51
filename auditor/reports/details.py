"""What a report says about itself beside the figures: who it is for, when, and in which edition."""

import datetime as dt
from dataclasses import dataclass

from auditor.figures import Results
from auditor.reports.wording import say
from db.log import short

ROOM = 170  # characters of a line at the foot of a page
EDITIONS = ("working", "partnership")


@dataclass(frozen=True)
class ReportDetails:
    """The front of a report. What is empty is not printed; an empty `title` takes the usual question.

    `edition` is working (rows and notes) or partnership (totals only); `classification` is how a council's papers are
    marked, such as Open or Restricted.
    """

    title: str = ""
    council: str = ""
    meeting: str = ""
    contact: str = ""
    date: dt.date | None = None
    edition: str = "working"
    classification: str = ""

    @property
    def heading(self) -> str:
        """The title as printed."""
        return self.title or say("report.title")


@dataclass(frozen=True)
class Imprint:
    """What a printed document says about itself: in its properties, and at the foot of every page.

    `logo` is a PNG or JPEG file's bytes, put at the head of the first page; `accent` the colour of titles and bars,
    such as #0B5A5E. Whoever sets it sees to its contrast with white.
    """

    title: str
    author: str
    subject: str
    foot: tuple[str, ...]
    date: dt.date | None = None
    logo: bytes | None = None
    accent: str = ""

    @property
    def short_foot(self) -> tuple[str, ...]:
        """The foot as a page has room for it: of a long line only its first sentence."""
        return tuple(shortened(line) for line in self.foot if line)


def shortened(line: str, room: int = ROOM) -> str:
    """Give of a line longer than `room` only its first sentence; and of one that is still longer its beginning."""
    first = line if len(line) <= room else line.split(". ")[0].rstrip(".") + "."
    return first if len(first) <= room else f"{first[: room - 1].rstrip()}…"


def report_imprint(results: Results, details: ReportDetails) -> Imprint:
    """The imprint of a round's report."""
    foot = (footer_line(results, details), results.invented)
    author, subject = details.council or say("report.author"), say("report.subject", round=results.round)
    return Imprint(f"{details.heading} {results.round}", author, subject, foot, details.date)


def footer_line(results: Results, details: ReportDetails) -> str:
    """What stands on every page: edition, round, whether the figures may still move, their mark, the log's head."""
    signed = "report.footer_differs" if "sign_off" in results.reasons else "report.footer"
    key = signed if results.state == "signed_off" else "report.footer_provisional"
    edition = say(f"edition.short_{details.edition}")
    foot = say(key, edition=edition, round=results.round, fingerprint=results.fingerprint)
    return say("report.footer_log", foot=foot, head=short(results.log_head)) if results.log_head else foot
