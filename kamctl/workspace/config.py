"""The workspace: what a company has configured for all its plans. Without one, the defaults."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kamctl.document import error_codes
from kamctl.document.errors import InvalidFile
from kamctl.document.finding import Finding, Severity
from kamctl.document.reader import read
from kamctl.document.source import Source, read_source
from kamctl.i18n.message import message
from kamctl.plan.values import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.document.document import Document
    from kamctl.document.span import KeyPath
    from kamctl.i18n.message import Message
    from kamctl.workspace.crm_mapping import CrmMapping
    from kamctl.workspace.model import CheckRule, ColleagueQuestion, CustomField, Tier


class Loosened(NamedTuple):
    """Something that a workspace inside another one would loosen: where, and what holds instead."""

    path: KeyPath
    stays: Message


@dataclass(frozen=True, eq=False)
class Workspace:
    """The workspace: its folder (None where there is no `kamctl.yaml`) and what it configures.

    `document` is the file itself, for whoever finds later that something in it cannot be.
    """

    root: Path | None = None
    company: str | None = None
    accounts_dir: Path | None = None
    exclude: tuple[str, ...] = ()
    """Names and paths of what is left out where plans are looked for."""
    language: str | None = None
    """The language that it names; None where it names none."""
    default_currency: str | None = None
    functions: tuple[str, ...] = FUNCTIONS
    tiers: Mapping[str, Tier] = field(default_factory=dict)
    checks: Mapping[str, CheckRule] = field(default_factory=dict)
    custom: Mapping[str, Mapping[str, CustomField]] = field(default_factory=dict)
    questions: tuple[ColleagueQuestion, ...] = ()
    """The company's own questions to colleagues."""
    crm: Mapping[str, CrmMapping] = field(default_factory=dict)
    """The columns of CRM exports, by the name that `kamctl import crm --as` has."""
    shown_name: str | None = None
    """The name at the head of the briefings."""
    accent: str | None = None
    figures: str | None = None
    """The color of bars and columns, where it is not the accent."""
    logo: Path | None = None
    footer: str | None = None
    slides_template: Path | None = None
    """The company's PowerPoint file with its master."""
    slides_layouts: Mapping[str, str] = field(default_factory=dict)
    """The names of the layouts to use, by `title` and `content`; only those that are named."""
    templates: Path | None = None
    """The folder of the company's own templates; None where there is no workspace."""
    allowed_signers: Path | None = None
    """The keys whose signatures count."""
    signatures_required: bool = False
    """Whether decider and sponsor validate with a signature only."""
    signature_people: Mapping[str, str] = field(default_factory=dict)
    """Whose keys they are: names by their addresses in `allowed_signers`."""
    document: Document | None = None
    above: Workspace | None = None
    """The workspace that this one is in, and inherits from."""
    loosened: tuple[Loosened, ...] = ()
    """What it would loosen of that, and does not."""

    @property
    def default_language(self) -> str:
        """The language of new plans: the one that it names, else English."""
        return self.language or "en"

    @property
    def nested(self) -> tuple[Workspace, ...]:
        """This workspace and those it is in, from the inside out, without the outermost."""
        if self.above is None:
            return ()
        return (self, *self.above.nested)


NO_WORKSPACE = Workspace()


class InvalidWorkspace(InvalidFile):
    """A workspace file that must be corrected; `workspace` is what can be understood of it."""

    def __init__(self, findings: Sequence[Finding], source: Source, workspace: Workspace) -> None:
        super().__init__(findings, source)
        self.workspace = workspace

    def __reduce__(self) -> tuple[Any, ...]:
        """Let it travel between processes: as its text, since positions cannot travel."""
        return _parse_again, (self.source, self.workspace.root)


def _parse_again(source: Source, root: Path) -> InvalidFile:
    try:
        parse_workspace(source, root)
    except InvalidFile as bad:
        return bad
    raise AssertionError(source.name)


def read_workspace(path: Path) -> Workspace:
    """Read the `kamctl.yaml` at `path`.

    Raises:
        InvalidFile: it cannot be read or says something that kamctl does not know.
    """
    name = shown_path(path)
    if path.is_dir():
        raise InvalidFile([_is_a_folder(name)])
    source = read_source(path, name)
    if not isinstance(source, Source):
        raise InvalidFile([_about_workspace(source)])
    return parse_workspace(source, path.parent)


def parse_workspace(source: Source, root: Path) -> Workspace:
    """Make a workspace of the text of its file, which is in the folder `root`.

    Raises:
        InvalidFile: it says something that kamctl does not know; all that is wrong is reported.
    """
    from kamctl.workspace.loading import load_config

    document = read(source)
    config, findings = load_config(document, root)
    custom = {
        place: fields for place in type(config.custom).model_fields
        if (fields := getattr(config.custom, place))
    }  # fmt: skip
    workspace = Workspace(
        root=root,
        company=config.company,
        accounts_dir=root / config.accounts,
        exclude=config.exclude,
        language=config.language if "language" in config.model_fields_set else None,
        default_currency=config.currency,
        functions=config.functions,
        tiers=config.tiers,
        checks=config.checks,
        custom=custom,
        questions=config.questions,
        crm=config.crm,
        shown_name=config.branding.name or config.company,
        accent=config.branding.accent,
        figures=config.branding.figures,
        logo=root / config.branding.logo if config.branding.logo else None,
        footer=config.branding.footer,
        slides_template=root / config.slides.template if config.slides.template else None,
        slides_layouts=config.slides.layouts.model_dump(exclude_none=True),
        templates=root / config.templates,
        allowed_signers=root / signers if (signers := config.signatures.allowed_signers) else None,
        signatures_required=config.signatures.required,
        signature_people=config.signatures.people,
        document=document,
    )
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise InvalidWorkspace(sorted(findings, key=lambda one: one.order), source, workspace)
    return workspace


def shown_path(path: Path) -> str:
    """Return the path as people call it: from here, where the file is here, above or below."""
    here = Path.cwd()
    folder = path.absolute().parent
    if folder.is_relative_to(here) or here.is_relative_to(folder):
        path = Path(os.path.relpath(path, here))
    return path.as_posix()


def _is_a_folder(name: str) -> Finding:
    return error_codes.UNREADABLE.found(
        name,
        message("This is a folder with the name of the workspace file."),
        hint=message("Rename the folder, or delete it if it is empty."),
    )


def _about_workspace(finding: Finding) -> Finding:
    """Say of a workspace's file what the reader says of a plan."""
    hints = {
        error_codes.TOO_LARGE.code: message(
            "A workspace file has a page or two of text. Check that this is the right file."
        ),
        error_codes.UNREADABLE.code: message(
            "kamctl.yaml contains a company's settings for its plans. Check that this is the "
            "right file."
        ),
    }
    return finding._replace(hint=hints.get(finding.code, finding.hint))
