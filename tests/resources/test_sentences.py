"""Sentences by their dotted names, with what is filled in."""

import tomllib

import pytest

from resources import read_text
from resources.sentences import Sentences


def test_a_sentence_is_found_by_its_name_with_long_numbers_parted() -> None:
    report = Sentences("report.toml")
    assert report.say("count.plan.many", n=7300) == "7,300 plans"
    assert report.say("facts.council") == tomllib.loads(read_text("wording", "report.toml"))["facts"]["council"]


@pytest.mark.parametrize("name", ["facts.nothing", "nothing.at.all", "facts", "facts.council.more"])
def test_a_name_that_is_no_sentence_is_never_printed(name: str) -> None:
    report = Sentences("report.toml")
    assert not report.knows(name)
    with pytest.raises(KeyError):
        report.say(name)


def test_a_value_that_a_sentence_asks_for_must_be_given() -> None:
    with pytest.raises(KeyError):
        Sentences("report.toml").say("count.plan.many")


def test_a_group_keeps_the_order_of_its_file() -> None:
    kept = tomllib.loads(read_text("wording", "allocation.toml"))["agency"]
    assert list(Sentences("allocation.toml").group("agency").items()) == list(kept.items())
    with pytest.raises(KeyError):
        Sentences("allocation.toml").group("title")
