"""Many accounts at once: what is known of each, totals, and which of them need attention first."""
