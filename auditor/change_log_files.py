"""The change log as a file: a table for a spreadsheet, or a text to read; names in it are asked about first."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from auditor.change_log import Entry, chain, read
from auditor.free_text import Found, look_through
from auditor.identities import signs
from auditor.plural import several
from auditor.reports.wording import long_date
from db.errors import UserError
from db.files import write_whole
from db.log import short
from db.store import Store

HEADS = ("Number", "When (UTC)", "Who", "What", "About", "Before", "After", "Why", "Hash")
LEFT_OUT = "[left out]"
STEP = 5_000
"""How many entries lie between two looks at whether to go on."""
_MARKS = re.compile(r"\b[0-9a-f]{16,}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
"""Digests, seeds and marks of rows: nobody typed them, and their digits mean no number of a person."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def doubts(store: Store, numbers: Sequence[int]) -> tuple[Found, ...]:
    """Words in these entries that may identify somebody, each with the number of its entry."""
    found: dict[str, Found] = {}
    for entry in _in_steps(store, numbers):
        if isinstance(entry, Entry):
            typed = (entry.subject, entry.before, entry.after, entry.why)
            texts = ((f"entry {entry.seq}", _MARKS.sub(_blank, text)) for text in typed)
            for one in look_through(texts):
                found.setdefault(one.words, one)
    return tuple(found.values())


def doubts_in_steps(store: Store, numbers: Sequence[int]) -> Iterator[str | tuple[Found, ...]]:
    """The same for a progress bar: words in between, and last what was found."""
    found: dict[str, Found] = {}
    for start in range(0, len(numbers), STEP):
        yield f"Looking for names in entry {start + 1:,} of {len(numbers):,}"
        for one in doubts(store, numbers[start : start + STEP]):
            found.setdefault(one.words, one)
    yield tuple(found.values())


def write_log(store: Store, numbers: Sequence[int], target: Path, *, leave_out: bool = False) -> Iterator[str | Path]:
    """Write these entries, the oldest first, to `target`: a table where it ends in .csv, otherwise a text to read.

    With `leave_out`, words that may identify somebody are replaced by a mark. Steps for a progress bar, and last the
    path. Raises UserError `exists` where there is a file already, and as `db.files.write_whole`.
    """
    if target.exists():
        raise UserError("exists", f"{target.name} is there already and was left as it was. Choose another name.")
    oldest_first = sorted(numbers)
    yield "Reading the log"
    state = chain(store)
    table = target.suffix.lower() == ".csv"
    lines = io.StringIO(newline="")
    rows = csv.writer(lines)
    if table:
        rows.writerow(HEADS)
    else:
        lines.write(_head(store, len(numbers), state.head, state.faults))
    for entry in _in_steps(store, oldest_first):
        if isinstance(entry, str):
            yield entry
            continue
        told = _without(entry) if leave_out else entry
        if table:
            rows.writerow([_safe(cell) for cell in _row(told)])
        else:
            lines.write(_block(told))
    content = lines.getvalue().encode("utf-8-sig" if table else "utf-8")
    yield write_whole(target, lambda beside: beside.write_bytes(content))


def _in_steps(store: Store, numbers: Sequence[int]) -> Iterator[str | Entry]:
    for start in range(0, len(numbers), STEP):
        if start:
            yield f"{start:,} of {len(numbers):,} entries"
        yield from read(store, numbers[start : start + STEP])


def _without(entry: Entry) -> Entry:
    today = datetime.now().astimezone().date()
    texts = {name: _clean(getattr(entry, name), today) for name in ("subject", "before", "after", "why")}
    return replace(entry, **texts)


def _clean(text: str, today: date) -> str:
    for sign in reversed(signs(_MARKS.sub(_blank, text), today)):
        text = f"{text[: sign.start]}{LEFT_OUT}{text[sign.end :]}"
    return text


def _blank(found: re.Match[str]) -> str:
    return "_" * len(found[0])


def _row(entry: Entry) -> tuple[str, ...]:
    return (
        str(entry.seq), f"{entry.at:%Y-%m-%dT%H:%M:%SZ}", entry.who, entry.what, entry.subject, entry.before,
        entry.after, entry.why, entry.hash,
    )  # fmt: skip


def _safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _head(store: Store, count: int, head: str, faults: Sequence[str]) -> str:
    whole = "The chain is whole." if not faults else " ".join(faults)
    today = long_date(datetime.now().astimezone().date())
    return (
        f"Change log of {store.path.name}\n{several(count, 'entry', 'entries')}, written on {today}. The newest entry "
        f"of the log is {short(head)}.\n{whole}\nTimes are UTC. The hash of each entry covers the one before it.\n\n"
    )


def _block(entry: Entry) -> str:
    rows = [f"{entry.seq}. {entry.at:%d %B %Y, %H:%M:%S}. {entry.who} {entry.what}: {entry.subject}".rstrip(": ")]
    if not entry.kept:
        rows.append("   What it recorded was removed when the time to keep it was over.")
    for name, text in (("Before", entry.before), ("After", entry.after), ("Why", entry.why)):
        if text:
            rows.append(f"   {name}: {text.replace(chr(10), chr(10) + '      ')}")
    rows.append(f"   Hash: {entry.hash}")
    return "\n".join(rows) + "\n\n"
