"""The list of plans: its file read, its columns, what is wrong with it, its key list, and what the round holds."""
