"""Reading, checking and hashing frameworks."""

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from auditor.clocks import CLOCKS
from auditor.frameworks import CLOCK_NAMES, Framework, Problem, builtin, builtin_names, check, load
from db.errors import UserError
from db.vocabulary import Value
from resources import resource_path

TINY = """\
id = "tiny"
version = "1.0"
title = "Tiny"
subject = "final_plan"
basis = "plans"
about = \"\"\"
Invented for a test.
[[criteria]]
id = "inside a text, so not a header"
\"\"\"

[thresholds]
met = 80

[[measures]]
id = "M1"
name = "Voice"
short = "Voice"
kind = "headline"

[[measures]]
id = "ST"
name = "Checks"
short = "Checks"
kind = "statutory"

[[criteria]] # the first
id = "V1"
measure = "M1"
short = "Views"
question = '''
Are views
recorded?'''
met = "Yes."
partly = "Some."
not_met = "No."
sections = [
    "A", # not "B"
    "E",
]
source = "Invented"
basis = "law"
critical = true

[[criteria]]
id = "S1"
measure = "ST"
short = "In time"
question = "Was it in time?"
met = "Yes."
not_met = "No."
not_applicable = "Not due."
sections = ["dates"]
source = "Invented"
basis = "law"
mode = "dates"
clock = "first_plan"
"""
CHECKLIST = """\
id = "list"
version = "1"
title = "List"
subject = "advice"
basis = "plans"
about = "Invented for a test."
[[criteria]]
id = "Q1"
short = "Dated"
question = "Is it dated?"
met = "Yes."
not_met = "No."
sections = ["K"]
source = "Invented"
basis = "practice"
"""


def written(folder: Path, text: str) -> Path:
    """A framework file with this text."""
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def line_of(text: str, part: str) -> int:
    """The line, from 1, on which `part` first stands."""
    return text.count("\n", 0, text.index(part)) + 1


def test_a_sound_file_loads(tmp_path: Path) -> None:
    """Keys that were not given take their defaults, and text that was wrapped is joined."""
    framework = load(written(tmp_path, TINY))
    assert framework.criterion("V1").question == "Are views recorded?"
    assert framework.criterion("V1").sections == ("A", "E")
    assert framework.thresholds.met == 80
    assert framework.thresholds.partly == 50
    assert [measure.id for measure in framework.headlines] == ["M1"]
    assert [criterion.id for criterion in framework.statutory_criteria] == ["S1"]
    assert [criterion.id for criterion in framework.judged] == ["V1"]
    assert [criterion.id for criterion in framework.criteria_of("M1")] == ["V1"]
    assert check(tmp_path / "own.toml") == ()


def test_a_criterion_that_is_not_there_is_a_key_error(tmp_path: Path) -> None:
    """Asking for an unknown criterion is a bug, not something the user can mend."""
    with pytest.raises(KeyError):
        load(written(tmp_path, TINY)).criterion("V9")


def test_a_plain_checklist_has_no_measures(tmp_path: Path) -> None:
    """Criteria then name none."""
    framework = load(written(tmp_path, CHECKLIST))
    assert framework.measures == ()
    assert framework.judged == framework.criteria


def test_the_scale_offers_only_what_has_a_rule(tmp_path: Path) -> None:
    """Without a description of partly or a rule for not applicable, neither is offered."""
    framework = load(written(tmp_path, TINY))
    assert framework.criterion("V1").scale == (Value.MET, Value.PARTLY, Value.NOT_MET, Value.CANNOT_TELL)
    assert framework.criterion("S1").scale == (Value.MET, Value.NOT_MET, Value.NOT_APPLICABLE, Value.CANNOT_TELL)


