"""The `search-app` command."""
