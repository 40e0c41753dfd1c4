"""Hard negatives: passages a lane ranks high for a query and nobody judged relevant."""
