"""Whatever comes in the form of a pack is opened whole or refused in a sentence, in bounded memory, writing nothing."""

import copy
import errno
import io
import json
import re
import stat
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.packs.archive import LARGEST_ROWS
from auditor.packs.container import LARGEST, needs_passphrase, open_pack
from auditor.packs.manifest import MOST_PAPERS
from db.errors import UserError
from tests.auditor.packs.sealing import ROWS, forged, keys, opened, sealed, signed, to_reader, zipped

LEAD, READER = keys(), keys()
PAPERS = {**ROWS, "papers/1.pdf": b"%PDF-1.7 made up"}
MADE = sealed(LEAD, READER, PAPERS)
TOLD: dict[str, Any] = json.loads(MADE.manifest.as_bytes())
MANIFEST = MADE.manifest.as_bytes()
SIGNATURE = signed(MANIFEST, LEAD)
PARTS = [("manifest.json", MANIFEST), ("manifest.sig", SIGNATURE), *PAPERS.items()]

many = settings(deadline=None, suppress_health_check=list(HealthCheck))


def tried(content: bytes | Path) -> str:
    """The code a pack is refused with, or nothing where it opens and gives everything it holds."""
    try:
        pack = opened(content, READER)
        for name in pack.entries:
            pack.entries[name]
        pack.rows()
    except UserError as problem:
        sentence = str(problem)
        assert sentence.endswith(".") and "Nothing was changed." in sentence
        return problem.code
    return ""


def code_of(parts: list[tuple[Any, bytes]], method: int = zipfile.ZIP_STORED) -> str:
    """The same of an archive of any parts, sealed to the reader."""
    return tried(to_reader(zipped(parts, method), READER))


