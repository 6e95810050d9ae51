"""What is called weak in a passphrase: what is short, said again, follows by itself or is guessed first."""

import pytest

from auditor.packs.words import as_made, suggest_passphrase
from auditor.sealing import weakness


@pytest.mark.parametrize(
    "passphrase",
    [
        "passwordpassword", "larchlarchlarch", "123456789012", "abcdefghijklmn", "qwertyuiopasdf", "210987654321",
        "2026-03-31 2026-04-30", "Password2026!!", "ehcp auditor 2026", "aaaaaaaaaaaaaaaaaaaaaabcde", "short words",
    ],
)  # fmt: skip
def test_what_is_guessed_first_is_weak(passphrase: str):
    assert weakness(passphrase)


@pytest.mark.parametrize(
    "passphrase", ["larch pony copper violin", "correct horse battery", "otter quilt marble seven"]
)
def test_words_that_do_not_belong_together_are_not(passphrase: str):
    assert weakness(passphrase) == ""


def test_names_that_stand_beside_it_are_weak_there_alone():
    assert weakness("Example Council", known=("Lee Example", "Example Council"))
    assert weakness("Northshire Borough", known=()) == ""
    assert weakness("Northshire Borough 26", known=("Northshire Borough Council",))


def test_a_suggested_passphrase_is_known_however_it_was_heard():
    made = suggest_passphrase()
    assert as_made(f"  {made.replace(' ', '  ').title()} ") == made
    assert as_made(made.replace(" ", "-")) == made
    assert as_made("Words that somebody chose themselves") == ""
