"""The one accessor to files that come with the program."""

import pytest

from resources import read_text, resource_path


def test_a_file_is_reached_by_its_parts_or_by_one_path() -> None:
    """Both spellings name the same file."""
    assert resource_path("frameworks", "default-ehcp.toml") == resource_path("frameworks/default-ehcp.toml")
    assert 'id = "default-ehcp"' in read_text("frameworks", "default-ehcp.toml")


@pytest.mark.parametrize(
    "parts",
    [
        (),
        ("",),
        ("/etc/passwd",),
        ("frameworks", "/etc/passwd"),
        ("..", "pyproject.toml"),
        ("frameworks/../../pyproject.toml",),
        ("frameworks\\..\\..\\pyproject.toml",),
        ("C:pyproject.toml",),
        ("C:\\pyproject.toml",),
        (".",),
    ],
)
def test_a_path_that_could_lead_outside_is_refused(parts: tuple[str, ...]) -> None:
    """Absolute paths, drives and steps upwards are refused, in the spelling of every system."""
    with pytest.raises(ValueError, match="does not name a file inside resources"):
        resource_path(*parts)


def test_a_missing_file_is_named() -> None:
    """What is not there is named."""
    with pytest.raises(FileNotFoundError, match=r"resources/frameworks/none\.toml"):
        read_text("frameworks", "none.toml")
