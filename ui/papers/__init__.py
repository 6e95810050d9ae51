"""Who may see the papers of a round, and the redaction of plans."""