# what stands in the file, what takes its place, the path and words of the problem, and what stands on its line
MISTAKES = {
    "unknown key": (
        "critical = true",
        "critcal = true",
        "criteria[1] (V1).critcal",
        "not known; the nearest",
        "critcal",
    ),
    "unknown top key": ("title =", 'titel = "x"\ntitle =', "titel", "not known; the nearest that is: title", "titel"),
    "unknown threshold": ("met = 80", "mett = 80", "thresholds.mett", "nearest that is: met", "mett"),
    "key like no other": ("critical = true", "zzz = 1", "criteria[1] (V1).zzz", "this key is not known", "zzz"),
    "missing anchor": (
        'partly = "Some."\nnot_met = "No."\n',
        "",
        "criteria[1] (V1).not_met",
        "missing",
        "[[criteria]] #",
    ),
    "empty anchor": ('met = "Yes."', 'met = " "', "criteria[1] (V1).met", "it is empty", 'met = " "'),
    "long text": ('met = "Yes."', f'met = "{"y" * 50_000}"', "criteria[1] (V1).met", "50,000 characters", "yyy"),
    "control character": ('"Some."', r'"So\u0007me."', "criteria[1] (V1).partly", "control character", "So"),
    "long short": ('short = "Views"', f'short = "{"v" * 61}"', "criteria[1] (V1).short", "61 characters long", "vvv"),
    "text for a flag": (
        "critical = true",
        'critical = "true"',
        "criteria[1] (V1).critical",
        "true or false",
        "critical",
    ),
    "number for text": ('met = "Yes."', "met = 5", "criteria[1] (V1).met", "text in quotes", "met = 5"),
    "text for a number": ("met = 80", 'met = "80"', "thresholds.met", "whole number", 'met = "80"'),
    "flag for a number": ("met = 80", "met = true", "thresholds.met", "whole number", "met = true"),
    "out of range": ("met = 80", "met = 101", "thresholds.met", "100 is the limit", "met = 101"),
    "partly above met": ("met = 80", "met = 40", "thresholds", "partly (50) is above met (40)", "[thresholds]"),
    "text for a list": ('sections = ["dates"]', 'sections = "dates"', "criteria[2] (S1).sections", "a list", '"dates"'),
    "unknown section": ('"E",', '"H",', "criteria[1] (V1).sections[2]", "'H' is not one of", "sections"),
    "repeated section": ('"E",', '"A",', "criteria[1] (V1).sections", "names a section twice", "sections"),
    "no section": ('["dates"]', "[]", "criteria[2] (S1).sections", "names no section", "sections = []"),
    "unknown subject": ('"final_plan"', '"plan"', "subject", "'plan' is not one of 'final_plan'", '"plan"'),
    "unknown kind": ('"statutory"', '"legal"', "measures[2] (ST).kind", "'legal' is not one of", '"legal"'),
    "spaces in an id": ('id = "V1"', 'id = "V 1"', "criteria[1] (V 1).id", "letters, digits and hyphens", '"V 1"'),
    "line end in an id": ('id = "tiny"', r'id = "tiny\n"', "id", "letters, digits and hyphens", "id"),
    "repeated criterion": ('id = "S1"', 'id = "v1"', "criteria[2] (v1).id", "used already, by criteria[1]", '"v1"'),
    "unknown measure": (
        'measure = "M1"',
        'measure = "M9"',
        "criteria[1] (V1).measure",
        "there is no measure M9",
        '"M9"',
    ),
    "no measure": ('measure = "M1"\n', "", "criteria[1] (V1).measure", "this key is missing", "[[criteria]] #"),
    "critical check": (
        'clock = "',
        'critical = true\nclock = "',
        "criteria[2] (S1).critical",
        "cannot be critical",
        "critical = true\nclock",
    ),
    "dates without clock": ('clock = "first_plan"', "", "criteria[2] (S1).mode", "needs a clock", 'mode = "dates"'),
    "clock without dates": ('mode = "dates"', "", "criteria[2] (S1).clock", "only with mode", "clock"),
    "unknown clock": ('"first_plan"', '"second_plan"', "criteria[2] (S1).clock", "no clock second_plan", "clock"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_names_its_file_line_and_path(tmp_path: Path, mistake: str) -> None:
    """Multi-line texts and lists before the mistake do not shift its line."""
    before, after, key, words, marker = MISTAKES[mistake]
    text = TINY.replace(before, after, 1)
    path = written(tmp_path, text)
    problem = next(problem for problem in check(path) if problem.path == key)
    assert words in problem.problem
    assert problem.line == line_of(text, marker)
    with pytest.raises(UserError, match="Nothing was loaded") as refused:
        load(path)
    assert str(refused.value).startswith(f"{path}, line ")
    assert refused.value.code == "framework_content"


def test_a_measure_without_criteria_is_a_mistake(tmp_path: Path) -> None:
    """It could never have a figure."""
    text = TINY.replace("[thresholds]", '[[measures]]\nid="M0"\nname="x"\nshort="x"\nkind="headline"\n[thresholds]')
    assert check(written(tmp_path, text)) == (
        Problem(str(tmp_path / "own.toml"), 12, "measures[1] (M0)", "no criterion belongs to this measure"),
    )


def test_a_repeated_measure_is_a_mistake(tmp_path: Path) -> None:
    """The second one is at fault."""
    text = TINY.replace('id = "ST"', 'id = "M1"')
    found = [(problem.path, problem.line) for problem in check(written(tmp_path, text))]
    assert ("measures[2] (M1).id", line_of(text, 'name = "Checks"') - 1) in found


def test_a_measure_in_a_plain_checklist_is_a_mistake(tmp_path: Path) -> None:
    """There is none to belong to."""
    text = CHECKLIST.replace('short = "Dated"', 'measure = "M1"\nshort = "Dated"')
    assert [str(problem) for problem in check(written(tmp_path, text))] == [
        f"{tmp_path / 'own.toml'}, line 9: criteria[1] (Q1).measure: there is no measure M1."
    ]


@pytest.mark.parametrize(
    "criteria", ["criteria = []", "criteria = 3", "criteria = [3]", "[criteria]\nid = 'Q1'"], ids=repr
)
def test_criteria_must_be_a_list_of_tables(tmp_path: Path, criteria: str) -> None:
    """A framework without criteria, or with something else in their place, is refused at that line."""
    text = CHECKLIST[: CHECKLIST.index("[[criteria]]")] + criteria
    problems = check(written(tmp_path, text))
    assert problems
    assert {problem.line for problem in problems} <= {7, 8}
    assert problems[0].path.startswith("criteria")


def test_the_first_problem_is_told_with_the_number_of_the_rest(tmp_path: Path) -> None:
    """Mending one at a time should not be a surprise."""
    text = TINY.replace("critical = true", "critcal = true").replace("version =", "vision =")
    path = written(tmp_path, text)
    assert [problem.line for problem in check(path)] == [1, 2, line_of(text, "critcal")]
    with pytest.raises(UserError) as refused:
        load(path)
    assert str(refused.value) == (
        f"{path}, line 1: version: this key is missing. There are 2 more problems after it. "
        "Nothing was loaded; mend the file and try again."
    )


@pytest.mark.parametrize("change", ['title = "Tiny\n', "id = tiny\n", 'id = "b"\n', "x = 2021-99-99\n", "[criteria]\n"])
def test_what_is_not_toml_names_the_line(tmp_path: Path, change: str) -> None:
    """An open quote, a word without quotes, a key given twice: the line is the parser's own."""
    text = TINY.replace("[thresholds]", change + "[thresholds]")
    if not change.startswith("["):
        text = TINY.replace("version", change + "version", 1)
    path = written(tmp_path, text)
    (problem,) = check(path)
    assert problem.line == (2 if not change.startswith("[") else line_of(text, "[[criteria]] #"))
    assert problem.problem.startswith("this is not TOML: ")
    with pytest.raises(UserError) as refused:
        load(path)
    assert refused.value.code == "framework_toml"


def test_a_file_that_breaks_off_names_its_last_line(tmp_path: Path) -> None:
    """Half a download ends inside a text."""
    (problem,) = check(written(tmp_path, 'id = "tiny"\nabout = """\nhalf\n\n'))
    assert problem.line == 3


@pytest.mark.parametrize("text", ["", "\n\n", "# only a remark\n"])
def test_an_empty_file_is_called_empty(tmp_path: Path, text: str) -> None:
    """Remarks and blank lines are no framework."""
    (problem,) = check(written(tmp_path, text))
    assert (problem.line, problem.problem) == (1, "the file is empty")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('id = "caf\xe9"'.encode("latin-1"), "line 1 is not UTF-8"),
        (b'id = "a"\n\nabout = "\xff"', "line 3 is not UTF-8"),
        (TINY.encode("utf-16"), "line 1 is not UTF-8"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a text file"),
        (b"#" * 1_000_001, "larger than 1,000,000 bytes"),
    ],
)
def test_a_file_without_readable_text_says_so(tmp_path: Path, content: bytes, words: str) -> None:
    """Another encoding, a picture, something huge."""
    path = tmp_path / "own.toml"
    path.write_bytes(content)
    (problem,) = check(path)
    assert words in problem.problem
    with pytest.raises(UserError) as refused:
        load(path)
    assert refused.value.code == "framework_file"


def test_a_missing_file_or_a_folder_says_so(tmp_path: Path) -> None:
    """Neither is a bug of the program."""
    with pytest.raises(UserError, match="there is no such file"):
        load(tmp_path / "none.toml")
    with pytest.raises(UserError, match="this is not a file"):
        load(tmp_path)


def test_endless_brackets_are_refused(tmp_path: Path) -> None:
    """They would otherwise exhaust the parser."""
    (problem,) = check(written(tmp_path, "a = " + "[" * 50_000))
    assert problem.problem == "its brackets are nested too deeply to be read"


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    """Notepad writes both."""
    plain = load(written(tmp_path, TINY))
    path = tmp_path / "windows.toml"
    path.write_bytes(b"\xef\xbb\xbf" + TINY.replace("\n", "\r\n").encode())
    assert load(path) == plain
    path.write_bytes(TINY.replace("critical", "critcal").replace("\n", "\r\n").encode())
    assert check(path)[0].line == line_of(TINY, "critical")


def test_the_hash_is_the_same_everywhere(tmp_path: Path) -> None:
    """Pinned: a round frozen by one version of the program must be recognised by the next."""
    framework = load(written(tmp_path, CHECKLIST))
    assert framework.canonical_json() == (
        '{"about":"Invented for a test.","basis":"plans","criteria":[{"basis":"practice","critical":false,"id":"Q1",'
        '"lead":"any","met":"Yes.","mode":"judged","not_met":"No.","question":"Is it dated?","sections":["K"],'
        '"short":"Dated","source":"Invented"}],"id":"list","measures":[],"subject":"advice","thresholds":'
        '{"critical_partly":1,"enough":60,"met":75,"partly":50},"title":"List","version":"1"}'
    )
    assert framework.hash == "4cd597f172147ebba43f0168a19451017818d857af8babf4178ade452274bdcf"
    assert framework.criterion("Q1").hash == "16ade3ca7a59378ad2ab9df22df3425cf545b14a003958293e6d86a228d344c0"


def test_only_words_change_a_hash(tmp_path: Path) -> None:
    """Order of keys, wrapping, remarks and the spelling of an accent do not; a word does."""
    plain = load(written(tmp_path, CHECKLIST.replace("Dated", "Caf\u00e9")))
    respelt = CHECKLIST.replace("Dated", "Cafe\u0301").replace('version = "1"\n', "")
    respelt = 'version = "1" # moved\n' + respelt.replace('"Is it dated?"', '"""Is it\n   dated?"""')
    assert load(written(tmp_path, respelt)).hash == plain.hash
    reworded = load(written(tmp_path, CHECKLIST.replace("Invented for", "Made up for")))
    assert reworded.hash != plain.hash
    assert reworded.criterion("Q1").hash == plain.criterion("Q1").hash


@pytest.mark.parametrize(
    ("before", "after", "asks_the_same"),
    [
        ('short = "Dated"', 'short = "Date"', True),
        ('source = "Invented"', 'source = "Elsewhere"', True),
        ('basis = "practice"', 'basis = "should"', True),
        ('id = "Q1"', 'id = "Q2"', False),
        ("Is it dated?", "Is it dated and signed?", False),
        ('met = "Yes."', 'met = "Yes, in full."', False),
        ('not_met = "No."', 'partly = "Half."\nnot_met = "No."', False),
        ('not_met = "No."', 'not_met = "No."\nnot_applicable = "A draft."', False),
    ],
)
def test_a_criterion_is_the_same_while_it_asks_the_same(
    tmp_path: Path, before: str, after: str, asks_the_same: bool
) -> None:
    """Answers carry over when the id, question, anchors and scale stay; a new title or source breaks nothing."""
    old = load(written(tmp_path, CHECKLIST)).criteria[0]
    new = load(written(tmp_path, CHECKLIST.replace(before, after))).criteria[0]
    assert (new.hash == old.hash) is asks_the_same


@pytest.mark.parametrize("name", builtin_names())
def test_a_shipped_framework_survives_the_round_trip(name: str) -> None:
    """What a round freezes is what it reads back."""
    framework = builtin(name)
    again = Framework.from_json(framework.canonical_json())
    assert again == framework
    assert again.hash == framework.hash


@pytest.mark.parametrize("text", ["", "[]", "3", '{"id": "x"}', "[" * 100_000, "NaN"])
def test_a_stored_framework_that_does_not_hold_is_refused(text: str) -> None:
    """A damaged workspace gives a sentence."""
    with pytest.raises(UserError, match=r"The stored framework.*Nothing was loaded") as refused:
        Framework.from_json(text)
    assert refused.value.code == "framework_content"


def test_a_stored_framework_is_checked_as_strictly_as_a_file() -> None:
    """The path of the mistake is told, without a line."""
    stored = json.loads(builtin("default-ehcp").canonical_json())
    stored["criteria"][5]["measure"] = "M9"
    with pytest.raises(UserError, match=r"^The stored framework: criteria\[6\] \(C1\)\.measure: there is no measure"):
        Framework.from_json(json.dumps(stored))


def test_an_unknown_built_in_framework_lists_the_known_ones() -> None:
    """A name from a command line is never used as a path."""
    with pytest.raises(UserError, match="default-ehcp, annual-review, ") as refused:
        builtin("../pyproject")
    assert refused.value.code == "framework_unknown"


def test_the_clocks_a_framework_may_name_are_the_clocks_there_are() -> None:
    """A clock added in one place must be added in the other."""
    assert set(CLOCK_NAMES) == set(CLOCKS)


REQUIRED_AT_TOP = ("id", "version", "title", "subject", "basis", "about")
REQUIRED_OF = {
    "measures": ("id", "name", "short", "kind"),
    "criteria": ("id", "measure", "short", "question", "met", "not_met", "sections", "source", "basis"),
}
SHIPPED_TEXT = (Path(__file__).parents[2] / "resources" / "frameworks" / "default-ehcp.toml").read_text("utf-8")
TABLES = {table: len(rows) for table, rows in tomllib.loads(SHIPPED_TEXT).items() if table in REQUIRED_OF}


def required_keys() -> st.SearchStrategy[tuple[str, int, str]]:
    """A table of the default framework, its place there, and a key it cannot do without."""
    top = st.tuples(st.just(""), st.just(0), st.sampled_from(REQUIRED_AT_TOP))
    rows = [
        st.tuples(st.just(table), st.integers(0, size - 1), st.sampled_from(REQUIRED_OF[table]))
        for table, size in TABLES.items()
    ]
    return st.one_of(top, *rows)


def without(text: str, table: str, index: int, key: str) -> tuple[str, int]:
    """Rename one key of one table out of the way; give the text and the line of the table's header."""
    lines = text.split("\n")
    headers = [number for number, line in enumerate(lines) if line == f"[[{table}]]"]
    start = headers[index] if table else 0
    at = next(number for number in range(start, len(lines)) if lines[number].startswith(f"{key} = "))
    lines[at] = lines[at].replace(f"{key} = ", "xxxxxxxxxxxx = ", 1)
    return "\n".join(lines), start + 1


@given(required_keys())
def test_any_required_key_that_is_gone_is_reported_with_the_line_of_its_table(
    tmp_path_factory: pytest.TempPathFactory, gone: tuple[str, int, str]
) -> None:
    """Whichever key is lost from the default framework, the message leads to its table."""
    table, index, key = gone
    text, line = without(SHIPPED_TEXT, table, index, key)
    problems = check(written(tmp_path_factory.mktemp("gone"), text))
    missing = [problem for problem in problems if "missing" in problem.problem]
    assert (line, key) in [(problem.line, problem.path.rpartition(".")[2]) for problem in missing]


@given(st.text(max_size=300))
def test_no_text_at_all_brings_the_check_down(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """Whatever is in the file, there is an answer, and load agrees with check."""
    path = tmp_path_factory.mktemp("any") / "own.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    assert check(path)
    with pytest.raises(UserError):
        load(path)


NAMES = st.from_regex(r"\A[a-z]{1,5}\Z").filter(lambda name: name not in ("end", "noise"))
NOISE = st.lists(
    st.one_of(
        st.builds(lambda name, text: f"{name} = {json.dumps(text)}", NAMES, st.text("ab\"'#[]{}=\\\n", max_size=8)),
        st.builds(lambda name, text: f"{name} = '''{text}'''", NAMES, st.text('ab"#[]{}=\\\n', max_size=12)),
        st.builds(lambda name, text: f'{name} = """{text}"""', NAMES, st.text("ab'#[]{}=\n", max_size=12)),
        st.builds(lambda name: f'{name} = [\n  "]", # ]]]\n  [1,\n 2],\n]', NAMES),
        st.builds(lambda name: f'"{name}.x" . y = {{ a = "}}", b = [1] }}', NAMES),
        st.builds(lambda text: f"# {text}", st.text("ab\"'[]=", max_size=12)),
        st.just(""),
        st.just("[[ noise . deep ]]"),
    ),
    max_size=8,
)


def is_toml(text: str) -> bool:
    """Whether the parser takes it."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


@given(NOISE)
def test_the_line_of_a_key_is_found_whatever_stands_before_it(
    tmp_path_factory: pytest.TempPathFactory, noise: list[str]
) -> None:
    """Quotes inside texts, brackets inside remarks and lists over many lines do not mislead the count."""
    text = "\n".join(noise) + "\n[end]\nwrong = 1\n"
    assume(is_toml(text))  # a key may have been drawn twice
    (found,) = [p for p in check(written(tmp_path_factory.mktemp("noise"), text)) if p.path == "end"]
    assert found.line == line_of(text, "\n[end]\nwrong") + 1


DOUBT = """
[[doubts]]
criterion = "P8"
when = { P8 = ["not_applicable"] }
from_year = 9
why = "This plan is for Year 9 or above."
"""


@pytest.mark.parametrize(
    ("answer", "year_group", "raised"),
    [
        (Value.NOT_APPLICABLE, 9, True),
        (Value.NOT_APPLICABLE, 8, False),
        (Value.NOT_APPLICABLE, None, False),
        (Value.MET, 9, False),
    ],
)
def test_answers_that_do_not_go_together_raise_the_frameworks_doubt(answer, year_group, raised):
    doubts = builtin("default-ehcp").contradictions({"P8": answer}, year_group)
    assert bool(doubts) is raised
    assert all(doubt.criterion == "P8" and doubt.why.endswith(".") for doubt in doubts)


def test_a_doubt_about_a_criterion_that_is_not_there_is_named_with_its_line(tmp_path):
    file = tmp_path / "f.toml"
    text = resource_path("frameworks", "lancashire-2019.toml").read_text(encoding="utf-8") + DOUBT
    file.write_text(text, encoding="utf-8")
    problems = check(file)
    assert {p.path for p in problems} == {"doubts[1].criterion", "doubts[1].when"}
    assert all(text.splitlines()[(p.line or 0) - 1].startswith(p.path.split(".")[1]) for p in problems)


PER_OUTCOME = CHECKLIST.replace(
    'not_met = "No."\nsections = ["K"]', 'partly = "Half."\nnot_met = "No."\nsections = ["E"]'
)
PER_OUTCOME = PER_OUTCOME.replace("[[criteria]]", "[parts]\nmet = 80\n[[criteria]]") + 'each = "outcome"\n'


def test_a_question_may_be_asked_of_every_outcome(tmp_path: Path) -> None:
    """The rule that makes one answer of several stands in the framework, with the usual one behind it."""
    framework = load(written(tmp_path, PER_OUTCOME))
    assert framework.criteria[0].each == "outcome"
    assert (framework.parts_rule.met, framework.parts_rule.partly) == (80, 50)
    assert load(written(tmp_path, CHECKLIST)).parts_rule.met == 75
    assert load(written(tmp_path, CHECKLIST)).criteria[0].each is None
    assert Framework.from_json(framework.canonical_json()) == framework


@pytest.mark.parametrize(
    ("before", "after", "key", "words", "marker"),
    [
        ('each = "outcome"', 'each = "need"', "criteria[1] (Q1).each", "'need' is not one of", "each"),
        ('partly = "Half."\n', "", "criteria[1] (Q1).each", "needs partly as well", "each"),
        ('["E"]', '["K"]', "criteria[1] (Q1).sections", "section E, which is not named", "sections"),
        (
            'each = "outcome"',
            'mode = "dates"\nclock = "first_plan"\neach = "outcome"',
            "criteria[1] (Q1).each",
            "worked out from dates",
            "each",
        ),
        ('each = "outcome"\n', "", "parts", "nothing to roll up", "[parts]"),
        ("met = 80", "met = 40", "parts", "partly (50) is above met (40)", "[parts]"),
        ("met = 80", "mett = 80", "parts.mett", "nearest that is: met", "mett"),
        ("met = 80", "met = 0", "parts.met", "1 is the limit", "met = 0"),
        ('each = "outcome"', "good = 3", "criteria[1] (Q1).good", "text in quotes", "good"),
        ('each = "outcome"', 'weak = ""', "criteria[1] (Q1).weak", "it is empty", "weak"),
    ],
)
def test_a_mistake_about_outcomes_or_examples_names_its_line(
    tmp_path: Path, before: str, after: str, key: str, words: str, marker: str
) -> None:
    """The newer keys are held as strictly as the older ones."""
    text = PER_OUTCOME.replace(before, after, 1)
    problem = next(problem for problem in check(written(tmp_path, text)) if problem.path == key)
    assert words in problem.problem
    assert problem.line == line_of(text, marker)


def test_examples_change_the_framework_but_not_what_is_asked(tmp_path: Path) -> None:
    """An example may be added to a later version without losing the comparison with the earlier one."""
    plain = load(written(tmp_path, CHECKLIST))
    helped = load(written(tmp_path, CHECKLIST + 'good = "Dated 3 May."\nweak = "Dated recently."\n'))
    assert helped.hash != plain.hash
    assert helped.criteria[0].hash == plain.criteria[0].hash
    assert helped.criteria[0].good == "Dated 3 May."


def test_asking_of_every_outcome_changes_what_is_asked(tmp_path: Path) -> None:
    """One answer to the whole plan is not comparable with one made of several."""
    each = load(written(tmp_path, PER_OUTCOME)).criteria[0]
    once = PER_OUTCOME.replace('each = "outcome"\n', "").replace("[parts]\nmet = 80\n", "")
    assert load(written(tmp_path, once)).criteria[0].hash != each.hash
