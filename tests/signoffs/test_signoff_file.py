"""The file of sign-offs: nothing that was written is lost, nothing that was not is believed."""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from kamctl.document.errors import UserError
from kamctl.document.generated_files import SIGNOFFS_HEADING
from kamctl.plan.person_names import plain_name
from kamctl.signoffs.fingerprint import canonical, fingerprint
from kamctl.signoffs.signoff import (
    Evidence,
    InvalidEntry,
    as_line,
    from_line,
    in_effect_order,
    sealed,
)
from kamctl.signoffs.signoff_file import (
    read_signoffs,
    signoff_file_name,
    signoffs_in,
    signoffs_path,
)
from tests.signing import append
from tests.signoffs.sample_signoff import signoff


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "signoffs.yaml"


@pytest.mark.parametrize(
    ("plan", "beside"),
    [
        ("plan.yaml", "signoffs.yaml"),
        ("plan.yml", "signoffs.yaml"),
        ("north.plan.yaml", "north.signoffs.yaml"),
        ("north.yaml", "north.signoffs.yaml"),
    ],
)
def test_it_is_beside_the_plan(plan: str, beside: str) -> None:
    assert signoffs_path(Path("accounts", plan)) == Path("accounts", beside)
    assert signoff_file_name(plan) == beside


def test_no_file_is_no_signoff(path: Path) -> None:
    assert read_signoffs(path).entries == () == read_signoffs(path).findings


def test_what_is_added_is_read(path: Path) -> None:
    one, other = signoff(), signoff(by="nadia", function="supply-chain", note="« Oui, si… »")
    append(path, one)
    before = path.read_bytes()
    append(path, other)
    assert path.read_bytes().startswith(before), "what is there is never rewritten"
    assert path.read_text(encoding="utf-8").startswith(SIGNOFFS_HEADING)
    found = read_signoffs(path)
    assert [replace(entry, line=0) for entry in found.entries] == [one, other]
    assert [entry.line for entry in found.entries] == [2, 3]
    assert not found.findings
    assert list(path.parent.iterdir()) == [path], "no lock is left behind"


def test_it_is_yaml_for_others(path: Path) -> None:
    append(path, signoff(note="a: b # c\u2028\u0085\x07 é 😀"))
    (entry,) = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert entry["note"] == "a: b # c\u2028\u0085\x07 é 😀"
    assert entry["on"] == "2026-11-24T10:12:03Z"


def test_in_the_order_in_which_they_were_given(path: Path) -> None:
    append(path, signoff(on="2026-11-25T08:00:00Z", decision="object", note="No."))
    append(path, signoff(on="2026-11-24T08:00:00Z"))
    assert [entry.decision for entry in read_signoffs(path).entries] == ["agree", "object"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"decision": "agree"', '"decision": "object"', "KAM018"),
        ('"note": "Fine."', '"note": "Fine!"', "KAM018"),
        ('"due": "2028-12-31"', '"due": "2028-12-30"', "KAM018"),
        ('"decision": "agree"', '"decision": "approve"', "KAM017"),
        ('"by": "paulo", ', "", "KAM017"),
        ('"on": "2026-11-24T10:12:03Z"', '"on": "yesterday"', "KAM017"),
        ('"for": "finance"', '"for": "finance", "as": "decider"', "KAM017"),
        ('"for": "finance"', '"as": "king"', "KAM017"),
        ('"by": "paulo"', '"by": 7', "KAM017"),
        ('"by": "paulo"', '"by": "paulo", "by": "paulo"', "KAM017"),
        ("- {", "- [1, {", "KAM017"),
        ("- {", "{", "KAM017"),
        ('"due": "2028-12-31"', '"due": NaN', "KAM017"),
        ('"by": "paulo"', '"by": "paulo", "more": 1e999', "KAM017"),
    ],
)
def test_a_change_by_hand_is_seen(path: Path, old: str, new: str, code: str) -> None:
    append(path, signoff(note="Fine."))
    append(path, signoff(by="nadia", function="supply-chain"))
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
    found = read_signoffs(path)
    assert [entry.by for entry in found.entries] == ["nadia"]
    assert [(one.code, one.span.line) for one in found.findings] == [(code, 2)]


