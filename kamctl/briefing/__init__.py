"""Briefings: what one audience may see of a plan, as one HTML page or one Markdown text."""
