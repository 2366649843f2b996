"""``rasoat record``: a real answer as the payload of a test."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from crawler.cli.common import (
    LOOK,
    clocks_of,
    crawl_bars,
    json_option,
    opened,
    options,
    printable,
    say,
    show,
)


@click.command()
@click.argument("address")
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the case is written, below its source [default: exports/payloads].",
)
@json_option
@click.pass_context
def record(context: click.Context, address: str, output: Path | None, as_json: bool) -> None:
    """Ask a store for one address, and keep the scrubbed answer as a payload for tests.

    The address of an app, a search, a chart, a developer or reviews, or an app's subject id. It is
    asked as a sweep would ask. Look at what was written before you use it: cookies, tokens, mail
    and network addresses and reviewers' names are taken out by rule, what else is private is not.
    Ends with 3 when the answer could not be read.

    \b
    Example:
      rasoat record google:com.vidu.game
      rasoat record "https://play.google.com/store/search?q=game&c=apps" --output payloads
    """
    from crawler.logs import start_logging
    from crawler.record import record as record_answer

    with opened(context) as office:
        start_logging(office.workspace.logs, verbose=options(context).verbose)
        with crawl_bars() as bar:
            recorded = record_answer(
                office.workspace,
                office.store,
                address=address,
                output=output or office.workspace.exports / "payloads",
                clocks=clocks_of(office.store),
                progress=bar,
            )
    columns = ("source", "parser", "sightings", "folder")
    show([asdict(recorded)], as_json=as_json, columns=columns)
    say("Look at it before you use it: what is private in free text is not found by rule.")
    if recorded.raises is not None:
        say(printable(f"The parser refuses it: {recorded.raises}"))
        context.exit(LOOK)
