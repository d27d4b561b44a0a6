"""A Document as one HTML page."""
