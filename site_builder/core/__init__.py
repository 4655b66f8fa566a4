"""What knows nothing of disclosure: YAML with places, texts, addresses, archives, processes."""
