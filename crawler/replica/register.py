"""The register of the world: several hundred invented papers with the dirt of the real one."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from crawler.replica.companies import Company
from crawler.replica.model import RegisterRow

COLUMNS = (
    "game_title", "publisher", "licence_kind", "licence_no", "issued", "status", "source",
    "portal_id", "domains",
)  # fmt: skip
G1 = "G1_release_decision"
GAME_KINDS = (G1, "G2_confirmation", "G3_confirmation", "G4_confirmation")
PUBLISHER_KINDS = ("G1_service_licence", "G2_G3_G4_service_certificate")
_SOURCE = "replica of the register (invented)"
_FIRST_DAY, _LAST_DAY = date(2018, 2, 1), date(2026, 6, 30)
_ENDED = ("revoked", "stopped")
_NEW_OFFICE = date(2025, 3, 1)  # since then the bureau signs, and its suffix is on the papers


# Each was seen in the real register: a column and what happens to its cell.
_DAMAGE: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("licence_no", lambda cell: cell.replace("/QĐ-", " QĐ/")),
    ("licence_no", lambda cell: cell.replace("QĐ-", "QD-")),
    ("publisher", lambda cell: f"{cell} -"),
    ("publisher", lambda cell: cell.replace("CÔNG TY", "TỔNG TY")),
    ("publisher", lambda cell: cell.replace("O", "Ο")),  # Greek omicron
    ("domains", lambda cell: cell.replace("https://", "").replace("/", " và ")),
    ("domains", lambda cell: ""),
    ("issued", lambda cell: ""),
    ("issued", lambda cell: f"{date.fromisoformat(cell):%d/%m/%Y}"),
    ("game_title", lambda cell: f"{cell}."),
    ("game_title", lambda cell: cell.replace(" ", "  ", 1)),
    ("status", lambda cell: "invalid"),
)


class RegisterWriter:
    """Makes rows one after the other; numbers restart each year, portal ids never repeat."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._portal_id = 140_000

    def game(self, title: str, company: Company, *, status: str = "active") -> RegisterRow:
        """A clean game paper, as the portal prints most of them."""
        kind = self._rng.choices(GAME_KINDS, (50, 20, 10, 20))[0]
        issued = self._day()
        return self._row(
            title=title.upper() if self._rng.random() < 0.7 else title,
            publisher=self._spelling(company),
            kind=kind,
            number=self._number(kind, issued),
            issued=issued,
            status=status,
            domains=f"https://{company.slug}-vidu.vn/{self._rng.randrange(100, 999)}",
            company=company,
        )

    def publisher(self, company: Company, kind: str) -> RegisterRow:
        """The paper that a publisher holds."""
        issued = self._day()
        suffix = "GP-BTTTT" if kind == "G1_service_licence" else "GCN-PTTH&TTĐT"
        return self._row(
            title="",
            publisher=company.legal.upper(),
            kind=kind,
            number=f"{self._rng.randrange(3, 400)}/{suffix}",
            issued=issued,
            status="active",
            domains=f"{company.slug}-vidu.vn",
            company=company,
        )

    def _row(
        self,
        *,
        title: str,
        publisher: str,
        kind: str,
        number: str,
        issued: date,
        status: str,
        domains: str,
        company: Company,
    ) -> RegisterRow:
        self._portal_id += self._rng.randrange(1, 4)
        return RegisterRow(
            game_title=title,
            publisher=publisher,
            licence_kind=kind,
            licence_no=number,
            issued=issued.isoformat(),
            status=status,
            portal_id=str(self._portal_id),
            domains=domains,
            company=company.core,
        )

    def _day(self) -> date:
        return _FIRST_DAY + timedelta(days=self._rng.randrange((_LAST_DAY - _FIRST_DAY).days))

    def _number(self, kind: str, issued: date) -> str:
        number = self._rng.randrange(4, 2200 if issued < _NEW_OFFICE else 640)
        if kind != G1:
            return f"{number}/GXN-PTTH&TTĐT"
        return f"{number}/QĐ-{'BTTTT' if issued < _NEW_OFFICE else 'PTTH&TTĐT'}"

    def _spelling(self, company: Company) -> str:
        return company.legal.upper() if self._rng.random() < 0.75 else company.legal


