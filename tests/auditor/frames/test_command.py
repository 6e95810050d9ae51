"""`frame check`, as scripts call it."""

import json
from pathlib import Path

import pytest

from auditor.cli import main
from tests.auditor.frames.lists import GOOD, annex_a, annex_row


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["frame", "check", *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_json_has_the_agreed_shape_and_rejected_rows_are_no_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = annex_a(tmp_path / "frame.xlsx", GOOD, annex_row(id="R-2", upn="B1", issued="31/11/2025"))
    code, out, err = run(capsys, str(path), "--as-at", "2026-09-01", "--json")
    answer = json.loads(out)
    assert code == 0
    assert list(answer) == ["kind", "rows", "usable", "rejected", "fields", "dropped"]
    assert (answer["kind"], answer["rows"], answer["usable"]) == ("annex_a_list1", 2, 1)
    assert answer["rejected"] == [
        {"row": 3, "column": "Date initial EHC plan issued", "problem": "the date 31/11/2025 does not exist."}
    ]
    assert answer["fields"]["need"] == {"column": "SEN primary need", "filled": 1, "values": {"ASD": 1}}
    assert answer["dropped"] == ["UPN", "ULN", "Date of birth"]
    assert "Year groups were worked out" in err and str(GOOD["UPN"]) not in out + err


def test_people_read_the_same_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = annex_a(tmp_path / "frame.xlsx", GOOD, annex_row(id="R-2", upn="B1", need=None))
    code, out, err = run(capsys, str(path), "--as-at", "2026-09-01")
    assert (code, err) == (0, "")
    for words in (
        "Annex A list 1", "1 of 2 rows can be used.", "need: ASD 1", "Dropped at the door: UPN, ULN, Date of birth.",
        "Row 3, SEN primary need: the primary need is missing.", "Year groups were worked out",
    ):  # fmt: skip
        assert words in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [((), "unknown_columns"), (("--sheet", "Plans"), "no sheet"), (("--map", "need"), "need=Primary need")],
)
def test_what_cannot_be_read_leaves_with_two_and_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], says: str
) -> None:
    path = tmp_path / "frame.csv"
    path.write_text("Colour,Taste\nred,sweet\n")
    code, out, err = run(capsys, str(path), *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert (says if arguments else "No column of frame.csv") in err


def test_a_mapping_and_the_day_of_today(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "frame.csv"
    path.write_text("Case,Difficulty\nR-1,Autism\nR-2,\n")
    code, out, _ = run(capsys, str(path), "--map", "reference=Case", "--map", "need=Difficulty", "--json")
    assert code == 0
    assert json.loads(out)["usable"] == 1 and json.loads(out)["rejected"][0]["row"] == 3
    with pytest.raises(SystemExit) as left:
        main(["frame", "check", str(path), "--as-at", "tomorrow"])
    assert left.value.code == 2 and "write it as 2026-03-31" in capsys.readouterr().err


@pytest.mark.parametrize("updated", ["Date plan updated", "Date plan amended", "Updated plan issued", "Amended on"])
def test_what_councils_call_the_day_of_an_update_is_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], updated: str
) -> None:
    path = tmp_path / "frame.csv"
    path.write_text(f"Reference,Primary need,Plan issued,{updated}\nR-1,ASD,2025-02-01,2025-01-01\n", encoding="utf-8")
    _, out, _ = run(capsys, str(path), "--as-at", "2026-03-31", "--json")
    (wrong,) = json.loads(out)["rejected"]
    assert (wrong["row"], wrong["column"]) == (2, "Plan issued")
    assert "after it was updated" in wrong["problem"]
