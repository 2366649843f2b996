"""Takes out of a recorded answer what nobody else may read; a person looks at the rest."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address
from itertools import islice
from typing import Any

from crawler.errors import EvidenceProblem


class Secret(StrEnum):
    """What is taken out."""

    COOKIE = "cookie"
    TOKEN = "token"  # noqa: S105 - its kind, not one
    EMAIL = "email"
    REVIEWER = "reviewer"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scrubbed:
    """An answer without its secrets, and how many of each kind were taken out."""

    body: bytes
    taken: Mapping[Secret, int]


# What stands for a secret: no quote, no backslash, so that JSON and markup stay whole.
_TOKEN = "SCRUBBED"  # noqa: S105 - it is none
_MAILBOX = "someone", "vidu.example"
_REVIEWER = "Vi Du"
_ADDRESSES = {4: "192.0.2.1", 6: "2001:db8::1"}
_PLACEHOLDERS = {_TOKEN, _REVIEWER, "0", "null", "true", "false", ""}

# A quote as it stands in JSON, in JSON within JSON, in an address and in markup.
_QUOTE = r"(?:\\{0,8}[\"']|%22|%27|&quot;|&#34;|&#39;|\\{1,8}x22|\\{1,8}u0022)"
_IS = r"(?:\s|%20)*(?::|=|%3A|%3D|\\{1,8}u003d|\\{1,8}x3d)(?:\s|%20)*"
# Where a word begins, also behind an escape: \n, %20, \u003e.
_START = r"(?:(?<!\w)|(?<=\\[nrt])|(?<=%[0-9a-fA-F]{2})|(?<=\\u[0-9a-fA-F]{4}))"
# Names of values that let somebody in, or say who somebody is: in words, then three of Google's
# (general knowledge of public programs: request token, session, account).
_NAME = (
    r"(?:(?:token|session|sess|csrf|xsrf|secret|password|passwd|api[_-]?key|nonce|credentials?|"
    rf"authorization|bearer|sid|{_START}auth)(?:[_-]?(?:id|key|value))?|SNlM0e|FdrFJe|S06Grb)"
    r"(?![A-Za-z])"
)
_KEYED = re.compile(
    rf"(?P<name>{_NAME})(?P<before>{_QUOTE}?{_IS})"
    rf"(?:(?P<quote>{_QUOTE})(?P<said>.{{0,4096}}?)(?={_QUOTE})|(?P<bare>-?[\w.~+/%-]+))",
    re.IGNORECASE,
)
_COOKIE = re.compile(
    rf"(?P<name>cookies?)(?P<before>{_QUOTE}?{_IS})(?P<quote>{_QUOTE}?)"
    r"(?P<said>[^\"'<>\\\r\n]{1,4096})",
    re.IGNORECASE,
)
_BEARER = re.compile(r"(?P<name>\bBearer(?:\s|%20)+)(?P<said>[\w.~+/=-]{8,})")
_FORM = re.compile(
    r"(?P<name>(?:<|%3C|&lt;|\\u003c)(?:meta|input)\b[^>]{0,500}?(?:name|id)"
    rf"{_IS}{_QUOTE}[^\"'>]{{0,99}}?{_NAME}[^>]{{0,500}}?(?:content|value){_IS}{_QUOTE})"
    rf"(?P<said>.{{0,4096}}?)(?={_QUOTE})",
    re.IGNORECASE,
)
_JWT = re.compile(rf"{_START}eyJ[\w-]{{5,4096}}\.[\w-]{{1,4096}}\.[\w-]*")
# A whole literal of letters of both cases and digits: a token whatever its name. No address, no
# package and no hash in hex looks like it.
_OPAQUE = re.compile(
    r"(?:(?<=[\"'])|(?<=%2[27])|(?<=&quot;)|(?<=&#3[49];)|(?<=x22)|(?<=u0022))"
    r"(?=[\w+/-]*[a-z])(?=[\w+/-]*[A-Z])(?=[\w+/-]*\d)"
    rf"[\w+/-]{{32,}}=*(?={_QUOTE})",
    re.ASCII,
)
_AT = r"(?:@|%40|\\{1,8}u0040|\\{1,8}x40|&#64;|&#x40;|&commat;)"
# Pictures and accounts of reviewers (general knowledge of both stores' addresses).
_ACCOUNT = re.compile(r"(googleusercontent\.com/a-?/|/reviews/id)([\w-]+)")
# An escape before the mailbox is not part of it: \u003e, \n.
_EMAIL = re.compile(
    r"(?P<escape>\\{1,8}(?:u[0-9a-f]{4}|x[0-9a-f]{2}|[a-z]))?(?:[\w.+~-]|%2[BDE]|%5F){1,64}"
    rf"(?P<at>{_AT})(?:[\w-]+\.)+[\w-]*\w",
    re.IGNORECASE,
)
_IPV4 = re.compile(rf"{_START}(?<!\.)(?:\d{{1,3}}\.){{3}}\d{{1,3}}(?![\w.]*\w)")
_IPV6 = re.compile(
    rf"{_START}(?<![:.])(?:[0-9a-f]{{0,4}}:){{2,7}}[0-9a-f]{{0,4}}(?![\w:])", re.IGNORECASE
)

_JSON_BEGINS = re.compile(r"(?:data:|<script\b[^>]*>|^\)\]\}')\s*(?=[\[{])", re.MULTILINE)
_STARS = ("im:rating", "rating", "reviewRating", "stars")
_NAMED = ("reviewerName", "userName", "nickname", "reviewer", "author")
_BLOCKS = 1_000  # of JSON in a page: the largest recorded one has about 50
_SHORT = 5  # letters; shorter names stand within other words and are taken out as a whole text


def scrub(body: bytes) -> Scrubbed:
    """The same answer without cookies, tokens, mail and network addresses and reviewers' names."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise EvidenceProblem(
            "The answer is not UTF-8, so nobody can tell what stands in it. It is kept as evidence."
        ) from error
    taken: Counter[Secret] = Counter()
    text = _without_reviewers(text, taken)
    for kind, pattern, instead in _RULES:
        text = _without(text, kind, pattern, instead, taken)
    return Scrubbed(body=text.encode(), taken=dict(taken))


