"""Source text, the values read from it, where each one is, and what is wrong with them."""
