"""The page that searches inside one document."""
