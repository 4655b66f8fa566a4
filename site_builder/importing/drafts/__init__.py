"""`ImportedReport` → the files an office edits: the text as Markdown, the figures as YAML."""
