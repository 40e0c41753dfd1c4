"""What every page has: its entry, its address, the engine, messages and names."""
