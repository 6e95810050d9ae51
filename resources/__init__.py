"""Texts and pictures that come with the program, reached through one accessor."""

import re
from importlib.resources import files
from pathlib import Path


def resource_path(*parts: str) -> Path:
    """Give the path of one file or folder that comes with the program: `resource_path("frameworks", "x.toml")`.

    Raises ValueError for a path that is absolute or steps upwards, and FileNotFoundError for one that is not there.
    """
    path = Path(str(files(__name__))).joinpath(*_steps(parts))
    if not path.exists():
        raise FileNotFoundError(f"resources/{'/'.join(parts)} is not part of this program")
    return path


def read_text(*parts: str) -> str:
    """Read one UTF-8 text file that comes with the program. Raises what `resource_path` raises."""
    return resource_path(*parts).read_text(encoding="utf-8")


def _steps(parts: tuple[str, ...]) -> list[str]:
    """Split parts into plain names, so that no name from a file or a command can reach outside this folder."""
    steps = [step for part in parts for step in re.split(r"[/\\]", part)]
    if not steps or any(step in ("", ".", "..") or ":" in step for step in steps):
        raise ValueError(f"{parts} does not name a file inside resources")
    return steps
