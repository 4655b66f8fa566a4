"""Texts as rules read them: sentences, prose, digits, fields of front matter."""
