"""A report is written whole or not at all; what goes wrong is told in a sentence that names the file."""

import errno
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from auditor.reports.board import board
from auditor.reports.details import ReportDetails
from auditor.reports.make import file_steps, make_report, report_steps, slug
from db.errors import UserError
from db.files import write_whole
from tests.auditor.reports.made_up import random_round

DETAILS = ReportDetails(date=date(2026, 12, 4))


def test_a_report_without_sheets_or_rows_is_refused_as_workbook_and_as_data(tmp_path: Path) -> None:
    words = replace(board(random_round(), DETAILS, sheets=False), figures=())
    for wanted in ("xlsx", "csv"):
        with pytest.raises(UserError, match=f"This report has no {wanted}: make it as pdf, html or docx"):
            list(file_steps(words, tmp_path, ("html", wanted)))
    assert list(tmp_path.iterdir()) == []


def test_both_files_are_made_beside_each_other_and_nothing_else(tmp_path: Path) -> None:
    made = make_report(random_round(), DETAILS, tmp_path)
    assert made == (tmp_path / "board-autumn-2026.pdf", tmp_path / "board-autumn-2026.xlsx")
    assert sorted(tmp_path.iterdir()) == sorted(made)
    assert made[0].read_bytes().startswith(b"%PDF-1.7")
    assert made[1].read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "disk_full"),
        (PermissionError(errno.EACCES, "Permission denied"), "file_locked"),
        (OSError(errno.EIO, "Input/output error"), "file_not_written"),
    ],
)
def test_a_failure_while_writing_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, failure: OSError, code: str
) -> None:
    target = tmp_path / "board-x.pdf"
    target.write_bytes(b"old")

    def write(beside: Path) -> None:
        beside.write_bytes(b"half")
        raise failure

    with pytest.raises(UserError, match=r"board-x\.pdf could not be written") as told:
        write_whole(target, write)
    assert told.value.code == code
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_target_that_cannot_be_replaced_is_named_and_left(tmp_path: Path) -> None:
    target = tmp_path / "board-x.pdf"
    target.mkdir()
    with pytest.raises(UserError, match=r"board-x\.pdf") as told:
        write_whole(target, lambda beside: beside.touch())
    assert told.value.code == "file_not_written"
    assert list(tmp_path.iterdir()) == [target]


def test_a_bug_while_writing_is_not_hidden_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        write_whole(tmp_path / "x.pdf", lambda beside: 1 // 0)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_and_a_file_in_its_place_are_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"folder .*gone is not there") as told:
        make_report(random_round(), DETAILS, tmp_path / "gone")
    assert told.value.code == "no_folder"
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UserError, match="is a file, not a folder"):
        make_report(random_round(), DETAILS, tmp_path / "file")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_what_is_no_file_is_never_replaced_by_one(tmp_path: Path) -> None:
    pipe = tmp_path / "x.pdf"
    os.mkfifo(pipe)
    with pytest.raises(UserError) as told:
        write_whole(pipe, lambda beside: beside.write_bytes(b"x"))
    assert told.value.code == "file_not_written" and "pipe" in str(told.value)
    assert pipe.is_fifo() and list(tmp_path.iterdir()) == [pipe]


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no full device to write to")
def test_a_really_full_disk_is_told(tmp_path: Path) -> None:
    def write(beside: Path) -> None:
        with Path("/dev/full").open("wb", buffering=0) as full:
            full.write(b"x")

    with pytest.raises(UserError) as told:
        write_whole(tmp_path / "x.pdf", write)
    assert told.value.code == "disk_full"


@pytest.mark.skipif(os.name != "posix", reason="rights are kept where the system has them")
def test_a_replaced_file_keeps_its_rights(tmp_path: Path) -> None:
    target = tmp_path / "x.pdf"
    target.write_bytes(b"old")
    target.chmod(0o640)
    write_whole(target, lambda beside: beside.write_bytes(b"new"))
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640


def test_an_unknown_edition_or_format_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="not secret"):
        make_report(random_round(), DETAILS, tmp_path, edition="secret")
    with pytest.raises(UserError, match="not odt"):
        make_report(random_round(), DETAILS, tmp_path, formats=("pdf", "odt"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Lancashire 2019", "lancashire-2019"),
        ("Tŷ Gwyn: 1/2", "ty-gwyn-1-2"),
        ("../..", "round-0cfd1c"),
        ("x" * 300, "x" * 53 + "-0d4e2c"),
    ],
)
def test_file_names_are_safe_on_every_system(name: str, plain: str) -> None:
    assert slug(name) == plain


@pytest.mark.parametrize("names", [("x" * 60 + "y", "x" * 60 + "z"), ("Осень", "Весна")])
def test_names_of_which_the_same_is_left_make_different_files(names: tuple[str, str]) -> None:
    assert slug(names[0]) != slug(names[1])


def test_a_report_stopped_half_way_changes_neither_of_its_files(tmp_path: Path) -> None:
    """The two files belong together, so neither is swapped in before both are written."""
    first = {file: file.read_bytes() for file in make_report(random_round(), DETAILS, tmp_path)}
    steps = report_steps(random_round(), replace(DETAILS, council="Another Council"), tmp_path)
    assert isinstance(next(steps), str)
    assert "workbook" in str(next(steps))
    steps.close()
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == first
