"""Downloads for machines: CSV with its metadata, JSON and the DCAT catalogue."""
