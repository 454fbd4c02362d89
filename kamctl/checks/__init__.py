"""The checks: `rules/` has them, `helpers/` what they share, `engine/` what runs them."""
