"""Which page is asked for (its kind, reader and language), and which there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import parse_qs, urlencode

from kamctl.briefing.document_kinds import CURRENT_DOCUMENTS, custom_kinds, document_kind
from kamctl.briefing.readers import functions_asked, known_audiences
from kamctl.briefing.visibility.audience import ACCOUNT_TEAM, EXECUTIVE, SPONSOR
from kamctl.document.output_formats import HTML
from kamctl.i18n.catalog import languages

if TYPE_CHECKING:
    from kamctl.web.snapshot import PlanSnapshot

_MAX_FIELDS: Final = 16


class PageRequest(NamedTuple):
    """A kind of page, the function it is for (None is everyone), and the language."""

    kind: str
    function: str | None
    language: str

    @property
    def reader(self) -> str | None:
        """For whom the page is: the full plan is for the account team alone."""
        return ACCOUNT_TEAM if document_kind(self.kind).for_account_team else self.function

    @property
    def query(self) -> str:
        """The request as the query of an address."""
        fields = {"kind": self.kind, "for": self.function, "lang": self.language}
        return urlencode({key: value for key, value in fields.items() if value is not None})


class AvailablePages(NamedTuple):
    """What can be asked for; `likely_readers` are those whom the plan concerns."""

    kinds: tuple[str, ...]
    likely_readers: tuple[str | None, ...]
    other_readers: tuple[str, ...]
    languages: tuple[str, ...]

    def request(self, query: str, default: PageRequest) -> PageRequest:
        """Read a request from the query of an address; what is not available is as in `default`."""
        try:
            fields = parse_qs(query, max_num_fields=_MAX_FIELDS)
        except ValueError:
            return default
        kind = fields.get("kind", [default.kind])[0]
        language = fields.get("lang", [default.language])[0]
        # Only the first address has no fields; another one without a reader is for everyone.
        function = fields.get("for", [None])[0] if fields else default.function
        return PageRequest(
            kind if kind in self.kinds else default.kind,
            function if function in (*self.likely_readers, *self.other_readers) else None,
            language if language in self.languages else default.language,
        )


def available_pages(snapshot: PlanSnapshot) -> AvailablePages:
    """Return what can be asked for of a plan and its workspace."""
    plan = snapshot.report.plan
    everybody = known_audiences(plan, snapshot.workspace)
    directed = functions_asked(plan) if plan is not None else ()
    likely = (None, ACCOUNT_TEAM, EXECUTIVE, SPONSOR, *directed)
    return AvailablePages(
        (
            *(one.name for one in CURRENT_DOCUMENTS),
            *custom_kinds(snapshot.workspace.templates, HTML),
        ),
        tuple(dict.fromkeys(likely)),
        tuple(name for name in everybody[1:] if name not in likely),
        languages(),
    )
