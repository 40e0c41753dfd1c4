"""One hit: its text, its words, its scores and how they came about."""
