"""``rasoat doctor``: what is missing on this machine."""

from __future__ import annotations

from dataclasses import asdict
from itertools import chain

import click

from crawler.cli.common import LOOK, json_line, json_option, printable, say, workspace_here


@click.command()
@json_option
@click.pass_context
def doctor(context: click.Context, as_json: bool) -> None:
    """Look at what a sweep needs, and say what is missing and how to get it.

    It looks at the browser, at the sentinels of the workspace's stores, and at the ways to
    Facebook: whether a token lives (one question to the Graph), whether the Ad Library may be read.
    Where Facebook is read by hand only, it leads through a capture of five minutes, in Vietnamese.
    Exit code 3 when something is missing.

    \b
    Example:
      rasoat doctor
    """
    from crawler.by_hand import ROUTINE
    from crawler.crawl.trust import trust
    from crawler.doctor import by_hand_only, look, look_at_words

    if (office := workspace_here(context)) is not None:
        trust(office.ca_file, office.cache)
    missing = False
    words = look_at_words(office) if office else ()
    for check in chain(look(office.config if office else None), words):
        missing = missing or not check.ok
        line = f"{check.check}: {'ok' if check.ok else 'MISSING'}: {printable(check.message)}"
        click.echo(json_line(asdict(check)) if as_json else line)
    if office is not None and by_hand_only(office.config) and not as_json:
        say(ROUTINE)
    if missing:
        context.exit(LOOK)