@contextmanager
def within(megabytes: float) -> Iterator[None]:
    """Take no more memory than that."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < megabytes * 1_000_000
    finally:
        tracemalloc.stop()


def told(**changed: Any) -> bytes:
    return json.dumps({**TOLD, **changed}).encode()


class TestOnTheWay:
    """What happens to a file between its sender and its reader."""

    def test_every_byte_matters(self) -> None:
        for change in (0x01, 0x80):
            for at in range(len(MADE.content)):
                harmed = bytearray(MADE.content)
                harmed[at] ^= change
                assert tried(bytes(harmed)), at

    def test_every_truncation_is_noticed(self) -> None:
        codes = [tried(MADE.content[:length]) for length in range(len(MADE.content))]
        assert all(codes)
        assert codes[0] == "empty_file"
        assert set(codes) <= {"empty_file", "not_pack", "pack_cut", "pack_damaged"}

    def test_nothing_may_follow(self) -> None:
        assert tried(MADE.content + b"\0") == "pack_damaged"
        assert tried(MADE.content + MADE.content) == "pack_damaged"

    def test_chunks_of_a_long_pack_cannot_change_places_or_be_left_out(self) -> None:
        long = sealed(LEAD, READER, {**ROWS, "papers/1.pdf": bytes(300_000)}).content
        start, chunk = len(long) % (65536 + 16), 65536 + 16
        head, pieces = long[:start], [long[at : at + chunk] for at in range(start, len(long), chunk)]
        assert tried(head + b"".join(pieces)) == ""
        assert tried(head + b"".join([pieces[1], pieces[0], *pieces[2:]])) == "pack_damaged"
        assert tried(head + b"".join(pieces[:-1])) in {"pack_cut", "pack_damaged"}

    @given(st.binary(max_size=400))
    @many
    def test_bytes_that_are_no_pack_are_refused(self, content: bytes) -> None:
        assert tried(content) in {"empty_file", "not_pack", "workspace", "pack_cut"}

    @given(
        st.lists(st.sampled_from([b"-> X25519 ", b"-> scrypt ", b"--- ", b"\n", b"AAAA", b" 18", b"-> ", b"=", b"\r"]))
    )
    @many
    def test_heads_of_age_files_in_any_disorder_are_refused(self, pieces: list[bytes]) -> None:
        content = b"age-encryption.org/v1\n" + b"".join(pieces)
        assert tried(content) in {"pack_cut", "pack_damaged", "other_reader", "needs_passphrase"}

    def test_a_head_without_end_is_refused_before_it_is_read(self) -> None:
        with within(100):
            assert tried(b"age-encryption.org/v1\n" + b"-> X25519 A\nB\n" * 3_000_000) == "pack_damaged"


class TestNoPackAtAll:
    """Files that people take for a pack."""

    @pytest.mark.parametrize(
        ("head", "code"),
        [
            (b"", "empty_file"),
            (b"PK\x03\x04 a Word file", "not_pack"),
            (b"%PDF-1.7", "not_pack"),
            (b"SQLite format 3\0 a workspace", "workspace"),
            (b"-----BEGIN AGE ENCRYPTED FILE-----\n", "not_pack"),
        ],
    )
    def test_they_are_named_for_what_they_are(self, head: bytes, code: str, tmp_path: Path) -> None:
        file = tmp_path / "Plan.ehcppack"
        file.write_bytes(head)
        assert tried(head) == tried(file) == code
        with pytest.raises(UserError) as problem:
            needs_passphrase(file)
        assert problem.value.code == code

    def test_a_folder_and_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        assert tried(tmp_path) == "folder"
        with pytest.raises(UserError) as problem:
            open_pack(tmp_path / "none.ehcppack")
        assert problem.value.code == "no_file"

    def test_a_file_that_is_too_large_is_not_read(self, tmp_path: Path) -> None:
        file = tmp_path / "large.ehcppack"
        with file.open("wb") as stream:
            stream.write(b"age-encryption.org/v1\n")
            stream.truncate(LARGEST + 1)
        with within(1):
            assert tried(file) == "too_large"

    def test_a_stick_that_is_pulled_out(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        file = tmp_path / "a.ehcppack"
        content = sealed(LEAD, READER, {**ROWS, "papers/1.pdf": bytes(900_000)}).content
        file.write_bytes(content)

        class Pulled(io.BytesIO):
            def read(self, size: int | None = -1) -> bytes:
                if self.tell() > 300_000:
                    raise OSError(errno.EIO, "Input/output error")
                return super().read(size)

        monkeypatch.setattr(Path, "open", lambda path, mode: Pulled(content))
        assert tried(file) == "cannot_read"


class TestSwapped:
    """Parts of two packs of one sender, put together by somebody who can seal."""

    def test_no_part_of_one_pack_goes_with_another(self) -> None:
        other = sealed(LEAD, READER, {"rows.json": b"{}", "papers/1.pdf": b"%PDF-1.7 of another"}).manifest.as_bytes()
        there = [("manifest.json", other), ("manifest.sig", signed(other, LEAD)), ("rows.json", b"{}")]
        there.append(("papers/1.pdf", b"%PDF-1.7 of another"))
        for chosen in range(16):
            parts = [(there if chosen >> at & 1 else PARTS)[at] for at in range(4)]
            assert bool(code_of(parts)) == (chosen not in (0, 15)), chosen

    def test_papers_cannot_change_places(self) -> None:
        both = {**ROWS, "papers/1.pdf": b"first!", "papers/2.pdf": b"second"}
        raw = sealed(LEAD, READER, both).manifest.as_bytes()
        head = [("manifest.json", raw), ("manifest.sig", signed(raw, LEAD))]
        swapped = {**ROWS, "papers/1.pdf": b"second", "papers/2.pdf": b"first!"}
        assert code_of([*head, *both.items()]) == ""
        assert code_of([*head, *swapped.items()]) == "pack_parts"

    @pytest.mark.parametrize("missing", range(4))
    def test_no_part_may_be_missing_or_there_twice(self, missing: int) -> None:
        assert code_of(PARTS[:missing] + PARTS[missing + 1 :]) in {"pack_form", "pack_parts"}
        assert code_of([*PARTS, PARTS[missing]]) == "pack_unsafe"

    def test_no_part_may_be_there_that_the_manifest_does_not_name(self) -> None:
        assert code_of([*PARTS, ("papers/2.pdf", b"%PDF-1.7")]) == "pack_parts"

    def test_the_manifest_may_be_signed_by_its_sender_alone(self) -> None:
        for signature in (signed(MANIFEST, READER), signed(MANIFEST + b" ", LEAD), bytes(64), SIGNATURE[:-1]):
            assert code_of([PARTS[0], ("manifest.sig", signature), *PARTS[2:]]) == "bad_signature"


class TestArchives:
    """Archives that a malicious sender seals."""

    @pytest.mark.parametrize(
        "name",
        [
            "../rows.json",
            "/rows.json",
            "papers/../../x.pdf",
            "papers\\1.pdf",
            "C:/x.pdf",
            "papers/0.pdf",
            "papers/1.exe",
            "papers/",
            "rows.json\0.pdf",
            "ROWS.JSON",
            "papers/١.pdf",
            "manifest.json/",
            "",
        ],
    )
    def test_names_that_no_pack_holds(self, name: str) -> None:
        assert code_of([*PARTS, (name, b"")]) in {"pack_unsafe", "pack_form"}

    @pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFDIR, stat.S_IFIFO, stat.S_IFCHR])
    def test_links_and_folders(self, kind: int) -> None:
        link = zipfile.ZipInfo("papers/1.pdf")
        link.external_attr = (kind | 0o777) << 16
        assert code_of([*PARTS[:3], (link, b"/etc/passwd")]) == "pack_unsafe"

    def test_rows_that_would_fill_the_memory(self) -> None:
        bomb = bytes(LARGEST_ROWS)
        with within(1):
            packed = to_reader(zipped([*PARTS[:2], ("rows.json", bomb)], zipfile.ZIP_DEFLATED), READER)
        with within(2):
            assert tried(packed) == "pack_unsafe"

    @pytest.mark.parametrize("name", ["manifest.json", "manifest.sig", "rows.json", "papers/1.pdf"])
    def test_a_part_that_unpacks_to_far_more_than_it_says(self, name: str) -> None:
        bomb = zipped([(p, bytes(200_000_000) if p == name else c) for p, c in PARTS], zipfile.ZIP_DEFLATED)
        stated = {**dict(PARTS), "manifest.json": MANIFEST}[name]
        lying = _restated(bomb, name, len(stated))
        packed = to_reader(lying, READER)
        with within(3):
            assert tried(packed) in {"pack_form", "pack_parts", "pack_unsafe", "bad_signature"}

    def test_a_part_that_is_larger_than_its_kind(self) -> None:
        assert code_of([PARTS[0], ("manifest.sig", SIGNATURE + b"\0"), *PARTS[2:]]) == "pack_unsafe"
        raw = MANIFEST + b" " * 4_000_000
        assert code_of([("manifest.json", raw), ("manifest.sig", signed(raw, LEAD)), *PARTS[2:]]) == "pack_unsafe"

    def test_more_parts_than_a_pack_has(self) -> None:
        crowd = [(f"papers/{n}.pdf", b"") for n in range(1, MOST_PAPERS + 5)]
        packed = to_reader(zipped(crowd), READER)
        with within(8):
            assert tried(packed) == "pack_unsafe"

    def test_ten_thousand_papers_go_through(self) -> None:
        papers = {f"papers/{n}.pdf": b"%PDF" for n in range(1, 10_001)}
        assert tried(sealed(LEAD, READER, {**ROWS, **papers}).content) == ""

    def test_an_end_that_promises_what_is_not_there(self) -> None:
        plain = zipped(PARTS)
        head, end = plain[:-22], plain[-22:]
        fields = struct.unpack("<4s4H2LH", end)
        for at in range(1, 8):
            for value in (0, 1, 3, 0xFFFF):
                if fields[at] == value:
                    continue
                lying = struct.pack("<4s4H2LH", *fields[:at], value, *fields[at + 1 :])
                assert tried(to_reader(head + lying, READER)) in {"pack_form", "pack_unsafe"}

    def test_nothing_lies_before_between_or_behind_the_parts(self) -> None:
        plain = zipped(PARTS)
        assert tried(to_reader(plain, READER)) == ""
        start = struct.unpack("<4s4H2LH", plain[-22:])[6]
        padded = plain[:start] + b"hidden" + plain[start:-6] + struct.pack("<LH", start + 6, 0)
        for hidden in (b"hidden" + plain, plain + b"hidden", padded, plain + plain, plain[:-2] + b"\6\0hidden"):
            assert tried(to_reader(hidden, READER)) in {"pack_form", "pack_unsafe"}

    def test_the_larger_form_of_an_archive_is_not_followed(self) -> None:
        plain = zipped(PARTS)
        locator = b"PK\x06\x07" + struct.pack("<LQL", 0, 0, 1)
        head, end = plain[:-22], struct.unpack("<4s4H2LH", plain[-22:])
        end = struct.pack("<4s4H2LH", *end[:5], end[5] + len(locator), *end[6:])
        assert tried(to_reader(head + locator + end, READER)) == "pack_unsafe"

    def test_any_byte_of_the_archive_changed_changes_nothing_that_is_read(self) -> None:
        plain = zipped(PARTS)
        for at in range(len(plain)):
            harmed = bytearray(plain)
            harmed[at] ^= 0xFF
            packed = to_reader(bytes(harmed), READER)
            if tried(packed) == "":
                pack = opened(packed, READER)
                assert (pack.manifest, dict(pack.entries), pack.digest) == (MADE.manifest, PAPERS, MADE.digest)

    @given(st.binary(max_size=200), st.booleans())
    @many
    def test_bytes_that_are_no_archive(self, content: bytes, ended: bool) -> None:
        assert tried(to_reader(content + (b"PK\5\6" + bytes(18)) * ended, READER))

    @given(st.data())
    @many
    def test_archives_of_any_make(self, data: st.DataObject) -> None:
        names = ["manifest.json", "manifest.sig", "rows.json", "papers/1.pdf", "papers/2.docx", "../x", "x" * 300, "é"]
        parts: list[tuple[Any, bytes]] = []
        for name in data.draw(st.lists(st.sampled_from(names), max_size=6)):
            info = zipfile.ZipInfo(name)
            info.external_attr = data.draw(st.sampled_from([0, 0o100600 << 16, 0o120777 << 16, 0x10, 0xFFFFFFFF]))
            info.extra = data.draw(st.sampled_from([b"", b"", b"\x01\0\x10\0" + bytes(16), b"\xff\xff\x02\0ab"]))
            info.comment = data.draw(st.sampled_from([b"", b"", b"note"]))
            content = dict(PARTS).get(name, b"") if data.draw(st.booleans()) else data.draw(st.binary(max_size=50))
            parts.append((info, content))
        method = data.draw(
            st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
        )
        plain = bytearray(zipped(parts, method))
        for at in data.draw(st.lists(st.integers(0, len(plain) - 1), max_size=3)):
            plain[at] = data.draw(st.integers(0, 255))
        tried(to_reader(bytes(plain), READER))


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


def places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value inside a value."""
    if way:
        yield way
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inside:
        yield from places(part, (*way, key))


