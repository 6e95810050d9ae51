"""The parts of the Auditors page."""
