"""``rasoat terms``: what sweeps search for, and what they could search for too."""

from __future__ import annotations

from dataclasses import asdict

import click

from crawler.cli.common import json_option, opened, printable, say, show, who_option

_COLUMNS = ("term", "language", "status", "who", "at", "reason")
_LANGUAGES = ("vi", "en", "zh", "th", "km", "id")
terms_argument = click.argument("words", nargs=-1, required=True, metavar="TERM...")


@click.group()
def terms() -> None:
    """The words that sweeps search for; new ones are proposed and a person accepts them.

    \b
    Example:
      rasoat terms propose
      rasoat terms accept "nổ hũ vui" --as an
    """


@terms.command("list")
@json_option
@click.pass_context
def list_(context: click.Context, as_json: bool) -> None:
    """The terms in use, those that wait for a person, and those that were refused.

    \b
    Example:
      rasoat terms list --json
    """
    from crawler.terms import listed_terms

    with opened(context) as office:
        rows = [asdict(term) for term in listed_terms(office.workspace, office.store)]
    show(rows, as_json=as_json, columns=_COLUMNS)


@terms.command()
@json_option
@click.pass_context
def propose(context: click.Context, as_json: bool) -> None:
    """Look for terms in titles of confirmed cases that licensed titles hardly hold.

    They are written to terms/proposed.csv with their counts; none is used before it is accepted.

    \b
    Example:
      rasoat terms propose
    """
    from crawler.terms import propose as propose_terms

    with opened(context) as office:
        proposed = propose_terms(office.workspace, office.store)
    show(
        (asdict(term) for term in proposed),
        as_json=as_json,
        columns=("term", "language", "confirmed", "accounts", "licensed"),
    )
    if not proposed:
        say("Nothing is proposed: it takes a register and three confirmed cases of two accounts.")


@terms.command()
@terms_argument
@click.option("--language", type=click.Choice(_LANGUAGES), help="The file [default: as proposed].")
@who_option
@click.pass_context
def accept(context: click.Context, words: tuple[str, ...], language: str | None, who: str) -> None:
    """Search for proposed terms from the next sweep on.

    \b
    Example:
      rasoat terms accept "nổ hũ vui" "slot vui" --as an
    """
    _decide(context, words, accepted=True, language=language, who=who)


@terms.command()
@terms_argument
@who_option
@click.pass_context
def refuse(context: click.Context, words: tuple[str, ...], who: str) -> None:
    """Never propose these terms again.

    \b
    Example:
      rasoat terms refuse "vui vẻ" --as an
    """
    _decide(context, words, accepted=False, language=None, who=who)


def _decide(
    context: click.Context,
    words: tuple[str, ...],
    *,
    accepted: bool,
    language: str | None,
    who: str,
) -> None:
    from crawler.terms import decide

    with opened(context) as office:
        decided = decide(
            office.workspace,
            office.store,
            words,
            accepted=accepted,
            language=language,
            who=who,
            now=office.now,
        )
    for term in decided:
        done = f"stands in terms/{term.language}.txt" if accepted else "is not proposed again"
        say(printable(f"“{term.term}” {done}."))
