"""What holds for any answers and any decisions: agreement, order, and what opens a decision again."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.agreed import Ruling, agree, digest_of, settled
from auditor.agreeing.view import agreement_seen
from auditor.moderation.decide import decide, overrule, take_back
from auditor.moderation.queue import queue
from auditor.results import results
from db.vocabulary import Value
from tests.moderating import MET, NA, NOT_MET, PARTLY, two_scored

KEYS = ("Q1", "Q2", "Q3", "Q4")
ANSWERS = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(list(Value)))
AUDITS = st.dictionaries(st.integers(1, 9), ANSWERS, min_size=1, max_size=4)
FOUR = st.tuples(*[st.sampled_from([MET, PARTLY, NOT_MET, NA])] * 4)


@given(AUDITS, st.sampled_from(list(Value)), st.sampled_from(KEYS))
def test_a_ruling_upon_the_answers_there_is_the_answer_and_moves_no_other(
    audits: dict[int, dict[str, Value]], value: Value, key: str
):
    before = agree(list(audits.values()))
    answers, standing = settled(audits, {key: Ruling(value, "", "", digest_of(audits, key))})
    assert answers == (before | {key: value} if key in before else before)
    assert set(standing) == {key} & set(before)


@given(AUDITS, st.data())
def test_a_changed_answer_opens_its_own_ruling_and_no_other(audits: dict[int, dict[str, Value]], data: st.DataObject):
    rulings = {key: Ruling(MET, "", "", digest_of(audits, key)) for key in KEYS}
    who, key = data.draw(st.sampled_from(sorted(audits))), data.draw(st.sampled_from(KEYS))
    was = audits[who].get(key)
    now = data.draw(st.sampled_from([v for v in Value if v != was]))
    answers, standing = settled({**audits, who: {**audits[who], key: now}}, rulings)
    assert answers[key] is None
    assert set(standing) == {k for k in KEYS if k != key and any(k in a for a in audits.values())}


@given(AUDITS)
def test_the_digest_is_of_who_answered_what_whatever_the_order(audits: dict[int, dict[str, Value]]):
    turned = dict(reversed(audits.items()))
    assert [digest_of(audits, key) for key in KEYS] == [digest_of(turned, key) for key in KEYS]


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(FOUR, FOUR), min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_deciding_never_changes_agreement_and_its_order_never_changes_a_figure(plans, order):  # type: ignore[no-untyped-def]
    told = []
    for turn in range(2):
        with tempfile.TemporaryDirectory() as folder, two_scored(Path(folder), plans) as store:
            agreement = agreement_seen(store, "Spring")
            rows = [(r.sampled, r.criterion, r.values) for r in queue(store, 1).rows]
            if turn:
                order.shuffle(rows)
            for sampled, criterion, values in rows:
                decide(store, sampled, criterion, max(values), "read together")
            if rows and turn:
                overrule(store, rows[0][0], rows[0][1], min(rows[0][2]), "read again")
                take_back(store, rows[0][0], rows[0][1], "too soon")
                decide(store, rows[0][0], rows[0][1], max(rows[0][2]), "read together")
            after = agreement_seen(store, "Spring")
            assert (after.agreement, after.pairs) == (agreement.agreement, agreement.pairs)
            assert [one.unsettled for one in after.leniency] == [0] * len(after.leniency)
            figures = results(store)
            assert figures.undecided == 0
            told.append((figures.fingerprint, figures.measures, figures.criteria, figures.plan_lines))
    assert told[0] == told[1]


def test_figures_with_decisions_are_those_worked_out_by_hand(tmp_path: Path):
    plans = [
        ((MET, MET, MET, MET), (NOT_MET, MET, MET, MET)),  # Q1 decided not met: 6 of 8, but a critical 0: partly
        ((MET, MET, MET, MET), (MET, PARTLY, PARTLY, MET)),  # Q2 met, Q3 partly: 7 of 8, met
        ((MET, MET, NOT_MET, NOT_MET), (MET, MET, NOT_MET, NOT_MET)),  # nobody differs: 4 of 8, partly
    ]
    with two_scored(tmp_path, plans) as store:
        open_yet = results(store).measures[0]
        decide(store, 1, "Q1", NOT_MET, "nothing is said of who")
        decide(store, 2, "Q2", MET, "it stands on page 4")
        decide(store, 2, "Q3", PARTLY, "one line has no amount")
        measure = results(store).measures[0]
        q3 = next(c for c in results(store).criteria if c.id == "Q3")
    assert (open_yet.k, open_yet.n, open_yet.undecided) == (0, 1, 2)
    assert (measure.k, measure.n, measure.undecided) == (1, 3, 0)
    assert (q3.met, q3.partly, q3.not_met, q3.undecided) == (1, 1, 1, 0)


@pytest.mark.parametrize("value", [MET, NOT_MET])
def test_no_answer_is_taken_without_somebody_deciding(tmp_path: Path, value: Value):
    with two_scored(tmp_path, [((value,) * 4, (PARTLY, value, value, value))]) as store:
        assert results(store).undecided == 1
