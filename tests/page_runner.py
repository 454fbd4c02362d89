"""Run a page of the documentation: each block in order, in one folder, as a reader types it.

| block | what is done |
| --- | --- |
| ```sh | each line is run and must end with exit code 0 |
| ```console | each line after `$ ` is run; what it prints takes the place of what is shown |
| ```yaml, ```html, ```text under `<!-- folder/file -->` | written to that file |
| ```diff | changes lines of the file before it, as the reader would |
| the same under `<!-- exit code 2 -->` | must end with exit code 2; else 0 or 1 |
| ```json under `<!-- kamctl … -->` | the JSON report of that command, with its first finding |

Comments that readers do not see: `<!-- not run: reason -->` above a block that cannot be run here,
`<!-- day: 2026-12-14 -->` where a page goes on at a later day, and at its top
`<!-- folder: examples -->` on a page that begins with the examples of the repository instead of an
empty folder.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.paths import ROOT
from tests.running import kamctl_in_bytes

RUN_KINDS = ("console", "sh")
FIRST_DAY = "2026-11-23"
"""The day on which a page begins."""
_FENCE = re.compile(
    r"(?:^(?P<indent> *)<!-- (?!day: )(?P<note>[^\n]+?) -->\n)?"
    r"^(?P<space> *)```(?P<kind>console|diff|html|json|sh|text|yaml)\n(?P<body>.*?)^ *```\n"
    r"|^<!-- day: (?P<day>\S+) -->\n",
    re.DOTALL | re.MULTILINE,
)
_NOT_RUN = "not run: "
_FAILS = "exit code 2"
_IN_EXAMPLES = "<!-- folder: examples -->\n"


class PageError(AssertionError):
    """A command of a page does not do what the page promises."""


def runs(text: str) -> bool:
    """Tell whether there is anything to run on a page."""
    return any(f"```{kind}\n" in text for kind in (*RUN_KINDS, "json"))


def refreshed(text: str, package: Path = ROOT) -> str:
    """Return a page with what its commands print now; `package` has the kamctl that is meant.

    Raises:
        PageError: a command fails, or is none of kamctl and git.
    """
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary).resolve() / "page"
        folder.mkdir()
        if _IN_EXAMPLES in text:
            shutil.copytree(ROOT / "examples", folder, dirs_exist_ok=True)
        return _FENCE.sub(_PageRun(folder, package).block, text)


def not_run(text: str) -> Iterator[str]:
    """Return why blocks of a page are not run, one reason a block."""
    for match in _FENCE.finditer(text):
        if match["kind"] in RUN_KINDS and (match["note"] or "").startswith(_NOT_RUN):
            yield match["note"].removeprefix(_NOT_RUN)


@dataclass
class _PageRun:
    """A page being run: its folder, the day, and the file that was written last."""

    folder: Path
    package: Path
    day: str = FIRST_DAY
    written: Path | None = None
    minutes: Iterator[int] = field(default_factory=lambda: iter(range(24 * 60)))

    def block(self, match: re.Match[str]) -> str:
        """Do what a block says; return it with what is printed now."""
        kind, note, body = match["kind"], match["note"] or "", match["body"]
        if match["day"]:
            self.day = match["day"]
        elif note.startswith(_NOT_RUN):
            pass
        elif kind == "sh":
            self._run_all(body)
        elif kind == "console":
            start, end = match.start("body") - match.start(), match.end("body") - match.start()
            return match[0][:start] + self._printed(body, note) + match[0][end:]
        elif kind == "json" and note.startswith("kamctl "):
            report = json.loads(self._run(note, terminal=False)[1])
            report["findings"] = report["findings"][:1]
            made = json.dumps(report, indent=2, ensure_ascii=False)
            return f"<!-- {note} -->\n```json\n{made}\n```\n"
        elif kind in ("html", "text", "yaml") and note:
            self.written = self.folder / note
            self.written.parent.mkdir(parents=True, exist_ok=True)
            self.written.write_text(body, encoding="utf-8", newline="\n")
        elif kind == "diff" and self.written is not None:
            _change(self.written, body)
        return match[0]

    def _run_all(self, body: str) -> None:
        for line in filter(None, map(_command, body.splitlines())):
            code, printed = self._run(line, terminal=False)
            if code != 0:
                raise PageError(f"{line}\nends with exit code {code}:\n{printed}")

    def _printed(self, body: str, note: str) -> str:
        """Return the commands of a console block, each with what it prints now."""
        shown = ""
        for line in body.splitlines():
            if line.startswith("$ "):
                code, printed = self._run(line.removeprefix("$ "), terminal=True)
                if code not in ((2,) if note == _FAILS else (0, 1)):
                    raise PageError(f"{line}\nends with exit code {code}:\n{printed}")
                shown += "\n".join([line, printed]).rstrip("\n") + "\n"
        return shown

    def _run(self, line: str, *, terminal: bool) -> tuple[int, str]:
        """Run a line; return its exit code and what it prints, in a terminal of 80 columns."""
        words = shlex.split(line, comments=True)
        part, output = slice(None), None
        if words[-3:-1] == ["|", "head"]:  # `| head -12`
            part, words, terminal = slice(-int(words[-1])), words[:-3], False
        elif words[-3:-1] == ["|", "tail"]:
            part, words, terminal = slice(int(words[-1]), None), words[:-3], False
        elif words[-2:-1] == [">"]:
            output, words, terminal = self.folder / words[-1], words[:-2], False
        if {"|", ">", "<", "&&", ";"} & set(words) or words[0] not in ("kamctl", "git"):
            raise PageError(
                f"only kamctl, git, `| head -20`, `| tail -20` and `> FILE` can be run: {line}"
            )
        code, printed = self._run_program(words, terminal=terminal)
        if output is not None:
            output.write_text(printed, encoding="utf-8", newline="\n")
            printed = ""
        text = re.sub(r" +$", "", printed, flags=re.MULTILINE).rstrip("\n")
        return code, "\n".join(text.split("\n")[part])

    def _run_program(self, words: list[str], *, terminal: bool) -> tuple[int, str]:
        # No two commands at one moment: sign-offs and commits have an order.
        moment = f"{self.day}T10:{next(self.minutes):02}:00+00:00"
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ} | {
            "HOME": str(self.folder.parent),
            "USERPROFILE": str(self.folder.parent),
            "GIT_AUTHOR_DATE": moment,
            "GIT_COMMITTER_DATE": moment,
            "GIT_CONFIG_NOSYSTEM": "1",
            "LC_ALL": "en_GB.UTF-8",
            "LOGNAME": "claire",
            "TZ": "UTC",
            "TTY_COMPATIBLE": "1" if terminal else "0",
            "COLUMNS": "80",
            "NO_COLOR": "1",
            "PYTHONIOENCODING": "utf-8",
            "KAMCTL_TESTS_CLOCK": moment,
        }
        if words[0] == "git":
            git = subprocess.run(
                words,
                cwd=self.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                check=False,
            )
            return git.returncode, git.stdout.decode("utf-8")
        done = kamctl_in_bytes(
            self.folder, *words[1:], env=environment, package=self.package, together=True
        )
        text = done.stdout.decode("utf-8").replace("\r\n", "\n")
        if "Traceback" in text or "bug in kamctl" in text:
            raise PageError(f"{shlex.join(words)}\n{text}")
        return done.returncode, text.replace("python -m kamctl", "kamctl")


_KEPT = ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP", "PYTHONDONTWRITEBYTECODE")
"""What stays of the environment: neither a language nor a terminal of whoever runs the tests."""


def _command(line: str) -> str:
    """Return a line without its comment."""
    words = shlex.split(line, comments=True)
    return line if words else ""


def _change(file: Path, diff: str) -> None:
    """Change lines of `file`: each `-` line of `diff` becomes the `+` lines that follow it."""
    text = file.read_text(encoding="utf-8")
    for old, new in re.findall(r"^-(.*\n)((?:^\+.*\n)+)", diff, re.MULTILINE):
        if text.count(old) != 1:
            raise PageError(f"not one line of {file.name}: {old}")
        text = text.replace(old, re.sub(r"^\+", "", new, flags=re.MULTILINE))
    file.write_text(text, encoding="utf-8", newline="\n")
