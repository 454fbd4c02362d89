"""A look at plans that need not be taken twice: what it gave is kept until something changes.

What it gives depends on the plan, its sign-offs, the workspace, what was asked (the day with it),
and the tool. All of that is in the key, so that nothing has to be thrown away when it changes.
"""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import dataclass, field
from functools import lru_cache, partial
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from kamctl.cli.cache import Store, Stranger, packed, unpacked
from kamctl.cli.reading import one_by_one, portions
from kamctl.cli.workers import shared_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kamctl.checks.run import PlanReport
    from kamctl.workspace.config import Workspace

Seen = TypeVar("Seen")


class Keep(NamedTuple):
    """How what is seen of plans is kept: where, and which classes it is made of.

    `asked` is all else that it depends on: what was asked for, and when.
    """

    folder: Path
    asked: str
    made_of: tuple[type, ...]


class _Taken(NamedTuple):
    """A look that was taken: what was seen, or that packed; with a key, it is to be kept."""

    seen: object | None
    key: bytes
    data: bytes | None


@dataclass(frozen=True)
class SecondLook(Generic[Seen]):
    """Look at plans, with `read` and then `look`, unless it is known already what is seen."""

    read: Callable[[Sequence[str]], list[PlanReport]]
    look: Callable[[PlanReport], Seen]
    keep: Keep
    _run: bytes = field(init=False)

    def __post_init__(self) -> None:
        """Make of all that plans have in common one number."""
        object.__setattr__(self, "_run", _digest(self.keep.asked.encode(), _tool()))

    def at(self, files: Sequence[str], processes: int) -> Iterator[Seen]:
        """Return what is seen of each plan, in the order given.

        Others help from the first plan on that has to be looked at: to find what was kept is
        quicker than to start them.
        """
        store = Store(self.keep.folder)
        is_shared = processes > 1 and len(files) > 1
        take = partial(self._take, is_shared=is_shared)
        rest = 0
        try:
            while is_shared and rest < len(files):
                known = self._known(files[rest])
                if known is None:
                    break
                yield known
                rest += 1
            left = files[rest:]
            looked = one_by_one(shared_out(portions(left), take, processes))
            for file, taken in zip(left, looked, strict=True):
                if taken.key and taken.data is not None:
                    store.put(taken.key, taken.data)
                yield self._seen(file, taken)
                del taken  # or it would be kept until the next plan is read
        finally:
            store.close()
            _READING.close()

    def _known(self, file: str) -> Seen | None:
        """Return what is kept of a plan as it is now, if anything is."""
        key = self._key(file)
        data = _READING.get(self.keep.folder, key) if key else None
        return None if data is None else self._restored(data)

    def _take(self, files: Sequence[str], *, is_shared: bool) -> list[_Taken]:
        """Look at plans, in the process that reads them: what is handed over is packed."""
        keys = [self._key(file) for file in files]
        known = [_READING.get(self.keep.folder, key) if key else None for key in keys]
        unknown = [file for file, data in zip(files, known, strict=True) if data is None]
        reports = iter(self.read(unknown))
        return [
            self._looked(file, key, next(reports), is_shared=is_shared)
            if data is None
            else _Taken(None, b"", data)
            for file, key, data in zip(files, keys, known, strict=True)
        ]

    def _looked(self, file: str, key: bytes, report: PlanReport, *, is_shared: bool) -> _Taken:
        """Look at a plan that was read, and pack what was seen where it is to be kept."""
        seen = self.look(report)
        # The same key afterwards: what was read is what the key speaks of.
        if _is_for_good(report) and key and key == self._key(file):
            return _Taken(None if is_shared else seen, key, packed(seen))
        return _Taken(seen, b"", None)

    def _seen(self, file: str, taken: _Taken) -> Seen:
        """Return what was seen; looked at anew where what was kept cannot be used."""
        if taken.seen is not None:
            return taken.seen  # type: ignore[return-value]  # it is what `look` made
        known = self._restored(taken.data or b"")
        return self.look(self.read([file])[0]) if known is None else known

    def _restored(self, data: bytes) -> Seen | None:
        try:
            return unpacked(data, self.keep.made_of)  # type: ignore[no-any-return]
        except Stranger:
            return None

    def _key(self, file: str) -> bytes:
        """Return what tells this plan, as it is now, from all others; nothing if it is not there.

        Raises:
            BadFile: the workspace's file cannot be read.
        """
        from kamctl.alignment.signoff_file import trace_beside
        from kamctl.document.source import MAX_BYTES
        from kamctl.workspace.discover import find_workspace

        try:
            if not stat.S_ISREG(os.stat(file).st_mode):  # noqa: PTH116 - once a plan, and quick
                return b""  # what comes through a pipe comes once
            with open(file, "rb") as plan:  # noqa: PTH123
                text = plan.read(MAX_BYTES + 1)
            beside = trace_beside(Path(file))
        except OSError:
            return b""
        house = _house(find_workspace(Path(file)))
        return _digest(self._run, house, os.fsencode(file), text, *beside)


def _is_for_good(report: PlanReport) -> bool:
    """Tell whether a plan would be found the same again.

    A check that failed itself may do better. Whether a signature counts depends on keys and on
    another program.
    """
    is_signed = any(entry.signature for entry in report.signoffs.entries)
    return report.plan is not None and not report.crashed and not is_signed


def _digest(*parts: bytes) -> bytes:
    made = blake2b(digest_size=20)
    for part in parts:
        made.update(len(part).to_bytes(8, "big"))
        made.update(part)
    return made.digest()


@lru_cache(maxsize=64)
def _house(workspace: Workspace) -> bytes:
    if workspace.document is None:
        return b""
    return _digest(
        os.fsencode(workspace.root or ""), workspace.document.source.text.encode(errors="replace")
    )


@lru_cache(maxsize=1)
def _tool() -> bytes:
    """Return what tells this kamctl from others: its files, and what it stands on."""
    import kamctl

    found = [sys.version, *(f"{name} {version(name)}" for name in _STANDS_ON)]
    for folder, _, files in os.walk(Path(kamctl.__file__).parent):
        for name in files:
            if name.endswith((".py", ".mo")):
                file = Path(folder, name)
                there = file.stat()
                found.append(f"{file} {there.st_size} {there.st_mtime_ns}")
    return _digest(*(os.fsencode(one) for one in sorted(found)))


_STANDS_ON = ("kamctl", "pydantic", "pyyaml", "babel")


class _Reading:
    """The store that this process reads; one that another has opened is not used."""

    def __init__(self) -> None:
        self._store: Store | None = None
        self._of: tuple[Path, int] | None = None

    def get(self, folder: Path, key: bytes) -> bytes | None:
        """Return what is kept in a folder under a key."""
        of = (folder, os.getpid())
        if self._store is None or self._of != of:
            self._store, self._of = Store(folder), of
        return self._store.get(key)

    def close(self) -> None:
        """Let go of the file."""
        if self._store is not None:
            self._store.close()
            self._store = None


_READING = _Reading()
