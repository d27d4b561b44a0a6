"""The sealed sums as files for other programs: CSV, XLSX and JSON, with a code book."""
