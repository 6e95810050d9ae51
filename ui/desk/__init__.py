"""The parts of the auditor's desk: the list of plans, the checklist, and what is said about them."""
