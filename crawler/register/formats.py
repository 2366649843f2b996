"""Which reader reads a file: its content tells, never its name."""

from __future__ import annotations

from importlib import import_module

from crawler.errors import RegisterRefused
from crawler.register.tables import Table

_OLE, _PDF, _RTF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-", b"{\\rtf"
_PDF_WITHIN = 1024  # bytes: PDF readers accept so much before the mark
_PASSWORD = "EncryptedPackage".encode("utf-16-le")  # a stream of OLE files, not a secret
# Names of ZIP members are not packed, so they are found without opening anything.
_PARTS = (
    (b"xl/workbook.xml", ".xlsx"),
    (b"word/document.xml", ".docx"),
    (b"META-INF/manifest.xml", ".ods"),
)
_READERS = {
    ".csv": ("crawler.register.csv_file", "read_csv"),
    ".xlsx": ("crawler.register.xlsx_file", "read_xlsx"),
    ".ods": ("crawler.register.ods_file", "read_ods"),
    ".docx": ("crawler.register.docx_file", "read_docx"),
    ".pdf": ("crawler.register.pdf_file", "read_pdf"),
    ".json": ("crawler.register.portal_file", "read_portal"),
}


def suffix_of(body: bytes) -> str:
    """``.csv``, ``.xlsx`` … by content; ``.bin`` for what no reader reads."""
    if body.startswith(b"PK"):
        return next((suffix for part, suffix in _PARTS if part in body), ".bin")
    if _PDF in body[:_PDF_WITHIN]:
        return ".pdf"
    start = body[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    if body.startswith(_OLE) or start.startswith((b"<", _RTF)):
        return ".bin"
    return ".json" if start.startswith((b"{", b"[")) else ".csv"


def read_tables(body: bytes, name: str) -> list[Table]:
    """The tables of a file, read in this process; ``child.read_bounded`` does it with limits."""
    suffix = suffix_of(body)
    if suffix == ".bin":
        raise RegisterRefused(_unreadable(body, name))
    module, reader = _READERS[suffix]
    # Only the reader that is needed: some of their libraries take long to load.
    tables: list[Table] = getattr(import_module(module), reader)(body, name)
    return tables


def _unreadable(body: bytes, name: str) -> str:
    if body.startswith(_OLE) and _PASSWORD in body:
        what = "is protected with a password. Open it, save it without one"
    elif body.startswith(_OLE):
        what = "is an old Office file (.xls, .doc). Open it, save it as XLSX"
    elif body.startswith(b"PK"):
        what = "is a ZIP archive and neither XLSX, DOCX nor ODS, or damaged. Get it again"
    elif body[:64].lstrip().startswith(_RTF):
        what = "is RTF. Open it, save it as DOCX"
    else:
        what = (
            "is a web page or XML, perhaps one that was saved as .xls. Open it in a spreadsheet, "
            "save it as XLSX"
        )
    return f"{name} {what} and import that. Nothing was changed."
