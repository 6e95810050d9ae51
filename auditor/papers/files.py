"""Which files are the papers of a plan: those whose name begins with its reference."""

from collections.abc import Iterable, Sequence
from pathlib import Path

KINDS = (".pdf", ".docx")


def is_paper(path: Path) -> bool:
    """Whether a file is of a kind that can be shown."""
    return path.suffix.lower() in KINDS


def named(files: Iterable[Path], reference: str) -> list[Path]:
    """The files whose name begins with a plan's reference, such as 'N-014.pdf' or 'n-014 plan.docx', shortest first.

    N-0145.pdf is another plan's.
    """
    wanted = reference.casefold()
    found: list[Path] = []
    for path in files:
        name = path.name.casefold()
        rest = name[len(wanted) : len(wanted) + 1]
        if wanted and name.startswith(wanted) and not rest.isalnum() and is_paper(path):
            found.append(path)
    return sorted(found, key=lambda path: (len(path.name), path.name))


def files_in(places: Sequence[Path]) -> list[Path]:
    """The files among `places`, and those in the folders among them; what cannot be looked into holds none."""
    files: list[Path] = []
    for place in places:
        try:
            files += [path for path in place.iterdir() if path.is_file()] if place.is_dir() else [place]
        except OSError:
            continue
    return files
