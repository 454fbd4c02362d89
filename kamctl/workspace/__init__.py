"""The workspace: the house a plan lives in, and the plans in it."""
