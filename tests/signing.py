"""Sign-offs for tests, told as the commands that would make them."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import shlex
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from kamctl.document.generated_files import SIGNOFFS_HEADING
from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.plan.load import load_plan
from kamctl.plan.model import Plan
from kamctl.plan.team import Member
from kamctl.signoffs.pending_signoff import PendingSignoff, parse_decision
from kamctl.signoffs.signers import answers_for, signatory_on
from kamctl.signoffs.signoff import Evidence, Signoff, as_line, from_line, sealed
from kamctl.signoffs.signoff_file import Signoffs
from kamctl.signoffs.signoff_writing import appending
from kamctl.workspace.config import NO_WORKSPACE, Workspace, parse_workspace
from kamctl.workspace.inheritance import inherit

RECORD = "kamctl align record "
RECORDED = re.compile(rf"# (?:[^:]* (\d{{4}}-\d\d-\d\d)\s*: )?({RECORD}.*)").fullmatch
RECORDER = "Claire Morel <claire.morel@corvane.example>"
NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


class Story(NamedTuple):
    """A plan as it is now, its workspace, and what was signed on the way.

    `plans` are all that there are, by their names, where there are several.
    """

    plan: str
    workspace: str
    signoffs: Signoffs
    plans: Mapping[str, str] = MappingProxyType({})
    above: str = ""
    """The workspace around."""


def story(text: str, whole: object = None) -> Story:
    """Take an example apart at its comments: `# kamctl.yaml`, `# plan.yaml`, `# kamctl align …`.

    `# ../kamctl.yaml` is the workspace around that of the plan.

    A sign-off is of the plan as it stands above it, of the day of the clock where one is said
    (`# clock at 2031-01-01: kamctl align record …`). `whole` adds to a plan what every plan has.
    Several plans have folders of their own: `# alpa/plan.yaml`.
    """
    several: dict[str, list[str]] = {}
    workspace: list[str] = []
    above: list[str] = []
    plan: list[str] = []
    lines = plan
    entries: list[Signoff] = []
    for line in text.splitlines():
        if line == "# kamctl.yaml":
            lines = workspace
        elif line == "# ../kamctl.yaml":
            lines = above
        elif line.startswith("# plan.yaml"):
            lines = plan = []
        elif recorded := RECORDED(line):
            so_far = "\n".join(plan)
            day, command = recorded.groups()
            at = dt.datetime.combine(dt.date.fromisoformat(day), NOON.timetz()) if day else NOON
            entries.append(signed(whole(so_far) if callable(whole) else so_far, command, at))
        elif line.startswith("# ") and line.endswith("/plan.yaml"):
            lines = plan = several.setdefault(line[2:], [])
        else:
            lines.append(line)
    now = "\n".join(plan)
    plans = {
        name: whole("\n".join(text)) if callable(whole) else "\n".join(text)
        for name, text in several.items()
    }
    return Story(
        whole(now) if callable(whole) else now,
        "\n".join(workspace),
        in_a_file(entries),
        plans,
        "\n".join(above),
    )


def signed(plan: str, command: str, at: dt.datetime = NOON) -> Signoff:
    """Return the sign-off that `command` makes of a plan.

    The name of an e-mail says what is in it: `--evidence "I agree to SO1.eml"`. For tests there are
    `--on`, `--account`, `--recorded-by` and `--signature`, and of the e-mail `--sender`, `--sent`
    and `--id`.
    """
    words = shlex.split(command.removeprefix(RECORD))
    options = dict(zip(words[2::2], words[3::2], strict=True))
    read_plan = _plan(plan)
    objective = next(one for one in read_plan.objectives if one.id == words[1])
    party = options.get("--for") or options["--as"]
    named = answers_for(read_plan, objective, party)
    person = options.get("--by") or signatory_on(read_plan, named, at.date()) or "?"
    member = next(
        (one for one in read_plan.team if one.id == person), Member(id=person, name=person)
    )
    request = PendingSignoff(read_plan, objective, party, member, RECORDER, at.date())
    email = options.get("--evidence", "").removesuffix(".eml")
    evidence = Evidence(
        sender=options.get("--sender") or member.email or "somebody@corvane.example",
        sha256=hashlib.sha256(email.encode()).hexdigest(),
        date=options.get("--sent", at.isoformat()),
        message_id=options.get("--id", ""),
        quote=email.strip(),
    )
    entry = request.signed(
        parse_decision(options["--decision"], party),
        options.get("--note", ""),
        at,
        evidence if email else None,
    )
    changed = {}
    if "--on" in options:
        changed["on"] = f"{options['--on']}T12:00:00Z"
    for key in ("account", "recorded_by", "signature"):
        if (value := options.get(f"--{key.replace('_', '-')}")) is not None:
            changed[key] = value
    return sealed(replace(entry, **changed)) if changed else entry


@lru_cache(maxsize=4)
def _plan(text: str) -> Plan:
    """Return the plan: several parties sign the same one after another."""
    plan = load_plan(read(Source("plan.yaml", text))).plan
    assert plan is not None
    return plan


def append(path: Path, signoff: Signoff) -> None:
    """Add a sign-off at the end of the file, as `kamctl align record` does."""
    with appending(path) as add:
        add(signoff)


def in_a_file(entries: list[Signoff]) -> Signoffs:
    """Return the sign-offs as they would be read from `signoffs.yaml`."""
    lines = [as_line(entry) for entry in entries]
    read_again = [from_line(line, number) for number, line in enumerate(lines, 2)]
    ordered = tuple(sorted(read_again, key=lambda entry: entry.on))
    return Signoffs(
        ordered, (), Source("signoffs.yaml", SIGNOFFS_HEADING + "".join(f"{x}\n" for x in lines))
    )


def workspace_of(workspace: str, above: str = "") -> Workspace:
    """Return the workspace of a text, with what it inherits from the one around it."""
    workspace_folder = (
        parse_workspace(Source("kamctl.yaml", workspace), Path()) if workspace else NO_WORKSPACE
    )
    if not above:
        return workspace_folder
    return inherit(parse_workspace(Source("../kamctl.yaml", above), Path("..")), workspace_folder)
