"""A plan over time: what has changed since, the timeline, sign-offs that were invalidated."""
