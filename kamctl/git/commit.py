"""Some files committed, and nothing else: the one thing that kamctl has git write.

Unlike everything in `process.py`, this runs the repository's hooks: they are its rules. Nothing is
ever pushed or pulled.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kamctl.document.errors import UserError
from kamctl.git.identity import UNNAMED, User
from kamctl.git.process import GitError
from kamctl.git.repository import Repository, git_path, repository_error
from kamctl.i18n.message import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.i18n.message import Message

_HOOK_SECONDS: Final = 120
"""How long the hooks of a repository may take."""
_MAX_LINES: Final = 5
"""Lines of what a hook says that are shown: the last ones."""
_UNDER_WAY: Final = (
    "MERGE_HEAD",
    "rebase-merge",
    "rebase-apply",
    "CHERRY_PICK_HEAD",
    "REVERT_HEAD",
)
"""What git keeps in its folder while a merge, a rebase and so on is under way."""
_MAINTAINER: Final[Message] = message(
    "Ask the person who maintains this folder to finish it, then save again."
)


def commit_files(
    root: Path, files: Sequence[Path], text: str, author: User = UNNAMED
) -> str | None:
    """Commit files of the repository at `root`, as they are, and nothing else.

    What is staged stays staged. `author` is used where git knows nobody. Returns the new commit;
    None where the last one has the files already.

    Raises:
        UserError: it cannot be done; the repository is as it was then.
    """
    git = Repository(root)
    names = [git_path(root, one) for one in files]
    _check_ready(git)
    if _is_committed(git, names):
        return None
    _check_not_ignored(git, names)
    who = _identity(git, author)
    added = _add_new(git, names)
    try:
        git.run(
            *who,
            *("commit", "--quiet", "--only", "--cleanup=whitespace", "--file=-", "--"),
            *names,
            stdin=text.encode(),
            timeout=_HOOK_SECONDS,
        )
    except GitError as refused:
        _forget_new(git, added)
        raise _hook_error(refused) from None
    except UserError:
        _forget_new(git, added)
        raise
    return git.run("rev-parse", "HEAD").decode("ascii").strip()


def _check_ready(git: Repository) -> None:
    """Check that a commit would go where the next one belongs.

    Raises:
        UserError: something is under way in the repository, or no branch is checked out.
    """
    try:
        folder = Path(os.fsdecode(git.run("rev-parse", "--absolute-git-dir").rstrip(b"\n")))
    except GitError as failed:
        raise repository_error(git.root, failed) from None
    if any((folder / name).exists() for name in _UNDER_WAY):
        raise UserError(
            message("Changes of several people are being merged in this folder."), _MAINTAINER
        )
    if (folder / "index.lock").exists():
        raise UserError(
            message("Another program is saving a version in this folder."),
            message("Wait until it has finished, then save again."),
        )
    try:
        git.run("symbolic-ref", "--quiet", "HEAD")
    except GitError:
        raise UserError(
            message("This folder shows an earlier state; no version can be saved in it."),
            message(
                "Ask the person who maintains this folder to bring it up to date, then save again."
            ),
        ) from None


def _is_committed(git: Repository, names: Sequence[bytes]) -> bool:
    """Tell whether the last commit has all files as they are."""
    kept = git.objects([b"HEAD:" + name for name in names])
    for one, name in zip(kept, names, strict=True):
        file = git.root / os.fsdecode(name)
        if one is None or not file.exists():
            return False
        if one.data != file.read_bytes() and _is_changed(git, name):
            return False
    return True


def _is_changed(git: Repository, name: bytes) -> bool:
    """Tell whether git sees a change: line ends may be another in the folder by its settings."""
    try:
        git.run("diff", "--quiet", "--no-ext-diff", "HEAD", "--", name)
    except GitError:
        return True
    return False


def _check_not_ignored(git: Repository, names: Sequence[bytes]) -> None:
    for name in names:
        try:
            git.run("check-ignore", "--quiet", "--", name, literal=False)
        except GitError:
            continue
        raise UserError(
            message("{file} is excluded from the versions of this folder.", file=os.fsdecode(name)),
            message("Ask the person who maintains this folder to include it, then save again."),
        )


def knows_author(root: Path) -> bool:
    """Tell whether git knows who commits in the repository at `root`."""
    git = Repository(root)
    try:
        git.run("var", "GIT_COMMITTER_IDENT")
        git.run("config", "--get", "user.email")
    except GitError:
        return False
    return True


def _identity(git: Repository, author: User) -> list[str]:
    """Return the settings that name who commits, where git knows nobody.

    Raises:
        UserError: nobody does.
    """
    if knows_author(git.root):
        return []
    if not (author.name and author.email):
        raise UserError(
            message("A version carries your name and e-mail address, which are not known here."),
            message("Enter them, then save again."),
        )
    return ["-c", f"user.name={author.name}", "-c", f"user.email={author.email}"]


def _add_new(git: Repository, names: Sequence[bytes]) -> list[bytes]:
    """Make files known to git that it does not know, so that they can be committed alone."""
    known = git.run("ls-files", "-z", "--", *names).split(b"\0")
    new = [one for one in names if one not in known]
    if new:
        try:
            git.run("add", "--intent-to-add", "--", *new)
        except GitError as failed:
            raise repository_error(git.root, failed) from None
    return new


def _forget_new(git: Repository, names: Sequence[bytes]) -> None:
    if names:
        git.run("rm", "--cached", "--quiet", "--", *names)


def _hook_error(refused: GitError) -> UserError:
    """Say why git did not commit, in the last words of what refused it."""
    lines = [line.strip() for line in refused.output.splitlines() if line.strip()]
    if any("sign" in line and "fail" in line for line in lines):
        return UserError(
            message("The version could not be signed with your key."),
            message("Unlock your key, then save again."),
        )
    if not lines:
        return UserError(
            message("A rule of this folder refuses the version, without a reason."), _ASK
        )
    reason = " ".join(lines[-_MAX_LINES:])
    return UserError(
        message("A rule of this folder refuses the version: {reason}", reason=reason), _ASK
    )


_ASK: Final[Message] = message(
    "The plan is saved; only the version is not. Correct this, or ask the person who maintains "
    "this folder."
)
