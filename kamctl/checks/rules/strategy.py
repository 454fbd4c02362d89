"""Family 1xx, how: the way that is chosen, the strengths it builds on, the case in figures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import Observation, not_met, objective_check
from kamctl.checks.helpers.plan_texts import wordings
from kamctl.i18n.message import N_, message
from kamctl.i18n.truncate import shortened_list
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.text import is_empty, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context, ObjectiveInPlan

_WORDS = re.compile(r"\w+")
_LONGER_WORDS = re.compile(r"\w{4,}")
"""Words that say something: not the, for, les, von."""
_MAX_NAMED = 4
"""How many strengths a hint names."""
_NEARLY_ALL = 0.8
"""The share of a text's words that is nearly all of them."""


@objective_check(
    "KAM112",
    "strategy-stated",
    N_("Write the strategy in one sentence"),
    required_from=Stage.ALIGNED,
)
def strategy_stated(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The objective has a strategy that does not repeat its actions.

    A strategy counts as a repetition if nearly all of its words occur in the titles of actions.

    Why:
        The strategy is the approach chosen among several; the actions are its next steps. If the
        two are mixed, nobody can explain why these steps were chosen. Source: H. Faucher with K.
        Meraihia, "Key Account Manager: vendeur ou chef d'orchestre ?" (2015).

    Example:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            strategy: Trial contract in Kempten.
            actions:
              - {title: Trial contract Kempten}

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            strategy: Prove the water saving in two trial plants, then roll out plant by plant.
            actions:
              - {title: Trial contract Kempten}
    """
    model = objective.model
    if is_empty(model.strategy):
        yield Observation(
            objective.at("strategy"),
            message("The objective has no strategy."),
            message(
                "Add `strategy:`, one sentence on the approach and its order. The steps "
                "themselves are actions."
            ),
        )
        return
    if not model.actions:
        return
    titles = [
        (title, number)
        for number, action in enumerate(model.actions)
        for title in texts_of(action.title)
    ]
    for wording, path in wordings(model.strategy, objective.at("strategy")):
        copied = _copied_actions(_content_words(wording), titles)
        if copied:
            yield Observation(
                path,
                message("The strategy repeats the actions."),
                message(
                    "Explain why these steps lead there and in what order: the approach, not "
                    "the steps."
                ),
                related=tuple(
                    (
                        message("This action says the same."),
                        objective.at("actions", number, "title"),
                    )
                    for number in copied
                ),
            )


def _content_words(text: str) -> frozenset[str]:
    """Return the words of a text that say something; all of them where it has only short ones."""
    text = text.casefold()
    return frozenset(_LONGER_WORDS.findall(text) or _WORDS.findall(text))


def _copied_actions(strategy: frozenset[str], actions: list[tuple[str, int]]) -> list[int]:
    """Return the actions whose titles hold nearly all of the strategy's words, if they do.

    Counted are those that the strategy repeats nearly in full, together, and each title that says
    all that the strategy says. A strategy that names an action and goes on is none of these.
    """
    if not strategy:
        return []
    enough = _NEARLY_ALL * len(strategy)
    together = " ".join([title for title, _ in actions]).casefold()
    if sum(word in together for word in strategy) < enough:
        return []  # a word that a title has is in all of them together
    titles = [(_content_words(title), number) for title, number in actions]
    for title, number in titles:
        if len(strategy & title) >= enough:
            return [number]
    repeated = [one for one in titles if one[0] and _is_nearly_in(one[0], strategy)]
    repeated_words = frozenset().union(*(title for title, _ in repeated)) & strategy
    return (
        list(dict.fromkeys(number for _, number in repeated))
        if len(repeated_words) >= enough
        else []
    )


def _is_nearly_in(title: frozenset[str], strategy: frozenset[str]) -> bool:
    return len(title & strategy) >= _NEARLY_ALL * len(title)


@objective_check(
    "KAM113", "uses-strength", N_("Build it on one of our strengths"), warns_from=Stage.ALIGNED
)
def uses_strength(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The objective uses at least one strength of the SWOT.

    Not checked if the plan does not use the SWOT.

    Why:
        A SWOT is meant to be used, not just filled in. Any competitor can offer an objective that
        builds on none of our strengths. Source: practice of SWOT analysis: match what we do well
        with what is at stake.

    Example:
        swot:
          strengths:
            - {id: S1, text: Installed in 9 of 14 plants}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.

    Instead:
        swot:
          strengths:
            - {id: S1, text: Installed in 9 of 14 plants}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            uses: [S1]
    """
    if not context.in_use("swot"):
        return
    lines = context.swot_lines
    used = objective.model.uses
    if any(name in lines and lines[name][1][1] == "strengths" for name in used):
        return
    if any(name not in lines for name in used):
        yield not_met(objective.at("uses"))  # KAM201 reports an unknown one
        return
    strengths = [name for name, (_, path) in lines.items() if path[1] == "strengths"]
    yield Observation(
        objective.at("uses"),
        message("The objective uses none of our strengths."),
        message(
            "Add under `uses:` the strength that it builds on: {known}.",
            known=shortened_list(strengths, _MAX_NAMED),
        )
        if strengths
        else message("Add the strength to `swot.strengths` with an `id`, and list it in `uses:`."),
    )


_FIGURES = ("investment", "yearly_margin_gain", "cost_to_serve")


@objective_check(
    "KAM114",
    "economics",
    N_("Add the costs and the gain"),
    required_from=Stage.ALIGNED,
)
def economics(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The objective has economics: the investment, the yearly margin gain, the cost to serve.

    A figure may be 0.

    Why:
        Turnover alone is not a business case: a customer who requires more service than the margin
        covers costs more with every order. With three figures, finance and the sponsor can assess
        the request. Source: the profit plan of a key account (INSIGHT).

    Example:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            economics: {yearly_margin_gain: 1_750_000}

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            economics:
              investment: 1_200_000
              yearly_margin_gain: 1_750_000
              cost_to_serve: 310_000
    """
    figures = objective.model.economics
    lacks = [key for key in _FIGURES if figures is None or getattr(figures, key) is None]
    if len(lacks) == len(_FIGURES):
        yield Observation(
            objective.at("economics"),
            message("The objective has no economics."),
            message(
                "Add `economics:` with `investment`, `yearly_margin_gain` and "
                "`cost_to_serve`. Round figures are enough; 0 is valid."
            ),
        )
    elif lacks:
        yield Observation(
            objective.at("economics"),
            message(
                "The economics are incomplete. Missing: {lacks}.",
                lacks=", ".join(f"`{key}`" for key in lacks),
            ),
            message("Ask finance for an estimate; a round figure is enough, and 0 is valid."),
        )
