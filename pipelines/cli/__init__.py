"""The commands that run jobs, which `search-app` finds by their entry points (see pyproject.toml)."""
