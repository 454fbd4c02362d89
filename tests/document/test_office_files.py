"""Office files are looked at before anything in them is unpacked."""

from __future__ import annotations

import io
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from kamctl.document.office_files import OLD_FORMAT, OfficeFileError, OfficeLimits, part_names

LIMITS = OfficeLimits(packed=10_000, unpacked=100_000, parts=3)


def package(*names: str, size: int = 10) -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, b"0" * size)
    return made.getvalue()


def test_the_parts_are_named_in_small_letters() -> None:
    assert part_names(package("XL/Workbook.xml", "a.xml"), LIMITS) == ("xl/workbook.xml", "a.xml")


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (OLD_FORMAT + b"more", "old"),
        (b"", "damaged"),
        (b"PK\x03\x04 and no more", "damaged"),
        (package("a")[:-10], "damaged"),
        (package("a", size=100_001), "large"),
        (package("a", "b", "c", "d"), "large"),
        (package("a") + b"0" * 10_000, "large"),
        (package("xl/vbaProject.bin"), "macros"),
        (package("xl/macrosheets/sheet1.xml"), "macros"),
    ],
    ids=[
        "old-format",
        "empty",
        "only-a-signature",
        "cut-off",
        "large-part",
        "many-parts",
        "large-file",
        "macros",
        "macro-sheet",
    ],
)
def test_what_is_not_opened(data: bytes, fault: str) -> None:
    with pytest.raises(OfficeFileError) as caught:
        part_names(data, LIMITS)
    assert caught.value.fault == fault
