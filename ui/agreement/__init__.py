"""Parts of the page that says how far auditors agree."""
