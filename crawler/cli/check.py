"""``rasoat check``: the named apps now, with all that is stored of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

import click

from crawler.cli.common import (
    LOOK,
    clocks_of,
    crawl_bars,
    json_option,
    opened,
    options,
    printable,
    show,
)
from crawler.cli.identify import addresses_argument, given
from crawler.cli.judge import verdict_lines
from crawler.cli.sweep import say_how

if TYPE_CHECKING:
    from crawler.checks import Checked
    from crawler.records import Sighting


@click.command()
@addresses_argument
@json_option
@click.pass_context
def check(context: click.Context, addresses: tuple[str, ...], as_json: bool) -> None:
    """Look at single apps now, closely, and judge them with all that is stored.

    Addresses as `identify` reads them; `-` reads them from stdin. Each app is asked for as a sweep
    would ask, and becomes a case only where a sweep would make it one. Ends with 3 when an address
    was refused, an app could not be read, or the register does not cover all games.

    \b
    Example:
      rasoat check "https://apps.apple.com/vn/app/vi-du/id1234567890"
      rasoat check google:com.vidu.game aptoide:com.vidu.game --json
    """
    from crawler.checks import check as check_addresses
    from crawler.logs import start_logging

    with opened(context) as office:
        start_logging(office.workspace.logs, verbose=options(context).verbose)
        with crawl_bars() as bar:
            checks = check_addresses(
                office.workspace,
                office.store,
                addresses=list(given(addresses)),
                clocks=clocks_of(office.store),
                progress=bar,
            )
    if as_json:
        show((_row(one) for one in checks.checked), as_json=True)
    else:
        for one in checks.checked:
            for line in _lines(one):
                click.echo(line)
    if checks.swept is not None:
        say_how(checks.swept)
    if checks.needs_a_look:
        context.exit(LOOK)


def _row(one: Checked) -> dict[str, Any]:
    from crawler.records import Sighting

    nothing = dict.fromkeys(item.name for item in fields(Sighting))
    seen = asdict(one.sighting) if one.sighting else nothing | {"subject": one.subject}
    verdict = one.verdict
    return {
        "address": one.address,
        **seen,
        "verdict": verdict.kind if verdict else None,
        "question": verdict.question if verdict else None,
        "reasons": [asdict(reason) for reason in verdict.reasons] if verdict else [],
        "refused": one.refused,
    }


def _lines(one: Checked) -> Iterator[str]:
    yield printable(one.address)
    if one.refused:
        yield f"  {printable(one.refused)}"
    if one.subject is None:
        return
    if one.sighting is None:
        yield f"  Nobody has seen {one.subject} yet."
        return
    yield f"  {_seen(one.sighting, now=one.refused is None)}"
    if one.verdict is None:
        yield "  It was not judged yet. Judge it with: rasoat judge"
        return
    for line in verdict_lines(one.verdict):
        yield f"  {line}"


def _seen(sighting: Sighting, *, now: bool) -> str:
    when = "now" if now else f"as stored, seen {sighting.seen_at.isoformat(timespec='minutes')}"
    names = (sighting.title or "no title", sighting.publisher or "no publisher")
    told = f"{' – '.join(map(printable, names))}: {sighting.presence} on {sighting.source}, {when}"
    if sighting.presence == "gone":
        told += ". One look proves no removal"
    return told
