"""Takes tokens, cookies and marks of a log-in out of what comes from outside, before it is kept."""

from __future__ import annotations

import re

GONE = "removed"
# A quote, also one inside a text inside a text. Without a bound, a run of backslashes takes hours.
_Q = r"\\{0,8}[\"']"
_VALUE = r"[^\\\"'&;\s<>]+"
_NAMES = r"(?:fb_dtsg(?:_ag)?|lsd|jazoest|async_get_token|access_?token|accessToken)"
_COOKIE = r"[A-Za-z0-9%._:+~-]{6,}"
_COOKIES = r"(?:c_user|xs|datr|fr|sb|presence|i_user)"

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # In an address, packed into another one or not. The name goes too: nothing is left to find.
    (re.compile(rf"access_token(?:=|%3D|%253D|\\u003[dD]){_VALUE}"), "token_removed"),
    (re.compile(r"access_token="), "token_removed"),
    # As JSON, as a form, as an input of HTML, as the first data of a page.
    (re.compile(rf"({_Q}{_NAMES}{_Q}\s*:\s*{_Q}){_VALUE}"), rf"\1{GONE}"),
    (re.compile(rf"({_Q}{_NAMES}{_Q}\s+value={_Q}){_VALUE}"), rf"\1{GONE}"),
    (re.compile(rf"(\b{_NAMES}(?:=|%3D)){_VALUE}"), rf"\1{GONE}"),
    (
        re.compile(
            rf"({_Q}(?:DTSGInit\w*Data|LSD){_Q},\[\],\{{[^{{}}]*?{_Q}\w*[tT]oken{_Q}:{_Q}){_VALUE}"
        ),
        rf"\1{GONE}",
    ),
    # Whose browser it was.
    (re.compile(rf"({_Q}CurrentUserInitialData{_Q},\[\],)\{{[^{{}}]*\}}"), r"\1{}"),
    # Cookies: two names are nobody else's; the short ones count among other cookies only.
    (re.compile(rf"\b(c_user|datr|i_user)=(?!{GONE}){_VALUE}"), rf"\1={GONE}"),
    (
        re.compile(
            rf"({_Q}name{_Q}:\s*{_Q}(?i:(?:set-)?cookie){_Q},\s*{_Q}value{_Q}:\s*{_Q})[^\\\"]+"
        ),
        rf"\1{GONE}",
    ),
    (re.compile(rf"((?:^|; ){_COOKIES}=){_COOKIE}(?=;)"), rf"\1{GONE}"),
    (re.compile(rf"(; {_COOKIES}=){_COOKIE}"), rf"\1{GONE}"),
    (
        re.compile(rf"({_Q}name{_Q}:\s*{_Q}{_COOKIES}{_Q},\s*{_Q}value{_Q}:\s*{_Q}){_VALUE}"),
        rf"\1{GONE}",
    ),
    # A token that stands alone.
    (re.compile(r"(?<![A-Za-z0-9+/_=-])EAA[A-Za-z0-9]{10,}"), GONE),
)


def redacted(text: str) -> str:
    """The text without tokens, cookies and marks of a log-in."""
    for pattern, instead in _RULES:
        text = pattern.sub(instead, text)
    return text
