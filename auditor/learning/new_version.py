"""A framework with notes taken into its guidance, as a new version."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from auditor.frameworks import Framework, in_one_form
from db.errors import UserError


def with_notes(framework: Framework, notes: Mapping[str, str], version: str) -> Framework:
    """The framework with each note at the end of its criterion's guidance; what is asked stays the same.

    So answers given by either version can be compared. A note that stands there already is not taken in twice.
    Raises UserError: `same_version`, `not_a_version`, `long_guidance` with the criterion.
    """
    if version == framework.version:
        raise UserError(
            "same_version",
            f"{framework.title} is version {version} already. Nothing was written. Give the new one another number.",
        )
    content: dict[str, Any] = framework.model_dump(mode="json", exclude_none=True) | {"version": version}
    for row in content["criteria"]:
        note, before = in_one_form(notes.get(row["id"], "")), row.get("guidance", "")
        if note and note not in before:
            row["guidance"] = f"{before} {note}".strip()
    try:
        return Framework.model_validate(content)
    except ValidationError as problem:
        where = problem.errors(include_input=False, include_url=False)[0]["loc"]
        if where[:1] == ("version",):
            raise UserError(
                "not_a_version",
                f"“{version[:40]}” is no version: figures, letters, dots and hyphens, 20 at most. Nothing was written.",
            ) from problem
        named = content["criteria"][where[1]]["id"] if where[:1] == ("criteria",) and len(where) > 1 else "a criterion"
        raise UserError(
            "long_guidance",
            f"With its note the guidance on {named} would be longer than a framework takes. Nothing was written. "
            "Shorten the note.",
        ) from problem
