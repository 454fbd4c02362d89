"""What was asked of a document: kind, reader, format, paper, output and language."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kamctl.briefing.document_kinds import document_kind
from kamctl.briefing.plan_document import DocumentOptions
from kamctl.cli.global_options import known_language
from kamctl.cli.output_paths import (
    STANDARD_OUTPUT,
    ProtectedFiles,
    check_output_name,
    file_ending,
    format_of_ending,
)
from kamctl.document.output_formats import HTML
from kamctl.i18n.catalog import SOURCE_LANGUAGE, languages
from kamctl.i18n.language import supported_language

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from kamctl.document.output_formats import DocumentFormatEntry
    from kamctl.workspace.config import Workspace


@dataclass(frozen=True)
class RenderOptions:
    """What was asked for: the kind of page, for whom, how, on what paper, and where to."""

    kind: str
    function: str | None
    language: str | None
    asked_format: str | None
    paper: str
    output: str | None
    strict: bool
    force: bool
    today: dt.date
    since: str | None = None
    """The start of a review: a commit or a day; None is the last review, else the
    plan's first version."""
    full: bool = False
    """Whether a briefing has all details."""

    @property
    def document(self) -> DocumentOptions:
        """What concerns the document itself, and not its file."""
        return DocumentOptions(
            self.kind, self.function, self.template_format, self.language, self.full, self.since
        )

    @property
    def output_format(self) -> str:
        """The format: as asked, else as the output file is named, else HTML."""
        if self.asked_format is not None:
            return self.asked_format
        named = self.output if self.output and self.output != STANDARD_OUTPUT else ""
        return format_of_ending(Path(named).suffix.lower(), self._endings) or HTML

    @property
    def ending(self) -> str:
        """The ending of the file."""
        return self._formats[self.output_format].ending

    @property
    def template_format(self) -> str:
        """The format of the template: a PDF is printed from HTML."""
        return self._formats[self.output_format].template

    @property
    def _formats(self) -> Mapping[str, DocumentFormatEntry]:
        """The formats that this kind of document is made in."""
        return document_kind(self.kind).formats

    @property
    def _endings(self) -> dict[str, tuple[str, ...]]:
        return {name: one.endings for name, one in self._formats.items()}

    @property
    def is_folder(self) -> bool:
        """Whether the output names a folder: it is one, or ends as no page does."""
        return (
            self.output is None or format_of_ending(file_ending(self.output), self._endings) is None
        )

    def check_output(self) -> None:
        """Refuse a name for something that kamctl does not make, or that is not asked for.

        Raises:
            UserError: with what is possible.
        """
        if self.output is None or self.output == STANDARD_OUTPUT:
            return
        ProtectedFiles(()).check(Path(self.output))
        check_output_name(self.output, self._endings, self.asked_format, "briefing.html")


def language_of_several(asked: str | None, own: Iterable[str], workspace: Workspace) -> str:
    """Return the language of a page about several plans, of which `own` are the languages.

    It is the one asked for, else the workspace's, else that of most plans.

    Raises:
        UserError: kamctl has no translation into the language asked for.
    """
    if asked is not None:
        known_language(asked)
        return supported_language(asked) or SOURCE_LANGUAGE
    if workspace.language and (known := supported_language(workspace.language)):
        return known
    known_ones = [one for one in own if one in languages()]
    return max(dict.fromkeys(known_ones), key=known_ones.count, default=SOURCE_LANGUAGE)
