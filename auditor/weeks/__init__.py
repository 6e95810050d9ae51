"""The week by locality: plans issued, advice in time, quick checks."""
