"""When figures may be shown: not while too few audits are in, for those that come back first are the easy plans."""

from auditor.rounding import printed

ENOUGH_IN = 80
"""Percent of the expected audits that must be in before a figure is shown."""


def enough_in(submitted: int, expected: int) -> bool:
    """Whether figures may be shown with so many of the expected audits in. Where none is expected, they may."""
    return 100 * submitted >= ENOUGH_IN * expected


def held_back(submitted: int, expected: int) -> str:
    """Why no figure is shown yet, in a sentence; empty once enough is in."""
    if enough_in(submitted, expected):
        return ""
    are = "is" if submitted == 1 else "are"
    return (
        f"{submitted:,} of {expected:,} audits {are} in ({printed(submitted, expected)}). Figures are shown from "
        f"{ENOUGH_IN}% on: audits that come back first tend to be those of the easier plans."
    )
