"""Frames: invented lists as councils keep them, and files that are nothing of the kind."""
