"""What is done: one module a job, calculations as pure functions."""

__version__ = "0.1.0"
