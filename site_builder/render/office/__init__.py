"""Downloads for an office: Word and Excel, each with the structure a screen reader needs."""
