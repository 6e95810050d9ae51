"""Kinds of argument that several commands take, and how a number may be written."""

import argparse
import re
from decimal import Decimal

GREATEST = 2**63 - 1  # what a column of whole numbers holds
LONGEST = 40  # signs; nothing that can be meant is longer

_WHOLE = re.compile(r"([+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+))(?:\.0*)?")
_SHARE = re.compile(r"([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?) ?(%?)")


def whole(text: str) -> int | None:
    """A whole number as people and spreadsheets write it: 1200, 1,200 or 1200.0; None where it is none."""
    found = _WHOLE.fullmatch(text.strip()) if len(text) <= LONGEST else None
    return int(found[1].replace(",", "")) if found else None


def whole_number(text: str) -> int:
    """A whole number that a workspace can hold. Raises ArgumentTypeError, which argparse prints."""
    number = whole(text)
    if number is None:
        raise argparse.ArgumentTypeError(f"not a whole number: {text[:LONGEST]!r}")
    if abs(number) > GREATEST:
        raise argparse.ArgumentTypeError(f"far too large: {text[:20]}…")
    return number


def as_share(text: str) -> float:
    """A share such as 0.05, or the same as a percentage, 5%. Raises ArgumentTypeError, which argparse prints."""
    found = _SHARE.fullmatch(text.strip()) if len(text) <= LONGEST else None
    if found is None:
        raise argparse.ArgumentTypeError(f"not a number: {text[:LONGEST]!r}; write 0.05, or 5%")
    return float(Decimal(found[1]) / (100 if found[2] else 1))
