"""Signing off keeps the figures; whenever those worked out since are others, every page and file says so."""

import json
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import load_workbook
from sqlcipher3 import dbapi2 as sqlite3

from auditor import scoring
from auditor.change_log import known
from auditor.checking import check_workspace
from auditor.cli import main
from auditor.figures import Results
from auditor.pooling import pooled
from auditor.reports.details import ReportDetails
from auditor.reports.make import make_report
from auditor.reports.sentences import signed_line
from auditor.results import results
from auditor.round_moves import move_on
from auditor.round_states import ORDER
from auditor.signed_figures import differences, kept_json
from db.errors import UserError
from db.log import short
from db.store import Store
from db.vocabulary import Value
from tests.building import make_round, make_workspace, score, small_framework

M, N = Value.MET, Value.NOT_MET
_, OPEN, MODERATING, FACTS, SIGNED = ORDER


def sign(store: Store, round_id: int = 1) -> None:
    for state in (MODERATING, FACTS, SIGNED):
        move_on(store, round_id, state)


@pytest.fixture
def store(tmp_path: Path):
    """A round of two plans, signed off."""
    with make_workspace(tmp_path / "a.ehcpaudit") as made:
        make_round(made, small_framework(tmp_path), ["N-001", "N-002"], {"N-001": ["EA"], "N-002": ["EA"]})
        score(made, 1, "N-001", "EA", (M, M, M, M))
        score(made, 1, "N-002", "EA", (M, N, M, N))
        sign(made)
        yield made


def behind_the_back(store: Store, *statements: str) -> None:
    with sqlite3.connect(store.path) as other:
        for statement in statements:
            other.execute(statement)
    other.close()


def change_an_answer(store: Store) -> None:
    behind_the_back(store, "UPDATE answer SET value = 0 WHERE audit_id = 1 AND criterion_id IN (1, 2, 3)")


def test_signing_off_keeps_the_figures_with_who_their_mark_and_the_head_of_the_log(store: Store):
    signed = results(store).signed_off
    now = results(store)
    assert signed is not None
    assert (signed.by, signed.fingerprint, signed.differs) == ("Lee Example", now.fingerprint, "")
    assert signed.log_head == store.log_head() == now.log_head
    assert "sign_off" not in now.reasons
    assert signed_line(signed) == (
        f"Signed off by Lee Example on {signed_line(signed).split(' on ')[1].split(' · ')[0]} · figures "
        f"{now.fingerprint} · log {short(signed.log_head)}"
    )
    assert check_workspace(store) == ()


def test_what_is_kept_holds_totals_and_no_line_of_a_single_plan(store: Store):
    with sqlite3.connect(store.path) as other:
        (figures,) = other.execute("SELECT figures FROM sign_off").fetchone()
    other.close()
    assert json.loads(figures)["measures"][0]["n"] == 2
    assert "N-001" not in figures


def test_a_round_is_not_signed_off_before_its_last_step_nor_after_a_step_back(store: Store):
    move_on(store, 1, FACTS, "A date was wrong.")
    assert results(store).signed_off is None
    assert results(store).reasons.keys().isdisjoint({"sign_off"})
    move_on(store, 1, SIGNED)
    assert results(store).signed_off is not None


def test_the_newest_signing_off_is_in_force(store: Store):
    first = results(store)
    move_on(store, 1, FACTS, "A plan was read again.")
    scoring.reopen(store, 1, "Read again.")
    scoring.enter_sheet(store, 1, {"Q1": scoring.Answer(N)})
    scoring.submit(store, 1)
    move_on(store, 1, SIGNED)
    now = results(store)
    assert now.fingerprint != first.fingerprint
    assert now.signed_off is not None
    assert (now.signed_off.fingerprint, now.signed_off.differs) == (now.fingerprint, "")


def test_figures_that_differ_say_what_does_and_the_check_finds_it(store: Store):
    kept = results(store)
    change_an_answer(store)
    now = results(store)
    assert now.signed_off is not None
    said = now.reasons["sign_off"]
    assert said == now.signed_off.differs
    assert f"signed off on {signed_line(kept.signed_off).split(' on ')[1].split(' · ')[0]}" in said
    assert f"known as {kept.fingerprint}, log {short(kept.log_head)}: Measure was " in said
    assert any("Spring" in fault and "signed off" in fault for fault in check_workspace(store))


