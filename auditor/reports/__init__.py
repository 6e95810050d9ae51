"""Reports of one round: the content once, as blocks, and a writer for each kind of file."""
