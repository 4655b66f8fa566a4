"""What the law and the standards ask of entries, columns, meta tags and marks, as data."""
