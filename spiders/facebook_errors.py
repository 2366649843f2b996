"""Errors of Meta's Graph: what each code means for a crawl (facebook.md §3)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from spiders.facebook_reading import Sign
from spiders.facebook_signs import sign_of_error

_HOUR = 60  # minutes, where no header says how long a limit holds
_ADS_ARCHIVE = 5  # minutes at least
_LONGEST = 300  # letters of Meta's own words
_SAYS: Mapping[int, str] = {
    4: "this app has called as often as it may",
    17: "the user of this token has called as often as it may",
    32: "this page token has called as often as it may; calls during the block count too",
    613: "ads_archive was asked too often",
    190: "the token is not valid. Renew it, and put the new one into the environment",
}
_OF_SIGN: Mapping[Sign, str] = {
    Sign.RATE_LIMITED: "a limit of this use case is reached",
    Sign.SESSION: "the session of this token ended. Renew the token",
    Sign.NO_PERMISSION: "the token lacks a permission (docs/facebook.md names those that it needs)",
    Sign.BAD_REQUEST: "the question was not accepted",
    Sign.SERVER_TROUBLE: "Facebook could not answer. Try later",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphError:
    """The error that stands in an answer of the Graph."""

    code: int
    subcode: int | None
    message: str
    sign: Sign | None  # None: a code that nobody knows

    def says(self, minutes: int | None) -> str:
        """Why the crawl ends, and when to go on. ``minutes``: what the headers tell."""
        why = _SAYS.get(self.code) or (self.sign and _OF_SIGN.get(self.sign))
        told = [f"the Graph answers with error {self.code}: {why or self.message[:_LONGEST]}"]
        if self.sign in (Sign.BAD_REQUEST, Sign.NO_PERMISSION):
            told.append(f"It says: {self.message[:_LONGEST]}")
        if self.sign is Sign.RATE_LIMITED:
            wait = minutes or (_ADS_ARCHIVE if self.code == 613 else _HOUR)
            told.append(f"Go on in {wait} minutes, and wait twice as long if it says so again")
        told.append("It says nothing of any page")
        return ". ".join(told)


def error_in(text: str) -> GraphError | None:
    """The error of an answer; None: it is no JSON, or it has none."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return None
    error = told.get("error") if isinstance(told, dict) else None
    return _read(error) if isinstance(error, dict) else None


def _read(error: Mapping[str, Any]) -> GraphError | None:
    code, subcode = error.get("code"), error.get("error_subcode")
    if not isinstance(code, int) or isinstance(code, bool):
        return None
    return GraphError(
        code=code,
        subcode=subcode if isinstance(subcode, int) else None,
        message=str(error.get("message", "")),
        sign=sign_of_error(error),
    )
