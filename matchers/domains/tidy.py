"""Lines that are no plain host names: addresses, names in other scripts, and what is refused."""

from __future__ import annotations

import codecs
import re
import unicodedata
from enum import StrEnum

from matchers.domains.split import LONGEST_LABEL, LONGEST_NAME

_LONGEST_LINE = 2_000  # bytes of an address; what is longer is none
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_BEHIND = re.compile(r"[/?#\\]")
_PORT = re.compile(r":\d{0,5}")
_DOTS = str.maketrans("。．｡", "...")
_NUMBERS = re.compile(r"\d+(?:\.\d+){3}|\[?[0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*\]?")
_LETTERS = ("L", "M", "N", "So")  # letters, marks, digits, and the emoji that some suffixes sell


class Refusal(StrEnum):
    """Why a line is no name that can be screened."""

    NOT_TEXT = "not UTF-8 text"
    TOO_LONG = "longer than a domain name can be"
    MAILBOX = "an e-mail address or a name with a user"
    NUMBERS = "an IP address"
    BARE = "a single label without a dot"
    NOT_A_NAME = "not a domain name"


def tidy(line: bytes) -> str | Refusal:
    """The host of the line in ASCII; empty for a blank line or a comment (``#``)."""
    if line.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"#"):
        return ""
    if len(line) > _LONGEST_LINE:
        return Refusal.TOO_LONG
    try:
        text = line.decode("utf-8").removeprefix("\ufeff").strip()
    except UnicodeDecodeError:
        return Refusal.NOT_TEXT
    scheme = _SCHEME.match(text)
    bare = text[scheme.end() if scheme else 0 :].replace("[.]", ".")  # written so in warnings
    host = _BEHIND.split(bare, maxsplit=1)[0].rstrip()
    if "@" in host:
        return Refusal.MAILBOX
    if _NUMBERS.fullmatch(host) or _NUMBERS.fullmatch(host.rpartition(":")[0]):
        return Refusal.NUMBERS
    name, colon, port = host.partition(":")
    if colon and not _PORT.fullmatch(colon + port):
        return Refusal.NOT_A_NAME
    name = name.translate(_DOTS).removeprefix("*.").rstrip(".")
    if not name:
        return Refusal.NOT_A_NAME if text else ""
    return name if name.isascii() else _ascii(name)


def _ascii(name: str) -> str | Refusal:
    """The name in punycode, whatever scripts it mixes: mixing is what is looked for."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    if not all(char in ".-" or unicodedata.category(char).startswith(_LETTERS) for char in folded):
        return Refusal.NOT_A_NAME
    labels = (
        label if label.isascii() else f"xn--{label.encode('punycode').decode('ascii')}"
        for label in unicodedata.normalize("NFC", folded).split(".")
    )
    return ".".join(labels)


def refusal_of(name: str) -> Refusal:
    """Why a tidy name cannot be split all the same."""
    too_long = len(name) > LONGEST_NAME or max(map(len, name.split("."))) > LONGEST_LABEL
    return Refusal.TOO_LONG if too_long else Refusal.NOT_A_NAME
