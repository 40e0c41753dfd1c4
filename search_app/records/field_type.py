"""Types of metadata fields, as a collection's manifest names them."""

from typing import Literal

FieldType = Literal["keyword", "number", "flag", "keywords", "date", "decimal", "numbers"]
"""What a field holds: a keyword, a number, a flag, a list of keywords, a day or time in ISO 8601, a number
that is kept as it was written (`1.10`), or a list of numbers. A field of mixed types is a keyword."""
