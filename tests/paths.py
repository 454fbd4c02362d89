"""Where things are: the project, its tests, and the plan that many tests are about."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).parent
ROOT = TESTS.parent
"""The folder of the project."""
LACTEA_PLAN = TESTS / "data" / "lactea" / "plan.yaml"
"""A filled plan as people write them."""
