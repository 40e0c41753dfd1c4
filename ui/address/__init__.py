"""Addresses of searches, and links to what was found."""
