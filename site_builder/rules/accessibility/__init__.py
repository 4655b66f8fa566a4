"""Rules on what a screen reader needs: headings, pictures, links, tables."""
