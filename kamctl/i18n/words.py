"""The words that people write in a plan, by language: `locale/<language>/words.toml`.

Placeholders, blame, the words of dates and amounts, synonyms of values: whatever the code looks for
in a text is in these files. What kamctl says is in the catalogs beside them.
"""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, reduce
from pathlib import Path
from typing import Annotated, Any, NamedTuple, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from typing_extensions import TypeAliasType

from kamctl.i18n.catalog import LOCALE_DIR, SOURCE_LANGUAGE, english_first
from kamctl.i18n.message import Message, message
from kamctl.i18n.words_error import WordsError

WORDS_FILE = "words.toml"
_NOTHING = "(?!)"
_PART = re.compile(r"\{([a-z_]+)\}")
_TABLE = re.compile(r"\s*\[([\w.]+)\]")
_ENTRY = re.compile(r"\s*[\"']?([^\"'=\[]+?)[\"']?\s*=")
_TOML_LINE = re.compile(r"at line (\d+)")


def _word_set(given: object) -> object:
    return given.split() if isinstance(given, str) else given


def _expressions(given: object) -> object:
    return (given,) if isinstance(given, str) else given


# As named types, their schemas are built once, not for each entry.
WordSet = TypeAliasType("WordSet", Annotated[frozenset[str], BeforeValidator(_word_set)])
"""Words or phrases: in a file, one text of words, or a list of phrases."""
Expressions = TypeAliasType(
    "Expressions", Annotated[tuple[str, ...], BeforeValidator(_expressions)]
)
"""Regular expressions, one a language: in a file, one text."""


