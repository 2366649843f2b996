"""Whether the token of Meta's Graph lives: one question, to the Graph's own host and no other."""

from __future__ import annotations

import urllib.error
import urllib.request
from enum import StrEnum
from http.client import HTTPException

from spiders.facebook_errors import error_in
from spiders.facebook_graph import HOST
from spiders.facebook_reading import Sign

_SECONDS = 15
_LONGEST = 1 << 20  # bytes of an answer


class TokenState(StrEnum):
    """What the Graph said of a token."""

    READS_PAGES = "it reads pages"
    LIVES = "it lives, and may not read pages: ask Meta for Page Public Content Access"
    INVALID = "it is not valid any more: renew it"
    LIMITED = "it is at its limit: wait an hour"
    UNKNOWN = "the Graph could not be asked"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The token goes to the host that it is meant for."""

    def redirect_request(self, *_: object) -> None:
        """Follows nothing."""


def token_state(token: str, *, version: str, page: str) -> TokenState:
    """Reads one public page with the token; asks nothing else."""
    request = urllib.request.Request(
        f"https://{HOST}/{version}/{page}?fields=id,name",
        headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
    )
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=_SECONDS) as answer:
            text = answer.read(_LONGEST).decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        text = error.read(_LONGEST).decode("utf-8", "replace")
        return _of_error(text)
    except (OSError, HTTPException):
        return TokenState.UNKNOWN
    return TokenState.READS_PAGES if f'"{page}"' in text else _of_error(text)


def _of_error(text: str) -> TokenState:
    error = error_in(text)
    if error is None:
        return TokenState.UNKNOWN
    if error.sign in (Sign.TOKEN_INVALID, Sign.SESSION):
        return TokenState.INVALID
    if error.sign is Sign.RATE_LIMITED:
        return TokenState.LIMITED
    if error.sign is Sign.SERVER_TROUBLE:
        return TokenState.UNKNOWN
    return TokenState.LIVES
