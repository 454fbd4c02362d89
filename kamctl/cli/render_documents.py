"""From plans and options to pages: which ones, in which format, under which names."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kamctl.briefing.document_kinds import INDEX, document_kind
from kamctl.briefing.pages.index_page import folder_index
from kamctl.briefing.pages.rendering import branding_of, render_page
from kamctl.briefing.plan_document import PlanDocument
from kamctl.briefing.readers import ALL_READERS
from kamctl.checks.engine.runner import check_file
from kamctl.cli.document_options import RenderOptions
from kamctl.cli.errors import show_error
from kamctl.cli.findings_text import findings_text
from kamctl.cli.language_context import note_untranslated
from kamctl.cli.load_plans import NO_HISTORY, note_unread_parts
from kamctl.cli.output_paths import STANDARD_OUTPUT, ProtectedFiles, output_file
from kamctl.cli.page_names import document_file_name, page_names
from kamctl.cli.page_output import page_printer, write_page
from kamctl.cli.parallel import available_cores, relax_garbage_collection, thread_map
from kamctl.cli.progress_bar import ProgressDisplay
from kamctl.document.errors import UserError
from kamctl.document.output_formats import DOCUMENT_FORMATS, PDF
from kamctl.i18n.message import message
from kamctl.workspace.plan_files import (
    STANDARD_INPUT,
    plan_files,
    refuse_standard_input,
    workspace_of_run,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.cli.console import Console
    from kamctl.workspace.config import Workspace

CANNOT_READ: Final = 2
HAS_ERRORS: Final = 1
_BROWSERS: Final = 4
"""How many print at once, at most: each takes some hundred megabytes."""


@dataclass(frozen=True)
class RenderedPage:
    """A generated page: its entry in the index, and the name of its file."""

    account: str
    audience: str
    name: str
    language: str


def render_documents(
    plans: Sequence[str], options: RenderOptions, console: Console, exclude: Sequence[str] = ()
) -> int:
    """Make the pages and write them; return the exit code.

    A plan that cannot be read does not stop the others.

    Raises:
        UserError: the documents cannot be made as asked.
    """
    options.check_output()
    files = plan_files(plans, exclude)
    protected = ProtectedFiles(files)
    if document_kind(options.kind).needs_history:
        refuse_standard_input(files, *NO_HISTORY)
    several = len(files) > 1 or options.function == ALL_READERS
    if several:
        _check_folder(options)
        relax_garbage_collection()
    made: list[RenderedPage] = []
    folder = Path(options.output) if several and options.output else Path()
    printed = page_printer(options)
    prints = options.output_format == PDF
    browsers = min(available_cores(), _BROWSERS) if several and prints else 1
    with ProgressDisplay(console, len(files), at_once=prints) as progress:
        texts = _PageTexts(files, options, console, progress, several=several)
        with closing(thread_map(texts, lambda one: (one[0], printed(one[1])), browsers)) as pages:
            for page, data in pages:
                path = _path(page, options, several=several, folder=folder)
                write_page(path, data, options, options.output_format, console, protected)
                made.append(page)
                progress.page()
    if several and made:
        index = folder / document_file_name(INDEX, DOCUMENT_FORMATS[options.template_format].ending)
        write_page(
            index,
            _index(made, workspace_of_run(plans, files), options),
            options,
            options.template_format,
            console,
            protected,
        )
    return texts.exit_code


class _PageTexts:
    """The pages of all plans with their texts, made one by one, and the exit code so far."""

    def __init__(
        self,
        files: Sequence[str],
        options: RenderOptions,
        console: Console,
        progress: ProgressDisplay,
        *,
        several: bool,
    ) -> None:
        self._files, self._options, self._several = files, options, several
        self._console, self._progress = console, progress
        self._noted_languages: set[str] = set()
        self.exit_code = 0

    def __iter__(self) -> Iterator[tuple[RenderedPage, str]]:
        """Go through the pages of each plan.

        Raises:
            UserError: the documents cannot be made as asked.
        """
        # A plan alone gets its name once it is read.
        names = page_names(self._files) if len(self._files) > 1 else [""]
        for file, name in zip(self._files, names, strict=True):
            report = check_file(file, self._options.today)
            document = self._document(report)
            if document is not None:
                self._progress.plan(len(document.readers))
                named = name or _account_name(report, file)
                for reader in document.readers:
                    yield self._page(document, reader, named)
            self._progress.done()

    def _page(
        self, document: PlanDocument, reader: str | None, name: str
    ) -> tuple[RenderedPage, str]:
        rendered = document.render(reader)
        file = document_file_name(
            document.kind,
            self._options.ending,
            account=name,
            audience=reader,
            language=document.language,
        )
        page = RenderedPage(rendered.account, rendered.audience, file, document.language)
        return page, rendered.text

    def _document(self, report: PlanReport) -> PlanDocument | None:
        """Return the document of a plan; None if it has none, after showing why.

        Raises:
            UserError: the documents cannot be made as asked.
        """
        if report.plan is None or (self._options.strict and report.errors):
            self._console.note(findings_text(self._console.err).plan(report), end="")
            self.exit_code = max(self.exit_code, CANNOT_READ if report.plan is None else HAS_ERRORS)
            return None
        self._note_language(report.plan.plan.language)
        note_unread_parts(self._console, report.file, report.unread_parts)
        try:
            return PlanDocument(report, self._options.document)
        except UserError as error:
            if not self._several or not document_kind(self._options.kind).needs_history:
                raise
            # The past of one plan is not known; go on with the others.
            show_error(self._console, error)
            self.exit_code = CANNOT_READ
            return None

    def _note_language(self, language: str) -> None:
        """Say once that documents of plans in `language` are in English."""
        if language not in self._noted_languages:
            self._noted_languages.add(language)
            note_untranslated(self._console, self._options.language, language)


def _check_folder(options: RenderOptions) -> None:
    """Refuse to write several pages to one file.

    Raises:
        UserError: the output is a file, or standard output.
    """
    if options.output == STANDARD_OUTPUT:
        raise UserError(
            message("Several documents cannot be written to standard output."),
            message("Use a folder: --output briefings."),
        )
    if not options.is_folder:
        raise UserError(
            message("Several documents cannot be written to one file."),
            message("Use a folder: --output briefings."),
        )


def _path(page: RenderedPage, options: RenderOptions, *, several: bool, folder: Path) -> Path:
    if several:
        return folder / page.name
    if options.output is None:
        return Path(page.name)
    return output_file(options.output, page.name)


def _account_name(report: PlanReport, file: str) -> str:
    """Return what the pages of a plan alone are called."""
    folder = "" if file == STANDARD_INPUT else Path(file).resolve().parent.name
    return (report.plan and report.plan.account.id) or folder or "plan"


def _index(made: Sequence[RenderedPage], workspace: Workspace, options: RenderOptions) -> str:
    """Return the index of the pages, in the language of most of them."""
    languages = [page.language for page in made]
    view = folder_index(
        [(page.account, page.audience, page.name) for page in made],
        max(dict.fromkeys(languages), key=languages.count),
        options.today,
        workspace.shown_name,
    )
    return render_page(view, branding_of(workspace), INDEX.name, options.template_format)
