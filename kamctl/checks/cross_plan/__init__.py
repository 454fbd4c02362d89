"""Checks between several plans: what is known of each, the rules, and what runs them."""
