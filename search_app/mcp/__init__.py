"""The search as tools, resources and a prompt for agents (Model Context Protocol)."""
