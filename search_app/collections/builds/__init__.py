"""The write side of a collection: a draft beside what is published, written in step, then published."""
