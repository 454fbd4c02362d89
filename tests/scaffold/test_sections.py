"""Every section that a plan may leave out is explained before the question about sections."""

from __future__ import annotations

from typing import get_args

import pytest

from kamctl.i18n.catalog import languages, translator
from kamctl.plan.plan_metadata import Tool
from kamctl.scaffold.sections import SECTIONS


def test_each_section_is_explained_in_the_order_of_the_format() -> None:
    assert tuple(SECTIONS) == get_args(Tool)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", SECTIONS)
def test_ten_words_are_enough(name: str, language: str) -> None:
    purpose = SECTIONS[name].say(translator(language))
    assert len([word for word in purpose.split() if word != ":"]) <= 10
