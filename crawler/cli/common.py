"""What every command shares: the opened workspace, rows on stdout, messages on stderr."""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from crawler.crawl.visit import Crawling
    from crawler.store import Store
    from crawler.sweeps import Clocks
    from crawler.workspace import Workspace

Row = TypeVar("Row")
Command = TypeVar("Command", bound=Callable[..., Any])
LOOK = 3  # done, but a person should look


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What stands before the command: ``rasoat -w DIR -q COMMAND``."""

    workspace: Path | None = None
    quiet: bool = False
    verbose: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A workspace with its database open, and the time that this command runs at."""

    workspace: Workspace
    store: Store
    now: datetime


@contextmanager
def opened(context: click.Context) -> Iterator[Opened]:
    """Opens the workspace that the options name."""
    from crawler.clock import current_time
    from crawler.workspace import find_workspace

    workspace = find_workspace(options(context).workspace)
    with workspace.open_store() as store:
        yield Opened(workspace=workspace, store=store, now=current_time(rehearsal=bool(store.mark)))


def workspace_here(context: click.Context) -> Workspace | None:
    """The workspace for commands that need none; one that ``-w`` names must be there.

    One whose settings cannot be read is told in any case: nobody goes on without them unaware.
    """
    from crawler.errors import WorkspaceError
    from crawler.workspace import find_workspace

    try:
        return find_workspace(options(context).workspace)
    except WorkspaceError:
        if options(context).workspace is not None:
            raise
        return None


def clocks_of(store: Store) -> Clocks:
    """The clocks of a sweep into this database."""
    from crawler.clock import current_time, system_time
    from crawler.sweeps import Clocks

    return Clocks(rows=partial(current_time, rehearsal=bool(store.mark)), machine=system_time)


def options(context: click.Context) -> Options:
    """The options before the command."""
    found = context.find_object(Options)
    return found or Options()


def show(rows: Iterable[Mapping[str, Any]], *, as_json: bool, columns: Sequence[str] = ()) -> None:
    """Rows on stdout: JSON Lines with all keys, or a table of ``columns``."""
    if as_json:
        for row in rows:
            click.echo(json_line(row))
        return
    lines = [[_cell(row.get(column)) for column in columns] for row in rows]
    table = [list(columns), *lines]
    widths = [max(len(line[place]) for line in table) for place in range(len(columns))]
    for line in table:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


def json_line(row: Mapping[str, Any]) -> str:
    """A row as one JSON object; days and times in ISO form."""
    return json.dumps(row, ensure_ascii=False, default=_plain)


def say(text: str) -> None:
    """A message on stderr, unless ``-q`` was given."""
    context = click.get_current_context(silent=True)
    if context is None or not options(context).quiet:
        click.echo(text, err=True)


def default_user() -> str:
    """``RASOAT_USER``, else the system user."""
    if named := os.environ.get("RASOAT_USER"):
        return named
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no entry for this uid: a bare container
        return f"uid {os.getuid()}"


@contextmanager
def progress_bar(rows: Iterable[Row], *, total: int | None, what: str) -> Iterator[Iterable[Row]]:
    """The same rows, with a bar on stderr where a person looks at it."""
    with _bars("{task.completed:,.0f}") as bars:
        yield bars.track(rows, total=total, description=what)


@contextmanager
def crawl_bars() -> Iterator[Callable[[Crawling], None]]:
    """A bar on stderr for each crawl: what it asked of all that it knows to ask, what it saw."""
    known: dict[int, TaskID] = {}
    with _bars("{task.completed:.0f} of {task.total:.0f} asked, {task.fields[seen]} seen") as bars:

        def show_crawl(crawling: Crawling) -> None:
            health = crawling.health
            if crawling.crawl not in known:
                known[crawling.crawl] = bars.add_task(crawling.source, seen=0)
            bars.update(
                known[crawling.crawl],
                total=health.asked,
                completed=health.ended,
                seen=health.sightings,
            )

        yield show_crawl


def _bars(told: str) -> Progress:
    """Bars that say this beside them; none where nobody looks. What is said stays above them."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    context = click.get_current_context(silent=True)
    silent = context is not None and options(context).quiet
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn(told),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        disable=silent or not sys.stderr.isatty(),
        redirect_stdout=False,
    )


json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
who_option = click.option(
    "--as", "who", default=default_user, show_default="the system user", help="Who acts."
)
yes_option = click.option("--yes", is_flag=True, help="Do it; without this only show its effect.")


def day_option(name: str, text: str) -> Callable[[Command], Command]:
    """An option that takes a day, ISO or dd/mm/yyyy."""

    def as_day(
        _context: click.Context, _option: click.Parameter, value: datetime | None
    ) -> date | None:
        return None if value is None else value.date()

    days = click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])
    return click.option(name, type=days, callback=as_day, metavar="DAY", help=text)


as_of_option = day_option("--as-of", "What was true on that day [default: --known, else today].")
known_option = day_option("--known", "Only what had been imported by that day.")


def day_asked(office: Opened, as_of: date | None, known: date | None) -> date:
    """The day that ``--as-of`` and ``--known`` ask for: without either it is today."""
    from crawler.store.values import hanoi_day

    return as_of or known or hanoi_day(office.now)


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)


def _cell(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, datetime):
        return value.astimezone().strftime("%Y-%m-%d %H:%M")
    if isinstance(value, tuple | list):
        return ", ".join(str(part) for part in value)
    text = printable(str(value))
    return text if len(text) <= 60 else text[:59] + "…"


def printable(text: str) -> str:
    """A text from outside without line breaks or control characters for the terminal."""
    return "".join(char if char.isprintable() else " " for char in text)
