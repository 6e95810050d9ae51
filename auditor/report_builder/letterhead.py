"""What stands at the head of a council's reports: logo, colour, meeting, whom to ask, how it is classified."""

import re
from dataclasses import dataclass

from sqlmodel import Session

from auditor.changed import Changed
from auditor.reports.logo import clean_logo
from db import log
from db.errors import UserError
from db.store import Store
from db.tables import Letterhead as LetterheadRow

LETTERHEAD = Changed(frozenset({"report"}))
LOGO_MOST = 1_000_000  # bytes: it goes into every report
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
LEAST_CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3: text on white


@dataclass(frozen=True)
class Letterhead:
    """The head of a report. `logo` is a PNG or JPEG file's bytes; `accent` a colour such as #0B5D5E, or nothing."""

    logo: bytes | None = None
    accent: str = ""
    meeting: str = ""
    contact: str = ""
    classification: str = ""


def letterhead_of(store: Store) -> Letterhead:
    """What is kept, or an empty head."""
    with store.read() as session:
        return read_letterhead(session)


def read_letterhead(session: Session) -> Letterhead:
    """The same within another job."""
    row = session.get(LetterheadRow, 1)
    if row is None:
        return Letterhead()
    # it goes into style sheets, so what somebody wrote into the file by hand counts for nothing
    accent = row.accent if COLOUR.fullmatch(row.accent) else ""
    return Letterhead(row.logo, accent, row.meeting, row.contact, row.classification)


def keep_letterhead(store: Store, head: Letterhead) -> Changed:
    """Keep the head of reports; the logo is drawn anew, so that nothing but the picture goes out with reports.

    Raises UserError: `no_picture` for a logo that is no PNG or JPEG or is over 1 MB; `no_colour`; `pale_colour` for one
    that cannot be read on white paper.
    """
    if head.logo is not None and len(head.logo) > LOGO_MOST:
        raise UserError("no_picture", "A logo is a picture of up to 1 MB. Nothing was changed. Choose a smaller one.")
    logo = clean_logo(head.logo) if head.logo is not None else None
    if head.accent and not COLOUR.fullmatch(head.accent):
        raise UserError("no_colour", "A colour is written as #0B5D5E: a hash and six digits. Nothing was changed.")
    if head.accent and contrast_on_white(head.accent) < LEAST_CONTRAST:
        raise UserError("pale_colour", "That colour cannot be read well on white paper. Choose a darker one.")
    with store.write() as session:
        row = session.get(LetterheadRow, 1) or LetterheadRow(id=1, row_version=0)
        row.logo, row.accent = logo, head.accent.upper()
        row.meeting, row.contact = head.meeting.strip(), head.contact.strip()
        row.classification = head.classification.strip()
        row.row_version += 1
        session.add(row)
        log.append(session, who=store.owner(session).name, what="changed the letterhead", subject="letterhead")
        return LETTERHEAD


def contrast_on_white(colour: str) -> float:
    """The contrast of a colour, #RRGGBB, with white, from 1 to 21 (WCAG 2.2, relative luminance)."""
    shares = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
