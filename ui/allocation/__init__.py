"""The parts of the Allocation page."""
