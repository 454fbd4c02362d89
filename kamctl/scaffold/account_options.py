"""What is known of a new account from options and its workspace, before anything is asked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kamctl.document.errors import UserError
from kamctl.i18n.catalog import SOURCE_LANGUAGE
from kamctl.i18n.message import message
from kamctl.plan.codes import DEFAULT_CURRENCY
from kamctl.scaffold import account_answers
from kamctl.scaffold.account_answers import OptionReader
from kamctl.scaffold.account_slug import account_slug
from kamctl.scaffold.account_text import AccountStart, PlanPeriod, plan_languages
from kamctl.scaffold.new_account import check_account_folder
from kamctl.scaffold.typed_text import required_name

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from kamctl.workspace.config import Workspace

DEFAULT_TOOLS: Final = "none"


@dataclass(frozen=True)
class AccountOptions:
    """The options of a new account as they were typed; None where one was not given."""

    language: str | None = None
    name: str | None = None
    owner: str | None = None
    currency: str | None = None
    tier: str | None = None
    start: str | None = None
    end: str | None = None
    tools: str | None = None
    account_id: str | None = None
    today: str | None = None
    parent: Path | None = None

    def is_given(self, key: str) -> bool:
        """Tell whether an answer needs no question; one end of the period gives the other."""
        if key in ("start", "end"):
            return bool(self.start or self.end)
        return getattr(self, key) is not None


@dataclass(frozen=True)
class AccountFolder:
    """Where the folder of the account goes, and its name if not made from the customer's."""

    parent: Path
    account_id: str | None

    def folder(self, name: str) -> Path:
        """Return the folder of an account.

        Raises:
            UserError: the name has no letter to call a folder by.
        """
        return self.parent / account_slug(self.account_id or name)


@dataclass(frozen=True)
class KnownAccount:
    """What is known of a new account: a value for each question, its place, and the day.

    `answers` has language, name (empty if unknown), owner, currency, tier, tools, start and end.
    """

    answers: dict[str, Any]
    place: AccountFolder
    today: dt.date


def read_account_options(
    options: AccountOptions, workspace: Workspace, today: dt.date, language: str
) -> KnownAccount:
    """Read the options, and take the rest from the workspace; `language` is the reader's own.

    Raises:
        UserError: some cannot be read: it names them all; or the account is there already.
    """
    reader = OptionReader()
    day = reader.read(account_answers.last_day, options.today, today)
    first = reader.read(account_answers.first_day, options.start, None)
    last = reader.read(account_answers.last_day, options.end, None)
    known: dict[str, Any] = {
        "language": reader.read(
            account_answers.language_code, options.language, _default_language(workspace, language)
        ),
        "name": reader.read(required_name, options.name, ""),
        "owner": reader.read(required_name, options.owner or None, None),
        "currency": reader.read(
            account_answers.currency_code,
            options.currency,
            workspace.default_currency or DEFAULT_CURRENCY,
        ),
        "tier": reader.read(required_name, options.tier or None, None),
        "tools": reader.read(
            account_answers.tool_names, options.tools, account_answers.tool_names(DEFAULT_TOOLS)
        ),
    }
    place = AccountFolder(
        _parent(options.parent, workspace),
        reader.read(account_answers.account_id, options.account_id, None),
    )
    reader.settle()
    period = account_answers.period(first, last, day)
    known |= {"start": period.start, "end": period.end}
    if known["name"]:
        check_account_folder(place.folder(known["name"]))
    return KnownAccount(known, place, day)


def account_start(
    answers: Mapping[str, Any], place: AccountFolder, workspace: Workspace
) -> AccountStart:
    """Return what the first plan begins with, once everything is known.

    Raises:
        UserError: the customer's name is missing.
    """
    if not answers["name"]:
        raise UserError(
            message("The customer's name is missing."),
            message('Add it to the command: kamctl init account "North Dairy".'),
        )
    return AccountStart(
        name=answers["name"],
        period=PlanPeriod(answers["start"], answers["end"]),
        language=answers["language"],
        currency=answers["currency"],
        tools=answers["tools"],
        id=place.account_id or place.folder(answers["name"]).name,
        owner=answers["owner"],
        tier=answers["tier"],
        functions=workspace.functions,
    )


def _default_language(workspace: Workspace, language: str) -> str:
    """Return the workspace's language for new plans; without a workspace, the reader's own."""
    likely = language if workspace.root is None else workspace.default_language
    return likely if likely in plan_languages() else SOURCE_LANGUAGE


def _parent(chosen: Path | None, workspace: Workspace) -> Path:
    """Return the parent folder: as given, else the workspace's accounts, else this one."""
    if chosen is not None:
        return chosen
    if workspace.accounts_dir is None:
        return Path()
    here = Path.cwd()
    accounts = workspace.accounts_dir
    return accounts.relative_to(here) if accounts.is_relative_to(here) else accounts
