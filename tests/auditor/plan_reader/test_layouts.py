"""The same invented plan in many layouts: every section holds its own text and nothing else."""

import pytest

from auditor.plan_reader import read_plan
from tests.auditor.plan_reader import making
from tests.auditor.plan_reader.making import LETTERS, TEXT

LAYOUTS = {
    "section-colon": making.headed("Section {letter}: {title}"),
    "capitals": making.headed("SECTION {letter} – {title}", level=0, bold=True),
    "letter-dash": making.headed("{letter} – {title}", level=0, bold=True),
    "letter-colon": making.headed("{letter}: {title}", level=3),
    "plain-letters": making.headed("Section {letter} - {title}", level=0),
    "label-alone": making.headed("Section {letter}", level=2),
    "title-first": making.headed("{title} (Section {letter})", level=2),
    "another-order": making.headed(
        "Section {letter}: {title}", order=("A", "E", "B", "F", "C", "G", "D", "H1", "H2", "K", "J", "I")
    ),
    "contents-page": making.with_contents(making.headed("Section {letter}: {title}")),
    "neighbours": making.neighbours(),
    "letters-alone": making.letters_alone(),
    "three-cells": making.three_cells(),
    "side-by-side": making.side_by_side(),
    "boxed": making.boxed(),
    "run-in": making.run_in(),
    "untitled": making.untitled(),
}
FILES = {"pdf": making.pdf_file, "word": making.word_file}


def texts(plan):
    return {section.section: section.text for section in plan.sections}


WRITTEN = {letter: " ".join(TEXT[letter]) for letter in LETTERS}


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_section_holds_its_own_text(layout, kind):
    plan = read_plan(FILES[kind](LAYOUTS[layout]))
    assert texts(plan) == WRITTEN
    assert plan.missing == ()
