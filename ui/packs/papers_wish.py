"""Whether papers may go along with work packs, to whom, and why not to the others; and the papers themselves."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from auditor.packs.rows import PackedPaper, PapersFor
from auditor.papers.basis import FORMS, may_have, who_may_see
from auditor.papers.sending import papers_for
from db.store import Store
from db.tables import Person


def papers_wish(store: Store, round_id: int) -> tuple[bool, str]:
    """Whether anybody may have papers of a round, and a sentence of who may and who may not."""
    classes = [one for one in who_may_see(store, round_id).classes if one.people]
    may = [f"{one.name.lower()} ({FORMS[one.basis.form]})" for one in classes if one.basis]
    none = [one.name.lower() for one in classes if not one.basis]
    if not may:
        return False, "No papers go along: no legal basis is recorded for anybody yet."
    held = f" None go to {_listed(none)}: no legal basis is recorded." if none else ""
    return True, f"They go to {_listed(may)}.{held}"


def papers_of(store: Store, places: Sequence[Path]) -> PapersFor:
    """What goes along for each person; nothing for those whom no legal basis covers, as the page has said before."""
    find = papers_for(store, places)

    def wanted(round_id: int, person: int, assignments: Sequence[int]) -> Mapping[int, PackedPaper]:
        with store.read() as session:
            may = may_have(session, round_id, session.get_one(Person, person)).form is not None
        return find(round_id, person, assignments) if may else {}

    return wanted


def _listed(names: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
