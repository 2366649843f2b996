"""Finds the parts of a package: one module, one named value (a signal, a source, a format)."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Any

from crawler.errors import CrawlerError


class DuplicatePart(CrawlerError):
    """Two modules of one package carry parts with the same name. Raised by ``load``."""


def load(package: str, attribute: str) -> dict[str, Any]:
    """The parts of ``package`` by their ``name``, in the order of the names.

    Modules without ``attribute`` hold no part and are passed over.
    """
    found: dict[str, Any] = {}
    homes: dict[str, str] = {}
    for module in pkgutil.iter_modules(import_module(package).__path__):
        home = f"{package}.{module.name}"
        part = getattr(import_module(home), attribute, None)
        if part is None:
            continue
        if part.name in found:
            raise DuplicatePart(
                f"{home} and {homes[part.name]} both call their {attribute} “{part.name}”. "
                "Give one of them another name."
            )
        found[part.name], homes[part.name] = part, home
    return dict(sorted(found.items()))
