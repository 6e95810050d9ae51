"""One module a page; a page gets what it needs by constructor."""
