"""What the demo shows: made-up clinics and visits, as plain values that know no database."""
