"""The accounts of a CRM with their contacts and opportunities, put together from its tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

from kamctl.document.errors import UserError
from kamctl.exchange.crm.columns import TURNOVER, closed_words, find_columns
from kamctl.exchange.crm.exported_tables import read_tables
from kamctl.exchange.crm.value_reader import AmbiguousValue, UnreadableValue, currencies_beside
from kamctl.i18n.message import message
from kamctl.plan.opportunities import is_decided_stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from kamctl.exchange.crm.columns import CrmColumns, FoundColumns, RecordKind
    from kamctl.exchange.crm.exported_tables import CellValue, CrmRow, CrmTable
    from kamctl.exchange.crm.value_reader import ValueReader
    from kamctl.i18n.message import Message

Value = str | int | float
Found = TypeVar("Found")
Fields = dict[str, Value]
"""What a record has, as a plan has it: only fields with a value."""
BY_NAME: Final = "name:"
"""What the key of a record begins with whose table has no id."""


@dataclass
class CrmRecord:
    """A contact or an opportunity: its id, or its name where the table has no id."""

    key: str
    fields: Fields
    is_closed: bool = False
    """Of an opportunity: whether it is decided."""

    @property
    def crm_id(self) -> str | None:
        """Its id in the CRM; None where the table has none."""
        return None if self.key.startswith(BY_NAME) else self.key


@dataclass
class CrmAccount(CrmRecord):
    """An account with what belongs to it."""

    owner: str | None = None
    contacts: dict[str, CrmRecord] = field(default_factory=dict)
    opportunities: dict[str, CrmRecord] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadTable:
    """A table that was read: what it was taken for, and what of it is not used."""

    name: str
    kind: RecordKind
    rows: int
    unused: Sequence[str]
    notes: Sequence[Message]


@dataclass
class CrmData:
    """What a CRM has exported."""

    accounts: dict[str, CrmAccount]
    tables: list[ReadTable]
    problems: list[Message]
    """What could not be taken, each with its file and line."""


class CrmReader:
    """Puts the records of tables together.

    `known` are the names of accounts that were imported before, by their keys: a file of
    opportunities alone belongs to them. `tiers` are those of the workspace, `currency` that of
    the plan of an account.
    """

    def __init__(
        self,
        columns: CrmColumns,
        values: ValueReader,
        known: Mapping[str, str],
        tiers: Sequence[str],
        currency: Callable[[CrmAccount], str],
    ) -> None:
        self.values = values
        self._columns, self._currency = columns, currency
        self._known = known
        self._tiers = {one.casefold(): one for one in tiers}
        self._problems: list[Message] = []
        self._ambiguous: list[tuple[Message, AmbiguousValue]] = []
        self._accounts: dict[str, CrmAccount] = {}
        self._by_name: dict[str, list[str]] = {}

    def read(self, files: Sequence[str]) -> CrmData:
        """Read the tables of files.

        Raises:
            UserError: a file cannot be read, has no columns that are known, or has values that
                could mean two things; it names the first of them.
        """
        found: list[tuple[CrmTable, FoundColumns]] = []
        for file in files:
            for table in read_tables(
                file, lambda row: find_columns(row, self._columns) is not None
            ):
                columns = find_columns(table.headings, self._columns)
                assert columns is not None
                found.append((table, columns))
        for kind, take in (
            ("accounts", self._take_accounts),
            ("contacts", self._take_contacts),
            ("opportunities", self._take_opportunities),
        ):
            for table, columns in found:
                if columns.kind == kind:
                    take(table, columns)
            if kind == "accounts":
                self._index_names()
        if self._ambiguous:
            raise self._ambiguity()
        tables = [
            ReadTable(table.name, one.kind, len(table.rows), one.unused, _notes(table, one))
            for table, one in found
        ]
        return CrmData(self._accounts, tables, self._problems)

    def _take_accounts(self, table: CrmTable, columns: FoundColumns) -> None:
        for row in self._rows(table, columns):
            name = row.text("name")
            if name is None:
                self._problem(row, message("an account has no name"))
                continue
            fields: Fields = {"name": name}
            _put(fields, "tier", self._tier(row))
            _put(fields, "industry", row.text("industry"))
            place = [one for one in (row.text("city"), row.text("country")) if one]
            _put(fields, "headquarters", ", ".join(place) or None)
            _put(fields, "parent", row.text("parent"))
            _put(fields, "website", row.text("website"))
            employees = row.number("employees")
            if employees is not None and (employees < 0 or not isinstance(employees, int)):
                self._problem(row, message("“{text}” is not a number of employees", text=employees))
                employees = None
            _put(fields, "employees", employees)
            for one in columns.places:
                if one.startswith(TURNOVER):
                    _put(fields, one, row.number(one))
            account = CrmAccount(self._key(row, name), fields, owner=row.text("owner"))
            known = self._accounts.setdefault(account.key, account)
            if (known.fields, known.owner) != (account.fields, account.owner):
                self._differs(row, name)

    def _tier(self, row: _RowReader) -> str | None:
        tier = row.text("tier")
        if tier is None or not self._tiers:
            return tier
        found = self._tiers.get(tier.casefold())
        if found is None:
            self._problem(row, message("tier “{tier}” is not in kamctl.yaml", tier=tier))
        return found

    def _take_contacts(self, table: CrmTable, columns: FoundColumns) -> None:
        for row in self._rows(table, columns):
            parts = (row.text("first_name"), row.text("last_name"))
            name = " ".join(one for one in parts if one) or row.text("name")
            if name is None:
                self._problem(row, message("a contact has no name"))
                continue
            fields: Fields = {"name": name}
            for one in ("title", "unit", "email", "phone"):
                _put(fields, one, row.text(one))
            record = CrmRecord(self._key(row, str(fields.get("email", name))), fields)
            for account in self._accounts_of(row, name):
                self._add(row, account.contacts, record, name)

    def _take_opportunities(self, table: CrmTable, columns: FoundColumns) -> None:
        for row in self._rows(table, columns):
            title = row.text("title")
            if title is None:
                self._problem(row, message("an opportunity has no name"))
                continue
            accounts = self._accounts_of(row, title)
            if len(accounts) > 1:
                self._problem(row, message("“{name}” belongs to several accounts", name=title))
            if len(accounts) != 1:
                continue
            fields: Fields = {"title": title}
            _put(fields, "value", self._value(row, accounts[0]))
            _put(fields, "probability", row.read("probability", self._percent))
            _put(fields, "stage", row.text("stage"))
            _put(fields, "close", row.read("close", self.values.date))
            closed = row.read("closed", self._is_closed)
            if closed is None:  # many exports have no column for it
                closed = is_decided_stage(row.text("stage"))
            record = CrmRecord(self._key(row, title), fields, closed)
            self._add(row, accounts[0].opportunities, record, title)

    def _is_closed(self, cell: CellValue) -> bool:
        return self.values.is_one_of(cell, closed_words())

    def _percent(self, cell: CellValue) -> float | int | None:
        return self.values.percent(cell, self._columns.probability)

    def _value(self, row: _RowReader, account: CrmAccount) -> Value | None:
        """Return the value of a deal in the currency of the plan; none in another one."""
        value = row.number("value")
        code = row.read("currency", self.values.currency)
        written = (code,) if code else currencies_beside(row.cell("value"))
        wanted = self._currency(account)
        if value is None or not written or wanted in written:
            return value
        self._problem(
            row, message("the value is in {currency}, the plan in {wanted}",
                         currency=written[0], wanted=wanted)
        )  # fmt: skip
        return None

    def _add(
        self, row: _RowReader, records: dict[str, CrmRecord], record: CrmRecord, name: str
    ) -> None:
        known = records.setdefault(record.key, record)
        if known.fields != record.fields:
            self._differs(row, name)

    def _differs(self, row: _RowReader, name: str) -> None:
        what = message(
            "“{name}” occurs twice with different values; the first one counts", name=name
        )
        self._problem(row, what)

    def _key(self, row: _RowReader, name: str) -> str:
        return row.read("id", self.values.identity) or f"{BY_NAME}{name}"

    def _index_names(self) -> None:
        names = dict(self._known)
        names |= {key: str(one.fields["name"]) for key, one in self._accounts.items()}
        for key, name in names.items():
            self._by_name.setdefault(name.casefold(), []).append(key)

    def _accounts_of(self, row: _RowReader, name: str) -> list[CrmAccount]:
        """Return the accounts that a row belongs to: by their ids, else by their one name."""
        keys = [
            key
            for key in row.read("account_id", self.values.identities) or ()
            if key in self._accounts or key in self._known
        ]
        account = row.text("account")
        if not keys and account is not None:
            keys = self._by_name.get(account.casefold(), [])
            if len(keys) > 1:
                self._problem(
                    row, message("“{name}”: several accounts are called “{account}”", name=name,
                                 account=account)
                )  # fmt: skip
                return []
        if not keys:
            self._problem(
                row, message("“{name}” belongs to no account that was imported", name=name)
            )
        return [self._accounts.setdefault(key, CrmAccount(key, {})) for key in dict.fromkeys(keys)]

    def _rows(self, table: CrmTable, columns: FoundColumns) -> Iterator[_RowReader]:
        for row in table.rows:
            reader = _RowReader(self, table.name, row, columns.places)
            beyond = row.cells[len(table.headings) :] if table.is_csv else ()
            if any(cell is not None for cell in beyond):
                # A separator in a text without quotation marks moves all cells after it.
                self._problem(reader, message("the row has more cells than there are columns"))
                continue
            yield reader

    def unreadable(self, row: _RowReader, error: UnreadableValue) -> None:
        """Keep what is wrong with a value, to be reported at the end."""
        if isinstance(error, AmbiguousValue):
            self._ambiguous.append((row.at(error.what), error))
        else:
            self._problem(row, error.what)

    def _problem(self, row: _RowReader, what: Message) -> None:
        self._problems.append(row.at(what))

    def _ambiguity(self) -> UserError:
        first, error = self._ambiguous[0]
        more = len(self._ambiguous) - 1
        return UserError(
            message("{first}, and {count} more", first=first, count=more) if more else first,
            error.hint,
        )


def _notes(table: CrmTable, columns: FoundColumns) -> list[Message]:
    without_id = message("no column of ids: rows are recognized by their names")
    return table.notes if "id" in columns.places else [*table.notes, without_id]


def _put(fields: Fields, name: str, value: Value | None) -> None:
    if value is not None:
        fields[name] = value


@dataclass(frozen=True)
class _RowReader:
    """The fields of one row; what cannot be read is empty, and noted by the `reader`."""

    reader: CrmReader
    table: str
    row: CrmRow
    places: Mapping[str, int]

    def at(self, what: Message) -> Message:
        """Say where something is."""
        return message("{file}, line {line}: {what}", file=self.table, line=self.row.line,
                       what=what)  # fmt: skip

    def cell(self, field: str) -> CellValue:
        """Return the cell of a field; None where the table has no such column."""
        place = self.places.get(field)
        return None if place is None else self.row.cell(place)

    def read(self, field: str, read: Callable[[CellValue], Found]) -> Found | None:
        """Return what `read` makes of the cell of a field."""
        cell = self.cell(field)
        if cell is None:
            return None
        try:
            return read(cell)
        except UnreadableValue as error:
            self.reader.unreadable(self, error)
            return None

    def text(self, field: str) -> str | None:
        """Return a text."""
        return self.read(field, self.reader.values.text)

    def number(self, field: str) -> float | int | None:
        """Return a number."""
        return self.read(field, self.reader.values.number)
