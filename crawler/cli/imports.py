"""``rasoat import``: what other people know, taken in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from crawler.cli.common import (
    LOOK,
    json_option,
    opened,
    options,
    printable,
    say,
    show,
    who_option,
)

if TYPE_CHECKING:
    from crawler.captures import Import
    from crawler.cli.common import Opened
    from crawler.hotline import Taken
    from crawler.leads import Led

_SHOWN = 20  # refused rows in sentences; the rest is counted
_COLUMNS = ("subject", "new", "source")
_OFTEN = 5  # subjects of several reports that are told
_CAPTURED = ("subject", "new", "source", "refused")
_LEFT_OUT = {
    "elsewhere": "entries of other sites",
    "private": "answers of Facebook without adverts",
    "person": "posts of persons",
}


@click.group("import")
def import_() -> None:
    """Take in what citizens, partners and other offices know.

    \b
    Example:
      rasoat import leads partner.csv --source "đối tác Ví Dụ"
      rasoat import captures Downloads/facebook
      rasoat import hotline reports.xlsx
    """


@import_.command()
@click.argument("files", nargs=-1, required=True, type=click.File("rb"), metavar="FILE...")
@click.option("--source", help="Who names them, for rows that say not [default: the file's name].")
@who_option
@json_option
@click.pass_context
def leads(
    context: click.Context, files: tuple[BinaryIO, ...], source: str | None, who: str, as_json: bool
) -> None:
    """Take in addresses to be looked at: nobody is accused, the next sweep visits them.

    CSV (address[,note,source,seen_at]; url and domain are read for address), JSON Lines, or one
    address a line; gzip and Zstandard are unpacked. A row that names no app and no site is refused
    alone, and the command then ends with 3. The same rows again change nothing.

    \b
    Example:
      rasoat import leads partner.csv --source "đối tác Ví Dụ" --json
      cat addresses.txt | rasoat import leads - --source "đường dây nóng"
    """
    refused: list[Led] = []
    with opened(context) as office:
        show(
            _rows(_read(office, files, source, who), refused),
            as_json=as_json,
            columns=_COLUMNS,
        )
    for led in refused[:_SHOWN]:
        where = (
            "" if led.line is None else f"Line {led.line} is refused, {printable(led.address)}: "
        )
        say(f"{where[:120]}{led.refused}")
    if refused:
        say(f"{len(refused)} row(s) are refused. Correct or drop them.")
        context.exit(LOOK)


def _read(
    office: Opened, files: tuple[BinaryIO, ...], source: str | None, who: str
) -> Iterator[Led]:
    from crawler.leads import import_leads

    for file in files:
        name = Path(getattr(file, "name", "stdin")).name
        yield from import_leads(
            office.store, file, name, source=source or name, who=who, now=office.now
        )


def _rows(found: Iterator[Led], refused: list[Led]) -> Iterator[dict[str, Any]]:
    for led in found:
        if led.refused is not None:
            refused.append(led)
        yield asdict(led)


@import_.command()
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path)
)
@who_option
@json_option
@click.pass_context
def captures(context: click.Context, paths: tuple[Path, ...], who: str, as_json: bool) -> None:
    """Read pages of Facebook that a person saved: HTML, MHTML, HAR, JSON, Zeeschuimer.

    Folders are read whole; content tells what a file is. What was read becomes evidence, without
    tokens and cookies. Ends with 3 when something could not be read, or was a log-in page.

    \b
    Example:
      rasoat import captures ads.har "Thư viện quảng cáo.html"
      rasoat import captures Downloads/facebook --json
    """
    from crawler.captures import Import, import_captures
    from crawler.logs import start_logging

    told = Import()
    with opened(context) as office:
        start_logging(office.workspace.logs, verbose=options(context).verbose)
        rows = import_captures(
            office.store, office.workspace.evidence, paths, who=who, now=office.now, told=told
        )
        show((asdict(row) for row in rows), as_json=as_json, columns=_CAPTURED)
    for line in _summary(told):
        say(line)
    if told.reason:
        context.exit(LOOK)


def _summary(told: Import) -> list[str]:
    lines = [*told.left, f"{told.sightings} sightings were kept."]
    if told.known:
        lines.append(f"{told.known} answers had been imported before and are not kept again.")
    if told.stated:
        lines.append(f"The largest search states {told.stated} adverts: compare what was saved.")
    lines += [
        f"Left out: {count} {_LEFT_OUT[what]}."
        for what, count in sorted(told.left_out.items())
        if count
    ]
    return [*lines, told.reason] if told.reason else lines


@import_.command()
@click.argument("files", nargs=-1, required=True, type=click.File("rb"), metavar="FILE...")
@who_option
@json_option
@click.pass_context
def hotline(context: click.Context, files: tuple[BinaryIO, ...], who: str, as_json: bool) -> None:
    """Take over reports of citizens and offices: CSV, XLSX, answers of a form in JSON.

    Columns in Vietnamese or English: time, channel, reporter, address, object, text, answered; one
    of address, object and text must be there. Who reported is kept apart and never shown. Ends
    with 3 when a report names nothing that can be looked at.

    \b
    Example:
      rasoat import hotline reports.xlsx --json
    """
    from crawler.hotline import Taken, import_hotline

    taken = Taken()
    with opened(context) as office:
        rows = (
            asdict(row)
            for file in files
            for row in import_hotline(
                office.store,
                file.read(),
                Path(getattr(file, "name", "stdin")).name,
                who=who,
                now=office.now,
                taken=taken,
            )
        )
        show(rows, as_json=as_json, columns=_CAPTURED)
        for line in _taken(office, taken):
            say(line)
    if taken.refused:
        context.exit(LOOK)


def _taken(office: Opened, taken: Taken) -> Iterator[str]:
    from crawler.store.hotline import reported

    yield f"{taken.reports} reports were taken over, {taken.known} were known already."
    if taken.answers:
        yield f"{taken.answers} answers to reporters were recorded."
    several = [one for one in reported(office.store) if one.reports > 1]
    for one in several[:_OFTEN]:
        yield f"{one.subject} was reported {one.reports} times, answered {one.answered} times."
