"""Editors explain, complete and correct plans with our schema: asked of the server they use."""

from __future__ import annotations

import json
import os
import queue
import re
import shutil
import subprocess
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kamctl.checks.engine.workspace_schema import workspace_schema_text
from kamctl.plan.schema import plan_schema_text
from tests.paths import COMPLETE_EXAMPLES, ROOT
from tests.running import kamctl

TOOLS = ROOT / "tests" / "editor"
PROGRAM = TOOLS / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
PATIENCE = 30
QUIET: dict[str, Any] = {
    "schemaStore": {"enable": False},
    "validate": True,
    "hover": True,
    "completion": True,
}

pytestmark = pytest.mark.xdist_group("editor")


class Server:
    """yaml-language-server over its standard streams, in a folder, with nothing of the network."""

    def __init__(self, node: str, folder: Path, settings: dict[str, Any] = QUIET) -> None:
        self.settings = settings
        self.asked = folder / "asked.txt"
        self.process = subprocess.Popen(
            [node, "--require", str(TOOLS / "offline.cjs"), str(PROGRAM), "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"KAMCTL_ASKED": str(self.asked)},
        )
        self.messages: queue.Queue[dict[str, Any]] = queue.Queue()
        self.diagnostics: dict[str, list[dict[str, Any]]] = {}
        self.number = 0
        threading.Thread(target=self._listen, daemon=True).start()
        place = {"uri": folder.as_uri(), "name": folder.name}
        self.ask(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": folder.as_uri(),
                "workspaceFolders": [place],
                "capabilities": {"workspace": {"configuration": True, "workspaceFolders": True}},
            },
        )
        self.notify("initialized", {})
        self.notify("workspace/didChangeConfiguration", {"settings": None})

    def _listen(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while line := stream.readline():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
                while stream.readline().strip():
                    pass
                self.messages.put(json.loads(stream.read(length)))

    def _send(self, message: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def notify(self, method: str, params: dict[str, Any]) -> None:
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
        """Take what the server says; on the way it asks for its settings, and gets them."""
        message = self.messages.get(timeout=PATIENCE)
        if message.get("method") == "textDocument/publishDiagnostics":
            params = message["params"]
            self.diagnostics[params["uri"]] = params["diagnostics"]
        elif message.get("method") == "workspace/configuration":
            sections = [item["section"] for item in message["params"]["items"]]
            known = {"yaml": self.settings}
            self._send({"id": message["id"], "result": [known.get(one) for one in sections]})
        elif "method" in message and "id" in message:
            self._send({"id": message["id"], "result": None})
        return message

    def look_at(self, path: Path) -> list[dict[str, Any]]:
        """Open a file, or take its new text, and return what the editor would underline."""
        uri = path.as_uri()
        text = path.read_text(encoding="utf-8")
        if self.diagnostics.pop(uri, None) is None:
            item = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
            self.notify("textDocument/didOpen", {"textDocument": item})
        else:
            changed = {"textDocument": {"uri": uri, "version": 2}}
            self.notify("textDocument/didChange", changed | {"contentChanges": [{"text": text}]})
        while uri not in self.diagnostics:
            self._next()
        return self.diagnostics[uri]

    def at(self, method: str, path: Path, line: int, column: int) -> Any:
        """Ask about a place, counted from 1 as kamctl does."""
        place = {"line": line - 1, "character": column - 1}
        return self.ask(method, {"textDocument": {"uri": path.as_uri()}, "position": place})


@pytest.fixture(scope="module")
def node() -> str:
    """Node.js, where the server is installed, too."""
    program = shutil.which("node")
    if program is None or not PROGRAM.exists():
        if os.environ.get("KAMCTL_REQUIRE_BROWSER"):
            pytest.fail("yaml-language-server is not here, and KAMCTL_REQUIRE_BROWSER is set")
        pytest.skip("yaml-language-server is not here")
    return program


@contextmanager
def running(node: str, folder: Path, settings: dict[str, Any] = QUIET) -> Iterator[Server]:
    """Run a server in a folder; whoever it wanted to reach is a mistake."""
    server = Server(node, folder, settings)
    try:
        yield server
    finally:
        server.process.kill()
        server.process.communicate()
    assert not server.asked.exists(), server.asked.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def server(node: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(node, tmp_path_factory.mktemp("editor")) as one:
        yield one


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


@pytest.mark.parametrize("example", [*COMPLETE_EXAMPLES, "first-draft"])
def test_a_good_plan_is_left_in_peace(server: Server, folder: Path, example: str) -> None:
    text = (ROOT / "examples" / example / "plan.yaml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if "yaml-language-server:" not in line]
    assert server.look_at(plan(folder, "\n".join(lines))) == []


@pytest.mark.parametrize(
    ("text", "line", "column", "sentence"),
    [
        ("kamctl: 1\naccount: {name: L}\nstakeholdrs: []\n", 4, 1, "stakeholdrs"),
        ("kamctl: 1\naccount:\n  name: L\n  countries: [Norway]\n", 5, 15, "Value"),
        ("kamctl: 1\naccount: {name: L}\nplan: {next_review: 31/12/2028}\n", 4, 21, "does not"),
        ("account: {name: L}\n", 2, 1, "kamctl"),
    ],
)
def test_a_mistake_is_underlined_where_it_is(
    server: Server, folder: Path, text: str, line: int, column: int, sentence: str
) -> None:
    found = server.look_at(plan(folder, text))
    assert found
    starts = [
        (one["range"]["start"]["line"] + 1, one["range"]["start"]["character"] + 1) for one in found
    ]
    assert (line, column) in starts
    assert any(sentence in one["message"] for one in found), found


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


MISTAKE = "kamctl: 1\naccount: {name: L}\nstakeholdrs: []\n"


def underlined(server: Server, path: Path) -> bool:
    """Tell whether the editor sees that a key of this file is misspelt."""
    return any("stakeholdrs" in one["message"] for one in server.look_at(path))


@pytest.mark.parametrize("workspace", [False, True])
def test_a_plan_begun_by_kamctl_is_bound_already(
    server: Server, tmp_path: Path, workspace: bool
) -> None:
    def run(*words: str) -> None:
        done = kamctl(tmp_path, *words)
        assert done.returncode == 0, done.stderr

    if workspace:
        run("init", "workspace")
    run("init", "account", "North Dairy")
    path = next(tmp_path.rglob("plan.yaml"))
    assert server.look_at(path) == []
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "\nstakeholdrs: []\n", encoding="utf-8", newline="\n")
    assert underlined(server, path)


def documented(language: str) -> list[str]:
    """Return what docs/editors.md shows in a language."""
    text = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def settings_of(editor: str) -> dict[str, Any]:
    """Return the schemas that an editor is told of, as docs/editors.md shows it."""
    if editor == "VS Code":
        schemas: dict[str, Any] = json.loads(documented("json")[0])["yaml.schemas"]
    elif editor == "Helix":
        settings = tomllib.loads(documented("toml")[0])
        schemas = settings["language-server"]["yaml-language-server"]["config"]["yaml"]["schemas"]
    else:
        table = re.search(r"schemas = \{(.*?)\n? *\} \}", documented("lua")[0], re.DOTALL)
        assert table
        found = re.findall(r'\["(.*?)"\] = (\{.*?\}|".*?")', table[1])
        schemas = {name: re.findall(r'"(.*?)"', files) for name, files in found}
    return schemas


@pytest.mark.parametrize("editor", ["VS Code", "Neovim", "Helix"])
def test_settings_bind_plans_without_a_first_line(node: str, folder: Path, editor: str) -> None:
    schemas = settings_of(editor)
    assert len(schemas) == 2
    (folder / "accounts" / "north").mkdir(parents=True)
    with running(node, folder, QUIET | {"schemas": schemas}) as server:
        for name in ("plan.yaml", "west.plan.yaml", "accounts/north/plan.yaml", "kamctl.yaml"):
            (folder / name).write_text(MISTAKE, encoding="utf-8", newline="\n")
            assert underlined(server, folder / name), name
        (folder / "other.yaml").write_text(MISTAKE, encoding="utf-8", newline="\n")
        assert server.look_at(folder / "other.yaml") == []


def test_the_line_for_jetbrains_may_be_below_the_first(server: Server, folder: Path) -> None:
    (line,) = [block for block in documented("yaml") if "# $schema:" in block]
    path = folder / "plan.yaml"
    path.write_text(line + "kamctl: 1\naccount: {name: L}\n", encoding="utf-8", newline="\n")
    assert server.look_at(path) == []
    path.write_text(line + MISTAKE, encoding="utf-8", newline="\n")
    assert underlined(server, path)