def test_two_plans_that_change_places_leave_the_totals_and_are_found_all_the_same(store: Store):
    behind_the_back(
        store,
        "UPDATE assignment SET sampled_id = 9 WHERE sampled_id = 1",
        "UPDATE assignment SET sampled_id = 1 WHERE sampled_id = 2",
        "UPDATE assignment SET sampled_id = 2 WHERE sampled_id = 9",
    )
    assert "the answers of single plans behind the totals changed" in results(store).reasons["sign_off"]


def test_a_signing_off_taken_away_or_spoilt_is_said_too(store: Store):
    behind_the_back(store, "UPDATE sign_off SET figures = '[]'")
    assert "can no longer be read" in results(store).reasons["sign_off"]
    behind_the_back(store, "DELETE FROM sign_off")
    assert "nobody can say whether these are the same" in results(store).reasons["sign_off"]
    assert any("Spring" in fault for fault in check_workspace(store))


def test_the_check_finds_figures_that_were_rewritten_to_fit(store: Store):
    change_an_answer(store)
    now = results(store)
    with sqlite3.connect(store.path) as other:
        other.execute("UPDATE sign_off SET figures = ?, fingerprint = ?", (kept_json(now), now.fingerprint))
    other.close()
    assert "sign_off" not in results(store).reasons
    assert any("log tells" in fault and "Spring" in fault for fault in check_workspace(store))


@pytest.mark.parametrize("changed", [False, True])
def test_every_file_says_whether_the_figures_are_those_signed_off(store: Store, tmp_path: Path, changed: bool):
    if changed:
        change_an_answer(store)
    figures = results(store)
    signed = figures.signed_off
    assert signed is not None
    pdf, xlsx = make_report(figures, ReportDetails(council="Example Council"), tmp_path)
    pages = [" ".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(pdf)]
    book = load_workbook(xlsx)
    sheets = {s.title: " ".join(str(c.value) for row in s.iter_rows() for c in row if c.value) for s in book}
    foots = [page[page.rindex("Working edition") :] for page in pages]
    assert all(("not as signed off" in foot) is changed for foot in foots)
    assert all(short(figures.log_head) in foot for foot in foots)
    assert ("are not those that Lee Example signed off" in pages[0]) is changed
    assert signed.fingerprint in " ".join(pages)
    assert figures.log_head in " ".join(pages).replace(" ", "")
    assert all(("are not those that Lee Example signed off" in text) is changed for text in sheets.values())
    assert all(("not as signed off" in (sheet.oddFooter.left.text or "")) is changed for sheet in book)
    assert signed_line(signed) in next(iter(sheets.values()))


