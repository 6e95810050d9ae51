"""What every pack of a batch asks alike is read once, while the session it is read in sees one state of the file."""

import gc
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlmodel import Session

_T = TypeVar("_T")
_KEPT, _FIXED = "packs: read once", "packs: never changes"


def keep_what_is_read(session: Session) -> None:
    """Let `once` remember in this session. Only for one that reads, and ends with what was asked."""
    session.info[_KEPT] = {}


def keep_what_never_changes(session: Session, batch: dict[object, Any]) -> None:
    """Let `once` remember in `batch`, over several sessions, what is marked as never changing in a workspace."""
    session.info[_FIXED] = batch


def once(session: Session, name: object, read: Callable[[], _T], *, fixed: bool = False) -> _T:
    """What `read` gives, from memory where it is kept there under that name.

    `fixed` is for what no job ever changes, such as a frozen framework: no rows, but plain values.
    """
    kept: dict[object, Any] | None = session.info.get(_KEPT)
    if kept is None and fixed:
        kept = session.info.get(_FIXED)
    if kept is None:
        return read()
    if name not in kept:
        kept[name] = read()
    return kept[name]


@contextmanager
def no_collecting() -> Generator[None]:
    """Put the search for garbage off while one pack is worked on: its many small rows are no garbage."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
