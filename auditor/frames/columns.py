"""What the columns of a list are called: our fields, other names for them, and names that tell who a child is."""

import hashlib
import json
import re
from collections.abc import Collection, Sequence
from types import MappingProxyType

# What a frame can hold of a plan. Birth dates stay at the door: they only give the year group.
FIELDS = MappingProxyType(
    {
        "reference": "your reference of the plan",
        "date_of_birth": "date of birth (for the year group; dropped at the door)",
        "year_group": "year group",
        "need": "primary need",
        "setting_code": "setting, as a code (URN)",
        "setting_type": "type of setting",
        "phase": "phase",
        "area": "area",
        "plan_kind": "kind of plan",
        "agencies": "agencies involved",
        "team": "team that wrote the plan",
        "requested_on": "date of the request",
        "first_final_on": "date the first final plan was issued",
        "exception": "exception to the 20 weeks (a to d)",
        "exception_applies": "whether an exception to the 20 weeks applies",
        "previous_anchor_on": "date of the review before the last",
        "last_review_on": "date of the last review meeting",
        "decision_on": "date of the decision after the last review",
        "decided_not_to_amend": "whether it was decided not to amend",
        "amended_final_on": "date the amended plan was issued",
        "phase_move": "move between phases",
        "moves_on": "date of that move",
        "ceased_on": "date the plan ceased",
    }
)

# Other names that people and case systems give to our columns
ALSO = MappingProxyType(
    {
        "ref": "reference", "plan": "reference", "plan_reference": "reference", "plan_ref": "reference",
        "unique_id": "reference", "unique_identifier": "reference", "child_unique_id": "reference",
        "child_id": "reference", "person_id": "reference", "case_id": "reference", "plan_id": "reference",
        "id": "reference", "local_reference": "reference", "case_reference": "reference", "system_id": "reference",
        "dob": "date_of_birth", "d_o_b": "date_of_birth", "birth_date": "date_of_birth",
        "date_of_birth_dob": "date_of_birth", "dob_ccyy_mm_dd": "date_of_birth", "birthdate": "date_of_birth",
        "locality": "area", "district": "area", "year": "year_group", "nc_year": "year_group",
        "nc_year_group": "year_group", "national_curriculum_year": "year_group", "ncy": "year_group",
        "national_curriculum_year_group": "year_group", "school_year": "year_group",
        "primary_need": "need", "sen_primary_need": "need", "sen_need": "need", "sen_type": "need",
        "primary_sen_need": "need", "primary_sen_type": "need", "primary_type_of_need": "need", "send_need": "need",
        "main_education_establishment_urn": "setting_code", "urn": "setting_code", "school_urn": "setting_code",
        "establishment_urn": "setting_code", "setting_urn": "setting_code",
        "main_education_establishment_phase": "phase", "education_phase": "phase", "school_phase": "phase",
        "phase_of_education": "phase",
        "setting": "setting_type", "type_of_setting": "setting_type", "establishment_type": "setting_type",
        "writing_team": "team", "writers_team": "team", "plan_writing_team": "team", "send_team": "team",
        "kind": "plan_kind", "type_of_plan": "plan_kind", "plan_type": "plan_kind",
        "date_requested": "requested_on", "request_date": "requested_on", "date_of_request": "requested_on",
        "date_request_was_received": "requested_on", "date_request_received": "requested_on",
        "first_final": "first_final_on", "date_first_final": "first_final_on", "date_issued": "first_final_on",
        "date_initial_ehc_plan_issued": "first_final_on", "date_plan_issued": "first_final_on",
        "final_plan_issued": "first_final_on", "date_final_plan_issued": "first_final_on",
        "ehc_plan_start_date": "first_final_on", "plan_start_date": "first_final_on", "issue_date": "first_final_on",
        "date_of_issue": "first_final_on", "ehcp_issued": "first_final_on", "date_ehcp_issued": "first_final_on",
        "plan_issued": "first_final_on", "issued_on": "first_final_on", "date_ehc_plan_issued": "first_final_on",
        "twenty_weeks_time_limit_exceptions_apply": "exception_applies",
        "last_review": "last_review_on", "date_ehc_plan_last_reviewed": "last_review_on",
        "last_review_date": "last_review_on", "date_of_last_review": "last_review_on",
        "date_last_reviewed": "last_review_on",
        "decision": "decision_on", "ehcp_review_decisions_date": "decision_on", "review_decision_date": "decision_on",
        "amended_final": "amended_final_on", "date_updated_ehc_plan_issued": "amended_final_on",
        "date_amended_plan_issued": "amended_final_on", "date_amended": "amended_final_on",
        "date_plan_amended": "amended_final_on", "amended_on": "amended_final_on",
        "date_plan_updated": "amended_final_on", "updated_plan_issued": "amended_final_on",
        "date_ehc_plan_ceased": "ceased_on", "date_ceased": "ceased_on", "plan_ceased": "ceased_on",
    }
)  # fmt: skip

