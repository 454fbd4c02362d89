"""Two plans compared: what has changed in meaning, in words."""
