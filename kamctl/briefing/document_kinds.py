"""The kinds of documents: one table, from which all take their names, titles and contents.

A kind is made in the formats that it has templates for: `templates/briefing/NAME.html.j2` and
`NAME.md.j2`, with `NAME.css.j2` as its own part of the style. A company's templates add kinds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.briefing.engine.custom_templates import SUFFIXES, company_kinds
from kamctl.briefing.engine.environment import builtin_folder
from kamctl.briefing.pages.briefing import account_tables, briefing_parts
from kamctl.briefing.pages.full_plan import full_plan_view, objective_chapters
from kamctl.briefing.pages.one_pager import one_pager_notices, one_pager_view
from kamctl.briefing.pages.plan_page import PageParts
from kamctl.briefing.pages.review import review_view
from kamctl.document.errors import UserError
from kamctl.document.output_formats import DOCUMENT_FORMATS, PORTFOLIO_FORMATS
from kamctl.i18n.marked_text import capitalized
from kamctl.i18n.message import N_, message
from kamctl.i18n.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from kamctl.briefing.engine.branding import Branding
    from kamctl.briefing.pages.plan_page import PageContent
    from kamctl.document.output_formats import DocumentFormatEntry


class DocumentKind(NamedTuple):
    """A kind of document.

    `name` is what it is called on the command line, in the names of its files and of its templates,
    `label` in menus and lists. What follows is for documents of one plan: `parts` makes what a page
    has besides what all have, `title` has the place of the account in it, `help` is what the
    command line says of it, in paragraphs, and `examples` are command lines with what each does.
    """

    name: str
    label: str
    parts: Callable[[PageContent], PageParts] | None = None
    title: str = ""
    help: tuple[str, ...] = ()
    examples: tuple[tuple[str, str], ...] = ()
    for_account_team: bool = False
    """Whether the account team alone may read it."""
    has_short_form: bool = False
    """Whether it leaves out details unless it is asked for in full."""
    needs_history: bool = False
    """Whether it compares the plan with what it was."""
    on_one_sheet: bool = False
    """Whether it is printed on one sheet."""
    formats: Mapping[str, DocumentFormatEntry] = DOCUMENT_FORMATS
    """The formats it is made in, by the name they have on the command line."""


def _custom_parts(content: PageContent) -> PageParts:
    """Return the parts that a company's own template may use: all but those of a review."""
    tables = account_tables(content, short=False)
    return PageParts(tables, one_pager_view(content), full_plan_view(content))


BRIEFING: Final = DocumentKind(
    "briefing",
    N_("Briefing"),
    briefing_parts,
    N_("{account}: briefing"),
    (
        N_(
            "Generate a briefing: the objective, the reader's part, how to answer, the reasons and "
            "the measures."
        ),
        N_("It has two pages for one objective, and one more for each additional objective."),
    ),
    (
        ("kamctl render briefing lactea/plan.yaml", N_("Write an HTML page for everyone")),
        (
            "kamctl render briefing lactea/plan.yaml --for finance -o finance.pdf",
            N_("Print what is asked of finance"),
        ),
        (
            "kamctl render briefing lactea/plan.yaml --for finance --full",
            N_("Add all details that finance may see"),
        ),
    ),
    has_short_form=True,
)
ONE_PAGER: Final = DocumentKind(
    "onepage",
    N_("One-pager"),
    lambda content: PageParts(
        one_pager=one_pager_view(content), notices=one_pager_notices(content)
    ),
    N_("{account}: one-pager"),
    (N_("Generate a one-pager: the plan on one printed page."),),
    (("kamctl render onepage lactea/plan.yaml -o lactea.pdf", N_("Print the plan on one page")),),
    on_one_sheet=True,
)
FULL_PLAN: Final = DocumentKind(
    "plan",
    N_("Account plan"),
    lambda content: PageParts(
        full_plan=full_plan_view(content), objectives=objective_chapters(content.objectives)
    ),
    N_("{account}: account plan"),
    (N_("Generate the whole plan as one document, with contents, for the account team."),),
    (("kamctl render plan lactea/plan.yaml", N_("Write the whole plan as one HTML page")),),
    for_account_team=True,
)
REVIEW: Final = DocumentKind(
    "review",
    N_("Review"),
    lambda content: PageParts(review=review_view(content)),
    N_("{account}: review"),
    (
        N_("Generate an account review: changes, delays, invalidated sign-offs, decisions due."),
        N_(
            "Earlier versions are read from git. Without --since, changes since the plan's last "
            "review are shown."
        ),
    ),
    (
        (
            "kamctl render review lactea/plan.yaml --since 2026-09-01",
            N_("Show what changed since 1 September 2026"),
        ),
    ),
    needs_history=True,
)
PORTFOLIO: Final = DocumentKind("portfolio", N_("Portfolio"), formats=PORTFOLIO_FORMATS)
INDEX: Final = DocumentKind("index", N_("The index of several pages"))

DOCUMENT_KINDS: Final = {
    kind.name: kind for kind in (BRIEFING, ONE_PAGER, FULL_PLAN, REVIEW, PORTFOLIO, INDEX)
}
"""All that kamctl brings along, by name."""
PLAN_DOCUMENTS: Final = tuple(one for one in DOCUMENT_KINDS.values() if one.parts is not None)
"""Those of one plan."""
CURRENT_DOCUMENTS: Final = tuple(one for one in PLAN_DOCUMENTS if not one.needs_history)
"""Those that show a plan as it is: a site has all of them."""


def document_kind(name: str) -> DocumentKind:
    """Return a kind of document by its name; one that kamctl does not know is a company's own."""
    known = DOCUMENT_KINDS.get(name)
    if known is not None:
        return known
    label = capitalized(name.replace("-", " "))
    return DocumentKind(name, label, _custom_parts, BRIEFING.title)


_OF_OWN_COMMANDS: Final = ("portfolio", "site", "deck", "calendar")
"""What `kamctl render` generates that is no document of one plan."""


class UnknownKind(UserError):
    """There is no kind of document of this name."""


def check_kind(kind: str, form: str, branding: Branding) -> None:
    """Refuse a kind of document of a plan for which there is no template in this form.

    Raises:
        UnknownKind: with those there are.
        UserError: there is no template of it in this form.
    """
    names = [one.name for one in PLAN_DOCUMENTS]
    if kind in names:
        return
    theirs = custom_kinds(branding.folder)
    if kind not in theirs:
        raise UnknownKind(
            message("Unknown document type “{kind}”.", kind=kind),
            did_you_mean(kind, (*names, *theirs, *_OF_OWN_COMMANDS)),
        )
    assert branding.folder is not None
    file = f"{kind}{SUFFIXES[form]}"
    if not (branding.folder / file).is_file():
        raise UserError(
            message("The template {file} for “{kind}” does not exist.", file=file, kind=kind),
            message("Create it, or choose an available format with --format."),
        )


def custom_kinds(folder: Path | None, form: str | None = None) -> list[str]:
    """Return the kinds that a company adds with templates of its own, in this form or in any.

    What replaces a part of kamctl's own templates is no kind.
    """
    forms = SUFFIXES if form is None else (form,)
    return [
        kind
        for kind in company_kinds(folder)
        if any(_is_added(folder, f"{kind}{SUFFIXES[one]}") for one in forms)
    ]


def _is_added(folder: Path | None, file: str) -> bool:
    return (
        folder is not None and (folder / file).is_file() and not (builtin_folder() / file).is_file()
    )