# Words in a column's name that say it is about who one child or family is. The whole column is dropped.
IDENTIFYING = frozenset(
    (
        "name", "names", "surname", "surnames", "forename", "forenames", "firstname", "lastname", "fullname",
        "initials", "upn", "upns", "uln", "ulns", "nhs", "dob", "birth", "birthday", "birthdate", "postcode",
        "postcodes", "address", "street", "email", "phone", "telephone", "mobile", "parent", "parents", "mother",
        "father", "carer", "guardian", "sibling",
    )
)  # fmt: skip
# The same, where it is all the column is called
WHO = frozenset(("child", "pupil", "student", "learner", "young_person", "person", "client", "d_o_b", "post_code"))

ANNEX_A = frozenset(
    (
        "unique_id", "upn", "uln", "date_of_birth", "gender", "ethnicity", "date_initial_ehc_plan_issued",
        "date_updated_ehc_plan_issued", "date_ehc_plan_last_reviewed", "sen_primary_need",
        "main_education_establishment_urn", "main_education_establishment_phase",
        "subsidiary_education_establishment_phase_dual_registration", "elective_home_education", "suspensions",
        "permanent_exclusions", "absence", "pupil_premium", "known_to_children_s_social_care",
        "which_children_s_social_care_team", "does_the_child_or_young_person_have_a_disability",
    )
)  # fmt: skip
ANNEX_A_ENOUGH = 6
_PLANS_LIST = "date_initial_ehc_plan_issued"
# A column that only one table of SEN2 has, by table
SEN2 = MappingProxyType(
    {
        "sen2_m4": ("ehc_plan_start_date",),
        "sen2_m5": ("ehc_plan_transfer", "ehcp_review_decisions_date"),
        "sen2_m3": ("assessment_outcome_to_issue_ehcp",),
        "sen2_m2": ("date_request_was_received",),
        "sen2_m1": ("dob_ccyy_mm_dd",),
    }
)
REQUEST = ("requests_record_id", "request_records_id", "request_record_id")
# All that case systems write into each of them
_SEN2_COLUMNS = MappingProxyType(
    {
        "sen2_m4": (
            "ehc_plan_start_date", "residential_settings", "worked_based_learning_activity", "personal_budget_taken_up",
            "personal_budget_organised_arrangements", "personal_budget_direct_payments", "date_ehc_plan_ceased",
            "reason_ehc_plan_ceased",
        ),
        "sen2_m5": (
            "ehc_plan_transfer", "residential_settings", "worked_based_learning_activity", "sen_type",
            "ehcp_review_decisions_date",
        ),
        "sen2_m3": (
            "assessment_outcome_to_issue_ehcp", "assessment_outcome_date", "assessment_mediation",
            "assessment_tribunal", "other_mediation", "other_tribunal", "twenty_weeks_time_limit_exceptions_apply",
        ),
        "sen2_m2": (
            "date_request_was_received", "initial_request_whilst_in_rya", "request_outcome_date", "request_outcome",
            "request_mediation", "request_tribunal",
            "exported_child_or_young_person_moves_out_of_la_before_assessment_is_completed", "new_start_date",
        ),
        "sen2_m1": (
            "surname", "forename", "dob_ccyy_mm_dd", "gender", "ethnicity", "postcode", "upn_unique_pupil_number",
            "uln_young_persons_unique_learner_number", "upn_and_uln_unavailable_reason",
        ),
    }
)  # fmt: skip

