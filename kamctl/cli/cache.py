"""What was made of plans, kept for a second look: on this machine, for this user.

SQLite knows about two runs at once and about a run that is killed. Whatever goes wrong with what
is kept, plans are looked at anew: nothing here is needed, and it may be deleted at any time.
"""

from __future__ import annotations

import pickle
import sqlite3
import time
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_FILE: Final = "plans.db"
_DAY: Final = 24 * 60 * 60
_KEPT: Final = 2
"""Days: most checks look at the date, so what was found yesterday is hardly asked for again."""
_TOGETHER: Final = 200
"""How many entries are written at once: until then another run need not wait."""
_PATIENCE: Final = 2.0
"""Seconds to wait for another run that is writing."""
_TAG: Final = """\
Signature: 8a477f597d28d172789f06886806bc55
# What kamctl found in plans, so as not to look again. It may be deleted at any time.
# See https://bford.info/cachedir/
"""


class Store:
    """Entries by key, each a few thousand bytes. After the first failure it is empty and deaf."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: sqlite3.Connection | None = None
        self._usable = True
        self._waiting: list[tuple[bytes, bytes]] = []

    def get(self, key: bytes) -> bytes | None:
        """Return what is kept under a key."""
        try:
            rows = self._connection().execute("SELECT data FROM kept WHERE key = ?", (key,))
            found = rows.fetchone()
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)
            return None
        return found[0] if found is not None and isinstance(found[0], bytes) else None

    def put(self, key: bytes, data: bytes) -> None:
        """Keep something: written with others, or when the store is closed."""
        self._waiting.append((key, data))
        if len(self._waiting) >= _TOGETHER:
            self._write()

    def close(self) -> None:
        """Write what waits, and let go of what is too old to be asked for."""
        if self._waiting:
            self._write(tidy=True)
        if self._open is not None:
            self._open.close()
            self._open = None

    def _write(self, *, tidy: bool = False) -> None:
        day = int(time.time() // _DAY)
        rows = [(key, day, data) for key, data in self._waiting]
        self._waiting.clear()
        try:
            with self._connection() as transaction:
                transaction.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", rows)
                if tidy:
                    transaction.execute("DELETE FROM kept WHERE day <= ?", (day - _KEPT,))
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)

    def _connection(self) -> sqlite3.Connection:
        """Open the file, and make it where it is not there.

        Raises:
            sqlite3.Error: it cannot be, or this store has given up.
            OSError: there can be no such folder.
        """
        if not self._usable:
            raise sqlite3.OperationalError
        if self._open is None:
            self._open = _opened(self._folder)
        return self._open

    def _give_up(self, error: Exception) -> None:
        """Do without; a file that is no such file, or is damaged, is taken away."""
        broken = self._usable and type(error) is sqlite3.DatabaseError
        self._usable = False
        if self._open is not None:
            self._open.close()
            self._open = None
        if broken:
            import contextlib

            with contextlib.suppress(OSError):
                (self._folder / _FILE).unlink()


def _opened(folder: Path) -> sqlite3.Connection:
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / "CACHEDIR.TAG").write_text(_TAG, encoding="ascii")
    file = folder / _FILE
    file.touch(mode=0o600)  # what plans say is nobody else's business
    made = sqlite3.connect(file, timeout=_PATIENCE)
    try:
        made.execute("PRAGMA synchronous = OFF")  # what is lost with the power is made again
        made.execute(
            "CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, day INTEGER, data BLOB)"
        )
    except sqlite3.Error:
        made.close()
        raise
    return made


def packed(value: object) -> bytes:
    """Return a value as it is kept."""
    return pickle.dumps(value, protocol=5)


class Stranger(pickle.UnpicklingError):
    """What was kept is made of something else than it should be."""


def unpacked(data: bytes, made_of: Iterable[type]) -> Any:
    """Return a value that was kept. Only the classes in `made_of` are made, and nothing is called.

    Raises:
        Stranger: it is of another make, or damaged.
    """
    known = {(one.__module__, one.__qualname__): one for one in made_of}
    try:
        return _Unpickler(data, known).load()
    except Stranger:
        raise
    except Exception as error:  # damaged data may raise anything
        raise Stranger(str(error)) from error


class _Unpickler(pickle.Unpickler):
    """The restricted one that Python's documentation describes."""

    def __init__(self, data: bytes, known: dict[tuple[str, str], type]) -> None:
        super().__init__(BytesIO(data))
        self._known = known

    def find_class(self, module: str, name: str) -> type:
        """Return one of the known classes, and no other.

        Raises:
            Stranger: it is another.
        """
        try:
            return self._known[module, name]
        except KeyError:
            raise Stranger(f"{module}.{name}") from None
