"""The formats of documents: their names on the command line, and the endings of their files."""

from __future__ import annotations

from typing import Final, NamedTuple


class DocumentFormatEntry(NamedTuple):
    """A format of documents; the first of its `endings` is the one that kamctl writes."""

    endings: tuple[str, ...]
    template: str = ""
    """The format whose template makes it: a PDF is printed from HTML; empty where none does."""

    @property
    def ending(self) -> str:
        """The ending that kamctl writes."""
        return self.endings[0]


HTML: Final = "html"
MARKDOWN: Final = "markdown"
PDF: Final = "pdf"
EXCEL: Final = "xlsx"
DOCUMENT_FORMATS: Final = {
    HTML: DocumentFormatEntry((".html", ".htm"), HTML),
    MARKDOWN: DocumentFormatEntry((".md", ".markdown"), MARKDOWN),
    PDF: DocumentFormatEntry((".pdf",), HTML),
}
"""The formats of all documents, by their names on the command line."""
PORTFOLIO_FORMATS: Final = {**DOCUMENT_FORMATS, EXCEL: DocumentFormatEntry((".xlsx",))}
"""The formats of the portfolio, whose tables are for spreadsheets, too."""
TEMPLATE_FORMATS: Final = tuple(
    name for name, one in DOCUMENT_FORMATS.items() if one.template == name
)
"""The formats that have templates of their own."""
