"""The templates of first plans and first workspace files: one file a language."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from kamctl.i18n.catalog import english_first
from kamctl.i18n.data_files import templates_dir
from kamctl.scaffold.typed_text import scalar


def template_languages(folder: str, name: str) -> tuple[str, ...]:
    """Return the languages of the templates called `name` in `folder`, English first."""
    match_name = re.compile(rf"{re.escape(name)}\.([a-z]{{2}})\.yaml\.j2").fullmatch
    files = (place.name for place in _folder(folder).iterdir())
    return english_first(match[1] for file in files if (match := match_name(file)))


@cache
def template_in(folder: str, name: str, language: str) -> Template:
    """Return the template called `name` in a language.

    Raises:
        jinja2.TemplateNotFound: there is none in that language.
    """
    environment = Environment(
        loader=FileSystemLoader(_folder(folder)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["scalar"] = scalar
    return environment.get_template(f"{name}.{language}.yaml.j2")


def _folder(name: str) -> Path:
    return templates_dir() / name
