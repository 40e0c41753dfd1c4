"""Documents that extractors of text get wrong, with the words that each must and must not yield."""
