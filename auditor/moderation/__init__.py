"""Settling differences between auditors: what waits, deciding it with a reason, and what stands of it."""
