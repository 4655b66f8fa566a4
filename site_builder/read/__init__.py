"""Bytes → documents: the scan of `content/`, settings, front matter, figures, prose."""
