"""The facts check: sheets for writers and agencies, the points they raise, and what becomes of each."""
