"""A round by the command line alone, from a list to who scores what, as an analyst scripts it."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from auditor.cli import main
from auditor.cli.round_steps import filters_of
from auditor.rounds import round_framework, rounds
from db.errors import UserError
from db.store import Store
from tests.auditor import test_cli

HEADS = "reference,area,year group,primary need,first_final_on"
PEOPLE = """code,name,agency,trained_on,undertaking_on
EA,Edie Example,education,2026-01-10,2026-01-10
HB,Hal Example,health,2026-01-10,2026-01-10
SC,Sol Example,social_care,2026-01-10,2026-01-10
"""
OWNER = ("--owner", "Lee Example", "--council", "Example Council", "--open")


Say = Callable[..., str]
Answer = Callable[..., dict[str, Any]]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """What a command prints."""

    def say(*arguments: object) -> str:
        assert main([str(a) for a in arguments]) == 0, capsys.readouterr().err
        return capsys.readouterr().out

    return say


@pytest.fixture
def answer(say: Say) -> Answer:
    """What a command prints for a program; nothing may stand beside it."""
    return lambda *arguments: json.loads(say(*arguments, "--json"))


@pytest.fixture
def refusal(capsys: pytest.CaptureFixture[str]) -> Say:
    """The one line a command refuses with."""

    def refusal(*arguments: object) -> str:
        assert main([str(a) for a in arguments]) == 2
        said = capsys.readouterr()
        (line,) = said.err.splitlines()
        assert said.out == ""
        return line

    return refusal


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented list of 60 plans in three areas, one row of it wrong, and three auditors."""
    made = tmp_path_factory.mktemp("rounds")
    rows = [
        f"EX-{i:03},{('North', 'South', 'East')[i % 3]},{i % 14},{('ASD', 'SEMH')[i % 2]},2025-0{i % 9 + 1}-10"
        for i in range(60)
    ]
    rows.append("EX-900,North,3,ASD,2025-02-30")
    (made / "list.csv").write_text("\n".join((HEADS, *rows)), encoding="utf-8")
    (made / "people.csv").write_text(PEOPLE, encoding="utf-8")
    return made


@pytest.fixture
def drafted(folder: Path, tmp_path: Path, answer: Answer) -> Path:
    """A workspace with a draft round and its list."""
    made = answer(
        "round", "new", tmp_path / "w.ehcpaudit", "--name", "Autumn", "--as-at", "2026-03-31", *OWNER,
        "--frame", folder / "list.csv", "--due", "2026-05-29",
    )  # fmt: skip
    assert (made["round"], made["state"], made["population"]) == ("Autumn", "draft", 60)
    (wrong,) = made["rejected"]
    assert (wrong["row"], wrong["column"]) == (62, "first_final_on")
    return Path(made["workspace"])


def test_a_round_is_made_drawn_and_shared_out(drafted: Path, folder: Path, answer: Answer) -> None:
    drawn = answer("round", "draw", drafted, "--size", 12, "--by", "area", "--seed", "4827-1936")
    assert [(s["stratum"], s["size"], s["drawn"]) for s in drawn["strata"]] == [
        ("East", 20, 4), ("North", 20, 4), ("South", 20, 4)
    ]  # fmt: skip
    assert (drawn["draw"], drawn["seed"], drawn["matching"], drawn["drawn"]) == ("stratified", "4827-1936", 60, 12)
    assert len({plan["reference"] for plan in drawn["plans"]}) == 12

    shared = answer(
        "round", "allocate", drafted, "--people", folder / "people.csv", "--twice", 6, "--due", "2026-06-05"
    )
    assert (shared["plans"], shared["audits"], shared["twice"], shared["due_on"]) == (12, 18, 6, "2026-06-05")
    assert Counter(a["load"] for a in shared["auditors"]) == {6: 3}
    assert shared["lacking"] == []

    stands = answer("round", "status", drafted)
    assert (stands["state"], stands["plans"], stands["allocated"]) == ("draft", 12, 12)
    assert [stands["audits"][key] for key in ("submitted", "under_way", "not_started")] == [0, 0, 18]
    assert stands["due"] == "2026-06-05"


def test_the_same_list_and_seed_give_the_same_sample(
    drafted: Path, folder: Path, tmp_path: Path, say: Say, answer: Answer
) -> None:
    other = tmp_path / "other.ehcpaudit"
    say("round", "new", other, "--name", "Again", "--as-at", "2026-03-31", *OWNER, "--frame", folder / "list.csv")
    first, second = (answer("round", "draw", w, "--size", 7, "--seed", "a seed")["plans"] for w in (drafted, other))
    assert first == second


def test_a_margin_gives_the_size(drafted: Path, answer: Answer) -> None:
    drawn = answer("round", "draw", drafted, "--margin", 0.2, "--where", "need=ASD", "--where", "year=..9")
    assert drawn["matching"] == 22
    assert drawn["drawn"] == answer("sample", "size", "--population", 22, "--margin", 0.2)["n"]


def test_the_next_round_is_a_copy(drafted: Path, say: Say, answer: Answer) -> None:
    say("round", "draw", drafted, "--size", "5", "--seed", "first")
    answer("round", "new", drafted, "--name", "Winter", "--as-at", "2026-12-31", "--copy-of", "Autumn")
    with Store.open(drafted) as store:
        winter, autumn = rounds(store)
        assert (winter.name, winter.plans) == ("Winter", 0)
        assert round_framework(store, winter.id) == round_framework(store, autumn.id)


