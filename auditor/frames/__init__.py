"""Read the list a round is drawn from, whatever council system wrote it; names and numbers of children stay outside."""

from auditor.frames.columns import FIELDS, KIND_WORDS
from auditor.frames.frame import Column, Frame, FramePlan, Key, Keys, Look, Source
from auditor.frames.read import look_at, read_frame
from auditor.frames.values import WrongRow

__all__ = [
    "FIELDS",
    "KIND_WORDS",
    "Column",
    "Frame",
    "FramePlan",
    "Key",
    "Keys",
    "Look",
    "Source",
    "WrongRow",
    "look_at",
    "read_frame",
]
