"""The page for a patient's receipt: see the own answers, make them stricter, take them back."""
