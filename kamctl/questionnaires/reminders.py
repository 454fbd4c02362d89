"""Whom to remind of questions that were put to them: in `kamctl next`, and by `kamctl ask`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kamctl.document.command_text import as_argument
from kamctl.i18n.localized import LocalizedDay
from kamctl.i18n.message import counted
from kamctl.i18n.text_normalization import printed_line
from kamctl.plan.people import has_left

if TYPE_CHECKING:
    from kamctl.i18n.message import Translate
    from kamctl.plan.model import Plan
    from kamctl.plan.team import Member
    from kamctl.questionnaires.record import QuestionRecord

_REMINDER_DAYS: Final = 7
"""After how many days without an answer a colleague is to be reminded."""


class Reminder(NamedTuple):
    """A colleague who has not answered for a while: how many questions are open, since when."""

    person: Member
    waiting: int
    since: dt.date

    def sentence(self, file: str, say: Translate) -> str:
        """Say whom to remind of what, and how."""
        text = counted(
            "Remind {name}: {count} question of {day} has no answer yet: {command}",
            "Remind {name}: {count} questions of {day} have no answer yet: {command}",
            self.waiting,
            name=self.person.name,
            day=LocalizedDay(self.since),
            command=f"kamctl ask {as_argument(file)} --remind --for {self.person.id} "
            f"-o {self.person.id}.eml",
        )
        return printed_line(text.say(say))

    @property
    def values(self) -> dict[str, Any]:
        """The reminder as plain values."""
        return {
            "id": self.person.id,
            "name": self.person.name,
            "open": self.waiting,
            "asked": self.since.isoformat(),
        }


def reminders(plan: Plan, record: QuestionRecord, today: dt.date) -> tuple[Reminder, ...]:
    """Return whom to remind: those asked a week ago or longer, without an answer."""
    found = []
    for person in plan.team:
        waiting = [
            one
            for one in record.questions
            if one.to == person.id
            and one.answered is None
            and (today - one.last_asked).days >= _REMINDER_DAYS
        ]
        if waiting and not has_left(person, today):
            since = max(one.last_asked for one in waiting)
            found.append(Reminder(person, len(waiting), since))
    return tuple(found)
