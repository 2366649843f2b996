"""The one catalogue of the words of reasons, in Vietnamese and English (``reasons.toml``)."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib import resources

from crawler.records import Reason

_LONGEST_NAME = 160  # letters of a name that one sentence shows
_LONGEST_QUOTE = 300
_NAME = re.compile(r"{(\w+)}")


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

    The sentence shows a quote as ``shown``; ``quote`` itself stays as it was published.

    A rule that is not in the catalogue raises ``KeyError``: reasons without words do not exist.
    """
    quoted = shown(quote or "", _LONGEST_QUOTE)
    filled = {"quote": quoted, "entry": entry or "", "field": field or "", **words}
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
    vi, en = _templates(rule)
    return _filled(vi, words), _filled(en, words)


_Template = tuple[str, tuple[str, ...]]  # with %s for each name; the names


@cache
def _templates(rule: str) -> tuple[_Template, _Template]:
    words = catalogue()[rule]
    return _template(words["vi"]), _template(words["en"])


def _template(text: str) -> _Template:
    return _NAME.sub("%s", text.replace("%", "%%")), tuple(_NAME.findall(text))


def _filled(template: _Template, words: Mapping[str, str]) -> str:
    # Crawled text may hold braces and percent signs: each name is replaced once, in one pass.
    text, names = template
    if len(names) == 1:
        return text % (words[names[0]],)
    return text % tuple([words[name] for name in names])


def shown(text: str, longest: int = _LONGEST_NAME) -> str:
    """One bounded line without what moves or hides letters."""
    if len(text) <= longest and text.isprintable() and "  " not in text and text == text.strip():
        return text
    text = text[: 4 * longest]
    if not text.isprintable():
        text = "".join(map(_printable, text))
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _printable(char: str) -> str:
    if char.isprintable():
        return char
    return "" if unicodedata.category(char) in ("Cf", "Cs", "Co", "Cn") else " "
