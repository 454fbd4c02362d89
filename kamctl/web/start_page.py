"""The first page of `kamctl edit` without a plan: those there are, and the start of a new one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kamctl.briefing.engine.color import accents
from kamctl.checks.engine.runner import check_file
from kamctl.document.code_frame import printable
from kamctl.document.errors import UserError
from kamctl.i18n.catalog import translator
from kamctl.i18n.formats import Formats
from kamctl.i18n.locales import own_name
from kamctl.i18n.message import message
from kamctl.plan.codes import DEFAULT_CURRENCY
from kamctl.plan.currency_names import currency_names
from kamctl.plan.labels import stated_stage
from kamctl.plan.load import UNNAMED_ACCOUNT
from kamctl.scaffold.account_answers import (
    currency_code,
    first_day,
    language_code,
    last_day,
    period,
)
from kamctl.scaffold.account_slug import account_slug
from kamctl.scaffold.account_text import AccountStart, PlanPeriod, plan_languages
from kamctl.scaffold.new_account import create_account, plan_in
from kamctl.scaffold.typed_text import required_name
from kamctl.web.edit_templates import edit_environment
from kamctl.web.edit_views import plain_hint
from kamctl.workspace.discovery import find_workspace

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping
    from typing import Any


class ListedPlan(NamedTuple):
    """A plan that can be opened."""

    account: str
    stage: str
    address: str


class StartQuestion(NamedTuple):
    """A question about a new plan; `choices` are values with labels, empty for a typed answer."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    is_optional: bool = False


def start_page(
    plans: Mapping[str, str], folder: Path, today: dt.date, language: str, nonce: str
) -> str:
    """Return the page; `plans` are files by address."""
    listed = sorted(_listed(address, file, today, language) for address, file in plans.items())
    light, dark = accents(None)
    return (
        edit_environment(language)
        .get_template("edit/start.html.j2")
        .render(
            language=language,
            nonce=nonce,
            light=light,
            dark=dark,
            plans=listed,
            questions=NewPlan(folder, today, language).questions(),
        )
    )


class NewPlan:
    """Asks about a new plan and writes it, as `kamctl init account` does."""

    def __init__(self, folder: Path, today: dt.date, language: str) -> None:
        self._folder = folder
        self._today = today
        self._language = language
        self._say = translator(language)
        self._workspace = find_workspace(folder)

    def questions(self) -> tuple[StartQuestion, ...]:
        """Return the questions, with what is likely."""
        workspace, say = self._workspace, self._say
        likely = self._language if workspace.root is None else workspace.default_language
        known = plan_languages()
        span = period(None, None, self._today)
        first, last = (self._in_words(day) for day in (span.start, span.end))
        until = message("Three years would be until {day}.", day=last)
        in_language = message("The questions and the documents are in this language.")
        return (
            StartQuestion("name", message("Customer name").say(say)),
            StartQuestion(
                "owner", message("Your name, as owner of the plan").say(say), is_optional=True
            ),
            StartQuestion(
                "language",
                message("Language of the plan").say(say),
                likely if likely in known else known[0],
                in_language.say(say),
                tuple((one, own_name(one)) for one in known),
            ),
            StartQuestion(
                "currency",
                message("Currency of all amounts").say(say),
                workspace.default_currency or DEFAULT_CURRENCY,
                choices=currency_names(self._language),
            ),
            StartQuestion(
                "start",
                message("First day of the plan").say(say),
                first,
                message("A day, a month or a year.").say(say),
            ),
            StartQuestion(
                "end",
                message("Last day of the plan").say(say),
                last,
                until.say(say),
            ),
        )

    def created(self, fields: Mapping[str, str]) -> tuple[str | None, dict[str, str]]:
        """Write the plan that was answered for; return its file, or what is wrong by question."""
        problems: dict[str, str] = {}

        def read(name: str, parse: Callable[[str], Any]) -> Any:
            try:
                return parse(fields.get(name, "").strip())
            except UserError as error:
                hint = plain_hint(error.hint.say(self._say)) if error.hint else ""
                problems[name] = f"{error.message.say(self._say)} {hint}".strip()
                return None

        if not fields.get("name", "").strip():
            problems["name"] = message("Enter the name of the customer.").say(self._say)
        name = "" if problems else read("name", required_name)
        owner = read("owner", required_name) if fields.get("owner", "").strip() else None
        language = read("language", language_code)
        currency = read("currency", currency_code)
        first = read("start", lambda text: first_day(text, self._language))
        last = read("end", lambda text: last_day(text, self._language))
        span = read("end", lambda _: period(first, last, self._today))
        folder = read("name", lambda _: self._parent / account_slug(name)) if name else None
        if problems or folder is None:
            return None, problems
        begun = AccountStart(
            name=name,
            period=PlanPeriod(span.start, span.end),
            language=language,
            currency=currency,
            tools=(),
            id=folder.name,
            owner=owner,
            tier=None,
            functions=self._workspace.functions,
        )
        if plan_in(folder) is not None:
            there = message("There is already a plan for a customer of this name.")
            return None, {"name": there.say(self._say)}
        try:
            plan = create_account(begun, folder, find_workspace(folder).root)
        except UserError as error:
            return None, {"name": error.message.say(self._say)}
        return str(plan), {}

    def _in_words(self, day: dt.date) -> str:
        return Formats(self._language, self._say).day(day).replace("\N{NO-BREAK SPACE}", " ")

    @property
    def _parent(self) -> Path:
        return self._workspace.accounts_dir or self._folder


def _listed(address: str, file: str, today: dt.date, language: str) -> ListedPlan:
    report = check_file(file, today)
    name = report.account
    account = (
        printable(name) if name and name != UNNAMED_ACCOUNT else Path(file).absolute().parent.name
    )
    stage = (
        stated_stage(report.stage, is_met=report.is_stage_met, alone=True).say(translator(language))
        if report.stage
        else ""
    )
    return ListedPlan(account, stage, address)
