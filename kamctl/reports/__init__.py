"""Findings for people and programs: pure functions from reports to text."""
