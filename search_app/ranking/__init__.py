"""The ranking: one program, from a profile and a source of lists to a final order."""
