"""What may identify somebody, found by its shape. Every number and name here is made up."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.identities import UPN_LETTERS, nhs_number_holds, signs, upn_holds, without_name, words_for

TODAY = date(2026, 11, 21)


def looks(text: str) -> list[str]:
    return [sign.looks_like for sign in signs(text, TODAY)]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("UPN A123456789012 in the header", "a unique pupil number"),
        ("h801200001001", "a unique pupil number"),
        ("NHS no. 943 476 5919", "an NHS number"),
        ("number 9434765919.", "an NHS number"),
        ("lives at LS1 4AP with", "a postcode"),
        ("w1a 1aa", "a postcode"),
        ("moved to CF101NP", "a postcode"),
        ("DOB: 3/4/2024", "a date of birth"),
        ("born on 3rd April 2025", "a date of birth"),
        ("(14 September 2013)", "a date of birth"),
        ("2013-09-14", "a date of birth"),
        ("14.09.13", "a date of birth"),
        ("write to ann.other@school.example today", "an e-mail address"),
        ("ring 01632 960 983", "a phone number"),
        ("+44 7700 900123", "a phone number"),
        ("(020) 7946 0018", "a phone number"),
        ("Mrs Example said so", "a name"),
        ("seen by Dr. A. O’Example-Jones", "a name"),
        ("Miss Élodie", "a name"),
    ],
)
def test_it_finds(text: str, what: str) -> None:
    assert looks(text) == [what]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "E3 has no amount or named role; E2, E4 and E5 do.",
        "Y6 2nd term, KS2 3rd term, E2 4th line",
        "at E1 2pm and E2 9am",
        "support of 15 minutes daily, 2 x 30 minutes a week, by July 2027",
        "reviewed on 12/05/2026 and on 3 March 2025",
        "31/02/2010 is not a day",
        "UPN B123456789012 has the wrong letter",
        "9434765918 has the wrong last digit",
        "page 1234567890",
        "Dr and Mrs were asked; the Dr said that",
        "ms per cycle",
        "Regulation 12(1)(f); section 37(2)(c)",
    ],
)
def test_it_leaves_alone(text: str) -> None:
    assert looks(text) == []


def test_several_stand_in_the_order_of_the_text_and_are_named_once() -> None:
    found = signs("Mr Example, LS1 4AP, and Mrs Example, 01632 960983", TODAY)
    assert words_for(found) == "a name, a postcode and a phone number"
    assert [sign.start for sign in found] == sorted(sign.start for sign in found)


def test_one_sign_is_named_alone() -> None:
    assert words_for(signs("LS1 4AP", TODAY)) == "a postcode"


@given(st.integers(0, 999_999_999))
def test_of_all_last_digits_at_most_one_makes_an_nhs_number(front: int) -> None:
    """Every single wrong digit is found: that is what modulus 11 is for."""
    assert sum(nhs_number_holds(f"{front:09}{last}") for last in range(10)) <= 1


@given(st.integers(0, 10**11 - 1), st.sampled_from("0123456789" + UPN_LETTERS))
def test_exactly_one_letter_fits_a_pupil_number(front: int, last: str) -> None:
    assert sum(upn_holds(f"{letter}{front:011}{last}") for letter in UPN_LETTERS) == 1


@given(st.text(max_size=300))
def test_signs_lie_in_the_text_and_never_overlap(text: str) -> None:
    end = 0
    for sign in signs(text, TODAY):
        assert end <= sign.start < sign.end <= len(text)
        end = sign.end


def test_the_first_name_a_plan_uses_is_found_where_it_is_known() -> None:
    assert words_for(signs("Robin’s reading", TODAY, "Robin")) == "a first name"
    assert signs("Robinson and robins", TODAY, "Robin") == ()
    assert signs("Robin’s reading", TODAY) == ()


def test_a_first_name_gives_way_to_the_child() -> None:
    assert without_name("Robin will say when Robin’s tired.", "Robin") == "The child will say when the child’s tired."
    assert without_name("By July Robinson", "Robin") == "By July Robinson"
    assert without_name("Robin will", "") == "Robin will"
