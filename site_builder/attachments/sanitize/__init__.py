"""Bytes of an attachment → the same attachment without authors, devices and old versions."""
