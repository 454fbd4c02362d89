"""Slide decks: what is on each slide, where it goes, and the file for PowerPoint."""
