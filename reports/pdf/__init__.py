"""A Document as tagged, accessible PDF."""
