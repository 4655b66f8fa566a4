"""What the use cases share: context, documents, outputs, staging, manifest, cache."""
