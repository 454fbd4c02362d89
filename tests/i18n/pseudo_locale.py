"""A third language, made up: every word of the tool in letters that no English text has.

It is catalogs, a file of words and templates, put into a copy of the package, with no code. What
still comes out in plain letters is a name or a key, or else a word of the tool in no catalog: the
texts of plans are in letters of a third alphabet.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
from pathlib import Path

import yaml

from kamctl.i18n.text_normalization import without_accents
from tests.generated import LOCALE
from tests.paths import ROOT
from tests.running import kamctl

CODE = "ho"
"""A language that plans may be in (Hiri Motu) and of which Babel knows nothing."""
_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MADE_UP = "ȧƀƈḓḗƒɠħīĵķŀḿƞǿƥɋřşŧŭṽẇẋẏẑȦƁƇḒḖƑƓĦĪĴĶĿḾȠǾƤɊŘŞŦŬṼẆẊẎẐ"
_LETTERS = str.maketrans(_PLAIN, _MADE_UP)
_PLACE = re.compile(r"(\{[^{}]*\})")
_IN_TEMPLATE = re.compile(r"(\{\{.*?\}\}|\{%.*?%\}|`[^`]*`)")
_PROSE = re.compile(r"(?:^|(?<=\s))# (?=\S|$)(?!yaml-language-server)")
_TEXT = re.compile(r"[A-Za-z]+")
_CYRILLIC = str.maketrans(_PLAIN, "абвгдежзийклмнопрстуфхцчшщАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩ")


def made_up(msgid: str) -> str:
    """Say a msgid in the made-up language; named places stay as they are."""
    parts = _PLACE.split(msgid)
    return "".join(part if part.startswith("{") else part.translate(_LETTERS) for part in parts)


def install_pseudo_locale(folder: Path) -> Path:
    """Copy the package into `folder`, and put the third language into the copy; nothing else."""
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "kamctl", folder / "kamctl", ignore=ignored)
    shutil.copytree(ROOT / "templates", folder / "templates", ignore=ignored)
    place = folder / "kamctl" / "i18n" / "locale" / CODE / "LC_MESSAGES"
    place.mkdir(parents=True)
    for pot in sorted(LOCALE.glob("*.pot")):
        with pot.open("rb") as file:
            template = read_po(file)
        words = Catalog(locale="en")
        for one in template:
            if one.id:
                ids = one.id if isinstance(one.id, tuple) else (one.id,)
                made_up_texts = tuple(made_up(msgid) for msgid in ids)
                text = made_up_texts if isinstance(one.id, tuple) else made_up_texts[0]
                words.add(one.id, text, context=one.context)
        out = io.BytesIO()
        write_mo(out, words)
        (place / f"{pot.stem}.mo").write_bytes(out.getvalue())
    (place.parent / "words.toml").write_text(_words(), encoding="utf-8")
    (place.parent / "questions.toml").write_text(_questions(), encoding="utf-8")
    for template in sorted((folder / "templates").glob("*/*.en.yaml.j2")):
        lines = template.read_text(encoding="utf-8").split("\n")
        text = "\n".join(map(_template_line, lines)).replace(
            "To be defined", made_up("To be defined")
        )
        template.with_name(template.name.replace(".en.", f".{CODE}.")).write_text(
            text, encoding="utf-8"
        )
    return folder


def _questions() -> str:
    """Write the questions to colleagues: all of the English ones."""
    english = (LOCALE / "en" / "questions.toml").read_text(encoding="utf-8")
    return re.sub(r'= "(.*)"$', lambda text: f'= "{made_up(text[1])}"', english, flags=re.M)


def _words() -> str:
    """Write a file of words: some of each kind, from the English ones."""

    def words(*english: str) -> str:
        return json.dumps([made_up(one) for one in english], ensure_ascii=False)

    def expression(english: str) -> str:
        return f"'''{made_up(english)}'''".replace(" ", r"\s")

    def plain(english: str) -> str:
        return json.dumps(without_accents(made_up(english)), ensure_ascii=False)

    return f"""
[placeholders]
alone = {words("to be defined")}
assent = {words("agreed")}
[sentences]
abbreviations = {words("approx")}
[dates]
end = {plain("end")}
end_of_year = {plain("end")}
[amounts]
percent = {words("percent")}
[endings]
plural_of_values = "n en e"
[values]
done = {words("completed")}
[wording]
us = {words("our")}
[gain]
our_figures = {expression("our turnover")}
our_figures_contains = {words("turnover")}
[statement]
figures = {expression("seven")}
[tone]
my_customer = {expression("my customer")}
ours = {{ "{made_up("my")}" = "{made_up("our")}" }}
blame = {expression("finance always blocks")}
blame_words = {words("always")}
"""


def _template_line(line: str) -> str:
    """Say the comment of a line; what is code stays."""
    done, in_prose = "", False
    for part in _IN_TEMPLATE.split(line):
        if _IN_TEMPLATE.fullmatch(part):
            done += part
        elif in_prose:
            done += made_up(part)
        elif found := _PROSE.search(part):
            done += part[: found.end()] + made_up(part[found.end() :])
            in_prose = True
        else:
            done += part
    return done


def in_cyrillic(plan: str) -> str:
    """Write the texts and comments of a plan in Cyrillic letters; keys, ids and values stay.

    A text is what has a space or a capital in it; every character stays in its place.
    """
    done, end, is_key = "", 0, False
    for token in yaml.scan(plan):
        done += plan[end : token.start_mark.index].translate(_CYRILLIC)
        written = plan[token.start_mark.index : token.end_mark.index]
        end = token.end_mark.index
        is_text = isinstance(token, yaml.ScalarToken) and not is_key and _is_text(token.value)
        done += without_accents(written).translate(_CYRILLIC) if is_text else written
        is_key = isinstance(token, yaml.KeyToken)
    return done + plan[end:].translate(_CYRILLIC)


def _is_text(value: str) -> bool:
    return " " in value or (len(value) > 3 and value[:1].isupper() and not value.isupper())


def say(package: Path, folder: Path, *arguments: str, stdin: bytes = b"") -> str:
    """Run kamctl from the copy; return all that it says, on both streams."""
    environment = os.environ | {"COLUMNS": "100", "LC_ALL": "C", "NO_COLOR": "1",
                                "PYTHONIOENCODING": "utf-8"}  # fmt: skip
    done = kamctl(folder, *arguments, stdin=stdin, env=environment, package=package)
    text = done.stdout + done.stderr
    assert "Traceback" not in text, text
    return text


def plain_words(text: str) -> set[str]:
    """Return the words of a text in plain letters; one that is cut short is a plan's."""
    made = re.escape(_MADE_UP)
    return set(re.findall(rf"(?<![\w{made}])[A-Za-z]{{2,}}(?![\w{made}…])", text))
