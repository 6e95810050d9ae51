"""Good plans to learn from: kept with a basis, given out without references, withdrawn wherever they are kept."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from auditor.learning.booklet import booklet_steps
from auditor.learning.exemplars import ExemplarFacts, add_exemplar, exemplars, good_plans, look_again
from auditor.learning.withdrawal import Withdrawn, withdraw
from auditor.standing.standing import standing
from auditor.steps import finished
from db.backups import Why, back_up, list_backups
from db.errors import UserError
from db.store import Store
from db.vocabulary import ExemplarBasis
from tests.auditor.learning.test_sheets import text_of
from tests.auditor.privacy.rooms import bytes_with

MARK = "Zebrafinch"
FACTS = ExemplarFacts(
    ("Q1", "Q2"), f"{MARK}: her own words come first, then what is done about each.", "the young person",
    ExemplarBasis.CONSENT, "signed form of 3 March 2026", date(2026, 3, 3), date(2099, 3, 3),
)  # fmt: skip
COPY = b"%PDF-1.7 /Keywords (EHCP Auditor redacted copy, form 1) " + MARK.encode() + b" startxref 0 %%EOF"


def kept(store: Store, copy: bytes | None = COPY, **other: Any) -> int:
    return add_exemplar(store, 1, "N-002", replace(FACTS, **other), copy).ids[0]


def given_out(store: Store, folder: Path, *chosen: int, to: str = "the north team") -> tuple[Path, ...]:
    folder.mkdir(exist_ok=True)
    *_, files = booklet_steps(store, chosen, folder, ("pdf",), to)
    assert isinstance(files, tuple)
    return files


def test_the_plans_with_most_answers_met_are_offered_and_none_whose_critical_question_falls_short(store: Store):
    best = good_plans(store, 1)
    assert len(best) == 10
    assert {plan.met for plan in best} == {4}
    assert "N-001" not in {plan.reference for plan in best}


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"basis_words": " "}, "no_basis"),
        ({"agreed_by": ""}, "no_basis"),
        ({"criteria": ()}, "no_criteria"),
        ({"criteria": ("Q1", "S4a")}, "not_met"),
        ({"passage": "As N-002 says."}, "names_plan"),
        ({"passage": "Unlike n 003, it says who."}, "names_plan"),
        ({"agreed_on": date(2098, 1, 1)}, "day_to_come"),
        ({"review_on": date(2026, 3, 3)}, "review_before"),
        ({"copy": b"%PDF-1.7 any other file startxref"}, "not_redacted"),
        ({"passage": "", "copy": None}, "nothing_to_show"),
    ],
)
def test_nothing_is_kept_without_what_makes_it_fit_to_be_shown(store: Store, other: dict[str, Any], code: str):
    with pytest.raises(UserError) as refused:
        kept(store, **other)
    assert refused.value.code == code
    assert exemplars(store) == ()


def test_a_question_that_was_settled_short_is_no_example(store: Store):
    with pytest.raises(UserError) as refused:
        add_exemplar(store, 1, "N-001", replace(FACTS, criteria=("Q3",)), None)
    assert refused.value.code == "not_met"


def test_a_booklet_names_no_reference_and_whom_it_is_for_is_kept(store: Store, tmp_path: Path):
    key = kept(store)
    files = given_out(store, tmp_path / "out", key)
    assert [file.name for file in files] == ["good-plans.pdf", "good-plans-example-1.pdf"]
    text = text_of(files[0])
    assert MARK in text
    assert "Q1 Question Q1" in text
    assert "By consent" in text
    assert FACTS.agreed_by not in text
    assert not bytes_with(tmp_path / "out", "N-002")
    assert "N-002" not in text
    (row,) = exemplars(store)
    assert [(one.to, one.files) for one in row.exports] == [
        ("the north team", "good-plans.pdf, good-plans-example-1.pdf")
    ]


def test_one_that_is_due_is_not_given_out_until_it_was_looked_at_again(store: Store, tmp_path: Path):
    key = kept(store, review_on=date(2026, 4, 4))
    (row,) = exemplars(store)
    assert row.due(date(2026, 4, 4))
    assert not row.due(date(2026, 4, 3))
    with pytest.raises(UserError) as refused:
        given_out(store, tmp_path / "out", key)
    assert refused.value.code == "review_due"
    assert any(n.kind == "good_plans" and n.place == "learning" for n in standing(store, 1).needs)
    look_again(store, key, date(2099, 4, 4))
    assert given_out(store, tmp_path / "out", key)
    assert not any(n.kind == "good_plans" for n in standing(store, 1).needs)


def test_withdrawn_it_is_gone_from_the_file_and_from_every_backup_and_the_exports_are_named(
    store: Store, tmp_path: Path
):
    key = kept(store)
    given_out(store, tmp_path / "out", key)
    back_up(store, Why.BY_HAND)
    folder = store.path.parent
    look_again(store, key, date(2099, 4, 4))  # the row is written anew, and what was there must not stay behind it
    assert len(bytes_with(folder, MARK)) >= 2
    done: Withdrawn = finished(withdraw(store, key, "consent was taken back"))
    assert bytes_with(folder, MARK) == []
    assert (done.backups, done.left_over) == (1, ())
    assert [one.to for one in done.exports] == ["the north team"]
    (row,) = exemplars(store)
    assert (row.passage, row.has_copy, row.withdrawn_why) == ("", False, "consent was taken back")
    assert store.check() == ()
    with Store.open(list_backups(store.path)[0].path) as earlier:
        assert exemplars(earlier)[0].empty
        assert earlier.check() == ()


def test_where_something_else_reads_it_is_said_until_when_its_log_holds_it(store: Store):
    key = kept(store)
    with store.read() as reading:
        reading.connection().exec_driver_sql("SELECT count(*) FROM exemplar").fetchall()
        done: Withdrawn = finished(withdraw(store, key, "consent was taken back"))
    assert ["reads this workspace now" in words for words in done.left_over] == [True]
    assert store.fold()
    assert bytes_with(store.path.parent, MARK) == []


def test_it_is_neither_withdrawn_without_a_reason_nor_twice_nor_given_out_afterwards(store: Store, tmp_path: Path):
    key = kept(store)
    with pytest.raises(UserError) as refused:
        finished(withdraw(store, key, " "))
    assert refused.value.code == "no_reason"
    finished(withdraw(store, key, "consent was taken back"))
    with pytest.raises(UserError) as refused:
        finished(withdraw(store, key, "once more"))
    assert refused.value.code == "no_exemplar"
    with pytest.raises(UserError) as refused:
        given_out(store, tmp_path / "out", key)
    assert refused.value.code == "withdrawn"
