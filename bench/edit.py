"""How soon `kamctl edit` shows its first page, and what a committed field changes."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import yaml

from bench.measure import Figure, environment
from bench.plans import EXAMPLE
from kamctl.document.changes import Entry
from kamctl.web.editing.field_keys import field_key

FIRST_PAGE = 1500
RENEWED = 300
"""Milliseconds: a person does not wait for either, on a machine that does nothing else."""


def edit_delays(folder: Path, rounds: int, plan: Path = EXAMPLE) -> Iterator[Figure]:
    """Open a copy of the plan in `folder`, and change the statement of its first objective."""
    starts: list[float] = []
    for _ in range(rounds):
        with _Opened(folder, plan) as opened:
            starts.append(opened.took)
    yield Figure(
        "edit: from the command to the first page",
        statistics.median(starts),
        FIRST_PAGE,
        "ms",
        f"slowest {max(starts):.0f} ms",
    )
    with _Opened(folder, plan) as opened:
        delays = list(opened.changes(rounds))
    for place, what in enumerate(("its findings", "the briefing")):
        taken = [one[place] for one in delays]
        yield Figure(
            f"edit: from a committed field to {what}",
            statistics.median(taken),
            RENEWED,
            "ms",
            f"slowest {max(taken):.0f} ms",
        )


class _Opened:
    """A plan that is open in `kamctl edit`, as a browser sees it."""

    def __init__(self, folder: Path, plan: Path) -> None:
        self._plan = folder / "plan.yaml"
        shutil.copy(plan, self._plan)

    def __enter__(self) -> _Opened:
        begun = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kamctl", "edit", "--no-open", str(self._plan)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
            text=True,
        )
        assert self._process.stdout is not None
        self._address = self._process.stdout.readline().strip()
        page = self._get("")
        self.took = _milliseconds(begun)
        assert "</html>" in page
        found = re.search(r'<iframe src="([^"]+)"', page)
        assert found is not None
        self._document = unescape(found[1]).split("&v=")[0]
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def changes(self, rounds: int) -> Iterator[tuple[float, float]]:
        """Commit a field; yield the milliseconds to what stands beside it and to the briefing."""
        objective = yaml.safe_load(self._plan.read_text(encoding="utf-8"))["objectives"][0]
        field = field_key(("objectives", Entry({"id": objective["id"]}), "statement"))
        old = objective["statement"]
        for number in range(rounds + 1):
            new = f"Become the partner {number} of this customer by the end of 2028."
            begun = time.perf_counter()
            done = json.loads(self._post("commit", key=field, old=old, new=new))
            renewed = _milliseconds(begun)
            page = self._get(f"{self._document}&v={done['hash']}")
            shown = _milliseconds(begun)
            assert done["saved"], done
            assert f"partner {number} of" in page
            old = new
            if number:
                yield renewed, shown

    def _get(self, below: str) -> str:
        status, location, text = self._ask("GET", below)
        if status == 303:
            self._address = urljoin(self._address, location)
            return self._get(below)
        assert status == 200, status
        return text

    def _post(self, below: str, **fields: str) -> str:
        status, _, text = self._ask("POST", below, json.dumps(fields))
        assert status == 200, status
        return text

    def _ask(self, method: str, below: str, body: str | None = None) -> tuple[int, str, str]:
        place = urlsplit(self._address)
        origin = f"{place.scheme}://{place.netloc}"
        headers = {"Sec-Fetch-Site": "same-origin"}
        if body is not None:
            headers |= {"Origin": origin, "Content-Type": "application/json"}
        connection = http.client.HTTPConnection(place.netloc, timeout=30)
        connection.request(method, place.path + below, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, answer.headers.get("Location", ""), text


def _milliseconds(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000
