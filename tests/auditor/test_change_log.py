"""The change log can be read, filtered and saved; what it saves asks about names and cannot run in a spreadsheet."""

import csv
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlite3

from auditor import scoring
from auditor.change_log import Wanted, chain, find, known, read, readable
from auditor.change_log_files import LEFT_OUT, doubts, doubts_in_steps, write_log
from auditor.cli import main
from auditor.round_moves import move_on
from auditor.round_states import RoundState
from db import log
from db.errors import UserError
from db.log import short
from db.store import Store
from db.vocabulary import Value
from tests.building import make_round, make_workspace, score, small_framework

M = Value.MET
WHY = "Ask Mr Poole, 07700 900123, about section F."


@pytest.fixture
def store(tmp_path: Path):
    """Two rounds whose names begin alike, with one audit reopened."""
    with make_workspace(tmp_path / "a.ehcpaudit") as made:
        framework = small_framework(tmp_path)
        make_round(made, framework, ["N-001"], {"N-001": ["EA"]})
        make_round(made, framework, ["N-001"], {"N-001": ["EA"]}, name="Spring 2027")
        work = score(made, 1, "N-001", "EA", (M, M, M, M))
        scoring.reopen(made, work, WHY)
        score(made, 2, "N-001", "EA", (M, M, M, M))
        yield made


def write(store: Store, **entry: str) -> None:
    with store.write() as session:
        log.append(session, **({"who": "Lee Example", "what": "wrote", "subject": ""} | entry))


def whats(store: Store, wanted: Wanted) -> list[str]:
    return [entry.what for entry in read(store, find(store, wanted))]


def saved(store: Store, target: Path, *, leave_out: bool = False) -> str:
    *_, path = write_log(store, find(store, Wanted()), target, leave_out=leave_out)
    assert path == target
    return target.read_text(encoding="utf-8-sig")


def test_everything_is_there_the_newest_first(store: Store):
    entries = read(store, find(store, Wanted()))
    assert [e.seq for e in entries] == list(range(len(entries), 0, -1))
    assert entries[-1].what == "made workspace"
    reopened = next(e for e in entries if e.what == "reopened audit")
    assert (reopened.who, reopened.why, reopened.kept) == ("Lee Example", WHY, True)
    assert known(store).entries == len(entries)
    assert known(store).rounds == ("Spring 2027", "Spring")


def test_it_is_filtered_by_person_deed_round_days_and_words(store: Store):
    write(store, who="Edie Example", what="wrote guidance", after="Look at section E.")
    assert whats(store, Wanted(who="Edie Example")) == ["wrote guidance"]
    assert whats(store, Wanted(what="reopened audit")) == ["reopened audit"]
    assert set(whats(store, Wanted(round="Spring"))) == {"made round", "submitted audit", "reopened audit"}
    assert set(whats(store, Wanted(round="Spring 2027"))) == {"made round", "submitted audit"}
    assert len(find(store, Wanted(words="n-001 EA"))) == 3
    assert whats(store, Wanted(words="poole section")) == ["reopened audit"]
    assert whats(store, Wanted(words="SECTION e.")) == ["wrote guidance"]
    assert not find(store, Wanted(words="100%"))
    today = datetime.now().astimezone().date()
    assert find(store, Wanted(since=today, until=today)) == find(store, Wanted())
    assert not find(store, Wanted(until=today - timedelta(days=1)))
    assert not find(store, Wanted(since=today + timedelta(days=1)))
    assert find(store, Wanted(since=date.min, until=date.max)) == find(store, Wanted())


def test_an_entry_is_found_by_the_mark_that_reports_print(store: Store):
    mark = short(store.log_head())
    write(store, what="later")
    (found,) = read(store, find(store, Wanted(words=mark)))
    assert short(found.hash) == mark


def test_a_purged_entry_is_shown_without_what_it_recorded(store: Store):
    with store.write() as session:
        session.connection().exec_driver_sql("DELETE FROM log_payload WHERE seq = 1")
    first = read(store, (1,))[0]
    assert (first.kept, first.what, first.why) == (False, "made workspace", "")
    assert chain(store).faults == ()


def test_the_chain_says_where_it_is_broken(store: Store):
    assert chain(store).faults == ()
    assert chain(store).head == store.log_head()
    with sqlite3.connect(store.path) as other:
        other.execute("UPDATE log SET who = 'Somebody Else' WHERE seq = 2")
        other.execute("DELETE FROM log_payload WHERE seq IN (4, 5)")
        other.execute("DELETE FROM log WHERE seq IN (4, 5)")
        other.execute("UPDATE log_payload SET why = 'Another reason.' WHERE seq = 3")
    other.close()
    assert chain(store).faults == (
        "Log entry 2 does not follow from the one before it.",
        "What log entry 3 recorded has been changed since.",
        "Log entries 4 to 5 are missing.",
        "Log entry 6 does not follow from the one before it.",
    )


