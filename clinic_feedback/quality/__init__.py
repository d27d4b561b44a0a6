"""The quality team's wing."""
