"""Messages for amounts, percentages and other figures that cannot be read, or cannot be right."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from kamctl.document import error_codes
from kamctl.document.span import dotted
from kamctl.i18n.message import Message, message
from kamctl.plan.amounts import Doubt, percent_of_score, score_of_ten
from kamctl.plan.explanation import Explanation, value_excerpt

if TYPE_CHECKING:
    from kamctl.plan.explanation import InvalidValue


def bad_percent(invalid: InvalidValue) -> Explanation:
    """Explain a percentage that cannot be read."""
    return Explanation(
        error_codes.BAD_VALUE if isinstance(invalid.value, str) else error_codes.WRONG_TYPE,
        message("“{value}” is not a percentage.", value=invalid.quoted),
        _doubt_hint(invalid) or message("Write it as 34% or 34.5%."),
    )


def percent_or_fraction(invalid: InvalidValue) -> Explanation:
    """Explain a figure below one: 0.34 could be 0.34% or 34%."""
    points = invalid.value * 100
    try:
        exact = f"{(Decimal(invalid.quoted) * 100).normalize():f}"
    except InvalidOperation:
        exact = f"{points:g}"
    return Explanation(
        error_codes.BAD_VALUE,
        message(
            "{value} could mean {value}% or {points}%.",
            value=invalid.quoted,
            points=value_excerpt(exact),
        ),
        message("Add the percent sign: {points}%.", points=value_excerpt(exact)),
    )


def percent_range(invalid: InvalidValue) -> Explanation:
    """Explain a share of a whole beyond 0 to 100%."""
    return Explanation(
        error_codes.BAD_VALUE,
        message("{value} is not between 0% and 100%.", value=invalid.quoted),
        message("A share is part of a total. Correct the figure."),
    )


def percent_above(invalid: InvalidValue) -> Explanation:
    """Explain a margin above 100%."""
    return Explanation(
        error_codes.BAD_VALUE,
        message("{value} is more than 100%.", value=invalid.quoted),
        message("A margin is part of the turnover. Correct the figure."),
    )


def bad_quantity(invalid: InvalidValue) -> Explanation:
    """Explain the value of a measure that cannot be read."""
    return Explanation(
        error_codes.BAD_VALUE if isinstance(invalid.value, str) else error_codes.WRONG_TYPE,
        message("“{value}” is not a number.", value=invalid.quoted),
        _doubt_hint(invalid)
        or message("Write only the number (27, 1_200_000 or 27%); put its unit under `unit:`."),
    )


def bad_amount(invalid: InvalidValue) -> Explanation:
    """Explain an amount that cannot be read."""
    return Explanation(
        error_codes.WRONG_TYPE,
        message("“{value}” is not an amount.", value=invalid.quoted),
        _doubt_hint(invalid)
        or message(
            "Write the number in digits, for example 1_200_000, 1.2M or 48 500, "
            "without other words."
        ),
    )


def bad_count(invalid: InvalidValue) -> Explanation:
    """Explain a whole number that cannot be read."""
    return Explanation(
        error_codes.WRONG_TYPE,
        message("`{path}` should be a whole number.", path=dotted(invalid.path)),
        (None if _is_of_currency(invalid) else _doubt_hint(invalid))
        or message("Write it without decimals, for example 11_000."),
    )


def _is_of_currency(invalid: InvalidValue) -> bool:
    """Tell whether a currency is beside the figure: no count has one."""
    doubt = invalid.context.get("doubt")
    return isinstance(doubt, Doubt) and doubt.kind in ("currency", "no_currency")


def no_figure(invalid: InvalidValue) -> Explanation:
    """Explain a value such as `.inf` or `.nan`."""
    return Explanation(
        error_codes.BAD_VALUE,
        message("“{value}” is not an amount.", value=invalid.quoted),
        message("Write the figure, or remove the line until it is known."),
    )


def too_large(invalid: InvalidValue) -> Explanation:
    """Explain a figure beyond the limit of the format."""
    return Explanation(
        error_codes.BAD_VALUE,
        message("{value} is too large to be plausible here.", value=invalid.quoted),
        message("Correct the figure."),
    )


def too_small(invalid: InvalidValue) -> Explanation:
    """Explain a figure that is nearer to zero than any of the format."""
    return Explanation(
        error_codes.BAD_VALUE,
        message("{value} is not plausible here.", value=invalid.quoted),
        message("Correct the figure."),
    )


def below_zero(invalid: InvalidValue) -> Explanation:
    """Explain a count below zero."""
    return Explanation(
        error_codes.BAD_VALUE,
        message("{value} is not plausible here.", value=invalid.quoted),
        message("It must be at least {low}.", low=0),
    )


def out_of_range(invalid: InvalidValue) -> Explanation:
    """Explain a figure beyond the limits of its field."""
    low, high = invalid.context.get("ge"), invalid.context.get("le")
    return Explanation(
        error_codes.BAD_VALUE,
        message("{value} is not plausible here.", value=invalid.quoted),
        message("It must be at least {low}.", low=f"{low:g}")
        if low is not None
        else message("It must be at most {high}.", high=f"{high:g}"),
    )


def _doubt_hint(invalid: InvalidValue) -> Message | None:
    """Say how to write a figure that was in doubt; None where nothing better is known."""
    doubt = invalid.context.get("doubt")
    if not isinstance(doubt, Doubt):
        return None
    match doubt.kind:
        case "two_readings":
            return message(
                "The number is ambiguous: write {one} or {other}.",
                one=doubt.first,
                other=_without_zeros(doubt.second),
            )
        case "decimals":
            return message(
                "In the plan's language, the decimal separator is a point: {value}.",
                value=doubt.first,
            )
        case "currency":
            return message(
                "Amounts must be in the plan's currency, {currency}: convert the amount, or "
                "correct `plan.currency`.",
                currency=doubt.second,
            )
        case "no_currency":
            return message(
                "Add the currency of the plan: `currency: {currency}` under `plan:`.",
                currency=doubt.second,
            )
        case "range":
            return message(
                "This is a range. Write the figure you plan with; put the range in a note."
            )
        case "percent":
            return message("This is a percentage; write an amount.")
        case "share":
            return message(
                "Write it as a percentage: {points}%.", points=_without_zeros(doubt.first)
            )
        case "letters":
            return message("In the plan's language, write {value}.", value=doubt.first)
        case "words":
            return message("Write {value}.", value=doubt.first)
        case "parentheses":
            return message(
                "If the parentheses mean a negative figure, write {value}.", value=doubt.first
            )
        case "score":
            return _score_hint(invalid)
    return None


def _score_hint(invalid: InvalidValue) -> Message | None:
    """Say how to write what looks like a rating: it is one in a measure only."""
    text = str(invalid.value)
    if invalid.kind == "amount":
        return message("Write one amount, for example 48_000, not a rating or a fraction.")
    if invalid.kind == "percent":
        points = percent_of_score(text)
        return message("Write it as a percentage: {points}%.", points=points) if points else None
    score = score_of_ten(text)
    if score is None:
        return message("Write one number, without “of …”.")
    return message("Write only the rating: {mark}.", mark=score)


def _without_zeros(number: str) -> str:
    """Return a number without the zeros at the end of its decimals: `34.50%` as `34.5%`."""
    sign = "%" if number.endswith("%") else ""
    number = number.removesuffix("%")
    return (number.rstrip("0").rstrip(".") if "." in number else number) + sign
