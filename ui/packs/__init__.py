"""The parts of the pages for packs: what came in and would go in, what is to send, what went out."""
