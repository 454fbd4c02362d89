"""How long it takes from a save to the page: until it is sent, and until a browser shows it."""

from __future__ import annotations

import http.client
import json
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from bench.measure import environment
from bench.plans import EXAMPLE

WORD = "lead packaging partner"
BUDGET = 300
"""Milliseconds: before a person looks at the page, on a machine that does nothing else."""
_TOOLS = Path(__file__).parents[1] / "tests" / "browser"
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "msedge")


def preview_delays(folder: Path, saves: int) -> Iterator[tuple[str, float | None, int, str]]:
    """Save a plan `saves` times in `folder`; yield what was measured: what, ms, budget, a note."""
    until_sent = _delays_until_sent(folder, saves)
    yield (
        "preview: from save to the page sent",
        statistics.median(until_sent),
        BUDGET,
        f"slowest {max(until_sent):.0f} ms",
    )
    until_shown = _delays_until_shown(folder, saves)
    what = "preview: from save to the page in a browser"
    if until_shown is None:
        yield what, None, BUDGET, "Chromium or the tools of tests/browser are not here"
        return
    yield what, statistics.median(until_shown), BUDGET, f"slowest {max(until_shown):.0f} ms"


@contextmanager
def _previewed(folder: Path) -> Iterator[tuple[Path, str]]:
    """Preview a copy of the example; yield its path and the address."""
    plan = folder / "plan.yaml"
    shutil.copy(EXAMPLE, plan)
    process = subprocess.Popen(
        [sys.executable, "-m", "kamctl", "preview", str(plan)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(),
        text=True,
    )
    try:
        assert process.stdout is not None
        yield plan, process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


def _delays_until_sent(folder: Path, saves: int) -> list[float]:
    """Return the milliseconds until the new page was announced, requested and sent."""
    took: list[float] = []
    with _previewed(folder) as (plan, address):
        text = plan.read_text(encoding="utf-8")
        place = urlsplit(address)
        assert place.port is not None
        news = http.client.HTTPConnection("127.0.0.1", place.port, timeout=30)
        news.request("GET", f"{place.path}events")
        response = news.getresponse()
        _next(response)
        for number in range(saves):
            time.sleep(0.2 + 0.037 * (number % 7))  # a save comes at any moment between two polls
            word = f"partner {number}"
            begun = time.perf_counter()
            plan.write_text(text.replace(WORD, word), encoding="utf-8")
            page = _next(response)["page"]
            asking = http.client.HTTPConnection("127.0.0.1", place.port, timeout=30)
            asking.request("GET", place.path + page)
            sent = asking.getresponse().read().decode()
            took.append((time.perf_counter() - begun) * 1000)
            asking.close()
            assert word in sent
        news.close()
    return took


def _next(response: http.client.HTTPResponse) -> dict[str, str]:
    while line := response.readline():
        if line.startswith(b"data: "):
            event: dict[str, str] = json.loads(line.removeprefix(b"data: "))
            return event
    raise EOFError


def _delays_until_shown(folder: Path, saves: int) -> list[float] | None:
    """Return the milliseconds until a browser shows the new page; None without one."""
    chromium = next((found for name in _CHROMIUM if (found := shutil.which(name))), None)
    node = shutil.which("node")
    if chromium is None or node is None or not (_TOOLS / "node_modules").is_dir():
        return None
    with _previewed(folder) as (plan, address):
        request = {
            "url": address,
            "plan": str(plan),
            "text": plan.read_text(encoding="utf-8"),
            "word": WORD,
            "chromium": chromium,
            "saves": saves,
            "measureOnly": True,
        }
        answer = subprocess.run(
            [node, str(_TOOLS / "preview.mjs")],
            input=json.dumps(request),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            cwd=_TOOLS,
            timeout=300,
        )
    return (
        [float(one) for one in json.loads(answer.stdout)["took"]] if not answer.returncode else None
    )
