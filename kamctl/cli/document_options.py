"""What was asked of a document: kind, reader, format, paper and output."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kamctl.briefing.plan_document import DocumentOptions
from kamctl.cli.output_paths import STANDARD_OUTPUT, ProtectedFiles, file_ending
from kamctl.document.errors import UserError
from kamctl.document.output_formats import DOCUMENT_FORMATS, FORMAT_OF_ENDING, HTML
from kamctl.i18n.message import alternatives, message

if TYPE_CHECKING:
    import datetime as dt


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
    """The start of a review: a commit or a day; None is the last review."""
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
        return FORMAT_OF_ENDING.get(Path(named).suffix.lower(), HTML)

    @property
    def ending(self) -> str:
        """The ending of the file."""
        return DOCUMENT_FORMATS[self.output_format].ending

    @property
    def template_format(self) -> str:
        """The format of the template: a PDF is printed from HTML."""
        return DOCUMENT_FORMATS[self.output_format].template

    @property
    def is_folder(self) -> bool:
        """Whether the output names a folder: it is one, or ends as no page does."""
        return self.output is None or file_ending(self.output) not in FORMAT_OF_ENDING

    def check_output(self) -> None:
        """Refuse a name for something that kamctl does not make, or that is not asked for.

        Raises:
            UserError: with what is possible.
        """
        if self.output is None or self.output == STANDARD_OUTPUT:
            return
        if not self.output.strip():
            raise UserError(
                message("--output has no file name."),
                message("Add one, for example {file}.", file="briefing.html"),
            )
        ProtectedFiles(()).check(Path(self.output))
        ending = file_ending(self.output)
        if not ending:
            return
        if ending not in FORMAT_OF_ENDING:
            raise UserError(
                message("kamctl cannot write {ending} files: {path}.", ending=ending,
                        path=self.output),
                message("Use a file name that ends in {endings}.",
                        endings=alternatives(
                            [one.ending for one in DOCUMENT_FORMATS.values()])),
            )  # fmt: skip
        if self.asked_format is not None and FORMAT_OF_ENDING[ending] != self.asked_format:
            raise UserError(
                message("{path} ends in {ending}, but --format is {form}.", path=self.output,
                        ending=ending, form=self.asked_format),
                message("Remove --format, or use a file name that ends in {ending}.",
                        ending=DOCUMENT_FORMATS[self.asked_format].ending),
            )  # fmt: skip
