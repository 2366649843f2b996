"""``rasoat sweep`` and ``rasoat sweeps``: crawls of the sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from crawler.cli.common import (
    LOOK,
    Opened,
    clocks_of,
    crawl_bars,
    json_option,
    opened,
    options,
    printable,
    say,
    show,
)
from crawler.cli.controls import say_drawn

if TYPE_CHECKING:
    from crawler.records import Crawl, LogReading
    from crawler.sweeps import Swept

_COLUMNS = ("crawl", "source", "requested", "sightings", "new", "flagged", "complete", "reason")


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option(
    "--term", "terms", multiple=True, metavar="T", help="A word to search for; repeatable."
)
@click.option(
    "--terms",
    "terms_file",
    type=click.File("rb"),
    help="A file of words, one a line; for `domains` alone a file of names as `screen` reads them.",
)
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
@json_option
@click.pass_context
def sweep(
    context: click.Context,
    sources: tuple[str, ...],
    terms: tuple[str, ...],
    terms_file: BinaryIO | None,
    limit: int | None,
    charts: bool | None,
    as_json: bool,
) -> None:
    """Crawl sources for apps, store what is seen, and judge it.

    Without SOURCE: all that rasoat.toml names; without words: those of rasoat.toml and terms/.
    App stores are also asked for the associates of confirmed cases (docs/association.md).
    Stores of Android apps are also asked for the packages of cases, and for those named as words
    (google:com.vidu.game). Experimental sources (rasoat parts) are swept only when they are named.
    Ends with 3 when a source is void, incomplete or drifted, while the register does not cover all
    games, or when the evidence could not be stamped or copied.

    \b
    Example:
      rasoat sweep apple_app_store google_play --term "nổ hũ"
      rasoat sweep google_play --terms words.txt --limit 200 --json
    """
    from crawler.logs import start_logging
    from crawler.sweeps import said_before
    from crawler.sweeps import sweep as sweep_sources

    with opened(context) as office:
        workspace = office.workspace
        start_logging(workspace.logs, verbose=options(context).verbose)
        if not workspace.config.contact:
            say("No contact stands in rasoat.toml: the stores cannot write to us. Fill it in.")
        words, given = words_of(office, sources, terms, terms_file)
        for sentence in said_before(sources or workspace.config.sources):
            say(sentence)
        with crawl_bars() as bar:
            swept = sweep_sources(
                workspace,
                office.store,
                sources=sources or workspace.config.sources,
                terms=words,
                charts=not given if charts is None else charts,
                limit=limit,
                clocks=clocks_of(office.store),
                progress=bar,
            )
        say_proposed(office)
        tell(context, office, swept, as_json=as_json)


def say_proposed(office: Opened) -> None:
    """How many terms could be searched for too, and how a person decides about them."""
    from crawler.terms import propose

    if proposed := propose(office.workspace, office.store):
        say(
            f"{len(proposed)} terms of confirmed cases could be searched for too, "
            f"“{printable(proposed[0].term)}” first. See: rasoat terms list, then decide: "
            "rasoat terms accept|refuse TERM"
        )


def words_of(
    office: Opened, sources: Sequence[str], terms: Sequence[str], terms_file: BinaryIO | None
) -> tuple[tuple[str, ...], bool]:
    """The words to look for, and whether they were given here."""
    from crawler.sweeps import read_terms, terms_of

    if not (terms or terms_file):
        return terms_of(office.workspace), False
    if terms_file is None:
        return read_terms(terms), True
    if tuple(sources) == ("domains",):
        return read_terms([*terms, *_names_of(office, terms_file)]), True
    return read_terms([*terms, *TextIOWrapper(terms_file, "utf-8")]), True


def _names_of(office: Opened, file: BinaryIO) -> tuple[str, ...]:
    """The names of a file that are worth a visit; says what became of all others."""
    from crawler.feeds import read_feed
    from crawler.store.protected import approved_names
    from matchers.domains.protected import protected_hosts

    name = getattr(file, "name", "stdin")
    feed = read_feed(file, name, protected_hosts(approved_names(office.store)))
    for line, why, text in feed.shown:
        say(f"Line {line} is refused, {why}: {printable(text)}")
    if feed.refused:
        counts = ", ".join(f"{count} {why}" for why, count in Counter(feed.refused).most_common())
        say(f"{name}: {sum(feed.refused.values())} lines hold no name of a site: {counts}.")
    say(
        f"{name}: {feed.kept} of {feed.names} lines with a name are worth a visit, by their names "
        f"alone or as addresses; {len(feed.words)} of those are different."
    )
    return feed.words


def tell(context: click.Context, office: Opened, swept: Swept, *, as_json: bool) -> None:
    """How each source fared, what is to be done next, and the exit code."""
    show((_row(crawl) for crawl in swept.crawls), as_json=as_json, columns=_COLUMNS)
    for path in swept.copies:
        _say_copy(office, path)
    say_how(swept)
    if swept.needs_a_look:
        context.exit(LOOK)


def say_how(swept: Swept) -> None:
    """What a person should know of the crawls beside their rows, and what is to be done next."""
    from crawler.drift import said
    from crawler.sweeps import why_unasked

    for crawl in swept.crawls:
        if crawl.reason:  # whole: a cell of the table holds its beginning
            say(printable(f"{crawl.source}: {crawl.reason}"))
    say_drawn(swept.controls)
    for drift in swept.drifts:
        say(printable(said(drift)))
    for sentence in filter(None, (*swept.left, *swept.gaps, swept.unstamped, swept.uncopied)):
        say(sentence)
    for log in swept.logs:
        say(_log_sentence(log))
    for source in swept.unasked:
        say(why_unasked(source))
    for source in swept.experimental:
        say(
            f"{source} is experimental: nobody has recorded an answer of it. Look at its kept "
            "answers before you rely on what it says (docs/sources.md)."
        )
    if swept.interrupted:
        say("Stopped. What was seen is stored; judge it with: rasoat judge")
    if swept.resumable:
        rest = " ".join(map(str, swept.resumable))
        say(f"What is missing or did not answer is asked again by: rasoat sweeps resume {rest}")


def _log_sentence(log: LogReading) -> str:
    """What was read of a certificate log, and what of it nobody checked."""
    told = [
        f"{log.url}: entries {log.first} to {log.read - 1} of {log.size} were read; "
        f"{log.leads} of {log.names} names are new and worth a visit."
    ]
    if log.unreadable:
        told.append(f"The names of {log.unreadable} certificates could not be read.")
    if log.read < log.size:
        told.append(f"{log.size - log.read} entries wait for the next sweep.")
    elif log.checked:
        told.append("All that was ever read of it is the tree that it signed.")
    else:
        told.append("Its first entries were not read, so its tree could not be checked.")
    return " ".join(told)


def _say_copy(office: Opened, path: Path) -> None:
    """What the copy of a register would change, and the command that takes it over."""
    from crawler.errors import RegisterRefused
    from crawler.register.rows import open_file, read_register
    from crawler.register.staging import import_register

    file, folder = open_file(path), office.workspace.register
    try:
        reading = read_register(file)
        rows = len(reading.entries) + len(reading.aside)
        staged = import_register(office.store, [file], folder, who="", now=office.now, dry_run=True)
    except RegisterRefused as refused:
        say(f"{path} is the whole register and cannot be taken over as it is: {refused}")
        return
    change = staged.change()
    say(
        f"The register differs: {change.added} added, {change.changed} changed, {change.gone} "
        f"gone, {change.refused} not readable. Nothing was taken over. "
        "Look at it, then take it over:\n"
        f"  rasoat registry import {path} --stated {rows}"
    )
    for objection in staged.objections:
        say(f"Speaks against it: {objection}")


@click.group()
def sweeps() -> None:
    """The crawls so far: which run, how each ended, and what was left.

    \b
    Example:
      rasoat sweeps list
      rasoat sweeps stop
      rasoat sweeps resume 12
    """


@sweeps.command("list")
@json_option
@click.pass_context
def list_(context: click.Context, as_json: bool) -> None:
    """List crawls, newest first, with how each ended.

    \b
    Example:
      rasoat sweeps list --json
    """
    from crawler.clock import system_time
    from crawler.sweeps import listed_crawls

    with opened(context) as office:
        rows = [_row(crawl) for crawl in listed_crawls(office.store, system_time())]
    show(rows, as_json=as_json, columns=("started_at", *_COLUMNS))


@sweeps.command()
@click.argument("source", required=False)
@json_option
@click.pass_context
def drift(context: click.Context, source: str | None, as_json: bool) -> None:
    """Show what the sources' answers hold less of than before: a field, or a step's sightings.

    Each crawl is compared with the earlier complete ones of its source when it ends. Ends with 3
    when something fell.

    \b
    Example:
      rasoat sweeps drift
      rasoat sweeps drift google_play --json
    """
    from crawler.drift import said, standing_drifts

    with opened(context) as office:
        found = standing_drifts(office.store, source)
    if as_json:
        show((asdict(each) for each in found), as_json=True)
    else:
        for each in found:
            click.echo(printable(said(each)))
    if found:
        context.exit(LOOK)
    say("Nothing fell.")


@sweeps.command()
@click.argument("crawls", nargs=-1, type=int, metavar="[CRAWL]...")
@json_option
@click.pass_context
def stop(context: click.Context, crawls: tuple[int, ...], as_json: bool) -> None:
    """End running crawls in order, from another terminal; without CRAWL all of them.

    What is being asked is read to its end; what waits can be asked later by sweeps resume.

    \b
    Example:
      rasoat sweeps stop
      rasoat sweeps stop 12
    """
    from time import sleep

    from crawler.clock import system_time
    from crawler.sweeps import stop as stop_crawls

    with opened(context) as office:
        stopped = stop_crawls(office.store, crawls=crawls, machine=system_time, pause=sleep)
    if not stopped:
        say("Nothing is running.")
        return
    show((_row(crawl) for crawl in stopped), as_json=as_json, columns=_COLUMNS)


@sweeps.command()
@click.argument("crawls", nargs=-1, type=int, required=True, metavar="CRAWL...")
@json_option
@click.pass_context
def resume(context: click.Context, crawls: tuple[int, ...], as_json: bool) -> None:
    """Go on with crawls that were killed, stopped or refused, then judge what they saw.

    What was read is not asked again; what was refused, failed or could not be read is. Ends like
    sweep.

    \b
    Example:
      rasoat sweeps resume 12
    """
    from crawler.logs import start_logging
    from crawler.sweeps import resume as resume_crawls

    with opened(context) as office:
        start_logging(office.workspace.logs, verbose=options(context).verbose)
        with crawl_bars() as bar:
            swept = resume_crawls(
                office.workspace,
                office.store,
                crawls=crawls,
                clocks=clocks_of(office.store),
                progress=bar,
            )
        tell(context, office, swept, as_json=as_json)


def _row(crawl: Crawl) -> dict[str, Any]:
    return {
        "crawl": crawl.crawl,
        "source": crawl.source,
        "started_at": crawl.started_at,
        "requested": crawl.requested,
        "sightings": crawl.sightings,
        "new": crawl.new,
        "flagged": crawl.flagged,
        "complete": crawl.complete,
        "void": crawl.void,
        "reason": crawl.reason,
    }
