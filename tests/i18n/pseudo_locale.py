"""A third language, made up: every word of the tool in letters that no English text has.

It is a folder with catalogs, put into a copy of the package. What still comes out in plain
letters is a name, a key or a text of the plan, or else a word of the tool in no catalog.
"""

from __future__ import annotations

import io
import os
import re
import shutil
from pathlib import Path

from tests.generated import LOCALE
from tests.paths import ROOT
from tests.running import kamctl

CODE = "xp"
_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MADE_UP = "ȧƀƈḓḗƒɠħīĵķŀḿƞǿƥɋřşŧŭṽẇẋẏẑȦƁƇḒḖƑƓĦĪĴĶĿḾȠǾƤɊŘŞŦŬṼẆẊẎẐ"
_LETTERS = str.maketrans(_PLAIN, _MADE_UP)
_PLACE = re.compile(r"(\{[^{}]*\})")


def made_up(msgid: str) -> str:
    """Say a msgid in the made-up language; named places stay as they are."""
    parts = _PLACE.split(msgid)
    return "".join(part if part.startswith("{") else part.translate(_LETTERS) for part in parts)


def install(folder: Path) -> Path:
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
                words.add(one.id, made_up_texts if isinstance(one.id, tuple) else made_up_texts[0])
        out = io.BytesIO()
        write_mo(out, words)
        (place / f"{pot.stem}.mo").write_bytes(out.getvalue())
    return folder


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
