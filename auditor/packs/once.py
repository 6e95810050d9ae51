"""What every pack of a batch asks alike is read once, while the session it is read in sees one state of the file."""

import gc
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlmodel import Session

_T = TypeVar("_T")
_KEPT = "packs: read once"


def keep_what_is_read(session: Session) -> None:
    """Let `once` remember in this session. Only for one that reads, and ends with what was asked."""
    session.info[_KEPT] = {}


def once(session: Session, name: object, read: Callable[[], _T]) -> _T:
    """What `read` gives, from memory where this session has it under that name."""
    kept: dict[object, Any] | None = session.info.get(_KEPT)
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
