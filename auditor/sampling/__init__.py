"""How many plans to draw, which ones, and what the sample can and cannot show."""
