"""What a reader may see, in one table."""
