"""Bytes of an attachment → its text, its properties and what could not be read."""