def test_another_order_of_keys_is_no_change(path: Path) -> None:
    line = as_line(signoff())
    turned = dict(reversed(json.loads(line[2:]).items()))
    path.write_text(f"- {json.dumps(turned)}\r\n\r\n# a note\r\n", encoding="utf-8-sig", newline="")
    found = read_signoffs(path)
    assert len(found.entries) == 1 and not found.findings


def test_what_a_later_version_adds_is_kept(path: Path) -> None:
    append(path, signoff(unknown={"place": "Lyon"}))
    (entry,) = read_signoffs(path).entries
    assert entry.unknown == {"place": "Lyon"}


def test_a_line_twice_counts_once(path: Path) -> None:
    append(path, signoff())
    path.write_bytes(path.read_bytes() + path.read_bytes())
    assert len(read_signoffs(path).entries) == 1


def test_signed_in_the_same_second_it_is_said_again(path: Path) -> None:
    """The words are the same; the signature is what is new, and it must not be lost."""
    append(path, signoff())
    append(path, replace(signoff(), signature="c2ln"))
    append(path, replace(signoff(), signature="c2ln"))
    assert [entry.signature for entry in read_signoffs(path).entries] == ["", "c2ln"]


def test_merge_conflict_marks_are_reported_and_both_sides_count(path: Path) -> None:
    sides = as_line(signoff()), as_line(signoff(by="nadia", function="supply-chain"))
    path.write_text(
        f"{SIGNOFFS_HEADING}<<<<<<< HEAD\n{sides[0]}\n=======\n{sides[1]}\n>>>>>>> nadia\n",
        encoding="utf-8",
    )
    found = read_signoffs(path)
    assert {entry.by for entry in found.entries} == {"paulo", "nadia"}
    assert [(one.code, one.span.line) for one in found.findings] == [("KAM023", 2)]
    assert "lines 2 to 6" in str(found.findings[0].message)
    assert "both versions" in str(found.findings[0].hint)


def test_a_mark_that_is_left_over_is_no_damaged_line(path: Path) -> None:
    path.write_text(f"{SIGNOFFS_HEADING}{as_line(signoff())}\n=======\n", encoding="utf-8")
    found = read_signoffs(path)
    assert len(found.entries) == 1
    assert [(one.code, one.span.line) for one in found.findings] == [("KAM023", 3)]


@pytest.mark.parametrize("end", ["\r", "\r\n"])
def test_lines_with_the_ends_of_other_systems_are_read(path: Path, end: str) -> None:
    text = f"{SIGNOFFS_HEADING}{as_line(signoff())}\nspoilt\n"
    path.write_bytes(text.replace("\n", end).encode())
    found = read_signoffs(path)
    assert [entry.by for entry in found.entries] == ["paulo"]
    assert [(one.code, one.span.line) for one in found.findings] == [("KAM017", 3)]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may do everything")
def test_a_file_without_permission(path: Path) -> None:
    append(path, signoff())
    path.chmod(0)
    (finding,) = read_signoffs(path).findings
    assert finding.code == "KAM001"
    with pytest.raises(UserError, match="read-only; nothing was changed"):
        append(path, signoff())


def test_a_folder_in_its_place(path: Path) -> None:
    path.mkdir()
    (finding,) = read_signoffs(path).findings
    assert finding.code == "KAM001"
    with pytest.raises(UserError, match="cannot be written"):
        append(path, signoff())


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
WORDS = st.text(min_size=1)
WORDINGS = st.dictionaries(WORDS, st.text(), min_size=1, max_size=2)


@settings(max_examples=150, deadline=None)
@given(WORDS, WORDS, WORDS.filter(str.strip), st.text(), WORDINGS, st.dictionaries(WORDS, PLAIN))
def test_any_text_comes_back(
    by: str, function: str, name: str, note: str, statement: dict[str, str], more: dict[str, Any]
) -> None:
    assume(plain_name(name))
    signed = {
        "statement": statement,
        "signer": {"name": plain_name(name), "email": "paulo@corvane.example"},
    }
    unknown = {f"x-{key}": value for key, value in more.items() if value}
    one = signoff(
        by=by, function=function, name=name, note=note, signed=signed, unknown=unknown,
        evidence=Evidence(sender=by, sha256="0" * 64, quote=note),
    )  # fmt: skip
    line = as_line(one)
    assert len(line.splitlines()) == 1
    again = from_line(line)
    assert again == one
    assert again.is_sealed and again.is_consistent


