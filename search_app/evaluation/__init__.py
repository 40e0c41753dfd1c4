"""Judgements, run files, measures, significance and stored reports: pure functions and plain files."""
