"""Rules on the statutory report: its arithmetic, its text, its date."""
