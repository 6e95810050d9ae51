"""Who audits: the register, its training and exclusions."""
