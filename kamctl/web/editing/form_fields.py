"""The fields of a plan, as a page shows them: made from the models and from what the plan says.

A field knows how it is typed from what it means: an id is chosen among the entries it may name, a
claim is a statement with its source, whether the plan has it as one text or as several fields.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import starmap
from typing import TYPE_CHECKING, Any, Final

from kamctl.briefing.visibility.field_readers import readers_of
from kamctl.checks.helpers.placeholders import is_placeholder
from kamctl.document.changes import Entry
from kamctl.document.key_paths import place_name
from kamctl.i18n.catalog import languages
from kamctl.i18n.locales import own_name
from kamctl.i18n.marked_text import capitalized
from kamctl.i18n.message import N_
from kamctl.i18n.text_normalization import without_accents
from kamctl.plan.codes import LANGUAGES
from kamctl.plan.currency_names import currency_names
from kamctl.plan.fields import PlanField, field_at, fields_at, fields_in
from kamctl.plan.functions import function_name
from kamctl.plan.labels import labels_of
from kamctl.plan.schema_lookup import has_short_form, is_list
from kamctl.plan.stored_values import measure_unit_at, place_in, stored_path, value_of
from kamctl.web.editing.custom_fields import CUSTOM, YES_NO, custom_field, custom_fields_at
from kamctl.web.editing.field_findings import field_finding
from kamctl.web.editing.field_keys import field_key
from kamctl.web.editing.form_field import Choice, FormEntry, FormField, Widget, distinct_choices
from kamctl.web.editing.form_plan import entry_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kamctl.document.span import KeyPath
    from kamctl.web.editing.form_plan import FormPlan
    from kamctl.web.editing.outcome import FieldFinding

_NOT_ASKED: Final = frozenset(
    {
        "plan.stage",  # moved by itself, where the plan meets it
        # Recorded together, on the text that is shown.
        *(
            f"objectives[].customer_confirmation.{name}"
            for name in ("by", "on", "how", "fingerprint")
        ),
    }
)
_SELDOM: Final = frozenset(
    {
        "account.formerly",
        "objectives[].outcome",
        "objectives[].customer_confirmation.waiver",
    }
)
"""What few plans need: it comes behind the rest, and groups are folded."""
_CLAIM_FIRST: Final = ("text", "told_by", "on")
"""The fields of a claim in the order of the question: what is so, who told us, when."""
_IN_CLAIM: Final = {"text": N_("In one sentence"), "status": N_("Certainty")}
"""What fields of a claim are called below the name of the claim."""
_SMALL_WORDS: Final = (
    "a an the of it its is are was were be they them their our own we who what which when where "
    "how by for from under in on with and or us to as this that one about more person date works"
)
"""Words that add nothing to a label, in the language of the msgids."""
_LONG_TEXT: Final = 60
"""Characters from which a text gets several lines."""
_LONG_FIELDS: Final = frozenset(
    {
        *("statement", "summary", "strategy", "text", "ask", "concern", "note", "so_what", "gap"),
        *("why", "next_step", "our_part", "their_need", "learned", "customer_gain", "our_gain"),
        *("success_criterion", "gain", "mitigation", "requested", "granted", "our_adjustment"),
        *("response", "success", "reason"),
    }
)
_WIDGETS: Final = {
    "date": Widget.DATE,
    "amount": Widget.MONEY,
    "percent": Widget.PERCENT,
    "number": Widget.NUMBER,
    "choice": Widget.CHOICE,
    "country": Widget.CHOICE,
    "function": Widget.CHOICE,
    "reference": Widget.CHOICE,
}


def form_fields(
    plan: FormPlan, path: KeyPath = (), *, with_entries: bool = True
) -> list[FormField]:
    """Return the fields of the part of a plan at `path`, in the order of the format.

    Without `with_entries`, the entries of lists have their titles alone, which takes a list of
    thousands a moment.

    A path with indexes leads to a part with fields, such as a section or an entry of a list; to a
    list it gives one field, the list itself.
    """
    return _FormBuilder(plan, with_entries=with_entries).fields(path)


def form_field(plan: FormPlan, path: KeyPath, *, with_entries: bool = True) -> FormField | None:
    """Return one field; None where the format has none there, or pages do not ask for it."""
    form = _FormBuilder(plan, with_entries=with_entries)
    one = field_at(path)
    if one is not None:
        is_asked = one.kind != "custom" and one.place not in _NOT_ASKED
        return form.field(one, path) if is_asked else None
    if (own := custom_field(plan.document, path, plan.custom)) is not None:
        return form.custom(own, path)
    text = field_at(path[:-1]) if path and path[-1] in LANGUAGES else None
    return form.wording(text, path) if text is not None and text.kind == "text" else None


def form_entry(plan: FormPlan, path: KeyPath, *, with_entries: bool = True) -> FormEntry:
    """Return the entry of a list at `path`, with its fields."""
    return _FormBuilder(plan, with_entries=with_entries).entry(path)


class _FormBuilder:
    """Makes the fields of one plan."""

    def __init__(self, plan: FormPlan, *, with_entries: bool = True) -> None:
        self.plan = plan
        self._with_entries = with_entries
        self.document = plan.document
        self._translate = plan.translate
        self._names = plan.names
        self._findings_by_path = plan.findings_by_path

    def fields(self, path: KeyPath) -> list[FormField]:
        """Return the fields of the part at `path`."""
        if path and isinstance(path[-1], str) and is_list(path):
            listed = field_at(path)
            is_asked = listed is not None and listed.place not in _NOT_ASKED
            return [self.field(listed, path)] if listed is not None and is_asked else []
        place = place_name(path)
        is_claim = bool(path) and has_short_form(path)
        asked = _claim_fields(place) if is_claim else fields_in(place)
        asked = tuple(sorted(asked, key=lambda one: one.place in _SELDOM))
        found = [self.field(one, (*path, one.key)) for one in asked if self._is_asked(one, path)]
        group = next((one for one in asked if one.kind == "custom"), None)
        if group is not None:
            declared = self.plan.custom
            own = tuple(starmap(self.custom, custom_fields_at(self.document, path, declared)))
            if own:
                made = self._form_field(group, (*path, group.key), Widget.GROUP, fields=own)
                label = self._translate(N_("Your company's own fields"))
                found.append(replace(made, label=label, why=""))
        return found

    def _is_asked(self, one: PlanField, path: KeyPath) -> bool:
        if one.place in _NOT_ASKED or one.kind == "custom":
            return False
        # People need no ids; they are asked for one only where it is wrong or missing.
        return one.key != "id" or (*path, "id") in self._findings_by_path

    def field(self, one: PlanField, path: KeyPath) -> FormField:
        """Return the field at `path`."""
        if one.kind in ("part", "claim"):
            if one.is_list:
                return self._form_field(one, path, Widget.ENTRIES, entries=self._entries(path))
            widget = Widget.CLAIM if one.kind == "claim" else Widget.GROUP
            return self._form_field(one, path, widget, fields=tuple(self.fields(path)))
        value = self.value(path)
        if one.kind == "text" and not one.may_be_list:
            return self._text(one, path, value)
        if one.key == "unit" and isinstance(value, dict):
            singular_and_plural = tuple(
                self._form_field(
                    form, (*path, form.key), Widget.TEXT, value=str(value.get(form.key, ""))
                )
                for form in fields_at("objectives[].measures[].unit")
            )
            return self._form_field(one, path, Widget.GROUP, fields=singular_and_plural)
        unit = measure_unit_at(self.document.value, path)
        widget = _WIDGETS.get(one.kind, Widget.TEXT)
        if one.may_be_list:
            widget = Widget.CHOICES if widget is Widget.CHOICE else Widget.TEXTS
        shown = self.plan.texts.shown(one, value, unit)
        choices = self._choices(one, path, shown) if "choice" in widget.value else ()
        return self._form_field(
            one, path, widget, value=shown, choices=choices, unit=self._unit(one, unit)
        )

    def custom(self, one: PlanField, path: KeyPath) -> FormField:
        """Return a field of the company's own."""
        value = self.value(path)
        shown = self.plan.texts.shown(one, value)
        widget = Widget.TEXTS if one.is_list else _WIDGETS.get(one.kind, Widget.TEXT)
        if widget is Widget.TEXT:
            widget = self._text_widget(one, value)
        choices = self._choices(one, path, shown) if widget is Widget.CHOICE else ()
        return self._form_field(one, path, widget, value=shown, choices=choices)

    def value(self, path: KeyPath) -> Any:
        """Return what the plan has at a path; the statement of a claim that is a text alone."""
        return value_of(self.document.value, path, self.plan.conventions.language)

    def _text(self, one: PlanField, path: KeyPath, value: Any) -> FormField:
        """Return a text, with its translations where the plan is read in several languages."""
        own, *others = self._languages(value)
        if isinstance(value, dict):
            main = self.wording(one, (*path, own))
        else:
            main = self._form_field(
                one, path, self._text_widget(one, value), value=self._shown(one, value)
            )
        if not others:
            return main
        translations = tuple(self.wording(one, (*path, language)) for language in others)
        return replace(main, translations=translations)

    def wording(self, one: PlanField, path: KeyPath) -> FormField:
        """Return a text in the language that its path ends with."""
        value, language = self.value(path), str(path[-1])
        widget = self._text_widget(one, value)
        made = self._form_field(one, path, widget, value=self._shown(one, value))
        is_own = language == self.plan.conventions.language
        label = made.label if is_own else f"{made.label} ({own_name(language)})"
        return replace(made, language=language, label=label)

    def _shown(self, one: PlanField, value: Any) -> str:
        return self.plan.texts.shown(one, value)

    def _languages(self, value: Any) -> list[str]:
        own = self.plan.conventions.language
        listed = self.document.get(("plan", "languages"))
        wanted = [one for one in listed if one in LANGUAGES] if isinstance(listed, list) else []
        there = list(value) if isinstance(value, dict) else []
        return list(dict.fromkeys((own, *wanted, *there)))

    def _text_widget(self, one: PlanField, value: Any) -> Widget:
        is_long = isinstance(value, str) and (len(value) > _LONG_TEXT or "\n" in value.strip())
        return Widget.LONG_TEXT if is_long or one.key in _LONG_FIELDS else Widget.TEXT

    def _entries(self, path: KeyPath) -> tuple[FormEntry, ...]:
        value = self.document.get(path)
        if not isinstance(value, list):
            return ()
        if self._with_entries:
            return tuple(self.entry((*path, at)) for at in range(len(value)))
        return tuple(
            FormEntry(key, entry_title(self.plan, (*path, at)))
            for at, key in enumerate(self._entry_keys(path, value))
        )

    def _entry_keys(self, path: KeyPath, entries: list[Any]) -> Iterator[str]:
        """Return the keys of entries: of thousands with ids without comparing each with all."""
        around = place_in(self.document.value, path)
        ids = [one.get("id") if isinstance(one, dict) else None for one in entries]
        known = Counter(one for one in ids if isinstance(one, str))
        for at, own in enumerate(ids):
            if isinstance(own, str) and known[own] == 1:
                yield field_key((*around, Entry({"id": own}, at)))
            else:
                yield self._key((*path, at))

    def entry(self, path: KeyPath) -> FormEntry:
        """Return the entry of a list at `path`."""
        return FormEntry(
            self._key(path),
            entry_title(self.plan, path),
            tuple(self.fields(path)),
            self._findings(path),
        )

    def _unit(self, one: PlanField, unit: str) -> str:
        if one.kind == "amount":
            return self.plan.conventions.currency or ""
        if one.kind == "percent":
            return "%"
        return unit if one.kind == "number" else ""

    def _choices(self, one: PlanField, path: KeyPath, shown: str) -> tuple[Choice, ...]:
        """Return what can be chosen, and what is chosen though it could not be."""
        chosen = shown.split("\n") if shown else []
        offered = dict(self._offered(one, path))
        for value in chosen:
            offered.setdefault(value, value)
        return distinct_choices(offered.items(), chosen)

    def _offered(self, one: PlanField, path: KeyPath) -> Iterable[tuple[str, str]]:
        if one.kind == "reference":
            return (
                (entry.id, entry_title(self.plan, entry.path))
                for entry in self._names.entries
                if entry.kind in one.references and entry.path != path[:-1]  # not its own
            )
        if one.kind == "function":
            known = ((name, self.plan.say(function_name(name))) for name in self.plan.functions)
            return ((name, capitalized(label)) for name, label in known)
        if one.kind == "country":
            named = ((code, self.plan.texts.country(code)) for code in one.values)
            return sorted(named, key=lambda pair: without_accents(pair[1].casefold()))
        if one.place == "plan.currency":
            return currency_names(self.plan.language)
        if one.place in ("plan.language", "plan.languages"):
            return ((code, own_name(code)) for code in languages())
        if one.values == YES_NO:
            yes_and_no = (capitalized(self._translate(one)) for one in (N_("yes"), N_("no")))
            return zip(YES_NO, yes_and_no, strict=True)
        labels = labels_of(one.values)
        return ((value, self._translate(labels.get(value, value))) for value in one.values)

    def _form_field(
        self,
        one: PlanField,
        path: KeyPath,
        widget: Widget,
        *,
        value: str = "",
        unit: str = "",
        choices: tuple[Choice, ...] = (),
        fields: tuple[FormField, ...] = (),
        entries: tuple[FormEntry, ...] = (),
    ) -> FormField:
        around = path[: -1 if path[-1] == one.key else -2]
        in_claim = _IN_CLAIM.get(one.key) if around and has_short_form(around) else None
        return FormField(
            self._key(path),
            one.place,
            widget,
            self._translate(in_claim or one.facet.label),
            question=self._translate(one.facet.question) if one.facet.question else "",
            why="" if in_claim and one.key == "text" else self._why(one),
            example=self._example(one, widget),
            seen_by=self._seen_by(one, widget),
            value=value,
            unit=unit,
            choices=choices,
            fields=fields,
            entries=entries,
            findings=self._findings(path),
            is_required=one.is_required,
            is_placeholder=one.kind == "text" and bool(value) and is_placeholder(value),
            is_seldom=one.place in _SELDOM,
            is_signed=one.facet.signed,
            fix=self.plan.fixes.get(stored_path(self.document.value, path), ""),
        )

    def _why(self, one: PlanField) -> str:
        """Return what a field is for; empty where its label says so."""
        return capitalized(self._translate(one.description)) if _explains(one) else ""

    def _example(self, one: PlanField, widget: Widget) -> str:
        """Return an example as people would type it; none where values are chosen."""
        if not widget.is_typed or "choice" in widget.value:
            return ""
        value = self.plan.examples.get(one.place)
        if isinstance(value, list):
            return ", ".join(self._shown(one, item) for item in value)
        shown = self._shown(one, value)
        return "" if is_placeholder(shown) else shown

    def _seen_by(self, one: PlanField, widget: Widget) -> str:
        around, custom, _ = one.place.rpartition(f"{CUSTOM}.")
        place = f"{around}{CUSTOM}" if custom else one.place
        readers = readers_of(place) if widget.is_typed else None
        return readers.say(self._translate) if readers is not None else ""

    def _key(self, path: KeyPath) -> str:
        return field_key(place_in(self.document.value, path))

    def _findings(self, path: KeyPath) -> tuple[FieldFinding, ...]:
        found = self._findings_by_path.get(stored_path(self.document.value, path), ())
        return tuple(field_finding(one, self._key(path), self.plan) for one in found)


def _claim_fields(place: str) -> tuple[PlanField, ...]:
    """Return the fields of a claim, the statement first, then who told us and when."""
    found = {one.key: one for one in fields_at(place)}
    first = [found.pop(key) for key in _CLAIM_FIRST if key in found]
    return (*first, *found.values())


def _explains(field: PlanField) -> bool:
    """Tell whether the description of a field says more than its label and its question."""
    known = f"{field.facet.label} {field.facet.question} {_SMALL_WORDS}".casefold()
    words = re.findall(r"\w+", field.description.casefold())
    return any(one.removesuffix("s") not in known for one in words)
