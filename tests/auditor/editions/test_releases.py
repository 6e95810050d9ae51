"""Publishing from a workspace: refused without a name or a signing off, entered in the register, told in every file."""

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from docx import Document
from openpyxl import load_workbook
from sqlmodel import col, select

from auditor.checking import check_workspace
from auditor.cli import main
from auditor.editions import releases as releasing
from auditor.editions.partnership import partnership
from auditor.editions.releases import draft, finished, releases
from auditor.privacy.belongings import Belongings
from auditor.results import results
from auditor.round_moves import move_on
from auditor.round_states import ORDER
from db.errors import UserError
from db.store import Store
from db.tables import Log, LogPayload, Release
from tests.auditor.editions.signed import signed_off_round

WHO = "Dana Example, data protection officer"


@pytest.fixture(scope="module")
def signed_off(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round of 48 plans in three areas, one of them small, signed off."""
    return signed_off_round(tmp_path_factory.mktemp("signed"))


@pytest.fixture
def workspace(signed_off: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(signed_off, tmp_path / "own.ehcpaudit"))


@pytest.fixture
def store(workspace: Path) -> Iterator[Store]:
    with Store.open(workspace) as opened:
        yield opened


def test_nothing_is_published_unless_somebody_agreed(store: Store, tmp_path: Path) -> None:
    """The name comes first: no file is made, and nothing is entered."""
    with pytest.raises(UserError, match="who agreed") as refused:
        finished(store, "Spring", tmp_path / "out", agreed_by="  ")
    assert refused.value.code == "nobody_agreed"
    assert not list(tmp_path.glob("out/*"))
    assert releases(store, "Spring") == ()


def test_only_figures_that_are_signed_off_are_published(store: Store, tmp_path: Path) -> None:
    """A round that was reopened is not, and the draft says why."""
    move_on(store, 1, ORDER[3], "one answer was wrong")
    assert "signed off" in draft(store, "Spring").refused
    with pytest.raises(UserError) as refused:
        finished(store, "Spring", tmp_path, agreed_by=WHO)
    assert refused.value.code == "not_signed_off"


def test_what_was_published_is_kept_with_who_agreed_and_what_was_hidden(store: Store, tmp_path: Path) -> None:
    """In the register and in the change log, which carries no name; the workspace stays sound."""
    shown = draft(store, "Spring")
    assert shown.figures is not None
    assert shown.figures.hidden
    files = finished(
        store, "Spring", tmp_path, agreed_by=WHO, seen_early="The chair of the Board", formats=("html", "csv")
    )
    (out,) = releases(store, "Spring")
    assert (out.agreed_by, out.seen_early, out.by) == (WHO, "The chair of the Board", "Lee Example")
    assert out.mark == shown.figures.mark
    assert out.hidden == shown.figures.hidden
    assert out.files == tuple(file.name for file in files)
    assert out.fingerprint == results(store, "Spring").fingerprint != out.mark
    with store.read() as session:
        entry = session.exec(select(Log).order_by(col(Log.seq).desc()).limit(1)).one()
        assert (entry.what, entry.subject) == ("published", "Spring")
        told = session.exec(select(LogPayload.after).where(LogPayload.seq == entry.seq)).one()
        assert out.mark in told
        assert "Dana" not in told
        assert entry.seq in Belongings(1).log_entries(session)
    assert check_workspace(store) == ()


def test_a_register_that_was_changed_is_found_by_the_check(store: Store, tmp_path: Path) -> None:
    """An edition that tells otherwise, one that is gone, and one that cannot be read, which stops publishing."""
    finished(store, "Spring", tmp_path, agreed_by=WHO, formats=("csv",))
    with store.read() as session:
        kept = session.exec(select(Release.figures)).one()
    for figures, found in ((kept.replace('"scored":48', '"scored":49'), "not kept as"), ("{}", "no longer be read")):
        with store.write() as session:
            session.exec(select(Release)).one().figures = figures
        assert any(found in fault for fault in check_workspace(store))
    with pytest.raises(UserError) as refused:
        finished(store, "Spring", tmp_path, agreed_by=WHO)
    assert refused.value.code == "release_unread"
    with store.write() as session:
        session.delete(session.exec(select(Release)).one())
    assert any("not in the register" in fault for fault in check_workspace(store))


def test_a_second_edition_repeats_what_the_first_showed_and_names_it(store: Store, tmp_path: Path) -> None:
    """The same figures give the same edition; with all lines shown it is another, if the seed is not out."""
    finished(store, "Spring", tmp_path, agreed_by=WHO, formats=("html",))
    finished(store, "Spring", tmp_path, agreed_by=WHO, formats=("html",))
    first, second = releases(store, "Spring")
    assert first.mark == second.mark
    page = (tmp_path / "board-spring-public.html").read_text(encoding="utf-8")
    assert "Editions of this round that are out already" in page
    whole = draft(store, "Spring", whole_lines=True)
    assert whole.figures is not None
    assert whole.figures.mark != first.mark
    assert len(whole.figures.hidden) < len(draft(store, "Spring").figures.hidden)


def test_where_the_register_cannot_be_written_no_file_stays(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is out without being in the register could not be allowed for later."""

    def fails(*_: object) -> None:
        raise UserError("disk_full", "The disk is full.")

    monkeypatch.setattr(releasing, "_enter", fails)
    (tmp_path / "out").mkdir()
    with pytest.raises(UserError, match="full"):
        finished(store, "Spring", tmp_path / "out", agreed_by=WHO, formats=("html", "csv"))
    assert not list((tmp_path / "out").glob("*"))


def _text(file: Path) -> str:
    match file.suffix:
        case ".pdf":
            return " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(file))
        case ".docx":
            document: Any = Document(str(file))
            cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
            return " ".join([*(p.text for p in document.paragraphs), *cells])
        case ".xlsx":
            book: Any = load_workbook(file)
            return " ".join(
                str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None
            )
        case _:
            return file.read_text(encoding="utf-8")


def test_every_file_tells_the_edition_and_none_tells_of_an_auditor_or_a_plan(store: Store, tmp_path: Path) -> None:
    """Mark and hidden cells in all of them; the round's own fingerprint, which rests on hidden figures, in none."""
    files = finished(store, "Spring", tmp_path, agreed_by=WHO)
    (out,) = releases(store, "Spring")
    texts = {file.name.removeprefix("board-spring-public"): _text(file) for file in files}
    for name, text in texts.items():
        assert out.mark in text, name
        for never in (out.fingerprint, "Edie Example", "Hal Example", "Lee Example", "N-00", "N-01"):
            assert never not in text, f"{never} in {name}"
    for name in (".pdf", ".html", ".xlsx"):
        assert all(hidden.where in " ".join(texts[name].split()) for hidden in out.hidden), name
    for wanted in ("900", WHO, "Corrections", "What these figures cannot show", "Reference date", "Likely ranges"):
        assert wanted in " ".join(texts[".html"].split())
    rows = list(csv.DictReader(texts[".csv"].lstrip("\ufeff").splitlines()))
    assert {row["edition"] for row in rows} == {"public"}
    assert any(row["suppressed"] == "true" and not row["percent"] for row in rows)


def test_figures_read_back_from_the_files_are_those_of_the_register(store: Store, tmp_path: Path) -> None:
    """Every k, n and share of the data file stands in the kept figures, and every kept line in the data file."""
    finished(store, "Spring", tmp_path, agreed_by=WHO, formats=("csv", "html"), whole_lines=True)
    with store.read() as session:
        kept = json.loads(session.exec(select(Release)).one().figures)
    rows = list(csv.DictReader((tmp_path / "board-spring-public.csv").read_text(encoding="utf-8-sig").splitlines()))
    lines = {(r["kind"], r["id"]): r for r in rows if not r["group_field"]}
    assert lines.keys() == {(line["kind"], line["id"]) for line in kept["lines"]}
    for line in kept["lines"]:
        row = lines[line["kind"], line["id"]]
        assert (row["k"], row["n"]) == (str(line["k"]), str(line["n"]))
        assert row["percent"] == ("" if line["percent"] is None else repr(line["percent"]))


def test_the_command_publishes_with_a_name_and_says_what_is_hidden(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a name it ends with 2 and one sentence."""
    words = ["report", str(workspace), "--out", str(tmp_path), "--edition", "public", "--format", "csv", "--json"]
    assert main(words) == 2
    assert "who agreed" in capsys.readouterr().err
    assert main([*words, "--agreed-by", WHO]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["edition"], told["agreed_by"]) == ("public", WHO)
    assert told["hidden"]
    assert all(Path(file).exists() for file in told["files"])
    assert main([*words, "--agreed-by", WHO, "--by", "area"]) == 2


def test_the_policy_can_only_hide_more(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A council that wants counts of ten or more shows fewer, and the edition says so."""
    file = tmp_path / "policy.toml"
    file.write_text("public_count_least = 12\npublic_percent_least = 20\n", encoding="utf-8")
    monkeypatch.setenv("EHCP_AUDITOR_POLICY", str(file))
    stricter = draft(store, "Spring").figures
    assert stricter is not None
    assert (stricter.least.count, stricter.least.percent) == (12, 20)
    told = [n for line in stricter.lines for n in (*line.cells.values(), line.k) if n is not None]
    told += [n for table in stricter.tables for group in table.groups for n, _ in group.counts.values()]
    assert told
    assert all(n == 0 or n >= 12 for n in told)


def test_the_partnership_edition_has_no_row_for_one_child(store: Store, workspace: Path, tmp_path: Path) -> None:
    """Neither a plan's answers nor a group of one plan; its totals are those of the working edition."""
    found = results(store, "Spring", (("area",), ("year_group",)))
    shared = partnership(found)
    assert found.plan_lines
    assert not shared.plan_lines
    assert [(m.k, m.n, m.printed) for m in shared.measures] == [(m.k, m.n, m.printed) for m in found.measures]
    assert all(
        group.plans > 1 and all(m.n != 1 for m in group.measures) for b in shared.breakdowns for group in b.groups
    )
    words = ["report", str(workspace), "--out", str(tmp_path), "--edition", "partnership", "--format", "xlsx,html"]
    assert main([*words, "--by", "area"]) == 0
    for file in tmp_path.glob("board-spring-partnership*"):
        assert "N-00" not in _text(file)