class TestManifests:
    """Manifests that a malicious sender signs."""

    @given(st.sampled_from(list(places(TOLD))), JSON)
    @many
    def test_anything_in_any_place(self, way: tuple[Any, ...], value: Any) -> None:
        changed = copy.deepcopy(TOLD)
        holder = changed
        for step in way[:-1]:
            holder = holder[step]
        holder[way[-1]] = value
        code = tried(forged(LEAD, READER, changed, PAPERS))
        assert code in {"", "pack_form", "too_new", "bad_signature", "pack_parts"}

    @given(JSON)
    @many
    def test_any_json_at_all(self, value: Any) -> None:
        assert tried(forged(LEAD, READER, json.dumps(value).encode(), PAPERS)) in {"pack_form", "too_new"}

    @pytest.mark.parametrize("way", list(places(TOLD)))
    def test_nothing_may_be_missing_but_what_has_a_usual_value(self, way: tuple[Any, ...]) -> None:
        changed = copy.deepcopy(TOLD)
        holder = changed
        for step in way[:-1]:
            holder = holder[step]
        del holder[way[-1]]
        usual = way[0] in ("app", "reader_least", "answers_to")
        assert bool(tried(forged(LEAD, READER, changed, PAPERS))) != usual

    @pytest.mark.parametrize(
        "raw",
        [
            pytest.param(told(more=1), id="an unknown name"),
            pytest.param(MANIFEST.replace(b'"number":1', b'"number":1,"number":2'), id="a name twice"),
            pytest.param(MANIFEST.replace(b'"number":1', b'"number":NaN'), id="no number"),
            pytest.param(MANIFEST.replace(b'"number":1', b'"number":' + b"9" * 5000), id="a huge number"),
            pytest.param(MANIFEST.replace(b'"number":1', b'"number":1e999'), id="an endless number"),
            pytest.param(MANIFEST.replace(b'"number":1', b'"number":"1"'), id="a number as text"),
            pytest.param(MANIFEST.replace(b'"number":1', b'"number":0'), id="number nought"),
            pytest.param(MANIFEST.replace(b'"Spring"', b'"\\ud800"'), id="half a character"),
            pytest.param(MANIFEST.replace(b'"Spring"', b'"a\\u0000b"'), id="an empty byte"),
            pytest.param(MANIFEST.replace(b'"Spring"', b'"\xff"'), id="no UTF-8"),
            pytest.param(MANIFEST.replace(b'"Spring"', b"[" * 100_000 + b"]" * 100_000), id="deep nesting"),
            pytest.param(MANIFEST[:-1], id="an open bracket"),
            pytest.param(b"\xef\xbb\xbf" + MANIFEST, id="a mark of byte order"),
            pytest.param(told(answers_to=TOLD["uid"]), id="a work pack that answers"),
            pytest.param(told(kind="return"), id="a return that answers nothing"),
            pytest.param(told(sealed_at="0001-01-01T00:00:00Z"), id="before the calendar"),
            pytest.param(told(sealed_at="2026-03-31T12:00:00"), id="a time without a zone"),
            pytest.param(told(token="short"), id="a token to guess"),
            pytest.param(told(sender={**TOLD["sender"], "age_public": "age1" + "q" * 58}), id="no key to answer to"),
            pytest.param(told(format=True), id="a truth for a format"),
            pytest.param(told(format=0), id="format nought"),
            pytest.param(b"", id="nothing"),
        ],
    )
    def test_what_is_not_as_agreed_is_refused(self, raw: bytes) -> None:
        assert tried(forged(LEAD, READER, raw, PAPERS)) == "pack_form"

    @pytest.mark.parametrize("changed", [{"sender": {}}, {"new": [1]}, {"kind": "letter"}, {"entries": 7}])
    def test_a_future_format_is_told_as_such_whatever_else_it_holds(self, changed: dict[str, Any]) -> None:
        packed = forged(LEAD, READER, told(format=2, reader_least="3.4", **changed), PAPERS)
        with pytest.raises(UserError, match=r"Update this program to version 3\.4 or later") as problem:
            opened(packed, READER)
        assert problem.value.code == "too_new"

    def test_a_future_format_cannot_put_words_into_our_mouth(self) -> None:
        packed = forged(LEAD, READER, told(format=2, reader_least="9 from http://example.invalid"), PAPERS)
        with pytest.raises(UserError, match="the newest version, then"):
            opened(packed, READER)

    @pytest.mark.parametrize("size", [0, 1, 10**9, 10**17])
    def test_lying_sizes(self, size: int) -> None:
        entries = [{**e, "size": size} if e["name"] == "rows.json" else e for e in TOLD["entries"]]
        assert tried(forged(LEAD, READER, told(entries=entries), PAPERS)) == "pack_parts"

    def test_one_part_named_twice(self) -> None:
        assert tried(forged(LEAD, READER, told(entries=[*TOLD["entries"], TOLD["entries"][0]]), PAPERS)) == "pack_parts"

    def test_a_list_of_parts_without_end_is_bounded(self) -> None:
        entries = [TOLD["entries"][0]] * 25_000
        packed = forged(LEAD, READER, told(entries=entries), PAPERS)
        with within(60):
            assert tried(packed) in {"pack_form", "pack_unsafe"}


