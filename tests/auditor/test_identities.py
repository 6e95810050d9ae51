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
        ("write to a.other@nhs today", "an e-mail address"),
        ("(other@school)", "an e-mail address"),
        ("ring 01632 960 983", "a phone number"),
        ("+44 7700 900123", "a phone number"),
        ("(020) 7946 0018", "a phone number"),
        ("Mrs Example said so", "a name"),
        ("seen by Dr. A. O’Example-Jones", "a name"),
        ("Miss Élodie", "a name"),
        ("943.476.5919", "an NHS number"),
        ("943\u2009476\u20135919", "an NHS number"),
        ("943\n476  5919", "an NHS number"),
        ("\uff19\uff14\uff13\uff14\uff17\uff16\uff15\uff19\uff11\uff19", "an NHS number"),
        ("LS1\u202f4AP", "a postcode"),
        ("LS1-4AP", "a postcode"),
        ("LS1\n4AP", "a postcode"),
        ("April 3rd, 2015", "a date of birth"),
        ("the 3rd of April 2015", "a date of birth"),
        ("3\u00a0April '15", "a date of birth"),
        ("3-Apr-15", "a date of birth"),
        ("2015/04/03", "a date of birth"),
        ("03 04 2015", "a date of birth"),
        ("0044 7700 900123", "a phone number"),
        ("07700.900.123", "a phone number"),
        ("07700\u2011900/123", "a phone number"),
        ("0770\u200b0 900123", "a phone number"),
        ("M\u00adr Example", "a name"),
        ("Mr\tExample", "a name"),
        ("MR EXAMPLE", "a name"),
        ("mr. example", "a name"),
        ("Dr.Example", "a name"),
        ("Mr de Souza", "a name"),
        ("Cllr Example", "a name"),
        ("Nurse Example", "a name"),
        ("her number is QQ 12 34 56 C", "a National Insurance number"),
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
        "an hour @ school, 3@30 minutes, 2@home, speech @therapy",
        "support of 15 minutes daily, 2 x 30 minutes a week, by July 2027",
        "reviewed on 12/05/2026 and on 3 March 2025",
        "31/02/2010 is not a day",
        "UPN B123456789012 has the wrong letter",
        "9434765918 has the wrong last digit",
        "page 1234567890",
        "Dr and Mrs were asked; the Dr said that",
        "ms per cycle",
        "the mrs and the mr were asked; nurse visits, Nurse visits",
        "in 3 May 15 minutes, on 12 05 in 2026, may 3 2030",
        "3 of 2015 plans, 2026/11/03",
        "Regulation 12(1)(f); section 37(2)(c)",
    ],
)
def test_it_leaves_alone(text: str) -> None:
    assert looks(text) == []


def test_what_is_found_is_told_as_it_is_written() -> None:
    text = "Seen by M\u00adr\u2009\u2009Poole\u200b, \ufb01rst at LS1\n 4AP."
    assert [text[sign.start : sign.end] for sign in signs(text, TODAY)] == ["M\u00adr\u2009\u2009Poole", "LS1\n 4AP"]


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
