"""Register files are read strictly: every cell is kept, whatever is doubtful is refused."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import RegisterRefused
from crawler.records import EntryStatus, LicenceKind
from crawler.register.columns import NEEDED
from crawler.register.layout import Laid, lay_out
from crawler.register.rows import (
    RegisterFile,
    open_file,
    parse_day,
    read_entries,
    read_register,
)
from crawler.register.tables import Table
from tests.crawler.register.files import FIRM, HEADER, csv_file, games, line

SHARED = Path(__file__).resolve().parents[4] / "shared"


def test_a_row_becomes_an_entry_with_its_raw_cells() -> None:
    (entry,) = read_entries(csv_file(line(7, "Đảo Rồng")))
    assert (entry.entry, entry.kind) == ("7", LicenceKind.G1_RELEASE_DECISION)
    assert (entry.number, entry.issued) == ("7/QĐ-PTTH&TTĐT", date(2024, 12, 31))
    assert (entry.title, entry.publisher) == ("Đảo Rồng", FIRM)
    assert entry.status is EntryStatus.IN_FORCE
    assert entry.raw["issued"] == "31/12/2024"
    assert list(entry.raw) == HEADER.split(",")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("start", ["", "\ufeff", "Cục PTTH&TTĐT\nDANH SÁCH TRÒ CHƠI\n\n"])
def test_vietnamese_headers_are_understood(delimiter: str, start: str) -> None:
    header = ["STT", "Tên doanh nghiệp", "Tên trò chơi", "Số QĐ", "Ngày cấp", "Trạng thái", "Loại"]
    row = ["1", FIRM, "Đảo Rồng", "7/QĐ-PTTH&TTĐT", "01/02/2024", "Đang phát hành", "G3"]
    if start.startswith("Cục") and delimiter != ",":
        start = start.replace("\n", delimiter * 6 + "\n")
    text = start + "\n".join(delimiter.join(cells) for cells in (header, row))
    (entry,) = read_entries(RegisterFile(name="a.csv", body=text.encode()))
    assert (entry.title, entry.publisher, entry.issued) == ("Đảo Rồng", FIRM, date(2024, 2, 1))
    assert entry.kind is LicenceKind.G3_CONFIRMATION
    assert entry.entry == "7/QĐ-PTTH&TTĐT | 01/02/2024 | Đảo Rồng"
    assert entry.raw["STT"] == "1"


def test_the_header_of_the_labelled_set_is_understood() -> None:
    header = "reg_id,title,publisher,licence_no,issued,group,status"
    body = csv_file(f"R1,Đảo Rồng,{FIRM},1/XN-PTTH&TTĐT,2019-02-09,G4,revoked", header=header)
    (entry,) = read_entries(body)
    assert (entry.entry, entry.kind) == ("R1", LicenceKind.G4_CONFIRMATION)
    assert (entry.issued, entry.status) == (date(2019, 2, 9), EntryStatus.REVOKED)


def test_the_kind_may_come_from_the_command() -> None:
    header = "portal_id,game_title,publisher,licence_no,issued,status"
    body = csv_file(f"1,Đảo Rồng,{FIRM},1/QĐ-BTTTT,,active", header=header)
    with pytest.raises(RegisterRefused, match="missing: kind"):
        read_entries(body)
    (entry,) = read_entries(body, LicenceKind.G2_CONFIRMATION)
    assert (entry.kind, entry.issued) == (LicenceKind.G2_CONFIRMATION, None)


def test_decomposed_text_is_composed() -> None:
    body = csv_file(line(1, unicodedata.normalize("NFD", "Đảo Rồng")))
    assert read_entries(body)[0].title == "Đảo Rồng"


def test_a_formula_in_csv_is_only_text() -> None:
    assert read_entries(csv_file(line(1, "=1+1")))[0].title == "=1+1"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "is empty"),
        (b" \n \n", "is empty"),
        (HEADER.encode() + b"\n", "no rows"),
        (b"a,b\n1,2\n", "no header"),
        (f"{HEADER}\n1,Rong\n".encode(), "row 2: 2 cells under 8 columns"),
        (f'{HEADER}\n1,"Rong,x\n'.encode(), "is not CSV"),
        (f"{HEADER}\n{line(1)}\n".encode("utf-16")[:-1], "begins as UTF-16 and breaks off"),
        (f"{HEADER}\n{line(1, 'Rong')}\n".encode("utf-16-le"), "not UTF-8|no text file"),
        (f"{HEADER}\n{line(1)}\n".encode() + b"2,\xd0\xa1\xd0\n", "not UTF-8: line 3"),
        (f"{HEADER}\n{line(1, status='đang ngủ')}\n".encode(), "“đang ngủ” is no status"),
        (f"{HEADER}\n{line(1, kind='G5')}\n".encode(), "“G5” is no kind"),
        (f"{HEADER}\n{line(1, issued='31/02/2024')}\n".encode(), "no day of the calendar"),
        (f"{HEADER}\n{line(1, issued='hôm qua')}\n".encode(), "“hôm qua” is no day"),
        (f"{HEADER}\n{line(1)}\n{line(1, 'Khác')}\n".encode(), "stands twice"),
        (f"{HEADER}\n1, ,{FIRM},G1,1/QĐ,,active,\n".encode(), "without a title"),
        (f"{HEADER}\n1,Rồng, ,G1,1/QĐ,,active,\n".encode(), "no publisher"),
    ],
)
def test_a_wrong_or_half_file_is_refused_with_the_reason(body: bytes, words: str) -> None:
    with pytest.raises(RegisterRefused, match=words) as refused:
        read_entries(RegisterFile(name="a.csv", body=body))
    assert "a.csv" in str(refused.value)


def test_the_same_row_twice_counts_once() -> None:
    assert len(read_entries(csv_file(line(1), line(1), line(2)))) == 2


def test_a_refusal_names_the_first_rows_and_counts_the_rest() -> None:
    lines = [line(number, status="?") for number in range(9)]
    with pytest.raises(RegisterRefused, match=r"row 2: .*row 6: .*\(and 4 more\)"):
        read_entries(csv_file(*lines))


def test_rows_that_are_no_entries_are_listed_with_line_and_reason() -> None:
    bad = (
        f"41, ,{FIRM},G1,41/QĐ-BTTTT,,active,",
        line(42, issued="31/02/2024"),
        line(43, status="đang ngủ"),
    )
    reading = read_register(csv_file(*games(40), *bad))
    assert len(reading.entries) == 40
    assert [text.partition(":")[0] for text in reading.aside] == ["row 42", "row 43", "row 44"]
    assert "without a title" in reading.aside[0]
    with pytest.raises(RegisterRefused, match="was refused: row 42"):
        read_register(csv_file(*games(40), *bad, line(44, kind="G5")))


def test_the_dirt_of_the_real_register_survives() -> None:
    numbers = ("355 /QĐ-PTTH&TTĐT", "115 QĐ/BTTTT", "9/OĐ-BTTTT", "9 QĐ_BTTTT", "7/QĐ-BTTTT-Bỏ")
    titles = (
        "Error! Unknown document property name",
        "KIẾM THẾ.",
        "POKE M",
        "TỔNG CỘNG LỰC 2",
        "3Q",
    )
    firms = (
        "GAMΟΤΑ",
        "HỒNG HÀ 0835481174",
        "GZONE MEDIA VIỆT NAM na",
        "Tổng Ty TNHH Ví Dụ -",
        FIRM,
    )
    domains = (
        "https",
        "a.example và b.example",
        "c.example; x@d.example.",
        "gomu.νη",
        "e..example",
    )
    lines = [
        f"{place},{title},{firm},G1,{number},,active,{domain}"
        for place, (title, firm, number, domain) in enumerate(
            zip(titles, firms, numbers, domains, strict=True)
        )
    ]
    reading = read_register(csv_file(*lines))
    assert [entry.number for entry in reading.entries] == list(numbers)
    assert [entry.title for entry in reading.entries] == list(titles)
    assert [entry.publisher for entry in reading.entries] == list(firms)
    assert [entry.domains for entry in reading.entries] == list(domains)
    assert (reading.aside, reading.contradictions) == ((), ())


def test_why_and_when_a_paper_ended_is_read() -> None:
    more = "Ngày hết hạn,Ngày thu hồi,Số quyết định thu hồi,Lý do,Xuất xứ"
    ended = f"{line(1, status='thu hồi')},31/12/2030,01/02/2025,9/QĐ-VD,Ví dụ,Hàn Quốc"
    lasting = f"{line(2)},10 năm,,,,"
    reading = read_register(csv_file(ended, lasting, header=f"{HEADER},{more}"))
    first, second = reading.entries
    assert (first.expires, first.ended) == (date(2030, 12, 31), date(2025, 2, 1))
    assert (first.decision, first.ground, first.origin) == ("9/QĐ-VD", "Ví dụ", "Hàn Quốc")
    assert (second.expires, second.raw["Ngày hết hạn"]) == (None, "10 năm")
    (unknown,) = reading.unknown
    assert "“10 năm” is no day" in unknown


@given(st.lists(st.text(max_size=12), max_size=8))
def test_any_row_is_an_entry_or_a_sentence(cells: list[str]) -> None:
    table = Table("", ((1, tuple(HEADER.split(","))), (2, tuple(cells))))
    laid = lay_out(table, frozenset(NEEDED))
    assert isinstance(laid, Laid)
    assert len(laid.rows) + len(laid.totals) <= 1


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2999, 12, 31)))
def test_a_day_is_read_in_each_writing(day: date) -> None:
    assert parse_day(f"{day:%d/%m/%Y}") == parse_day(day.isoformat()) == day
    assert parse_day(f" {day.day}/{day.month}/{day.year} ") == day


@given(st.text(max_size=20))
def test_any_text_is_a_day_or_a_refusal(text: str) -> None:
    try:
        day = parse_day(text)
    except ValueError:
        return
    assert day is None or day < date.max + timedelta(0)
    assert (day is None) == (not text.strip())


@pytest.mark.parametrize(
    ("path", "rows"),
    [
        (SHARED / "specs" / "registry_sample.csv", 1_620),
        (SHARED / "data" / "matching" / "titles" / "registry.csv", 18_000),
    ],
)
def test_the_real_registers_are_read_without_loss(path: Path, rows: int) -> None:
    if not path.exists():
        pytest.skip(f"shared data absent: {path.name}")
    entries = read_entries(open_file(path))
    assert len(entries) == rows
    assert all(entry.raw for entry in entries)
