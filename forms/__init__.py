"""The ground storey: what is asked of two sides, and how two filled-in forms compare."""
