"""Markdown as an office writes it → trusted HTML, and what would be read otherwise than meant."""
