"""Words and sentences of a text, as character spans."""
