"""The explain page."""
