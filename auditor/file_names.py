"""Names of files that are made from names people gave."""

import hashlib


def mark_of(name: str) -> str:
    """Six letters and digits by which a name is told from others."""
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:6]


def cut(name: str, most: int) -> str:
    """A name of no more than so many letters; one that is cut ends with a mark of the whole.

    So two long names that begin alike stay two.
    """
    return name if len(name) <= most else f"{name[: most - 7].rstrip()}-{mark_of(name)}"
