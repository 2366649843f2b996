"""``rasoat evidence``: the chain is checked, shown, copied, handed out and, when old, deleted."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.cli.common import (
    LOOK,
    Opened,
    day_option,
    json_option,
    opened,
    say,
    show,
    who_option,
    yes_option,
)
from crawler.errors import EvidenceProblem, UsageProblem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.evidence.stamps import Authority
    from crawler.evidence.verify import Found

_COLUMNS = ("n", "at", "status", "url", "evidence", "size", "file", "offset")


@click.group()
def evidence() -> None:
    """Check, show, copy, hand out and delete what was recorded.

    \b
    Example:
      rasoat evidence verify
      rasoat evidence pack 12 --output case-12.zip
    """


@evidence.command()
@json_option
@click.pass_context
def verify(context: click.Context, as_json: bool) -> None:
    """Check every link of the chain and every byte of every file.

    Ends with 1 when something is altered, missing or cut, with 3 when a person should look.

    \b
    Example:
      rasoat evidence verify --json
    """
    from crawler.evidence.verify import verify as look

    with opened(context) as office:
        found = look(office.store, office.workspace.evidence, _authority(office))
        _tell(context, found, as_json=as_json)
    say("The evidence is whole.")


@evidence.command()
@click.option("--check", is_flag=True, help="Read the whole copy back instead.")
@json_option
@click.pass_context
def copy(context: click.Context, check: bool, as_json: bool) -> None:
    """Copy sealed evidence to the second place, evidence.copy of rasoat.toml.

    Every sweep does so at its end. Ends with 1 when something here is altered and was not copied;
    with --check like verify.

    \b
    Example:
      rasoat evidence copy
      rasoat evidence copy --check
    """
    from crawler.crawl.trust import trust
    from crawler.evidence.copies import check_copy, copy_sealed

    with opened(context) as office:
        trust(office.workspace.ca_file, office.workspace.cache)
        folder, address = office.workspace.evidence, office.workspace.config.evidence.copy
        if not address:
            raise UsageProblem("Where to? Name evidence.copy in rasoat.toml.")
        if check:
            _tell(context, check_copy(office.store, folder, address), as_json=as_json)
            say("The copy is whole.")
            return
        copied = copy_sealed(office.store, folder, address)
    row = {"copy": address, **asdict(copied)}
    show([row], as_json=as_json, columns=("copy", "uploaded", "size", "deleted"))
    if copied.problem:
        say(copied.problem)
        context.exit(1)


@evidence.command()
@json_option
@click.pass_context
def stamp(context: click.Context, as_json: bool) -> None:
    """Have the head of the chain stamped by the authority of evidence.time_stamps (RFC 3161).

    Every sweep does so at its end; this is for what an authority that did not answer left open.

    \b
    Example:
      rasoat evidence stamp
    """
    from crawler.evidence.stamps import stamp_head

    with opened(context) as office:
        authority = _authority(office)
        if authority is None or not authority.url:
            raise UsageProblem("Who stamps? Name evidence.time_stamps in rasoat.toml.")
        made = stamp_head(office.store, authority, office.now)
    if made is None:
        say("Nothing was recorded since the last stamp.")
        return
    row = {name: made.facts[name] for name in ("of", "hash", "authority", "said")}
    show([row], as_json=as_json, columns=tuple(row))


@evidence.command("show")
@click.argument("wanted", metavar="CASE|ID")
@click.option("--body", is_flag=True, help="Only the bytes of one ID, to stdout.")
@json_option
@click.pass_context
def show_(context: click.Context, wanted: str, body: bool, as_json: bool) -> None:
    """The recorded answers of a case, or those that brought the bytes of an ID (sha256:…).

    \b
    Example:
      rasoat evidence show 12
      rasoat evidence show sha256:9f86d08… --body > body.bin
    """
    from crawler.evidence.answers import recorded
    from crawler.evidence.bodies import read_body

    with opened(context) as office:
        folder = office.workspace.evidence
        if body:
            if not wanted.startswith("sha256:"):
                raise UsageProblem("Whose bytes? Name an ID; evidence show CASE lists them.")
            click.echo(read_body(office.store, folder, wanted), nl=False)
            return
        rows = recorded(office.store, folder, _ids(office, wanted))
        show((asdict(row) for row in rows), as_json=as_json, columns=_COLUMNS)


@evidence.command()
@click.argument("case")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help="A new folder, or a new file that ends in .zip.",
)
@click.option("--place", help="Where the minutes are made [default: to be filled in by hand].")
@who_option
@json_option
@click.pass_context
def pack(
    context: click.Context, case: str, output: Path, place: str | None, who: str, as_json: bool
) -> None:
    """Hand out the evidence of a case: WARC, bodies, links, hashes and the minutes (DOCX).

    Noted with the case. `sha256sum -c SHA256SUMS` checks it anywhere; SHA256SUMS.tsr is its time
    stamp, where an authority is set. Ends with 3 when bodies of it were deleted by retention, or
    the authority gave no stamp.

    \b
    Example:
      rasoat evidence pack 12 --output case-12.zip --place "Hà Nội" --as an.nguyen
    """
    from crawler.cases import wanted_case
    from crawler.evidence.pack import pack as hand_out
    from reports.evidence_minutes import write_minutes

    unstamped = []
    with opened(context) as office:
        authority = _authority(office)

        def stamped(sums: bytes) -> bytes | None:
            try:
                return authority.stamp(sums) if authority and authority.url else None
            except EvidenceProblem as problem:
                unstamped.append(str(problem))
                return None

        minutes = hand_out(
            office.store,
            office.workspace.evidence,
            wanted_case(office.store, case),
            output,
            who=who,
            place=place,
            now=office.now,
            write_minutes=write_minutes,
            stamp=stamped,
        )
    row = {
        "case": minutes.case,
        "output": str(output),
        "answers": len(minutes.answers),
        "files": len(minutes.files),
        "head": minutes.head,
    }
    show([row], as_json=as_json, columns=tuple(row))
    for problem in unstamped:
        say(f"The package carries no time stamp. {problem}")
    if deleted := sum(answer.deleted_at is not None for answer in minutes.answers):
        say(f"The bodies of {deleted} answers were deleted by retention; the minutes say so.")
    if deleted or unstamped:
        context.exit(LOOK)


@evidence.command()
@day_option("--before", "Delete what was recorded before this day.")
@yes_option
@who_option
@json_option
@click.pass_context
def prune(context: click.Context, before: date | None, yes: bool, who: str, as_json: bool) -> None:
    """Delete bodies that are older than a day; their hashes and a dated tombstone stay.

    What a case or a request rests on is held (exit 3). Without --yes only the effect is shown.

    \b
    Example:
      rasoat evidence prune --before 2026-01-01 --yes
    """
    from crawler.evidence.retention import prune as delete
    from crawler.evidence.retention import prunings

    if before is None:
        raise UsageProblem("Before which day? Name it: --before 2026-01-01")
    with opened(context) as office:
        wanted = prunings(office.store, before)
        rows = [
            {"file": one.file.name, "deleted": one.deleted, "held": one.held, "freed": one.freed}
            for one in wanted
        ]
        if yes:
            folder = office.workspace.evidence
            delete(office.store, folder, wanted, before=before, who=who, now=office.now)
    show(rows, as_json=as_json, columns=("file", "deleted", "held", "freed"))
    if not yes:
        say("Nothing was deleted. To delete it for good, add --yes")
    elif office.workspace.config.evidence.copy and any(one.deleted for one in wanted):
        say("The copy keeps it until the next sweep, or until: rasoat evidence copy")
    if any(one.held for one in wanted):
        say("What a case or a request rests on is held. Dismissed cases hold nothing.")
        context.exit(LOOK)


def _tell(context: click.Context, findings: Iterable[Found], *, as_json: bool) -> None:
    """Prints each finding as it comes; ends the command where one asks for it."""
    from crawler.evidence.verify import Weight

    weights = set()
    for found in findings:
        weights.add(found.weight)
        if as_json:
            show([asdict(found)], as_json=True)
        else:
            click.echo(found.what if found.weight is Weight.TOLD else f"! {found.what}")
    if Weight.WRONG in weights:
        context.exit(1)
    if Weight.LOOK in weights:
        context.exit(LOOK)


def _authority(office: Opened) -> Authority | None:
    from crawler.evidence.stamps import read_authority

    workspace = office.workspace
    return read_authority(workspace.config.evidence.time_stamps, workspace.authority_ca)


def _ids(office: Opened, wanted: str) -> list[str]:
    from crawler.cases import wanted_case
    from crawler.evidence.answers import evidence_of

    if wanted.startswith("sha256:"):
        return [wanted]
    return evidence_of(office.store, wanted_case(office.store, wanted).subject)
