"""``rasoat registry list, show, stats, coverage``: the papers as they stood on a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, TextIO

import click

from crawler.cli.common import (
    LOOK,
    as_of_option,
    day_asked,
    day_option,
    json_option,
    known_option,
    opened,
    say,
    show,
)
from crawler.errors import FiguresRefused, UsageProblem
from crawler.records import PUBLISHER_KIND_OF, PUBLISHER_KINDS, EntryStatus, LicenceKind

if TYPE_CHECKING:
    from crawler.records import RegisterEvent, RegistryEntry
    from crawler.register.figures import Check, Figures, NotCounted
    from matchers.papers import Papers

_KINDS = click.Choice([kind.value for kind in LicenceKind])
_MOST_LETTERS = 1_000_000  # of a file with stated figures
_NOT_COUNTED_SHOWN = 20  # --json lists them all
_COLUMNS = ("entry", "kind", "number", "issued", "title", "publisher", "status")
_FIGURES = (
    *("figure", "granted", "granted_before", "granted_percent", "revoked", "revoked_before"),
    *("stock", "in_force", "ended", "unclear"),
)


@click.command("list")
@click.option("--kind", type=_KINDS, help="Only this kind of paper.")
@as_of_option
@known_option
@json_option
@click.pass_context
def list_(
    context: click.Context, kind: str | None, as_of: date | None, known: date | None, as_json: bool
) -> None:
    """List the papers as they stood on a day.

    A game counts as in force only while its publisher's own paper does.

    \b
    Example:
      rasoat registry list --kind G1_release_decision --json
      rasoat registry list --as-of 2024-11-15 --known 2024-12-01
    """
    from crawler.store.registry import current_entries
    from matchers.papers import Papers

    kinds = None if kind is None else {LicenceKind(kind), *PUBLISHER_KINDS}
    with opened(context) as office:
        day = day_asked(office, as_of, known)
        entries = current_entries(office.store, kinds, as_of=day, known=known)
    papers = Papers(entries)
    rows = (_row(entry, papers) for entry in entries if kind in (None, entry.kind))
    show(rows, as_json=as_json, columns=(*_COLUMNS, "in_force", "publisher_paper"))


@click.command("show")
@click.argument("wanted", metavar="ENTRY|NUMBER")
@as_of_option
@known_option
@json_option
@click.pass_context
def show_(
    context: click.Context, wanted: str, as_of: date | None, known: date | None, as_json: bool
) -> None:
    """Show papers by id or any spelling of their number: cells as they came, and events.

    \b
    Example:
      rasoat registry show "126/QĐ-PTTH&TTĐT"
      rasoat registry show 115/BTTTT --as-of 2024-11-15
    """
    from crawler.store.registry import current_entries, find_entries, register_events
    from matchers.papers import Papers, superseded_by

    with opened(context) as office:
        day = day_asked(office, as_of, known)
        entries = find_entries(office.store, wanted, as_of=day, known=known)
        keys = [(entry.kind, entry.entry) for entry in entries]
        events = register_events(office.store, known=known, keys=keys)
        invalid = {entry.kind for entry in entries if entry.status is EntryStatus.INVALID}
        kinds = PUBLISHER_KINDS | invalid
        others = current_entries(office.store, kinds, as_of=day, known=known)
    if not entries:
        raise UsageProblem(
            f"The register holds no entry {wanted!r} on {day}. "
            f"Look for it with: rasoat registry list --as-of {day}"
        )
    papers = Papers(others)
    for entry in entries:
        newer = superseded_by(entry, others)
        cells = _row(entry, papers) | _details(entry) | {"superseded_by": newer and newer.number}
        told = list(_events(entry, events.get((entry.kind, entry.entry), ()), day))
        if as_json:
            show([cells | {"raw": dict(entry.raw), "events": told}], as_json=True)
        else:
            _show_paper(cells | {f"raw: {name}": cell for name, cell in entry.raw.items()}, told)


@click.command()
@as_of_option
@known_option
@click.option(
    "--stated",
    type=click.File(encoding="utf-8"),
    help="A report's figures to compare with: CSV figure,value[,parts].",
)
@json_option
@click.pass_context
def stats(
    context: click.Context,
    as_of: date | None,
    known: date | None,
    stated: TextIO | None,
    as_json: bool,
) -> None:
    """Count the papers: granted and revoked this year, the same days a year before, and stock.

    Sums that do not hold, of the register or of the stated figures, are printed (3).

    \b
    Example:
      rasoat registry stats --as-of 2024-11-15
      rasoat registry stats --as-of 2024-11-15 --stated report.csv
    """
    from crawler.register.figures import register_figures
    from crawler.register.stated import compare, read_stated
    from crawler.store.registry import current_entries, register_events

    claims = [] if stated is None else read_stated(_text(stated), stated.name)
    with opened(context) as office:
        day = day_asked(office, as_of, known)
        papers = current_entries(office.store, as_of=day, known=known)
        events = register_events(office.store, known=known)
    figures = register_figures(papers, events, day)
    checks = [*figures.checks, *compare(claims, figures)]
    if as_json:
        show(_figure_lines(figures, checks), as_json=True)
    else:
        _show_figures(figures, checks)
    if not all(check.ok for check in checks):
        say("Figures do not agree; see the checks that say “mismatch”.")
        context.exit(LOOK)


@click.command()
@day_option("--as-of", "How far it covered the games on that day [default: now].")
@json_option
@click.pass_context
def coverage(context: click.Context, as_of: date | None, as_json: bool) -> None:
    """Say how far the register covers the games; 3 while it does not.

    \b
    Example:
      rasoat registry coverage
      rasoat registry coverage --as-of 2024-11-15
    """
    from crawler.register.coverage import gaps
    from crawler.store.registry import coverage as covered
    from crawler.store.values import HANOI
    from matchers.verdict.rules import Rules

    with opened(context) as office:
        found = covered(office.store, known=as_of)
        now = office.now
    if as_of is not None:
        now = min(now, datetime.combine(as_of + timedelta(days=1), time.min, HANOI))
    missing = gaps(found, now, Rules().register_max_age_days)
    rows = [
        {
            "class": item.register_class,
            "entries": item.entries,
            "taken_at": item.taken_at,
            "complete": item.complete,
            "how": item.how,
        }
        for item in found.values()
    ]
    show(rows, as_json=as_json, columns=("class", "entries", "taken_at", "complete", "how"))
    for gap in missing:
        say(gap)
    if missing:
        context.exit(LOOK)


def _text(file: TextIO) -> str:
    try:
        text = file.read(_MOST_LETTERS + 1)
    except UnicodeDecodeError as error:
        raise FiguresRefused(
            f"{file.name} is not UTF-8 (byte {error.start}). Save it as UTF-8 and run this again."
        ) from error
    if len(text) > _MOST_LETTERS:
        raise FiguresRefused(f"{file.name} is longer than {_MOST_LETTERS} letters. Shorten it.")
    return text


def _row(entry: RegistryEntry, papers: Papers) -> dict[str, Any]:
    own = papers.held(entry).paper if entry.kind in PUBLISHER_KIND_OF else None
    return {
        **{name: getattr(entry, name) for name in _COLUMNS},
        "in_force": papers.in_force(entry),
        "publisher_paper": own and own.number,
    }


def _details(entry: RegistryEntry) -> dict[str, Any]:
    names = ("expires", "ended", "decision", "ground", "origin", "domains")
    return {name: getattr(entry, name) for name in names}


def _events(
    entry: RegistryEntry, events: Sequence[RegisterEvent], day: date
) -> Iterator[dict[str, Any]]:
    """The events as known, and the one that follows from the paper's own last day by then."""
    from crawler.store.standing import expiry

    over = expiry(entry)
    own = [over] if over is not None and over.day is not None and over.day <= day else []
    for event in (*events, *own):
        yield {
            "event": event.event,
            "day": event.day,
            "not_before": event.not_before,
            "not_after": event.not_after,
            "decision": event.decision,
            "ground": event.ground,
            "differed": dict(event.differed),
            "import": event.source,
            "known_on": event.known_on,
        }


