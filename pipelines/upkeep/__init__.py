"""Changes of a collection that need no source: documents deleted, damage mended."""
