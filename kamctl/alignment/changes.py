"""What has changed since somebody signed, in words: “Share of wallet: target 42 % → 38 %”."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kamctl.alignment.wordings import apart
from kamctl.words.message import N_, Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kamctl.alignment.matter import Matter

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
BETTER: Final = {"increase": N_("more is better"), "decrease": N_("less is better")}
EFFECTS: Final = {
    "positive": N_("positive"),
    "neutral": N_("neutral"),
    "negative": N_("negative"),
}


def changes(
    signed: Mapping[str, Any], now: Matter, people: Mapping[str, str]
) -> tuple[Message, ...]:
    """Say what is different now from what was signed; `people` are names by id.

    Empty where nothing is, or where what was signed is not known.
    """
    if not signed:
        return ()
    return tuple(_Comparison(people).all(signed, now))


class _Comparison:
    def __init__(self, people: Mapping[str, str]) -> None:
        self.people = people

    def all(self, signed: Mapping[str, Any], now: Matter) -> Iterator[Message]:
        yield from self._named(OF_OBJECTIVE, signed, now, None)
        yield from self._entries(
            _by_name(signed.get("measures")), _by_name(now.get("measures")), self._measure
        )
        yield from self._entries(
            _by_function(signed.get("directions")),
            _by_function(now.get("directions")),
            self._direction,
        )

    def _named(
        self, names: Mapping[str, str], before: Any, after: Any, of: str | None
    ) -> Iterator[Message]:
        for key, name in names.items():
            old, new = before.get(key), after.get(key)
            if old == new:
                continue
            if isinstance(old, dict) or isinstance(new, dict):
                yield from self._wordings(name, old or {}, new or {}, of)
            else:
                yield _arrow(Message(name), self._shown(key, old), self._shown(key, new), of)

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
        if units[0] != units[1]:
            yield _arrow(message("unit"), *units, name)
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

    def _shown(self, key: str, value: Any) -> str:
        if not isinstance(value, str):
            return ""
        return self.people.get(value, value) if key in _PEOPLE else value


def _arrow(name: Message, before: object, after: object, of: str | None) -> Message:
    """Say what something was and what it is: “target 42 % → 38 %”."""
    old = before or message("nothing")
    new = after or message("nothing")
    if of is None:
        return message("{name}: {before} → {after}", name=name, before=old, after=new)
    return message("{of}: {name} {before} → {after}", of=of, name=name, before=old, after=new)


def _effect(effect: object) -> Message | None:
    return Message(EFFECTS[effect]) if isinstance(effect, str) and effect in EFFECTS else None


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