FULL: dict[str, Any] = {
    "statement": {"en": "Become their partner."},
    "measures": [
        {
            "name": {"en": "Share of wallet"},
            "unit": "%",
            "direction": "increase",
            "baseline": {"value": "27", "on": "2025-12-31"},
            "target": {"value": "42.5", "on": "2028-12-31"},
        }
    ],
    "success_criterion": {"en": "They call us first."},
    "due": "2028-12-31",
    "owner": {"id": "claire", "name": "claire morel"},
    "decider": {"id": "thomas"},
    "sponsor": {"id": "thomas"},
    "currency": "EUR",
    "signer": {"name": "paulo ferreira", "email": "paulo@corvane.example"},
    "directions": [
        {
            "function": "finance",
            "leader": {"id": "paulo", "name": "paulo ferreira"},
            "ask": {"en": "Accept 60 days."},
            "impact": {"budget": {"effect": "negative", "amount": "-95000", "note": {"en": "x"}}},
            "requested": {"en": "One analyst"},
        }
    ],
}
FULL1 = {
    **{key: value for key, value in FULL.items() if key not in ("currency", "signer")},
    "owner": "claire",
    "decider": "thomas",
    "sponsor": "thomas",
    "directions": [FULL["directions"][0] | {"leader": "paulo"}],
}
EVIDENCE = Evidence("paulo@corvane.example", "0" * 64, "2026-11-24", "<1@x>", "Yes.")
WHOLE_LINES = [
    json.loads(as_line(one)[2:])
    for one in (
        signoff(signed=FULL, note="Yes.", evidence=EVIDENCE, signature="c2ln"),
        signoff(signed=FULL1, version=1, note="Yes.", recorded_by="claire", signature="c2ln"),
    )
]


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Give every place in plain data, from the top down."""
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from places(inner, (*path, index))


def with_value(line: dict[str, Any], path: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(line)
    inner: Any = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return changed


def resealed(values: dict[str, Any]) -> str:
    """Write a line as somebody would who knows how a seal and a fingerprint are made."""
    values = copy.deepcopy(values)
    version = 2 if "version" in values else 1
    if isinstance(values.get("signed"), dict) and str(values.get("fingerprint")).startswith("v"):
        values["fingerprint"] = fingerprint(values["signed"], version)
    values_without_seal = {
        key: one for key, one in values.items() if key not in ("seal", "signature") and one
    }
    if str(values.get("seal")).isascii() and isinstance(values.get("seal"), str):
        values["seal"] = hashlib.sha256(canonical(values_without_seal)).hexdigest()[:16]
    return f"- {json.dumps(values)}"


def test_a_whole_line_counts(path: Path) -> None:
    path.write_text("".join(f"{resealed(one)}\n" for one in WHOLE_LINES), encoding="utf-8")
    found = read_signoffs(path)
    assert not found.findings
    assert {entry.version for entry in found.entries} == {1, 2}


WRONG = [None, True, 7, -1.5, [], [1], [[]], {}, {"": 1}, {"en": 1}, [{"en": []}], "\ud800"]


@pytest.mark.parametrize("line", WHOLE_LINES, ids=["2", "1"])
def test_a_wrong_value_at_any_place_never_stops_and_never_counts(
    path: Path, line: dict[str, Any]
) -> None:
    """Every place of a line × every kind of wrong value, with a seal and fingerprint that fit."""
    optional = {"account", "note", "email", "signature", "evidence", "signed", "recorded_by"}
    wrong = [
        resealed(with_value(line, place, value))
        for place in places(line)
        for value in WRONG
        if not _is_right(place, value)
        # At the top, what is empty is left out when a line is written.
        and not (place[0] in optional and len(place) == 1 and not value)
    ]
    good = as_line(signoff(by="nadia", function="supply-chain"))
    path.write_text("\n".join([good, *wrong]), encoding="utf-8")
    found = read_signoffs(path)
    assert [wrong[entry.line - 2] for entry in found.entries if entry.line > 1] == []
    assert {one.code for one in found.findings} <= {"KAM017", "KAM018"}
    assert len(found.findings) == len(wrong)


def _is_right(place: tuple[str | int, ...], value: Any) -> bool:
    """Tell whether a value is a right one at this place: a list may be empty, and a part of it."""
    if value == []:
        return place[-1] in ("measures", "directions")
    parts = ("baseline", "target", "impact", "budget", 0)
    return value == {} and place[-1] in parts and place[-2] != "directions"


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_line_of_any_shape_is_read_or_reported(data: st.DataObject) -> None:
    line = data.draw(st.sampled_from(WHOLE_LINES))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.sampled_from(list(places(line))))
        try:
            line = with_value(line, at, data.draw(PLAIN))
        except (KeyError, IndexError, TypeError):
            continue
    found = signoffs_in(f"{resealed(line)}\n".encode(), "signoffs.yaml")
    assert len(found.entries) + len(found.findings) == 1
    for entry in found.entries:
        assert entry.instant.tzinfo is not None and entry.day and entry.party
        assert all(isinstance(one, dict) for one in entry.signed.get("measures") or ())


LINES = st.text().map(lambda text: text.encode(errors="replace"))
SHARED_FOLDER = [HealthCheck.function_scoped_fixture]


@settings(max_examples=150, deadline=None, suppress_health_check=SHARED_FOLDER)
@given(data=st.one_of(st.binary(), LINES, LINES.map(lambda text: b"- " + text)))
def test_any_content_is_read_or_reported(path: Path, data: bytes) -> None:
    path.write_bytes(as_line(signoff()).encode() + b"\n" + data)
    found = read_signoffs(path)
    assert len(found.entries) == 1
    for finding in found.findings:
        assert finding.code in ("KAM017", "KAM018") and finding.span.line > 1


def test_a_line_nested_too_deep_or_too_long_is_no_sign_off() -> None:
    long = '- {"a": "' + "x" * 2_000_000 + '"}'
    for text in ("- " + "[" * 100_000, "- {" + '"a":{' * 50_000, long):
        with pytest.raises(InvalidEntry):
            from_line(text)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"signed": {**FULL, "due": "2027-12-31"}}, "KAM018"),
        ({"name": "Somebody Else"}, "KAM018"),
        ({"email": "else@corvane.example"}, "KAM018"),
        ({"fingerprint": "v1:" + "0" * 32}, "KAM017"),
        ({"signed": {"measures": [1]}}, "KAM017"),
        ({"signed": {**FULL, "measures": [{"target": {"value": "9" * 400}}]}}, "KAM017"),
        ({"recorded_by": ""}, "KAM017"),
        ({"on": "2026-11-24T10:12:03+01:00"}, "KAM017"),
        ({"on": "9999-12-31T23:59:59Z"}, "KAM017"),
        ({"version": 3}, "KAM017"),
    ],
)
def test_an_inconsistent_line_is_reported_and_does_not_count(
    path: Path, changes: dict[str, Any], code: str
) -> None:
    """Sealed by somebody who knows how; the text or the person is not the fingerprint's."""
    signed = signoff(signed=FULL)
    path.write_text(as_line(sealed(replace(signed, **changes))) + "\n", encoding="utf-8")
    found = read_signoffs(path)
    assert not found.entries
    assert [one.code for one in found.findings] == [code]


