"""The threat model names, for every threat, what holds, what does not, and tests that are really there."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (.+?)\n(.+?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL))
UNTESTED = {"The clipboard"}
"""What is the system's, and said so."""


def test_every_threat_says_what_holds_what_does_not_and_what_shows_it() -> None:
    assert len(SECTIONS) >= 12
    for title, text in SECTIONS.items():
        for part in ("**What holds.**", "**What does not.**", "**Shown by**"):
            assert text.count(part) == 1, f"{title}: {part}"
        shown = re.findall(r"`(tests/[\w/]+\.py)`", text.split("**Shown by**")[1])
        assert bool(shown) is (title not in UNTESTED), title


def test_every_test_it_names_is_there_and_tests_something() -> None:
    named = set(re.findall(r"`(tests/[^`]+)`", TEXT))
    assert named
    lacking = [name for name in named if "\ndef test_" not in _text(ROOT / name)]
    assert sorted(lacking) == []


def test_every_page_it_points_to_is_there() -> None:
    pages = re.findall(r"\]\((?!http)([^)#]+)\)", TEXT)
    assert [page for page in pages if not (ROOT / "docs" / page).exists()] == []


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
