"""What an import changes in the plan of an account: three ways, and nothing written is lost.

A field is changed where the CRM has another value than at the last import and the plan still has
that one. Where the plan has something else, both are shown and the plan stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kamctl.document.changes import InsertItem, SetValue
from kamctl.exchange.crm.columns import TURNOVER
from kamctl.i18n.localized import (
    LocalizedDate,
    LocalizedMoney,
    LocalizedPercent,
    LocalizedQuantity,
)
from kamctl.i18n.message import Localized, Message, message
from kamctl.i18n.text_normalization import comparison_key, single_spaced
from kamctl.plan.fields import labels_at
from kamctl.plan.plan_date import PlanDate
from kamctl.plan.text import text_in
from kamctl.scaffold.account_slug import slug_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from kamctl.document.changes import Place, ValueEdit
    from kamctl.exchange.crm.import_record import ImportedAccount
    from kamctl.exchange.crm.records import CrmAccount, CrmRecord, Fields, Value
    from kamctl.plan.load import Loaded
    from kamctl.plan.model import Plan

CRM_ID: Final = "crm_id"
"""The custom field that has the id of a record in the CRM."""
PROBABILITY: Final = "probability"
_AMOUNTS: Final = frozenset({"turnover", "value"})


class FieldChange(NamedTuple):
    """A field with the value of the CRM: new, in the place of the last import's, or in conflict."""

    what: Message
    """The account's field, or the name of the contact or opportunity and its field."""
    before: Localized | Value | None
    after: Localized | Value


@dataclass
class PlanChanges:
    """What an import does to a plan that is there."""

    edits: list[ValueEdit] = field(default_factory=list)
    changed: list[FieldChange] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    """The names of new contacts and opportunities."""
    linked: list[str] = field(default_factory=list)
    """What was in the plan already and is now known by its id in the CRM."""
    conflicts: list[FieldChange] = field(default_factory=list)
    gone: list[Message | str] = field(default_factory=list)
    """Imported before, changed in the CRM, and no longer in the plan."""


def account_content(
    account: CrmAccount, used_ids: Collection[str]
) -> tuple[Fields, dict[str, Any]]:
    """Return the fields of a new plan's account, and its sections."""
    fields: dict[str, Any] = {
        one: account.fields[one]
        for one in ("industry", "headquarters", "parent", "website", "employees")
        if one in account.fields
    }
    fields |= _custom(account)
    sections: dict[str, Any] = {}
    years = sorted(one for one in account.fields if one.startswith(TURNOVER))
    if years:
        sections["position"] = {
            "history": [{"year": _year(one), "turnover": account.fields[one]} for one in years]
        }
    ids = set(used_ids)
    people = [_stakeholder(one, ids) for one in account.contacts.values()]
    if people:
        sections["stakeholders"] = people
    deals = [_opportunity(one) for one in account.opportunities.values() if not one.is_closed]
    if deals:
        sections["opportunities"] = deals
    return fields, sections


def is_as_imported(account: CrmAccount, before: ImportedAccount) -> bool:
    """Tell whether the CRM has nothing else of an account than at the last import."""
    return (
        _has_all(before.fields, account.fields)
        and _all_known(account.contacts, before.contacts)
        and _all_known(account.opportunities, before.opportunities)
    )


def plan_changes(
    account: CrmAccount, before: ImportedAccount | None, loaded: Loaded, plan: Plan
) -> PlanChanges:
    """Compare the CRM, the last import and a plan, which was `loaded`."""
    return _PlanMerger(account, before, loaded, plan).changes()


