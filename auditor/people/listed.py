"""A whole list of auditors at once, pasted or from a CSV file; every wrong row in a sentence."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlmodel import Session, func, select

from auditor.allocation.allocate import Exclusion
from auditor.changed import Changed
from auditor.frames.csv_rows import csv_rows
from auditor.frames.values import Wrong, WrongRow, day, one_of, short, shown, yes
from auditor.people.records import FIRST_COURSE, write_exclusion, write_training
from auditor.people.register import PEOPLE, PersonFacts, TrainingFacts, write_facts, write_own
from db import log
from db.errors import UserError
from db.store import Store
from db.tables import Person, Training
from db.vocabulary import Agency

COLUMNS = ("code", "name", "agency", "trained_on", "undertaking_on")
"""What the columns are where the list has no heads."""
_ALSO = MappingProxyType(
    {
        "auditor": "name", "auditor_code": "code", "initials": "code", "trained": "trained_on",
        "date_trained": "trained_on", "training_date": "trained_on", "taken_on": "trained_on",
        "undertaking": "undertaking_on", "undertaking_signed": "undertaking_on",
        "confidentiality": "undertaking_on", "share": "load_share", "load": "load_share", "left": "left_on",
        "from_outside": "outside", "handbook_version": "handbook", "refresher": "refresher_due",
        "own_settings": "settings", "excluded_settings": "settings", "excluded_areas": "areas",
        "own_areas": "areas", "localities": "areas", "excluded_writers": "writers", "own_cases": "plans",
        "excluded_plans": "plans",
    }
)  # fmt: skip
_AGENCIES = MappingProxyType(
    {"parent_carer_forum": "parent_forum", "parents_and_carers": "parent_forum", "social_services": "social_care"}
)
_LISTS = MappingProxyType({"settings": "setting", "areas": "area", "writers": "writer", "plans": "plan"})


@dataclass(frozen=True)
class PersonOnList:
    """One usable row: the fields its columns gave, by name, and what must not be scored."""

    row: int
    given: Mapping[str, Any]
    exclusions: tuple[Exclusion, ...]


@dataclass(frozen=True)
class PeopleList:
    """What a list gave: usable rows, rows left out, columns not known here."""

    people: tuple[PersonOnList, ...]
    wrong: tuple[WrongRow, ...]
    ignored: tuple[str, ...]


@dataclass(frozen=True)
class Taken:
    """What became of a list: how many were added and how many were there and brought up to date."""

    changed: Changed
    added: int
    updated: int


def read_people(content: bytes) -> PeopleList:
    """Read a list of auditors; a first row with the names of columns may put them in any order.

    Without one the columns are those of COLUMNS. Several exclusions in a cell have semicolons between them.
    Raises UserError: `not_a_table`, `no_people`.
    """
    rows = list(csv_rows(content).rows)
    names = [_column(cell) for cell in rows[0][1]] if rows else []
    headed = "code" in names or "name" in names
    if not headed:
        names = list(COLUMNS)
    body = rows[1:] if headed else rows
    if not body:
        raise UserError("no_people", "The list holds nobody. Nothing was taken in. Give each auditor a line.")
    ignored = [cell for cell, name in zip(rows[0][1], names, strict=False) if headed and cell and name not in _READERS]
    found, wrong, seen = list[PersonOnList](), list[WrongRow](), set[str]()
    for number, cells in body:
        person, problems = _person(number, names, cells)
        if not problems and person.given["code"].casefold() in seen:
            problems = [WrongRow(number, "code", f"the code {person.given['code']} stands in the list already.")]
        wrong += problems
        if not problems:
            seen.add(person.given["code"].casefold())
            found.append(person)
    return PeopleList(tuple(found), tuple(wrong), tuple(ignored))


def take_people(store: Store, listed: Sequence[PersonOnList]) -> Taken:
    """Take a list into the register: new codes are added, known ones get what the list says and keep the rest.

    All of it or nothing. Raises UserError as `register.add_person` and `records.add_exclusion` do.
    """
    added = updated = 0
    with store.write() as session:
        for person in listed:
            known = session.exec(select(Person).where(func.lower(Person.code) == person.given["code"].lower())).first()
            added, updated = added + (known is None), updated + (known is not None)
            _take(session, store, known or Person(code="", name="", agency=""), person)
        log.append(
            session, who=store.owner(session).name, what="took in a list of auditors",
            subject=f"{added} added, {updated} brought up to date",
            after=", ".join(person.given["code"] for person in listed),
        )  # fmt: skip
    return Taken(PEOPLE, added, updated)


def _take(session: Session, store: Store, row: Person, person: PersonOnList) -> None:
    given = person.given
    facts = PersonFacts(
        row.code, row.name, row.agency, row.load_share, row.outside, row.undertaking_on, row.left_on
    ) if row.id else PersonFacts("", "", "")  # fmt: skip
    fields = {key: value for key, value in given.items() if hasattr(facts, key) and value is not None}
    if row.id:
        fields["code"] = row.code
    write_facts(session, row, replace(facts, **fields))
    write_own(session, store, row)
    taken: date | None = given.get("trained_on")
    if taken is not None:
        course = str(given.get("course") or FIRST_COURSE)
        there = select(Training.id).where(
            Training.person_id == row.id, Training.course == course, Training.taken_on == taken
        )
        if session.exec(there).first() is None:
            more = {key: given[key] for key in ("handbook", "result", "refresher_due") if given.get(key)}
            write_training(session, row, replace(TrainingFacts(course, taken), **more))
    for exclusion in person.exclusions:
        write_exclusion(session, row, exclusion)


def _person(number: int, names: Sequence[str], cells: Sequence[str]) -> tuple[PersonOnList, list[WrongRow]]:
    given: dict[str, Any] = {}
    exclusions: list[Exclusion] = []
    wrong: list[WrongRow] = []
    for name, cell in zip(names, cells, strict=False):
        if name not in _READERS:
            continue
        try:
            value = _READERS[name](cell)
        except Wrong as problem:
            wrong.append(WrongRow(number, name, str(problem)))
            continue
        if name in _LISTS:
            exclusions += [Exclusion(_LISTS[name], word, "from the list") for word in value]
        else:
            given[name] = value
    for name, what in (("code", "code"), ("name", "name"), ("agency", "agency")):
        if not wrong and not given.get(name):
            wrong.append(WrongRow(number, name, f"it has no {what}."))
    due, taken = given.get("refresher_due"), given.get("trained_on")
    if not wrong and due and taken and due < taken:
        wrong.append(WrongRow(number, "refresher_due", "the refresher is due before the course was taken."))
    return PersonOnList(number, given, tuple(exclusions)), wrong


def _column(head: str) -> str:
    plain = _plain(head)
    return _ALSO.get(plain, plain)


def _plain(cell: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", cell.casefold()).strip("_")


def _agency(cell: str) -> Any:
    """An agency, also as the window and people at large call it."""
    return one_of(Agency, "agency", "")(_AGENCIES.get(_plain(cell), cell))


def _share(cell: str) -> int | None:
    text = cell.removesuffix("%").strip()
    if not text:
        return None
    if not re.fullmatch(r"\d{1,3}", text) or int(text) > 100:
        raise Wrong(f"{shown(cell)} is not a load share. Write percent: a whole number from 0 to 100.")
    return int(text)


def _yes(cell: str) -> bool | None:
    return yes(cell) if cell else None


def _words(cell: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in cell.split(";") if word.strip())


_READERS: Mapping[str, Callable[[str], Any]] = MappingProxyType(
    {
        "code": short("code"),
        "name": short("name"),
        "agency": _agency,
        "load_share": _share,
        "outside": _yes,
        "undertaking_on": day,
        "left_on": day,
        "course": short("course"),
        "trained_on": day,
        "handbook": short("handbook's version"),
        "result": short("result"),
        "refresher_due": day,
        **dict.fromkeys(_LISTS, _words),
    }
)
