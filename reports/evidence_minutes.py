"""The minutes of a package of evidence: who recorded what, where and when, with every hash."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from crawler.clock import HANOI
from crawler.records import HANDED_IN, LOOKED_UP, RENDERED, EvidenceMinutes, RecordedAnswer
from reports.plain import plain_line

_FONT = "Times New Roman"
_BY_HAND = "…" * 30
# What no server's answer is, by its method.
_MADE = {
    HANDED_IN: "Tệp do người lưu bằng tay và nhập vào, chương trình không tự truy cập",
    RENDERED: "Trang như trình duyệt hiển thị sau khi chạy mã kịch bản",
    LOOKED_UP: "Trả lời của các máy chủ tên miền được hỏi, chương trình ghi lại",
}
_LONGEST_URL = 4_000
_UNCHANGED = 304
_ANSWERS = (
    ("STT", 1.2),
    ("Thời điểm ghi nhận (GMT+7)", 2.6),
    ("Địa chỉ, phương thức, mã trạng thái, địa chỉ IP", 7.2),
    ("Vị trí bản ghi", 3.8),
    ("Mã băm SHA-256", 10.9),
)
_FILES = (("STT", 1.2), ("Tên tệp", 11.2), ("Kích thước (byte)", 2.4), ("Mã băm SHA-256", 10.9))
_CHECKING = (
    "Giải nén gói, mở cửa sổ dòng lệnh tại thư mục của gói và chạy: sha256sum -c SHA256SUMS. Mỗi "
    "dòng phải kết thúc bằng “OK”. SHA256SUMS liệt kê mọi tệp khác của gói, kể cả biên bản này.",
    "Tệp .warc theo định dạng WARC 1.1 (ISO 28500:2017), mở được bằng mọi chương trình đọc WARC. "
    "Bản ghi của từng lần ghi nhận nằm tại vị trí nêu ở mục III: cắt đúng số byte đó rồi tính "
    "SHA-256 thì được mã băm của bản ghi.",
    "Thư mục bodies chứa nội dung đã giải nén như chương trình đã đọc; tên tệp là mã băm SHA-256 "
    "của nội dung. Không mở các tệp này bằng trình duyệt.",
    "Tệp chain.jsonl chứa các mắt xích của chuỗi băm, mỗi dòng một mắt xích; SHA-256 của dòng "
    "(không kể ký tự xuống dòng) là mã băm của mắt xích nêu ở mục III. Tệp answers.csv chứa cùng "
    "dữ liệu với mục III cho máy đọc.",
)


def write_minutes(minutes: EvidenceMinutes, path: Path) -> None:
    """Writes the DOCX. It says what was recorded and how; it accuses nobody."""
    paper = docx.Document()
    _set_up(paper)
    _heading(paper, minutes)
    _about(paper, minutes)
    _answers(paper, minutes)
    _files(paper, minutes)
    _title(paper, "V. Chuỗi băm")
    _line(
        paper,
        f"Khi lập biên bản, chuỗi băm của toàn bộ dữ liệu đã ghi nhận có {_number(minutes.links)} "
        f"mắt xích; mã băm SHA-256 của mắt xích cuối cùng: {minutes.head}",
    )
    _title(paper, "VI. Cách kiểm tra gói dữ liệu, không cần chương trình đã ghi nhận")
    for place, sentence in enumerate(_CHECKING, start=1):
        _line(paper, f"{place}. {sentence}").paragraph_format.keep_with_next = place == len(
            _CHECKING
        )
    _signatures(paper)
    paper.save(str(path))


def _set_up(paper: Document) -> None:
    section = paper.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    style = paper.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(12)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_after = Pt(4)


def _heading(paper: Document, minutes: EvidenceMinutes) -> None:
    if minutes.rehearsal:
        _centred(paper, "DIỄN TẬP – KHÔNG CÓ GIÁ TRỊ", bold=True)
    _centred(paper, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True)
    _centred(paper, "Độc lập - Tự do - Hạnh phúc", bold=True)
    _centred(paper, "")
    _centred(paper, "BIÊN BẢN GHI NHẬN DỮ LIỆU ĐIỆN TỬ", bold=True, size=15)
    _centred(paper, f"Hồ sơ số {minutes.case}")


def _about(paper: Document, minutes: EvidenceMinutes) -> None:
    _title(paper, "I. Người lập, thời gian, địa điểm, công cụ")
    _line(paper, f"Người lập biên bản: {plain_line(minutes.made_by)}")
    _line(paper, f"Thời gian lập biên bản: {_moment(minutes.made_at)} (GMT+7)")
    place = _BY_HAND if minutes.place is None else plain_line(minutes.place)
    _line(paper, f"Địa điểm lập biên bản: {place}")
    _line(
        paper,
        f"Công cụ: chương trình {minutes.program}, tự động gửi yêu cầu và ghi lại câu trả lời của "
        "máy chủ theo định dạng WARC 1.1. Phần thân của câu trả lời được giữ nguyên như khi nhận; "
        "các dòng tiêu đề được dựng lại như nêu trong bản ghi đầu (warcinfo) của tệp .warc.",
    )
    _title(paper, "II. Đối tượng được ghi nhận")
    _line(paper, f"Mã đối tượng: {plain_line(minutes.subject)}")
    _line(paper, f"Tên hiển thị: {plain_line(minutes.title)}")
    _line(paper, f"Tài khoản phát hành hiển thị: {plain_line(minutes.publisher)}")


def _answers(paper: Document, minutes: EvidenceMinutes) -> None:
    _title(paper, "III. Dữ liệu đã ghi nhận")
    rows = [
        (
            str(place),
            _moment(answer.at),
            _asked(answer),
            _lies(answer),
            _hashes(answer),
        )
        for place, answer in enumerate(minutes.answers, start=1)
    ]
    _table(paper, _ANSWERS, rows)


def _asked(answer: RecordedAnswer) -> str:
    url = plain_line(answer.url, _LONGEST_URL)
    if made := _MADE.get(answer.method):
        return f"{url}\n{made}"
    return f"{url}\n{answer.method}, mã {answer.status}, IP {answer.ip or 'không ghi nhận được'}"


def _lies(answer: RecordedAnswer) -> str:
    if answer.n is None:
        return "Lưu theo mã băm, ngoài chuỗi băm (phiên bản cũ)"
    if answer.deleted_at is not None:
        return (
            f"Mắt xích {answer.n}\nNội dung đã xóa theo thời hạn lưu giữ ngày "
            f"{_moment(answer.deleted_at)}; mã băm còn lưu"
        )
    where = f"Mắt xích {answer.n}\n{(answer.file or '')[:12]}….warc, từ byte "
    where += f"{_number(answer.offset or 0)}, dài {_number(answer.length or 0)} byte"
    if answer.repeats is not None:
        said = "Máy chủ báo không thay đổi so" if answer.status == _UNCHANGED else "Nội dung trùng"
        where += f"\n{said} với mắt xích {answer.repeats}"
    return where


def _hashes(answer: RecordedAnswer) -> str:
    lines = [f"Nội dung: {answer.evidence.removeprefix('sha256:')}"]
    if answer.sha256 is not None and answer.link is not None:
        lines = [f"Bản ghi: {answer.sha256}", *lines, f"Mắt xích: {answer.link}"]
    return "\n".join(lines)


def _files(paper: Document, minutes: EvidenceMinutes) -> None:
    _title(paper, "IV. Các tệp của gói dữ liệu")
    rows = [
        (str(place), file.name, _number(file.size), file.sha256)
        for place, file in enumerate(minutes.files, start=1)
    ]
    _table(paper, _FILES, rows)


def _signatures(paper: Document) -> None:
    _line(paper, "").paragraph_format.keep_with_next = True
    table = paper.add_table(rows=1, cols=2)
    _keep_whole(table.rows[0])
    for cell, who in zip(
        table.rows[0].cells, ("NGƯỜI CHỨNG KIẾN", "NGƯỜI LẬP BIÊN BẢN"), strict=True
    ):
        paragraph = cell.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(who).bold = True
        paragraph.add_run("\n(Ký, ghi rõ họ tên)\n\n\n\n").italic = True


def _table(
    paper: Document, columns: Sequence[tuple[str, float]], rows: Iterable[Sequence[str]]
) -> None:
    table = paper.add_table(rows=1, cols=len(columns))
    table.style = "Table Grid"
    table.autofit = False
    for column, (_, width) in zip(table.columns, columns, strict=True):
        column.width = Cm(width)  # LibreOffice goes by the grid, Word by the cells
    _fill(table, table.rows[0], [name for name, _ in columns], columns, bold=True)
    _repeat(table.rows[0])
    for row in rows:
        _fill(table, table.add_row(), row, columns, bold=False)


def _fill(
    table: Table,
    row: _Row,
    cells: Sequence[str],
    columns: Sequence[tuple[str, float]],
    *,
    bold: bool,
) -> None:
    _keep_whole(row)
    for cell, text, (_, width) in zip(row.cells, cells, columns, strict=True):
        cell.width = Cm(width)
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(text)
        run.bold, run.font.size = bold, Pt(9)


def _repeat(row: _Row) -> None:
    """The head of a table stands on each of its pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _keep_whole(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _title(paper: Document, text: str) -> None:
    paragraph = _line(paper, text)
    paragraph.runs[0].bold = True
    paragraph.paragraph_format.space_before = Pt(8)
    paragraph.paragraph_format.keep_with_next = True


def _line(paper: Document, text: str) -> Paragraph:
    return paper.add_paragraph(text)


def _centred(paper: Document, text: str, *, bold: bool = False, size: int = 12) -> None:
    paragraph = paper.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(HANOI):%d/%m/%Y %H:%M:%S}"


def _number(number: int) -> str:
    return f"{number:,}".replace(",", ".")
