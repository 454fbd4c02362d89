"""The preview's own pages: the shell around the briefing, the findings, the pages of the checks."""

from __future__ import annotations

import re
import secrets
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from markupsafe import Markup

from kamctl.briefing.document_labels import AUDIENCES
from kamctl.briefing.engine.color import accents
from kamctl.briefing.engine.templates import environment
from kamctl.briefing.pages.briefing import BRIEFING, FULL_PLAN, ONE_PAGE
from kamctl.document.code_frame import printable
from kamctl.i18n.catalog import SOURCE_LANGUAGE, languages, translator
from kamctl.i18n.locales import own_name
from kamctl.i18n.message import N_, Translate
from kamctl.preview.choice import Choice
from kamctl.preview.explained import explained
from kamctl.preview.panel import panel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jinja2 import Environment

    from kamctl.preview.desk import PreviewSession, Shown

_AREA: Final = "preview"
_KINDS: Final = {
    BRIEFING: N_("Briefing"),
    ONE_PAGE: N_("One page"),
    FULL_PLAN: N_("The whole plan"),
}
_CODE: Final = re.compile(r"KAM\d{3}").fullmatch


class Option(NamedTuple):
    """Something to choose: its code, a link, and whether it is the one chosen."""

    code: str
    text: str
    query: str
    is_chosen: bool


class Bar(NamedTuple):
    """What there is to choose; `only` says for whom a page is that is for nobody else."""

    account: str
    kinds: tuple[Option, ...]
    near: tuple[Option, ...]
    far: tuple[Option, ...]
    languages: tuple[Option, ...]
    only: str


class Site:
    """Makes the pages of the preview of `desk`, for a `function` and in a `language` at first."""

    def __init__(self, desk: PreviewSession, function: str | None, language: str | None) -> None:
        self.desk = desk
        self._function = function
        self._language = language

    @staticmethod
    def nonce() -> str:
        """Return a word that marks the style and the script of one answer as ours."""
        return secrets.token_urlsafe(16)

    def wait(self, known: int, seconds: float) -> Shown:
        """Return what there is to show once it is newer than `known`, or after `seconds`."""
        return self.desk.wait(known, seconds)

    def page(self, query: str) -> str:
        """Return the page made of the plan, or nothing where there never was one."""
        shown = self.desk.shown
        return self.desk.page(self._choice(query, shown), shown).text

    def shell(self, query: str, nonce: str) -> str:
        """Return the page around the briefing and the findings."""
        shown = self.desk.shown
        choice = self._choice(query, shown)
        parts = self.event(query, shown)
        return _filled("shell.html.j2", choice.language, shown, nonce, parts=_as_markup(parts))

    def event(self, query: str, shown: Shown) -> dict[str, str]:
        """Return what a shell shows, part by part; the parts are HTML but for title and page."""
        choice = self._choice(query, shown)
        page = self.desk.page(choice, shown)
        translate = translator(choice.language)
        said = panel(shown, page, self.desk.name, translate)
        is_behind = not shown.now.is_whole or bool(page.findings)
        fill = _environment(choice.language).get_template
        name = _account(shown, self.desk.name)
        return {
            "title": f"{said.said} · {name}",
            "bar": fill("bar.html.j2").render(bar=_bar(name, choice, shown, translate)),
            "panel": fill("panel.html.j2").render(panel=said, query=choice.query),
            "notice": fill("notice.html.j2").render(is_behind=is_behind, has_page=bool(page.text)),
            "counts": fill("counts.html.j2").render(panel=said),
            "page": f"page?{choice.query}&v={page.name}" if page.text else "",
            "state": "behind" if is_behind else "good",
            "said": said.said,
        }

    def check(self, code: str, query: str, nonce: str) -> str:
        """Return the page of a check; nothing where there is no such code."""
        shown = self.desk.shown
        choice = self._choice(query, shown)
        entry = explained(code, choice.language) if _CODE(code) else None
        if entry is None:
            return ""
        back = f"../?{choice.query}"
        return _filled("check.html.j2", choice.language, shown, nonce, entry=entry, back=back)

    def _choice(self, query: str, shown: Shown) -> Choice:
        first = Choice(BRIEFING, self._function, self._language or _own_language(shown))
        return shown.offer.choice(query, first)


def _account(shown: Shown, name: str) -> str:
    """Return what the plan is called: by its account, else by its file."""
    for reading in (shown.now, shown.good):
        plan = reading.report.plan if reading else None
        if plan is not None and reading is not None and reading.report.account not in (None, "?"):
            return printable(reading.report.account or "")
    return printable(name.rpartition("/")[2])


def _own_language(shown: Shown) -> str:
    """Return the plan's language, else the company's, if kamctl speaks it."""
    reading = shown.good or shown.now
    plan = reading.report.plan
    own = plan.plan.language if plan else reading.workspace.default_language
    return own if own in languages() else SOURCE_LANGUAGE


def _bar(account: str, choice: Choice, shown: Shown, translate: Translate) -> Bar:
    offer = shown.offer

    def readers(functions: Iterable[str | None]) -> tuple[Option, ...]:
        return tuple(_option(choice, _reader(one, translate), function=one) for one in functions)

    return Bar(
        account,
        tuple(_option(choice, _kind(one, translate), kind=one) for one in offer.kinds),
        readers(offer.near),
        readers(offer.far),
        tuple(_option(choice, own_name(one), language=one) for one in offer.languages),
        translate("For the account team only") if choice.kind == FULL_PLAN else "",
    )


def _option(choice: Choice, text: str, **other: str | None) -> Option:
    (code,) = other.values()
    one = choice._replace(**other)  # type: ignore[arg-type]  # a field each
    return Option(code or "", text, one.query, one == choice)


def _kind(kind: str, translate: Translate) -> str:
    return translate(_KINDS[kind]) if kind in _KINDS else _capital(kind.replace("-", " "))


def _reader(function: str | None, translate: Translate) -> str:
    if function is None:
        return _capital(translate(AUDIENCES["everyone"]))
    msgid = AUDIENCES.get(function)
    return _capital(translate(msgid) if msgid else function.replace("-", " "))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _filled(template: str, language: str, shown: Shown, nonce: str, **values: Any) -> str:
    reading = shown.good or shown.now
    light, dark = accents(reading.look.accent if reading.look else None)
    return (
        _environment(language)
        .get_template(template)
        .render(language=language, nonce=nonce, light=light, dark=dark, **values)
    )


def _as_markup(parts: dict[str, str]) -> dict[str, str]:
    """Mark the parts that are HTML already as such."""
    plain = {"title", "page", "state", "said"}
    return {name: text if name in plain else Markup(text) for name, text in parts.items()}


@lru_cache(maxsize=8)
def _environment(language: str) -> Environment:
    return environment(language, autoescape=True, finalize=lambda value: value, area=_AREA)