class _PlanMerger:
    """Compares an account of the CRM with its plan, and gathers what is to change in the plan."""

    def __init__(
        self, account: CrmAccount, before: ImportedAccount | None, loaded: Loaded, plan: Plan
    ) -> None:
        self.account, self.before, self.plan = account, before, plan
        self.document = loaded.document
        self.value = loaded.original.value
        self.found = PlanChanges()
        self.ids = set(_ids_in(self.value))

    def changes(self) -> PlanChanges:
        """Compare the account, its turnover, its contacts and its opportunities."""
        before = self.before.fields if self.before else {}
        if self.account.crm_id and self.plan.account.custom.get(CRM_ID) is None:
            self._add_crm_id(("account",), self.account, self.plan.account.name)
        for name, new in self.account.fields.items():
            if not name.startswith(TURNOVER):
                current = getattr(self.plan.account, name)
                what = Message(labels_at("account")[name])
                if self._merge_field(("account", name), what, current, before.get(name), new) and (
                    name == "name"  # sign-offs given under the former name stay valid
                ):
                    self.found.edits.append(InsertItem(("account", "formerly"), current))
        self._merge_turnover(before)
        self._merge_entries(
            "stakeholders", self.account.contacts,
            self.before.contacts if self.before else {}, self.plan.stakeholders,
        )  # fmt: skip
        self._merge_entries(
            "opportunities", self.account.opportunities,
            self.before.opportunities if self.before else {}, self.plan.opportunities,
        )  # fmt: skip
        return self.found

    def _merge_turnover(self, before: Mapping[str, Value]) -> None:
        """Compare the turnover of each year; a year that the plan lacks is added in its place."""
        history = self.plan.position.history if self.plan.position else ()
        years = [one.year for one in history]
        places = [self._place_in_file("position", "history", at) for at in range(len(years))]
        for name in sorted(one for one in self.account.fields if one.startswith(TURNOVER)):
            year, new = _year(name), self.account.fields[name]
            what = message(
                "{field} {year}",
                field=Message(labels_at("position.history[]")["turnover"]),
                year=str(year),
            )
            if year in years:
                at = years.index(year)
                current = next(one.turnover for one in history if one.year == year)
                path = ("position", "history", places[at], "turnover")
                self._merge_field(path, what, current, before.get(name), new)
                continue
            if name in before:
                if before[name] != new:
                    self.found.gone.append(what)
                continue
            at = sum(one < year for one in years)
            entry = {"year": year, "turnover": new}
            place = places[at] if at < len(years) else None
            self._list_tool("position")
            self.found.edits.append(InsertItem(("position", "history"), entry, place))
            self.found.changed.append(self._change(what, "turnover", None, new))
            years.insert(at, year)
            later = [one + 1 for one in places[at:]]
            places[at:] = [len(years) - 1 if place is None else place, *later]

    def _place_in_file(self, *path: str | int) -> int:
        """Return the place of an entry in the file, where those are that cannot be read as well."""
        place = self.document.origin(path)[-1]
        assert isinstance(place, int)
        return place

    def _merge_entries(
        self,
        section: str,
        records: Mapping[str, CrmRecord],
        before: Mapping[str, Fields],
        entries: Sequence[Any],
    ) -> None:
        """Bring the contacts or opportunities of an account into a section of the plan."""
        taken: set[int] = set()
        for key, record in records.items():
            known = before.get(key)
            name = _name(record.fields)
            at = self._find_entry(record, known, entries, taken)
            if at is None:
                if known is not None:
                    if not _has_all(known, record.fields):
                        self.found.gone.append(name)
                elif not record.is_closed:
                    self._list_tool(section)
                    entry = (
                        _stakeholder(record, self.ids)
                        if section == "stakeholders"
                        else _opportunity(record)
                    )
                    self.found.edits.append(InsertItem((section,), entry, may_repeat=True))
                    self.found.added.append(name)
                continue
            taken.add(at)
            path = (section, self._place_in_file(section, at))
            if record.crm_id and entries[at].custom.get(CRM_ID) is None:
                self._add_crm_id(path, record, name)
            for one, new in record.fields.items():
                what = message(
                    "{name}, {field}", name=name, field=Message(labels_at(f"{section}[]")[one])
                )
                current = getattr(entries[at], one)
                old = known.get(one) if known else None
                self._merge_field((*path, one), what, current, old, new)

    def _find_entry(
        self, record: CrmRecord, known: Fields | None, entries: Sequence[Any], taken: set[int]
    ) -> int | None:
        """Return the entry of a record: by its id, else the only one with its address or name."""
        free = [(at, one) for at, one in enumerate(entries) if at not in taken]
        for at, one in free:
            if record.crm_id and str(one.custom.get(CRM_ID, "")) == record.crm_id:
                return at
        unnamed = [(at, one) for at, one in free if one.custom.get(CRM_ID) is None]
        for fields in (known, record.fields):
            for name in ("email", "name", "title"):
                wanted = fields.get(name) if fields else None
                if wanted is None or (name == "title" and "name" in record.fields):
                    continue
                language = self.plan.plan.language
                found = [
                    at
                    for at, one in unnamed
                    if comparison_key(str(_shown(getattr(one, name, None), language) or ""))
                    == comparison_key(str(wanted))
                ]
                if len(found) == 1:
                    return found[0]
        return None

    def _merge_field(
        self, path: Place, what: Message, current: Any, before: Value | None, new: Value
    ) -> bool:
        """Compare one field three ways; tell whether it is changed."""
        name, language = str(path[-1]), self.plan.plan.language
        if before == new or _is_value(current, new, language):
            return False
        if current is None and before is None:
            pass
        elif before is None or not _is_value(current, before, language):
            self.found.conflicts.append(self._change(what, name, _shown(current, language), new))
            return False
        if isinstance(current, dict):
            path = (*path, language)
        self.found.edits.append(SetValue(path, _written(name, new)))
        self.found.changed.append(self._change(what, name, _shown(current, language), new))
        return True

    def _change(self, what: Message, name: str, before: Value | None, after: Value) -> FieldChange:
        currency = self.plan.plan.currency
        shown = None if before is None else _localized(name, before, currency)
        return FieldChange(what, shown, _localized(name, after, currency))

    def _add_crm_id(self, path: Place, record: CrmRecord, name: str) -> None:
        """Let an entry of the plan be known by its id in the CRM from now on."""
        self.found.edits.append(SetValue((*path, "custom", CRM_ID), record.crm_id))
        self.found.linked.append(name)

    def _list_tool(self, section: str) -> None:
        """List a section that gets its first content among the tools, where the plan lists them."""
        tools = self.plan.plan.tools
        edit = InsertItem(("plan", "tools"), section)
        if tools and section not in tools and edit not in self.found.edits:
            self.found.edits.append(edit)


