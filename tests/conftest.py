"""What all tests share: the plans they look at, snapshots, and a short Hypothesis."""

from __future__ import annotations

import datetime as dt
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from syrupy.assertion import SnapshotAssertion

from hatch_build import compile_catalogs
from tests import fixed_locales
from tests.paths import ROOT, TESTS
from tests.snapshots import SnapshotFile, text_file

pytest_plugins = ["tests.repositories"]

settings.register_profile(
    "kamctl",
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("kamctl")

fixed_locales.install_fixed_locales()

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # As in the background of a shell: what is started here could not be stopped with Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogs if a .po file has changed: once, before the workers start."""
    if not hasattr(config, "workerinput"):
        compile_catalogs(ROOT)


_LONGEST_NAME = 200


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a case after a text only where it is short: workers pass these names to and fro."""
    if isinstance(val, str | bytes) and len(val) > _LONGEST_NAME:
        return f"{argname} of {len(val)}"
    return None


@pytest.fixture(autouse=True, scope="session")
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep compiled templates here, and leave alone what the user of this machine has kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KAMCTL_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def snapshot_file(snapshot: SnapshotAssertion) -> SnapshotFile:
    """Return the snapshot of this test with the suffix given: `assert text == snapshot_file("md")`.

    `--snapshot-update` writes it, in `__snapshots__` beside the test.
    """
    return lambda suffix: snapshot(extension_class=text_file(suffix))


@pytest.fixture
def today() -> dt.date:
    """The day on which all tests take place."""
    return dt.date(2026, 11, 23)


@pytest.fixture
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture
def lactea() -> Path:
    """A filled plan as people write them."""
    return TESTS / "data" / "lactea" / "plan.yaml"
