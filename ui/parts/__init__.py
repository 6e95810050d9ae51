"""Small widgets that every page is built from. They take colours and sizes from the look, by name."""
