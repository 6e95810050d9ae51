"""The handbook of a framework for training, and a scoring sheet for paper."""

from auditor.handbook.make import make_handbook, make_sheet, make_sheets

__all__ = ["make_handbook", "make_sheet", "make_sheets"]
