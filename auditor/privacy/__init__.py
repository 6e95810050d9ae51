"""How long things are kept, how they are removed, and everything held for one plan."""
