"""The part of ``rasoat.toml`` that is about Facebook."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crawler.errors import ConfigError

KEYS = ("graph_version", "control_page", "permission")
_VERSION = re.compile(r"v\d{1,3}\.\d{1,2}")
_NUMBER = re.compile(r"[1-9]\d{4,19}")
TEMPLATE = """
# Facebook (docs/facebook.md). The token of the Graph comes from RASOAT_FACEBOOK_TOKEN. Each version
# of the Graph ends after a while: raise it then. `control_page` is the number of a page that is
# surely there: it is read beside what a re-check does not find. `permission` names Meta's written
# permission to read the Ad Library by program (the number and day of the letter); without it
# facebook_ad_library is off. It is stored with every run.
[facebook]
graph_version = "v24.0"
control_page = "20531316728"
permission = ""
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacebookConfig:
    """How Facebook is asked."""

    graph_version: str = "v24.0"
    control_page: str = "20531316728"  # Facebook's own page
    permission: str = ""  # the reference of Meta's written permission; empty: there is none


def read_facebook(table: Mapping[str, Any], path: object) -> FacebookConfig:
    """The table as a value; ``ConfigError`` names the key and what to write."""
    found = {name: table[name] for name in KEYS if name in table}
    for name, value in found.items():
        if not isinstance(value, str):
            raise ConfigError(f"{path}: facebook.{name} is {value!r}. Write a text in quotes.")
    told = FacebookConfig(**{name: " ".join(value.split()) for name, value in found.items()})
    if not _VERSION.fullmatch(told.graph_version):
        raise ConfigError(
            f'{path}: facebook.graph_version is {told.graph_version!r}. Write it as "v24.0".'
        )
    if not _NUMBER.fullmatch(told.control_page):
        raise ConfigError(
            f"{path}: facebook.control_page is {told.control_page!r}. Write the number of a page "
            "that is surely there."
        )
    return told
