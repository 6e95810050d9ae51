"""The parts of the pages on plans that are audited again."""
