"""Sign-offs that git has kept, and that are not in the file beside their plan any more."""

from __future__ import annotations

import codecs
import os
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.document import error_codes
from kamctl.document.errors import UserError
from kamctl.document.finding import Severity
from kamctl.git.process import GitError
from kamctl.git.removed_lines import removed_lines
from kamctl.git.repository import (
    Repository,
    file_of,
    git_path,
    repository_error,
    repository_of,
)
from kamctl.git.revision import last_commit
from kamctl.git.root import root_around
from kamctl.i18n.message import message
from kamctl.signoffs.signoff_file import (
    PATTERNS,
    RemovedSignoff,
    Signoffs,
    has_plan,
    is_signoff_file,
    plan_names,
    signoffs_in,
    signoffs_path,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from kamctl.git.removed_lines import LogCommit, RemovedLine
    from kamctl.git.repository import GitObject


_SHALLOW: Final = UserError(
    message("this is a shallow clone, with recent history only."),
    message("Fetch the rest of the history first: git fetch --unshallow"),
)


def with_removed(signoffs: Signoffs, plan: Path) -> Signoffs:
    """Return the sign-offs beside a plan with those that were removed there."""
    (found,) = all_with_removed([(signoffs, plan)])
    return found


class SignoffHistories:
    """The history of each repository, asked of git once: in one run, all plans have the same one.

    A program that goes on, while others commit, makes a new one for each look.
    """

    def __init__(self) -> None:
        self._known: dict[Path, SignoffHistory | UserError | None] = {}

    def of(self, root: Path) -> SignoffHistory | None:
        """Return the history of a repository; None where nothing is committed yet.

        Raises:
            UserError: git cannot say.
        """
        if root not in self._known:
            try:
                self._known[root] = _current_history(root)
            except UserError as error:
                self._known[root] = error
        known = self._known[root]
        if isinstance(known, UserError):
            raise known
        return known


def all_with_removed(
    given: Sequence[tuple[Signoffs, Path]], histories: SignoffHistories | None = None
) -> list[Signoffs]:
    """Return the sign-offs beside each plan with those that were removed there.

    Where there is no repository, nothing is known; where git is missing or does not answer, that
    is reported with the sign-offs.
    """
    histories = histories or SignoffHistories()
    noted = [signoffs for signoffs, _ in given]
    asked: dict[Path, list[tuple[int, Path]]] = {}
    for place, (signoffs, plan) in enumerate(given):
        path = signoffs_path(plan)
        if signoffs.source is None and os.path.lexists(path):
            continue  # nothing is known of a file that cannot be read
        if not _is_in_repository(path):
            continue
        try:
            asked.setdefault(repository_of(path), []).append((place, path))
        except UserError as error:
            noted[place] = _history_unknown(signoffs, path, error)
        else:
            noted[place] = _link_noted(signoffs, path)
    for root, files in asked.items():
        names = [git_path(root, path) for _, path in files]
        try:
            history = histories.of(root)
            if history is None:
                continue
            if history.is_shallow:
                for place, path in files:
                    noted[place] = _history_unknown(noted[place], path, _SHALLOW)
            of_repository = [
                history.with_removed(noted[place], path, name, kept)
                for (place, path), name, kept in zip(files, names, history.kept(names), strict=True)
            ]
        except UserError as error:
            for place, path in files:
                noted[place] = _history_unknown(noted[place], path, error)
            continue
        for (place, _), signoffs in zip(files, of_repository, strict=True):
            noted[place] = signoffs
    return noted


def _is_in_repository(path: Path) -> bool:
    """Tell, without asking git, whether a repository is around a file."""
    return root_around(os.path.dirname(os.path.realpath(path))) is not None  # noqa: PTH120 - once a plan


def _link_noted(signoffs: Signoffs, path: Path) -> Signoffs:
    """Report that a file is a link to another, of which git does not know that it has sign-offs."""
    if not path.is_symlink() or is_signoff_file(os.path.basename(os.path.realpath(path))):  # noqa: PTH119 - as above
        return signoffs
    error = UserError(
        message("{file} is a link.", file=path.as_posix()),
        message("Keep the sign-offs themselves beside the plan."),
    )
    return _history_unknown(signoffs, path, error)


def _history_unknown(signoffs: Signoffs, path: Path, error: UserError) -> Signoffs:
    """Report that nobody says what was removed from a file of sign-offs, if there is one."""
    if signoffs.source is None:
        return signoffs
    finding = error_codes.SIGNOFF_CHANGED.found(
        path.as_posix(),
        message("Removed sign-offs cannot be detected: {reason}", reason=error.message),
        hint=error.hint,
        severity=Severity.WARNING,
    )
    return replace(signoffs, findings=(*signoffs.findings, finding))


def _removed_lines(root: Path, head: str) -> tuple[RemovedLine, ...]:
    """Return what was ever removed from files of sign-offs.

    Raises:
        UserError: git cannot say.
    """
    try:
        return removed_lines(root, head, PATTERNS)
    except GitError as failed:
        raise repository_error(root, failed) from None


def _tracked_files(root: Path) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """Return the names of the files of sign-offs in a repository, and of those that have a plan.

    A plan counts that git would check out or restore: in a sparse checkout, or deleted by mistake.

    Raises:
        UserError: git cannot say.
    """
    try:
        answer = Repository(root).run("ls-files", "-z", "--", "*.yaml", "*.yml", literal=False)
    except GitError as failed:
        raise repository_error(root, failed) from None
    known = {name for name in answer.split(b"\0") if name}
    files = sorted(filter(_is_signoff_file, known))
    in_use = [
        name
        for name in files
        if has_plan(file_of(root, name)) or not known.isdisjoint(_plans_of(name))
    ]
    return tuple(files), tuple(in_use)


def _is_signoff_file(name: bytes) -> bool:
    """Tell whether a file of sign-offs may have this name in a repository."""
    return is_signoff_file(os.fsdecode(name.rpartition(b"/")[2]))


def _plans_of(name: bytes) -> Iterator[bytes]:
    """Return the names that the plan of a file of sign-offs may have in a repository."""
    folder, slash, file = name.rpartition(b"/")
    for plan in plan_names(os.fsdecode(file)):
        yield folder + slash + os.fsencode(plan)


def _current_history(root: Path) -> SignoffHistory | None:
    """Return the history up to the last commit; None where there is none.

    Raises:
        UserError: git cannot say.
    """
    last = last_commit(Repository(root))
    if last is None:
        return None
    return _history_at(root, last.id, *_tracked_files(root), is_shallow=last.is_shallow)


@lru_cache(maxsize=4)
def _history_at(
    root: Path,
    head: str,
    tracked: tuple[bytes, ...],
    in_use: tuple[bytes, ...],
    *,
    is_shallow: bool,
) -> SignoffHistory:
    """Return the history up to the commit `head`: what is found in it is found once.

    Raises:
        UserError: git cannot say.
    """
    return SignoffHistory(
        root, head, _removed_lines(root, head), tracked, in_use, is_shallow=is_shallow
    )


class _GoneLine(NamedTuple):
    """A line of a file of sign-offs: of the last commit, or one that `commit` removed."""

    line: bytes
    commit: LogCommit | None = None

    @property
    def is_entry(self) -> bool:
        """Tell whether it may be a sign-off: no comment, and not the heading."""
        return self.line.startswith(b"-")


class SignoffHistory:
    """The files of sign-offs of a repository: what they hold, and what was removed from them.

    `tracked` are the files that there are, `in_use` those whose plan exists. Of a repository that
    `is_shallow`, only the last part is here.
    """

    def __init__(
        self,
        root: Path,
        head: str,
        lines: Sequence[RemovedLine],
        tracked: Sequence[bytes],
        in_use: Sequence[bytes],
        *,
        is_shallow: bool,
    ) -> None:
        self.root = root
        self.head = head
        self.in_use = in_use
        self.is_shallow = is_shallow
        self.unused = {*tracked, *(one.name for one in lines)}.difference(in_use)
        self._read: dict[bytes, GitObject | None] = {}
        self.of_file: dict[bytes, list[tuple[int, RemovedLine]]] = {}
        self.files_with: dict[bytes, set[bytes]] = {}
        for place, one in enumerate(lines):
            self.of_file.setdefault(one.name, []).append((place, one))
            entry = one.line.strip()
            if entry.startswith(b"-"):
                self.files_with.setdefault(entry, set()).add(one.name)

    def kept(self, names: Sequence[bytes]) -> list[bytes]:
        """Return what the last commit has of each file; nothing where it has no such file.

        Raises:
            UserError: git cannot say.
        """
        found = dict(self._contents([name for name in names if name in self._committed]))
        return [found.get(name, b"") for name in names]

    @cached_property
    def _committed(self) -> frozenset[bytes]:
        """The files of sign-offs that the last commit has: of most plans it has none.

        Raises:
            UserError: git cannot say.
        """
        try:
            answer = Repository(self.root).run("ls-tree", "-r", "-z", "--name-only", self.head)
        except GitError as failed:
            raise repository_error(self.root, failed) from None
        return frozenset(name for name in answer.split(b"\0") if _is_signoff_file(name))

    def with_removed(self, now: Signoffs, path: Path, name: bytes, kept: bytes) -> Signoffs:
        """Return the sign-offs `now` in a file with those that were removed from it.

        They are in the bytes `kept` of the last commit, or on lines that commits removed; besides
        come those that no plan has any more, since the file may have had another name.

        Raises:
            UserError: git cannot say.
        """
        lines = {line.strip() for line in now.source.lines} if now.source is not None else set()
        there = {(one.payload, one.signature) for one in now.entries}
        gone = [*_lines_of(kept), *self._removed_from(path, name, now)]
        missing = [one for one in gone if one.is_entry and _text(one.line) not in lines]
        found = [
            each._replace(is_elsewhere=self._is_elsewhere(one.line, name))
            for one in missing
            for each in _removed_signoffs(one, path.as_posix())
        ]
        found += [
            one._replace(file=path.as_posix())
            for one in self._orphans
            # Where there are no sign-offs, those beside are reported as such (KAM019).
            if now.source is not None or not self._is_beside(one.origin, path)
        ]
        removed: dict[tuple[bytes, str], RemovedSignoff] = {}
        for each in found:
            key = (each.signoff.payload, each.signoff.signature)
            if key not in there:
                removed.setdefault(key, each)
        in_order = sorted(removed.values(), key=lambda one: one.signoff.instant)
        return replace(now, removed=tuple(in_order)) if in_order else now

    def _removed_from(self, path: Path, name: bytes, now: Signoffs) -> list[_GoneLine]:
        """Return what was removed from a file, under each name that it had, the latest first.

        It had that of a file whose plan does not exist any more, if they have a line in common.
        """
        if not self.of_file:
            return []
        own = {one.line.strip() for _, one in self.of_file.get(name, ())}
        if now.source is not None:
            own.update(line.strip().encode() for line in now.source.lines)
        former = {each for line in own for each in self.files_with.get(line, ()) if each != name}
        names = {name, *(one for one in former if self._is_former_name(one, path))}
        return self._removed_lines(names)

    def _removed_lines(self, names: Iterable[bytes]) -> list[_GoneLine]:
        """Return what was removed from some files, the latest first, but what merges removed last.

        Who merged two branches did not remove what one of them had removed.
        """
        found = sorted(each for one in names for each in self.of_file.get(one, ()))
        lines = [_GoneLine(one.line.strip(), one.commit) for _, one in found]
        return sorted(lines, key=lambda one: one.commit is not None and one.commit.is_merge)

    def _is_former_name(self, name: bytes, path: Path) -> bool:
        """Tell whether a file has no plan any more, or is the one at `path`, in other capitals."""
        try:
            return name in self.unused or file_of(self.root, name).samefile(path)
        except OSError:
            return False

    def _is_beside(self, name: str, path: Path) -> bool:
        """Tell whether the file that git knows by `name` exists, in the folder of `path`."""
        file = file_of(self.root, os.fsencode(name))
        try:
            return os.path.lexists(file) and file.parent.samefile(path.parent)
        except OSError:  # the folder of a text on standard input may not exist yet
            return False

    def _is_elsewhere(self, line: bytes, name: bytes) -> bool:
        """Tell whether the file of another plan than that of the file `name` has a line."""
        return bool(self._files_with_entry.get(line, set()) - {name})

    @cached_property
    def _files_with_entry(self) -> dict[bytes, set[bytes]]:
        """The files with a plan that the last commit has each line in."""
        found: dict[bytes, set[bytes]] = {}
        for name, data in self._contents(self.in_use):
            for one in _lines_of(data):
                found.setdefault(one.line, set()).add(name)
        return found

    @cached_property
    def _orphans(self) -> tuple[RemovedSignoff, ...]:
        """What no plan has any more: in files that lost their plan, or that are gone."""
        gone = [
            (name, one)
            for name, data in self._contents(sorted(self.unused))
            for one in _lines_of(data)
        ]
        gone += [(name, one) for name in self.unused for one in self._removed_lines([name])]
        return tuple(
            each
            for name, one in gone
            if one.is_entry and one.line not in self._files_with_entry
            for each in _removed_signoffs(one, "", os.fsdecode(name))
        )

    def _contents(self, names: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
        """Return what the last commit has of files.

        Raises:
            UserError: git cannot say.
        """
        new = [name for name in names if name not in self._read]
        found = Repository(self.root).objects([f"{self.head}:".encode() + name for name in new])
        self._read.update(zip(new, found, strict=True))
        for name in names:
            if (one := self._read[name]) is not None:
                yield name, one.data


def _lines_of(data: bytes) -> Iterator[_GoneLine]:
    for line in data.removeprefix(codecs.BOM_UTF8).splitlines():
        yield _GoneLine(line.strip())


def _text(line: bytes) -> str:
    return line.decode("utf-8", "replace")


def _removed_signoffs(gone: _GoneLine, file: str, origin: str = "") -> Iterator[RemovedSignoff]:
    for one in signoffs_in(gone.line, "").entries:
        yield RemovedSignoff(one, file, gone.commit, origin)
