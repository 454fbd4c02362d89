"""An import into a folder of plans: what would be done to each, then all of it, or nothing."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kamctl.document.changes import CannotChange, Conflict
from kamctl.document.errors import InvalidFile, UserError
from kamctl.document.write_together import FileChange, write_together
from kamctl.document.writing import changed_meanwhile, locked
from kamctl.exchange.crm.import_record import (
    IMPORT_RECORD_FILE,
    ImportedAccount,
    ImportRecord,
    read_import_record,
)
from kamctl.exchange.crm.plan_changes import (
    CRM_ID,
    PlanChanges,
    account_content,
    is_as_imported,
    plan_changes,
)
from kamctl.i18n.catalog import SOURCE_LANGUAGE
from kamctl.i18n.message import message
from kamctl.plan.codes import DEFAULT_CURRENCY
from kamctl.plan.plan_file import PlanFile
from kamctl.plan.schema import plan_schema_text
from kamctl.scaffold import account_answers
from kamctl.scaffold.account_slug import account_slug, slug_of
from kamctl.scaffold.account_text import (
    PLAN_SCHEMA_FILE,
    AccountStart,
    account_plan,
    plan_languages,
    team_person,
)
from kamctl.scaffold.editor_schema import refresh_schema
from kamctl.scaffold.new_account import PLAN_NAMES, SCHEMA_MARK
from kamctl.scaffold.undo import undone_on_error
from kamctl.workspace.discovery import find_plans

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from kamctl.exchange.crm.records import CrmAccount, CrmData, CrmRecord, Fields
    from kamctl.i18n.message import Message
    from kamctl.workspace.config import Workspace

_KINDS_BY_PLACE: Final = {
    "account": "accounts",
    "stakeholder": "contacts",
    "opportunity": "opportunities",
}
"""The places of custom fields that get the ids of the CRM."""


@dataclass(frozen=True)
class PlanImport:
    """What an import does to one plan: its new text, or its changes; it may be neither."""

    path: Path
    account: str
    file: FileChange | None
    """What is written; None where the plan stays as it is."""
    changes: PlanChanges | None
    """What is changed in a plan that was there; None for a new one."""
    contacts: int = 0
    opportunities: int = 0

    @property
    def needs_attention(self) -> bool:
        """Whether something is left that a person has to decide."""
        return self.changes is not None and bool(self.changes.conflicts or self.changes.gone)


@dataclass
class ImportProposal:
    """What an import would do."""

    plans: list[PlanImport] = field(default_factory=list)
    """The new plans, and those that are changed or have conflicts, in the order of the CRM."""
    unchanged: int = 0
    without_plan: list[str] = field(default_factory=list)
    """Accounts that were imported before and whose plan is no longer there."""
    problems: list[Message] = field(default_factory=list)
    record: ImportRecord | None = None
    """What is recorded then."""

    @property
    def files(self) -> list[FileChange]:
        """The plans to write."""
        return [one.file for one in self.plans if one.file is not None]

    @property
    def needs_attention(self) -> bool:
        """Whether something is left that a person has to decide."""
        return bool(self.problems) or any(one.needs_attention for one in self.plans)


class PlanFolder:
    """The folder that an import goes into, with the plans that are there.

    Raises:
        UserError: it is a file, or what was imported into it cannot be read.
    """

    def __init__(self, folder: Path, workspace: Workspace, today: dt.date) -> None:
        if folder.exists() and not folder.is_dir():
            raise UserError(
                message("{path} is a file, not a folder.", path=folder),
                message("Give the folder of the plans, such as accounts."),
            )
        self.folder, self.workspace, self._today = folder, workspace, today
        self.record = read_import_record(folder)
        self._currencies: dict[str, str] = {}
        self._linked: set[Path] = set()
        """The plans that were found by the name of an account."""

    def check_custom_fields(self, data: CrmData) -> None:
        """Check that the plans may have the ids of the CRM.

        Raises:
            UserError: the workspace lists their custom fields, and not this one.
        """
        for place, kind in _KINDS_BY_PLACE.items():
            fields = self.workspace.custom.get(place)
            if fields and CRM_ID not in fields and any(one.kind == kind for one in data.tables):
                raise UserError(
                    message("kamctl.yaml lists the custom fields of {place}, and `{name}` is not "
                            "among them.", place=place, name=CRM_ID),
                    message("Add it, so that records are recognized: `custom: {form}`.",
                            form=f"{{{place}: {{{CRM_ID}: }}}}"),
                )  # fmt: skip

    @property
    def names(self) -> dict[str, str]:
        """The names of the accounts that were imported before, by their keys."""
        return {key: str(one.fields.get("name", "")) for key, one in self.record.accounts.items()}

    def currency(self, account: CrmAccount) -> str:
        """Return the currency of the plan of an account; for a new one that of new plans."""
        key = account.key
        if key not in self._currencies:
            path, plan = self._known_plan(account), None
            if path is not None:
                try:
                    _, plan = PlanFile.read(str(path)).load()
                except InvalidFile:  # reported when it is to be changed
                    plan = None
            self._currencies[key] = (plan and plan.plan.currency) or self._new_currency
        return self._currencies[key]

    @property
    def is_currency_assumed(self) -> bool:
        """Whether no workspace says which currency new plans have."""
        return self.workspace.default_currency is None

    @property
    def _new_currency(self) -> str:
        return self.workspace.default_currency or DEFAULT_CURRENCY

    def proposal(self, data: CrmData) -> ImportProposal:
        """Return what an import would do; nothing is written yet."""
        found = ImportProposal(problems=list(data.problems))
        record = dict(self.record.accounts)
        for key, account in data.accounts.items():
            before = self.record.accounts.get(key)
            if before is not None and is_as_imported(account, before):
                found.unchanged += 1
                record[key] = _imported(account, before, before.plan)
                continue
            path = self._plan_of(account, before)
            if path is None and before is not None:
                found.without_plan.append(str(before.fields.get("name", key)))
                continue
            if path is None:
                done = self._new_plan(account)
            else:
                try:
                    done = self._changed_plan(account, before, path)
                except (InvalidFile, CannotChange, Conflict) as error:
                    found.problems.append(
                        message("{path} was not changed: {reason}", path=path.as_posix(),
                                reason=error.message)
                    )  # fmt: skip
                    continue
            at = Path(os.path.relpath(done.path, self.folder)).as_posix()
            record[key] = _imported(account, before, at)
            if done.file is None and not done.needs_attention:
                found.unchanged += 1
            else:
                found.plans.append(done)
        found.record = ImportRecord(self.record.data, record)
        return found

    def write(self, proposal: ImportProposal) -> None:
        """Write the plans, then what was imported: all of it, or nothing.

        Raises:
            ChangedMeanwhile: a file was changed since it was read.
            UserError: a file cannot be written.
        """
        assert proposal.record is not None
        record, path = proposal.record, self.folder / IMPORT_RECORD_FILE
        text = record.text()
        if not proposal.files and record.data is not None and text.encode() == record.data:
            return
        schema = (self.workspace.root or self.folder) / PLAN_SCHEMA_FILE
        with undone_on_error(self.folder, schema):
            self.folder.mkdir(parents=True, exist_ok=True)
            with locked(path):
                if (path.read_bytes() if path.exists() else None) != record.data:
                    raise changed_meanwhile(path)
                if any(one.before is None for one in proposal.files):
                    refresh_schema(schema, plan_schema_text(), SCHEMA_MARK)
                write_together([*proposal.files, FileChange(path, record.data, text)])

    def _plan_of(self, account: CrmAccount, before: ImportedAccount | None) -> Path | None:
        """Return the plan of an account: the one recorded, else by the id, else by the name."""
        recorded = self._recorded_plan(before)
        if recorded is not None:
            return recorded
        copies = self._unrecorded_plans.by_id.get(account.crm_id, [])
        if len(copies) > 1:
            raise UserError(
                message("Several plans have the CRM id {id} of “{name}”: {paths}",
                        id=account.crm_id, name=account.fields.get("name", account.crm_id),
                        paths=", ".join(one.as_posix() for one in copies)),
                message("Remove `{name}` from the copies.", name=CRM_ID),
            )  # fmt: skip
        if copies:
            return copies[0]
        if before is not None:
            return None
        found = self._unrecorded_plans.by_name.get(str(account.fields["name"]).casefold(), [])
        if len(found) > 1 or (found and found[0] in self._linked):
            raise UserError(
                message("“{name}” can be several accounts or plans: {paths}",
                        name=account.fields["name"],
                        paths=", ".join(one.as_posix() for one in found)),
                message("Add `custom: {form}` to `account:` of its plan.",
                        form=f"{{{CRM_ID}: {account.crm_id}}}")
                if account.crm_id is not None else
                message("Export the accounts with their ids, or rename one of the plans' "
                        "accounts."),
            )  # fmt: skip
        self._linked.update(found)
        return found[0] if found else None

    def _recorded_plan(self, before: ImportedAccount | None) -> Path | None:
        """Return the plan that the last import has recorded; None where it is gone."""
        path = self.folder / before.plan if before is not None else None
        return path if path is not None and path.is_file() else None

    def _known_plan(self, account: CrmAccount) -> Path | None:
        """Return the plan that an account has already; None also where it may be several."""
        before = self.record.accounts.get(account.key)
        recorded = self._recorded_plan(before)
        if recorded is not None:
            return recorded
        found = self._unrecorded_plans.by_id.get(account.crm_id, [])
        if not found and before is None:
            name = str(account.fields.get("name", ""))
            found = self._unrecorded_plans.by_name.get(name.casefold(), [])
        return found[0] if len(found) == 1 else None

    @cached_property
    def _unrecorded_plans(self) -> _UnrecordedPlans:
        """The plans that no import has recorded."""
        recorded = {self.folder / one.plan for one in self.record.accounts.values()}
        found = _UnrecordedPlans()
        for path in map(Path, find_plans(self.folder).plans if self.folder.is_dir() else ()):
            if path in recorded:
                continue
            try:
                value = PlanFile.read(str(path)).document.value
            except InvalidFile:
                continue
            account = value.get("account") if isinstance(value, dict) else None
            if isinstance(account, dict):
                found.add(path, account)
        return found

    @cached_property
    def _taken_names(self) -> set[str]:
        if not self.folder.is_dir():
            return set()
        return {one.name.casefold() for one in self.folder.iterdir()}

    def _folder_name(self, account: CrmAccount) -> str:
        name = str(account.fields["name"])
        first = slug_of(name) or f"account-{slug_of(account.key) or 'x'}"
        first = account_slug(first)
        found, number = first, 1
        while found.casefold() in self._taken_names:
            number += 1
            found = f"{first}-{number}"
        self._taken_names.add(found.casefold())
        return found

    @cached_property
    def _new_language(self) -> str:
        language = self.workspace.default_language
        return language if language in plan_languages() else SOURCE_LANGUAGE

    def _new_plan(self, account: CrmAccount) -> PlanImport:
        id_ = self._folder_name(account)
        path = self.folder / id_ / PLAN_NAMES[0]
        owner = team_person(account.owner)
        used = {id_, "SO1", *([owner.id] if owner else [])}
        fields, sections = account_content(account, used)
        schema = (self.workspace.root or self.folder) / PLAN_SCHEMA_FILE
        tier = account.fields.get("tier")
        text = account_plan(
            AccountStart(
                name=str(account.fields["name"]),
                id=id_,
                period=account_answers.period(None, None, self._today),
                language=self._new_language,
                currency=self._new_currency,
                owner=account.owner,
                tier=None if tier is None else str(tier),
                functions=self.workspace.functions,
                schema=Path(os.path.relpath(schema, path.parent)).as_posix(),
                account=fields,
                sections=sections,
            )
        )
        return PlanImport(
            path,
            str(account.fields["name"]),
            FileChange(path, None, text),
            None,
            len(account.contacts),
            len(sections.get("opportunities", ())),
        )

    def _changed_plan(
        self, account: CrmAccount, before: ImportedAccount | None, path: Path
    ) -> PlanImport:
        """Return what an import does to a plan that is there.

        Raises:
            InvalidFile: the plan cannot be read.
            CannotChange: its text cannot be changed.
        """
        file = PlanFile.read(str(path))
        loaded, plan = file.load()
        changes = plan_changes(account, before, loaded, plan)
        change = None
        if changes.edits:
            text = file.change(changes.edits).text
            change = FileChange(path, file.data, text) if text != file.source.text else None
        return PlanImport(path, plan.account.name, change, changes)


class _UnrecordedPlans:
    """Plans by the id of their account in the CRM, and by its name where they have none."""

    def __init__(self) -> None:
        self.by_id: dict[str | None, list[Path]] = {}
        self.by_name: dict[str, list[Path]] = {}

    def add(self, path: Path, account: Mapping[str, object]) -> None:
        """Take a plan; `account` is what its text has under that key."""
        custom, name = account.get("custom"), account.get("name")
        crm_id = custom.get(CRM_ID) if isinstance(custom, dict) else None
        if crm_id is not None:
            self.by_id.setdefault(str(crm_id), []).append(path)
        elif isinstance(name, str):
            self.by_name.setdefault(name.casefold(), []).append(path)


def _imported(account: CrmAccount, before: ImportedAccount | None, plan: str) -> ImportedAccount:
    """Return what is recorded of an account: what it had, and what it has now."""
    return ImportedAccount(
        plan,
        {**(before.fields if before else {}), **account.fields},
        _records(account.contacts, before.contacts if before else {}),
        _records(account.opportunities, before.opportunities if before else {}),
    )


def _records(records: Mapping[str, CrmRecord], before: Mapping[str, Fields]) -> dict[str, Fields]:
    known = dict(before)
    for key, one in records.items():
        if key in before or not one.is_closed:
            known[key] = {**before.get(key, {}), **one.fields}
    return known
