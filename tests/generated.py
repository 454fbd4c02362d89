"""The files that are made from the code: written, or compared with `--check`.

python -m tests.generated          write them
python -m tests.generated --check  fail if one is stale, and say which
"""

from __future__ import annotations

import difflib
import io
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
LOCALE = ROOT / "kamctl" / "words" / "locale"
COMMANDS = (
    (),
    ("init",),
    ("init", "account"),
    ("validate",),
    ("render",),
    ("render", "briefing"),
    ("schema",),
    ("schema", "plan"),
)
_CONSOLE = re.compile(r"```console\n(?P<body>.*?)```\n", re.DOTALL)


def run(arguments: list[str], folder: Path) -> str:
    """Run kamctl as a reader of the docs would, in 80 columns; return all that it prints."""
    environment = {
        **os.environ,
        "COLUMNS": "80",
        "NO_COLOR": "1",
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
    }
    environment.pop("FORCE_COLOR", None)
    answer = subprocess.run(
        [sys.executable, "-m", "kamctl", *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    text = answer.stdout.decode("utf-8").replace("\r\n", "\n")
    assert "Traceback" not in text and "bug in kamctl" not in text, text
    return text.replace("python -m kamctl", "kamctl")


def refreshed(text: str) -> str:
    """Return a page with what its ```console blocks show run again, each page in one folder."""
    with tempfile.TemporaryDirectory() as folder:
        for example in (ROOT / "examples").iterdir():
            if example.is_dir():
                target = Path(folder, example.name, "plan.yaml")
                target.parent.mkdir()
                target.write_bytes((example / "plan.yaml").read_bytes())

        def again(match: re.Match[str]) -> str:
            shown = ""
            for line in match["body"].splitlines():
                if line.startswith("$ kamctl "):
                    words = shlex.split(line.removeprefix("$ kamctl "))
                    head = None
                    if "|" in words:  # `| head -12`, and nothing else
                        head = int(words[words.index("|") + 2].removeprefix("-"))
                        words = words[: words.index("|")]
                    printed = run(words, Path(folder)).rstrip("\n").split("\n")
                    shown += "\n".join([line, *printed[:head]]).rstrip("\n") + "\n"
            return f"```console\n{shown}```\n"

        return _CONSOLE.sub(again, text)


def commands() -> str:
    """Return the reference of the commands: their own help."""
    pages = ["# Commands\n\nWhat `--help` says, command by command.\n"]
    with tempfile.TemporaryDirectory() as folder:
        for command in COMMANDS:
            text = run([*command, "--help"], Path(folder)).strip()
            pages.append(f"## {' '.join(('kamctl', *command))}\n\n```text\n{text}\n```\n")
    return "\n".join(pages)


def checks() -> str:
    """Return the reference of the checks: their declarations and docstrings."""
    from kamctl.checks.catalogue import catalogue
    from kamctl.document.problems import ALL

    lines = [
        "# The checks",
        "",
        "Every finding has a code that is never used for anything else. Those from KAM001 to KAM019",
        "and KAM2xx are about what cannot be right, and fail at every stage. The others ask for what",
        "a stage requires: before that stage they are to-dos or warnings, from it on they fail.",
        "",
        "## The file",
        "",
        "| code | name | |",
        "| --- | --- | --- |",
        *(f"| {one.code} | {one.name} | {one.meaning} |" for one in ALL),
        "",
        "## The plan",
        "",
    ]
    for check in catalogue():
        first, _, rest = check.page.strip().partition("\n")
        paragraphs = "\n".join(line.strip() for line in rest.strip().splitlines())
        lines += [f"### {check.code} {check.name}", "", first, ""]
        if paragraphs:
            lines += [paragraphs, ""]
        stage = check.required_from.value
        if stage == "draft":
            lines += [f"*Weighs: {check.after.value}, at every stage.*", ""]
        else:
            lines += [
                f"*Weighs: {_WEIGHTS[check.before.value]} before stage {stage}, "
                f"{check.after.value} from it on.*",
                "",
            ]
    return "\n".join(lines).rstrip() + "\n"


_WEIGHTS = {"todo": "to-do", "warning": "warning"}


def plan_format() -> str:
    """Return the reference of the plan format, from the models."""
    from kamctl.plan.model import Plan

    lines = [
        "# The plan format, version 1",
        "",
        "A plan is a YAML file, by habit `plan.yaml` in a folder of its own. Only `kamctl`,",
        "`account.name` and, for each objective, `id` and `statement` must be there; a key with",
        "nothing after it counts as not there. What is missing is the business of",
        "[the checks](checks.md), which ask for it stage by stage.",
        "",
        "- **Text** may be written once, or once for each language: `{en: Grow, fr: Croître}`.",
        "- **Claims** (goals, needs, SWOT lines, levers…) may be their text alone, or an entry that",
        "  says where it comes from: `{text: …, so_what: …, source: …, told_by: …, on: …, status: …}`.",
        "- **Dates** are days (`2027-03-31`), months (`2027-03`) or quarters (`2027-Q1`); the last two",
        "  mean their last day when compared.",
        "- **Percentages** are written `34%` or `34 %`; **amounts** are numbers in the plan's",
        "  currency, and may be grouped: `4_100_000`.",
        "- **Ids** name an entry so that others can refer to it; no two entries of a plan share one.",
        "",
        "The same as JSON Schema, for editors: [plan.schema.json](plan.schema.json).",
        "",
    ]
    done: set[type] = set()
    queue: list[tuple[str, type]] = [("The plan", Plan)]
    while queue:
        title, model = queue.pop(0)
        if model in done:
            continue
        done.add(model)
        lines += [f"## {title}", "", (model.__doc__ or "").strip().split("\n\n")[0], ""]
        lines += ["| key | value | meaning | for example |", "| --- | --- | --- | --- |"]
        inner: list[tuple[str, type]] = []
        for name, field in model.model_fields.items():  # type: ignore[attr-defined]
            key = field.alias or name
            needed = " **(needed)**" if field.is_required() else ""
            example = json.dumps(field.examples[0], ensure_ascii=False).replace("|", "\\|")
            lines.append(
                f"| `{key}` | {_kind(field.annotation)}{needed} | {field.description} | `{example}` |"
            )
            place = f"{title}, `{key}`" if model is not Plan else f"`{key}`"
            inner += [(place, part) for part in _models(field.annotation)]
        lines.append("")
        queue = inner + queue
    return "\n".join(lines).rstrip() + "\n"


def _models(annotation: Any) -> Iterator[type]:
    from pydantic import BaseModel

    if isinstance(annotation, type) and not get_args(annotation):
        if issubclass(annotation, BaseModel):
            yield annotation
        return
    if hasattr(annotation, "__value__"):
        return
    for part in get_args(annotation):
        yield from _models(part)


def _kind(annotation: Any) -> str:
    from enum import Enum

    from pydantic import BaseModel

    from kamctl.plan import codes, values
    from kamctl.plan.text import ShortForm

    said = {
        id(codes.Country): "country code (ISO 3166)",
        id(codes.Language): "language code (ISO 639-1)",
        id(codes.Currency): "currency code (ISO 4217)",
        id(values.Id): "id",
        id(values.Function): "function",
    }.get(id(annotation))
    if said:
        return said
    origin = get_origin(annotation)
    if hasattr(annotation, "__value__"):
        return "text"
    if origin is Literal:
        options = get_args(annotation)
        if len(options) > 30:
            return "code"
        return ", ".join(f"`{option}`" for option in options)
    if origin in (Union, UnionType):
        kinds = [_kind(part) for part in get_args(annotation) if part is not type(None)]
        return " or ".join(dict.fromkeys(kinds))
    if origin is Annotated:
        base, *extra = get_args(annotation)
        names = " ".join(type(one).__name__ for one in extra)
        if "_Percent" in names:
            return "percentage"
        if "_Quantity" in names:
            return "number or percentage"
        return _kind(base)
    if origin is tuple:
        return f"list of {_kind(get_args(annotation)[0])}"
    if origin is dict:
        return "the house's own keys"
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return ", ".join(f"`{one.value}`" for one in annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "claim" if issubclass(annotation, ShortForm) else "entry"
    return {str: "text", int: "number", float: "number", bool: "true or false"}.get(
        annotation, "date"
    )


def compiled(po: Path) -> bytes:
    """Compile a catalogue of words."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with po.open("rb") as file:
        words = read_po(file)
    out = io.BytesIO()
    write_mo(out, words)
    return out.getvalue()


def generated() -> Iterator[tuple[Path, bytes]]:
    """Make every generated file anew."""
    from kamctl.plan.schema import plan_schema_text

    yield DOCS / "plan.schema.json", plan_schema_text().encode()
    yield DOCS / "commands.md", commands().encode()
    yield DOCS / "checks.md", checks().encode()
    yield DOCS / "plan-format.md", plan_format().encode()
    for po in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        yield po.with_suffix(".mo"), compiled(po)
    for page in (ROOT / "README.md", *sorted(DOCS.glob("*.md"))):
        text = page.read_text(encoding="utf-8")
        if _CONSOLE.search(text):
            yield page, refreshed(text).encode()


def stale() -> Iterator[str]:
    """Say which files on disk are not what the code makes, and how they differ."""
    for path, made in generated():
        kept = path.read_bytes().replace(b"\r\n", b"\n") if path.exists() else b""
        if kept == made:
            continue
        name = path.relative_to(ROOT).as_posix()
        if path.suffix == ".mo":
            yield f"{name} is not what its .po file says."
            continue
        lines = difflib.unified_diff(
            kept.decode().splitlines(), made.decode().splitlines(), name, "made anew", lineterm=""
        )
        yield "\n".join(list(lines)[:40])


def main() -> int:
    """Write the generated files, or check them."""
    if "--check" in sys.argv[1:]:
        found = list(stale())
        for what in found:
            print(what)
        if found:
            print("Some generated files are stale: run `make generate` and commit them.")
        return 1 if found else 0
    for path, made in generated():
        if not path.exists() or path.read_bytes() != made:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(made)
            print(f"written: {path.relative_to(ROOT).as_posix()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
