"""Make a lead's workspace with its first round, a draft: all of it or nothing."""

from dataclasses import dataclass
from pathlib import Path

from auditor.frameworks import Framework
from auditor.locking import refuse_open
from auditor.rounds import NewRound, new_round
from db.errors import UserError
from db.files import write_whole
from db.store import Store
from db.vault import Key, named_as_ours
from db.vocabulary import Role


@dataclass(frozen=True)
class NewWorkspace:
    """Whose the workspace is, and what its first round is, under which framework."""

    owner: str
    council: str
    framework: Framework
    round: NewRound


def make_workspace(path: Path, new: NewWorkspace, key: Key | None) -> Path:
    """Make the workspace at `path` (its ending is added if it is missing) and return where it is.

    It is encrypted with `key`, which `auditor.locking.key_for_new` gives, or open without one.
    Whoever makes a workspace leads its rounds, and may score in them too. Raises UserError: `policy` where it may not
    be open, `exists`, what `write_whole` raises and what `new_round` refuses. No file is left then.
    """
    refuse_open(key)
    path = named_as_ours(path)
    if path.exists():
        raise UserError("exists", f"{path.name} is there already and was left as it was. Choose another name.")

    def build(beside: Path) -> None:
        with Store.create(beside, owner=new.owner, role=Role.LEAD, council=new.council, key=key) as store:
            new_round(store, new.framework, new.round)

    return write_whole(path, build)
