"""The long jobs behind the page: reading a list, opening a key list, taking the list in."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from auditor.changed import Changed
from auditor.frames import Frame, Key, Keys, Reading
from db.store import Store
from ui.tasks import Steps


@dataclass(frozen=True)
class Chosen:
    """What is to be read and how: the files (several for tables of SEN2), the sheet, the columns, known keys.

    `sheet` None leaves the choice to the reader, and so does `mapping` None.
    """

    round_id: int
    as_at: date
    files: tuple[Path, ...]
    sheet: str | None = None
    mapping: Mapping[str, int] | None = None
    earlier: tuple[Key, ...] = ()

    @property
    def name(self) -> str:
        """The file's name, or those of several."""
        return ", ".join(file.name for file in self.files)

    def also(self, *files: Path) -> "Chosen":
        """The same with more files; the columns are looked at anew."""
        return replace(self, files=(*self.files, *files), sheet=None, mapping=None)


@dataclass(frozen=True)
class Read:
    """What came of reading: what was chosen, what it gave, and the digest of the files."""

    chosen: Chosen
    reading: Reading
    digest: str


@dataclass(frozen=True)
class KeyWish:
    """What is to become of the key list: a file locked with a passphrase, in clear without one, or no file at all."""

    file: Path | None
    passphrase: str | None = None


@dataclass(frozen=True)
class TakenIn:
    """What came of taking a list in: what changed, and where the key list was saved, if it was."""

    changed: Changed
    plans: int
    key_list: Path | None


def read_list(store: Store, chosen: Chosen) -> Callable[[], Steps]:
    """A job that reads and checks what was chosen; it gives a `Read`."""

    def steps() -> Generator[str, None, Read]:
        from auditor.frames import read_steps
        from auditor.frames.keep import digest_of, known_references, remembered_mappings

        first, *more = chosen.files
        reading = yield from read_steps(
            first,
            chosen.mapping,
            as_at=chosen.as_at,
            sheet=chosen.sheet,
            more=more,
            earlier=chosen.earlier,
            taken=known_references(store),
            remembered=remembered_mappings(store),
        )
        yield "Finishing"
        return Read(chosen, reading, digest_of(*chosen.files))

    return steps


def open_keys(path: Path, passphrase: str | None) -> Callable[[], Steps]:
    """A job that opens a key list; it gives its `Keys`."""

    def steps() -> Generator[str, None, Keys]:
        from auditor.frames.key_list import open_key_list

        yield f"Opening {path.name}, which takes a few seconds"
        keys = open_key_list(path, passphrase)
        yield "Finishing"
        return keys

    return steps


def take_in(store: Store, read: Read, frame: Frame, keys: Keys, wish: KeyWish) -> Callable[[], Steps]:
    """A job that saves the key list, if one is wanted, and then takes the list in; it gives a `TakenIn`.

    Stopped or failed before the list is in, it takes the key list away again.
    """

    def steps() -> Generator[str, None, TakenIn]:
        from auditor.frames.keep import take_in_frame
        from auditor.frames.key_list import merged, save_key_list

        if wish.file is not None:
            yield "Locking the key list, which takes a few seconds" if wish.passphrase else "Saving the key list"
            save_key_list(merged(read.chosen.earlier, keys), wish.file, store.path, wish.passphrase)
        try:
            yield f"Storing {len(frame.plans):,} plans"
            remember = {read.reading.columns: read.reading.at}
            changed = take_in_frame(store, read.chosen.round_id, frame, read.digest, remember)
        except BaseException:
            if wish.file is not None:
                wish.file.unlink(missing_ok=True)
            raise
        return TakenIn(changed, len(frame.plans), wish.file)

    return steps
