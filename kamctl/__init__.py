"""kamctl: account plans as code.

For Python programs:

    import kamctl

    plan = kamctl.load("accounts/lactea/plan.yaml")
    for finding in kamctl.check("accounts/lactea/plan.yaml").findings:
        print(finding.code, finding.line, finding.message)

Each name is loaded when it is first used, so that `import kamctl` costs nothing.
"""

from typing import TYPE_CHECKING, Any

from kamctl._version import __version__

if TYPE_CHECKING:
    from kamctl.api import (
        Change,
        Error,
        FileError,
        Finding,
        Portfolio,
        Report,
        brief,
        check,
        compare,
        load,
        read_portfolio,
    )
    from kamctl.plan.model import Plan

__all__ = [
    "Change",
    "Error",
    "FileError",
    "Finding",
    "Plan",
    "Portfolio",
    "Report",
    "__version__",
    "brief",
    "check",
    "compare",
    "load",
    "read_portfolio",
]


def __getattr__(name: str) -> Any:
    """Load a name of the API on first use (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module("kamctl.api"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the names of the API."""
    return __all__
