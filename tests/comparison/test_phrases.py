"""How what is compared is called."""

from __future__ import annotations

from kamctl.comparison.phrases import ENTRY_WITH_ID, without_ids
from kamctl.i18n.message import Message, message


def test_a_reader_of_a_document_does_not_see_ids() -> None:
    action = Message(ENTRY_WITH_ID, {"id": "A2", "title": "Trial"})
    moved = message("{of}: {change}", of=action, change=message("now {after}", after="done"))
    assert moved.say() == "A2 Trial: now done"
    assert without_ids(moved).say() == "Trial: now done"
