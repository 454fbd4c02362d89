"""The preview's own pages: the frame around the document, the findings, the pages of the checks."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from markupsafe import Markup

from kamctl.briefing.document_kinds import BRIEFING, document_kind
from kamctl.briefing.engine.color import accents
from kamctl.briefing.engine.environment import environment
from kamctl.briefing.visibility.audience import AUDIENCE_LABELS, EVERYONE
from kamctl.document.code_frame import printable
from kamctl.i18n.catalog import SOURCE_LANGUAGE, languages, translator
from kamctl.i18n.locales import own_name
from kamctl.i18n.marked_text import capitalized
from kamctl.i18n.message import Translate
from kamctl.plan.load import UNNAMED_ACCOUNT
from kamctl.web.check_page import check_page
from kamctl.web.findings_panel import findings_panel
from kamctl.web.page_request import PageRequest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jinja2 import Environment

    from kamctl.web.preview_session import PreviewSession, PreviewState

_AREA: Final = "preview"
_PLAIN_PARTS: Final = frozenset({"title", "page", "state", "summary"})
_CODE: Final = re.compile(r"KAM\d{3}").fullmatch


class MenuOption(NamedTuple):
    """An entry of a menu: its code, the query of its link, and whether it is chosen."""

    code: str
    text: str
    query: str
    is_chosen: bool


class Toolbar(NamedTuple):
    """The menus above the page; `restriction` says for whom alone a page is, or is empty."""

    account: str
    kinds: tuple[MenuOption, ...]
    likely_readers: tuple[MenuOption, ...]
    other_readers: tuple[MenuOption, ...]
    languages: tuple[MenuOption, ...]
    restriction: str


class PreviewPages:
    """Renders the pages of a preview; `function` and `language` are what is shown first."""

    def __init__(self, session: PreviewSession, function: str | None, language: str | None) -> None:
        self.session = session
        self._function = function
        self._language = language

    def page(self, query: str) -> str:
        """Return the document made from the plan; empty where none could be rendered yet."""
        state = self.session.state
        return self.session.page(self._request(query, state), state).html

    def shell(self, query: str, nonce: str) -> str:
        """Return the page around the document and the findings."""
        state = self.session.state
        request = self._request(query, state)
        parts = self.event(query, state)
        return _render("shell.html.j2", request.language, state, nonce, parts=_as_markup(parts))

    def event(self, query: str, state: PreviewState) -> dict[str, str]:
        """Return what the shell shows, part by part; those in `_PLAIN_PARTS` are no HTML."""
        request = self._request(query, state)
        page = self.session.page(request, state)
        translate = translator(request.language)
        panel = findings_panel(state, page, self.session.name, translate)
        is_behind = not state.latest.is_renderable or bool(page.findings)
        template = _environment(request.language).get_template
        name = _plan_name(state, self.session.name)
        toolbar = _toolbar(name, request, state, translate)
        has_page = bool(page.html)
        return {
            "title": f"{panel.summary} · {name}",
            "bar": template("bar.html.j2").render(bar=toolbar),
            "panel": template("panel.html.j2").render(panel=panel, query=request.query),
            "notice": template("notice.html.j2").render(is_behind=is_behind, has_page=has_page),
            "counts": template("counts.html.j2").render(panel=panel),
            "page": f"page?{request.query}&v={page.id}" if has_page else "",
            "state": "behind" if is_behind else "good",
            "summary": panel.summary,
        }

    def check(self, code: str, query: str, nonce: str) -> str:
        """Return the page of a check; empty where there is no such code."""
        state = self.session.state
        request = self._request(query, state)
        entry = check_page(code, request.language) if _CODE(code) else None
        if entry is None:
            return ""
        back = f"../?{request.query}"
        return _render("check.html.j2", request.language, state, nonce, entry=entry, back=back)

    def _request(self, query: str, state: PreviewState) -> PageRequest:
        language = self._language or _default_language(state)
        return state.available.request(query, PageRequest(BRIEFING.name, self._function, language))


def _plan_name(state: PreviewState, file: str) -> str:
    """Return the name of the account, else that of the file."""
    for snapshot in (state.latest, state.last_good):
        if snapshot is not None and snapshot.report.plan is not None:
            account = snapshot.report.account
            if account and account != UNNAMED_ACCOUNT:
                return printable(account)
    return printable(file.rpartition("/")[2])


def _default_language(state: PreviewState) -> str:
    """Return the plan's language, else the company's, where kamctl supports it."""
    snapshot = state.last_good or state.latest
    plan = snapshot.report.plan
    language = plan.plan.language if plan else snapshot.workspace.default_language
    return language if language in languages() else SOURCE_LANGUAGE


def _toolbar(
    account: str, request: PageRequest, state: PreviewState, translate: Translate
) -> Toolbar:
    available = state.available

    def readers(functions: Iterable[str | None]) -> tuple[MenuOption, ...]:
        return tuple(
            _option(reader_label(one, translate), one, request._replace(function=one), request)
            for one in functions
        )

    kinds = {name: document_kind(name) for name in (*available.kinds, request.kind)}
    return Toolbar(
        account,
        tuple(
            _option(translate(kinds[one].label), one, request._replace(kind=one), request)
            for one in available.kinds
        ),
        readers(available.likely_readers),
        readers(available.other_readers),
        tuple(
            _option(own_name(one), one, request._replace(language=one), request)
            for one in available.languages
        ),
        translate("For the account team only") if kinds[request.kind].for_account_team else "",
    )


def _option(text: str, code: str | None, asked: PageRequest, shown: PageRequest) -> MenuOption:
    """Return the option that asks for another page; `code` is what is other about it."""
    return MenuOption(code or "", text, asked.query, asked == shown)


def reader_label(function: str | None, translate: Translate) -> str:
    """Return what those are called for whom a document is; None is everyone."""
    if function is None:
        return capitalized(translate(AUDIENCE_LABELS[EVERYONE]))
    msgid = AUDIENCE_LABELS.get(function)
    return capitalized(translate(msgid) if msgid else function.replace("-", " "))


def _render(template: str, language: str, state: PreviewState, nonce: str, **values: Any) -> str:
    branding = (state.last_good or state.latest).branding
    light, dark = accents(branding.accent if branding else None)
    return (
        _environment(language)
        .get_template(template)
        .render(language=language, nonce=nonce, light=light, dark=dark, **values)
    )


def _as_markup(parts: dict[str, str]) -> dict[str, str]:
    """Mark the parts that are HTML already as such."""
    return {name: text if name in _PLAIN_PARTS else Markup(text) for name, text in parts.items()}


@lru_cache(maxsize=8)
def _environment(language: str) -> Environment:
    return environment(language, autoescape=True, finalize=lambda value: value, area=_AREA)
