"""Every format says the same; whatever is protected, damaged or something else is refused."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement

from crawler.errors import RegisterRefused
from crawler.records import LicenceKind
from crawler.register import archive
from crawler.register.rows import RegisterFile, read_entries, read_register
from tests.crawler.register.files import (
    FIRM,
    HEADER,
    VIETNAMESE,
    docx_file,
    line,
    ods_file,
    pdf,
    pdf_file,
    portal_file,
    portal_row,
    rows,
    saved_book,
    xlsx_file,
)

TITLE_LINE = ["DANH SÁCH TRÒ CHƠI", *[""] * 6]
TOTAL = ["Tổng cộng: 4", *[""] * 6]
LIST = [TITLE_LINE, list(VIETNAMESE), *rows(2), list(VIETNAMESE), *rows(2, first=3), TOTAL]


def all_formats(cells: list[list[str]]) -> list[RegisterFile]:
    text = "\n".join(";".join(row) for row in cells)
    return [
        RegisterFile(name="a.csv", body=text.encode()),
        RegisterFile(name="a.csv", body=text.encode("utf-16")),
        xlsx_file(cells),
        ods_file(cells),
        docx_file(cells),
        docx_file(cells[:4], cells[4:]),
        pdf_file(cells),
        pdf_file(cells[:4], cells[4:]),
    ]


@pytest.mark.parametrize("place", range(8))
def test_all_formats_say_the_same(place: int) -> None:
    reading = read_register(all_formats(LIST)[place])
    assert [entry.entry for entry in reading.entries] == ["1", "2", "3", "4"]
    assert {(entry.publisher, entry.issued) for entry in reading.entries} == {
        (FIRM, date(2024, 12, 31))
    }
    assert (reading.aside, reading.notes, reading.contradictions) == ((), (), ())


def test_the_content_tells_the_format_not_the_name() -> None:
    suffixes = [file.suffix for file in all_formats(LIST)]
    assert suffixes == [".csv", ".csv", ".xlsx", ".ods", ".docx", ".docx", ".pdf", ".pdf"]
    renamed = RegisterFile(name="register.csv", body=docx_file(LIST).body)
    assert len(read_entries(renamed)) == 4


@pytest.mark.parametrize("place", [0, 2, 3, 4, 6])
def test_a_total_that_the_rows_do_not_reach_is_a_contradiction(place: int) -> None:
    wrong = [*LIST[:-1], ["Tổng số: 1.687 trò chơi", *[""] * 6]]
    (text,) = read_register(all_formats(wrong)[place]).contradictions
    assert "states 1687 rows and holds 4" in text


def test_a_wrapped_cell_of_a_pdf_is_one_text() -> None:
    (row,) = rows(1)
    row[1] = "Đảo Rồng\nHuyền Thoại"
    (entry,) = read_entries(pdf_file([list(VIETNAMESE), row]))
    assert entry.title == "Đảo Rồng Huyền Thoại"


def test_two_header_rows_are_one_header() -> None:
    upper = ["STT", "Tên trò chơi", "Doanh nghiệp", "Quyết định", "", "Trạng thái", "Nhóm"]
    lower = ["", "", "", "Số", "Ngày cấp", "", ""]
    numbers = [f"({number})" for number in range(1, 8)]
    (entry,) = read_entries(xlsx_file([upper, lower, numbers, *rows(1)]))
    assert (entry.number, entry.issued) == ("1/QĐ-BTTTT", date(2024, 12, 31))


def book_of(cells: list[list[str]]) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(xlsx_file(cells).body))


def test_a_firm_merged_over_its_games_is_the_firm_of_each() -> None:
    cells = [list(VIETNAMESE), *rows(3)]
    cells[2][2] = cells[3][2] = ""
    book = book_of(cells)
    book.worksheets[0].merge_cells("C2:C4")
    assert [entry.publisher for entry in read_entries(saved_book(book))] == [FIRM] * 3


def test_merged_cells_of_a_docx_are_filled() -> None:
    body = io.BytesIO(docx_file([list(VIETNAMESE), *rows(2)]).body)
    document = docx.Document(body)
    table = document.tables[0]
    table.cell(2, 2).text = ""
    table.cell(1, 2).merge(table.cell(2, 2))
    made = io.BytesIO()
    document.save(made)
    entries = read_entries(RegisterFile(name="a.docx", body=made.getvalue()))
    assert [entry.publisher for entry in entries] == [FIRM, FIRM]


def test_hidden_rows_are_read_and_hidden_sheets_are_named() -> None:
    book = book_of([list(VIETNAMESE), *rows(3)])
    book.worksheets[0].row_dimensions[3].hidden = True
    hidden = book.create_sheet("Nháp")
    hidden.append(list(VIETNAMESE))
    hidden.append(rows(1, first=9)[0])
    hidden.sheet_state = "hidden"
    reading = read_register(saved_book(book))
    assert len(reading.entries) == 3
    first, second = reading.notes
    assert "1 of its rows are hidden; they were read" in first
    assert "“Nháp” is hidden and was not read" in second


def test_every_sheet_with_a_header_is_read_and_any_other_is_named() -> None:
    book = book_of([list(VIETNAMESE), *rows(2)])
    second = book.create_sheet("G1 cũ")
    for row in (list(VIETNAMESE), *rows(2, first=7)):
        second.append(row)
    book.create_sheet("Ghi chú").append(["Danh sách này chỉ để tham khảo"])
    reading = read_register(saved_book(book))
    assert [entry.entry for entry in reading.entries] == ["1", "2", "7", "8"]
    assert reading.notes == (
        "sheet “Ghi chú” with 1 rows has no header of a register and was not read",
    )


def test_an_error_cell_is_refused() -> None:
    cells = [list(VIETNAMESE), *rows(1)]
    cells[1][1] = "#REF!"
    with pytest.raises(RegisterRefused, match="cell B2 holds an error"):
        read_entries(xlsx_file(cells))


def test_the_portals_rows_are_entries() -> None:
    site = portal_row(
        2,
        platformCategoryCode="i",
        platformCategoryName="Giấy phép trang TTĐT tổng hợp",
        licenseDetail={"domain": "tin.example"},
        cstatus="expired",
    )
    first, second = read_entries(portal_file([portal_row(1), site]))
    assert (first.entry, first.title) == ("990001", "Đảo Rồng 1")
    assert (first.kind, first.issued) == (LicenceKind.G1_RELEASE_DECISION, date(2026, 3, 12))
    assert first.domains == "daorong.example; https://daorong.example"
    assert json.loads(first.raw["row"])["licenseDetail"]["gameName"] == "Đảo Rồng 1"
    assert (second.kind, second.title) == (LicenceKind.AGGREGATED_NEWS_LICENCE, "")


def test_the_portals_g1_is_never_a_g1_decision() -> None:
    row = portal_row(1, platformCategoryCode="g1", platformCategoryName=None)
    with pytest.raises(RegisterRefused, match="name it with --kind"):
        read_entries(portal_file([row]))
    named = read_entries(portal_file([row, portal_row(2)]), LicenceKind.G3_CONFIRMATION)
    assert [entry.kind.value for entry in named] == ["G3_confirmation", "G1_release_decision"]


def test_a_portal_copy_that_lost_rows_is_a_contradiction() -> None:
    reading = read_register(portal_file([portal_row(1)], total=2))
    assert reading.contradictions == ("the list states 2 rows and holds 1",)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        (OLE + "Workbook".encode("utf-16-le"), "old Office file"),
        (b"<html><table><tr><td>STT</td></tr></table></html>", "is a web page or XML"),
        (b'<?xml version="1.0"?><Workbook/>', "is a web page or XML"),
        (b"{\\rtf1 STT}", "is RTF"),
        (b"PK\x03\x04hello", "is a ZIP archive and neither"),
        (b'{"error": "not found"}', "neither a copy"),
        (b'[{"name": "x"}]', "is no row of the portal"),
        (b'[{"companyName": "C", "licenseNu', "begins as JSON and is none"),
        (b"[" * 200_000, "asks for more than a register may"),
        (pdf([b"1 0 0 1 0 0 cm"]), "holds no text at all"),
        (pdf([b"BT /F1 8 Tf 9 9 Td <00410042> Tj ET"]), "no table with ruled lines"),
        (b"%PDF-1.7\nnothing", "damaged or no PDF"),
        ("a,b\n1,2\n".encode("utf-16-le"), "no text file"),
        (f"{HEADER}\n{line(1)}\n".encode("utf-16-le"), "not UTF-8"),
        (f"{HEADER}\n{line(1)}\n".encode("cp1258", "replace"), "not UTF-8"),
    ],
)
def test_what_is_no_register_is_refused_with_the_next_step(body: bytes, words: str) -> None:
    with pytest.raises(RegisterRefused, match=words) as refused:
        read_entries(RegisterFile(name="register.xls", body=body))
    assert "register.xls" in str(refused.value)
    assert "Nothing was changed" in str(refused.value)


@pytest.mark.parametrize("place", [2, 3, 4, 6])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_cut_off_file_is_refused(place: int, share: float) -> None:
    body = all_formats(LIST)[place].body
    file = RegisterFile(name="a", body=body[: int(len(body) * share)])
    with pytest.raises(RegisterRefused):
        read_entries(file)


def test_a_table_without_rows_of_a_docx_is_refused() -> None:
    with pytest.raises(RegisterRefused, match="holds no table"):
        read_entries(docx_file())


def test_tracked_changes_are_refused() -> None:
    document = docx.Document(io.BytesIO(docx_file(LIST).body))
    mark = OxmlElement("w:ins")
    mark.set(docx.oxml.ns.qn("w:author"), "an")
    document.tables[0].cell(2, 1).paragraphs[0]._p.append(mark)
    made = io.BytesIO()
    document.save(made)
    with pytest.raises(RegisterRefused, match="tracked changes"):
        read_entries(RegisterFile(name="a.docx", body=made.getvalue()))


def with_part(file: RegisterFile, name: str, before: bytes, after: bytes) -> RegisterFile:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file.body)) as old, zipfile.ZipFile(made, "w") as new:
        for item in old.infolist():
            content = old.read(item)
            if item.filename == name:
                assert before in content
                content = content.replace(before, after, 1)
            new.writestr(item.filename, content, zipfile.ZIP_DEFLATED)
    return RegisterFile(name=file.name, body=made.getvalue())


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (b'office:value-type="string"', b'table:formula="of:=1"', "holds formulas"),
        (b"<table:table-cell ", b'<table:table-cell table:number-rows-spanned="2" ', "merged"),
        (
            b"</table:table>",
            b'<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
            b'office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
            b"</table:table>",
            "repeats a row 1048576 times",
        ),
    ],
)
def test_traps_of_ods_are_refused(before: bytes, after: bytes, words: str) -> None:
    with pytest.raises(RegisterRefused, match=words):
        read_entries(with_part(ods_file(LIST), "content.xml", before, after))


def test_empty_rows_to_the_end_of_an_ods_sheet_are_nothing() -> None:
    more = (
        '<table:table-row table:number-rows-repeated="1048560">'
        "<table:table-cell/></table:table-row>"
    )
    assert len(read_entries(ods_file(LIST, rows_more=more))) == 4


def test_entities_are_not_expanded() -> None:
    for file, part in (
        (xlsx_file(LIST), "xl/worksheets/sheet1.xml"),
        (docx_file(LIST), "word/document.xml"),
        (ods_file(LIST), "content.xml"),
    ):
        bomb = with_part(file, part, b"<", b'<!DOCTYPE x [<!ENTITY a "lol">]><')
        with pytest.raises(RegisterRefused, match="a document type of its own"):
            read_entries(bomb)


def test_a_bomb_is_not_opened() -> None:
    for content, count in ((b"0" * 30_000_000, 1), (b"x", archive.MOST_MEMBERS + 1)):
        body = io.BytesIO()
        with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as made:
            for number in range(count):
                made.writestr(f"xl/workbook.xml{number or ''}", content)
        with pytest.raises(RegisterRefused, match="was not opened"):
            read_entries(RegisterFile(name="a.xlsx", body=body.getvalue()))
