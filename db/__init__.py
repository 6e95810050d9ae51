"""What is kept: tables, closed lists of words, the workspace file, migrations."""
