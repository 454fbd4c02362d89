"""Answer the first question of a questionnaire in Excel: FILE ANSWER."""

from __future__ import annotations

import sys

import openpyxl


def main(file: str, answer: str) -> None:
    """Write an answer into the last column of the first question, as a colleague would."""
    workbook = openpyxl.load_workbook(file)
    sheet = workbook.worksheets[0]
    row = next(row for row in sheet.iter_rows() if str(row[0].value).startswith("[Q1-"))
    row[3].value = answer
    workbook.save(file)


if __name__ == "__main__":
    main(*sys.argv[1:])
