"""Encrypt a workspace, change its passphrase, take encryption off: as the council's policy allows."""

from sqlmodel import col, select

from auditor.policy import Policy, policy
from auditor.sealing import weakness
from db.errors import UserError
from db.store import Store
from db.tables import Paper
from db.vault import Key, new_key


def key_for_new(passphrase: str | None) -> Key | None:
    """The key for a workspace that is to be made; None where it is to be open. A tenth of a second.

    Raises UserError: `weak`, and `policy` where an open one may not be made.
    """
    if passphrase is None:
        refuse_open(None)
        return None
    return _good_key(passphrase)


def refuse_open(key: Key | None) -> None:
    """Stop a workspace from being made without a key where the policy forbids it. Raises UserError `policy`."""
    if key is None and policy().encryption_required:
        raise UserError(
            "policy",
            f"A workspace has to be encrypted here, as {_whose(policy())} asks. Nothing was made. Choose a passphrase.",
        )


def change_passphrase(store: Store, passphrase: str) -> Key:
    """Encrypt a workspace under this passphrase, whether it was open or under another one. Gives the new key.

    The recovery key changes with it, and backups made before keep theirs. Raises UserError: `weak`, or as
    `Store.rekey`; nothing is changed then.
    """
    key = _good_key(passphrase)
    store.rekey(key)
    return key


def take_encryption_off(store: Store) -> None:
    """Leave a workspace open to whoever can read the file.

    Raises UserError: `policy`, `papers_need_lock` while papers that came in packs are kept, or as `Store.rekey`.
    """
    allowed = policy()
    if allowed.encryption_required:
        raise UserError(
            "policy", f"This workspace has to stay encrypted, as {_whose(allowed)} asks. Nothing was changed."
        )
    with store.read() as session:
        if session.exec(select(Paper.id).where(col(Paper.gone_at).is_(None)).limit(1)).first() is not None:
            raise UserError(
                "papers_need_lock",
                "Papers that came in packs are kept with this workspace, and they may not lie where anybody can read "
                "them. Nothing was changed. Put the papers away first.",
            )
    store.rekey(None)


def _good_key(passphrase: str) -> Key:
    if why := weakness(passphrase, policy().passphrase_min):
        raise UserError("weak", f"{why} Nothing was changed.")
    return new_key(passphrase)


def _whose(asked: Policy) -> str:
    return f"your council's policy ({asked.source})"
