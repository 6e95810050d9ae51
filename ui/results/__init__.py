"""The tabs of the results page."""