def test_the_command_says_so_in_words_and_for_a_program(store: Store, capsys: pytest.CaptureFixture[str]):
    store.close()
    assert main(["results", str(store.path)]) == 0
    assert "Signed off by Lee Example on" in capsys.readouterr().out
    change_an_answer(store)
    assert main(["results", str(store.path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert "are not those" in told["reasons"]["sign_off"]
    assert told["signed_off"]["by"] == "Lee Example"
    assert len(told["log_head"]) == 64
    assert main(["results", str(store.path)]) == 0
    assert "are not those that Lee Example signed off" in capsys.readouterr().out


def test_rounds_taken_together_say_which_of_them_is_not_as_it_was_signed_off(tmp_path: Path):
    with make_workspace(tmp_path / "b.ehcpaudit") as store:
        framework = small_framework(tmp_path)
        for number, name in enumerate(("May", "June"), 1):
            make_round(store, framework, [f"{name}-1"], {f"{name}-1": ["EA"]}, name=name, population=10)
            score(store, number, f"{name}-1", "EA", (M, M, M, M))
            sign(store, number)
        assert "sign_off" not in pooled(store, ("May", "June")).reasons
        change_an_answer(store)
        told = pooled(store, ("May", "June")).reasons["sign_off"]
        assert told.startswith("May: These figures are not those")
        assert "June:" not in told


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("by = 'Somebody Else'", "by whom"),
        ("at = '2020-01-01 00:00:00'", "when"),
        ("fingerprint = 'AAAA-BBBB'", "the fingerprint"),
        ("log_head = printf('%064d', 0)", "the head of the log"),
        ("log_head = (SELECT hash FROM log WHERE seq = 1)", "the head of the log"),
        ("by = 'Somebody Else', fingerprint = 'AAAA-BBBB'", "by whom, the fingerprint"),
    ],
)
def test_the_check_holds_every_part_of_a_signing_off_to_the_log(store: Store, change: str, said: str):
    seq = known(store).entries
    behind_the_back(store, f"UPDATE sign_off SET {change}")
    assert f"The signing off of Spring is kept otherwise than log entry {seq} tells: {said}." in check_workspace(store)


def test_the_check_finds_a_signing_off_that_was_added_or_taken_away(store: Store):
    move_on(store, 1, FACTS, "a late correction")
    move_on(store, 1, SIGNED)
    assert check_workspace(store) == (), "the same figures signed off twice are two signings off"
    behind_the_back(
        store,
        "INSERT INTO sign_off (uid, round_id, by, at, fingerprint, figures, log_head) "
        "SELECT 'x' || uid, round_id, 'Mallory', at, fingerprint, figures, log_head FROM sign_off WHERE id = 2",
    )
    assert any("more often than it does" in fault for fault in check_workspace(store))
    behind_the_back(store, "DELETE FROM sign_off WHERE id <> 2")
    assert any("by Lee Example that is no longer kept" in fault for fault in check_workspace(store))


def test_a_signed_round_that_only_says_it_was_removed_is_found(store: Store):
    change_an_answer(store)
    behind_the_back(store, "UPDATE round SET purged = 'round', purged_at = '2027-01-01 00:00:00'")
    assert "Spring says that it was purged, and the log tells of no such purge." in check_workspace(store)


def test_a_removed_round_shows_the_figures_it_was_signed_off_with(store: Store):
    before = results(store)
    behind_the_back(
        store, "DELETE FROM answer", "DELETE FROM audit", "DELETE FROM assignment", "DELETE FROM sampled",
        "DELETE FROM round_plan", "UPDATE round SET purged = 'round', purged_at = '2027-01-01 00:00:00'",
    )  # fmt: skip
    kept = results(store, by=[("area",)])
    assert (kept.breakdowns, kept.reasons["by"]) == (
        (), "Only the totals of this round are kept, so they cannot be broken down.",
    )  # fmt: skip
    assert (kept.fingerprint, kept.measures, kept.statutory) == (before.fingerprint, before.measures, before.statutory)
    assert kept.plan_lines == ()
    assert kept.signed_off is not None
    assert not kept.signed_off.differs
    assert "was removed" in kept.reasons["purged"]


def test_a_removed_round_is_not_pooled(tmp_path: Path):
    with make_workspace(tmp_path / "c.ehcpaudit") as store:
        framework = small_framework(tmp_path)
        for name in ("May", "June"):
            make_round(store, framework, [f"{name}-1"], {f"{name}-1": ["EA"]}, name=name)
        behind_the_back(store, "UPDATE round SET purged = 'round', purged_at = '2027-01-01 00:00:00' WHERE id = 1")
        with pytest.raises(UserError, match="only its figures are kept"):
            pooled(store, ("May", "June"))


def _as_kept(figures: Results) -> dict[str, object]:
    return json.loads(kept_json(figures))


def test_words_a_newer_program_puts_otherwise_and_figures_it_learns_are_no_difference(store: Store):
    kept, now = _as_kept(results(store)), _as_kept(results(store))
    now["reasons"] = {"interval": "Said in other words."}
    now["learnt_since"] = 7
    measures = now["measures"]
    assert isinstance(measures, list)
    measures[0]["printed"] = "other words"
    measures[0]["learnt_since"] = 7
    assert not list(differences(kept, now))


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("measures", 0, "k"), 7, "Measure was"),
        (("criteria", 0, "n"), 9, "Q1 was"),
        (("statutory", 0, "cannot_tell"), 9, "what stands behind S4a changed"),
        (("audits_submitted",), 1, "the audits submitted were 1 and are 2"),
        (("population",), 12, "the plans in all were 12 and are not known"),
        (("causes",), [{"agency": "health", "cause": "advice", "count": 3}], "the causes named changed"),
        (("thresholds", "met"), 60, "the thresholds changed"),
        (("as_at",), "2025-01-01", "the reference date changed"),
    ],
)
def test_each_kind_of_difference_is_named(store: Store, path: Sequence[str | int], value: object, said: str):
    now = _as_kept(results(store))
    kept: dict[str, object] = json.loads(json.dumps(now))
    inner: object = kept
    for step in path[:-1]:
        inner = inner[step]  # type: ignore[index]
    inner[path[-1]] = value  # type: ignore[index]
    assert any(said in found for found in differences(kept, now))
