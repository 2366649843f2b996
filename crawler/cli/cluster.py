"""``rasoat coordinator`` and ``rasoat worker``: one sweep on several machines."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from crawler.cli.common import clocks_of, crawl_bars, json_option, opened, options, say
from crawler.cli.sweep import tell, words_of

if TYPE_CHECKING:
    from redis import Redis

_connect_option = click.option(
    "--connect",
    "address",
    required=True,
    metavar="ADDRESS",
    help="The Redis that both sides use: rediss://HOST:PORT. Its password: RASOAT_REDIS_PASSWORD.",
)
_ca_option = click.option(
    "--ca-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Certificates (PEM) by which Redis is trusted [default: the system's].",
)


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@_connect_option
@_ca_option
@click.option(
    "--term", "terms", multiple=True, metavar="T", help="A word to search for; repeatable."
)
@click.option("--terms", "terms_file", type=click.File("rb"), help="A file of words, one a line.")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    help="Listings opened in detail, per source [default: most_subjects of rasoat.toml].",
)
@click.option(
    "--charts/--no-charts",
    default=None,
    help="Read the charts of games too [default: only when no words are given here].",
)
@click.option(
    "--resume",
    "crawls",
    type=int,
    multiple=True,
    metavar="CRAWL",
    help="Go on with a crawl that was killed, stopped or refused; repeatable.",
)
@json_option
@click.pass_context
def coordinator(
    context: click.Context,
    sources: tuple[str, ...],
    address: str,
    ca_file: Path | None,
    terms: tuple[str, ...],
    terms_file: BinaryIO | None,
    limit: int | None,
    charts: bool | None,
    crawls: tuple[int, ...],
    as_json: bool,
) -> None:
    """Sweep as sweep does, but have workers on this and other machines ask the sources.

    Only this process writes the database and the evidence. Ends like sweep.

    \b
    Example:
      rasoat coordinator --connect rediss://redis.example:6379 --ca-file ca.pem google_play
      rasoat coordinator --connect rediss://redis.example:6379 --resume 12
    """
    from crawler.cluster.coordinator import coordinate
    from crawler.errors import UsageProblem
    from crawler.logs import start_logging
    from crawler.sweeps import resume, sweep

    if crawls and (sources or terms or terms_file or limit or charts is not None):
        raise UsageProblem("A crawl goes on with its own words. Name --resume without others.")
    with opened(context) as office, _connected(address, ca_file) as redis, crawl_bars() as bar:
        workspace, store = office.workspace, office.store
        start_logging(workspace.logs, verbose=options(context).verbose)
        clocks = clocks_of(store)
        share = partial(coordinate, redis=redis, say=say)
        if crawls:
            swept = resume(
                workspace, store, crawls=crawls, clocks=clocks, progress=bar, share=share
            )
        else:
            words, given = words_of(office, sources, terms, terms_file)
            swept = sweep(
                workspace,
                store,
                sources=sources or workspace.config.sources,
                terms=words,
                charts=not given if charts is None else charts,
                limit=limit,
                clocks=clocks,
                progress=bar,
                share=share,
            )
        tell(context, office, swept, as_json=as_json)


@click.command()
@_connect_option
@_ca_option
@click.pass_context
def worker(context: click.Context, address: str, ca_file: Path | None) -> None:
    """Ask sources for a coordinator until stopped; needs no workspace and sees no cases.

    It may join, leave or die at any time. What it was asking is asked by another.

    \b
    Example:
      RASOAT_REDIS_PASSWORD=... rasoat worker --connect rediss://redis.example:6379 --ca-file ca.pem
    """
    from crawler.clock import system_time
    from crawler.cluster.worker import work
    from crawler.logs import log_to_stderr

    log_to_stderr(verbose=options(context).verbose)
    with _connected(address, ca_file) as redis, crawl_bars() as bar:
        work(redis, clock=system_time, say=say, progress=bar)


def _connected(address: str, ca_file: Path | None) -> Redis:
    from crawler.cluster.link import PASSWORD, connect

    ca = str(ca_file) if ca_file else None
    return connect(address, password=os.environ.get(PASSWORD), ca_file=ca)
