"""``rasoat identify``: pasted addresses to subjects, offline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

import click

from crawler.cli.common import LOOK, json_option, say, show

addresses_argument = click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS...")


@click.command()
@addresses_argument
@json_option
@click.pass_context
def identify(context: click.Context, addresses: tuple[str, ...], as_json: bool) -> None:
    """Say which app or domain each pasted address is of; nobody is asked.

    Addresses of stores on the web and on devices, of sites, links that lead on, and subject ids.
    `-` reads them from stdin, one a line. Ends with 3 when one was refused.

    \b
    Example:
      rasoat identify "https://play.google.com/store/apps/details?id=com.vidu.game&hl=vi"
      cat addresses.txt | rasoat identify - --json
    """
    from matchers.subjects import identify as identify_address

    found = [identify_address(address) for address in given(addresses)]
    show((asdict(one) for one in found), as_json=as_json, columns=("address", "subject", "kind"))
    refused = [one for one in found if one.refused]
    if not as_json:
        for one in refused:
            say(f"{one.address[:60]!r}: {one.refused}")
    if refused:
        context.exit(LOOK)


def given(addresses: Sequence[str]) -> Iterator[str]:
    """The addresses, with the lines of stdin in the place of ``-``."""
    for address in addresses:
        if address != "-":
            yield address
            continue
        with click.open_file("-", encoding="utf-8", errors="replace") as lines:
            yield from (line.rstrip("\r\n") for line in lines if line.strip())
