"""Bytes of an office's file → `Original`: a module for each family of formats, knows no form."""
