"""`kamctl.yaml`: what a company has settled for all its plans. Without one, sound defaults."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, StringConstraints, ValidationError

from kamctl.document.reader import read
from kamctl.document.refusal import Refusal
from kamctl.document.source import Source, read_source
from kamctl.plan.base import Part
from kamctl.plan.values import FUNCTIONS, Currency, Function, Language, Name
from kamctl.words.message import message

if TYPE_CHECKING:
    from kamctl.document.finding import Finding

FILE_NAME = "kamctl.yaml"


class Branding(Part):
    """How the company's briefings look."""

    accent: Annotated[str, StringConstraints(pattern="^#[0-9a-fA-F]{6}$")] | None = Field(
        None, description="The accent colour.", examples=["#0b6e4f"]
    )


class Config(Part):
    """What stands in `kamctl.yaml`."""

    kamctl: Literal[1] = Field(1, description="The version of the format.", examples=[1])
    company: Name | None = Field(None, description="The company's name.", examples=["Corvane"])
    accounts: Name = Field(
        "accounts", description="The folder of the accounts.", examples=["accounts"]
    )
    language: Language = Field("en", description="The language of new plans.", examples=["fr"])
    currency: Currency | None = Field(
        None, description="The currency of new plans.", examples=["EUR"]
    )
    functions: tuple[Function, ...] = Field(
        FUNCTIONS, description="The functions of the company.", examples=[["finance", "quality"]]
    )
    branding: Branding = Field(
        Branding.model_construct(),
        description="How briefings look.",
        examples=[{"accent": "#0b6e4f"}],
    )


@dataclass(frozen=True)
class Workspace:
    """The house: its folder (None where there is no `kamctl.yaml`) and what it has settled."""

    root: Path | None = None
    company: str | None = None
    accounts_dir: Path | None = None
    default_language: str = "en"
    default_currency: str | None = None
    functions: tuple[str, ...] = FUNCTIONS
    accent: str | None = None


NO_WORKSPACE = Workspace()


def read_workspace(path: Path) -> Workspace:
    """Read the `kamctl.yaml` at `path`.

    Raises:
        Refusal: it cannot be read or says something that kamctl does not know.
    """
    source = read_source(path)
    if not isinstance(source, Source):
        raise _refusal(path, source)
    document = read(source)
    if document.findings:
        raise _refusal(path, document.findings[0])
    try:
        config = Config.model_validate(document.value or {})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        span = document.key_span(first["loc"])
        raise Refusal(
            message(
                "{path}:{line}:{column}: `{key}` is not as the workspace file wants it.",
                path=path.as_posix(),
                line=span.line,
                column=span.column,
                key=".".join(str(step) for step in first["loc"]),
            ),
            message("The keys are: {keys}.", keys=", ".join(Config.model_fields)),
        ) from error
    root = path.parent
    return Workspace(
        root,
        config.company,
        _inside(root, config.accounts, path),
        config.language,
        config.currency,
        config.functions,
        config.branding.accent,
    )


def _refusal(path: Path, finding: Finding) -> Refusal:
    return Refusal(
        message(
            "{path}:{line}:{column}: {what}",
            path=path.as_posix(),
            line=finding.span.line,
            column=finding.span.column,
            what=finding.message,
        ),
        finding.hint,
    )


def _inside(root: Path, folder: str, config: Path) -> Path:
    """Return the accounts folder; a workspace reaches nothing outside itself."""
    place = (root / folder).resolve()
    if not place.is_relative_to(root.resolve()):
        raise Refusal(
            message("{path}: `accounts` leads out of the workspace.", path=config.as_posix()),
            message("Name a folder inside it."),
        )
    return root / folder
