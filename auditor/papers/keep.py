"""Papers that came in a work pack: sealed beside the auditor's workspace, opened to memory alone, until they expire.

Each paper has a key of its own, which lies in the workspace and nowhere else. Once the key is gone, the file is noise.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from auditor.changed import Changed
from db import log
from db.errors import UserError
from db.files import write_whole
from db.store import Store
from db.tables import Assignment, Paper, Plan, RoundPlan, Sampled, new_uid, now
from db.vocabulary import PapersForm

ENDING = ".papers"


@dataclass(frozen=True)
class Arrived:
    """Papers out of a pack that is being taken in; `expires_on` is the last day on which they can be read."""

    assignment_id: int
    kind: str
    form: PapersForm
    content: bytes = field(repr=False)
    expires_on: date


@dataclass(frozen=True)
class KeptPaper:
    """Papers that came in a pack: whose, in which form, until when; `gone_at` once they can be read no more."""

    id: int
    assignment_id: int
    reference: str
    kind: str
    form: PapersForm
    size: int
    expires_on: date
    gone_at: datetime | None

    @property
    def name(self) -> str:
        """What to call them in sentences."""
        return f"{self.reference}.{self.kind}"


def folder_of(workspace: Path) -> Path:
    """Where the sealed papers of a workspace lie."""
    return workspace.with_name(workspace.stem + ENDING)


def take_in(store: Store, session: Session, pack_id: int, arrived: Sequence[Arrived]) -> None:
    """Seal papers beside the workspace and keep their keys, within the caller's transaction.

    What came earlier for the same assignments is put away. If the caller's transaction is undone, the new files have no
    key and are removed with the next `sweep`. Raises UserError: `papers_need_lock` in a workspace that is not
    encrypted, before anything is written; or as `db.files.write_whole` does.
    """
    if not arrived:
        return
    if not store.encrypted:
        raise UserError(
            "papers_need_lock",
            "This pack brings plans' papers, and this workspace is not encrypted, so they would lie in clear. Nothing "
            "was taken in. Encrypt the workspace under Settings, Passphrase and recovery key, and open the pack again.",
        )
    age: Any = import_module("pyrage")  # it comes without types
    folder = folder_of(store.path)
    folder.mkdir(mode=0o700, exist_ok=True)
    earlier = session.exec(
        select(Paper).where(
            col(Paper.assignment_id).in_([one.assignment_id for one in arrived]), col(Paper.gone_at).is_(None)
        )
    ).all()
    _put_away(store, session, earlier)
    for one in arrived:
        key, uid = age.x25519.Identity.generate(), new_uid()
        write_whole(folder / f"{uid}.age", _writer(age.encrypt(one.content, [key.to_public()])))
        session.add(
            Paper(
                uid=uid, pack_id=pack_id, assignment_id=one.assignment_id, kind=one.kind, form=one.form.value,
                size=len(one.content), digest=sha256(one.content).hexdigest(), age_secret=str(key),
                expires_on=one.expires_on,
            )
        )  # fmt: skip
    session.flush()


def forget(store: Store, session: Session, pack_id: int) -> int:
    """Put away the papers of one pack, within the caller's transaction; gives how many there were."""
    rows = session.exec(select(Paper).where(Paper.pack_id == pack_id, col(Paper.gone_at).is_(None))).all()
    _put_away(store, session, rows)
    return len(rows)


def kept(store: Store) -> tuple[KeptPaper, ...]:
    """All papers that ever came, by reference; those that are gone too."""
    with store.read() as session:
        return tuple(_kept(row, reference) for row, reference in session.exec(_rows().order_by(Plan.reference)))


def paper_of(session: Session, assignment_id: int, day: date) -> KeptPaper | None:
    """The papers of a plan that can be read on `day`; None where there are none."""
    rows = session.exec(
        _rows()
        .where(Paper.assignment_id == assignment_id, col(Paper.gone_at).is_(None), Paper.expires_on >= day)
        .order_by(col(Paper.id).desc())
    ).first()
    return _kept(*rows) if rows is not None else None


