"""The document pane: a plan as PDF or Word, read from where it lies, searched, selected from and read aloud."""
