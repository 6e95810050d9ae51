"""What lies beside a workspace and holds something of a round: packs saved there, papers that came in packs."""

import re
from collections.abc import Iterator
from pathlib import Path

from sqlmodel import Session, select

from auditor.file_names import cut
from auditor.privacy.belongings import Belongings
from db.tables import Paper, Round

PACK = ".ehcppack"


def packs_beside(session: Session, workspace: Path, rnd: Round) -> tuple[Path, ...]:
    """Packs in the workspace's folder, and in a folder of packs beside it, whose name begins with the round's.

    They are sealed, so a name is all that can be seen of them.
    """
    others = [_begins(name) for name in session.exec(select(Round.name).where(Round.id != rnd.id))]
    own = _begins(rnd.name)
    longer = [name for name in others if name.startswith(own)]
    return tuple(
        file
        for file in sorted(_packs(workspace))
        if _plain(file.stem).startswith(own) and not any(_plain(file.stem).startswith(name) for name in longer)
    )


def papers_beside(session: Session, workspace: Path, round_id: int) -> tuple[Path, ...]:
    """The sealed files of papers that came for a round."""
    uids = session.exec(select(Paper.uid).where(Belongings(round_id).papers())).all()
    folder = workspace.with_name(f"{workspace.stem}.papers")
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    return tuple(file for file in files if any(uid in file.name for uid in uids))


def _packs(workspace: Path) -> Iterator[Path]:
    for folder in (workspace.absolute().parent, workspace.with_name(f"{workspace.stem}.packs")):
        if folder.is_dir():
            yield from (file for file in folder.iterdir() if file.suffix.lower() == PACK and file.is_file())


def _begins(name: str) -> str:
    """How the names of a round's packs begin: the round's own, cut short where it is long."""
    return _plain(cut(name, 60)) + " "


def _plain(name: str) -> str:
    """A name without the signs that a file's name may not have."""
    return re.sub(r"[\W_]+", " ", name).strip().casefold()
