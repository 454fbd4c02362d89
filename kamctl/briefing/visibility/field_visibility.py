"""Which values of one plan a reader may see, by where they are in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kamctl.briefing.visibility.field_permissions import (
    FIELD_PERMISSIONS,
    OF_DIRECTION,
    SERVED,
    has_permission,
)
from kamctl.document.key_paths import place_name, value_at

if TYPE_CHECKING:
    from kamctl.briefing.visibility.audience import Audience
    from kamctl.document.span import KeyPath


class FieldVisibility:
    """Tells what `audience` may see of a plan, of which `value` is what its document holds."""

    def __init__(self, value: Any, audience: Audience) -> None:
        self._audience = audience
        self._value = value
        self._served = _served(value)

    def may_see(self, path: KeyPath) -> bool:
        """Tell whether the reader may see the value at a path, which has indexes."""
        if self._audience.sees("all_details"):
            return True
        name = place_name(path)
        is_id = path[-1:] == ("id",)  # no document shows that of a concern
        if name.startswith(OF_DIRECTION) and not is_id and self._is_own(path):
            return True
        permission = FIELD_PERMISSIONS.get(name)
        if permission == SERVED:
            return self._is_served(path)
        return has_permission(self._audience, permission)

    def may_see_some(self, name: str) -> bool:
        """Tell whether the reader may see a field, such as `risks[].text`, of some entry."""
        if self._audience.sees("all_details"):
            return True
        if name.startswith(OF_DIRECTION) and self._audience.function is not None:
            return True
        permission = FIELD_PERMISSIONS.get(name)
        return permission == SERVED or has_permission(self._audience, permission)

    def _is_own(self, path: KeyPath) -> bool:
        direction = value_at(self._value, path[:4])
        function = direction.get("function") if isinstance(direction, dict) else None
        return self._audience.function is not None and function == self._audience.function

    def _is_served(self, path: KeyPath) -> bool:
        entry = value_at(self._value, path[:3])
        return isinstance(entry, dict) and entry.get("id") in self._served


def _served(value: Any) -> frozenset[str]:
    """Return the ids of what the objectives serve."""
    objectives = value_at(value, ("objectives",))
    found: set[str] = set()
    for one in objectives if isinstance(objectives, list) else ():
        serves = one.get("serves") if isinstance(one, dict) else None
        found.update(each for each in serves or () if isinstance(each, str))
    return frozenset(found)
