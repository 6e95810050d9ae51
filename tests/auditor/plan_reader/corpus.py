"""Loads the labelled plan extracts of tests/data/passages as plans, and counts what the rules find in them."""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from auditor.plan_reader import LETTERS, Passage, Plan, Section
from auditor.plan_reader.passages import worth_a_look

FOLDER = Path(__file__).parents[2] / "data" / "passages"


@dataclass(frozen=True)
class Labelled:
    """A line with the kinds a reader gave it."""

    passage: Passage
    kinds: frozenset[str]
    doubtful: bool


@dataclass(frozen=True)
class Figures:
    """What was rightly found, found without a label, and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """The share of what should be found that was."""
        return self.right / max(1, self.right + self.missed)


def plan_of(sections: dict[str, list[str]]) -> Plan:
    """A plan of Word's kind: for each letter the texts below its heading, in the order given."""
    passages: list[Passage] = []
    parts: dict[str, Section] = {}
    for letter, texts in sections.items():
        passages.append(Passage(f"Section {letter}", letter, None, len(passages) + 1, is_heading=True))
        start = len(passages)
        for text in texts:
            passages.append(Passage(text, letter, None, len(passages) + 1))
        written = tuple(passage for passage in passages[start:] if passage.text)
        parts[letter] = Section(letter, f"Section {letter}", None, written)
    return Plan(
        kind="docx",
        pages=None,
        sections=tuple(parts[letter] for letter in LETTERS if letter in parts),
        missing=tuple(letter for letter in LETTERS if letter not in parts or not parts[letter].words),
        passages=tuple(passage for passage in passages if passage.text),
    )


def extracts(half: str) -> list[tuple[Plan, list[Labelled]]]:
    """The extracts of one half: `seen` are the odd ones, `held back` the even ones."""
    wanted = {"seen": 1, "held back": 0}[half]
    files = sorted(FOLDER.glob("extract-*.txt"))
    return [_load(file) for file in files if int(file.stem.removeprefix("extract-")) % 2 == wanted]


@cache
def figures(half: str, *, doubtful: bool = True) -> dict[str, Figures]:
    """For each kind, and for `any`, what was found in one half; with or without the doubtful lines."""
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    for plan, lines in extracts(half):
        found: dict[int, set[str]] = {}
        for prompt in worth_a_look(plan):
            found.setdefault(prompt.passage.paragraph, set()).add(prompt.kind)
        for line in lines:
            # a blank section is told at its heading, which stands just above
            number = line.passage.paragraph - (not line.passage.text)
            got = found.pop(number, set())
            if line.doubtful and not doubtful:
                continue
            right.update([*(got & line.kinds), *(["any"] if got and line.kinds else [])])
            wrong.update([*(got - line.kinds), *(["any"] if got and not line.kinds else [])])
            missed.update([*(line.kinds - got), *(["any"] if line.kinds and not got else [])])
        wrong.update(kind for kinds in found.values() for kind in [*kinds, "any"])
    kinds = sorted({*right, *wrong, *missed} - {"any"})
    return {kind: Figures(right[kind], wrong[kind], missed[kind]) for kind in [*kinds, "any"]}


def _load(file: Path) -> tuple[Plan, list[Labelled]]:
    texts: dict[str, list[str]] = {}
    labels: list[str] = []
    letter = ""
    for line in file.read_text(encoding="utf-8").split("\n"):
        if line.startswith("["):
            letter = line.strip(" []")
            texts[letter] = []
        elif letter and line.strip():
            label, _, text = line.partition(" |")
            texts[letter].append(text.strip())
            labels.append(label.strip())
    plan = plan_of(texts)
    lines: list[Labelled] = []
    number = 0
    for letter, section in texts.items():
        number += 1
        for text in section:
            number += 1
            label = labels[len(lines)]
            kinds = frozenset(label.rstrip("?").split("+")) - {"ok"}
            lines.append(Labelled(Passage(text, letter, None, number), kinds, label.endswith("?")))
    return plan, lines