@pytest.mark.parametrize("name", ["paulo ferreira", "PAULO  FERREIRA", "Paúlo Ferreirá"])
def test_a_name_in_another_spelling_is_the_same(path: Path, name: str) -> None:
    append(path, signoff(name=name))
    (entry,) = read_signoffs(path).entries
    assert entry.name == name


def test_version_1_is_read_and_recognised(path: Path) -> None:
    append(path, signoff(version=1, signed=FULL1, recorded_by="claire"))
    (entry,) = read_signoffs(path).entries
    assert (entry.version, entry.name, entry.email) == (1, "", "")
    assert "version" not in path.read_text(encoding="utf-8")


def test_a_text_that_is_not_the_fingerprints_in_version_1(path: Path) -> None:
    one = signoff(version=1, signed=FULL1)
    append(path, sealed(replace(one, signed={**FULL1, "due": "2027-12-31"})))
    found = read_signoffs(path)
    assert not found.entries and [one.code for one in found.findings] == ["KAM018"]


# --- Which count ----------------------------------------------------------------------------------

NOW = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)
MOMENTS = st.datetimes(dt.datetime(2025, 1, 1), dt.datetime(2032, 1, 1)).map(
    lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%SZ")
)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(MOMENTS, st.sampled_from(["agree", "agree_with_conditions", "object"])),
        max_size=6,
    ),
    st.data(),
)
def test_the_latest_that_is_not_in_the_future_counts(
    given_: list[tuple[str, Any]], data: st.DataObject
) -> None:
    entries = [signoff(on=on, decision=decision) for on, decision in given_]
    counted = in_effect_order(entries, NOW)
    assert counted == in_effect_order(data.draw(st.permutations(entries)), NOW), (
        "lines move in a merge"
    )
    assert len(counted) == sum(entry.instant <= NOW for entry in entries)
    assert all(one.instant <= other.instant for one, other in pairwise(counted))
    if counted:
        last = [one.decision for one in counted if one.instant == counted[-1].instant]
        assert counted[-1].decision == "object" or "object" not in last


