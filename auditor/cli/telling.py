"""What a command says beside its work: which round was meant, and that words typed may identify somebody."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

from auditor.free_text import NO_SHAPE, look_through, told

_held: ContextVar[list[str] | None] = ContextVar("what the command that runs has to say", default=None)


@contextmanager
def remarks_held(held: list[str]) -> Generator[None]:
    """Keep what is remarked meanwhile, so that it can stand in the one line of a refusal."""
    token = _held.set(held)
    try:
        yield
    finally:
        _held.reset(token)


def remark(words: str) -> None:
    """Say something on stderr once the command has done its work; at once where nothing is held."""
    held = _held.get()
    if held is None:
        print(f"ehcp-auditor: {words}", file=sys.stderr)
    elif words not in held:
        held.append(words)


def warn_of_names(*texts: tuple[str, str]) -> None:
    """Say on stderr which words may identify somebody; the command goes on, since only the writer can judge."""
    if found := look_through(texts):
        where = " and ".join(dict.fromkeys(one.where for one in found))
        print(f"ehcp-auditor: look at {where}, which is kept: {told(found)} {NO_SHAPE}", file=sys.stderr)
