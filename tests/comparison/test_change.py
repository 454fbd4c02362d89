"""Changes under their headings."""

from __future__ import annotations

import pytest

from kamctl.comparison.change import At, Change, ChangeKind, GroupedChanges, grouped_changes
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


@pytest.mark.parametrize(
    ("kind", "decision", "assessment"),
    [
        ("signed", "agree", "good"),
        ("signed", "validate", "good"),
        ("signed", "agree_with_conditions", "warn"),
        ("signed", "object", "bad"),
        ("invalidated", None, "bad"),
        ("later", None, "warn"),
        ("earlier", None, ""),
        ("gone", "object", ""),
    ],
)
def test_what_was_decided_says_whether_a_sign_off_is_good_news(
    kind: ChangeKind, decision: str | None, assessment: str
) -> None:
    change = Change(
        "signoffs", ("objectives", "SO1"), ("signoffs",), kind, message("changed"), after=decision
    )
    assert change.assessment == assessment