def test_what_was_recorded_for_a_program_reads_as_words():
    assert readable('{"seed": "7", "plans": 20, "rules": {"by": ["area"], "size": null}}') == (
        "seed: 7; plans: 20; by: area"
    )
    assert readable("{not json") == "{not json"
    assert readable("2 plans") == "2 plans"


def test_a_table_keeps_every_entry_and_no_cell_is_a_formula(store: Store, tmp_path: Path):
    for dangerous in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1"):
        write(store, subject=dangerous, after=dangerous)
    rows = list(csv.DictReader(saved(store, tmp_path / "log.csv").splitlines()))
    assert [int(row["Number"]) for row in rows] == list(range(1, len(rows) + 1))
    assert rows[-1]["Hash"] == store.log_head()
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t"))]


def test_a_text_reads_from_the_oldest_on_and_says_whether_the_chain_is_whole(store: Store, tmp_path: Path):
    text = saved(store, tmp_path / "log.txt")
    assert text.startswith("Change log of a.ehcpaudit\n")
    assert "The chain is whole." in text
    assert text.index("made workspace") < text.index(f"Why: {WHY}")
    assert store.log_head() in text


def test_what_may_identify_somebody_is_found_before_and_can_be_left_out(store: Store, tmp_path: Path):
    numbers = find(store, Wanted())
    assert [(one.words, one.looks_like) for one in doubts(store, numbers)] == [
        ("Mr Poole", "a name"), ("07700 900123", "a phone number"),
    ]  # fmt: skip
    *steps, last = doubts_in_steps(store, numbers)
    assert all(isinstance(step, str) for step in steps)
    assert last == doubts(store, numbers)
    for ending in ("csv", "txt"):
        whole = saved(store, tmp_path / f"whole.{ending}")
        assert "Mr Poole" in whole
        without = saved(store, tmp_path / f"without.{ending}", leave_out=True)
        assert "Poole" not in without
        assert "900123" not in without
        assert f"Ask {LEFT_OUT}, {LEFT_OUT}, about section F." in without


def test_digests_and_seeds_are_no_phone_numbers(store: Store, tmp_path: Path):
    digest = "a" * 20 + "07700900123" + "b" * 33
    write(store, after=f"SHA-256 {digest}, row 01890000-0770-7009-8123-0770090012ab")
    assert not doubts(store, find(store, Wanted(what="wrote")))
    assert digest in saved(store, tmp_path / "log.csv", leave_out=True)


def test_a_file_that_is_there_is_left_alone(store: Store, tmp_path: Path):
    there = tmp_path / "log.csv"
    there.write_text("mine", encoding="utf-8")
    with pytest.raises(UserError) as error:
        saved(store, there)
    assert error.value.code == "exists"
    assert there.read_text(encoding="utf-8") == "mine"


def test_the_command_prints_filters_saves_and_warns(store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    store.close()
    head = store.log_head()
    store.close()
    assert main(["workspace", "log", str(store.path), "--what", "reopened audit"]) == 0
    out = capsys.readouterr().out
    assert f"why: {WHY}" in out
    assert out.splitlines()[-1] == f"1 entry. Head of the change log: {head}"
    assert main(["workspace", "log", str(store.path), "--who", "Nobody", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"log_head": head, "faults": [], "entries": []}
    assert main(["workspace", "log", str(store.path), "--since", "9999-12-31", "--until", "9999-12-31", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["entries"] == []
    target = tmp_path / "out.csv"
    assert main(["workspace", "log", str(store.path), "--out", str(target)]) == 0
    said = capsys.readouterr()
    assert "“Mr Poole” looks like a name" in said.err
    assert "wrote" in said.out
    assert "Poole" in target.read_text(encoding="utf-8-sig")
    clean = tmp_path / "clean.txt"
    assert main(["workspace", "log", str(store.path), "--out", str(clean), "--leave-names-out"]) == 0
    assert not capsys.readouterr().err
    assert "Poole" not in clean.read_text(encoding="utf-8")


def test_the_command_fails_where_the_chain_is_broken(store: Store, capsys: pytest.CaptureFixture[str]):
    store.close()
    with sqlite3.connect(store.path) as other:
        other.execute("UPDATE log SET who = 'Somebody Else' WHERE seq = 2")
    other.close()
    assert main(["workspace", "log", str(store.path)]) == 2
    assert "Log entry 2 does not follow" in capsys.readouterr().err


def test_every_step_of_a_round_says_what_was_before_and_after(store: Store):
    move_on(store, 2, RoundState.MODERATING)
    (entry,) = read(store, find(store, Wanted(what="moved round")))
    assert (entry.before, entry.after) == ("open", "moderating")
    assert entry.at.tzinfo is UTC
