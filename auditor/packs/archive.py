"""The parts of a pack as one zip archive in memory, read with the suspicion that somebody else's archive deserves.

Every limit is checked before memory is spent on what it limits. Nothing is ever unpacked to the disk.
"""

import hashlib
import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from auditor.packs.manifest import ENTRY, LARGEST_MANIFEST, MOST_PAPERS, ROWS, Entry
from db.errors import UserError

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
LARGEST_ROWS = 32_000_000  # bytes: about 150,000 answers
LARGEST_PAPER = 100_000_000
STEEPEST = 100  # times smaller: rows shrink by 10 to 20; more is there to fill the memory
_STEP = 1 << 20
_END = struct.Struct("<4s4H2LH")
_LOCAL = 30  # bytes of an entry's own head, before its name
_LARGEST = {MANIFEST: LARGEST_MANIFEST, SIGNATURE: 64, ROWS: LARGEST_ROWS}
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, NotImplementedError, RuntimeError)


def largest(name: str) -> int:
    """How many bytes a part of that name may have."""
    return _LARGEST.get(name, LARGEST_PAPER)


class Parts(Mapping[str, bytes]):
    """The parts of a pack that its manifest names. Papers stay packed until they are asked for."""

    def __init__(self, archive: zipfile.ZipFile, entries: tuple[Entry, ...]) -> None:
        self._archive = archive
        self._sizes = {entry.name: entry.size for entry in entries}

    def __getitem__(self, name: str) -> bytes:
        if name not in self._sizes:
            raise KeyError(name)
        return _read(self._archive, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._sizes)

    def __len__(self) -> int:
        return len(self._sizes)

    def __repr__(self) -> str:
        return f"Parts({', '.join(self._sizes)})"

    def size(self, name: str) -> int:
        """The size of a part in bytes, without reading it."""
        return self._sizes[name]


def write_archive(manifest: bytes, signature: bytes, entries: Mapping[str, bytes]) -> io.BytesIO:
    """One archive of all parts, each named without time or owner. Raises UserError `too_large`."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in (MANIFEST, SIGNATURE, *entries):
            content = manifest if name == MANIFEST else signature if name == SIGNATURE else entries[name]
            if len(content) > largest(name):
                raise UserError(
                    "too_large",
                    f"{name} has {_megabytes(len(content))} MB and a pack takes {_megabytes(largest(name))} MB of it. "
                    "Nothing was sealed. Share the plans out over several packs.",
                )
            archive.writestr(zipfile.ZipInfo(name), content, _method(name, content))
    made.seek(0)
    return made


def open_archive(packed: io.BytesIO) -> zipfile.ZipFile:
    """The archive, with nothing in it but parts of a pack. Raises UserError `pack_unsafe`, `pack_form`."""
    size = packed.getbuffer().nbytes
    try:
        end, count = _end_of(packed, size)
        archive = zipfile.ZipFile(packed)
        _check_parts(archive.infolist(), count, end)
    except _BROKEN as problem:
        raise _broken() from problem
    return archive


def read_part(archive: zipfile.ZipFile, name: str) -> bytes:
    """One small part, whole. Raises UserError `pack_form` where it is missing or its bytes are not as stated."""
    try:
        return _read(archive, name)
    except (*_BROKEN, KeyError) as problem:
        raise _broken() from problem


def check_entries(archive: zipfile.ZipFile, entries: tuple[Entry, ...]) -> Parts:
    """Hold every part against the manifest: no more, no fewer, each of its size and SHA-256. Raises UserError."""
    named = [entry.name for entry in entries]
    here = [name for name in archive.namelist() if name not in (MANIFEST, SIGNATURE)]
    if len(set(named)) != len(named) or set(named) != set(here) or ROWS not in named:
        raise _swapped()
    for entry in entries:
        if archive.getinfo(entry.name).file_size != entry.size or _digest(archive, entry.name) != entry.sha256:
            raise _swapped()
    return Parts(archive, entries)


def _method(name: str, content: bytes) -> int:
    """Papers are compressed as they are; so is what would shrink so well that a reader takes it for a bomb."""
    shrunk = name == ROWS and len(zlib.compress(content)) * STEEPEST > len(content)
    return zipfile.ZIP_DEFLATED if shrunk else zipfile.ZIP_STORED


def _end_of(packed: io.BytesIO, size: int) -> tuple[int, int]:
    """Where the list of parts begins and how many there are, from an end that leaves no room for anything else."""
    if size < _END.size:
        raise _broken()
    packed.seek(size - _END.size)
    mark, disk, first_disk, here, count, length, start, comment = _END.unpack(packed.read(_END.size))
    packed.seek(max(0, size - _END.size - 20))
    if packed.read(4) == b"PK\x06\x07":  # the larger form of the format, which no pack needs
        raise _unsafe("its list of parts is in a form that is not used")
    if mark != b"PK\x05\x06" or disk or first_disk or comment or here != count or start + length + _END.size != size:
        raise _broken()
    if count > MOST_PAPERS + 3 or length > count * 100:
        raise _unsafe(f"it has more than {MOST_PAPERS:,} papers")
    packed.seek(0)
    return start, count


def _check_parts(parts: list[zipfile.ZipInfo], count: int, end: int) -> None:
    names = [part.orig_filename for part in parts]
    if len(parts) != count or len(set(names)) != count:
        raise _unsafe("it has two parts of one name")
    expected = 0
    for part in parts:
        _check_part(part)
        if part.header_offset != expected:
            raise _unsafe("its parts overlap, or something lies between them")
        expected += _LOCAL + len(part.orig_filename) + part.compress_size
    if expected != end:
        raise _unsafe("something lies behind its parts")


def _check_part(part: zipfile.ZipInfo) -> None:
    name = part.orig_filename
    if name not in _LARGEST and ENTRY.fullmatch(name) is None:
        raise _unsafe("a part has a name that no pack holds")
    if stat.S_IFMT(part.external_attr >> 16) not in (0, stat.S_IFREG):
        raise _unsafe("a part is a link or a folder")
    if part.flag_bits or part.extra or part.comment:
        raise _unsafe("a part is locked by itself, or carries more than its bytes")
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _unsafe("a part is packed in a way that is not used")
    if part.file_size > largest(name):
        raise _unsafe("a part is larger than a pack takes")
    if part.file_size > part.compress_size * STEEPEST:
        raise _unsafe("a part would unpack to more than a hundred times its size")


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        # with a number, or `zipfile` would first unpack all that is there, whatever size was stated
        return part.read(archive.getinfo(name).file_size)


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    """The SHA-256 of a part, a piece at a time; `zipfile` reads no more of it than its stated size."""
    found = hashlib.sha256()
    try:
        with archive.open(name) as part:
            while piece := part.read(_STEP):
                found.update(piece)
    except _BROKEN as problem:
        raise _broken() from problem
    return found.hexdigest()


def _megabytes(size: int) -> str:
    return f"{-(-size // 1_000_000):,}"


def _broken() -> UserError:
    return UserError(
        "pack_form",
        "This pack opens, but what is in it is no archive of EHCP Auditor. Nothing was changed. Ask its sender to make "
        "it again.",
    )


def _unsafe(what: str) -> UserError:
    return UserError(
        "pack_unsafe",
        f"This pack was not made by EHCP Auditor as it is: {what}. Nothing was changed. Tell its sender.",
    )


def _swapped() -> UserError:
    return UserError(
        "pack_parts",
        "The parts of this pack are not those that its sender signed. Nothing was changed. Ask its sender to make it "
        "again.",
    )
