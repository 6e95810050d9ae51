"""Agreement with somebody from outside, in a sentence: counts under ten plans, then a percentage with its counts."""

import pytest

from auditor.allocation.outside import OutsideAgreement
from ui.allocation.words import outside_words

BESIDE = "scored blind from outside and by the house:"


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (OutsideAgreement(0, 0, 0, 0, 0), ""),
        (OutsideAgreement(6, 0, 0, 0, 0), "Somebody from outside scores 6 plans blind. Nothing can be compared yet."),
        (
            OutsideAgreement(6, 3, 12, 6, 3),
            f"3 plans {BESIDE} of 12 answers 6 are the same and 3 one step apart. Too few plans for a percentage.",
        ),
        (
            OutsideAgreement(12, 10, 400, 330, 50),
            f"10 plans {BESIDE} 83% of answers are the same (330 of 400), 50 one step apart.",
        ),
    ],
)
def test_agreement_with_outside_is_said_apart(found: OutsideAgreement, words: str):
    assert outside_words(found) == words
