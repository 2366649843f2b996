"""``rasoat parts``: what is installed, and what shows that it works."""

from __future__ import annotations

import pkgutil
from collections.abc import Collection, Iterator
from typing import Any

import click

from crawler.cli.common import json_option, show, workspace_here
from crawler.records import Proof

_COLUMNS = ("kind", "name", "proof", "enabled", "about")
# Kind, package, attribute, and what all parts of the kind were built after.
_PACKAGES = (
    ("signal", "matchers.signals", "SIGNAL", Proof.SPECIFIED),
    ("format", "reports.exports", "EXPORT", Proof.SPECIFIED),
    ("block list", "reports.blocklists", "EXPORT", Proof.SPECIFIED),
    ("recipient", "reports.recipients", "RECIPIENT", Proof.SPECIFIED),
)


@click.command()
@json_option
@click.pass_context
def parts(context: click.Context, as_json: bool) -> None:
    """List sources, signals, formats, block lists, recipients and letters that are installed.

    Each with its state of proof. recorded: real answers are read in tests. specified: built after a
    paper or a documented format. experimental: after other people's programs; such a source is
    swept only when it is named or stands in rasoat.toml.

    \b
    Example:
      rasoat parts
      rasoat parts --json
    """
    from crawler.config import DEFAULT_SOURCES

    workspace = workspace_here(context)
    enabled = DEFAULT_SOURCES if workspace is None else workspace.config.sources
    show(installed_parts(enabled), as_json=as_json, columns=_COLUMNS)


def installed_parts(enabled: Collection[str]) -> Iterator[dict[str, Any]]:
    """A row a part; ``enabled``: the sources that a sweep without a name crawls."""
    import reports.letters
    from crawler.crawl.sources import installed_sources
    from crawler.parts import load

    for name, spider in installed_sources().items():
        about = (spider.__doc__ or "").split("\n")[0]
        yield _row("source", name, spider.proof, about, enabled=name in enabled)
    for kind, package, attribute, proof in _PACKAGES:
        for name, part in load(package, attribute).items():
            yield _row(kind, name, proof, getattr(part, "label", None))
    for module in pkgutil.iter_modules(reports.letters.__path__):
        yield _row("letter", module.name, Proof.SPECIFIED, None)


def _row(
    kind: str, name: str, proof: Proof, about: str | None, *, enabled: bool | None = None
) -> dict[str, Any]:
    return {
        "kind": kind,
        "name": name,
        "proof": proof.value,
        "enabled": enabled,
        "about": about,
    }
