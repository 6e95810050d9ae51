"""Which papers go into somebody's work pack, in the form they may have, and which cannot go and why."""

from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from sqlmodel import Session, col, func, select

from auditor.audits import framework_of
from auditor.frameworks import Framework
from auditor.packs.rows import PackedPaper
from auditor.papers.apart import look_apart, redact_apart
from auditor.papers.basis import may_have
from auditor.papers.files import files_in, named
from auditor.papers.redact import is_copy
from auditor.people.register import today
from auditor.plan_reader.documents import content_of
from auditor.plan_reader.plan import LETTERS
from auditor.round_states import round_of
from auditor.steps import finished
from db.errors import UserError
from db.store import Store
from db.tables import Assignment, Person, Plan, RoundPlan, Sampled
from db.vocabulary import PapersForm

DAYS_AFTER = 30
"""How long papers can be read after the day a round is due, unless the lead chooses another day."""


@dataclass(frozen=True)
class PackPaper:
    """Papers ready to go: the bytes in the form that their reader may have."""

    assignment_id: int
    reference: str
    kind: Literal["pdf", "docx"]
    form: PapersForm
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class LeftOut:
    """Papers that cannot go, and why, in a sentence that says what to do."""

    assignment_id: int
    reference: str
    why: str


@dataclass(frozen=True)
class ForPack:
    """What was found for one person, in the order of their assignments."""

    papers: tuple[PackPaper, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True)
class _Asked:
    assignment_id: int
    reference: str
    sections: tuple[str, ...]


def default_until(session: Session, round_id: int, day: date) -> date:
    """The last day on which papers of a round can be read unless the lead chooses otherwise; `day` is today."""
    rnd = round_of(session, round_id)
    latest = session.exec(
        select(func.max(Assignment.due_on))
        .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .where(RoundPlan.round_id == round_id)
    ).one()
    return max(day, rnd.due_on or day, latest or day) + timedelta(days=DAYS_AFTER)


def gather_papers(
    store: Store, round_id: int, person_id: int, assignment_ids: Sequence[int], places: Sequence[Path]
) -> Generator[str, None, ForPack]:
    """Find the papers of somebody's assignments in folders or among files, and bring them into the form they may have.

    A long job: it yields what it is doing and may be closed at any step. Files are matched by the reference their
    name begins with. For somebody who may have redacted papers only a copy made on the redaction page goes; sections
    are cut out here. Raises UserError `no_basis` where nothing is recorded for their class, `no_person`, `no_round`.
    """
    with store.read() as session:
        person = session.get(Person, person_id)
        if person is None:
            raise UserError("no_person", "That auditor is not in the register. Nothing was packed.")
        may = may_have(session, round_id, person)
        if may.form is None:
            raise UserError("no_basis", may.refusal)
        asked = _asked(session, round_id, person_id, assignment_ids)
    form, files = may.form, files_in(places)
    papers: list[PackPaper] = []
    left_out: list[LeftOut] = []
    for number, one in enumerate(asked, 1):
        yield f"Papers of {one.reference}, {number} of {len(asked)}"
        try:
            papers.append((yield from _ready(one, form, named(files, one.reference))))
        except UserError as problem:
            left_out.append(LeftOut(one.assignment_id, one.reference, str(problem)))
    return ForPack(tuple(papers), tuple(left_out))


def pack_papers(
    store: Store, round_id: int, person_id: int, assignment_ids: Sequence[int], places: Sequence[Path]
) -> ForPack:
    """`gather_papers` in one go."""
    return finished(gather_papers(store, round_id, person_id, assignment_ids, places))


