"""One plan through time: what git has kept of it, and what has changed in meaning."""
