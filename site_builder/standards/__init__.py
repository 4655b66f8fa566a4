"""The law as data: statutory forms, catalogue fields, themes, meta tags; and what derives."""
