"""Excel files: the report and the catalogue."""
