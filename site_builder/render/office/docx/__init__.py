"""Word files: the report and the application form."""
