"""The parts of the change log's page."""
