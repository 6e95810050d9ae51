"""The folder itself: what lies at the top, and that what it says of itself agrees."""

import re
import subprocess
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

import auditor

ROOT = Path(__file__).parent.parent
TOP = {
    ".ci",
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "README.md",
    "auditor",
    "db",
    "docs",
    "ehcp.py",
    "pyproject.toml",
    "resources",
    "tests",
    "ui",
    "uv.lock",
}


def kept_files() -> list[Path]:
    """Every file that git keeps, or would keep; skips where this is a copy without git."""
    try:
        listed = subprocess.run(
            ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard"],
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this copy has no git history to ask")
    return [path for line in listed.stdout.splitlines() if (path := ROOT / line).is_file()]


def test_the_top_level_holds_what_the_readme_tells_and_no_more():
    top = {path.relative_to(ROOT).parts[0] for path in kept_files()}
    assert top == TOP


def test_no_text_names_a_folder_of_one_persons_machine():
    own = re.compile(r"(?<![\w.])/(?:work|home|Users|root)/\w+|[A-Z]:\\\\?Users\\\\?\w+")
    for path in kept_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if path != Path(__file__):
            assert own.findall(text) == [], path


def test_the_lock_file_names_only_the_public_index():
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    sources = [package["source"] for package in lock["package"]]
    assert {source.get("registry") for source in sources} == {None, "https://pypi.org/simple"}
    assert [source for source in sources if "registry" not in source] == [{"editable": "."}]


def test_the_version_is_the_same_wherever_it_is_told():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == auditor.__version__ == version("ehcp-auditor")


def test_the_changelog_tells_each_version_once_newest_first():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings, "no version is told"
    for heading in headings:
        assert re.fullmatch(r"Unreleased|\d+\.\d+\.\d+ - \d{4}-\d{2}-\d{2}", heading), heading
    numbers = [tuple(map(int, heading.split(" - ")[0].split("."))) for heading in headings if heading != "Unreleased"]
    assert numbers == sorted(set(numbers), reverse=True)


def test_every_page_of_the_docs_is_linked_from_another_or_from_the_readme():
    pages = sorted((ROOT / "docs").rglob("*.md"))
    texts = {page: page.read_text(encoding="utf-8") for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *pages]}
    linked = {
        (page.parent / target).resolve()
        for page, text in texts.items()
        for target in re.findall(r"\]\(([^)#\s]+)", text)
        if "://" not in target
    }
    assert [str(target.relative_to(ROOT)) for target in linked if not target.exists()] == []
    assert [str(page.relative_to(ROOT)) for page in pages if page.resolve() not in linked] == []
