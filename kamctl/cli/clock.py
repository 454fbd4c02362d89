"""The clock of the command line, so that tests can set it."""

from __future__ import annotations

import datetime as dt


def now() -> dt.datetime:
    """Return the time, in UTC: what a sign-off is dated with."""
    return dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """Return the day where the user is."""
    return dt.date.today()
