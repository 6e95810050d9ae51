"""Finding text whatever its case, quotation marks, line breaks and hyphens at line ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.document.folding import Folded, one_line


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("The child’s VIEWS", "child's views", "child’s VIEWS"),
        ("quiet\r\nspace", "quiet space", "quiet\r\nspace"),
        ("trans\ufffeitions", "transitions", "trans\ufffeitions"),
        ("an e\ufb03cient plan", "efficient", "e\ufb03cient"),
        ("wellbeing, well-being", "well-being", "wellbeing"),
        ("a  b", "A B", "a  b"),
    ],
)
def test_it_is_found_as_it_is_written(text, words, found):
    start, end = next(Folded(text).find(words))
    assert text[start:end] == found


@given(st.text(), st.text(min_size=1))
def test_whatever_stands_in_a_text_is_found_in_it(before, words):
    needle = Folded(words).text.strip()
    text = f"{before} {words}"
    found = [Folded(text[start:end]).text for start, end in Folded(text).find(words)]
    assert not needle or found != []
    assert all(part.strip() == needle for part in found if needle.isalnum() and needle.isascii())


def test_nothing_is_found_for_nothing():
    assert list(Folded("some text").find(" - ")) == []


def test_a_quotation_is_one_line():
    assert one_line("quiet\r\n space\u00ad, well\ufffebeing ") == "quiet space, well-being"