class TestRows:
    """Rows that a malicious sender signs: JSON of any make."""

    @staticmethod
    def code(rows: bytes) -> str:
        return tried(sealed(LEAD, READER, {"rows.json": rows}).content)

    @pytest.mark.parametrize(
        "rows",
        [
            b"",
            b"{",
            b"[" * 1_000_000,
            b"[" * 13 + b"]" * 13,
            b'{"a":[' * 7 + b"1" + b"]}" * 7,
            b'{"a":1,"a":1}',
            b"[NaN]",
            b"[-Infinity]",
            b"[1e400]",
            b"[" + b"9" * 1_000_000 + b"]",
            b"[1234567890123456789]",
            b'["\\udc00"]',
            b'{"\\u0000":1}',
            b'["\xc3"]',
            b'{"a":1}}',
        ],
    )
    def test_what_is_not_plain_is_refused(self, rows: bytes) -> None:
        assert self.code(rows) == "pack_form"

    @given(JSON.filter(lambda v: "NaN" not in (t := json.dumps(v)) and "Infinity" not in t))
    @many
    def test_what_is_plain_arrives_as_it_was(self, value: Any) -> None:
        made = sealed(LEAD, READER, {"rows.json": json.dumps(value).encode()})
        pack, text = opened(made.content, READER), json.dumps(value)
        if "\\ud" in text or "\\u0000" in text or max(map(len, re.findall(r"\d+", text)), default=0) > 17:
            return  # half characters, empty bytes and long numbers are refused, as above
        assert pack.rows() == value

    @given(st.text('[]{}"\\,:1a', max_size=30))
    @many
    def test_brackets_and_quotes_in_any_order(self, text: str) -> None:
        self.code(text.encode())

    def test_twelve_levels_go_through(self) -> None:
        assert self.code(b'{"a":[' * 6 + b"1" + b"]}" * 6) == ""

    def test_text_that_looks_like_nesting_is_text(self) -> None:
        assert self.code(json.dumps({"note": '[[[[[[[[[[[[[[[[[[[[[[[[[ \\" {{{{"'}).encode()) == ""

    def test_deep_nesting_takes_no_memory(self) -> None:
        made = sealed(LEAD, READER, {"rows.json": b"[" * 20_000_000})
        with within(150):
            assert tried(made.content) == "pack_form"

    def test_rows_for_ten_thousand_plans_go_through(self) -> None:
        plans = [
            {"uid": TOLD["uid"], "reference": f"EX-{n:05d}", "area": "North", "year_group": 7} for n in range(10_000)
        ]
        assert self.code(json.dumps({"plans": plans}).encode()) == ""


def test_ours_stay_under_the_limits_that_readers_have() -> None:
    """Rows that shrink a thousandfold are sealed as they are, so that nobody takes them for a bomb."""
    same = json.dumps({"plans": [{"area": "North"}] * 100_000}).encode()
    made = sealed(LEAD, READER, {"rows.json": same})
    assert opened(made.content, READER).entries["rows.json"] == same


def _restated(packed: bytes, name: str, size: int) -> bytes:
    """The archive with another size stated for one part, and the checksum of that many of its bytes."""
    changed, checksum = bytearray(packed), zlib.crc32(bytes(size))
    info = zipfile.ZipFile(io.BytesIO(packed)).getinfo(name)
    where = packed.index(b"PK\1\2")
    while packed[where + 46 : where + 46 + len(name)] != name.encode():
        where = packed.index(b"PK\1\2", where + 4)
    for at in (info.header_offset + 14, where + 16):
        struct.pack_into("<L", changed, at, checksum)
        struct.pack_into("<L", changed, at + 8, size)
    return bytes(changed)
