"""The middle storey: what is computed and printed from plain values."""
