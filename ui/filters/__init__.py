"""Conditions on metadata: controls, a line that says them, the address."""
