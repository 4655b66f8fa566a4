"""What bodies publish, read as anybody can: figures, catalogues and reports in other files."""
