"""Practice on the same plans before a round, and how far each auditor is from what is right."""
