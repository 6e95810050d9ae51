"""From decisions to notes, and from notes to the framework of the next round."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from auditor.framework_files import as_toml
from auditor.frameworks import Framework, builtin, builtin_names, load
from auditor.learning.guidance_notes import draft_from, make_note, new_version, question_notes
from auditor.learning.new_version import with_notes
from db.errors import UserError
from db.store import Store
from tests.auditor.learning.learnt import REASON

NOTE = "Fewer than half of the lines with an amount is not specific."


@pytest.mark.parametrize("name", builtin_names())
def test_a_framework_that_is_written_reads_back_as_the_very_same(name: str, tmp_path: Path):
    file = tmp_path / "written.toml"
    file.write_text(as_toml(builtin(name)), encoding="utf-8")
    assert load(file) == builtin(name)


PROSE = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=80).filter(lambda t: t.split())


@settings(max_examples=40, deadline=None)
@given(note=PROSE)
@example(note="the cafe\u0301 as some keyboards write it")
def test_any_note_reads_back_and_leaves_what_is_asked_as_it_was(note: str, tmp_path_factory: pytest.TempPathFactory):
    before = builtin("lancashire-2019")
    after = with_notes(before, {before.judged[0].id: note}, "9")
    file = tmp_path_factory.mktemp("note") / "written.toml"
    file.write_text(as_toml(after), encoding="utf-8")
    assert load(file) == after
    assert [c.hash for c in after.criteria] == [c.hash for c in before.criteria]
    assert with_notes(after, {before.judged[0].id: note}, "10").criteria == after.criteria


def test_a_question_shows_what_was_settled_on_it_and_names_no_plan(store: Store):
    notes = {note.criterion: note for note in question_notes(store, 1)}
    (settled,) = notes["Q3"].settled
    assert settled.reason == REASON
    assert draft_from(settled) == REASON
    assert "N-001" not in str(notes)
    assert notes["Q1"].settled == ()


def test_a_note_goes_into_the_next_version_and_answers_stay_comparable(store: Store, tmp_path: Path):
    make_note(store, 1, "Q3", NOTE)
    made = new_version(store, 1, "1.1", tmp_path / "next.toml")
    found: Framework = load(made.file)
    assert (found.version, made.criteria) == ("1.1", ("Q3",))
    assert (found.criterion("Q3").guidance or "").endswith(NOTE)
    assert next(n for n in question_notes(store, 1) if n.criterion == "Q3").note == NOTE


@pytest.mark.parametrize("words", ["As in N-001, lines need an amount.", "n-001.", "N\u2013001 and others."])
def test_a_note_that_names_a_plan_is_refused(store: Store, words: str):
    with pytest.raises(UserError) as refused:
        make_note(store, 1, "Q3", words)
    assert refused.value.code == "names_plan"
    make_note(store, 1, "Q3", "A number such as N-0012 is no plan here.")


@pytest.mark.parametrize(
    ("note", "version", "code"),
    [("", "1.1", "no_notes"), (NOTE, "1.0", "same_version"), (NOTE, "next one", "not_a_version"),
     (NOTE * 40, "1.1", "long_guidance")],
)  # fmt: skip
def test_a_version_that_cannot_be_is_refused_and_nothing_is_written(
    store: Store, tmp_path: Path, note: str, version: str, code: str
):
    make_note(store, 1, "Q3", note)
    with pytest.raises(UserError) as refused:
        new_version(store, 1, version, tmp_path / "next.toml")
    assert refused.value.code == code
    assert not (tmp_path / "next.toml").exists()
