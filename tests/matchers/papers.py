"""Invented papers of the register, for the tests of what licensees print and declare."""

from __future__ import annotations

from datetime import date
from typing import Any

from crawler.records import EntryStatus, LicenceKind, RegistryEntry

FIRM = "Công ty TNHH Ví Dụ Xanh"
OTHER = "Công ty Cổ phần Trúc Vàng Ví Dụ"
TITLE = "Đảo Rồng Huyền Bí"
NUMBER = "126/QĐ-PTTH&TTĐT"
ISSUED = date(2026, 3, 12)


def paper(entry: str = "7001", **fields: Any) -> RegistryEntry:
    """A G1 decision in force of an invented firm."""
    values: dict[str, Any] = {
        "entry": entry,
        "kind": LicenceKind.G1_RELEASE_DECISION,
        "number": NUMBER,
        "issued": ISSUED,
        "title": TITLE,
        "publisher": FIRM,
        "status": EntryStatus.IN_FORCE,
        "domains": "",
    }
    return RegistryEntry(**(values | fields))
