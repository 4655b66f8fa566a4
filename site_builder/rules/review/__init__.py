"""Rules on the levels of review."""
