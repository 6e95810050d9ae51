"""What people write in a report and choose for it: figures are inserted by name, parts ticked, a head kept."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from auditor.report_builder.choice import Choice, audience_of, choice_of, choose, write
from auditor.report_builder.inserts import Insert, blocks_of, filled, typed_figures, unknown
from auditor.report_builder.letterhead import Letterhead, contrast_on_white, keep_letterhead, letterhead_of
from auditor.reports.blocks import Bullets, Paragraph, Point
from auditor.reports.content import SECTIONS
from db.errors import UserError
from db.store import Store
from tests.building import make_round, make_workspace, small_framework

INSERTS = (Insert("M1.percent", "Voice: percentage", "52%"), Insert("M1.of", "Voice: k of n", "17 of 33"))


def png(wide: int, high: int) -> bytes:
    """A picture of one colour."""

    def part(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = zlib.compress(b"".join(b"\0" + b"\x0b\x5d\x5e" * wide for _ in range(high)))
    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", rows) + part(b"IEND", b"")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with make_workspace(tmp_path / "a.ehcpaudit") as store:
        make_round(store, small_framework(tmp_path), ["N-001"], {"N-001": ["EA"]})
        yield store


def test_figures_are_filled_in_by_name():
    said = "The voice was recorded in {M1.of} plans ({M1.percent}).\n\nWe ask:\n- to go on\n- to train writers"
    assert blocks_of(said, INSERTS) == (
        Paragraph("The voice was recorded in 17 of 33 plans (52%)."),
        Paragraph("We ask:"),
        Bullets((Point("", "to go on"), Point("", "to train writers"))),
    )
    assert blocks_of(" \n\n ", INSERTS) == ()


def test_a_name_that_is_no_figure_is_refused_by_name():
    assert unknown("{M1.of} {M9.of} {M9.of} {}", INSERTS) == ("M9.of", "")
    with pytest.raises(UserError) as refused:
        filled("It was {M9.percent}.", INSERTS)
    assert refused.value.code == "no_such_figure"
    assert "{M9.percent}" in str(refused.value)


def test_typed_percentages_are_found_and_inserted_ones_are_not():
    assert typed_figures("52% then, 64 per cent now, 7.5% or 5 in 100; {M1.percent} in 2026, 33 plans") == (
        "52%", "64 per cent", "7.5%", "5 in 100",
    )  # fmt: skip


@given(st.text(st.characters(exclude_characters="{}", exclude_categories=["Cs"]), max_size=80))
def test_text_without_names_stays_as_it_is(text: str):
    assert filled(text, INSERTS) == text


def test_a_report_is_kept_as_it_was_chosen(store: Store):
    assert choice_of(store, 1, "board") == Choice("board", "partnership", SECTIONS)
    choose(store, 1, "board", "working", ("actions", "short"))
    write(store, 1, "board", "short", "  Seen by {M.of}.  ")
    write(store, 1, "families", "next_steps", "We train writers.")
    assert choice_of(store, 1, "board") == Choice(
        "board", "working", ("actions", "short"), {"short": "Seen by {M.of}."}
    )
    assert choice_of(store, 1, "families").words == {"next_steps": "We train writers."}
    for job, code in (
        (lambda: choose(store, 1, "board", "secret", SECTIONS), "no_edition"),
        (lambda: choose(store, 1, "board", "working", ("short", "short")), "no_part"),
        (lambda: choose(store, 1, "board", "working", ("weather",)), "no_part"),
        (lambda: write(store, 1, "board", "headlines", "x"), "no_part"),
        (lambda: write(store, 1, "board", "short", "x" * 20_001), "too_long"),
        (lambda: choose(store, 1, "press", "working", SECTIONS), "no_audience"),
        (lambda: audience_of("agency:nhs"), "no_agency"),
    ):
        with pytest.raises(UserError) as refused:
            job()
        assert refused.value.code == code
    assert choice_of(store, 1, "board").parts == ("actions", "short")


def test_a_letterhead_is_kept_if_it_can_be_read(store: Store):
    logo = png(40, 20)
    keep_letterhead(store, Letterhead(logo, "#0b5d5e", " Board ", "send@example.org", "Open"))
    kept = letterhead_of(store)
    assert replace(kept, logo=None) == Letterhead(None, "#0B5D5E", "Board", "send@example.org", "Open")
    assert kept.logo is not None
    with Image.open(BytesIO(kept.logo)) as picture:
        assert (picture.size, picture.format) == ((40, 20), "PNG")
    for head, code in (
        (Letterhead(b"GIF89a"), "no_picture"), (Letterhead(logo + bytes(1_000_000)), "no_picture"),
        (Letterhead(accent="teal"), "no_colour"), (Letterhead(accent="#FFCC00"), "pale_colour"),
    ):  # fmt: skip
        with pytest.raises(UserError) as refused:
            keep_letterhead(store, head)
        assert refused.value.code == code
    assert letterhead_of(store).accent == "#0B5D5E"


def test_what_somebody_wrote_into_the_file_by_hand_goes_nowhere(store: Store):
    choose(store, 1, "board", "working", ("short",))
    keep_letterhead(store, Letterhead(accent="#0B5D5E"))
    with store.write() as session:
        for change in ("letterhead SET accent = '</style><script>'", "report_choice SET sections = 'nothing'"):
            session.connection().exec_driver_sql(f"UPDATE {change}")
    assert letterhead_of(store).accent == ""
    assert choice_of(store, 1, "board").parts == SECTIONS


def test_nothing_but_the_picture_of_a_logo_is_kept(store: Store):
    written = BytesIO()
    told = Image.Exif()
    told[0x013B] = "Robin Example"
    Image.new("CMYK", (30, 20)).save(written, "JPEG", exif=told)
    assert b"Robin Example" in written.getvalue()
    keep_letterhead(store, Letterhead(written.getvalue()))
    kept = letterhead_of(store).logo or b""
    assert b"Robin Example" not in kept
    with Image.open(BytesIO(kept)) as picture:
        assert picture.mode == "RGB", "printers' colours are no use to a word processor"


def test_a_picture_that_would_stall_a_report_is_refused(store: Store):
    wide = BytesIO()
    Image.new("1", (5_000, 10)).save(wide, "PNG")
    cut = png(40, 20)[:-30]
    for logo in (wide.getvalue(), cut):
        with pytest.raises(UserError) as refused:
            keep_letterhead(store, Letterhead(logo))
        assert refused.value.code == "no_picture"


def test_contrast_is_that_of_the_guideline():
    assert contrast_on_white("#000000") == pytest.approx(21)
    assert contrast_on_white("#FFFFFF") == pytest.approx(1)
    assert contrast_on_white("#767676") == pytest.approx(4.54, abs=0.01)
