"""Paper sheets: typed in for an auditor, looked at by somebody else, counted as they stand."""

import pytest

from auditor import results
from auditor.checking import check_workspace
from auditor.packs.sheets import check_sheet, sheets_to_check
from auditor.people.register import PersonFacts, add_person
from auditor.standing.standing import standing
from db.errors import UserError
from db.vocabulary import Value
from tests.auditor.packs.travelling import Party, answer, person


def test_a_second_person_checks_a_sheet_and_no_figure_changes(party: Party):
    with party.open("lead") as lead:
        add_person(lead, PersonFacts("LE", "Lee Example", "education"))
        work = answer(lead, "N-4", "SC", Value.MET)
        (sheet,) = sheets_to_check(lead, 1)
        assert (sheet.reference, sheet.code, sheet.entered_by) == ("N-4", "SC", "Lee Example")
        assert [n.title for n in standing(lead, 1).needs if n.kind == "sheets"] == [
            "1 paper sheet is to be checked by a second person"
        ]
        figures = results.results(lead).fingerprint
        with pytest.raises(UserError, match="typed this sheet in, so somebody else checks it"):
            check_sheet(lead, work, person(lead, "LE"))
        check_sheet(lead, work, person(lead, "HB"))
        assert sheets_to_check(lead, 1) == ()
        assert not [n for n in standing(lead, 1).needs if n.kind == "sheets"]
        assert results.results(lead).fingerprint == figures
        assert check_workspace(lead) == ()


def test_what_no_one_typed_or_submitted_is_no_sheet(party: Party):
    with party.open("lead") as lead:
        work = answer(lead, "N-4", "SC", Value.MET, submit=False)
        with pytest.raises(UserError, match="no submitted paper sheet"):
            check_sheet(lead, work, person(lead, "HB"))
