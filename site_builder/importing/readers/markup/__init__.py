"""HTML of any origin → blocks: its article, tables, lists, notes, pictures and what is left out."""
