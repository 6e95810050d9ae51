"""Auditing plans again: which fell short, and whether they were mended as asked. It is no measure of change."""