KIND_WORDS = MappingProxyType(
    {
        "annex_a_list1": "Annex A list 1: children and young people with a plan",
        "annex_a_other": "another list of Annex A",
        "sen2": "SEN2 person-level tables, put together",
        "sen2_m1": "SEN2 table m1: persons",
        "sen2_m2": "SEN2 table m2: requests",
        "sen2_m3": "SEN2 table m3: assessments",
        "sen2_m4": "SEN2 table m4: plans",
        "sen2_m5": "SEN2 table m5: placements and reviews",
        "other": "another list of plans",
    }
)


def plain(name: str) -> str:
    """A column's name without what varies between files: case, spaces, dashes, punctuation."""
    return re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")


def field_of(name: str) -> str:
    """Which of our fields a column is by its name, or nothing."""
    column = plain(name)
    return column if column in FIELDS else ALSO.get(column, "")


def identifying(name: str) -> bool:
    """Whether a column's name says that it tells who somebody is. Its values are dropped at the door."""
    column = plain(name)
    words = column.split("_")
    if field_of(name) == "date_of_birth" or column in WHO:
        return True
    return not field_of(name) and "reason" not in words and any(word in IDENTIFYING for word in words)


def known(name: str) -> bool:
    """Whether a cell reads like a column's name: ours, an official list's, or one about who somebody is."""
    return bool(field_of(name)) or plain(name) in ANNEX_A or identifying(name)


def kind_of(names: Sequence[str]) -> str:
    """Which list these columns make: annex_a_list1, annex_a_other, sen2_m1 to sen2_m5, or other."""
    columns = {plain(name) for name in names}
    if len(columns & ANNEX_A) >= ANNEX_A_ENOUGH:
        return "annex_a_list1" if _PLANS_LIST in columns else "annex_a_other"
    return next((kind for kind in SEN2 if _is_sen2(columns, kind)), "other")


def _is_sen2(columns: Collection[str], kind: str) -> bool:
    """Whether these are the columns of a table of SEN2, the keys among them, and few others.

    Other lists of a case system have single columns of the same name.
    """
    if "person_id" not in columns or not any(column in columns for column in SEN2[kind]):
        return False
    if kind != "sen2_m1" and not any(column in columns for column in REQUEST):
        return False
    typical = {"person_id", *REQUEST, *_SEN2_COLUMNS[kind]}
    return 2 * sum(column in typical for column in columns) > len(columns)


def proposal(names: Sequence[str]) -> dict[str, int]:
    """Our fields by the columns' own names: field to position. Of two columns for one field the first is taken."""
    found: dict[str, int] = {}
    for position, name in enumerate(names):
        field = field_of(name)
        if field and field not in found:
            found[field] = position
    return found


def given(fields: Collection[str]) -> frozenset[str]:
    """The fields that come of these: year groups of dates of birth, phases of year groups."""
    found = set(fields)
    if "date_of_birth" in found:
        found.add("year_group")
    if "year_group" in found:
        found.add("phase")
    return frozenset(found)


def missing(fields: Collection[str]) -> tuple[str, ...]:
    """Which of the fields a frame cannot well do without are not there."""
    wanted = ["reference", "need", "area", "phase", "first_final_on"]
    if "date_of_birth" not in fields:
        wanted.append("year_group")
    return tuple(field for field in wanted if field not in fields)


def digest(names: Sequence[str]) -> str:
    """What names these columns in this order, without naming them: SHA-256, in hex."""
    return hashlib.sha256(json.dumps([plain(name) for name in names]).encode()).hexdigest()
