"""Lists of thousands are shown page by page, and searched."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

from kamctl.web.edit_addresses import part_address
from kamctl.web.editing.form_field import FormEntry, FormField, Widget
from kamctl.web.entry_lists import FIRST_ENTRIES, PAGE_SIZE, ListRequest, list_page
from tests.web.editing_site import edited
from tests.web.test_edit_site import words

RISKS = '["risks"]'


def listed(count: int) -> FormField:
    entries = tuple(FormEntry(str(at), f"Église {at}") for at in range(count))
    return FormField(RISKS, "risks", Widget.ENTRIES, "Risks", entries=entries)


def test_a_short_list_is_shown_whole() -> None:
    found = list_page(listed(3), FIRST_ENTRIES)
    assert not found.is_long
    assert [(one.up, one.down) for one in found.rows] == [(None, "2"), ("0", ""), ("1", None)]
    assert (found.before, found.after) == ("", "")


def test_a_long_list_has_pages_and_entries_move_across_them() -> None:
    field = listed(2 * PAGE_SIZE + 5)
    second = list_page(field, ListRequest(RISKS, PAGE_SIZE))
    assert (second.first, second.last, second.found) == (101, 200, 205)
    assert (second.rows[0].up, second.rows[-2].down) == ("99", "200")
    assert f"from={2 * PAGE_SIZE}" in second.after
    assert "from=0" in second.before
    beyond = list_page(field, ListRequest(RISKS, 10**8))
    assert (beyond.first, beyond.last, beyond.after) == (201, 205, "")
    other = list_page(field, ListRequest('["reviews"]', PAGE_SIZE, "x"))
    assert (other.first, other.find) == (1, "")


def test_a_search_ignores_accents_and_capitals() -> None:
    found = list_page(listed(500), ListRequest(RISKS, 0, " eglise  4 "))
    assert [one.entry.title for one in found.rows][:1] == ["Église 4"]
    assert (found.found, found.last) == (111, PAGE_SIZE)
    assert {(one.up, one.down) for one in found.rows} == {(None, None)}  # it would go elsewhere
    assert "find=" in found.after
    nothing = list_page(listed(500), ListRequest(RISKS, 0, "none"))
    assert (nothing.first, nothing.last, nothing.found) == (0, 0, 0)


def test_an_address_that_makes_no_sense_shows_the_beginning() -> None:
    for query in ({"from": "-1"}, {"from": "9" * 5000}, {"from": "x"}, {}):
        assert ListRequest.of(query).start == 0


def test_a_page_of_thousands_stays_small(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    risks = "".join(f"  - {{id: R{at}, text: Risk number {at}}}\n" for at in range(3000))
    plan.write_text(f"kamctl: 1\naccount: {{name: N}}\nrisks:\n{risks}")
    with edited(tmp_path, plan) as site:
        page = part_address(RISKS)
        text = site.get(page)[1]
        assert len(text) < 300_000
        assert "1 to 100 of 3000" in words(text)
        assert "Show everything on one page" not in text
        assert len(site.get(f"{page}&all=1")[1]) < 300_000
        found = site.get(f"part?{urlencode({'key': RISKS, 'list': RISKS, 'find': '2999'})}")[1]
        assert "Risk number 2999" in words(found)
        assert "1 to 1 of 1" in words(found)
