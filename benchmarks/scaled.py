"""Labelled titles made more: listings and registers of any size, deterministic, all distinct."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from itertools import count
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TITLES = ROOT.parent / "shared" / "data" / "matching" / "titles"
INVENTED = ROOT / "tests" / "quality" / "titles"
Row = dict[str, str]


def fold(title: str) -> str:
    """Letters and digits without marks and case: titles that share them are one title."""
    return "".join(letter for letter in plain(title) if letter.isalnum())


def plain(text: str) -> str:
    """Lower case without marks."""
    split = unicodedata.normalize("NFKD", text).casefold().replace("đ", "d")
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def titles_folder() -> Path:
    """The titles beside the checkout; the invented ones where those are absent."""
    return TITLES if TITLES.is_dir() else INVENTED


def more_listings(rows: list[Row], wanted: int) -> Iterator[Row]:
    """The rows, then again with another version behind each title."""
    for place in range(wanted):
        turn, row = place // len(rows), rows[place % len(rows)]
        title = f"{row['title']} v{turn}.{place % 10}" if turn else row["title"]
        yield row | {"listing_id": f"{row['listing_id']}-{turn}", "title": title}


def more_entries(rows: list[Row], wanted: int) -> Iterator[Row]:
    """The rows, then beginnings of titles with the endings of others, each title once."""
    yield from rows[:wanted]
    made, taken = min(wanted, len(rows)), {fold(row["title"]) for row in rows}
    for step in count(1):
        for place, row in enumerate(rows):
            if made >= wanted:
                return
            title = _crossed(row["title"], rows[(place + step * 7919) % len(rows)]["title"])
            if fold(title) in taken:
                continue
            taken.add(fold(title))
            made += 1
            yield row | {"reg_id": f"{row['reg_id']}-{step}", "title": title}


def _crossed(title: str, other: str) -> str:
    first, second = title.split(), other.split()
    return " ".join([*first[: (len(first) + 1) // 2], *second[len(second) // 2 :]])


def read_rows(path: Path) -> list[Row]:
    """Rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def write_rows(path: Path, rows: Iterator[Row], columns: tuple[str, ...]) -> None:
    """Rows as CSV, one at a time; other columns are left out."""
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
