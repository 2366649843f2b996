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
    entry_words = catalogue()[rule]
    filled = {"quote": quote or "", "entry": entry or "", "field": field or "", **words}
    return Reason(
        rule=rule,
        field=field,
        quote=quote,
        entry=entry,
        agreed=agreed,
        differed=differed,
        vi=_fill(entry_words["vi"], filled),
        en=_fill(entry_words["en"], filled),
    )


def _fill(template: str, words: Mapping[str, str]) -> str:
    # Crawled text may hold braces: only our own names are replaced, in one pass.
    parts = template.split("{")
    head, tail = parts[0], parts[1:]
    return head + "".join(_fill_one(part, words) for part in tail)


def _fill_one(part: str, words: Mapping[str, str]) -> str:
    name, _, rest = part.partition("}")
    return words[name] + rest
