"""Word files (Office Open XML) read part by part: styles, numbering, paragraphs, tables, notes."""
