"""``rasoat export``: files for other people's programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.cli.common import LOOK, json_option, opened, say, show
from crawler.parts import load
from reports.blocklists.blocklist import HIGHEST_SERIAL

if TYPE_CHECKING:
    from crawler.blocklist import Gated
    from reports.blocklists.blocklist import BlockListFormat

_FORMATS: dict[str, BlockListFormat] = load("reports.blocklists", "EXPORT")


@click.group()
def export() -> None:
    """Hand out what was confirmed as files for other programs.

    \b
    Example:
      rasoat export blocklist --format rpz --output rasoat.rpz
    """


@export.command()
@click.option(
    "--format",
    "name",
    required=True,
    type=click.Choice(list(_FORMATS)),
    help="Who reads it: docs/blocklists.md.",
)
@click.option(
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file; one that is there is replaced as a whole.",
)
@click.option(
    "--serial",
    type=click.IntRange(1, HIGHEST_SERIAL),
    help="The list's serial [default: YYYYMMDDnn, nn the quarter of an hour].",
)
@json_option
@click.pass_context
def blocklist(
    context: click.Context, name: str, output: Path, serial: int | None, as_json: bool
) -> None:
    """Write the confirmed domains as a block list, and say what is in it and what is held.

    A name that many share, is protected or licensed, is gone, was broken into, or whose verdict
    changed is held with a sentence; the exit code is then 3. Nobody has approved or published the
    list: who hands it on decides.

    \b
    Example:
      rasoat export blocklist --format rpz --output rasoat.rpz --json
      rasoat export blocklist --format hosts --output hosts.txt --serial 2026112001
    """
    from crawler.blocklist import gate
    from reports.blocklists.blocklist import BlockList, serial_of, write_list

    format_ = _FORMATS[name]
    with opened(context) as office:
        gated = gate(office.store, now=office.now)
        made = BlockList(
            entries=gated.entries,
            serial=serial_of(office.now) if serial is None else serial,
            made_at=office.now,
            mark=office.store.mark,
        )
    _show(write_list(format_, made, output), made.serial, output, gated, as_json=as_json)
    if gated.held:
        say(f"{len(gated.held)} name(s) are held back: a person should look.")
        context.exit(LOOK)


def _show(sha256: str, serial: int, output: Path, gated: Gated, *, as_json: bool) -> None:
    held = [{"case": one.case, "subject": one.subject, "why": one.why} for one in gated.held]
    manifest = {
        "output": str(output),
        "serial": serial,
        "entries": len(gated.entries),
        "sha256": sha256,
        "held": held,
    }
    if as_json:
        show([manifest], as_json=True)
        return
    facts = [{"what": what, "is": value} for what, value in manifest.items() if what != "held"]
    show(facts, as_json=False, columns=("what", "is"))
    for one in held:
        # Whole sentences: a table would cut them.
        click.echo(f"held: case {one['case']} {one['subject']}: {one['why']}")
