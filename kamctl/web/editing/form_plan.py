"""A plan whose fields a page shows, with all that is known of it: findings, examples, fixes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from kamctl.document.finding import Severity
from kamctl.i18n.catalog import SOURCE_LANGUAGE, translator
from kamctl.i18n.language import supported_language
from kamctl.i18n.marked_text import capitalized
from kamctl.i18n.text_normalization import printed_line
from kamctl.i18n.truncate import truncate
from kamctl.plan.amounts import Conventions, conventions_of
from kamctl.plan.codes import LANGUAGES
from kamctl.plan.field_text import FieldTexts
from kamctl.plan.fix_proposals import proposals
from kamctl.plan.functions import function_name
from kamctl.plan.load import load_plan
from kamctl.plan.references import STAKEHOLDER, Names, names_in
from kamctl.plan.values import FUNCTIONS
from kamctl.web.editing.field_examples import field_examples
from kamctl.web.editing.field_findings import is_in_plan, nearest_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kamctl.document.document import Document
    from kamctl.document.finding import Finding
    from kamctl.document.span import KeyPath
    from kamctl.i18n.message import Message, Translate
    from kamctl.web.editing.custom_fields import DeclaredFields

_TITLES: Final = ("name", "title", "text", "statement", "concern", "step", "function", "year", "on")
"""The fields that an entry is called by: the first that it has."""
_ENDS: Final = (("from", "to", " → "), ("unit", "offering", " · "))
"""The fields that say together what an entry without one of these is about, and what is between."""
_MAX_TITLE: Final = 70
"""Characters."""
_is_year: Final = re.compile(r"20[0-9]{2}", re.ASCII).fullmatch
_YEAR: Final = 2027
"""The year of examples where the plan has no period."""


@dataclass(frozen=True)
class FormPlan:
    """A plan whose fields are shown: its document, and what is known of it.

    `findings` are those of the plan, `functions` and `custom` the functions and the own fields of
    the company, `language` is that of the page.
    """

    document: Document
    language: str = SOURCE_LANGUAGE
    findings: tuple[Finding, ...] = ()
    functions: tuple[str, ...] = FUNCTIONS
    custom: DeclaredFields = field(default_factory=dict)

    @cached_property
    def conventions(self) -> Conventions:
        """What decides how figures and dates are written: the plan's language and currency."""
        return conventions_of(self.document.value)

    @cached_property
    def texts(self) -> FieldTexts:
        """Shows and reads values."""
        return FieldTexts(self.conventions)

    @cached_property
    def translate(self) -> Translate:
        """Translates into the page's language."""
        return translator(self.language)

    @cached_property
    def examples(self) -> Mapping[str, Any]:
        """An example of each field, with dates of the plan's period."""
        start = str(self.document.get(("plan", "period", "start")))[:4]
        return field_examples(self.language, int(start) if _is_year(start) else _YEAR)

    @cached_property
    def fixes(self) -> Mapping[KeyPath, str]:
        """By path, the one right answer where a value cannot be read."""
        if not any(one.severity is Severity.ERROR for one in self.findings):
            return {}
        proposed = proposals(load_plan(self.document), self.functions)
        return {one.path: one.new for one in proposed if one.kind == "replace"}

    @cached_property
    def names(self) -> Names:
        """The entries that others can refer to."""
        return names_in(self.document.value)

    @cached_property
    def people(self) -> Mapping[str, str]:
        """The names of the people at the customer, by id."""
        entries = self.names.entries
        return {one.id: one.name or one.id for one in entries if one.kind == STAKEHOLDER}

    @cached_property
    def findings_by_path(self) -> Mapping[KeyPath, list[Finding]]:
        """The findings in the plan, by the path of the field or entry that they are at."""
        found: dict[KeyPath, list[Finding]] = {}
        for one in self.findings:
            if is_in_plan(one, self.document):
                found.setdefault(nearest_path(one), []).append(one)
        return found

    def say(self, text: Message) -> str:
        """Say a message in the page's language."""
        return text.say(self.translate)


def page_language(document: Document, otherwise: str = SOURCE_LANGUAGE) -> str:
    """Return the language in which a plan is edited: its own, where kamctl speaks it."""
    return supported_language(conventions_of(document.value).language) or otherwise


def entry_title(plan: FormPlan, path: KeyPath) -> str:
    """Return what people call an entry: its name, or the first words of its text."""
    value = plan.document.get(path)
    if isinstance(value, dict):
        if value and value.keys() <= LANGUAGES:
            value = plan.texts.wording(value)
        else:
            key = next((key for key in _TITLES if value.get(key) not in (None, "")), "")
            if key == "function":
                return capitalized(plan.say(function_name(str(value[key]))))
            value = value.get(key, "") if key else _ends(plan, value)
            if isinstance(value, dict):
                value = plan.texts.wording(value)
    return truncate(printed_line(str(value)), _MAX_TITLE) if value is not None else ""


def _ends(plan: FormPlan, entry: Mapping[Any, Any]) -> str:
    """Return whom or what an entry connects, by name; an end that is missing is left out."""
    for first, second, between in _ENDS:
        ends = [str(end) for end in (entry.get(first), entry.get(second)) if end not in (None, "")]
        if ends:
            names = plan.people if first == "from" else {}
            return between.join(names.get(end, end) for end in ends)
    return ""
