"""Bytes → the output folder: staged, then moved; strangers' files are never touched."""
