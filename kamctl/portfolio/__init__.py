"""Many accounts at once: what is known of each, what it comes to, and which of them need whom."""
