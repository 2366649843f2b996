"""Invented register files."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

import openpyxl

from crawler.register.rows import RegisterFile

HEADER = "portal_id,game_title,publisher,licence_kind,licence_no,issued,status,domains"
FIRM = "Công ty Cổ phần Ví Dụ Sen"


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


def xlsx_file(rows: Sequence[Sequence[str | int | datetime | None]]) -> RegisterFile:
    """An XLSX file of these rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    body = io.BytesIO()
    book.save(body)
    return RegisterFile(name="register.xlsx", body=body.getvalue())
