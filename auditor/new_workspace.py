"""Make a workspace with its people and its first round: all of it or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor.frameworks import Framework
from auditor.rounds import DrawnRound, NewAssignment, NewPerson, NewPlan, add_people, make_round
from db.errors import UserError
from db.files import write_whole
from db.store import SUFFIX, Store
from db.vocabulary import Role


@dataclass(frozen=True)
class NewWorkspace:
    """Everything a first round needs: whose the workspace is, who audits, what, under which framework."""

    owner: str
    role: Role
    council: str
    people: Sequence[NewPerson]
    framework: Framework
    round: DrawnRound
    plans: Sequence[NewPlan]
    assignments: Sequence[NewAssignment]


def make_workspace(path: Path, new: NewWorkspace) -> Path:
    """Make the workspace at `path` (its ending is added if it is missing) and return where it is.

    Raises UserError: `exists`, what `write_whole` raises and what `make_round` refuses. No file is left then.
    """
    path = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
    if path.exists():
        raise UserError("exists", f"{path.name} is there already and was left as it was. Choose another name.")

    def build(beside: Path) -> None:
        with Store.create(beside, owner=new.owner, role=new.role, council=new.council) as store:
            add_people(store, new.people)
            make_round(store, new.framework, new.round, new.plans, new.assignments)

    return write_whole(path, build)
