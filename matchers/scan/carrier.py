"""What carries out the scan: machine code, or the very same lines as Python where texts are few.

To load machine code takes half a second or more, to read by Python 0.2 ms a letter (2026-11).
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from types import ModuleType
from typing import Any, TypeVar

import numpy as np

FEW = 2_000  # letters of a whole file
F = TypeVar("F", bound=Callable[..., Any])
_few = False


def expect_few() -> None:
    """Says that this process reads few texts; too late once the scan was imported."""
    global _few
    _few = True


def compiled(function: F) -> F:
    """What Python calls."""
    if _few:
        return np.errstate(over="ignore")(function)  # what makes numbers of words runs over
    carried: F = _engine().compiled(function)
    return carried


def inlined(function: F) -> F:
    """What only compiled code calls, in one place for each of many small things."""
    carried: F = function if _few else _engine().inlined(function)
    return carried


def _engine() -> ModuleType:
    return importlib.import_module("matchers.engine.compiling")
