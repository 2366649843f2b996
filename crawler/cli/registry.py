"""``rasoat registry``: the register of licensed games."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.cli.common import json_option, opened, say, show, who_option
from crawler.cli.papers import coverage, list_, show_, stats
from crawler.records import LicenceKind

if TYPE_CHECKING:
    from crawler.records import RegisterChange
    from crawler.register.rows import RegisterFile

_KINDS = click.Choice([kind.value for kind in LicenceKind])
_STDIN = Path("-")


@click.group()
def registry() -> None:
    """Import the register of licensed games and look into it.

    \b
    Example:
      rasoat registry import register.xlsx --stated 18018
      rasoat registry coverage
    """


for _command in (list_, show_, stats, coverage):
    registry.add_command(_command)


@registry.command("import")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE...",
)
@click.option("--kind", type=_KINDS, help="The kind of paper, for files without that column.")
@click.option("--dry-run", is_flag=True, help="Show the difference, change nothing.")
@click.option("--accept", is_flag=True, help="Take it over although many entries would be gone.")
@click.option("--complete", is_flag=True, help="You vouch that the files hold every such paper.")
@click.option("--stated", type=click.IntRange(min=1), help="How many rows the source states.")
@who_option
@json_option
@click.pass_context
def import_(
    context: click.Context,
    files: tuple[Path, ...],
    kind: str | None,
    dry_run: bool,
    accept: bool,
    complete: bool,
    stated: int | None,
    who: str,
    as_json: bool,
) -> None:
    """Import register files (CSV or XLSX) as one step: all of it, or nothing.

    A file that lost more than 5 % of the former entries, holds fewer rows than --stated, or cannot
    be read to its last row is refused. Without --complete or --stated the register stays open,
    and nothing is called unlicensed.

    \b
    Example:
      rasoat registry import g1.csv g2-g4.xlsx --complete
      rasoat registry import g1.csv --dry-run
    """
    from crawler.register.staging import import_register

    with opened(context) as office:
        change = import_register(
            office.store,
            [_file(path) for path in files],
            office.workspace.register,
            who=who,
            now=office.now,
            kind=None if kind is None else LicenceKind(kind),
            dry_run=dry_run,
            accept=accept,
            complete=complete,
            stated=stated,
        )
    columns = ("added", "changed", "gone", "refused", "unchanged")
    show([_change(change)], as_json=as_json, columns=columns)
    if dry_run:
        say("Nothing was changed: this was a dry run.")
    elif not complete and stated is None:
        say("Not accepted as complete: nothing is called unlicensed. See: rasoat registry coverage")


def _file(path: Path) -> RegisterFile:
    from crawler.register.rows import RegisterFile, open_file

    if path == _STDIN:
        return RegisterFile(name="stdin", body=sys.stdin.buffer.read())
    return open_file(path)


def _change(change: RegisterChange) -> dict[str, Any]:
    return {
        "added": change.added,
        "changed": change.changed,
        "gone": change.gone,
        "refused": change.refused,
        "unchanged": change.unchanged,
    }
