from auditor.packs.words import fingerprint, short_fingerprint, suggest_passphrase, word_list
from auditor.sealing import weakness

SIGN, AGE = "ab" * 32, "age1" + "q" * 58


def test_a_passphrase_is_five_words_that_sealing_takes_and_that_are_typed_as_they_are_heard() -> None:
    words = [suggest_passphrase().split(" ") for _ in range(200)]
    assert all(len(w) == 5 and all(part.isalpha() and part in word_list() for part in w) for w in words)
    assert len({tuple(w) for w in words}) == 200
    assert not any(weakness(" ".join(w)) for w in words)


def test_a_fingerprint_is_the_same_words_on_every_computer() -> None:
    expected = ("upriver", "coat", "prune", "retorted", "equation", "exploring", "duffel", "devotedly")
    assert fingerprint(SIGN, AGE) == expected


def test_either_key_changes_every_form_of_the_fingerprint() -> None:
    for other in ((SIGN[:-1] + "c", AGE), (SIGN, AGE[:-1] + "p")):
        assert fingerprint(*other) != fingerprint(SIGN, AGE)
        assert short_fingerprint(*other) != short_fingerprint(SIGN, AGE)


def test_the_list_is_the_long_one_of_7776_words() -> None:
    assert len(set(word_list())) == len(word_list()) == 6**5
