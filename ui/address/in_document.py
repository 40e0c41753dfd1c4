"""The address of the page that searches inside one document."""

PARAMETERS = ("q", "collection", "doc")
