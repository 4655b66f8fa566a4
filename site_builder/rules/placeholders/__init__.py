"""Blanks of a form and remarks to oneself that were left in a text."""
