"""Where a plan is read from: a file where it lies, or bytes that came in a pack and lie nowhere in clear."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Held:
    """A plan in memory, and what to call it in sentences."""

    name: str
    content: bytes = field(repr=False)


Source = Path | Held
