"""Pictures as plain shapes: one description for PDF and SVG."""
