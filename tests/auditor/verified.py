"""Figures worked out by other programs or published, each with its source, that the calculations must give."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FIGURES = Path(__file__).parents[1] / "data" / "verified_figures.json"


@dataclass(frozen=True)
class Case:
    """One verified calculation: what goes in, what must come out, and how closely."""

    name: str
    kind: str
    data: dict[str, Any]
    expected: dict[str, Any]
    tolerance: float
    source: str

    def __str__(self) -> str:
        return self.name


def cases(kind: str) -> list[Case]:
    """All verified cases of one kind."""
    return [Case(**case) for case in json.loads(FIGURES.read_text("utf-8")) if case["kind"] == kind]


def case(name: str) -> Case:
    """The verified case of that name."""
    return next(Case(**case) for case in json.loads(FIGURES.read_text("utf-8")) if case["name"] == name)
