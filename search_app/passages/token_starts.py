"""How passages are measured."""

from collections.abc import Callable, Sequence

TokenStarts = Callable[[str], Sequence[int]]
"""Returns the character offset at which each token of a text starts, in order."""