def test_sign_offs_are_ordered_by_moment_not_by_time_zone() -> None:
    """11:30 in Paris is before 11:00 in London."""
    london = signoff(version=1, signed=FULL1, on="2026-11-24T11:00:00+00:00")
    paris = signoff(version=1, signed=FULL1, on="2026-11-24T11:30:00+01:00", decision="object")
    assert [one.decision for one in in_effect_order([london, paris], NOW)] == ["object", "agree"]


@pytest.mark.parametrize("sign", ["# ", "#", "  # ", "#\v", "## off: "])
def test_a_sign_off_that_was_commented_out_is_reported(sign: str) -> None:
    kept = as_line(sealed(signoff()))
    found = signoffs_in(
        f"{SIGNOFFS_HEADING}{sign}{kept}\n{kept}\n# A remark - by hand\n".encode(), "s"
    )
    assert [(one.code, one.span.line) for one in found.findings] == [("KAM018", 2)]
    assert len(found.entries) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "signoffs.yaml")
    found = read_signoffs(tmp_path / "signoffs.yaml")
    assert [one.code for one in found.findings] == ["KAM001"]
    with pytest.raises(UserError, match="it is not a file"):
        append(tmp_path / "signoffs.yaml", sealed(signoff()))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
@pytest.mark.parametrize("name", ["plan.yaml", "kamctl.yaml"])
def test_a_pipe_in_the_place_of_a_plan_or_a_workspace(tmp_path: Path, name: str) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "plan.yaml").write_text("account: {name: A}\n", encoding="utf-8")
    os.mkfifo(tmp_path / name)
    command = [sys.executable, "-m", "kamctl", "validate", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "pipe or a device" in done.stdout + done.stderr


@pytest.mark.parametrize("command", ["status", "record"])
def test_a_folder_in_the_place_of_sign_offs(tmp_path: Path, command: str) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        "kamctl: 1\naccount: {name: A}\nplan: {stage: shared}\nteam: [{id: a, name: A}]\n"
        "objectives: [{id: SO1, statement: Win., directions: "
        "[{function: finance, leader: a, ask: Wait.}]}]\n",
        encoding="utf-8",
    )
    (tmp_path / "signoffs.yaml").mkdir()
    words = ["SO1", "--for", "finance", "--decision", "agree", "--yes"]
    more = words if command == "record" else []
    line = [sys.executable, "-m", "kamctl", "align", command, str(plan), *more]
    done = subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "bug in kamctl" not in done.stderr
