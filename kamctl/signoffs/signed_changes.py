"""What has changed since somebody signed, in words: “Share of wallet: target 42 % → 38 %”."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kamctl.comparison.text_diff import apart
from kamctl.i18n.message import N_, Message, message
from kamctl.signoffs.person_names import plain_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kamctl.signoffs.signed_content import Matter
    from kamctl.signoffs.signoff import Signoff

OF_OBJECTIVE: Final = {
    "statement": N_("the sentence"),
    "success_criterion": N_("the success criterion"),
    "due": N_("due"),
    "owner": N_("owner"),
    "decider": N_("decider"),
    "sponsor": N_("sponsor"),
}
OF_DIRECTION: Final = {
    "leader": N_("leader"),
    "ask": N_("the ask"),
    "gain": N_("the gain"),
    "mitigation": N_("what is done about it"),
    "requested": N_("resources requested"),
    "their_need": N_("their need"),
    "our_adjustment": N_("our adjustment"),
}
IMPACT: Final = {
    "budget": N_("the impact on the budget"),
    "resources": N_("the impact on resources"),
    "business": N_("the impact on the business"),
}
_PEOPLE: Final = ("owner", "decider", "sponsor", "leader")
BETTER: Final = {
    "increase": N_("more is better"),
    "decrease": N_("less is better"),
    "hold": N_("it is to hold"),
}
EFFECTS: Final = {
    "positive": N_("positive"),
    "neutral": N_("neutral"),
    "negative": N_("negative"),
}


def changes(signoff: Signoff, now: Matter, people: Mapping[str, str]) -> tuple[Message, ...]:
    """Say what is different now from what was signed; `people` are names by id.

    Empty where nothing is, or where what was signed is not known.
    """
    if not signoff.signed:
        return ()
    return tuple(_Comparison(people).all(signoff, now))


class _Comparison:
    def __init__(self, people: Mapping[str, str]) -> None:
        self.people = people

    def all(self, signoff: Signoff, now: Matter) -> Iterator[Message]:
        signed = signoff.signed
        yield from self._signer(signoff, now)
        if signed.get("currency") != now.get("currency") and "signer" in signed:
            yield _arrow(message("currency"), signed.get("currency"), now.get("currency"), None)
        yield from self._named(OF_OBJECTIVE, signed, now, None)
        yield from self._entries(
            _by_name(signed.get("measures")), _by_name(now.get("measures")), self._measure
        )
        yield from self._entries(
            _by_function(signed.get("directions")),
            _by_function(now.get("directions")),
            self._direction,
        )

    def _signer(self, signoff: Signoff, now: Matter) -> Iterator[Message]:
        """Say whether another person, or another address, stands behind the id that signed."""
        before, after = signoff.signed.get("signer"), now.get("signer", {})
        if before is None:
            return
        if before["name"] != after.get("name"):
            known = after.get("name")
            name = self._name({"id": signoff.by, "name": known}) if known else ""
            yield _arrow(message("signatory"), signoff.name, name, None)
        elif before.get("email") != after.get("email"):
            yield _arrow(
                message("e-mail address of {name}", name=signoff.name),
                before.get("email"),
                after.get("email"),
                None,
            )

    def _named(
        self, names: Mapping[str, str], before: Any, after: Any, of: str | None
    ) -> Iterator[Message]:
        for key, name in names.items():
            old, new = before.get(key), after.get(key)
            if old == new:
                continue
            if key in _PEOPLE:
                yield _arrow(Message(name), self._name(old), self._name(new), of)
            elif isinstance(old, dict) or isinstance(new, dict):
                yield from self._wordings(name, old or {}, new or {}, of)
            else:
                yield _arrow(Message(name), old, new, of)

    def _wordings(self, name: str, old: Any, new: Any, of: str | None) -> Iterator[Message]:
        """Say of each language of a text what it said and says."""
        for language in dict.fromkeys((*old, *new)):
            if old.get(language) == new.get(language):
                continue
            named = Message(name)
            if len({*old, *new}) > 1:
                named = message("{name} ({language})", name=named, language=language)
            before, after = apart(str(old.get(language, "")), str(new.get(language, "")))
            yield _arrow(named, _quoted(before), _quoted(after), of)

    def _entries(self, before: Any, after: Any, compare: Any) -> Iterator[Message]:
        for name in dict.fromkeys((*before, *after)):
            if before.get(name) == after.get(name):
                continue
            if name not in before:
                yield message("{name}: new", name=name)
            elif name not in after:
                yield message("{name}: taken out", name=name)
            else:
                yield from compare(name, before[name], after[name])

    def _measure(self, name: str, before: Any, after: Any) -> Iterator[Message]:
        units = before.get("unit", ""), after.get("unit", "")
        both = unit_of(before), unit_of(after)
        if both[0] != both[1]:
            yield _arrow(message("unit"), *both, name)
        for key, what, day in (
            ("baseline", N_("baseline"), N_("day of the baseline")),
            ("target", N_("target"), N_("day of the target")),
        ):
            old, new = before.get(key, {}), after.get(key, {})
            if old.get("value") != new.get("value"):
                yield _arrow(
                    Message(what),
                    with_unit(old.get("value"), units[0]),
                    with_unit(new.get("value"), units[1]),
                    name,
                )
            if old.get("on") != new.get("on"):
                yield _arrow(Message(day), old.get("on"), new.get("on"), name)
        old, new = before.get("direction"), after.get("direction")
        if old != new and new in BETTER:
            yield message("{name}: {change}", name=name, change=Message(BETTER[new]))
        if before.get("name") != after.get("name"):
            yield from self._wordings(
                N_("name"), before.get("name", {}), after.get("name", {}), name
            )

    def _direction(self, function: str, before: Any, after: Any) -> Iterator[Message]:
        yield from self._named(OF_DIRECTION, before, after, function)
        old, new = before.get("impact", {}), after.get("impact", {})
        for on, name in IMPACT.items():
            one, other = old.get(on, {}), new.get(on, {})
            if one.get("effect") != other.get("effect"):
                yield _arrow(
                    Message(name),
                    _effect(one.get("effect")),
                    _effect(other.get("effect")),
                    function,
                )
            if one.get("amount") != other.get("amount"):
                yield _arrow(
                    Message(name),
                    with_unit(one.get("amount"), ""),
                    with_unit(other.get("amount"), ""),
                    function,
                )
            if one.get("note") != other.get("note"):
                yield from self._wordings(
                    name, one.get("note", {}), other.get("note", {}), function
                )

    def _name(self, person: Any) -> str:
        """Return the name of somebody who was signed with the text, as it is written today."""
        if not isinstance(person, dict):  # version 1 signed the id alone
            return self.people.get(person, person) if isinstance(person, str) else ""
        known = self.people.get(person["id"])
        signed = person.get("name")
        if known is not None and signed in (None, plain_name(known)):
            return known
        return next(
            (name for name in self.people.values() if plain_name(name) == signed),
            signed.title() if signed else str(person["id"]),
        )


def _arrow(name: Message, before: object, after: object, of: str | None) -> Message:
    """Say what something was and what it is: “target 42 % → 38 %”."""
    old = before or message("nothing")
    new = after or message("nothing")
    if of is None:
        return message("{name}: {before} → {after}", name=name, before=old, after=new)
    return message("{of}: {name} {before} → {after}", of=of, name=name, before=old, after=new)


def _effect(effect: object) -> Message | None:
    return Message(EFFECTS[effect]) if isinstance(effect, str) and effect in EFFECTS else None


def unit_of(measure: Mapping[str, Any]) -> str:
    """Return the name of the unit, and that of one of it where that is another: “hub / hubs”."""
    names = measure.get("unit_of_one"), measure.get("unit")
    return " / ".join(name for name in names if name)


def with_unit(value: object, unit: str) -> str:
    """Write a value with digits in groups, and its unit: “1 750 000”, “42 %”."""
    if not isinstance(value, str):
        return ""
    whole, point, rest = value.partition(".")
    sign, digits = ("−", whole[1:]) if whole.startswith("-") else ("", whole)
    if digits.isdecimal():
        digits = f"{int(digits):,}".replace(",", "\u202f")
    return f"{sign}{digits}{point}{rest}" + (f"\u00a0{unit}" if unit else "")


def _quoted(text: str) -> str:
    return f"“{text}”" if text else ""


def _by_name(measures: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in measures if isinstance(measures, list) else ():
        name = one.get("name", {})
        found.setdefault(str(next(iter(name.values()), "?")), one)
    return found


def _by_function(directions: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in directions if isinstance(directions, list) else ():
        found.setdefault(str(one.get("function", "?")), one)
    return found