def open_paper(store: Store, paper_id: int, day: date) -> bytes:
    """Papers opened to memory. Raises UserError: `paper_gone`, `paper_not_there`, `paper_damaged`."""
    with store.read() as session:
        found = session.exec(_rows().where(Paper.id == paper_id)).first()
        if found is None or found[0].gone_at is not None or found[0].expires_on < day:
            raise UserError(
                "paper_gone",
                "These papers can be read no more. What you answered is kept. The lead can send them anew.",
            )
        row, reference = found
    path = _file(store, row)
    again = "What you answered is kept. Ask the lead to send them again."
    try:
        sealed = path.read_bytes()
    except OSError as problem:
        raise UserError(
            "paper_not_there", f"The papers of {reference} are not in {path.parent.name} beside this workspace. {again}"
        ) from problem
    age: Any = import_module("pyrage")
    try:
        content = bytes(age.decrypt(sealed, [age.x25519.Identity.from_str(row.age_secret)]))
    except age.DecryptError as problem:
        raise UserError("paper_damaged", f"The papers of {reference} are damaged. {again}") from problem
    if sha256(content).hexdigest() != row.digest:
        raise UserError("paper_damaged", f"The papers of {reference} are damaged. {again}")
    return content


def put_away(store: Store, paper_id: int | None = None) -> Changed:
    """Put papers away for good, those of one plan or all: their keys are forgotten and their files removed."""
    return _end(store, lambda row: paper_id is None or row.id == paper_id, "put papers away")


def expire(store: Store, day: date) -> int:
    """Put away what has expired, what is no longer beside the workspace, and everything if it is encrypted no more.

    To be called once a workspace was opened; `day` is today. Gives how many went; files without a key go as well.
    """
    went = _end(
        store,
        lambda row: row.expires_on < day or not store.encrypted or not _file(store, row).exists(),
        "papers expired",
    )
    sweep(store)
    return len(went.ids)


def sweep(store: Store) -> None:
    """Remove the files of papers that have no key, and the folder once it is empty."""
    folder = folder_of(store.path)
    if not folder.is_dir():
        return
    with store.read() as session:
        uids = set(session.exec(select(Paper.uid).where(col(Paper.gone_at).is_(None))))
    _remove([path for path in folder.iterdir() if path.suffix == ".age" and path.stem not in uids])


def _end(store: Store, goes: Callable[[Paper], bool], what: str) -> Changed:
    with store.read() as session:
        if not any(goes(row) for row in session.exec(select(Paper).where(col(Paper.gone_at).is_(None)))):
            return Changed(frozenset())
    with store.write() as session:
        found = session.exec(_rows().where(col(Paper.gone_at).is_(None))).all()
        ends = [(row, reference) for row, reference in found if goes(row)]
        _put_away(store, session, [row for row, _ in ends])
        references = sorted({reference for _, reference in ends})
        owner = store.owner(session)
        log.append(session, who=owner.name, what=what, subject=", ".join(references)[:200])
    return Changed(frozenset({"papers"}), tuple(row.id or 0 for row, _ in ends))


def _put_away(store: Store, session: Session, rows: Sequence[Paper]) -> None:
    """Forget the keys now, and remove the files once that is on disk."""
    for row in rows:
        row.age_secret, row.gone_at = "", now()
        session.add(row)
    session.flush()
    if rows:
        paths = [_file(store, row) for row in rows]

        def remove(_session: object) -> None:
            _remove(paths)

        event.listen(session, "after_commit", remove, once=True)


def _remove(paths: Sequence[Path]) -> None:
    """What cannot be removed now has no key, and goes with a later `sweep`."""
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError:
            continue
    for folder in {path.parent for path in paths}:
        try:
            folder.rmdir()
        except OSError:  # something lies in it still
            continue


def _writer(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


def _file(store: Store, row: Paper) -> Path:
    return folder_of(store.path) / f"{row.uid}.age"


def _rows() -> Select[Paper, str]:
    return (
        select(Paper, Plan.reference)
        .join(Assignment, col(Assignment.id) == Paper.assignment_id)
        .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .join(Plan, col(Plan.id) == RoundPlan.plan_id)
    )


def _kept(row: Paper, reference: str) -> KeptPaper:
    return KeptPaper(
        row.id or 0, row.assignment_id, reference, row.kind, PapersForm(row.form), row.size, row.expires_on, row.gone_at
    )
