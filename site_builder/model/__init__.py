"""The nouns: frozen dataclasses with lookups and nothing else. Every other layer reads them."""
