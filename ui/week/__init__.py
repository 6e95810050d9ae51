"""The parts of the weekly page."""
