"""A language that kamctl is not translated into, for tests of what happens then."""

from __future__ import annotations

UNTRANSLATED = "eo"
"""Esperanto: plans may be in it Babel knows it, and hardly anybody will translate kamctl into it.

No test takes the name of a living language instead: it would fail when that language is added.
"""
