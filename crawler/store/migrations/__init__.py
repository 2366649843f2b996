"""The schema, one file a change. No earlier file is edited; a new one takes the next number."""

from __future__ import annotations

import re
from importlib import import_module
from pkgutil import iter_modules

from sqlite_utils import Migrations

_CHANGE = re.compile(r"m\d{3}_\w+")

MIGRATIONS = Migrations("rasoat")
for _name in sorted(module.name for module in iter_modules(__path__)):
    if _CHANGE.fullmatch(_name):
        MIGRATIONS(name=_name)(import_module(f"{__name__}.{_name}").change)
