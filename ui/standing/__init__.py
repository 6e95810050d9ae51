"""The parts of *Where it stands*: steps, counts, tables and what needs the lead."""
