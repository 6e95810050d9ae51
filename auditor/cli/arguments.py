"""Kinds of argument that several commands take."""

import argparse

GREATEST = 2**63 - 1  # what a column of whole numbers holds


def whole_number(text: str) -> int:
    """A whole number that a workspace can hold. Raises ArgumentTypeError, which argparse prints."""
    try:
        number = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"not a whole number: {text[:40]!r}") from None
    if abs(number) > GREATEST:
        raise argparse.ArgumentTypeError(f"far too large: {text[:20]}…")
    return number