class _Section(BaseModel):
    """A table of the file; all of its entries may be left out, a wrong key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    def __or__(self, other: Self) -> Self:
        """Return the words of both."""
        both = {name: _both(one, getattr(other, name)) for name, one in self}
        return self.model_copy(update=both)


def _both(one: Any, other: Any) -> Any:
    if isinstance(one, tuple):
        return one + other
    if isinstance(one, dict):
        return {key: _value_of_both(one.get(key), other.get(key)) for key in one | other}
    return one | other


def _value_of_both(one: Any, other: Any) -> Any:
    if one is None or other is None:
        return other if one is None else one
    return one | other if isinstance(one, frozenset) else other


class Placeholders(_Section):
    """Texts that say nothing."""

    alone: WordSet = frozenset()
    anywhere: Expressions = ()
    anywhere_contains: WordSet = frozenset()
    assent: WordSet = frozenset()


class Sentences(_Section):
    """Short forms whose full stop ends no sentence."""

    abbreviations: WordSet = frozenset()
    before_numbers: WordSet = frozenset()
    often_final: WordSet = frozenset()


class Dates(_Section):
    """The words of dates, without accents."""

    quarter: WordSet = frozenset()
    half: WordSet = frozenset()
    quarter_letters: WordSet = frozenset()
    half_letters: WordSet = frozenset()
    ordinals: WordSet = frozenset()
    of: WordSet = frozenset()
    end: WordSet = frozenset()
    end_of_year: WordSet = frozenset()
    fiscal_year: WordSet = frozenset()


class Amounts(_Section):
    """The words of figures."""

    decimal_mark: WordSet = frozenset()
    range: WordSet = frozenset()
    out_of: WordSet = frozenset()
    percent: WordSet = frozenset()
    small_numbers: WordSet = frozenset()
    currencies: dict[str, str] = {}
    multiples: dict[str, str] = {}
    english_letters: dict[str, str] = {}


class Endings(_Section):
    """What words lose before they are compared."""

    plural: WordSet = frozenset()
    plural_of_values: WordSet = frozenset()
    mute: WordSet = frozenset()
    gender: dict[str, str] = {}


class Measures(_Section):
    """What measures are called that `position` has, too."""

    share_of_wallet: WordSet = frozenset()
    turnover: WordSet = frozenset()


class Opportunities(_Section):
    """The stages of opportunities."""

    decided: WordSet = frozenset()


class Wording(_Section):
    """Words that several checks look for."""

    stopwords: WordSet = frozenset()
    before_number_one: WordSet = frozenset()
    after_number_one: WordSet = frozenset()
    yes_no: WordSet = frozenset()
    us: WordSet = frozenset()
    customer: WordSet = frozenset()
    joins_gains: WordSet = frozenset()
    joins_statements: WordSet = frozenset()


class Gain(_Section):
    """The wording of gains."""

    our_figures: Expressions = ()
    our_figures_contains: WordSet = frozenset()
    empty_phrases: WordSet = frozenset()


class Statement(_Section):
    """The wording of objectives."""

    our_sales: Expressions = ()
    our_sales_words: WordSet = frozenset()
    about_customer: Expressions = ()
    customer_as_buyer: Expressions = ()
    possessive: WordSet = frozenset()
    time_words: WordSet = frozenset()
    figures: Expressions = ()
    adjectives_of_places: WordSet = frozenset()
    ordinary_names: WordSet = frozenset()
    no_places: WordSet = frozenset()


class Tone(_Section):
    """Words that exclude or blame."""

    my_customer: Expressions = ()
    ours: dict[str, str] = {}
    blame: Expressions = ()
    blame_words: WordSet = frozenset()


class Mail(_Section):
    """What e-mail programs add to a reply, and what a reply says of what it answers."""

    headers: WordSet = frozenset()
    added_lines: Expressions = ()
    objection: Expressions = ()
    denial: Expressions = ()
    agreement: Expressions = ()


class Words(_Section):
    """The words of one language, or of all languages together."""

    placeholders: Placeholders = Field(default_factory=Placeholders)
    sentences: Sentences = Field(default_factory=Sentences)
    dates: Dates = Field(default_factory=Dates)
    amounts: Amounts = Field(default_factory=Amounts)
    endings: Endings = Field(default_factory=Endings)
    values: dict[str, WordSet] = {}
    near_values: dict[str, WordSet] = {}
    measures: Measures = Field(default_factory=Measures)
    opportunities: Opportunities = Field(default_factory=Opportunities)
    wording: Wording = Field(default_factory=Wording)
    gain: Gain = Field(default_factory=Gain)
    statement: Statement = Field(default_factory=Statement)
    tone: Tone = Field(default_factory=Tone)
    mail: Mail = Field(default_factory=Mail)
    commands: dict[str, WordSet] = {}
    """Other words for a command, by its name after `kamctl`, with options or not."""


_NEEDS = (
    ("placeholders", "anywhere", "anywhere_contains"),
    ("gain", "our_figures", "our_figures_contains"),
    ("statement", "our_sales", "our_sales_words"),
    ("tone", "my_customer", "ours"),
    ("tone", "blame", "blame_words"),
)
"""Expressions that are searched for only where a text has one of certain words."""


@cache
def word_languages() -> tuple[str, ...]:
    """Return the languages that have a file of words, English first."""
    others = (file.parent.name for file in LOCALE_DIR.glob(f"*/{WORDS_FILE}"))
    return english_first((SOURCE_LANGUAGE, *others))


@cache
def words_of(language: str) -> Words:
    """Return the words of a language; none where it has no file.

    Raises:
        WordsError: its file is not as it must be.
    """
    if language not in word_languages():
        return Words()
    return read_words(LOCALE_DIR / language / WORDS_FILE)


@cache
def all_words() -> Words:
    """Return the words of all languages together, which count in every plan.

    Raises:
        WordsError: a file is not as it must be.
    """
    return reduce(lambda one, other: one | other, map(words_of, word_languages()))


def read_words(file: Path) -> Words:
    """Read and check a file of words.

    Raises:
        WordsError: it is no TOML, or has a key or a value that it may not have.
    """
    return _WordsFile(file, file.read_text(encoding="utf-8")).words()


class _WordsFile(NamedTuple):
    """A file of words and its text; what is wrong is raised with its line."""

    file: Path
    text: str

    def words(self) -> Words:
        sections = self._with_parts(self._parsed())
        try:
            words = Words.model_validate(sections)
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(map(str, first["loc"]))
            reason = (
                message("There is no entry “{name}”.", name=name)
                if first["type"] == "extra_forbidden"
                else message("The value of “{name}” is of the wrong type.", name=name)
            )
            raise self._error(first["loc"], reason) from None
        self._check_needs(words)
        return words

    def _parsed(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            place = _TOML_LINE.search(str(error))
            line = int(place[1]) if place else len(self.text.splitlines())
            reason = message("This is not valid TOML: {reason}", reason=error)
            raise WordsError(self.file, line, reason) from None

    def _with_parts(self, sections: dict[str, Any]) -> dict[str, Any]:
        """Put what `[parts]` has into the expressions, and leave that table out."""
        parts = sections.pop("parts", {})
        for name, section in sections.items():
            for key, value in section.items() if isinstance(section, dict) else ():
                try:
                    section[key] = _filled(value, parts)
                except KeyError as error:
                    reason = message("[parts] has no entry “{name}”.", name=error.args[0])
                    raise self._error((name, key), reason) from None
        return sections

    def _check_needs(self, words: Words) -> None:
        for section, expression, needed in _NEEDS:
            given = getattr(words, section)
            if getattr(given, expression) and not getattr(given, needed):
                reason = message(
                    "“{name}” needs “{needed}”.",
                    name=f"{section}.{expression}",
                    needed=f"{section}.{needed}",
                )
                raise self._error((section, expression), reason)

    def _error(self, place: Sequence[object], reason: Message) -> WordsError:
        return WordsError(self.file, _line_of(self.text, [str(one) for one in place]), reason)


def _line_of(text: str, place: Sequence[str]) -> int:
    """Return the line, from 1, of the entry or the table at `place`, or of what it is in."""
    table: list[str] = []
    best, line = 0, 1
    for number, written in enumerate(text.splitlines(), 1):
        if header := _TABLE.match(written):
            table = header[1].split(".")
            path = table
        elif entry := _ENTRY.match(written):
            path = [*table, entry[1]]
        else:
            continue
        if len(path) > best and list(place[: len(path)]) == path:
            best, line = len(path), number
    return line


def _filled(given: Any, parts: Mapping[str, str]) -> Any:
    """Put the `parts` of an expression into it.

    Raises:
        KeyError: there is no such part.
    """
    return _PART.sub(lambda match: parts[match[1]], given) if isinstance(given, str) else given


def either(words: Collection[str]) -> str:
    """Return an expression that matches any of `words`; a space in one matches any blank.

    It is in the verbose form. Of no words it matches nothing.
    """
    if not words:
        return _NOTHING
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    escaped = (r"\s".join(map(re.escape, one.split())) for one in longest_first)
    return f"(?:{'|'.join(escaped)})"


def compiled(expressions: Iterable[str], flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """Compile expressions in the verbose form into one that matches wherever one of them does."""
    return re.compile("|".join(f"(?:{one})" for one in expressions) or _NOTHING, flags | re.VERBOSE)


def in_signs(amount: str) -> str:
    """Write the words of an amount as the signs that an amount may have: `1,2 Mio` as `1,2M`."""
    word, signs = _amount_words()
    return word.sub(lambda found: signs[found[1].lower()], amount).strip()


@cache
def _amount_words() -> tuple[re.Pattern[str], dict[str, str]]:
    known = all_words().amounts
    signs = {word: f" {code} " for word, code in known.currencies.items()} | known.multiples
    return compiled((rf"\s*(?<!\w)({either(signs)})(?!\w)\.?\s*",)), signs
