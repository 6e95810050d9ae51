"""Plans that cannot wait for the round: flagged at the desk, told to a named contact at once, closed by the lead."""