def _localized(name: str, value: Value, currency: str | None) -> Localized | Value:
    """Return the value of a field as the reader's language writes it."""
    if isinstance(value, str):
        return LocalizedDate(PlanDate.parse(value)) if name == "close" else value
    if name in _AMOUNTS:
        return LocalizedMoney(value, currency)
    return LocalizedPercent(value) if name == PROBABILITY else LocalizedQuantity(value)


def _stakeholder(record: CrmRecord, ids: set[str]) -> dict[str, Any]:
    """Return a contact as the plan has it, with an id that is not taken, which it takes."""
    name = str(record.fields["name"])
    words = slug_of(name).split("-")
    names = (words[-1], "-".join(words), *(f"{words[-1]}-{number}" for number in range(2, 100)))
    free = (one for one in names if one and one not in ids)
    id_ = next(free, None) or next(one for n in count(1) if (one := f"contact-{n}") not in ids)
    ids.add(id_)
    return {"id": id_, **record.fields, **_custom(record)}


def _opportunity(record: CrmRecord) -> dict[str, Any]:
    fields = {name: _written(name, value) for name, value in record.fields.items()}
    return {**fields, **_custom(record)}


def _custom(record: CrmRecord) -> dict[str, Any]:
    return {"custom": {CRM_ID: record.crm_id}} if record.crm_id else {}


def _written(name: str, value: Value) -> Value:
    """Return a value as it is written in a plan."""
    return f"{value:g}%" if name == PROBABILITY else value


def _year(name: str) -> int:
    return int(name.removeprefix(TURNOVER))


def _name(fields: Fields) -> str:
    return str(fields.get("name") or fields.get("title") or "")


def _has_all(before: Fields, now: Fields) -> bool:
    return all(before.get(name) == value for name, value in now.items())


def _all_known(records: Mapping[str, CrmRecord], before: Mapping[str, Fields]) -> bool:
    return all(
        _has_all(before[key], one.fields) if key in before else one.is_closed
        for key, one in records.items()
    )


def _shown(value: Any, language: str) -> Any:
    """Return the value of a field as a table has it."""
    if isinstance(value, PlanDate):
        return value.text
    if isinstance(value, dict):
        return text_in(value, language, language)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _is_value(current: Any, value: Value, language: str) -> bool:
    """Tell whether a field of the plan has a value of the CRM."""
    shown = _shown(current, language)
    if isinstance(shown, str):
        return single_spaced(shown) == str(value)
    return shown is not None and shown == value


def _ids_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        found = value.get("id")
        if isinstance(found, str):
            yield found
        for one in value.values():
            yield from _ids_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from _ids_in(one)


def change_sentence(change: FieldChange) -> Message:
    """Say what becomes of a field."""
    if change.before is None:
        return message("{what}: {after}", what=change.what, after=change.after)
    return message(
        "{what}: {before} → {after}", what=change.what, before=change.before, after=change.after
    )
