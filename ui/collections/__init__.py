"""The collections page."""