def _without(
    text: str,
    kind: Secret,
    pattern: re.Pattern[str],
    instead: Callable[[re.Match[str]], str],
    taken: Counter[Secret],
) -> str:
    def replaced(match: re.Match[str]) -> str:
        new = instead(match)
        if new != match[0]:
            taken[kind] += 1
        return new

    return pattern.sub(replaced, text)


def _value(match: re.Match[str]) -> str:
    """What stands beside its name is taken out; the name stays."""
    told = match.groupdict()
    bare = told.get("bare")
    said = told.get("said") if bare is None else bare
    if said in _PLACEHOLDERS:
        return match[0]
    new = _TOKEN if bare is None or not bare.lstrip("-").isdigit() else "0"
    return "".join(told.get(part) or "" for part in ("name", "before", "quote")) + new


def _mailbox(match: re.Match[str]) -> str:
    return (match["escape"] or "") + match["at"].join(_MAILBOX)


def _network(match: re.Match[str]) -> str:
    try:
        address = ip_address(match[0])
    except ValueError:
        return match[0]
    # ``::`` is no machine's, and a sign of style sheets.
    return match[0] if address.is_unspecified else _ADDRESSES[address.version]


_RULES: tuple[tuple[Secret, re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (Secret.COOKIE, _COOKIE, _value),
    (Secret.TOKEN, _FORM, _value),
    (Secret.TOKEN, _BEARER, _value),
    (Secret.TOKEN, _KEYED, _value),
    (Secret.TOKEN, _JWT, lambda _: _TOKEN),
    (Secret.TOKEN, _OPAQUE, lambda _: _TOKEN),
    (Secret.REVIEWER, _ACCOUNT, lambda match: f"{match[1]}0"),
    (Secret.EMAIL, _EMAIL, _mailbox),
    (Secret.ADDRESS, _IPV4, _network),
    (Secret.ADDRESS, _IPV6, _network),
)


def _without_reviewers(text: str, taken: Counter[Secret]) -> str:
    names = {name for value in _values(text) for name in _reviewers(value) if name.strip()}
    forms = []
    for name in sorted(names - {_REVIEWER}, key=len, reverse=True):
        whole = r"(?<=[\"']){}(?=\\{{0,8}}[\"'])"
        for form in map(re.escape, _forms(name)):
            forms.append(f"{_START}{form}(?!\\w)" if len(name) >= _SHORT else whole.format(form))
    if not forms:
        return text
    pattern = re.compile("|".join(forms))
    return _without(text, Secret.REVIEWER, pattern, lambda _: _REVIEWER, taken)


def _forms(name: str) -> set[str]:
    """A name as text, in markup, in JSON, and in JSON within JSON, with and without escapes."""
    inner = {name, json.dumps(name)[1:-1], json.dumps(name, ensure_ascii=False)[1:-1]}
    outer = {json.dumps(each)[1:-1] for each in inner}
    return inner | outer | {html.escape(name), html.escape(name, quote=False)}


def _values(text: str) -> Iterator[Any]:
    """All JSON that stands in an answer: it is JSON, or a page whose scripts hold some."""
    decoder = json.JSONDecoder()
    starts = [match.end() for match in islice(_JSON_BEGINS.finditer(text), _BLOCKS)]
    if not starts and text.lstrip("\ufeff \t\r\n")[:1] in ("[", "{"):
        starts = [len(text) - len(text.lstrip("\ufeff \t\r\n"))]
    for start in starts:
        try:
            yield decoder.raw_decode(text, start)[0]
        except (ValueError, RecursionError):
            continue


def _reviewers(value: Any) -> Iterator[str]:
    """The names of those who wrote a review, wherever one stands."""
    pending = [value]
    while pending:
        one = pending.pop()
        if isinstance(one, str) and one[:1] in ("[", "{"):
            pending += _values(one)
        elif isinstance(one, list):
            yield from _in_row(one)
            pending += one
        elif isinstance(one, dict):
            yield from _in_entry(one)
            pending += one.values()


def _in_row(row: list[Any]) -> Iterator[str]:
    """Google's form: id, [name, picture], stars, …"""
    match row:
        case [str(), [str() as name, *_], int() as stars, *_] if 1 <= stars <= 5:
            yield name


def _in_entry(entry: dict[str, Any]) -> Iterator[str]:
    """Forms with keys: Apple's feed, JSON-LD, and what says that it is a reviewer's name."""
    rated = any(key in entry for key in _STARS)
    for key in _NAMED:
        said = entry.get(key)
        if key == "author" and not rated:
            continue  # of an app or of a feed
        while isinstance(said, dict):
            said = said.get("name", said.get("label"))
        if isinstance(said, str):
            yield said