def test_what_a_person_reads_names_the_seed_and_the_loads(drafted: Path, folder: Path, say: Say) -> None:
    assert "5 of 60 plans drawn with the seed once." in say("round", "draw", drafted, "--size", 5, "--seed", "once")
    shared = say("round", "allocate", drafted, "--people", folder / "people.csv", "--twice", 0)
    assert "Autumn: 5 audits of 5 plans, 0 of them scored twice." in shared
    assert "Autumn: draft, audits due 2026-05-29." in say("round", "status", drafted)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("draw", "--size", "61"), "61 plans cannot be drawn from 60"),
        (("draw", "--size", "5", "--by", "colour"), "cannot be divided by colour"),
        (("draw", "--size", "5", "--where", "colour=red"), "cannot be picked out by colour"),
        (("draw", "--size", "5", "--where", "need"), "says nothing to look for"),
        (("draw", "--size", "5", "--where", "year=old.."), "names no years"),
        (("draw", "--size", "5", "--where", "finalised=March"), "names no days"),
        (("draw", "--margin", "2"), "margin must lie between 0 and 1"),
        (("allocate",), "Draw its sample first"),
        (("allocate", "--twice", "-1"), "0 or more"),
        (("status", "--round", "Spring"), "There is no round called Spring here"),
        (("new", "--name", "Autumn", "--as-at", "2026-03-31"), "There is a round called Autumn already"),
        (("new", "--name", "X", "--as-at", "2026-03-31", "--framework", "none"), "There is no framework none"),
        (("new", "--name", "X", "--as-at", "2026-03-31", "--map", "need=B"), "Give the list by --frame"),
        (("new", "--name", "X", "--as-at", "2026-03-31", "--copy-of", "Autumn", "--kind", "full"), "takes kind"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_one_line(
    drafted: Path, arguments: tuple[str, ...], words: str, refusal: Say
) -> None:
    action, *rest = arguments
    named = () if action == "new" or "--round" in rest else ("--round", "Autumn")
    assert words in refusal("round", action, drafted, *rest, *named)


def test_a_wrong_row_among_the_auditors_takes_in_nobody(drafted: Path, tmp_path: Path, say: Say, refusal: Say) -> None:
    say("round", "draw", drafted, "--size", "5")
    (tmp_path / "p.csv").write_text(PEOPLE.replace("health", "police"), encoding="utf-8")
    line = refusal("round", "allocate", drafted, "--people", tmp_path / "p.csv", "--round", "Autumn")
    assert "p.csv: Row 3" in line
    assert "Nobody was taken in" in line


def test_without_a_workspace_somebody_has_to_own_it(tmp_path: Path, refusal: Say) -> None:
    line = refusal("round", "new", tmp_path / "none.ehcpaudit", "--name", "X", "--as-at", "2026-03-31")
    assert "Give --owner and --council" in line
    assert list(tmp_path.iterdir()) == []


def test_a_list_known_only_by_numbers_of_children_is_left_to_the_window(tmp_path: Path, refusal: Say) -> None:
    """What a made reference stands for has to be kept, and a command would lose it."""
    (tmp_path / "upn.csv").write_text("UPN,area,primary need\nA123456789012,North,ASD\n", encoding="utf-8")
    file = tmp_path / "none.ehcpaudit"
    line = refusal(
        "round", "new", file, "--name", "X", "--as-at", "2026-03-31", *OWNER, "--frame", tmp_path / "upn.csv"
    )
    assert "by the window" in line
    assert "A123456789012" not in line
    assert not file.exists()


def test_the_only_round_is_taken_and_the_newest_of_several_is_named_on_stderr_alone(drafted: Path, say: Say) -> None:
    done = test_cli.ehcp("round", "status", drafted, "--json")
    assert (done.returncode, done.stderr, json.loads(done.stdout)["round"]) == (0, "", "Autumn")
    say("round", "new", drafted, "--name", "Winter", "--as-at", "2026-12-31")
    done = test_cli.ehcp("round", "status", drafted, "--json")
    assert (done.returncode, done.stderr) == (0, "ehcp-auditor: No round was named, so this is the newest: Winter.\n")
    assert json.loads(done.stdout)["round"] == "Winter"


@pytest.mark.parametrize("what", ["year", "need", "agency"])
def test_a_filter_said_twice_is_refused_and_not_half_heard(what: str) -> None:
    said = {"year": ["year=9..", "year=..10"], "need": ["need=ASD", "need=SEMH"], "agency": ["agency=health"] * 2}
    with pytest.raises(UserError, match=f"says {what} twice") as refused:
        filters_of(said[what])
    assert refused.value.code == "where"


def test_a_wrong_argument_points_to_the_help_of_its_own_command(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (("draw", "a.ehcpaudit", "--size", "3", "--sed", "4"), ("draw", "a.ehcpaudit", "--size", "x")):
        with pytest.raises(SystemExit):
            main(["round", *words])
        said = capsys.readouterr().err
        assert "See 'ehcp-auditor round draw --help'." in said, said


def test_without_auditors_sharing_out_names_the_argument_that_brings_them(
    drafted: Path, say: Say, refusal: Say
) -> None:
    say("round", "draw", drafted, "--size", 5)
    assert "--people FILE.csv" in refusal("round", "allocate", drafted)
