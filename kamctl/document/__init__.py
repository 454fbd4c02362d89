"""Source text, the values read from it, where each one stands, and what is wrong with them."""
