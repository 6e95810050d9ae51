"""What a round teaches: feedback for auditors and writers, good plans to learn from, notes for the next framework."""