def papers_for(
    store: Store, places: Sequence[Path], until: date | None = None
) -> Callable[[int, int, Sequence[int]], Mapping[int, PackedPaper]]:
    """What `make_work_packs` asks for the papers of each person. `until` is the last day they can be read.

    What cannot go is left out, as `gather_papers` tells beforehand; UserError `no_basis` comes through.
    """

    def papers(round_id: int, person_id: int, assignments: Sequence[int]) -> Mapping[int, PackedPaper]:
        last = until
        if last is None:
            with store.read() as session:
                last = default_until(session, round_id, today())
        found = pack_papers(store, round_id, person_id, assignments, places).papers
        return {one.assignment_id: PackedPaper(one.form, one.kind, last, one.content) for one in found}

    return papers


def _asked(session: Session, round_id: int, person_id: int, ids: Sequence[int]) -> list[_Asked]:
    """The assignments with their references and sections, those of others and of other rounds left aside."""
    framework = framework_of(session, round_id)
    rows = session.exec(
        select(Assignment, Plan.reference)
        .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .join(Plan, col(Plan.id) == RoundPlan.plan_id)
        .where(RoundPlan.round_id == round_id, Assignment.person_id == person_id, col(Assignment.id).in_(ids))
        .where(col(Assignment.withdrawn_at).is_(None), col(Assignment.known_child_at).is_(None))
    ).all()
    order = {assignment: number for number, assignment in enumerate(ids)}
    found = [_Asked(a.id or 0, reference, sections_of(framework, a.criteria)) for a, reference in rows]
    return sorted(found, key=lambda one: order[one.assignment_id])


def sections_of(framework: Framework, criteria: str) -> tuple[str, ...]:
    """The sections that an assignment's criteria are about: keys with spaces between, or all criteria where empty."""
    keys = criteria.split() or [criterion.id for criterion in framework.criteria]
    named_there = {section for key in keys for section in framework.criterion(key).sections}
    return LETTERS if "all" in named_there else tuple(letter for letter in LETTERS if letter in named_there)


def _ready(one: _Asked, form: PapersForm, files: Sequence[Path]) -> Generator[str, None, PackPaper]:
    """The papers of one plan in a form. Raises UserError with why they cannot go."""
    contents = [(path, content_of(path, path.name)) for path in files]
    copies = [pair for pair in contents if is_copy(pair[1], "redacted")]
    wholes = [pair for pair in contents if pair not in copies and not is_copy(pair[1], "sections")]
    if form == PapersForm.REDACTED:
        if copies:
            newest = max(copies, key=lambda pair: pair[0].stat().st_mtime_ns)
            return _paper(one, form, newest[1])
        if wholes:
            raise (yield from _not_redacted(one.reference, *wholes[0]))
    chosen = next(iter(wholes), None)
    if chosen is None:
        held = "Only a redacted copy is" if copies else "No PDF or Word file is"
        raise UserError(
            "no_paper", f"{held} there for {one.reference}: the name of the file must begin with {one.reference}."
        )
    if form == PapersForm.WHOLE:
        return _paper(one, form, chosen[1])
    if not one.sections:
        raise UserError("no_section", f"What is asked of {one.reference} is about no section, so no papers go along.")
    made = yield from redact_apart(chosen[1], (), keep_sections=one.sections, name=chosen[0].name)
    return _paper(one, form, made.pdf)


def _not_redacted(reference: str, path: Path, content: bytes) -> Generator[str, None, UserError]:
    """Why a whole plan does not go to somebody who may have redacted papers, with what stands in it."""
    look = yield from look_apart(content, today(), name=path.name)
    kinds = Counter(one.looks_like for one in look.suggestions)
    seen = ", ".join(f"{kind} ({count})" if count > 1 else kind for kind, count in kinds.most_common(6))
    what = f" In it: {seen}." if seen else ""
    return UserError(
        "not_redacted",
        f"{reference} is not redacted yet.{what} Make a copy under Papers, Redacted copies, and save it beside it.",
    )


def _paper(one: _Asked, form: PapersForm, content: bytes) -> PackPaper:
    kind: Literal["pdf", "docx"] = "pdf" if b"%PDF-" in content[:1024] else "docx"
    return PackPaper(one.assignment_id, one.reference, kind, form, content)
