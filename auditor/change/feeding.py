"""Which rounds may stand on a line over time, by what they are and how their plans were picked."""

from collections.abc import Mapping
from types import MappingProxyType

from db.vocabulary import Draw, RoundKind

_KINDS: Mapping[str, str] = MappingProxyType(
    {
        RoundKind.THEMATIC: "A thematic round looks at some plans for a reason, so it says nothing of change over all.",
        RoundKind.RE_AUDIT: "A re-audit looks again at plans that scored low, and such plans rise by chance alone, so "
        "it says nothing of change over all.",
    }
)
_DRAWS: Mapping[str, str] = MappingProxyType(
    {
        Draw.CHOSEN: "Its plans were chosen, not drawn by lot, so they do not measure all plans.",
        Draw.UNKNOWN: "How its plans were picked is not known, so nobody can say what they measure.",
    }
)
_SORTS: Mapping[str, str] = MappingProxyType(
    {
        RoundKind.FULL: "whole plans",
        RoundKind.ROLLING: "whole plans",
        RoundKind.SINGLE_AGENCY: "one agency's part of plans",
        RoundKind.CHECKLIST: "a checklist",
    }
)


def why_no_trend(kind: str, draw: str) -> str:
    """Why a round may not stand on a line over time, in a sentence; empty where it may."""
    return _KINDS.get(kind, "") or _DRAWS.get(draw, "")


def sort_of(kind: str) -> str:
    """What a round audits, in words: rounds of one sort can share a line."""
    return _SORTS.get(kind, "")
