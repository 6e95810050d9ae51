"""The parts of the sample page: rules, filters, parts of the list, what a sample cannot show, the drawn plans."""
