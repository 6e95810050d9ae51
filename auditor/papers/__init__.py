"""Plans' papers: who may see them, redacted copies, what goes into a pack, and what came in one."""