def _show_paper(cells: dict[str, Any], events: list[dict[str, Any]]) -> None:
    if cells["superseded_by"] is None:
        del cells["superseded_by"]
    else:
        cells["superseded_by"] += " (derived: newer, in force, same title and publisher)"
    show(
        ({"field": name, "value": value} for name, value in cells.items()),
        as_json=False,
        columns=("field", "value"),
    )
    click.echo()
    show(
        (
            event
            | {
                "when": _when(event),
                "differed": ", ".join(event["differed"]) or None,
                "decision": event["decision"] or None,
                "ground": event["ground"] or None,
            }
            for event in events
        ),
        as_json=False,
        columns=("event", "when", "decision", "ground", "differed", "import", "known_on"),
    )
    click.echo()


def _when(event: dict[str, Any]) -> str:
    if event["day"] is not None:
        return str(event["day"])
    after = f"after {event['not_before']}, " if event["not_before"] else ""
    return f"{after}not later than {event['not_after']}"


def _figure_lines(figures: Figures, checks: Sequence[Check]) -> Iterator[dict[str, Any]]:
    from crawler.register.figures import as_row

    yield from (as_row(row) for row in figures.rows)
    yield from _origins(figures)
    yield from ({"check": check.check, "ok": check.ok, "says": check.says} for check in checks)
    for item in figures.not_counted:
        yield {
            "not_counted": item.why,
            "entry": item.entry,
            "number": item.number,
            "of": item.figure,
        }


def _origins(figures: Figures) -> Iterator[dict[str, Any]]:
    total = sum(figures.origins.values())
    for origin, games in sorted(figures.origins.items()):
        yield {"origin": origin, "games": games, "percent": round(100 * games / total, 1)}


def _show_figures(figures: Figures, checks: Sequence[Check]) -> None:
    from crawler.register.figures import as_row

    period, before = figures.rows[0].period, figures.rows[0].before
    click.echo(
        f"Granted, revoked: {period.first} to {period.last}. "
        f"Before: the same days, {before.first} to {before.last}."
    )
    show((as_row(row) for row in figures.rows), as_json=False, columns=_FIGURES)
    click.echo()
    show(_origins(figures), as_json=False, columns=("origin", "games", "percent"))
    click.echo()
    show(
        (
            {"check": item.check, "result": "ok" if item.ok else "mismatch", "sum": item.says}
            for item in checks
        ),
        as_json=False,
        columns=("check", "result", "sum"),
    )
    if figures.not_counted:
        _show_not_counted(figures.not_counted)


def _show_not_counted(missing: Sequence[NotCounted]) -> None:
    click.echo(f"\nNot counted everywhere: {len(missing)}")
    show(
        (
            {"figure": item.figure, "entry": item.entry, "number": item.number, "why": item.why}
            for item in missing[:_NOT_COUNTED_SHOWN]
        ),
        as_json=False,
        columns=("figure", "entry", "number", "why"),
    )
    if len(missing) > _NOT_COUNTED_SHOWN:
        click.echo(f"{len(missing) - _NOT_COUNTED_SHOWN} more; --json lists them all")
