"""Editors explain, complete and correct plans with our schema: asked of the server they use."""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kamctl.checks.house_schema import workspace_schema_text
from kamctl.plan.schema import plan_schema_text

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / "tests" / "editor" / "node_modules" / ".bin"
PATIENCE = 30

pytestmark = pytest.mark.xdist_group("editor")


class Server:
    """yaml-language-server over its standard streams, with nothing of the network."""

    def __init__(self, program: str) -> None:
        self.process = subprocess.Popen(
            [program, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.said: queue.Queue[dict[str, Any]] = queue.Queue()
        self.diagnostics: dict[str, list[dict[str, Any]]] = {}
        self.number = 0
        threading.Thread(target=self._listen, daemon=True).start()
        self.ask("initialize", {"processId": os.getpid(), "rootUri": None, "capabilities": {}})
        self.tell("initialized", {})
        settings = {
            "yaml": {
                "schemaStore": {"enable": False},
                "validate": True,
                "hover": True,
                "completion": True,
            }
        }
        self.tell("workspace/didChangeConfiguration", {"settings": settings})

    def _listen(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while line := stream.readline():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
                while stream.readline().strip():
                    pass
                self.said.put(json.loads(stream.read(length)))

    def _send(self, message: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def tell(self, method: str, params: dict[str, Any]) -> None:
        self._send({"method": method, "params": params})

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        self.number += 1
        self._send({"id": self.number, "method": method, "params": params})
        while True:
            answer = self._next()
            if answer.get("id") == self.number and "method" not in answer:
                assert "error" not in answer, answer
                return answer["result"]

    def _next(self) -> dict[str, Any]:
        """Take what the server says; it asks for settings on the way, and gets none."""
        message = self.said.get(timeout=PATIENCE)
        if message.get("method") == "textDocument/publishDiagnostics":
            params = message["params"]
            self.diagnostics[params["uri"]] = params["diagnostics"]
        elif "method" in message and "id" in message:
            items = message.get("params", {}).get("items")
            self._send({"id": message["id"], "result": [None for _ in items] if items else None})
        return message

    def look_at(self, path: Path) -> list[dict[str, Any]]:
        """Open a file, and return what the editor would underline."""
        uri = path.as_uri()
        text = path.read_text(encoding="utf-8")
        item = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.diagnostics.pop(uri, None)
        self.tell("textDocument/didOpen", {"textDocument": item})
        while uri not in self.diagnostics:
            self._next()
        return self.diagnostics[uri]

    def at(self, method: str, path: Path, line: int, column: int) -> Any:
        """Ask about a place, counted from 1 as kamctl does."""
        place = {"line": line - 1, "character": column - 1}
        return self.ask(method, {"textDocument": {"uri": path.as_uri()}, "position": place})


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    program = shutil.which("yaml-language-server", path=str(TOOLS))
    if program is None:
        if os.environ.get("KAMCTL_REQUIRE_BROWSER"):
            pytest.fail("yaml-language-server is not here, and KAMCTL_REQUIRE_BROWSER is set")
        pytest.skip("yaml-language-server is not here")
    running = Server(program)
    yield running
    running.process.kill()
    running.process.wait()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan.schema.json").write_text(plan_schema_text(), encoding="utf-8")
    (tmp_path / "kamctl.schema.json").write_text(workspace_schema_text(), encoding="utf-8")
    return tmp_path


def plan(folder: Path, text: str) -> Path:
    path = folder / "plan.yaml"
    bound = "# yaml-language-server: $schema=plan.schema.json\n" + text
    path.write_text(bound, encoding="utf-8", newline="\n")
    return path


@pytest.mark.parametrize("example", ["complete-en", "complete-fr", "first-draft"])
def test_a_good_plan_is_left_in_peace(server: Server, folder: Path, example: str) -> None:
    text = (ROOT / "examples" / example / "plan.yaml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if "yaml-language-server:" not in line]
    assert server.look_at(plan(folder, "\n".join(lines))) == []


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("kamctl: 1\naccount: {name: L}\nstakeholdrs: []\n", 4, 1, "stakeholdrs"),
        ("kamctl: 1\naccount:\n  name: L\n  countries: [Norway]\n", 5, 15, "Value"),
        ("kamctl: 1\naccount: {name: L}\nplan: {next_review: 31/12/2028}\n", 4, 21, "does not"),
        ("account: {name: L}\n", 2, 1, "kamctl"),
    ],
)
def test_a_mistake_is_underlined_where_it_stands(
    server: Server, folder: Path, text: str, line: int, column: int, said: str
) -> None:
    found = server.look_at(plan(folder, text))
    assert found
    starts = [
        (one["range"]["start"]["line"] + 1, one["range"]["start"]["character"] + 1) for one in found
    ]
    assert (line, column) in starts
    assert any(said in one["message"] for one in found), found


def test_it_completes_the_values_of_a_list(server: Server, folder: Path) -> None:
    text = "kamctl: 1\naccount: {name: L}\nstakeholders:\n  - id: a\n    name: A\n    attitude: \n"
    path = plan(folder, text)
    server.look_at(path)
    answer = server.at("textDocument/completion", path, 7, 15)
    labels = {item["label"] for item in answer["items"]}
    assert {"champion", "supporter", "neutral", "critic", "opponent", "unknown"} <= labels


def test_it_completes_the_keys_of_an_objective(server: Server, folder: Path) -> None:
    path = plan(folder, "kamctl: 1\naccount: {name: L}\nobjectives:\n  - id: SO1\n    \n")
    server.look_at(path)
    answer = server.at("textDocument/completion", path, 6, 5)
    labels = {item["label"] for item in answer["items"]}
    assert {"statement", "customer_gain", "measures", "directions", "due"} <= labels


def test_it_explains_a_key(server: Server, folder: Path) -> None:
    text = "kamctl: 1\naccount: {name: L}\nobjectives:\n  - {id: SO1, statement: Win.}\n"
    path = plan(folder, text)
    server.look_at(path)
    answer = server.at("textDocument/hover", path, 5, 17)
    assert "The strategic objective, in one simple sentence." in json.dumps(answer)


def test_it_completes_the_checks_of_a_workspace(server: Server, folder: Path) -> None:
    path = folder / "kamctl.yaml"
    bound = "# yaml-language-server: $schema=kamctl.schema.json\nkamctl: 1\nchecks:\n  \n"
    path.write_text(bound, encoding="utf-8", newline="\n")
    server.look_at(path)
    answer = server.at("textDocument/completion", path, 4, 3)
    labels = {item["label"] for item in answer["items"]}
    assert {"one-sentence", "KAM101"} <= labels
