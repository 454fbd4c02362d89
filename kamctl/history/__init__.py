"""A plan through time: what has changed since, the timeline, sign-offs that were invalidated."""