def build_register(
    rng: random.Random, titles: Iterator[str], firms: list[Company], *, games: int
) -> list[RegisterRow]:
    """Clean rows first; ``soil`` adds the dirt. No title occurs twice."""
    writer = RegisterWriter(rng)
    rows = []
    for number in range(games):
        status = rng.choice(_ENDED) if number % 8 == 5 else "active"
        rows.append(writer.game(next(titles), rng.choice(firms), status=status))
    return rows


def soil(
    rng: random.Random,
    rows: list[RegisterRow],
    firms: list[Company],
    *,
    shown: Iterable[RegisterRow],
) -> list[RegisterRow]:
    """The register as it is handed out: dirty spellings, doubles, older papers, odd rows.

    Rows whose titles are ``shown`` on a store keep title and company; only their numbers suffer.
    """
    kept = {row.portal_id for row in shown}
    dirty = [_spoil_number(rng, row) if row.portal_id in kept else _spoil(rng, row) for row in rows]
    writer = RegisterWriter(random.Random(rng.random()))
    writer_start = max(int(row.portal_id) for row in rows)
    extra = [
        *_older_papers(rng, [row for row in rows if row.portal_id in kept]),
        *(writer.publisher(firm, kind) for firm in firms[:24] for kind in PUBLISHER_KINDS),
        *_oddities(rng, writer, firms),
    ]
    renumbered = [
        _with(row, portal_id=str(writer_start + 1 + index)) for index, row in enumerate(extra)
    ]
    return dirty + renumbered


def write_csv(rows: Iterable[RegisterRow]) -> str:
    """The rows under the columns of the public sample."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow(
            _SOURCE if column == "source" else getattr(row, column) for column in COLUMNS
        )
    return out.getvalue()


def _spoil_number(rng: random.Random, row: RegisterRow) -> RegisterRow:
    if rng.random() < 0.1:
        return _with(row, licence_no=row.licence_no.replace("/", " /"))
    return row


def _spoil(rng: random.Random, row: RegisterRow) -> RegisterRow:
    if rng.random() < 0.5:
        return _spoil_number(rng, row)
    column, damage = rng.choice(_DAMAGE)
    return _with(row, **{column: damage(getattr(row, column))})


def _older_papers(rng: random.Random, shown: list[RegisterRow]) -> Iterator[RegisterRow]:
    """Superseded papers of games that hold a newer one: the old row must not win."""
    active = [row for row in shown if row.status == "active"]
    for row in rng.sample(active, min(5, len(active))):
        older = date.fromisoformat(row.issued) - timedelta(days=rng.randrange(200, 900))
        number = f"{rng.randrange(4, 900)}/{row.licence_no.partition('/')[2]}"
        yield _with(row, licence_no=number, issued=older.isoformat(), status="invalid")


def _oddities(
    rng: random.Random, writer: RegisterWriter, firms: list[Company]
) -> Iterator[RegisterRow]:
    for title in ("Error! Unknown document property name", "KIẾM X", "3Q T"):
        yield writer.game(title, rng.choice(firms))
    for title in ("XẾP HÌNH GẠCH NUNG", "CỜ VUA SÂN ĐÌNH"):  # one title, three licensees
        for firm in rng.sample(firms, 3):
            yield writer.game(title, firm)


def _with(row: RegisterRow, **changes: str) -> RegisterRow:
    # Not dataclasses.replace: mypy cannot check keyword names that come as a mapping of strings.
    values = {name: getattr(row, name) for name in RegisterRow.__dataclass_fields__}
    return RegisterRow(**{**values, **changes})
