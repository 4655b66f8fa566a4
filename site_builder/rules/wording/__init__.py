"""Rules on characters, punctuation and words."""
