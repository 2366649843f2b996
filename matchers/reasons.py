"""The one catalogue of the words of reasons, in Vietnamese and English (``reasons.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from crawler.records import Reason


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Rule to its words: ``{"title_agrees": {"vi": …, "en": …}}``."""
    text = resources.files("matchers").joinpath("reasons.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def reason(
    rule: str,
    *,
    field: str | None = None,
    quote: str | None = None,
    entry: str | None = None,
    agreed: tuple[str, ...] = (),
    differed: tuple[str, ...] = (),
    **words: str,
) -> Reason:
    """A reason whose words come from the catalogue; ``{quote}``, ``{entry}`` … are filled in.

    A rule that is not in the catalogue raises ``KeyError``: reasons without words do not exist.
    """
    filled = {"quote": quote or "", "entry": entry or "", "field": field or "", **words}
    vi, en = worded(rule, filled)
    return Reason(
        rule=rule,
        field=field,
        quote=quote,
        entry=entry,
        agreed=agreed,
        differed=differed,
        vi=vi,
        en=en,
    )


def worded(rule: str, words: Mapping[str, str]) -> tuple[str, str]:
    """The rule's words in Vietnamese and English, filled in; ``KeyError`` as in ``reason``."""
    found = catalogue()[rule]
    # Crawled text may hold braces: each name of the template is filled in once.
    return found["vi"].format_map(words), found["en"].format_map(words)
