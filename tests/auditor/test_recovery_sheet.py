"""The printed recovery key opens the file it was printed for, and says what it is."""

from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.recovery_sheet import lines_of, write_recovery_sheet
from db.errors import UserError
from db.store import Store
from db.vault import Key, is_passphrase, is_recovery, key_from_recovery, new_key, recovery_text

PASSPHRASE = "larch pony copper violin"


def text_of(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        assert len(document) == 1
        return str(document[0].get_textpage().get_text_range())


def test_what_is_typed_from_the_sheet_opens_the_file(tmp_path: Path) -> None:
    """Group by group, as somebody reads them off, without the numbers before each line."""
    path, key = tmp_path / "a.ehcpaudit", new_key(PASSPHRASE)
    Store.create(path, owner="Lee Example", role="lead", council="Example Council", key=key).close()
    sheet = write_recovery_sheet(tmp_path / "sheet", path.name, "Lee Example", recovery_text(key), date(2026, 11, 21))
    assert sheet.name == "sheet.pdf"
    words = text_of(sheet)
    for said in ("a.ehcpaudit", "21 November 2026", "Keep it apart from the computer", "delete the file"):
        assert said in words
    typed = " ".join(
        line.split(":")[1] for line in words.splitlines() if (":" in line and " to " in line) or "13:" in line
    )
    Store.open(path, key=key_from_recovery(path, typed)).close()


def test_a_sheet_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        write_recovery_sheet(tmp_path / "nowhere" / "a.pdf", "a", "b", recovery_text(new_key("x")), date(2026, 1, 1))
    assert list(tmp_path.iterdir()) == []


@given(st.binary(min_size=32, max_size=32))
def test_every_group_is_on_a_line_with_its_number(raw: bytes) -> None:
    text = recovery_text(Key(raw, bytes(16)))
    lines = lines_of(text)
    assert [line.split(":")[0] for line in lines] == ["1 to 4", "5 to 8", "9 to 12", "13"]
    assert " ".join(" ".join(line.split(":")[1].split()) for line in lines) == text
    assert is_recovery(Key(raw, bytes(16)), text.lower())


def test_only_the_passphrase_itself_proves_itself() -> None:
    key = new_key(PASSPHRASE)
    assert is_passphrase(key, PASSPHRASE) and is_passphrase(key, f" {PASSPHRASE} ")
    assert not is_passphrase(key, PASSPHRASE.title())
    assert not is_recovery(key, PASSPHRASE) and not is_recovery(key, "")
