"""Where a finding is."""

from __future__ import annotations

from kamctl.document.finding import Finding, Severity
from kamctl.document.span import KeyPath
from kamctl.i18n.message import message


def finding(path: KeyPath, pointer: str) -> Finding:
    return Finding(
        "KAM322", "x", Severity.WARNING, message("x"), "a.yaml", path=path, pointer=pointer
    )


def test_an_index_in_the_file_is_a_number() -> None:
    found = finding(path=("objectives", 0, "due"), pointer="/objectives/2/due")
    assert found.path_in_file == ("objectives", 2, "due")


def test_a_finding_in_the_sign_offs_has_no_path_in_the_plan() -> None:
    assert finding(path=("objectives", 0), pointer="").path_in_file == ()
