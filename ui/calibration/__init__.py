"""The parts of the calibration page: its plans, what is right, what came of it."""
