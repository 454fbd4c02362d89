"""Numbers and dates as English and French readers write them.

The first part holds what kamctl makes of `data/locales.json`, to the letter. The second holds what
it writes with the Babel that is installed, whatever its release: numbers are the same as Babel's.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kamctl.i18n import formats as formats_module
from kamctl.i18n import locales
from kamctl.i18n.catalog import languages, translator
from kamctl.i18n.characters import MINUS
from kamctl.i18n.formats import Formats
from kamctl.i18n.message import untranslated
from kamctl.plan.plan_date import PlanDate
from tests import fixed_locales
from tests.untranslated import UNTRANSLATED

EN = Formats("en", translator("en"), "EUR")
FR = Formats("fr", translator("fr"), "EUR")


@pytest.mark.parametrize(
    ("written", "english", "french"),
    [
        ("2027-03-12", "12\u00a0March 2027", "12\u00a0mars 2027"),
        ("2027-03-01", "1\u00a0March 2027", "1er\u00a0mars 2027"),
        ("2027-03", "March 2027", "mars 2027"),
        ("2027-08", "August 2027", "août 2027"),
        ("2027-Q1", "Q1 2027", "T1 2027"),
    ],
)
def test_dates(written: str, english: str, french: str) -> None:
    date = PlanDate.parse(written)
    assert (EN.date(date), FR.date(date)) == (english, french)


def test_short_dates() -> None:
    date = PlanDate.parse("2027-02-12")
    assert EN.date(date, short=True) == "12\u00a0Feb 2027"
    assert FR.date(date, short=True) == "12\u00a0févr. 2027"
    assert EN.date(PlanDate.parse("2027-02"), short=True) == "Feb 2027"


@pytest.mark.parametrize(
    ("amount", "english", "french"),
    [
        (4_100_000, "€4,100,000", "4\u202f100\u202f000\u00a0€"),
        (1234.5, "€1,234.50", "1\u202f234,50\u00a0€"),
        (-180_000, "−€180,000", "−180\u202f000\u00a0€"),
        (0, "€0", "0\u00a0€"),
    ],
)
def test_money(amount: float, english: str, french: str) -> None:
    assert (EN.money(amount), FR.money(amount)) == (english, french)


def test_money_without_a_currency_is_a_number() -> None:
    assert Formats("en", translator("en")).money(1200) == "1,200"


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (1234.567, "1,234.57", "1\u202f234,57"),
        (0.125, "0.125", "0,125"),
        (-0.004, "−0.004", "−0,004"),
        (1 / 3, "0.333", "0,333"),
        (0.5, "0.5", "0,5"),
        (0.999999, "1", "1"),
        (5e-324, "0", "0"),
    ],
)
def test_small_numbers_are_not_rounded_away(value: float, english: str, french: str) -> None:
    assert (EN.number(value), FR.number(value)) == (english, french)


@pytest.mark.parametrize("value", [1e26, -1e300, 1.7976931348623157e308])
def test_no_number_is_too_large_to_be_written(value: float) -> None:
    for written in (
        *(EN.number(value), EN.money(value), EN.percent(value), FR.money(value)),
        EN.points(value),
    ):
        assert sum(map(str.isdigit, written)) >= len(f"{abs(value):.0f}")
    assert EN.short_money(value) and FR.short_money(value)


def test_a_number_that_equals_another_has_its_own_digits() -> None:
    large, larger = Decimal("99999999999999991611392"), Decimal("199999999999999983222784")
    assert (large, larger) == (1e23, 2e23)
    assert EN.number(1e23) == "100,000,000,000,000,000,000,000"
    assert EN.number(large) == "99,999,999,999,999,991,611,392"
    assert EN.number(larger) == "199,999,999,999,999,983,222,784"
    assert EN.number(2e23) == "200,000,000,000,000,000,000,000"


@pytest.mark.parametrize(
    ("points", "english", "french"),
    [
        (23.5, "23.5%", "23,5\u00a0%"),
        (29, "29%", "29\u00a0%"),
        (-4.25, "−4.25%", "−4,25\u00a0%"),
        (0, "0%", "0\u00a0%"),
        (120, "120%", "120\u00a0%"),
    ],
)
def test_percentages_are_not_rounded_away(points: float, english: str, french: str) -> None:
    written = FR.percent(points).replace("\u202f%", "\u00a0%")
    assert (EN.percent(points), written) == (english, french)


def test_points_have_a_sign() -> None:
    assert [EN.points(change) for change in (1.5, -12.25)] == ["+1.5", f"{MINUS}12.2"]
    assert FR.points(-1.5) == f"{MINUS}1,5"


@pytest.mark.parametrize("formats", [EN, FR], ids=["en", "fr"])
@given(value=st.floats(-0.05, 0) | st.floats(-1e-9, 1e-9) | st.floats(-1e12, 1e12))
@example(value=-0.0)
@example(value=-0.04)
@example(value=-0.001)
@example(value=-5e-324)
def test_zero_has_no_sign(formats: Formats, value: float) -> None:
    """A number that is rounded to zero is written as zero is."""
    for written in (
        formats.number(value),
        formats.money(value),
        formats.short_money(value),
        formats.percent(value),
        formats.percent(value, 0),
        formats.percent(value, 1, fixed=True),
        formats.points(value),
    ):
        if not re.search("[1-9]", written):
            assert not re.search(f"[+{MINUS}-]", written), written


def test_quantities() -> None:
    assert EN.quantity(14, "plants") == "14\u00a0plants"
    assert EN.quantity(1200, "EUR") == "€1,200"
    assert EN.quantity(3, None) == "3"
    assert EN.quantity(0.001, "%") == "0.001%"


def test_lists() -> None:
    assert EN.list(["a"]) == "a"
    assert EN.list(["a", "b", "{0}"]) == "a, b and {0}"
    assert FR.list(["a", "b", "c"]) == "a, b et c"
    assert FR.list([]) == ""


@pytest.mark.parametrize(
    ("amount", "english", "french"),
    [
        (0, "€0", "0\u00a0€"),
        (950.5, "€950.50", "950,50\u00a0€"),
        (999.994, "€999.99", "999,99\u00a0€"),
        (999.995, "€1k", "1\u00a0k€"),
        (78_400, "€78.4k", "78,4\u00a0k€"),
        (99_950, "€100k", "100\u00a0k€"),
        (999_499, "€999k", "999\u00a0k€"),
        (999_500, "€1m", "1\u00a0M€"),
        (1_250_000, "€1.3m", "1,3\u00a0M€"),
        (-7_900_000, "−€7.9m", "−7,9\u00a0M€"),
        (315_200_000, "€315m", "315\u00a0M€"),
        (1_200_000_000, "€1.2bn", "1,2\u00a0Md€"),
        (3e12, "€3,000bn", "3\u202f000\u00a0Md€"),
    ],
)
def test_short_money(amount: float, english: str, french: str) -> None:
    assert (EN.short_money(amount), FR.short_money(amount)) == (english, french)


def test_a_currency_that_is_written_in_letters_gets_a_space() -> None:
    english, french = (Formats(one, translator(one), "NOK") for one in ("en", "fr"))
    assert english.money(-1200) == "−NOK\u00a01,200"
    assert english.short_money(-104e6) == "−NOK\u00a0104m"
    assert french.money(1200) == "1\u202f200\u00a0NOK"
    assert french.short_money(104e6) == "104\u00a0M\u00a0NOK"
    assert Formats("en", translator("en"), "USD").short_money(104e6) == "US$104m"


def test_short_money_without_a_currency_is_a_number() -> None:
    assert Formats("en", translator("en")).short_money(-7.9e6) == "−7.9m"
    assert Formats("fr", translator("fr")).short_money(7.9e6) == "7,9\u00a0M"


def test_a_catalog_says_how_short_money_is_written() -> None:
    german = {"{currency}{number}m": "{number}\u00a0Mio.\u00a0{currency}"}.get
    short_formats = Formats("en", lambda msgid: german(msgid, msgid), "EUR")
    assert short_formats.short_money(7.9e6) == "7.9\u00a0Mio.\u00a0€"
    assert short_formats.short_money(78_400) == "€78.4k"  # what it lacks is English
    without = Formats("en", lambda msgid: german(msgid, msgid))
    assert without.short_money(7.9e6) == "7.9\u00a0Mio."


# With the Babel that is installed

LANGUAGES = ("en", "fr", "de", "nl", "es", "pl", "sv", "ja")
SPACES = re.compile(r"[\s\u00a0\u202f\u2009]")


@pytest.fixture
def formats(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Formats]:
    for module in (formats_module, locales):
        monkeypatch.setattr(module, "locale_of", fixed_locales.babels_own)
    return lambda language: Formats(language, untranslated, "EUR")


def of_babel(language: str) -> str:
    return "en_GB" if language == "en" else language


def test_its_languages_are_not_those_of_the_data(formats) -> None:
    assert "Marto" in formats(UNTRANSLATED).day(dt.date(2027, 3, 12))
    assert fixed_locales.fixed_locale(UNTRANSLATED).months["format"]["wide"][3] == "March"


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_are_as_babel_writes_them(formats, language: str) -> None:
    from babel.numbers import format_currency, format_decimal, format_percent

    ours, locale = formats(language), of_babel(language)
    for value in (0, 7, 1234.5, 4_100_000.25, -180_000.5, 12_345_678):
        assert ours.number(value) == format_decimal(value, locale=locale).replace("-", MINUS)
        if value != round(value):
            written = format_currency(value, "EUR", locale=locale)
            assert ours.money(value) == written.replace("-", MINUS)
    for points in (0, 12, -40, 1200):
        written = format_percent(points / 100, locale=locale)
        assert ours.percent(points) == written.replace("-", MINUS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_counts_are_as_babel_writes_them(formats, language: str) -> None:
    from babel.numbers import format_decimal

    written = format_decimal(1_234_567, locale=of_babel(language))
    assert translator(language).number(1_234_567) == written


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "fr"])
@pytest.mark.parametrize("day", [dt.date(2027, 3, 1), dt.date(2027, 3, 12)])
def test_days_are_as_babel_writes_them(formats, language: str, day: dt.date) -> None:
    from babel.dates import format_date

    for short, width in ((False, "long"), (True, "medium")):
        written = format_date(day, width, locale=of_babel(language))
        assert formats(language).day(day, short=short).replace("\u00a0", " ") == written


def test_a_reader_of_english_or_french_knows_it_again(formats) -> None:
    """Whatever kind of space and abbreviation Unicode prefers this year."""

    def plain(text: str) -> str:
        return SPACES.sub(" ", text)

    english, french = formats("en"), Formats("fr", translator("fr"), "EUR")
    assert plain(english.money(-1_234.5)) == "−€1,234.50"
    assert plain(french.money(-1_234.5)) == "−1 234,50 €"
    assert (english.percent(23.5), plain(french.percent(23.5))) == ("23.5%", "23,5 %")
    assert (english.short_money(7.9e6), french.short_money(7.9e6)) == ("€7.9m", "7,9\u00a0M€")
    assert english.list(["a", "b", "c"]) == "a, b and c"
    assert (english.country("DE"), french.country("DE")) == ("Germany", "Allemagne")
    day = dt.date(2027, 9, 12)
    assert plain(english.day(day, short=True)).startswith("12 Sep")
    assert plain(french.day(day)) == "12 septembre 2027"


def test_what_babel_does_not_know_is_written_as_in_english(formats) -> None:
    assert formats("xp").money(1200) == formats("en").money(1200)


@pytest.mark.parametrize("language", languages())
def test_what_the_data_lacks_never_comes_from_babel(language: str) -> None:
    from babel.core import Locale
    from babel.numbers import format_scientific

    locale = fixed_locales.fixed_locale(language)
    assert isinstance(locale, Locale)
    for name in {name for name in dir(Locale) if not name.startswith("_")} - vars(locale).keys():
        with pytest.raises(AttributeError, match=f"has no '{name}'.*python -m tests.fixed_locales"):
            getattr(locale, name)
    with pytest.raises(AttributeError, match="scientific_formats"):
        format_scientific(1200, locale=locale)


@pytest.mark.parametrize(
    ("language", "name"), [("en", "English"), ("fr", "Français"), ("ja", "日本語"), ("xp", "xp")]
)
def test_a_language_is_called_as_its_readers_call_it(language: str, name: str) -> None:
    assert locales.own_name(language) == name
