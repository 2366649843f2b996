"""Wrong and half registers over a taken one: none is accepted, nothing changes (threats.md 18)."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.errors import RegisterRefused
from crawler.register.rows import RegisterFile
from crawler.register.staging import import_register
from crawler.store import Store
from crawler.store.registry import current_entries, register_version
from tests.crawler.register.files import (
    HEADER,
    VIETNAMESE,
    csv_file,
    games,
    line,
    ods_file,
    pdf_file,
    portal_file,
    portal_row,
    rows,
    xlsx_file,
)

GOOD = csv_file(*games(200))


def swapped(first: int, second: int) -> bytes:
    lines = []
    for text in GOOD.body.decode().splitlines()[1:]:
        cells = text.split(",")
        cells[first], cells[second] = cells[second], cells[first]
        lines.append(",".join(cells))
    return csv_file(*lines).body


def half(share: float) -> bytes:
    return GOOD.body[: int(len(GOOD.body) * share)]


WRONG: dict[str, bytes] = {
    **{
        f"cut off at {share}": half(share)
        for share in (0.001, 0.01, *(n / 10 for n in range(1, 9)))
    },
    "title and publisher swapped": swapped(1, 2),
    "number and day swapped": swapped(4, 5),
    "number and title swapped": swapped(1, 4),
    "last year's": csv_file(*(line(n, issued="31/12/2023") for n in range(1, 201))).body,
    "older encoding": csv_file(*games(200)).body.decode().encode("cp1258", "replace"),
    "garbled": GOOD.body.decode("latin-1").encode(),
    "other list": csv_file(*games(200, first=1_000)).body,
    "half as XLSX": xlsx_file([VIETNAMESE, *rows(150)]).body,
    "half as ODS": ods_file([list(VIETNAMESE), *rows(100)]).body,
    "half as PDF": pdf_file([list(VIETNAMESE), *rows(20)]).body,
    "half of the portal": portal_file([portal_row(n) for n in range(20)], total=200).body,
    "states more than it holds": csv_file(*games(200), "Tổng cộng: 1.687,,,,,,,").body,
    "no statuses": csv_file(*(line(n, status=" ") for n in range(1, 201))).body,
    "web page": b"<html><body>502 Bad Gateway</body></html>",
    "empty": b"",
    "header only": f"{HEADER}\n".encode(),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = Store.create(tmp_path_factory.mktemp("office") / "rasoat.db", rehearsal=False)
    take(made, GOOD)
    return made


def take(store: Store, file: RegisterFile) -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    folder: Path = store.path.parent / "register"
    import_register(store, [file], folder, who="an", now=now, complete=True)


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_import_is_refused_and_changes_nothing(store: Store, name: str) -> None:
    before = register_version(store), current_entries(store)
    with pytest.raises(RegisterRefused):
        take(store, RegisterFile(name="register", body=WRONG[name]))
    assert (register_version(store), current_entries(store)) == before


def test_decomposed_text_changes_nothing(store: Store) -> None:
    body = unicodedata.normalize("NFD", GOOD.body.decode()).encode()
    titles = [entry.title for entry in current_entries(store)]
    take(store, RegisterFile(name="register", body=body))
    assert [entry.title for entry in current_entries(store)] == titles
