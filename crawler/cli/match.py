"""``rasoat match``: listings of a file against the register."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from crawler.cli.common import json_option, opened, printable, say, show
from crawler.errors import ListingsRefused

if TYPE_CHECKING:
    from crawler.records import Match, RegistryEntry


@click.command()
@click.argument("file", type=click.File(encoding="utf-8"), metavar="FILE")
@click.option(
    "--registry",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A register file, read as `registry import` reads it [default: the workspace's].",
)
@json_option
@click.pass_context
def match(context: click.Context, file: TextIO, registry: Path | None, as_json: bool) -> None:
    """Match listings (CSV or JSON Lines: id,title,publisher[,text,url,package]) with the register.

    This is what the register alone says; `judge` decides by everything known.

    \b
    Example:
      rasoat match listings.csv --registry register.csv --json
      echo '{"id": "1", "title": "Võ Lâm", "publisher": "VNG"}' | rasoat match -
    """
    from crawler.listings import read_listings
    from matchers.registry import Register, match_all
    from matchers.verdict.rules import Rules

    register = Register(_entries(context, registry))
    listings = read_listings(_text_lines(file), file.name)
    matches = match_all(listings, register, Rules())
    show(
        (_row(found) for found in matches),
        as_json=as_json,
        columns=("id", "verdict", "score", "entry", "why"),
    )


def _entries(context: click.Context, registry: Path | None) -> list[RegistryEntry]:
    if registry is not None:
        from crawler.register.rows import open_file, read_register

        reading = read_register(open_file(registry))
        for text in (*reading.aside, *reading.notes, *reading.contradictions):
            say(f"Not read from {registry.name}: {printable(text)}")
        return list(reading.entries)
    from crawler.store.registry import current_entries

    with opened(context) as office:
        return current_entries(office.store)


def _text_lines(file: TextIO) -> Iterator[str]:
    try:
        yield from file
    except UnicodeDecodeError as error:
        raise ListingsRefused(
            f"{file.name} is not UTF-8 (byte {error.start}). Save it as UTF-8 and run this again."
        ) from error


def _row(found: Match) -> dict[str, Any]:
    return {
        "id": found.id,
        "verdict": found.kind,
        "score": found.score,
        "entry": found.entry,
        "candidates": [asdict(candidate) for candidate in found.candidates],
        "reasons": [asdict(reason) for reason in found.reasons],
        "why": "; ".join(reason.en for reason in found.reasons),
    }
