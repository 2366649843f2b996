"""``rasoat registry``: the register of licensed games."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.cli.common import LOOK, json_option, opened, printable, say, show, who_option
from crawler.cli.licensees import aliases, declared
from crawler.cli.papers import coverage, list_, show_, stats
from crawler.records import LicenceKind

if TYPE_CHECKING:
    from crawler.records import RegistryEntry
    from crawler.register.rows import RegisterFile
    from crawler.register.staging import Staged

_KINDS = click.Choice([kind.value for kind in LicenceKind])
_STDIN = Path("-")
_SAID = 20  # lines of each sort on stderr


@click.group()
def registry() -> None:
    """Import the register of licensed games and look into it.

    \b
    Example:
      rasoat registry import register.xlsx --stated 18018
      rasoat registry coverage
    """


for _command in (list_, show_, stats, coverage, aliases, declared):
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
@click.option("--accept", is_flag=True, help="You saw the difference; take it over.")
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
    """Import register files as one step: all of it, or nothing.

    CSV, XLSX, ODS, DOCX, PDF or the portal's JSON; the content tells which. Refused without
    --accept: a file that lost more than 5 % of the former entries, is older than the register,
    holds fewer rows than --stated or than it states itself, or whose columns look swapped. At a
    terminal the difference is shown and a person asked. Rows that are no entries are listed (3).
    Without --complete or --stated the register stays open, and nothing is called unlicensed.

    \b
    Example:
      rasoat registry import g1.csv g2-g4.xlsx --complete
      rasoat registry import g1.pdf --dry-run
    """
    from crawler.register.staging import import_register

    asked = sys.stdin.isatty() and _STDIN not in files
    with opened(context) as office:
        staged = import_register(
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
            confirm=_asked if asked and not accept else None,
        )
    _show(staged, dry_run=dry_run, as_json=as_json)
    sure = accept or not (staged.aside or staged.notes)
    if dry_run:
        say("Nothing was changed: this was a dry run.")
    elif not complete and stated is None:
        say("Not accepted as complete: nothing is called unlicensed. See: rasoat registry coverage")
    elif not sure:
        say("Not everything could be read; see: rasoat registry coverage")
    if staged.aside or staged.notes or (dry_run and staged.objections):
        context.exit(LOOK)


def _file(path: Path) -> RegisterFile:
    from crawler.register.rows import RegisterFile, open_file

    if path == _STDIN:
        return RegisterFile(name="stdin", body=sys.stdin.buffer.read())
    return open_file(path)


def _asked(staged: Staged) -> bool:
    """Shows the difference on stderr and asks whether to take it over."""
    change = staged.change()
    _say_all(staged, differences=True)
    return click.confirm(
        f"Take over {change.added} added, {change.changed} changed and {change.gone} gone?",
        err=True,
    )


def _show(staged: Staged, *, dry_run: bool, as_json: bool) -> None:
    change = staged.change()
    counts = {
        "added": change.added,
        "changed": change.changed,
        "gone": change.gone,
        "refused": change.refused,
        "unchanged": change.unchanged,
    }
    said = {
        "objections": staged.objections,
        "rows_refused": staged.aside,
        "notes": staged.notes,
        "doubts": staged.doubts,
        "differences": list(_differences(staged)) if dry_run else [],
    }
    show([counts | said if as_json else counts], as_json=as_json, columns=tuple(counts))
    _say_all(staged, differences=dry_run and not as_json)


def _say_all(staged: Staged, *, differences: bool) -> None:
    """What a person should know, so many lines of each; ``--json`` has them all."""
    lines = [f"{item['change']}: {item['number']} {item['title']}" for item in _differences(staged)]
    for what, texts in (
        ("Difference", lines if differences else []),
        ("Speaks against it", staged.objections),
        ("Not taken over", staged.aside),
        ("Note", staged.notes),
        ("Doubtful", staged.doubts),
    ):
        for text in texts[:_SAID]:
            say(f"{what}: {printable(text)}")
        if len(texts) > _SAID:
            say(f"{what}: {len(texts) - _SAID} more; --json names them all")


def _differences(staged: Staged) -> Iterator[dict[str, Any]]:
    for change, entries in (
        ("added", staged.added),
        ("changed", staged.changed),
        ("gone", staged.gone),
    ):
        yield from ({"change": change} | _row(entry) for entry in entries)


def _row(entry: RegistryEntry) -> dict[str, Any]:
    return {
        "entry": entry.entry,
        "kind": entry.kind,
        "number": entry.number,
        "issued": entry.issued,
        "title": entry.title,
        "publisher": entry.publisher,
        "status": entry.status,
    }
