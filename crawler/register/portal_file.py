"""The portal's rows as JSON: a copy that a sweep made, or a list of rows (regulation.md §4.1).

The names of the fields were seen in public captures; nobody recorded an answer with a game's title,
so the keys under which ``licenseDetail`` may hold it are unverified.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from crawler.errors import RegisterRefused
from crawler.register.tables import Table, filled
from crawler.text import fold_marks

# Our columns: they are read as those of any other file.
_HEADER = (
    *("portal_id", "title", "publisher", "licence_kind", "licence_no", "issued", "expires"),
    *("status", "domains"),
    "row",
)
_CATEGORIES = {
    "g": "Quyết định phát hành trò chơi điện tử G1",
    "g1": "Giấy xác nhận thông báo phát hành trò chơi G2,G3,G4",
    "i": "Giấy phép trang TTĐT tổng hợp",
    "s": "Giấy phép cung cấp dịch vụ mạng xã hội",
}
_TITLES = ("gameName", "gameTitle", "tenTroChoi", "productName", "name")
_DOMAINS = ("website", "domain", "domains", "domainName", "tenMien")


def read_portal(body: bytes, name: str) -> list[Table]:
    """One table under our own column names; the count that the portal states closes it."""
    try:
        found = json.loads(body.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise RegisterRefused(
            f"{name} begins as JSON and is none ({error}). It may be cut off; get it again. "
            "Nothing was changed."
        ) from error
    rows, total = _rows(found, name)
    cells = [(number, _cells(row, name, number)) for number, row in enumerate(rows, 1)]
    table: list[tuple[int, tuple[str, ...]]] = [(0, _HEADER), *cells]
    if total is not None:
        table.append((len(cells) + 1, ("Tổng cộng", str(total))))
    return [Table("", tuple(filled(table, name)))]


def _rows(found: Any, name: str) -> tuple[list[Any], int | None]:
    if isinstance(found, list):
        return found, None
    if isinstance(found, dict) and found.get("source") == "licence_portal":
        rows, total = found.get("rows"), found.get("total")
        if isinstance(rows, list) and isinstance(total, int):
            return rows, total
    raise RegisterRefused(
        f"{name} is JSON and neither a copy that `sweep licence_portal` made nor a list of rows. "
        "Nothing was changed."
    )


def _cells(row: Any, name: str, number: int) -> tuple[str, ...]:
    if not isinstance(row, dict) or "companyName" not in row or "licenseNumber" not in row:
        raise RegisterRefused(
            f"{name}: row {number} has no companyName or no licenseNumber: it is no row of the "
            "portal, or the portal changed. Nothing was changed."
        )
    detail = row.get("licenseDetail")
    every = {**(detail if isinstance(detail, dict) else {}), **row}
    return (
        _text(row.get("id")),
        _first(every, _TITLES),
        _text(row["companyName"]),
        _kind(row),
        _text(row["licenseNumber"]),
        _day(row.get("validFrom") or row.get("issueDate")),
        _day(row.get("validTo")),
        _text(row.get("cstatus") or row.get("status")),
        "; ".join(dict.fromkeys(_several(every, _DOMAINS))),
        json.dumps(row, ensure_ascii=False, sort_keys=True),
    )


def _kind(row: Mapping[str, Any]) -> str:
    """The words for the kind. Trap: the code ``g1`` stands for G2, G3 and G4, never for G1."""
    code = _text(row.get("platformCategoryCode"))
    return _text(row.get("platformCategoryName")) or _CATEGORIES.get(code, code)


def _first(row: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next(iter(_several(row, names)), "")


def _several(row: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[str]:
    wanted = {fold_marks(name) for name in names}
    for key, value in row.items():
        if fold_marks(key).replace(" ", "").replace("_", "") in wanted and _text(value):
            yield _text(value)


def _day(value: Any) -> str:
    """The day of an ISO time as printed: the portal's own day, whatever the zone says."""
    text = _text(value)
    return text[:10] if len(text) > 10 and text[10] in "T " else text


def _text(value: Any) -> str:
    if value is None or isinstance(value, dict | list | bool):
        return ""
    return str(value).strip()
