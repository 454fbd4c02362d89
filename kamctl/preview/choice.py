"""What to look at: which kind of page, for whom, in which language; and what there is to choose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import parse_qs, urlencode

from kamctl.briefing.engine.custom_templates import SUFFIXES, company_kinds
from kamctl.briefing.engine.templates import FOLDER
from kamctl.briefing.pages.briefing import BRIEFING, FULL_PLAN, ONE_PAGE
from kamctl.briefing.visibility.audience import ACCOUNT_TEAM, EXECUTIVE, SPONSOR, audience_names
from kamctl.i18n.catalog import languages
from kamctl.i18n.data_files import templates_dir

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kamctl.preview.reading import Reading

KINDS: Final = (BRIEFING, ONE_PAGE, FULL_PLAN)
_MOST_FIELDS: Final = 16


class Choice(NamedTuple):
    """A kind of page, the function it is for (None is everyone), and the language."""

    kind: str
    function: str | None
    language: str

    @property
    def reader(self) -> str | None:
        """For whom the page is made: the whole plan is for the account team alone."""
        return ACCOUNT_TEAM if self.kind == FULL_PLAN else self.function

    @property
    def query(self) -> str:
        """Write the choice as the query of an address."""
        named = {"kind": self.kind, "for": self.function, "lang": self.language}
        return urlencode({key: value for key, value in named.items() if value is not None})


class Offer(NamedTuple):
    """What there is to choose from; `near` are the readers whom the plan touches."""

    kinds: tuple[str, ...]
    near: tuple[str | None, ...]
    far: tuple[str, ...]
    languages: tuple[str, ...]

    def choice(self, query: str, first: Choice) -> Choice:
        """Read a choice from the query of an address; what there is not is as in `first`."""
        try:
            asked = parse_qs(query, max_num_fields=_MOST_FIELDS)
        except ValueError:
            return first
        kind = asked.get("kind", [first.kind])[0]
        language = asked.get("lang", [first.language])[0]
        # Only the first address holds no choice; another without a reader is for everyone.
        function = asked.get("for", [None])[0] if asked else first.function
        return Choice(
            kind if kind in self.kinds else first.kind,
            function if function in (*self.near, *self.far) else None,
            language if language in self.languages else first.language,
        )


def offer(reading: Reading) -> Offer:
    """Return what there is to choose from in a plan and its workspace."""
    plan = reading.report.plan
    touched: list[str] = []
    known: set[str] = set()
    if plan is not None:
        touched = [one.function for objective in plan.objectives for one in objective.directions]
        known = {*touched, *(member.function for member in plan.team if member.function)}
    functions = reading.workspace.functions
    everybody = audience_names((*functions, *sorted(known.difference(functions))))
    near = (None, ACCOUNT_TEAM, EXECUTIVE, SPONSOR, *touched)
    return Offer(
        (*KINDS, *own_kinds(reading.workspace.templates)),
        tuple(dict.fromkeys(near)),
        tuple(name for name in everybody[1:] if name not in near),
        languages(),
    )


def own_kinds(folder: Path | None) -> Iterator[str]:
    """Return the kinds of pages that the company has templates of its own for, in HTML.

    What stands in for a part of kamctl's own templates is no kind.
    """
    suffix = SUFFIXES["html"]
    for kind in company_kinds(folder):
        file = f"{kind}{suffix}"
        if folder and (folder / file).is_file() and not (templates_dir() / FOLDER / file).exists():
            yield kind
