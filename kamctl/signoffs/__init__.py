"""Alignment: who agreed to which text."""
