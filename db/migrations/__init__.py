"""Steps that bring an older workspace up to date, one file a format number."""
