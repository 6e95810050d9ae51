"""The house rules: which room may use which, held by reading every import."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("resources", "db", "auditor", "ui")
# Calculations: plain values in, plain values out.
PURE = (
    "agreed",
    "agreeing/calculate",
    "agreeing/figures",
    "agreeing/people",
    "agreeing/words",
    "agreement",
    "allocation/allocate",
    "allocation/evening_out",
    "answers",
    "attainable",
    "clocks",
    "comparison",
    "contents",
    "estimates",
    "fields",
    "figures",
    "frames",
    "identities",
    "intervals",
    "papers/hidden",
    "papers/looking",
    "papers/naming",
    "papers/orders",
    "papers/page_copy",
    "papers/pages",
    "papers/redact",
    "papers/suggest",
    "papers/text_copy",
    "papers/tokens",
    "papers/wishes",
    "parts",
    "plan_reader",
    "resampling",
    "rollup",
    "rounding",
    "sampling/draw",
    "sampling/size",
    "sampling/words",
    "suppression",
    "weeks/figures",
    "weighting",
)
# Jobs that lie beside the calculation whose outcome they keep.
JOBS = ("frames/keep.py", "frames/key_list.py")
# What a calculation may take from db: words and the one kind of expected failure.
PLAIN = ("db", "db.vocabulary*", "db.errors*")
NETWORK = (
    "PySide6.QtNetwork*",
    "PySide6.QtWebSockets*",
    "socket*",
    "ssl",
    "urllib.request",
    "urllib3*",
    "requests*",
    "http.client",
    "http.server",
    "httpx*",
    "ftplib",
    "smtplib",
    "xmlrpc*",
    "asyncio*",
)


def imports(path: Path) -> Iterator[str]:
    """Every module a file names in an import, wherever it stands: `a.b` for `import a.b` and `from a import b`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            assert node.module is not None
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def modules(*rooms: str) -> list[Path]:
    return [path for room in rooms for path in sorted((ROOT / room).rglob("*.py"))]


def broken(paths: list[Path], *patterns: str, but: tuple[str, ...] = ()) -> list[str]:
    """The imports in `paths` that match one of `patterns` and none of `but`, as sentences."""
    return [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in paths
        for name in imports(path)
        if any(fnmatch(name, pattern) for pattern in patterns) and not any(fnmatch(name, pattern) for pattern in but)
    ]


def within(*rooms: str) -> tuple[str, ...]:
    """Patterns for a room and all it holds."""
    return tuple(pattern for room in rooms for pattern in (room, f"{room}.*"))


def used_by(room: str) -> dict[str, set[str]]:
    """For each module of a room the others of it that it imports, wherever the import stands; not its own package."""
    dotted = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in modules(room)}
    named = {name.removesuffix(".__init__"): path for name, path in dotted.items()}
    return {
        name: {used for used in imports(path) if used in named and not f"{name}.".startswith(f"{used}.")}
        for name, path in named.items()
    }


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_uses_only_the_rooms_below_it(room):
    above = ROOMS[ROOMS.index(room) + 1 :]
    assert broken(modules(room), *within(*above, "tests")) == []


@pytest.mark.parametrize("room", ROOMS)
def test_modules_do_not_use_each_other_in_circles(room):
    """The window and the pane of a document hand themselves to their parts, which name them for their type."""
    uses = used_by(room)
    for others in uses.values():
        others -= {"ui.window", "ui.document.pane"}
    TopologicalSorter(uses).prepare()


def test_only_ui_knows_qt():
    assert broken(modules("resources", "db", "auditor"), *within("PySide6", "shiboken6")) == []
    assert broken(modules("ui"), *within("PySide6")) != [], "this test no longer sees the imports it looks for"


def test_calculations_know_neither_the_store_nor_its_tables():
    paths = [path for name in PURE for path in modules(f"auditor/{name}") or [ROOT / "auditor" / f"{name}.py"]]
    jobs = [ROOT / "auditor" / job for job in JOBS]
    assert all(path.exists() for path in (*paths, *jobs)), "a calculation has moved: name it here"
    assert (
        broken(
            [path for path in paths if path not in jobs],
            *within("db", "sqlmodel", "sqlalchemy", "sqlite3", "sqlcipher3"),
            but=PLAIN,
        )
        == []
    )


def test_nothing_can_reach_the_network():
    assert broken(modules(*ROOMS), *NETWORK) == []


@pytest.mark.parametrize("command", [["interval", "15", "33"], ["demo", "--headless", "--out", "example"]])
def test_a_command_never_loads_qt(command, tmp_path):
    """An analyst's server has no display and often no graphics libraries."""
    program = (
        "import sys\n"
        "from ui.__main__ import main\n"
        "code = main()\n"
        "sys.exit(code or ', '.join(name for name in sys.modules if name.startswith('PySide6')) or 0)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, *command], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert "33" in run.stdout


def test_the_page_about_the_house_names_every_room():
    """A newcomer finds each module and package of the rooms on it: `plural.py`, `desk/`, `auditor/packs/`."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = {name.rstrip("/").rsplit("/", 1)[-1] for name in re.findall(r"`([\w./]+)`", page)}
    doors = [path for room in ("db", "auditor", "ui") for path in sorted((ROOT / room).iterdir())]
    there = {path for path in doors if path.suffix == ".py" or (path / "__init__.py").exists()}
    unnamed = sorted(str(path.relative_to(ROOT)) for path in there if path.name not in (*named, "__init__.py"))
    assert unnamed == []
