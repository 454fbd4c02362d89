"""The templates' environment: an unknown name is an error; a company's own run in a sandbox."""

from __future__ import annotations

import os
import re
from functools import wraps
from io import StringIO
from typing import TYPE_CHECKING, Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, TemplateNotFound
from jinja2.bccache import FileSystemBytecodeCache
from jinja2.exceptions import SecurityError
from jinja2.loaders import split_template_path
from jinja2.sandbox import ImmutableSandboxedEnvironment

from kamctl.briefing.engine.custom_templates import are_used, check_version
from kamctl.briefing.engine.template_errors import OutputTooLarge, UnknownField
from kamctl.i18n.catalog import translator
from kamctl.i18n.data_files import cache_folder, templates_dir

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from jinja2 import Template
    from jinja2.bccache import Bucket, BytecodeCache

    from kamctl.briefing.engine.branding import Branding

_FOLDER = "briefing"
_LARGEST_TEMPLATE = 500_000
"""Bytes."""
_MAX_PAGE_LENGTH = 20_000_000
"""Characters that a page may have."""
_LARGEST_NUMBER = 10_000
"""What a template may pad, indent or cut to."""
_OPERATIONS = (
    *("__iter__", "__str__", "__len__", "__eq__", "__ne__", "__bool__", "__hash__", "__contains__"),
    *("__call__", "__getitem__", "__add__", "__radd__", "__sub__", "__mul__", "__mod__"),
    *("__lt__", "__le__", "__gt__", "__ge__", "__int__", "__float__"),
)
"""What can be done with a value: with one that does not exist, each of them fails."""
_WIDE_FORMAT = re.compile(r"%[^a-zA-Z%]*\d{4}|%[^a-zA-Z%]*\*").search
_WIDE_FIELD = re.compile(r"\{[^{}]*:[^{}]*(?:\d{4}|\{)").search
_PADDING_METHODS = frozenset({"center", "expandtabs", "ljust", "rjust", "zfill"})
_PADDING = ("center", "indent", "batch", "slice", "wordwrap", "truncate")


def environment(
    language: str,
    *,
    autoescape: bool,
    finalize: Callable[[Any], Any],
    folder: Path | None = None,
    area: str = _FOLDER,
) -> Environment:
    """Return an environment whose templates speak `language` through `_`.

    `finalize` sees every value before it is printed. An unknown name is an error.
    Templates in `folder`, a company's own, come before those of kamctl, which are in `area`.
    """
    ours = FileSystemLoader(templates_dir() / area)
    # Kamctl's own templates do nothing that a sandbox would have to watch, which takes its time.
    made = (Environment if folder is None else _Sandbox)(
        loader=ours if folder is None else ChoiceLoader([_ConfinedLoader(folder), ours]),
        autoescape=autoescape,
        undefined=_UnknownName,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=folder is not None,
        bytecode_cache=_bytecode_cache("pages" if folder is None else "own"),
    )
    made.globals["_"] = translator(language)
    made.globals.pop("lipsum", None)
    for name in _PADDING:
        made.filters[name] = _without_large_numbers(made.filters[name])
    made.filters["format"] = _without_wide_formats(made.filters["format"])
    return made


class _Sandbox(ImmutableSandboxedEnvironment):
    """Knows that the fields of a view may be read: the general answer takes far longer."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, str) and attr in _PADDING_METHODS:
            return False
        fields = getattr(type(obj), "_fields", ())
        return attr in fields or super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Keep a short formula from making a page of a gigabyte."""
        numbers = isinstance(left, int | float) and isinstance(right, int | float)
        if operator == "**" or (operator == "*" and not numbers):
            raise SecurityError(f"“{operator}” is for numbers, one times the other")
        if operator == "%" and isinstance(left, str):
            _refuse_wide(_WIDE_FORMAT, left)
        return super().call_binop(context, operator, left, right)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """Refuse `"{:1000000000}".format(…)`, too."""
        wrapped = super().wrap_str_format(value)
        if wrapped is not None:
            _refuse_wide(_WIDE_FIELD, value.__self__)
        return wrapped


def _refuse_wide(is_wide: Callable[[str], object], text: str) -> None:
    if is_wide(text):
        raise SecurityError("this format is too wide")


def _without_wide_formats(formatted: Callable[..., str]) -> Callable[..., str]:
    """Return the filter `format` that refuses what `%` refuses: very wide fields."""

    @wraps(formatted)
    def limited(text: str, *values: Any, **named: Any) -> str:
        _refuse_wide(_WIDE_FORMAT, str(text))
        return formatted(text, *values, **named)

    return limited


def _without_large_numbers(padded: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter that refuses a number which would fill the memory."""

    @wraps(padded)
    def limited(*values: Any, **more: Any) -> Any:
        for value in (*values[1:], *more.values()):
            if isinstance(value, int) and abs(value) > _LARGEST_NUMBER:
                raise SecurityError("this number is too large")
        return padded(*values, **more)

    return limited


class _UnknownName(StrictUndefined):
    """A name or field that does not exist: any use of it fails, and the error knows which do."""

    def _fail_with_undefined_error(self, *_: Any, **__: Any) -> Any:
        if issubclass(self._undefined_exception, SecurityError):
            raise SecurityError(f"“{self._undefined_name}” is not for templates")
        raise UnknownField(str(self._undefined_name), type(self._undefined_obj))


for _name in _OPERATIONS:
    setattr(_UnknownName, _name, _UnknownName._fail_with_undefined_error)


def builtin_folder() -> Path:
    """Return the folder of the templates that kamctl brings along."""
    return templates_dir() / _FOLDER


class _ConfinedLoader(FileSystemLoader):
    """Reads the templates of one folder; follows no link that leads out of it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._folder = folder

    def get_source(self, environment: Environment, template: str) -> Any:
        try:
            place = self._folder.joinpath(*split_template_path(template)).resolve()
            is_inside = place.is_relative_to(self._folder.resolve()) and place.is_file()
        except (OSError, RuntimeError, ValueError):
            is_inside = False  # links in a circle, a character no path may have
        if not is_inside:
            raise TemplateNotFound(template)
        if place.stat().st_size > _LARGEST_TEMPLATE:
            raise OutputTooLarge(str(place))
        text, file, fresh = super().get_source(environment, template)
        check_version(text, file)
        return text, file, fresh


def with_used_templates(branding: Branding, kind: str) -> Branding:
    """Return `branding` without a folder of templates where none of them takes part in `kind`."""
    if branding.folder is None or are_used(branding.folder, builtin_folder(), kind):
        return branding
    return branding._replace(folder=None)


def render_limited(template: Template, folder: Path | None, **values: Any) -> str:
    """Fill in `template`; one of a company's own stops when its page is too long.

    Raises:
        OutputTooLarge: it is.
    """
    if folder is None:
        return template.render(values)
    page = StringIO()  # a list of pieces of one character each would take gigabytes
    for piece in template.generate(values):
        page.write(piece)
        if page.tell() > _MAX_PAGE_LENGTH:
            raise OutputTooLarge(str(folder / str(template.name)))
    return page.getvalue()


class _Cache(FileSystemBytecodeCache):
    """A cache that is not used where its folder cannot be read or written."""

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


def _bytecode_cache(name: str) -> BytecodeCache | None:
    """Return a cache of compiled templates: compiling them costs more than filling them in."""
    folder = cache_folder(name)
    if folder is None:
        return None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    if not _is_ours(folder):
        return None
    return _Cache(str(folder))


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
