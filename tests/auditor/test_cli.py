"""The command line as a person or a script meets it: plain sentences, one line of trouble, the same as a process."""

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlite3

from auditor.cli import main
from auditor.example import make_example
from db.store import Store
from db.vocabulary import Value
from tests.auditor.test_agreement import ratings
from tests.auditor.verified import Case, cases
from tests.building import make_round, make_workspace, score, small_framework


def ehcp(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a command here; a test below holds that a process of its own does the same."""
    words, out, err = [str(word) for word in arguments], io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = main(words)
        except SystemExit as end:  # the parser's way to end after --help, or what it does not understand
            code = int(end.code or 0)
    return subprocess.CompletedProcess(words, code, out.getvalue(), err.getvalue())


def process(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the program as a process, without a display."""
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    command = [sys.executable, "-m", "ui", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=120)


def answer(*arguments: object):
    """The JSON a command prints; nothing may stand beside it."""
    done = ehcp(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def refusal(*arguments: object) -> str:
    """The one line a command refuses with."""
    done = ehcp(*arguments)
    assert (done.returncode, done.stdout) == (2, ""), done
    (line,) = done.stderr.splitlines()
    assert line.startswith("ehcp-auditor")
    assert "Traceback" not in line
    return line


@pytest.mark.parametrize(
    ("words", "does"),
    [
        (["pack", "undo"], "Withdraw what a pack brought in."),
        (["attainable"], "Could this printed percentage be k of N?"),
    ],
)
def test_a_command_says_in_its_own_help_what_it_does(words: list[str], does: str) -> None:
    shown = ehcp(*words, "--help")
    assert shown.returncode == 0
    assert does in shown.stdout.splitlines()


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed workspace with one round of two scored plans."""
    folder = tmp_path_factory.mktemp("w")
    with make_workspace(folder / "a.ehcpaudit") as store:
        rnd = make_round(store, small_framework(folder), ["N-001", "N-002"], {"N-001": ["EA"], "N-002": ["EA"]})
        score(store, rnd, "N-001", "EA", [Value.MET] * 4)
        score(store, rnd, "N-002", "EA", [Value.NOT_MET] * 4)
    return folder / "a.ehcpaudit"


@pytest.mark.parametrize(
    "arguments",
    [
        ("pack", "undo", "--help"),
        ("interval", 15, 33, "--json"),
        ("results", "WORKSPACE", "--by", "area"),
        ("interval", 40, 33),
        ("no-such-command",),
    ],
)
def test_a_process_prints_and_ends_as_the_command_does_here(
    arguments: tuple[object, ...], workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    arguments = tuple(workspace if word == "WORKSPACE" else word for word in arguments)
    here, there = ehcp(*arguments), process(*arguments)
    assert here.stdout or here.stderr
    assert (there.returncode, there.stdout, there.stderr) == (here.returncode, here.stdout, here.stderr)


def test_an_interval_has_the_names_scripts_rely_on():
    plain = answer("interval", 15, 33)
    assert list(plain) == ["p_hat", "wilson"]
    finite = answer("interval", 15, 33, "--population", 7300)
    assert finite["wilson_fpc"] == pytest.approx([0.2987273356, 0.6198054225], abs=1e-9)
    assert finite["hypergeometric_exact"] == pytest.approx([0.2815068493, 0.6360273973], abs=1e-9)


def test_a_comparison_is_the_first_minus_the_second():
    found = answer("compare", 56, 70, 48, 80)
    assert found["diff"] == pytest.approx(0.2)
    assert found["newcombe"] == pytest.approx([0.0524314724, 0.333872654], abs=1e-9)
    assert found["fisher_midp_central"] == pytest.approx(0.0084494427, abs=1e-9)


def test_a_percentage_that_cannot_be_k_of_n_says_what_it_could_be():
    found = answer("attainable", 49, "--of", 33)
    assert (found["attainable"], found["k"], found["nearest"], found["smallest_n"]) == (False, None, [48, 52], 35)
    assert found["explanations"]


def test_a_sample_is_sized_and_shared_out(tmp_path: Path):
    assert answer("sample", "size", "--population", 7300, "--margin", 0.05) == {"n": 365}
    strata = tmp_path / "strata.csv"
    strata.write_bytes(b"\xef\xbb\xbfstratum;size\r\nEarly;512\r\nPrimary;2641\r\nSecondary;2987\r\nLater;1160\r\n")
    found = answer("sample", "share", strata, "--total", 33)
    assert found == {"allocation": {"Early": 2, "Primary": 12, "Secondary": 14, "Later": 5}}


@pytest.mark.parametrize("figures", cases("allocation"), ids=str)
def test_every_verified_allocation_comes_out_of_the_command(figures: Case, tmp_path: Path):
    strata = tmp_path / "strata.csv"
    rows = [f"part {i},{size}" for i, size in enumerate(figures.data["strata"])]
    strata.write_text("\n".join(["stratum,size", *rows]) + "\n")
    totals = figures.data["n"] if isinstance(figures.data["n"], list) else [figures.data["n"]]
    for total in totals:
        wanted = figures.expected.get("allocation") or figures.expected[f"allocation_n{total}"]
        assert list(answer("sample", "share", strata, "--total", total)["allocation"].values()) == wanted


def test_agreement_is_worked_out_from_a_table(tmp_path: Path):
    table = tmp_path / "ratings.csv"
    table.write_text("A,B\n2,2\n1,2\n0,0\n,1\nNA,2\n2,2\n")
    found = answer("agreement", table, "--scale", "0,1,2")
    assert found["n_units"] == 4
    assert found["percent_agreement"] == 0.75
    assert found["applicability_percent_agreement"] == 0.8
    assert found["reasons"]


@pytest.mark.parametrize("figures", cases("agreement"), ids=str)
def test_every_verified_agreement_comes_out_of_the_command(figures: Case, tmp_path: Path):
    rows, table = ratings(figures), tmp_path / "ratings.csv"
    heads = ",".join(f"Auditor {at}" for at, _ in enumerate(rows[0], 1))
    table.write_text("\n".join([heads, *(",".join(score or "" for score in row) for row in rows)]) + "\n")
    found = answer("agreement", table, "--scale", ",".join(str(label) for label in figures.data["categories"]))
    for name, value in figures.expected.items():
        assert found[name] == (None if value is None else pytest.approx(value, abs=figures.tolerance)), name
        assert (found[name] is None) == (name in found["reasons"] and name != "n_units"), name


def test_results_tell_agreement_by_question_with_the_names_of_the_command(tmp_path: Path):
    """Twelve plans scored twice: figures and ranges; the two auditors differ by a step on the first question."""
    plans = [f"N-{number:03}" for number in range(1, 13)]
    with make_workspace(tmp_path / "a.ehcpaudit") as store:
        rnd = make_round(
            store, small_framework(tmp_path), [*plans, "N-900"], {p: ["EA", "HB"] for p in plans} | {"N-900": ["EA"]}
        )
        for at, plan in enumerate(plans):
            score(store, rnd, plan, "EA", [Value.MET] * 4)
            score(store, rnd, plan, "HB", [Value.PARTLY if at % 3 == 0 else Value.MET, *[Value.MET] * 3])
        score(store, rnd, "N-900", "EA", [Value.NOT_MET] * 4)
    found = answer("results", tmp_path / "a.ehcpaudit")["agreement"]
    assert found["sentence"] == (
        "Two auditors scored 12 plans. They gave the same answer to 92 in 100 questions and were one step apart on 8."
    )
    assert (found["n_units"], found["compared"], found["same"], found["one_step"]) == (12, 48, 44, 4)
    table = tmp_path / "ratings.csv"
    table.write_text("A,B\n" + "".join(f"2,{1 if at % 3 == 0 else 2}\n" for at in range(12)))
    wanted = answer("agreement", table, "--scale", "0,1,2")
    first, second, *_ = found["criteria"]
    for name in ("n_units", "percent_agreement", "within_one", "gwet_ac1", "gwet_ac2_quadratic", "alpha_ordinal"):
        assert first[name] == pytest.approx(wanted[name]), name
    low, high = first["intervals"]["percent_agreement"]
    assert low < first["percent_agreement"] < high
    assert second["alpha_ordinal"] is None
    assert "no variation" in second["reasons"]["alpha_ordinal"]
    assert found["worst"]["percent_agreement"] == {"id": "Q1", "value": pytest.approx(2 / 3)}
    assert found["measures"][0]["n_units"] == 12
    assert "EA" not in json.dumps(found)


def test_small_counts_are_hidden_with_what_would_give_them_away(tmp_path: Path):
    table = tmp_path / "table.csv"
    table.write_text(",Met,Partly,Not met\nNorth,3,12,8\nSouth,9,15,12\nEast,7,10,14\nWest,11,6,9\n")
    found = answer("suppress", table)
    assert found["primary"] == [[1, 1]]
    assert found["cells"][0][0] == "*"
    assert sum([[3, 12, 8], [9, 15, 12], [7, 10, 14], [11, 6, 9]][r - 1][c - 1] for r, c in found["secondary"]) == 28


def test_results_have_the_shape_scripts_rely_on(workspace: Path):
    found = answer("results", workspace, "--round", "Spring", "--by", "area")
    assert list(found)[:11] == [
        "round", "draw", "framework", "population", "plans", "measures", "criteria", "undecided", "by", "reasons",
        "basis",
    ]  # fmt: skip
    (measure,) = found["measures"]
    assert (measure["k"], measure["n"], measure["percent"], measure["printed"]) == (1, 2, 50.0, "50%")
    assert {"id", "name", "basis", "interval", "weighted", "insufficient", "undecided", "cannot_tell"} <= set(measure)
    assert {"id", "met", "partly", "not_met", "not_applicable", "cannot_tell", "undecided", "k", "n", "percent",
            "interval"} <= set(found["criteria"][0])  # fmt: skip
    assert found["by"]["area"]["North"][0]["n"] == 2


def test_the_newest_round_is_taken_where_none_is_asked_for_and_named_if_there_are_others(
    workspace: Path, tmp_path: Path
):
    done = ehcp("results", workspace, "--json")
    assert (json.loads(done.stdout)["round"], done.stderr) == ("Spring", "")
    more = tmp_path / "more.ehcpaudit"
    assert ehcp("workspace", "backup", workspace, more).returncode == 0
    assert ehcp("round", "new", more, "--name", "Summer", "--as-at", "2026-06-30").returncode == 0
    done = ehcp("results", more, "--json")
    assert json.loads(done.stdout)["round"] == "Summer"
    assert "newest: Summer" in done.stderr


def test_a_workspace_is_checked_and_backed_up(workspace: Path, tmp_path: Path):
    assert answer("workspace", "check", workspace)["sound"] is True
    assert ehcp("workspace", "backup", workspace, tmp_path / "copy.ehcpaudit").returncode == 0
    assert answer("workspace", "check", tmp_path / "copy.ehcpaudit")["sound"] is True


def test_a_framework_with_an_unknown_key_is_refused_with_its_line(tmp_path: Path):
    small_framework(tmp_path)
    file = tmp_path / "small.toml"
    assert "is sound" in ehcp("framework", "check", file).stdout
    file.write_text(file.read_text(encoding="utf-8").replace("critical = ", "critcal = ", 1), encoding="utf-8")
    line = refusal("framework", "check", file)
    assert "critcal" in line
    assert "line " in line


@pytest.mark.parametrize(
    "arguments",
    [
        ("interval", 40, 33),
        ("interval", 3, 0),
        ("interval", "x", 33),
        ("compare", 1, 2, 3, 0),
        ("attainable", 149, "--of", 33),
        ("attainable", 49, "--of", 0),
        ("sample", "size", "--population", 0, "--margin", 0.05),
        ("sample", "size", "--population", 100, "--margin", 0),
        ("sample", "share", "nowhere.csv", "--total", 3),
        ("results", "nowhere.ehcpaudit"),
        ("report", "nowhere.ehcpaudit", "--out", "."),
        ("framework", "check", "nowhere.toml"),
        ("workspace", "check", __file__),
        ("no-such-command",),
        ("interval",),
    ],
)
def test_what_the_user_can_mend_is_one_line_and_exit_two(arguments):
    refusal(*arguments)


def test_a_command_never_loads_qt():
    code = "import sys; sys.argv = ['x', 'interval', '15', '33']\nimport ui.__main__ as m; m.main()\n"
    code += "print([name for name in sys.modules if name.startswith('PySide6')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_bug_is_one_line_with_the_place_of_the_log_and_no_traceback(tmp_path: Path):
    code = "import sys, auditor.intervals as i, auditor.cli as c\n"
    code += "i.wilson = lambda *a: {}['secret words']\nsys.exit(c.main(['interval', '1', '2']))"
    environment = dict(os.environ, HOME=str(tmp_path), XDG_STATE_HOME=str(tmp_path), XDG_CACHE_HOME=str(tmp_path))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    log = Path(line.rsplit(" in ", 1)[1].rstrip("."))
    written = log.read_text(encoding="utf-8")
    assert "KeyError" in written
    assert "secret words" not in written + line


def test_a_demo_keeps_answers_that_a_killed_window_left_in_the_log_beside_its_file(tmp_path: Path):
    """The write-ahead log is folded into the file it belongs to before that file gets another name."""
    example = make_example(tmp_path)
    script = (
        "import os, sys\nfrom pathlib import Path\nfrom auditor import scoring\nfrom auditor.answers import Answer\n"
        "from db.store import Store\nfrom db.vocabulary import Value\nstore = Store.open(Path(sys.argv[1]))\n"
        "row = next(r for r in scoring.plan_rows(store, 2) if r.state == 'draft')\n"
        "scoring.save_answer(store, row.assignment, 'P5', Answer(Value.MET, note='kept'))\nos._exit(0)"
    )
    subprocess.run([sys.executable, "-c", script, str(example)], check=True)
    assert (tmp_path / "worked-example.ehcpaudit-wal").exists()
    assert ehcp("demo", "--headless", "--out", tmp_path).returncode == 0
    notes = "SELECT count(*) FROM answer WHERE note = 'kept'"
    for name, kept in (("worked-example (2).ehcpaudit", 1), ("worked-example.ehcpaudit", 0)):
        with sqlite3.connect(tmp_path / name) as file:
            assert file.execute(notes).fetchone() == (kept,)
        file.close()


def test_a_demo_beside_an_example_that_is_open_leaves_it_alone(tmp_path: Path):
    with Store.open(make_example(tmp_path)) as store:
        done = process("demo", "--headless", "--out", tmp_path)
        assert done.returncode == 2
        assert "being changed by another program" in done.stderr
        assert store.check() == ()
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("out", ["/dev/null/x", "x" * 300])
def test_a_demo_in_an_impossible_place_is_refused_in_a_sentence(out: str, tmp_path: Path):
    refusal("demo", "--headless", "--out", tmp_path / out)


def test_names_that_a_terminal_cannot_show_stop_nothing(workspace: Path, tmp_path: Path):
    named = tmp_path / "Zoë.ehcpaudit"
    named.write_bytes(workspace.read_bytes())
    environment = dict(os.environ, PYTHONIOENCODING="ascii")
    for command in (["results", str(named), "--json"], ["workspace", "check", str(named)]):
        done = subprocess.run(
            [sys.executable, "-m", "ui", *command], capture_output=True, env=environment, check=False, timeout=60
        )
        assert done.returncode == 0, done.stderr


def test_a_table_with_old_line_ends_or_none_is_read_or_refused_in_a_sentence(tmp_path: Path):
    table = tmp_path / "table.csv"
    table.write_bytes(b",a,b\rx,10,20\ry,30,40\r")
    assert answer("suppress", table)["cells"] == [[10, 20], [30, 40]]
    table.write_text("a,b\n" + "x" * 200_000 + ",1\n")
    refusal("suppress", table)
