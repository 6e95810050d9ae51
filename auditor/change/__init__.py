"""Change over time: between rounds, by the quarter plans were written in, with markers and figures of old papers."""
