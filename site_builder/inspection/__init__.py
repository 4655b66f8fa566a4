"""Sites that others made: their pages collected politely, kept as evidence, and judged."""
