"""The cards of the page that makes a new workspace."""
