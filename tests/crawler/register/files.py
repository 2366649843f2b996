"""Invented register files in every format that is read."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import Any

import docx
import openpyxl

from crawler.register.rows import RegisterFile

HEADER = "portal_id,game_title,publisher,licence_kind,licence_no,issued,status,domains"
VIETNAMESE = (
    "Mã",
    "Tên trò chơi",
    "Doanh nghiệp",
    "Số quyết định",
    "Ngày ký",
    "Tình trạng",
    "Nhóm",
)
FIRM = "Công ty Cổ phần Ví Dụ Sen"
Cells = Sequence[Sequence[str]]


def csv_file(*lines: str, header: str = HEADER, name: str = "register.csv") -> RegisterFile:
    """A CSV file of these lines."""
    return RegisterFile(name=name, body="\n".join([header, *lines, ""]).encode())


def line(number: int, title: str = "", *, kind: str = "G1_release_decision", **more: str) -> str:
    """One row under ``HEADER``."""
    cells = {"title": title or f"Đảo Rồng {number}", "status": "active", "issued": "31/12/2024"}
    cells |= more
    return (
        f"{number},{cells['title']},{FIRM},{kind},{number}/QĐ-PTTH&TTĐT,"
        f"{cells['issued']},{cells['status']},"
    )


def games(count: int, *, kind: str = "G1_release_decision", first: int = 1) -> list[str]:
    """So many rows."""
    return [line(number, kind=kind) for number in range(first, first + count)]


def rows(count: int, *, first: int = 1) -> list[list[str]]:
    """So many rows under ``VIETNAMESE``."""
    return [
        [str(n), f"Đảo Rồng {n}", FIRM, f"{n}/QĐ-BTTTT", "31/12/2024", "còn hiệu lực", "G1"]
        for n in range(first, first + count)
    ]


def xlsx_file(cells: Sequence[Sequence[str | int | datetime | None]]) -> RegisterFile:
    """An XLSX file of these rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in cells:
        sheet.append(list(row))
    return saved_book(book)


def saved_book(book: openpyxl.Workbook, name: str = "register.xlsx") -> RegisterFile:
    """The bytes of a workbook."""
    body = io.BytesIO()
    book.save(body)
    return RegisterFile(name=name, body=body.getvalue())


def docx_file(*tables: Cells, heading: str = "DANH SÁCH TRÒ CHƠI") -> RegisterFile:
    """A DOCX file with these tables, a paragraph between two of them."""
    document = docx.Document()
    document.add_heading(heading)
    for cells in tables:
        table = document.add_table(rows=len(cells), cols=len(cells[0]))
        for row, texts in zip(table.rows, cells, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        document.add_paragraph("…")
    body = io.BytesIO()
    document.save(body)
    return RegisterFile(name="register.docx", body=body.getvalue())


def ods_file(cells: Cells, *, sheet: str = "", rows_more: str = "") -> RegisterFile:
    """An ODS file of one sheet; ``rows_more`` is XML after the rows."""
    xml = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string">'
            f"<text:p>{escape(text)}</text:p></table:table-cell>"
            for text in row
        )
        + "</table:table-row>"
        for row in cells
    )
    names = ("office", "table", "text", "style")
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}>'
        f"<office:body><office:spreadsheet>{sheet}"
        f'<table:table table:name="G1">{xml}{rows_more}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        "</manifest:manifest>"
    )
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return RegisterFile(name="register.ods", body=body.getvalue())


def portal_file(portal_rows: Sequence[dict[str, Any]], total: int | None = None) -> RegisterFile:
    """A copy of the portal as a sweep keeps it."""
    stated = len(portal_rows) if total is None else total
    copy = {"source": "licence_portal", "total": stated, "rows": list(portal_rows)}
    return RegisterFile(name="portal.json", body=json.dumps(copy, ensure_ascii=False).encode())


def portal_row(number: int, **more: Any) -> dict[str, Any]:
    """One row as the portal's back end names its fields; the key of the title is unverified."""
    row = {
        "id": 990_000 + number,
        "companyName": FIRM,
        "platformCategoryCode": "g",
        "platformCategoryName": "Quyết định phát hành trò chơi điện tử G1",
        "licenseNumber": f"{number}/QĐ-PTTH&TTĐT",
        "validFrom": "2026-03-12T00:00:00",
        "cstatus": "valid",
        "licenseDetail": {"gameName": f"Đảo Rồng {number}", "domain": "daorong.example"},
        "website": "https://daorong.example",
    }
    return row | more


def pdf_file(*pages: Cells) -> RegisterFile:
    """A PDF with one ruled table a page; a cell with line breaks is wrapped."""
    return RegisterFile(name="register.pdf", body=pdf([_ruled(cells) for cells in pages]))


def pdf(pages: Sequence[bytes]) -> bytes:
    """A PDF of these content streams; F1 is a font whose codes are Unicode."""
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def\n"
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n256 beginbfrange\n"
        + b"".join(b"<%02X00> <%02XFF> <%02X00>\n" % (high, high, high) for high in range(256))
        + b"endbfrange endcmap end end"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Any /Encoding /Identity-H"
        b" /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Any /DW 500 /CIDSystemInfo"
        b" << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor"
        b" << /Type /FontDescriptor /FontName /Any /Ascent 800 /Descent -200 /Flags 4 >> >>",
        _stream(cmap),
    ]
    kids = []
    for page in pages:
        objects.append(_stream(page))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1000 800] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _ruled(cells: Cells) -> bytes:
    width, height, top = 140, 30, 780
    parts = []
    for place, row in enumerate(cells):
        for column, text in enumerate(row):
            left, bottom = 10 + column * width, top - (place + 1) * height
            parts.append(f"{left} {bottom} {width} {height} re S")
            for number, words in enumerate(text.split("\n")):
                code = words.encode("utf-16-be").hex()
                parts.append(
                    f"BT /F1 8 Tf {left + 3} {bottom + 19 - 10 * number} Td <{code}> Tj ET"
                )
    return "\n".join(parts).encode()
