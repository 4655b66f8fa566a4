"""The search index: texts → what the browser fetches. Its other half is templates/assets/search."""
