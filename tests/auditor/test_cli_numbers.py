"""What the commands on bare numbers take, refuse and leave undefined, as scripts and spreadsheets meet them."""

import json
from math import comb
from pathlib import Path

import pytest

from auditor.cli import main


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):
    """Runs a command: its exit code, what it printed, and what it said on stderr."""

    def run(*arguments: object) -> tuple[int, str, str]:
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def figures(run):
    """Runs a command with --json: what a program reads of it."""

    def figures(*arguments: object):
        code, out, err = run(*arguments, "--json")
        assert (code, err) == (0, "")
        return json.loads(out)

    return figures


@pytest.fixture
def refused(run):
    """Runs a command that what was typed stops: the one line it says."""

    def refused(*arguments: object) -> str:
        code, out, err = run(*arguments)
        assert (code, out) == (2, "")
        (line,) = err.splitlines()
        assert "invalid" not in line
        return line

    return refused


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (("interval", 0, 0), {"p_hat", "wilson"}),
        (("interval", 0, 0, "--population", 40), {"p_hat", "wilson", "wilson_fpc", "hypergeometric_exact"}),
        (("compare", 0, 0, 3, 5), {"diff", "newcombe", "fisher_midp_central"}),
        (("compare", 3, 5, 0, 0), {"diff", "newcombe", "fisher_midp_central"}),
    ],
)
def test_nothing_of_nothing_is_null_with_the_reason(figures, run, arguments, names):
    found = figures(*arguments)
    assert set(found.pop("reasons")) == names
    assert found == dict.fromkeys(names)
    code, out, err = run(*arguments)
    assert (code, err) == (0, "")
    assert "here there is none" in out


@pytest.mark.parametrize(
    "arguments", [("interval", 1, 0), ("compare", 0, 0, 5, 3), ("interval", 0, 0, "--population", -1)]
)
def test_more_than_there_is_stays_refused_beside_nothing(refused, arguments):
    refused(*arguments)


def test_one_decimal_is_rounded_half_up_and_mirrored(run):
    assert "1 of 16 is 6.3%" in run("interval", 1, 16)[1]
    assert "+6.3 points" in run("compare", 1, 16, 0, 16)[1]
    assert "-6.3 points" in run("compare", 0, 16, 1, 16)[1]


@pytest.mark.parametrize("written", ["15", "15.0", " 15 ", "+15"])
def test_a_count_is_taken_as_it_is_written(figures, written):
    assert figures("interval", written, "33")["p_hat"] == 15 / 33


def test_a_share_is_taken_as_a_percentage_as_well(figures):
    assert figures("sample", "size", "--population", "7,300", "--margin", "5%") == {"n": 365}
    sure = figures("interval", 15, 33, "--confidence", "90%")
    assert sure == figures("interval", 15, 33, "--confidence", 0.9)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("interval", "15.5", 33), "not a whole number: '15.5'"),
        (("interval", "1,5", 33), "not a whole number: '1,5'"),
        (("interval", "9" * 5000, 33), "not a whole number"),
        (("interval", 1, 2, "--confidence", "sure"), "not a number: 'sure'"),
        (("sample", "size", "--population", 9, "--margin", "nan"), "not a number: 'nan'"),
        (("interval", 1, 2, "--wide"), "not known here: --wide"),
        (("sample", "sizes"), "there is no sizes; choose from size, share"),
        (("two\nlines",), "there is no two lines; choose from"),
    ],
)
def test_what_cannot_be_read_is_said_in_plain_words(refused, arguments, said):
    assert said in refused(*arguments)


@pytest.mark.parametrize("rows", ["", ",\n,\n"])
def test_a_list_that_nobody_scored_has_no_agreement_and_says_why(figures, tmp_path: Path, rows: str):
    table = tmp_path / "ratings.csv"
    table.write_text("first,second\n" + rows, encoding="utf-8")
    found = figures("agreement", table, "--scale", "0,1,2")
    assert found.pop("n_units") == 0
    reasons = found.pop("reasons")
    assert set(found.values()) == {None}
    assert set(reasons) == {*found, "n_units"}
    assert "No plan was scored at least twice." in reasons["cohen_kappa"]


def test_sizes_are_read_as_spreadsheets_save_them(figures, tmp_path: Path):
    table = tmp_path / "strata.csv"
    table.write_text('\ufeffsize,Stratum,,\r\n"2,641",North,,\r\n,,,\r\n1160.0,South\r\n', encoding="utf-8")
    assert figures("sample", "share", table, "--total", 38) == {"allocation": {"North": 26, "South": 12}}


def test_counts_are_read_as_spreadsheets_save_them(figures, tmp_path: Path):
    table = tmp_path / "table.csv"
    table.write_text(',Met,Not met,\nNorth,3.0,"1,200",\nSouth,9,15,\n', encoding="utf-8")
    assert figures("suppress", table)["cells"] == [["*", "*"], ["*", "*"]]


@pytest.mark.parametrize(("cell", "said"), [("", "nothing"), ("3.5", "3.5"), ("1,20", "1,20"), ("many", "many")])
def test_a_cell_that_is_no_count_is_named_by_its_row_in_the_file(refused, tmp_path: Path, cell: str, said: str):
    table = tmp_path / "table.csv"
    table.write_text(f',Met,Not met\nNorth,3,12\n\nSouth,"{cell}",15\n', encoding="utf-8")
    assert f"Row 4: {said} is not a whole number" in refused("suppress", table)


def test_a_minimum_below_nought_is_refused(refused, tmp_path: Path):
    table = tmp_path / "strata.csv"
    table.write_text("stratum,size\nNorth,5\nSouth,3\n", encoding="utf-8")
    assert "0 or more" in refused("sample", "share", table, "--total", 4, "--minimum", -2)


def test_a_command_whose_output_is_closed_does_its_work(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stdout", None)
    assert main(["interval", "15", "33", "--json"]) == 0


def test_shares_of_more_plans_than_integers_are_used_for_come_to_the_same(figures):
    x1, n1, x2, n2 = 30, 15_000, 45, 15_000
    ways = [comb(n1, i) * comb(n2, x1 + x2 - i) for i in range(x1 + x2 + 1)]
    exact = (2 * sum(ways[:x1]) + ways[x1]) / sum(ways)  # twice the mid-p of the lower tail, the smaller one here
    assert figures("compare", x1, n1, x2, n2)["fisher_midp_central"] == pytest.approx(exact, rel=1e-12)


def test_shares_of_everybody_in_the_country_are_compared(figures):
    found = figures("compare", 300_000, 640_000, 301_000, 640_000)
    assert found["newcombe"][0] < 0 < found["newcombe"][1]
    assert found["fisher_midp_central"] == pytest.approx(0.0766, abs=0.0001)
