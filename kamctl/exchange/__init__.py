"""Plans in the formats of other programs."""
