"""Sections of settings and security, in a real window."""
