"""Where a round stands: what is asked for, in, late, and what needs the lead."""
