"""The parts of the page Moderation."""
