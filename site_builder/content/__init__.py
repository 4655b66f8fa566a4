"""Bytes → documents: the scan of `content/`, front matter, figures, prose, sign-offs."""
