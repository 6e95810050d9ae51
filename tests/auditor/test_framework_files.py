"""A framework in Excel and back, and two versions of one held against each other, through the command line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from auditor.cli import main
from auditor.framework_diff import compare_frameworks
from auditor.framework_files import as_toml, find_framework
from auditor.framework_workbook import read_workbook, write_workbook
from auditor.frameworks import Criterion, Framework, builtin, builtin_names
from db.errors import UserError
from tests.building import small_framework

Edit = Callable[[object], None]


def said(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize("name", builtin_names())
def test_every_framework_comes_back_from_excel_the_very_same(tmp_path: Path, name: str):
    framework = builtin(name)
    assert read_workbook(write_workbook(framework, tmp_path / "f.xlsx")) == framework


def test_a_framework_goes_to_excel_and_back_by_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    book, back = tmp_path / "a.xlsx", tmp_path / "a.toml"
    assert said(capsys, "framework", "to-excel", "default-ehcp", "--out", book)[0] == 0
    edit(book, "Criteria", "V1", "question", "Does the child speak in the plan?")
    assert said(capsys, "framework", "from-excel", book)[0] == 0
    assert find_framework(str(back)).criterion("V1").question == "Does the child speak in the plan?"
    code, out, _ = said(capsys, "framework", "diff", "default-ehcp", back, "--json")
    found = json.loads(out)
    assert (code, found["same"], found["changed"]) == (0, False, {"V1": ["question"]})
    assert "V1" not in found["carried"]
    assert len(found["carried"]) == len(builtin("default-ehcp").criteria) - 1


def test_what_somebody_wrote_is_not_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    book = tmp_path / "mine.xlsx"
    book.write_bytes(b"mine")
    code, out, err = said(capsys, "framework", "to-excel", "annual-review", "--out", book)
    assert (code, out, book.read_bytes()) == (2, "", b"mine")
    assert "mine.xlsx is there already" in err


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "says"),
    [
        ("Criteria", "V2", "met", None, "line 3: criteria[2] (V2).met: this key is missing"),
        ("Criteria", "V1", "basis", "custom", "line 2: criteria[1] (V1).basis: 'custom' is not one of"),
        ("Criteria", "V1", "critical", "perhaps", "criteria[1] (V1).critical: it must be true or false"),
        ("Framework", "thresholds.met", "value", 175, "thresholds.met: 175 is out of range"),
        ("Measures", "M1", "id", None, "measures[1].id: this key is missing"),
    ],
)
def test_a_slip_in_excel_is_named_by_row_and_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], sheet: str, row: str, column: str, value: object, says: str
):
    book = write_workbook(builtin("default-ehcp"), tmp_path / "slip.xlsx")
    edit(book, sheet, row, column, value)
    code, _, err = said(capsys, "framework", "check", book)
    assert code == 2
    assert says in err
    assert said(capsys, "framework", "from-excel", book)[0] == 2
    assert not (tmp_path / "slip.toml").exists()


def test_a_column_nobody_knows_is_said_to_be_unknown(tmp_path: Path):
    path = write_workbook(builtin("default-ehcp"), tmp_path / "f.xlsx")
    book = load_workbook(path)
    book["Criteria"].cell(1, 30, "guidence")
    book["Criteria"].cell(2, 30, "Look twice.")
    book.save(path)
    with pytest.raises(UserError, match="guidence: this key is not known"):
        read_workbook(path)


def test_text_that_begins_as_a_formula_stays_text(tmp_path: Path):
    framework = revised(small_framework(tmp_path), 0, guidance="=2+2 is what a sum looks like.")
    assert read_workbook(write_workbook(framework, tmp_path / "f.xlsx")) == framework


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut", b"not a workbook", b"\0" * 2_000_000])
def test_what_is_no_framework_is_refused_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
):
    book = tmp_path / "f.xlsx"
    book.write_bytes(content)
    code, out, err = said(capsys, "framework", "from-excel", book)
    assert (code, out) == (2, "")
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" not in err


def test_questions_carry_over_by_what_they_ask(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    old = small_framework(tmp_path)
    first, second, third = (criterion.id for criterion in old.criteria[:3])
    new = revised(old, 0, question="Another question?")
    new = revised(new, 1, guidance="Look in section A.")
    new = new.model_copy(update={"criteria": (*new.criteria[:2], *new.criteria[3:], extra(old.criteria[0]))})
    found = compare_frameworks(old, new)
    assert found.changed == {first: ("question",)}
    assert found.helped == {second: ("guidance",)}
    assert (found.added, found.removed) == (("X9",), (third,))
    assert set(found.carried) == {criterion.id for criterion in old.criteria} - {first, third}
    for name, framework in (("old", old), ("new", new)):
        (tmp_path / f"{name}.toml").write_text(as_toml(framework), encoding="utf-8")
    _, out, _ = said(capsys, "framework", "diff", tmp_path / "old.toml", tmp_path / "new.toml")
    for line in (f"{first}: asks otherwise (question)", f"{third}: no longer asked", "X9: new"):
        assert line in out


def test_a_framework_does_not_differ_from_itself(capsys: pytest.CaptureFixture[str]):
    assert compare_frameworks(builtin("default-ehcp"), builtin("default-ehcp")).same
    assert "Nothing differs" in said(capsys, "framework", "diff", "default-ehcp", "default-ehcp")[1]


def test_a_threshold_that_moved_is_told(tmp_path: Path):
    old = small_framework(tmp_path)
    new = old.model_copy(update={"thresholds": old.thresholds.model_copy(update={"met": old.thresholds.met - 5})})
    assert compare_frameworks(old, new).thresholds == {"met": (old.thresholds.met, old.thresholds.met - 5)}
    assert not compare_frameworks(old, new).same


def edit(path: Path, sheet: str, row: str, column: str, value: object) -> None:
    """Write one cell as somebody in Excel would: the row is told by its first cell, the column by its heading."""
    book = load_workbook(path)
    page = book[sheet]
    names = [cell.value for cell in page[1]]
    at = next(cells[0].row for cells in page.iter_rows() if cells[0].value == row)
    page.cell(at, names.index(column) + 1).value = value  # type: ignore[union-attr]
    book.save(path)


def revised(framework: Framework, at: int, **what: str) -> Framework:
    """The framework with one question otherwise."""
    criteria = list(framework.criteria)
    criteria[at] = criteria[at].model_copy(update=what)
    return framework.model_copy(update={"criteria": tuple(criteria)})


def extra(like: Criterion) -> Criterion:
    """One more question."""
    return like.model_copy(update={"id": "X9"})
