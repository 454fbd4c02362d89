"""Changes under their headings."""

from __future__ import annotations

from kamctl.comparison.change import At, GroupedChanges, grouped_changes
from kamctl.i18n.message import message


def test_an_objective_is_not_mixed_up_with_the_group_it_is_called_as() -> None:
    text = message("changed")
    of_people = At("team", ("anna",)).change("title", "changed", text)
    of_objective = At("objectives", ("people",), objective="people").change("due", "later", text)
    also_of_people = At("stakeholders", ("paul",)).change("title", "changed", text)
    assert grouped_changes([of_people, of_objective, also_of_people]) == [
        GroupedChanges(None, "people", [of_people, also_of_people]),
        GroupedChanges("people", "objectives", [of_objective]),
    ]
