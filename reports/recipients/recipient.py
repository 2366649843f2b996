"""What every recipient's list shares: its columns, and how an app becomes a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from crawler.clock import HANOI, on_paper
from crawler.records import AskedApp, Reason, TakedownRequest
from reports.exports.export import Table
from reports.grounds import Citation, ground

REHEARSAL = "DIỄN TẬP"
# Working notes for the analyst: they weigh the finding, they are no reason for the recipient.
_NOT_FOR_PAPER = frozenset({"gambling_unconfirmed", "benign_context", "genre_unknown"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading in both languages, and its cell of one app."""

    heading: str
    cell: Callable[[AskedApp], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientList:
    """What one recipient wants to know of each app."""

    name: str  # as in ``records.Recipient``
    columns: tuple[Column, ...]

    def table(
        self, request: TakedownRequest, apps: Sequence[AskedApp], *, rehearsal: bool
    ) -> Table:
        """The list of one request; unknown is an empty cell, a rehearsal is marked in each row."""
        mark = REHEARSAL if rehearsal else ""
        marked = ("Đánh dấu / Mark",) if rehearsal else ()
        return Table(
            title=f"{mark} Yêu cầu gỡ {request.request} – {self.name}".strip(),
            columns=(*marked, "STT / No.", *(column.heading for column in self.columns)),
            rows=tuple(
                (
                    *((mark,) if rehearsal else ()),
                    str(number),
                    *(column.cell(app) or "" for column in self.columns),
                )
                for number, app in enumerate(apps, start=1)
            ),
            made_at=request.drafted_at,
            mark=mark,
        )


def store_id(app: AskedApp) -> str:
    """The id that the store itself gave: what stands after the colon of the subject."""
    return app.sighting.subject.partition(":")[2]


def fact(name: str) -> Callable[[AskedApp], str | None]:
    """The cell of something that only one store tells."""

    def cell(app: AskedApp) -> str | None:
        value = app.sighting.facts.get(name)
        return value if isinstance(value, str) else None

    return cell


def storefront(app: AskedApp) -> str:
    """The country that the request is about."""
    return app.sighting.market.upper()


def _ground(app: AskedApp) -> str:
    words = ground(app.ground)
    return f"{words.vi} / {words.en}"


def _law(app: AskedApp) -> str:
    return _cited(app, ground(app.ground).legal)


def _policy(app: AskedApp) -> str:
    return _cited(app, ground(app.ground).policy)


def _cited(app: AskedApp, citations: Sequence[Citation]) -> str:
    """What was read in the law and is in force on the day of the newest sighting."""
    day = app.last_seen.astimezone(HANOI).date()
    return "\n".join(f"{item.vi} / {item.en}" for item in citations if item.printable(day))


def _kind(app: AskedApp) -> str:
    """Apple and Google count the two kinds apart; the policy ground reaches beyond Vietnam."""
    kinds = ["vi phạm pháp luật / legal violation"]
    if _policy(app):
        kinds.append("vi phạm chính sách nền tảng / platform policy")
    return "; ".join(kinds)


def _printed(app: AskedApp) -> list[Reason]:
    return [item for item in app.verdict.reasons if item.rule not in _NOT_FOR_PAPER]


def _entry(app: AskedApp) -> str | None:
    entry = app.entry
    if entry is None:
        return None
    issued = f" ngày {entry.issued:%d/%m/%Y}" if entry.issued else ""
    parts = (f"{entry.number}{issued}", entry.title, entry.publisher, str(entry.status))
    return " – ".join(part for part in parts if part)


def _evidence(app: AskedApp) -> str:
    return f"{app.evidence} ({on_paper(app.evidence_at)})"


def _day(moment: datetime) -> str:
    return moment.astimezone(HANOI).strftime("%d/%m/%Y")


WHO_AND_WHERE = (
    Column("Đường dẫn / URL", lambda app: app.sighting.url),
    Column("Tên ứng dụng / Title", lambda app: app.sighting.title),
    Column("Nhà phát triển / Developer", lambda app: app.sighting.publisher),
    Column("Mã nhà phát triển / Developer id", lambda app: app.sighting.publisher_id),
)
WHY_AND_PROOF = (
    Column("Loại yêu cầu / Kind of request", _kind),
    Column("Căn cứ / Ground", _ground),
    Column("Căn cứ pháp lý / Legal basis", _law),
    Column("Chính sách nền tảng / Platform policy", _policy),
    Column("Lý do (trích nguyên văn)", lambda app: "\n".join(item.vi for item in _printed(app))),
    Column("Reasons (original quotes)", lambda app: "\n".join(item.en for item in _printed(app))),
    Column("Mục cấp phép liên quan / Register entry", _entry),
    Column("Ghi nhận lần đầu / First seen", lambda app: _day(app.first_seen)),
    Column("Ghi nhận gần nhất / Last seen", lambda app: _day(app.last_seen)),
    Column("Chứng cứ / Evidence", _evidence),
    Column("Hồ sơ / Case", lambda app: str(app.case)),
)
