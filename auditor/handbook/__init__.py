"""The handbook of a framework for training, and a scoring sheet for paper."""

from auditor.handbook.make import find_framework, make_handbook, make_sheet, make_sheets

__all__ = ["find_framework", "make_handbook", "make_sheet", "make_sheets"]
