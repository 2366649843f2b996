"""``rasoat match``: listings of a file against the register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from crawler.cli.common import (
    as_of_option,
    day_asked,
    json_line,
    json_option,
    known_option,
    opened,
    options,
    printable,
    say,
    show,
)
from crawler.errors import ConfigError, ListingsRefused, UsageProblem, WorkspaceError

if TYPE_CHECKING:
    from crawler.records import Candidate, Listing, Match, Reason, RegistryEntry
    from matchers.licensees import Licensees
    from matchers.registry import IndexOf

_COLUMNS = ("id", "verdict", "score", "entry", "why")
_AT_ONCE = 2_000  # listings that one process answers together


@click.command()
@click.argument("file", type=click.File(encoding="utf-8"), metavar="FILE")
@click.option(
    "--registry",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A register file, read as `registry import` reads it [default: the workspace's].",
)
@as_of_option
@known_option
@json_option
@click.pass_context
def match(
    context: click.Context,
    file: TextIO,
    registry: Path | None,
    as_of: date | None,
    known: date | None,
    as_json: bool,
) -> None:
    """Match listings (CSV or JSON Lines: id,title,publisher[,text,url,package]) with the register.

    This is what the register alone says; `judge` decides by everything known.

    \b
    Example:
      rasoat match listings.csv --registry register.csv --json
      echo '{"id": "1", "title": "Võ Lâm", "publisher": "VNG"}' | rasoat match -
    """
    from crawler.listings import read_listings
    from crawler.side_by_side import side_by_side
    from matchers.engine.compiling import is_compiled
    from matchers.registry import Register, match_all
    from matchers.verdict.rules import Rules

    if registry is not None and known is not None:
        raise UsageProblem("A register file has no history: leave --known out, or --registry.")
    entries, licensees = (
        _of_workspace(context, as_of, known) if registry is None else _of_file(registry, as_of)
    )
    if not is_compiled():
        say("Preparing the matching engine; this takes about half a minute, once.")
    register, rules = Register(entries, index_of=_index_of(context)), Rules()

    def cells(listings: list[Listing]) -> list[Mapping[str, Any]]:
        return [_cells(found) for found in match_all(listings, register, rules, licensees)]

    def lines(listings: list[Listing]) -> list[str]:
        found = match_all(listings, register, rules, licensees)
        return ["\n".join(json_line(_row(match)) for match in found)]

    listings = read_listings(_text_lines(file), file.name)
    if as_json:
        # Written where it was found: handing whole answers on takes longer than finding them.
        for text in side_by_side(lines, listings, at_once=_AT_ONCE):
            click.echo(text)
        return
    show(side_by_side(cells, listings, at_once=_AT_ONCE), as_json=False, columns=_COLUMNS)


def _of_file(file: Path, as_of: date | None) -> tuple[list[RegistryEntry], Licensees]:
    """A register file, and of its licensees only what is shipped."""
    from crawler.clock import system_time
    from crawler.register.rows import open_file, read_register
    from crawler.store.standing import read_as_of
    from crawler.store.values import hanoi_day
    from matchers.licensees import Licensees

    reading = read_register(open_file(file))
    for text in (*reading.aside, *reading.notes, *reading.contradictions):
        say(f"Not read from {file.name}: {printable(text)}")
    entries = read_as_of(reading.entries, as_of, today=hanoi_day(system_time()))
    return entries, Licensees(entries)


def _of_workspace(
    context: click.Context, as_of: date | None, known: date | None
) -> tuple[list[RegistryEntry], Licensees]:
    """The workspace's register as it stood on a day, and what is known of its licensees now."""
    from crawler.licensees import known_licensees
    from crawler.store.registry import current_entries

    with opened(context) as office:
        day = day_asked(office, as_of, known)
        entries = current_entries(office.store, as_of=day, known=known)
        return entries, known_licensees(office.store, entries)


def _index_of(context: click.Context) -> IndexOf:
    """The workspace's kept indexes; a register file is matched without a workspace too."""
    from crawler.index_cache import cached_index
    from crawler.workspace import find_workspace
    from matchers.engine.build import build_index

    try:
        return cached_index(find_workspace(options(context).workspace).cache)
    except (WorkspaceError, ConfigError):
        return build_index


def _text_lines(file: TextIO) -> Iterator[str]:
    try:
        yield from file
    except UnicodeDecodeError as error:
        raise ListingsRefused(
            f"{file.name} is not UTF-8 (byte {error.start}). Save it as UTF-8 and run this again."
        ) from error


def _row(found: Match) -> dict[str, Any]:
    cells = _cells(found)
    why = cells.pop("why")
    return cells | {
        "candidates": [_fields(candidate) for candidate in found.candidates],
        "reasons": [_fields(reason) for reason in found.reasons],
        "why": why,
    }


def _cells(found: Match) -> dict[str, Any]:
    why = "; ".join(reason.en for reason in found.reasons)
    return dict(zip(_COLUMNS, (found.id, found.kind, found.score, found.entry, why), strict=True))


def _fields(value: Candidate | Reason) -> dict[str, Any]:
    """Its fields by name. ``asdict`` copies each value deeply, which takes longer than matching."""
    return {item: getattr(value, item) for item in value.__slots__}
