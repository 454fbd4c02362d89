"""Family 4xx: are the texts of the objectives there in all the plan's languages?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import Observation, plan_check
from kamctl.checks.helpers.plan_texts import quoted
from kamctl.i18n.message import message
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.text import is_empty, is_invisible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context, ObjectiveInPlan
    from kamctl.document.span import KeyPath
    from kamctl.plan.codes import Language
    from kamctl.plan.objectives import Objective
    from kamctl.plan.text import Text


_MAX_SHOWN = 3
"""How many of the texts that lack a language are shown."""


@plan_check("KAM406", "languages", required_from=Stage.SHARED)
def texts_translated(context: Context) -> Iterator[Observation]:
    """The texts of the open objectives are translated into all of the plan's languages.

    This covers the texts that colleagues read: the statement, both gains, the strategy, the
    success criterion, the measures' names, and each direction's request, gain and mitigation. A
    text written only once is in the plan's language (`plan.language`).

    Why:
        People own an objective only if they understand it, best in their own language. Being
        global does not mean giving up the local. Source: key account managers on working across
        150 countries (2016).

    Example:
        plan: {language: en, languages: [en, fr]}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.

    Instead:
        plan: {language: en, languages: [en, fr]}
        objectives:
          - id: SO1
            statement:
              en: Become their one partner for cleaning by the end of 2028.
              fr: Devenir leur partenaire unique pour le nettoyage d'ici fin 2028.
    """
    wanted = context.plan.plan.languages
    if not wanted:
        return
    own = context.plan.plan.language
    texts = [
        (text, objective, steps)
        for objective in context.open_objectives
        for text, steps in _texts_for_colleagues(objective.model)
        if text
    ]
    for language in dict.fromkeys(wanted):
        lacking = [one for one in texts if _is_missing(one[0], language, own)]
        if lacking:
            yield _untranslated(context, language, lacking)


def _texts_for_colleagues(objective: Objective) -> Iterator[tuple[Text | None, KeyPath]]:
    """Return the texts that colleagues read, each with its place in the objective."""
    for key in ("statement", "customer_gain", "our_gain", "strategy", "success_criterion"):
        yield getattr(objective, key), (key,)
    for index, measure in enumerate(objective.measures):
        yield measure.name, ("measures", index, "name")
    for index, direction in enumerate(objective.directions):
        for key in ("ask", "gain", "mitigation"):
            yield getattr(direction, key), ("directions", index, key)


def _is_missing(text: Text, language: Language, own: Language) -> bool:
    """Tell whether a text says something, and not in `language`; a plain one is in `own`."""
    if isinstance(text, str):
        return language != own and not is_invisible(text)
    return is_invisible(text.get(language, "")) and not is_empty(text)


def _untranslated(
    context: Context, language: Language, lacking: list[tuple[Text, ObjectiveInPlan, KeyPath]]
) -> Observation:
    header = context.plan.plan
    form = ", ".join(f"{one}: …" for one in dict.fromkeys((header.language, *header.languages)))
    return Observation(
        ("plan", "languages", header.languages.index(language)),
        message("A text of the objectives has no translation in `{language}`.", language=language)
        if len(lacking) == 1
        else message(
            "{count} texts of the objectives have no translation in `{language}`.",
            count=len(lacking),
            language=language,
        ),
        message(
            "Write a text in several languages as {form}, or remove `{language}` from "
            "`plan.languages`.",
            form=f"{{{form}}}",
            language=language,
        ),
        related=tuple(
            (message("“{text}”", text=quoted(context, text)), objective.at(*steps))
            for text, objective, steps in lacking[:_MAX_SHOWN]
        ),
    )
