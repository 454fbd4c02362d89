"""The templates' environment: a sandbox that cannot leave its folder and never prints nothing."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamctl.words.catalogue import translator
from kamctl.words.places import templates_dir

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment
    from jinja2.bccache import Bucket, BytecodeCache

FOLDER = "briefing"
CACHE_VARIABLE = "KAMCTL_CACHE_DIR"


def environment(
    language: str, *, autoescape: bool, finalize: Callable[[Any], Any], folder: Path | None = None
) -> Environment:
    """Return an environment whose templates speak `language` through `_`.

    `finalize` sees every value before it is printed. Reading a name that is not there is an error.
    """
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    class Sandbox(SandboxedEnvironment):
        """Knows that the fields of a view may be read: the general answer takes far longer."""

        def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
            fields = getattr(type(obj), "_fields", ())
            return attr in fields or super().is_safe_attribute(obj, attr, value)

    made = Sandbox(
        loader=FileSystemLoader(folder or templates_dir() / FOLDER),
        autoescape=autoescape,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        bytecode_cache=_bytecode_cache(),
    )
    made.globals["_"] = translator(language)
    return made


def _bytecode_cache() -> BytecodeCache | None:
    """Return a cache of compiled templates: compiling them costs more than filling them in."""
    from jinja2.bccache import FileSystemBytecodeCache

    class Cache(FileSystemBytecodeCache):
        """Does without where the folder cannot be read or written."""

        def load_bytecode(self, bucket: Bucket) -> None:
            try:
                super().load_bytecode(bucket)
            except (OSError, ValueError, EOFError, TypeError):
                bucket.reset()

        def dump_bytecode(self, bucket: Bucket) -> None:
            try:
                super().dump_bytecode(bucket)
            except OSError:
                return

    folder = _cache_folder()
    if folder is None:
        return None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    if not _is_ours(folder):
        return None
    return Cache(str(folder))


def _cache_folder() -> Path | None:
    """Return the folder of the user's caches; importing `platformdirs` for it would cost 6 ms."""
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        return Path(named) / "templates"
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        base = str(Path("~/Library/Caches").expanduser())
    else:
        base = os.environ.get("XDG_CACHE_HOME", "") or str(Path("~/.cache").expanduser())
    return Path(base) / "kamctl" / "templates" if Path(base).is_absolute() else None


def _is_ours(folder: Path) -> bool:
    """Tell whether only we can write to `folder`: what lies in it is run."""
    getuid = getattr(os, "getuid", None)
    if getuid is None:
        return True
    try:
        state = folder.stat()
    except OSError:
        return False
    return bool(state.st_uid == getuid() and not state.st_mode & 0o022)
