"""From a checked plan to the text of a document: the one way that all callers take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kamctl.briefing.document_kinds import BRIEFING, check_kind, document_kind
from kamctl.briefing.pages.plan_page import page_content, page_view
from kamctl.briefing.pages.rendering import branding_of, render_page
from kamctl.briefing.readers import chosen_readers, document_language, reader_of
from kamctl.briefing.visibility.audience import ACCOUNT_TEAM, audience_for
from kamctl.document.errors import UserError
from kamctl.document.output_formats import HTML
from kamctl.history.compared_plans import last_review, look_back, past_of
from kamctl.i18n.message import message

if TYPE_CHECKING:
    from kamctl.briefing.engine.branding import Branding
    from kamctl.briefing.views.briefing import BriefingView
    from kamctl.briefing.visibility.audience import Audience
    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.history.compared_plans import Lookback


@dataclass(frozen=True)
class DocumentOptions:
    """What a document is to be.

    `audience` is a function, a role or `all`; None is everyone. `language` is that of the plan
    unless given. `full` adds all details to a briefing. `since` is the start of a review: a commit
    or a day; None is the last review, else the plan's first version.
    """

    kind: str
    audience: str | None = None
    template_format: str = HTML
    language: str | None = None
    full: bool = False
    since: str | None = None


class RenderedDocument(NamedTuple):
    """A document for one reader, with what an index says of it: the account and the audience."""

    text: str
    account: str
    audience: str


def build_view(
    report: PlanReport,
    audience: Audience,
    language: str,
    kind: str = BRIEFING.name,
    past: Lookback | None = None,
    *,
    company: str | None = None,
    full: bool = False,
) -> BriefingView:
    """Return what `audience` may see of the plan in `report`, which must have one, in `language`.

    `past` is what a review tells of. A briefing is short, unless `full`; all other kinds have
    everything.
    """
    made = document_kind(kind)
    assert made.parts is not None, kind
    content = page_content(report, audience, language, past, full=full)
    return page_view(content, made.title, made.parts(content), company)


class PlanDocument:
    """One document of a checked plan; what does not depend on the reader is determined once."""

    def __init__(
        self,
        report: PlanReport,
        options: DocumentOptions,
        *,
        branding: Branding | None = None,
        has_history: bool = True,
    ) -> None:
        """Prepare a document of the plan in `report`, which must have one.

        `branding` is that of the plan's workspace unless given. `has_history` says whether the plan
        is what its file holds.

        Raises:
            InvalidFile: a custom template or the branding is invalid.
            UserError: the document cannot be made as asked.
        """
        assert report.plan is not None
        assert report.rules is not None
        self._report, self._options, self._plan = report, options, report.plan
        self._workspace = report.rules.workspace
        self._branding = branding or branding_of(self._workspace)
        check_kind(options.kind, options.template_format, self._branding)
        self.language = document_language(options.language, self._plan)
        self.kind = document_kind(options.kind)
        self.readers = self._readers()
        """For whom it is asked; None is everyone."""
        self._past = self._lookback(has_history=has_history) if self.kind.needs_history else None

    def render(self, reader: str | None) -> RenderedDocument:
        """Return the document for a reader.

        Raises:
            InvalidFile: a custom template fails.
        """
        options = self._options
        view = build_view(
            self._report,
            audience_for(reader),
            self.language,
            options.kind,
            self._past,
            company=self._workspace.shown_name,
            full=options.full,
        )
        text = render_page(view, self._branding, options.kind, options.template_format)
        return RenderedDocument(text, view.account, view.audience)

    def _readers(self) -> tuple[str | None, ...]:
        asked = self._options.audience
        if not self.kind.for_account_team:
            return chosen_readers(asked, self._plan, self._workspace)
        if asked not in (None, ACCOUNT_TEAM):
            raise UserError(
                message("The whole plan is for the account team only."),
                message("For another audience, generate a briefing."),
            )
        return (ACCOUNT_TEAM,)

    def _lookback(self, *, has_history: bool) -> Lookback:
        """Read the plan as it was.

        Raises:
            UserError: it cannot be known.
        """
        if not has_history:
            raise UserError(
                message("A review shows what changed in a file."), message("Give the path.")
            )
        file, today, since = self._report.file, self._report.today, self._options.since
        past = past_of(file, last_review(today) if since is None else since)
        return look_back(file, past, self.language, self._workspace, today)


def render_document(
    report: PlanReport,
    options: DocumentOptions,
    *,
    branding: Branding | None = None,
    has_history: bool = True,
) -> str:
    """Return a document of the plan in `report` for one reader, as text.

    Raises:
        InvalidFile: the branding is invalid, or a custom template is or fails.
        UserError: the document cannot be made as asked.
    """
    assert report.plan is not None
    assert report.rules is not None
    reader_of(options.audience, report.plan, report.rules.workspace)
    document = PlanDocument(report, options, branding=branding, has_history=has_history)
    return document.render(document.readers[0]).text
