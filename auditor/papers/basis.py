"""Who may see the papers of a round: the legal basis of each class of auditors, who approved it, and in which form.

SEND Regulations 2014, regulation 17, restricts the disclosure of plans. The program takes no view on what allows it:
the council writes its own words, and without them no papers go out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sqlmodel import Session, col, select

from auditor.answers import clean_note
from auditor.changed import Changed
from auditor.people.register import today
from auditor.round_states import Deed, need, refusal, round_of
from db import log
from db.errors import UserError
from db.store import Store
from db.tables import PapersBasis, Person
from db.vocabulary import Agency, PapersForm

OUTSIDE = "outside"
CLASSES: Mapping[str, str] = MappingProxyType(
    {
        Agency.EDUCATION.value: "Education",
        Agency.HEALTH.value: "Health",
        Agency.SOCIAL_CARE.value: "Social care",
        Agency.SCHOOL.value: "Schools",
        Agency.PARENT_FORUM.value: "Parents",
        OUTSIDE: "Another area",
    }
)
"""Each class of auditors, in the words a page uses; somebody from outside belongs to that class alone."""
FORMS: Mapping[PapersForm, str] = MappingProxyType(
    {
        PapersForm.WHOLE: "whole",
        PapersForm.REDACTED: "redacted",
        PapersForm.SECTIONS: "their sections alone",
    }
)
MOST = 500  # characters of a basis: a reference and a sentence, not the agreement itself


@dataclass(frozen=True)
class Basis:
    """Why a class may see papers, in which form, who approved it and when."""

    form: PapersForm
    basis: str
    approved_by: str
    approved_on: date
    row_version: int


@dataclass(frozen=True)
class ClassOfAuditors:
    """One class: its key, its name, the forms it may be given, how many auditors are in it, and its basis, if any."""

    key: str
    name: str
    forms: tuple[PapersForm, ...]
    people: int
    basis: Basis | None


@dataclass(frozen=True)
class WhoMaySee:
    """The classes of a round. `locked` says why nothing can be changed any more; empty while it can."""

    round: str
    classes: tuple[ClassOfAuditors, ...]
    locked: str


@dataclass(frozen=True)
class MayHave:
    """The form in which somebody may have the papers of a round, or a sentence why not."""

    form: PapersForm | None
    refusal: str = ""


def forms_of(auditors: str) -> tuple[PapersForm, ...]:
    """The forms a class may be given. Parents are given papers redacted and in no other form."""
    return (PapersForm.REDACTED,) if auditors == Agency.PARENT_FORUM else tuple(PapersForm)


def class_of(person: Person) -> str:
    """Which class an auditor belongs to."""
    return OUTSIDE if person.outside else person.agency


def may_have(session: Session, round_id: int, person: Person) -> MayHave:
    """In which form somebody may have the papers of a round, or why not.

    A parent from another area is a parent: what the outside class may have does not reach them.
    """
    auditors = class_of(person)
    found = _of(session, round_id, auditors)
    if found is None:
        return MayHave(
            None,
            f"No legal basis is recorded for {CLASSES[auditors].lower()} to see papers of this round, so {person.code} "
            "is given none. Record it under Papers, Who may see them.",
        )
    if person.agency == Agency.PARENT_FORUM:
        return MayHave(PapersForm.REDACTED)
    return MayHave(PapersForm(found.form))


def who_may_see(store: Store, round_id: int) -> WhoMaySee:
    """Every class of a round with what is recorded for it."""
    with store.read() as session:
        rnd = round_of(session, round_id)
        rows = {row.auditors: row for row in session.exec(select(PapersBasis).where(PapersBasis.round_id == round_id))}
        people = [class_of(p) for p in session.exec(select(Person).where(col(Person.left_on).is_(None)))]
        classes = tuple(
            ClassOfAuditors(key, name, forms_of(key), people.count(key), _basis(rows.get(key)))
            for key, name in CLASSES.items()
        )
        return WhoMaySee(rnd.name, classes, refusal(rnd, Deed.CHANGE_SETTINGS))


def record_basis(
    store: Store,
    round_id: int,
    auditors: str,
    *,
    form: PapersForm,
    basis: str,
    approved_by: str,
    approved_on: date,
    day: date | None = None,
) -> Changed:
    """Record why a class may see the papers of a round, or change what is recorded; `day` is today's date.

    Raises UserError: `no_class`, `no_basis` (a field is empty or too long), `later` (approved on a day to come),
    `parents_redacted`, `not_lead`, `round_state`, `no_round`.
    """
    if auditors not in CLASSES:
        raise UserError("no_class", "There is no such class of auditors. Nothing was changed.")
    words, by = clean_note(basis).strip(), clean_note(approved_by).strip()
    if not words or not by:
        missing = "the legal basis" if not words else "who approved it"
        raise UserError("no_basis", f"Say {missing}. Nothing was changed.")
    if len(words) > MOST or len(by) > MOST:
        raise UserError("no_basis", f"Use at most {MOST} characters; the agreement itself stays where it is kept.")
    if approved_on > (day or today()):
        raise UserError("later", "The day of approval is still to come. Nothing was changed. Check the date.")
    if form not in forms_of(auditors):
        raise UserError("parents_redacted", "Parents are given papers redacted and in no other form.")
    with store.write() as session:
        owner = store.lead(session, "says who may see papers")
        rnd = need(session, round_id, Deed.CHANGE_SETTINGS)
        row = _of(session, round_id, auditors)
        before = _told(row) if row is not None else ""
        if row is None:
            row = PapersBasis(
                round_id=round_id, auditors=auditors, form=form, basis=words, approved_by=by, approved_on=approved_on
            )
        elif (row.form, row.basis, row.approved_by, row.approved_on) == (form, words, by, approved_on):
            return Changed(frozenset())
        else:
            row.form, row.basis, row.approved_by, row.approved_on = form.value, words, by, approved_on
            row.row_version += 1
        session.add(row)
        log.append(
            session, who=owner.name, what="recorded who may see papers", subject=f"{rnd.name} {CLASSES[auditors]}",
            before=before, after=_told(row),
        )  # fmt: skip
    return Changed(frozenset({"papers"}), (round_id,))


def withdraw_basis(store: Store, round_id: int, auditors: str, why: str) -> Changed:
    """No papers of a round go to a class any more. What was sent before stays noted with its packs.

    Raises UserError: `no_reason`, `no_basis` (there is none), `not_lead`, `round_state`, `no_round`.
    """
    reason = clean_note(why).strip()
    if not reason:
        raise UserError("no_reason", "Say why, in a few words. Nothing was changed.")
    with store.write() as session:
        owner = store.lead(session, "says who may see papers")
        rnd = need(session, round_id, Deed.CHANGE_SETTINGS)
        row = _of(session, round_id, auditors)
        if row is None:
            raise UserError("no_basis", "Nothing is recorded for this class. Nothing was changed.")
        session.delete(row)
        log.append(
            session, who=owner.name, what="withdrew who may see papers", subject=f"{rnd.name} {CLASSES[auditors]}",
            before=_told(row), after="", why=reason,
        )  # fmt: skip
    return Changed(frozenset({"papers"}), (round_id,))


def _of(session: Session, round_id: int, auditors: str) -> PapersBasis | None:
    return session.exec(
        select(PapersBasis).where(PapersBasis.round_id == round_id, PapersBasis.auditors == auditors)
    ).first()


def _basis(row: PapersBasis | None) -> Basis | None:
    if row is None:
        return None
    return Basis(PapersForm(row.form), row.basis, row.approved_by, row.approved_on, row.row_version)


def _told(row: PapersBasis) -> str:
    return f"{FORMS[PapersForm(row.form)]}; {row.basis}; approved by {row.approved_by} on {row.approved_on}"
