"""Parts of the page that shows what a round teaches."""
