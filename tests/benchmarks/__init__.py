"""Measurements to run by hand: no test, since times differ between machines."""
