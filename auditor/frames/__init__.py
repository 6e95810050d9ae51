"""Read the list a round is drawn from, whatever council system wrote it; names and numbers of children stay outside."""

from auditor.frames.columns import FIELDS, KIND_WORDS
from auditor.frames.frame import Column, Frame, FramePlan, Key, Keys, Look, Reading, Source
from auditor.frames.read import look_at, read_frame, read_steps
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
    "Reading",
    "Source",
    "WrongRow",
    "look_at",
    "read_frame",
    "read_steps",
]
