"""A lead with a small round, and auditors with workspaces of their own, made through real packs."""

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlmodel import select

from auditor.packs.apply import Applied, apply
from auditor.packs.begin import begin_from_pack
from auditor.packs.container import Recipient, seal
from auditor.packs.gather import return_rows
from auditor.packs.keys import own_identity, recipients
from auditor.packs.manifest import ROWS
from auditor.packs.returns import MadeReturn, from_work_pack, make_return, manifest_of
from auditor.packs.rows import RevisionRow
from auditor.packs.stage import stage
from auditor.packs.staged import Staged
from auditor.packs.work import MadePack, make_work_packs
from auditor.steps import finished
from db.store import Store
from db.tables import METADATA, Person, Round
from db.vocabulary import Value
from tests.building import make_round, make_workspace, score, small_framework

PASSPHRASE = "amber trotting unrated dwelled slacker"
PLANS = ("N-1", "N-2", "N-3", "N-4")
GIVEN = {"N-1": ["EA", "HB"], "N-2": ["EA"], "N-3": ["HB", "EA"], "N-4": ["SC"]}
"""Edie scores three plans, Hal two, Sol one."""


@dataclass
class Party:
    """The files of everybody who takes part, in one folder."""

    folder: Path

    def open(self, name: str) -> Store:
        """Somebody's workspace: lead, edie, edie2 (her other computer), hal."""
        return Store.open(self.folder / f"{name}.ehcpaudit")

    def copy(self, to: Path) -> "Party":
        """The same once more, in another folder."""
        shutil.copytree(self.folder, to)
        return Party(to)


def make_party(folder: Path) -> Party:
    """The lead's workspace with a round of four plans, and three workspaces begun from its work packs."""
    folder.mkdir(parents=True, exist_ok=True)
    party = Party(folder)
    with make_workspace(folder / "lead.ehcpaudit") as lead:
        make_round(lead, small_framework(folder, each="Q1"), PLANS, GIVEN)
        people = [person(lead, code) for code in ("EA", "HB")]
        packs = finished(make_work_packs(lead, 1, people, folder, dict.fromkeys(people, PASSPHRASE)))
    for name, pack in (("edie", packs[0]), ("edie2", packs[0]), ("hal", packs[1])):
        finished(begin_from_pack(folder / f"{name}.ehcpaudit", pack.file, PASSPHRASE, None))
    return party


def person(store: Store, code: str) -> int:
    """Somebody's number in a workspace."""
    with store.read() as session:
        return session.exec(select(Person.id).where(Person.code == code)).one() or 0


def answer(store: Store, reference: str, code: str, value: Value, *, submit: bool = True) -> int:
    """Answer all four questions of a plan alike."""
    return score(store, 1, reference, code, [value] * 4, submit=submit)


def returned(party: Party, name: str, number: int = 1, **more: Any) -> Path:
    """A return that somebody makes, as a file."""
    with party.open(name) as store:
        return made_return(store, party.folder / f"{name} return {number}.ehcppack", **more).file


def made_return(store: Store, target: Path, **more: Any) -> MadeReturn:
    """A return with what is in it."""
    return finished(make_return(store, 1, target, **more))


def work_packs(store: Store, folder: Path, codes: Sequence[str], **more: Any) -> tuple[MadePack, ...]:
    """Work packs for people whose keys are known."""
    return finished(make_work_packs(store, 1, [person(store, code) for code in codes], folder, **more))


def looked_at(store: Store, *files: Path) -> Staged:
    """What these packs would do."""
    return finished(stage(store, list(files)))


def taken_in(store: Store, *files: Path) -> Applied:
    """Look at packs and take in what may go in."""
    return finished(apply(store, looked_at(store, *files)))


def everything(store: Store, *but: str) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, for telling whether anything changed."""
    with store.read() as session:
        return {
            name: sorted((tuple(row) for row in session.connection().execute(table.select())), key=repr)
            for name, table in METADATA.tables.items()
            if name not in but
        }


def forged(party: Party, name: str, change: Callable[[dict[str, Any]], object], **manifest: Any) -> Path:
    """A return as somebody could make it by hand with the right keys: its rows changed, sealed and signed anew."""
    with party.open(name) as store, store.write() as session:
        rnd, own = session.get_one(Round, 1), own_identity(session)
        owner, sender, work = from_work_pack(session, store, rnd)
        rows = return_rows(session, rnd, sender).model_dump(mode="json")
        change(rows)
        said = manifest_of(session, rnd, owner, sender, own, work).model_copy(update=manifest)
        lead = recipients(session, None)
    sealed = seal(said, {ROWS: json.dumps(rows).encode()}, to=Recipient(age_public=lead), sign_secret=own.sign_secret)
    file = party.folder / "forged.ehcppack"
    file.write_bytes(sealed.content)
    return file


def redigested(revision: dict[str, Any]) -> None:
    """Give a changed revision the digest of what it now holds."""
    revision["digest"] = RevisionRow.model_validate(revision).contents().digest()
