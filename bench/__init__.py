"""How fast kamctl is, and how much memory it takes: `python -m bench`."""
