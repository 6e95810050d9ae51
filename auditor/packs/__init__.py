"""Packs: sealed files that carry work between machines."""
