"""Figures that a report states, beside those of the register: a mismatch is said, never hidden."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from crawler.errors import FiguresRefused
from crawler.register.figures import Check, Figures, shown, sum_check

_MOST_LINES = 10_000
_GROUPED = re.compile(r"([+−-]?)(\d{1,3})((?:[.,]\d{3})+)")
_PLAIN = re.compile(r"([+−-]?)(\d{1,15})(?:[.,](\d{1,4}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A figure as somebody states it. ``slack``: half of its last printed digit."""

    figure: str
    value: Fraction
    slack: Fraction
    parts: tuple[Fraction, ...] = ()


def read_stated(text: str, name: str) -> list[Stated]:
    """Rows of CSV ``figure,value[,parts]`` (parts: ``15321+1011``); else ``FiguresRefused``."""
    lines = text.removeprefix("\ufeff").splitlines()
    if len(lines) > _MOST_LINES:
        raise FiguresRefused(f"{name} has more than {_MOST_LINES} lines. Give the figures alone.")
    rows = csv.DictReader(lines, strict=True)
    if not {"figure", "value"} <= set(rows.fieldnames or ()):
        raise FiguresRefused(f"{name} has no header figure,value[,parts]. Begin it with that line.")
    stated = []
    try:
        for row in rows:
            try:
                stated.append(_stated(row))
            except ValueError as error:
                raise FiguresRefused(f"{name}: line {rows.line_num}: {error}.") from error
    except csv.Error as error:
        raise FiguresRefused(f"{name}: line {rows.line_num} is not CSV ({error}).") from error
    return stated


def _stated(row: dict[str, str | None]) -> Stated:
    if None in row or not (row["figure"] or "").strip():
        raise ValueError("another number of cells than the header, or no figure; correct that line")
    value, slack = read_number(row["value"] or "")
    parts = [part for part in (row.get("parts") or "").split("+") if part.strip()]
    return Stated(
        figure=(row["figure"] or "").strip(),
        value=value,
        slack=slack,
        parts=tuple(read_number(part)[0] for part in parts),
    )


def read_number(text: str) -> tuple[Fraction, Fraction]:
    """A printed number and half of its last digit: ``16.331``, ``16,331``, ``+5 %``, ``−0,4``.

    Groups of three digits are thousands. Anything else raises ``ValueError``.
    """
    plain = "".join(text.split()).removesuffix("%")
    if match := _GROUPED.fullmatch(plain):
        digits, decimals = match[2] + re.sub(r"\D", "", match[3]), ""
    elif match := _PLAIN.fullmatch(plain):
        digits, decimals = match[2], match[3] or ""
    else:
        raise ValueError(f"“{text[:40]}” is no number; write 16331 or 0,4")
    scale = 10 ** len(decimals)
    value = Fraction(int(digits + decimals), scale)
    return (-value if match[1] in ("-", "−") else value), Fraction(1, 2 * scale)


def compare(stated: list[Stated], figures: Figures) -> Iterator[Check]:
    """Each stated sum with its parts, and each stated figure with the register's."""
    for item in stated:
        if item.parts:
            yield sum_check(f"stated {item.figure}", item.parts, item.value)
        ours = figures.value(item.figure)
        if ours is None:
            says = "the register has no such figure: only its sum can be checked"
            yield Check(check=f"stated {item.figure}", ok=True, says=says)
            continue
        # Percentages are printed rounded; counts are exact.
        slack = item.slack if item.figure.endswith("_percent") else 0
        ok = abs(ours - item.value) <= slack
        says = f"stated {shown(item.value)}, the register says {shown(ours)}"
        yield Check(check=f"stated {item.figure}", ok=ok, says=says)
