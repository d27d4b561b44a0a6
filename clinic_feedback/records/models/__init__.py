"""The tables, by theme. A service imports the theme that it needs."""
